# /// scene
# title = "De Morgan's laws in Venn diagrams"
# topic = "logic and sets"
# prompts = [
#   "Show De Morgan's laws",
#   "de morgan's law venn diagram",
#   "Why is the complement of a union the intersection of the complements?",
#   "Venn diagram of union, intersection and complement of two sets",
#   "not (A and B) is the same as not A or not B, shown by shading sets",
# ]
# asked = [
#   "what is the opposite of liking both tea and coffee",
#   "colour in everything that lies in neither circle",
#   "search filter that excludes red or big items, rewrite the condition",
#   "prove (A ∪ B)ᶜ = Aᶜ ∩ Bᶜ by drawing",
#   "!(a && b) == !a || !b, ¬(A∧B)",
#   "duality of conjunction and disjunction, negating compound statements",
#   "neither-nor versus not-both, a common mistake when negating",
#   "De-morgansche Regeln mit Mengendiagramm: Komplement von Vereinigung und Schnitt",
#   "lois de De Morgan : complémentaire d'une réunion, diagramme de Venn",
#   "leyes de De Morgan con conjuntos, complemento de la unión",
# ]
# concepts = [
#   "De Morgan", "De Morgan's laws", "Venn diagram", "sets", "set theory", "union", "intersection", "complement", "set operations", "two sets",
#   "boolean algebra", "logic", "negation", "not", "and", "or", "shading", "shade", "outside", "overlap",
# ]
# licence = "MIT"
# requires = ["morgan", "venn", "complement", "not (a", "union", "set theory", "set operations"]
# variations = [
#   { LAW = "intersection" },
#   { LAW = "union", FIRST_COLOR = "green", SECOND_COLOR = "pink" },
# ]
# [parameters]
# LAW = { type = "choice", options = ["union", "intersection"], signs = { "union" = ["not \\(A or B", "complement of (?:a|the) union"], "intersection" = ["not \\(A and B", "complement of (?:an|the) intersection"] }, about = "whether the complement is of the union or of the intersection" }
# FIRST_COLOR = { type = "color", about = "colour of what lies outside A" }
# SECOND_COLOR = { type = "color", about = "colour of what lies outside B" }
# ///
from manim import *

LAW = "union"
FIRST_COLOR = BLUE
SECOND_COLOR = RED
RESULT_COLOR = YELLOW
INNER, OUTER = (r"\cup", r"\cap") if LAW == "union" else (r"\cap", r"\cup")


class Venn:
    """Two overlapping sets in a box, and the regions that one can shade."""

    def __init__(self, center):
        self.box = Rectangle(width=5.6, height=3.6, color=WHITE, stroke_width=2).move_to(center)
        self.a = Circle(1.2, color=WHITE, stroke_width=3).move_to(self.box.get_center() + 0.75 * LEFT)
        self.b = Circle(1.2, color=WHITE, stroke_width=3).move_to(self.box.get_center() + 0.75 * RIGHT)
        self.names = VGroup(
            MathTex("A", font_size=40).next_to(self.a, UL, buff=-0.25),
            MathTex("B", font_size=40).next_to(self.b, UR, buff=-0.25),
        )
        self.outline = VGroup(self.box, self.a, self.b, self.names)

    def shaded(self, region, color, opacity=0.55):
        return region.set_stroke(width=0).set_fill(color, opacity).set_z_index(-1)

    def both(self):
        """What the law puts together first: the union or the intersection."""
        make = Union if LAW == "union" else Intersection
        return make(self.a, self.b)

    def outside(self, part):
        return Difference(self.box, part)


class DisplayScene(Scene):
    def construct(self):
        word = "union" if LAW == "union" else "intersection"
        title = Text(f"The complement of the {word}", font_size=36).to_edge(UP, buff=0.35)
        left, right = Venn([-3.5, 0.5, 0]), Venn([3.5, 0.5, 0])
        self.play(FadeIn(title), Create(left.outline), run_time=1.3)
        result, name = self.take_complement(left)
        self.play(Create(right.outline), run_time=1)
        same = self.put_complements_together(right, name.get_y())
        self.compare(result, same, title)

    def take_complement(self, venn):
        """First the sets together, then all that is outside."""
        inside = venn.shaded(venn.both(), GREEN)
        outside = venn.shaded(venn.outside(venn.both()), RESULT_COLOR)
        words = MathTex("A", INNER, "B", font_size=48).next_to(venn.box, DOWN, buff=0.35)
        barred = MathTex(rf"\overline{{A {INNER} B}}", font_size=48, color=RESULT_COLOR).move_to(words)
        self.play(FadeIn(inside), Write(words), run_time=1.2)
        self.wait(0.8)
        self.play(FadeOut(inside), FadeIn(outside), FadeOut(words), FadeIn(barred), run_time=1.2)
        self.wait(0.8)
        return outside, barred

    def put_complements_together(self, venn, height):
        """Shade outside A and outside B, then keep what the law asks for."""
        not_a = venn.shaded(venn.outside(venn.a), FIRST_COLOR, 0.5)
        not_b = venn.shaded(venn.outside(venn.b), SECOND_COLOR, 0.5)
        name = MathTex(r"\overline{A}", OUTER, r"\overline{B}", font_size=48)
        name[0].set_color(FIRST_COLOR)
        name[2].set_color(SECOND_COLOR)
        name.next_to(venn.box, DOWN, buff=0.35).set_y(height)
        self.play(FadeIn(not_a), Write(name[0]), run_time=1.1)
        self.wait(0.5)
        self.play(FadeIn(not_b), Write(name[2]), run_time=1.1)
        self.wait(0.5)
        whole = venn.outside(venn.both())
        kept = venn.shaded(whole, RESULT_COLOR)
        words = "shaded twice" if LAW == "union" else "shaded at least once"
        note = Text(words, font_size=28).next_to(name, DOWN, buff=0.3)
        self.play(Write(name[1]), FadeIn(note), run_time=0.9)
        edge = kept.copy().set_fill(opacity=0).set_stroke(RESULT_COLOR, 6).set_z_index(1)
        self.play(Create(edge), run_time=1.5)
        self.wait(0.5)
        self.play(FadeOut(not_a), FadeOut(not_b), FadeOut(edge), FadeIn(kept), run_time=1)
        return kept

    def compare(self, one, other, title):
        """Lay the one region on the other: they are the same."""
        copy = one.copy()
        self.play(copy.animate.move_to(other), run_time=1.5)
        self.play(Indicate(copy, color=WHITE, scale_factor=1.02), FadeOut(copy), run_time=0.8)
        law = MathTex(
            rf"\overline{{A {INNER} B}}", "=", rf"\overline{{A}} {OUTER} \overline{{B}}", font_size=60
        ).move_to([0, -3.2, 0])
        small, large = ("or", "and") if LAW == "union" else ("and", "or")
        said = Text(f"not (A {small} B) = (not A) {large} (not B)", font_size=30).move_to([0, 3.4, 0])
        self.play(Write(law), run_time=1.2)
        self.play(FadeOut(title), FadeIn(said), run_time=0.8)
        self.play(Circumscribe(law, color=RESULT_COLOR), run_time=1)
        self.wait(1)
