# /// scene
# title = "Light bends where it changes its speed: Snell's law"
# topic = "optics"
# prompts = [
#   "Snell's law",
#   "Show the refraction of light going from air into water",
#   "How does a light ray bend when it enters glass with refractive index 1.5 at an angle of 40 degrees?",
#   "total internal reflection from glass to air beyond the critical angle",
#   "Why does a straw look broken in a glass of water? Explain refraction with wave fronts",
# ]
# asked = [
#   "why does a pencil in a water glass seem kinked?",
#   "why does a swimming pool look shallower than it is?",
#   "fibre optic cables and sparkling gems: beam trapped inside",
#   "Beam hits n = 1.5 at 40° to the normal: find the second angle",
#   "n1 sin θ1 = n2 sin θ2, arcsin, ior 1.33, TIR",
#   "Descartes' law, bending of a beam at an interface, optical density",
#   "mirror or bend: thrown back against passing into the denser medium",
#   "Lichtbrechung: Brechungsgesetz von Luft in Wasser, Einfallswinkel, Totalreflexion",
#   "réfraction de la lumière, loi de Snell-Descartes, passage de l'air dans l'eau",
#   "refracción de la luz, ¿por qué el lápiz parece roto en el agua?",
# ]
# concepts = [
#   "refraction", "refract", "Snell's law", "refractive index", "index of refraction", "light ray", "light", "bend", "bends",
#   "angle of incidence", "angle of refraction", "total internal reflection", "reflection", "critical angle", "wave fronts",
#   "medium", "media", "border", "surface", "air", "water", "glass", "diamond", "straw", "broken", "optics", "physics",
# ]
# licence = "MIT"
# requires = ["refract", "snell", "total internal", "critical angle", "light ray", "ray of light", "light bend", "straw"]
# variations = [
#   { FROM = "from glass", INTO = "into air", ANGLE = 60 },
#   { INTO = "into diamond", ANGLE = 80, RAY_COLOR = "red" },
#   { FROM = "from water", INDEX = 1.05, ANGLE = 50 },
# ]
# [parameters.FROM]
# type = "choice"
# options = ["from air", "from water", "from diamond", "from glass"]
# about = "the medium that the light comes from"
# [parameters.FROM.signs]
# "from water" = ["(?:out of|leav\\w+|inside|from) (?:the )?water", "water[- ](?:to|into)\\b"]
# "from diamond" = ["(?:out of|leav\\w+|inside|from) (?:an? |the )?diamond", "diamond[- ](?:to|into)\\b"]
# "from glass" = ["(?:out of|leav\\w+|inside|from) (?:the )?glass", "glass[- ](?:to|into)\\b", "total internal", "critical angle"]
# [parameters.INTO]
# type = "choice"
# options = ["into air", "into water", "into glass", "into diamond"]
# about = "the medium that it goes into"
# [parameters.INTO.signs]
# "into air" = ["to (?:the )?air", "total internal", "critical angle"]
# "into water" = ["(?:to|enter\\w*|hits|through) (?:the )?water"]
# "into glass" = ["(?:to|enter\\w*|hits|through) (?:an? |the )?(?:block of )?glass"]
# "into diamond" = ["(?:to|enter\\w*|hits|through) (?:an? |the )?diamond"]
# [parameters]
# INDEX = { type = "number", min = 1, max = 2.5, near = ["index", "n", "n2"], about = "refractive index of the second medium, instead of its name" }
# ANGLE = { type = "integer", min = 10, max = 80, near = ["degrees", "degree", "°", "angle", "incidence"], about = "angle of incidence in degrees, from the normal" }
# RAY_COLOR = { type = "color", about = "colour of the light" }
# ///
from manim import *

FROM = "from air"
INTO = "into water"
INDEX = None
ANGLE = 50
RAY_COLOR = YELLOW
MEDIUM_COLOR = BLUE
REFRACTIVE_INDICES = {"air": 1, "water": 1.33, "glass": 1.5, "diamond": 2.42}

FIRST, SECOND = FROM.split()[1], INTO.split()[1]
N1, N2 = REFRACTIVE_INDICES[FIRST], INDEX or REFRACTIVE_INDICES[SECOND]
CENTER, REACH = np.array([-3.4, -0.15, 0]), 2.8
WAVELENGTH = 0.55
IN = ANGLE * DEGREES
SINE = N1 * np.sin(IN) / N2
IS_TOTAL = SINE >= 1
OUT = PI - IN if IS_TOTAL else np.arcsin(SINE)
WIDENING = abs(np.cos(OUT) / np.cos(IN))
BEAM = min(0.5, 0.9 / WIDENING)  # half the width of the light that comes in


def direction(angle):
    """The direction at `angle` from the one that points straight down."""
    return np.array([np.sin(angle), -np.cos(angle), 0])


def medium(name, index, side):
    """One half of the picture, deeper blue where light is slower."""
    box = Rectangle(width=2 * REACH, height=REACH, stroke_width=0).set_fill(
        MEDIUM_COLOR, 0.06 + 0.22 * (index - 1)
    )
    box.next_to(CENTER, side, buff=0)
    words = f"n = {index:g}" if name is None else f"{name}, n = {index:g}"
    label = Text(words, font_size=28).next_to(box, side, buff=0.15)
    return VGroup(box, label)


def angle_mark(start, angle, name, color):
    """An arc at the centre, from the normal to a ray, with its name beside it."""
    arc = Arc(0.9, start, angle, arc_center=CENTER, color=color, stroke_width=5)
    reach = 0.9 + 0.45 + 0.5 * max(0, 0.6 - abs(angle))
    label = MathTex(name, font_size=36, color=color)
    return VGroup(arc, label.move_to(CENTER + rotate_vector(RIGHT, start + angle / 2) * reach))


def crests(wavelength, angle, half_width, is_above, phase):
    """The wave fronts of a beam through the centre, cut off at the border of the media."""
    lines = VMobject(color=RAY_COLOR, stroke_width=4, stroke_opacity=0.8)
    along, across = direction(angle), direction(angle + PI / 2)
    count = int(2.5 / wavelength)
    for distance in (np.arange(-count, count + 1) + phase) * wavelength:
        cut = -distance * along[1] / across[1]
        low = max(-half_width, cut) if is_above else -half_width
        high = half_width if is_above else min(half_width, cut)
        if high - low > 0.02:
            lines.start_new_path(CENTER + distance * along + low * across)
            lines.add_line_to(CENTER + distance * along + high * across)
    return lines


class DisplayScene(Scene):
    def construct(self):
        title = Text("Refraction of light", font_size=36).to_edge(UP, buff=0.3).set_x(CENTER[0])
        first = medium(FIRST, N1, UP)
        second = medium(SECOND if INDEX is None else None, N2, DOWN)
        normal = DashedLine(CENTER + REACH * UP, CENTER + REACH * DOWN, color=GRAY_B, stroke_width=3)
        style = {"buff": 0, "color": RAY_COLOR, "stroke_width": 7, "tip_length": 0.25}
        incoming = Arrow(CENTER - 2.6 * direction(IN), CENTER, **style)
        outgoing = Arrow(CENTER, CENTER + 2.6 * direction(OUT), **style)
        theta = angle_mark(PI / 2, IN, r"\theta_1", GREEN)
        other = (
            angle_mark(PI / 2, -IN, r"\theta_1", GREEN)
            if IS_TOTAL
            else angle_mark(-PI / 2, OUT, r"\theta_2", ORANGE)
        )

        self.play(FadeIn(title, first, second), Create(normal), run_time=1)
        self.play(GrowArrow(incoming), run_time=0.8)
        self.play(GrowArrow(outgoing), FadeIn(theta, other), run_time=0.8)
        reason, arrows = self.reason(), VGroup(incoming, outgoing)
        self.play(FadeIn(reason, shift=0.2 * UP), arrows.animate.set_opacity(0.35), run_time=0.8)

        phase = ValueTracker(0)
        coming = always_redraw(lambda: crests(WAVELENGTH / N1, IN, BEAM, True, phase.get_value() % 1))
        leaving = always_redraw(
            lambda: crests(
                WAVELENGTH / (N1 if IS_TOTAL else N2), OUT, BEAM * WIDENING, IS_TOTAL, phase.get_value() % 1
            )
        )
        self.play(FadeIn(coming, leaving), FadeOut(theta, other), run_time=0.4)
        self.play(phase.animate.set_value(6), run_time=4, rate_func=linear)
        self.play(FadeOut(coming, leaving), FadeIn(theta, other), arrows.animate.set_opacity(1), run_time=0.6)
        law = self.law().next_to(reason, DOWN, buff=0.6)
        for line in law:
            self.play(Write(line), run_time=0.8)
        self.play(Circumscribe(law[-1], color=YELLOW), run_time=1)
        self.wait(1)

    def reason(self):
        """Why the light goes where it goes, in words."""
        if IS_TOTAL:
            lines = [
                "Beyond the border light",
                "would have to go flatter",
                "than the border itself:",
                "all of it turns back.",
            ]
        elif N2 > N1:
            lines = [
                "Below, light is slower:",
                "the wave fronts crowd",
                "and turn, and the ray",
                "bends to the normal.",
            ]
        elif N2 < N1:
            lines = [
                "Below, light is faster:",
                "the wave fronts spread",
                "and turn, and the ray",
                "bends off the normal.",
            ]
        else:
            lines = ["Both media are alike:", "the speed stays,", "and the ray goes", "straight on."]
        words = VGroup(*[Text(line, font_size=30) for line in lines]).arrange(
            DOWN, buff=0.2, aligned_edge=LEFT
        )
        return words.move_to([3.5, 1.7, 0])

    def law(self):
        """The law, the law with its numbers, and what follows for the ray."""
        general = MathTex(r"n_1 \sin\theta_1 = n_2 \sin\theta_2", font_size=44)
        numbers = MathTex(rf"{N1:g} \cdot \sin {ANGLE}^\circ = {N2:g} \cdot \sin\theta_2", font_size=44)
        if IS_TOTAL:
            result = MathTex(rf"\sin\theta_2 = {SINE:.3f} \geq 1: \text{{ no such angle}}", font_size=44)
        else:
            result = MathTex(rf"\theta_2 = {OUT / DEGREES:.1f}^\circ", font_size=44, color=ORANGE)
        result.scale(min(1, 6.4 / result.width))
        return VGroup(general, numbers, result).arrange(DOWN, buff=0.4)
