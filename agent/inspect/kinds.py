"""The classes of Manim that mean something to a viewer, by what they mean."""

from __future__ import annotations

from functools import cache
from typing import Any


def is_a(mobject: Any, kind: str) -> bool:
    """Return whether a mobject is of a kind, such as text, mark or grid."""
    return kind in kinds_of(mobject.__class__)


@cache
def kinds_of(of: Any) -> frozenset[str]:
    """Return the kinds that a class is of: asking Manim's classes themselves, which are abstract ones, takes long."""
    return frozenset(kind for kind, classes in _kinds().items() if issubclass(of, classes))


@cache
def _kinds() -> dict[str, tuple[type, ...]]:
    """Return the classes of Manim that mean something to a viewer, by what they mean."""
    import manim as m
    from manim.mobject.graph import GenericGraph
    from manim.mobject.graphing.coordinate_systems import CoordinateSystem
    from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath
    from manim.mobject.text.tex_mobject import MathTexPart
    from manim.mobject.types.image_mobject import AbstractImageMobject

    return {
        "text": (
            m.SingleStringMathTex,
            MathTexPart,
            m.Text,
            m.MarkupText,
            m.Paragraph,
            m.DecimalNumber,
            m.Typst,
        ),
        "glyph": (VMobjectFromSVGPath,),
        "whole": (
            CoordinateSystem,
            m.NumberLine,
            m.Matrix,
            m.Code,
            m.BraceLabel,
            m.LabeledDot,
            m.LabeledLine,
            m.LabeledPolygram,
            m.Variable,
            m.SampleSpace,
            m.ManimBanner,
            GenericGraph,
        ),
        "scale": (CoordinateSystem, m.NumberLine),
        "grid": (m.NumberPlane, m.PolarPlane, m.VectorField),
        "mark": (m.SurroundingRectangle, m.Underline, m.Title),
        "cross": (m.Cross,),
        "dashed": (m.DashedLine, m.DashedVMobject),
        "ground": (m.SurroundingRectangle,),
        "picture": (m.SVGMobject,),
        "compact": (
            m.Circle,
            m.Polygram,
            m.Sector,
            m.ArcPolygon,
            m.ImageMobject,
        ),
        "brace": (m.Brace,),
        "cloud": (m.PMobject,),
        "drawn": (m.VMobject, AbstractImageMobject),
    }
