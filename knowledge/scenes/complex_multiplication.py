# /// scene
# title = "Multiplying complex numbers rotates and stretches"
# topic = "complex numbers"
# prompts = [
#   "Show complex multiplication as rotation and scaling",
#   "multiplying complex numbers",
#   "Why does multiplying by i rotate by 90 degrees?",
#   "What happens geometrically when you multiply two complex numbers?",
#   "product of complex numbers in the complex plane, lengths multiply and angles add",
# ]
# asked = [
#   "what picture goes with times the square root of minus one",
#   "how can a number make an arrow turn and grow at once",
#   "turn and resize a game figure by one factor a + bi",
#   "compute (2 + i)(1 + 3i) and state modulus and argument",
#   "z*w, arg(zw) = arg z + arg w, |zw| = |z||w|",
#   "spiral similarity, amplitwist, r1 r2 cis(θ1+θ2)",
#   "adding complex numbers only shifts, what does their product do instead",
#   "komplexe Zahlen multiplizieren: Drehstreckung in der Gaußschen Zahlenebene",
#   "produit de deux nombres complexes : rotation et homothétie",
#   "multiplicar números complejos: girar y estirar en el plano",
# ]
# concepts = [
#   "complex numbers", "complex multiplication", "multiply complex numbers", "complex plane", "Argand diagram", "imaginary unit", "imaginary number", "i",
#   "rotation", "rotate", "scaling", "stretch", "modulus", "argument", "polar form", "lengths multiply", "angles add", "product", "90 degrees",
# ]
# licence = "MIT"
# requires = ["complex", "imaginary", "by i", "argand"]
# variations = [
#   { Z = [-2, 2], W = [-1, 2], PRODUCT_COLOR = "green" },
#   { Z = [3, 3], W = [-3, 3] },
#   { Z = [1, 2], W = [0, 0] },
# ]
# [parameters]
# Z = { type = "vector", min = -3, max = 3, about = "the number that is multiplied, as (real part, imaginary part)" }
# W = { type = "vector", min = -3, max = 3, about = "the number it is multiplied by, as (real part, imaginary part)" }
# PRODUCT_COLOR = { type = "color", about = "colour of the product" }
# ///
from manim import *

Z = [2, 1]
W = [1, 1]
PRODUCT_COLOR = YELLOW
Z_COLOR = BLUE
W_COLOR = ORANGE
CENTER = np.array([-3.1, 0, 0])

z, w = complex(*Z), complex(*W)
SCALE = 3.2 / max(abs(z), abs(w), abs(z * w), 1)


def point(number):
    """Where a complex number is in the picture."""
    return CENTER + SCALE * np.array([number.real, number.imag, 0])


def arrow(number, color):
    if SCALE * abs(number) < 0.1:
        return Dot(point(number), color=color)
    return Arrow(CENTER, point(number), buff=0, color=color, stroke_width=6, tip_length=0.2)


def tag(name, number, color):
    """A name near the tip of an arrow, where the other two names are not."""
    beyond = number / abs(number) if abs(number) > 1e-9 else 1j
    beyond *= np.exp(1j * {"z": -70, "w": 70, "zw": 0}[name] * DEGREES)
    return MathTex(name, font_size=38, color=color).move_to(
        point(number) + 0.36 * np.array([beyond.real, beyond.imag, 0])
    )


def written(number):
    """a + bi, as one writes it."""
    real, imaginary = round(number.real, 2) + 0.0, round(number.imag, 2) + 0.0
    if not imaginary:
        return f"{real:g}"
    sign = "-" if imaginary < 0 else ("+" if real else "")
    size = "" if abs(imaginary) == 1 else f"{abs(imaginary):g}"
    return f"{real:g}{sign}{size}i" if real else f"{sign}{size}i"


def degrees(number):
    return np.angle(number) / DEGREES if abs(number) > 1e-9 else np.nan


def angle_text(formula):
    """What an angle is, unless the number is nought and has none."""
    return "no angle" if "nan" in formula else f"angle {formula}"


def turned(number, part):
    """The number on its way to its product with w: part of the turn, part of the stretch."""
    size = abs(w) ** part if abs(w) > 1e-9 else 1 - part
    return number * size * np.exp(1j * part * np.angle(w))


class DisplayScene(Scene):
    def construct(self):
        reach = 3.6 / SCALE
        bounds = [-reach, reach, max(1, round(reach / 4))]
        plane = NumberPlane(
            bounds,
            bounds,
            x_length=7.2,
            y_length=7.2,
            background_line_style={"stroke_color": BLUE_E, "stroke_opacity": 0.5},
            axis_config={"stroke_color": GRAY, "stroke_width": 2},
        ).move_to(CENTER)
        part = ValueTracker(0)
        now = part.get_value
        triangle = always_redraw(
            lambda: Polygon(
                *[point(turned(number, now())) for number in (0j, 1 + 0j, z)],
                stroke_width=2,
                color=PRODUCT_COLOR,
            ).set_fill(PRODUCT_COLOR, 0.3)
        )
        moving = always_redraw(lambda: arrow(turned(z, now()), PRODUCT_COLOR))
        trails = VGroup(
            *[TracedPath(lambda n=n: point(turned(n, now())), stroke_color=GRAY_B) for n in (1 + 0j, z)]
        )
        arrows = VGroup(arrow(z, Z_COLOR), arrow(w, W_COLOR))
        one = VGroup(Dot(point(1), radius=0.07), MathTex("1", font_size=34).next_to(point(1), DL, buff=0.1))
        lines = self.lines()

        self.play(FadeIn(plane), FadeIn(one), run_time=0.8)
        self.play(
            GrowFromPoint(arrows[0], CENTER), FadeIn(tag("z", z, Z_COLOR)), FadeIn(lines[0]), run_time=1
        )
        self.play(
            GrowFromPoint(arrows[1], CENTER), FadeIn(tag("w", w, W_COLOR)), FadeIn(lines[1]), run_time=1
        )
        self.wait(0.5)
        self.play(FadeIn(lines[2]), FadeIn(triangle), run_time=1)
        self.wait(0.5)
        self.add(trails, triangle, moving)
        self.play(part.animate.set_value(1), run_time=4)
        for trail in trails:
            trail.clear_updaters()
        self.play(FadeIn(tag("zw", z * w, PRODUCT_COLOR)), FadeIn(lines[3]), run_time=1)
        self.wait(0.8)
        self.play(FadeIn(lines[4], shift=0.2 * UP), run_time=0.8)
        self.play(Circumscribe(lines[4], color=YELLOW), run_time=1)
        self.wait(1)

    def lines(self):
        """What is known of the two numbers, what is done, and what comes out."""
        entries = VGroup()
        for name, number, color in (("z", z, Z_COLOR), ("w", w, W_COLOR)):
            entries.add(
                self.entry(
                    f"{name} = {written(number)}", f"{abs(number):.2f}", f"{degrees(number):.0f}°", color
                )
            )
        entries.add(Text("times w: 1 goes to w,\nand z goes along", font_size=28, line_spacing=0.8))
        sizes = f"{abs(z):.2f} · {abs(w):.2f} = {abs(z * w):.2f}"
        angles = f"{degrees(z):.0f}° + {degrees(w):.0f}° = {degrees(z) + degrees(w):.0f}°"
        entries.add(self.entry(f"z w = {written(z * w)}", sizes, angles, PRODUCT_COLOR))
        entries.add(Text("Lengths multiply,\nangles add.", font_size=32, line_spacing=0.8))
        for entry, height in zip(entries, (2.9, 1.3, -0.1, -1.6, -3.1)):
            entry.move_to([4.0, height, 0])
        return entries

    def entry(self, formula, size, angle, color):
        facts = VGroup(
            MathTex(formula, font_size=42),
            Text(f"length {size}".replace("-", "−"), font_size=26),
            Text(angle_text(angle).replace("-", "−"), font_size=26),
        )
        return facts.arrange(DOWN, buff=0.14).set_color(color)
