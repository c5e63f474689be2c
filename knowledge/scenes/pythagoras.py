# /// scene
# title = "Pythagoras: the squares on the legs fill the square on the hypotenuse"
# topic = "geometry"
# prompts = [
#   "Prove the Pythagorean theorem",
#   "Show why a² + b² = c²",
#   "Pythagoras with legs 5 and 12",
#   "right triangle with squares on its sides",
#   "How long is the hypotenuse of a right triangle with legs a = 2 and b = 3?",
# ]
# asked = [
#   "how long is the slanted side if I know the two straight ones?",
#   "do two smaller square carpets cover exactly the big one on the long side?",
#   "ladder leaning on a wall: foot 3 m away, reaches 4 m up",
#   "Compute the missing longest side: a=5 cm, b=12 cm, γ=90°",
#   "sqrt(a*a + b*b), math.hypot, 3-4-5 triple figure",
#   "Gougu rule, Egyptian rope triangle, Euclid I.47, windmill figure",
#   "cathetus and longest side of a set square: whose squares add up?",
#   "Satz des Pythagoras: Kathetenquadrate ergeben das Hypotenusenquadrat, Beweis",
#   "théorème de Pythagore : carrés sur les côtés du triangle rectangle",
#   "teorema de Pitágoras, cuadrados sobre los catetos y la hipotenusa",
# ]
# concepts = ["pythagoras", "pythagorean theorem", "right triangle", "right-angled triangle", "hypotenuse", "legs", "a^2 + b^2 = c^2", "squares on the sides", "geometry", "proof", "theorem", "area", "euclid"]
# licence = "MIT"
# requires = ["pythag", "hypot", "right triangle", "right-angled", "a^2 +", "a² +"]
# variations = [
#   { A = 5, B = 12 },
#   { A = 20, B = 2 },
#   { A = 1.5, B = 1.5 },
# ]
# [parameters]
# A = { type = "number", min = 1, max = 50, near = ["a", "leg", "legs", "side", "sides"], about = "length of the first leg" }
# B = { type = "number", min = 1, max = 50, near = ["b", "leg", "legs", "side", "sides"], about = "length of the second leg" }
# ///
from manim import *

A = 3
B = 4
C = np.hypot(A, B)
A_COLOR = BLUE
B_COLOR = GREEN
C_COLOR = YELLOW


def turned(vector, sign):
    """Return `vector` turned by a right angle, counterclockwise where `sign` is 1."""
    return sign * np.array([-vector[1], vector[0], 0])


def stages(near, corner, far, sign):
    """Return Euclid's way of the square on the leg from `near` to `corner` into the big square.

    Shears and turns leave the area as it is: square, sheared, turned, rectangle.
    """
    out = turned(corner - near, -sign)
    big = turned(far - near, sign)
    along = (far - near) / np.linalg.norm(far - near)
    foot = near + along * np.dot(corner - near, along)
    return [
        [near, corner, corner + out, near + out],
        [near, far, far + out, near + out],
        [near, near + big, corner + big, corner],
        [near, near + big, foot + big, foot],
    ]


class DisplayScene(Scene):
    def construct(self):
        corner, top, right = ORIGIN, np.array([0, A, 0]), np.array([B, 0, 0])
        paths = [stages(top, corner, right, 1), stages(right, corner, top, -1)]
        every = np.array(sum(sum(paths, []), []))
        low, high = every.min(axis=0), every.max(axis=0)
        scale = min(7.4 / (high - low)[0], 6.4 / (high - low)[1])
        place = lambda point: (np.array(point) - (low + high) / 2) * scale + [-2.9, -0.4, 0]
        shape = lambda points, color: Polygon(
            *map(place, points), color=color, fill_opacity=0.6, stroke_width=3
        )

        triangle = shape([corner, top, right], WHITE).set_fill(GRAY, 0.5)
        title = Text("The theorem of Pythagoras", font_size=34).to_edge(UP, buff=0.35)
        squares = [shape(path[0], color) for path, color in zip(paths, (A_COLOR, B_COLOR))]
        hypotenuse_square = shape([top, right, right + [A, B, 0], top + [A, B, 0]], C_COLOR).set_fill(
            opacity=0
        )
        formula = MathTex("a^2", "+", "b^2", "=", "c^2", font_size=56).move_to([4.2, 1.6, 0])
        for index, color in ((0, A_COLOR), (2, B_COLOR), (4, C_COLOR)):
            formula[index].set_color(color)
        numbers = self.numbers().next_to(formula, DOWN, buff=0.8)

        self.play(FadeIn(title), Create(triangle), run_time=1)
        self.play(*map(DrawBorderThenFill, squares), Write(formula[:3]), run_time=1.5)
        self.play(Create(hypotenuse_square), Write(formula[3:]), run_time=1)
        ghosts = [square.copy().set_fill(opacity=0.12) for square in squares]
        names = VGroup(*[MathTex(name, color=color) for name, color in (("a^2", A_COLOR), ("b^2", B_COLOR))])
        for name, ghost, outside in zip(names, ghosts, (LEFT, DOWN)):
            if ghost.width > 0.6:
                name.move_to(ghost)
            else:
                name.scale(0.8).next_to(ghost, outside, buff=0.15)
        self.add(*ghosts, names, *squares)
        for path, square, color, sign in zip(paths, squares, (A_COLOR, B_COLOR), (1, -1)):
            self.play(Transform(square, shape(path[1], color)), run_time=1.1)
            self.play(Rotate(square, sign * PI / 2, about_point=place(path[0][0])), run_time=1.1)
            square.become(shape(path[2], color))
            self.play(Transform(square, shape(path[3], color)), run_time=1.1)
        self.play(FadeIn(numbers, shift=UP * 0.3), run_time=1)
        self.play(Circumscribe(formula, color=C_COLOR), run_time=1)
        self.wait(1)

    def numbers(self):
        given = VGroup(Text(f"a = {A:g}", color=A_COLOR), Text(f"b = {B:g}", color=B_COLOR))
        sums = VGroup(Text(f"{A * A:g}", color=A_COLOR), Text("+"), Text(f"{B * B:g}", color=B_COLOR))
        total = Text(f"= {A * A + B * B:g}", color=C_COLOR)
        sign = "=" if abs(C - round(C, 3)) < 1e-9 else "≈"
        root = Text(f"c {sign} {round(C, 3):g}", color=C_COLOR)
        lines = VGroup(given.arrange(RIGHT, buff=0.6), sums.arrange(RIGHT, buff=0.2), total, root)
        return lines.arrange(DOWN, buff=0.5).scale(min(0.75, 4.6 / lines.width))
