"""Every scene of the library renders, at its defaults, where it looks right, and at its other settings."""

import hashlib
import os
import re

import pytest
from conftest import ROOT

from agent.sandbox import RenderOptions
from knowledge.library import library

SMALL = RenderOptions(640, 360, 3)


def its_turn(scene):
    """Return the number of one of a scene's other settings: another one when the scene changes."""
    return 1 + int(hashlib.sha256(scene.code.encode()).hexdigest(), 16) % len(scene.variations)


SETTINGS = [
    pytest.param(scene, values, id=f"{scene.id}-{number or 'defaults'}")
    for scene in library().values()
    for number, values in enumerate(({}, *scene.variations))
    if number in (0, its_turn(scene)) or os.environ.get("ALL_SETTINGS")
]
"""Of its other settings one is drawn, all of them with ALL_SETTINGS=1: they take minutes."""
ASKED_FIRST = """shape_morph function_plot function_derivative area_under_curve riemann_sums unit_circle_sine
    pythagoras vector_addition matrix_transform eigenvectors determinant_area vector_spaces
    quadratic_completing_square taylor_polynomials fourier_series gradient_descent weight_decay l1_sparsity
    neural_network_forward attention_lookup tensor_grids bubble_sort binary_search graph_search bar_chart
    pie_chart bayes_box central_limit surface_3d rotating_cube text_reveal formula_reveal code_reveal""".split()


@pytest.mark.slow
@pytest.mark.parametrize(("scene", "values"), SETTINGS)
def test_renders(renderer, scene, values):
    rendered = renderer.render(scene.filled(values), "DisplayScene", SMALL, 120)
    assert rendered.problems == ()
    assert rendered.ok
    assert rendered.uninspected == ""
    if not values:
        minded = [each for each in rendered.findings if each.kind != "too-small"]  # the picture is
        assert minded == []
    assert 4 <= rendered.duration <= 30


@pytest.mark.parametrize("scene", library().values(), ids=lambda scene: scene.id)
def test_header(scene):
    assert len(scene.prompts) >= 3
    assert len(set(scene.prompts)) == len(scene.prompts)
    assert len(scene.concepts) >= 3
    assert len(scene.variations) >= 2
    assert scene.licence == "MIT"
    assert all(parameter.about for parameter in scene.parameters)
    assert "DisplayScene" in scene.code


@pytest.mark.parametrize("scene", library().values(), ids=lambda scene: scene.id)
def test_defaults_are_values_it_would_admit(scene):
    """Filling a scene with what the prompts of its own header name never fails."""
    for values in scene.variations:
        compile(scene.filled(values), scene.id, "exec")


def test_covers_what_people_ask_first():
    assert set(ASKED_FIRST) <= set(library())
    assert len(library()) >= 40


def test_needs_no_packages_beyond_the_minimal_latex():
    assert not [
        name for name, scene in library().items() if re.search(r"\bTex\(|usepackage|TexTemplate", scene.code)
    ]


def test_no_scene_is_listed_twice():
    titles = [scene.title for scene in library().values()]
    assert len(set(titles)) == len(titles)
    assert len(list((ROOT / "knowledge/scenes").glob("*.py"))) == len(titles)
