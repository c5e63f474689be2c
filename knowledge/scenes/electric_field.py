# /// scene
# title = "The electric field of charges: pushes that add up, and the lines they form"
# topic = "electricity and magnetism"
# prompts = [
#   "electric field of a dipole",
#   "Show the electric field lines of a positive and a negative charge",
#   "electric field of two positive charges, how they repel",
#   "field lines around a single point charge",
#   "How does a test charge feel the field of two charges? Superposition of Coulomb forces",
#   "electric field of a charge of +3 and a charge of -1",
# ]
# asked = [
#   "why does my hair stand up near a rubbed balloon",
#   "invisible arrows around plus and minus that show who gets pushed where",
#   "static electricity: how does the push reach through empty space",
#   "find E at the point midway between +2 nC and −2 nC",
#   "E = kq/r^2 vector plot, dipole streamlines",
#   "lines of force, electrostatic flux between two poles",
#   "electric versus magnetic lines: start on plus and end on minus",
#   "elektrisches Feld zweier Ladungen, Feldlinien zwischen Plus und Minus",
#   "champ électrique d'un dipôle, lignes de champ",
#   "campo eléctrico de dos cargas, líneas de fuerza",
# ]
# concepts = [
#   "electric field", "electrostatic field", "field lines", "electric field lines", "charge", "charges", "point charge", "point charges",
#   "single charge", "dipole", "electric dipole", "test charge", "positive charge", "negative charge", "opposite charges", "like charges",
#   "attract", "repel", "Coulomb's law", "Coulomb force", "electric force", "superposition", "electrostatics", "electricity", "physics",
# ]
# licence = "MIT"
# requires = ["electric", "charge", "dipole", "coulomb", "electrostatic"]
# variations = [
#   { SETUP = "like charges" },
#   { SETUP = "single charge", POSITIVE_COLOR = "orange" },
#   { FIRST_CHARGE = -3, SECOND_CHARGE = 1 },
#   { FIRST_CHARGE = 3, SECOND_CHARGE = 2, LINE_COLOR = "teal" },
# ]
# [parameters]
# SETUP = { type = "choice", options = ["opposite charges", "like charges", "single charge"], signs = { "opposite charges" = ["dipole", "attract", "positive and (?:an? |one )?negative"], "like charges" = ["repel", "(?:two|both) (?:positive|negative)", "same sign", "equal charges"], "single charge" = ["single", "one (?:point )?charge", "of an? (?:point|positive|negative) charge", "isolated"] }, about = "which charges there are" }
# FIRST_CHARGE = { type = "number", min = -3, max = 3, near = ["charge of", "q1"], about = "the left charge, with its sign, instead of the setup's" }
# SECOND_CHARGE = { type = "number", min = -3, max = 3, near = ["charge of", "q2"], about = "the right charge, with its sign, instead of the setup's" }
# POSITIVE_COLOR = { type = "color", about = "colour of positive charges" }
# NEGATIVE_COLOR = { type = "color", about = "colour of negative charges" }
# LINE_COLOR = { type = "color", about = "colour of the field lines" }
# ///
from manim import *

SETUP = "opposite charges"
FIRST_CHARGE = None
SECOND_CHARGE = None
POSITIVE_COLOR = RED
NEGATIVE_COLOR = BLUE
LINE_COLOR = GRAY_A
FIELD_COLOR = YELLOW

SETUPS = {"opposite charges": [1, -1], "like charges": [1, 1], "single charge": [1]}
GIVEN = [charge for charge in (FIRST_CHARGE, SECOND_CHARGE) if charge]
CHARGES = GIVEN or SETUPS[SETUP]
MIDDLE = np.array([0, -0.1, 0])
PLACES = [MIDDLE] if len(CHARGES) == 1 else [MIDDLE + 2.2 * LEFT, MIDDLE + 2.2 * RIGHT]
RADIUS, HALF_WIDTH, HALF_HEIGHT = 0.34, 6.8, 2.8


def pushes(point):
    """What each charge does to a positive test charge: along the line between them, as 1 / distance²."""
    return [
        charge * (point - place) / np.linalg.norm(point - place) ** 3
        for charge, place in zip(CHARGES, PLACES)
    ]


def trace(point, sign, step=0.04):
    """Follow the field from a point, or go against it, until the picture or a charge ends it."""
    points = [point]
    while len(points) < 700:
        field = sum(pushes(points[-1]))
        half_way = points[-1] + sign * step / 2 * field / np.linalg.norm(field)
        field = sum(pushes(half_way))
        points.append(points[-1] + sign * step * field / np.linalg.norm(field))
        x, y, _ = points[-1] - MIDDLE
        if abs(x) > HALF_WIDTH or abs(y) > HALF_HEIGHT:
            break
        if min(np.linalg.norm(points[-1] - place) for place in PLACES) < RADIUS * 0.9:
            break
    return np.array(points[::5] if sign > 0 else points[::-1][::5])


def all_lines():
    """The field lines of the larger charge, and those of the other one that do not end at it."""
    sources = sorted(zip(CHARGES, PLACES), key=lambda source: -abs(source[0]))
    lines = []
    for charge, place in sources:
        count = 2 * max(1, round(7 * abs(charge / sources[0][0])))
        for angle in (np.arange(count) + 0.5) * TAU / count:
            start = place + RADIUS * np.array([np.cos(angle), np.sin(angle), 0])
            line = trace(start, 1 if charge > 0 else -1)
            other_end = line[-1] if charge > 0 else line[0]
            ends_outside = min(np.linalg.norm(other_end - end) for end in PLACES) > 2 * RADIUS
            if ends_outside or place is sources[0][1]:
                lines.append(line)
    return [line for line in lines if len(line) > 3]


def arrow(start, vector, color):
    """An arrow, or a dot where it would be too short to see."""
    if np.linalg.norm(vector) < 0.12:
        return Dot(start, radius=0.06, color=color)
    tip = min(0.22, np.linalg.norm(vector) / 2)
    return Arrow(start, start + vector, buff=0, color=color, stroke_width=7, tip_length=tip)


def charge_mark(charge, place):
    """A disc with the sign of the charge, and its size if that is not one."""
    color = POSITIVE_COLOR if charge > 0 else NEGATIVE_COLOR
    size = "" if abs(charge) == 1 else f"{abs(charge):g}"
    disc = Circle(RADIUS, color=WHITE, stroke_width=2).set_fill(color, 1)
    sign = Text(("+" if charge > 0 else "−") + size, font_size=30 if size else 38)
    sign.scale(min(1, 0.56 / sign.width))
    return VGroup(disc, sign).move_to(place).set_z_index(3)


class DisplayScene(Scene):
    def construct(self):
        marks = VGroup(*[charge_mark(charge, place) for charge, place in zip(CHARGES, PLACES)])
        caption = Text("each charge pushes or pulls a small positive one", font_size=32).set_y(3.4)
        self.play(*map(GrowFromCenter, marks), FadeIn(caption), run_time=1)
        self.test_charge()

        new_caption = Text("the field line follows the sum from point to point", font_size=32).set_y(3.4)
        lines = all_lines()
        curves = VGroup(*[VMobject(color=LINE_COLOR, stroke_width=3).set_points_as_corners(p) for p in lines])
        heads = VGroup(*[self.head(points) for points in lines])
        self.play(FadeOut(caption), FadeIn(new_caption), run_time=0.5)
        self.play(LaggedStart(*map(Create, curves), lag_ratio=0.05), run_time=3)
        self.play(FadeIn(heads), run_time=0.5)

        ends = "from plus" if max(CHARGES) > 0 else "from far away"
        ends += " to minus" if min(CHARGES) < 0 else " to far away"
        words = Text(f"lines run {ends}; dense lines: strong field", font_size=30)
        dots = VGroup(
            *[Dot(points[0], radius=0.08, color=FIELD_COLOR).set_z_index(2) for points in lines[::3]]
        )
        runs = [
            UpdateFromAlphaFunc(
                dot, lambda dot, share, points=points: dot.move_to(points[int(share * (len(points) - 1))])
            )
            for dot, points in zip(dots, lines[::3])
        ]
        self.play(FadeIn(words.set_y(-3.5)), run_time=0.5)
        self.play(*runs, run_time=3.5, rate_func=linear)
        self.play(FadeOut(dots), run_time=0.4)
        self.wait(1)

    def test_charge(self):
        """Lead a test charge past the charges, with what each does to it and the sum."""
        xs = np.linspace(-3.6, 3.6, 60)
        route = [MIDDLE + np.array([x, 1.6, 0]) for x in xs]
        strongest = max(np.linalg.norm(v) for p in route for v in [*pushes(p), sum(pushes(p))])
        unit, share = 1.5 / strongest, ValueTracker(0)

        def picture():
            point = route[0] + share.get_value() * (route[-1] - route[0])
            parts = [
                arrow(point, unit * push, POSITIVE_COLOR if charge > 0 else NEGATIVE_COLOR)
                for charge, push in zip(CHARGES, pushes(point))
            ]
            whole = [arrow(point, unit * sum(pushes(point)), FIELD_COLOR)] if len(CHARGES) > 1 else []
            return VGroup(*parts, *whole, Dot(point, radius=0.1, color=WHITE))

        moving = always_redraw(picture)
        word = "yellow: the sum of both" if len(CHARGES) > 1 else "four times weaker at twice the distance"
        note = Text(word, font_size=30, color=FIELD_COLOR).set_y(-3.5)
        self.play(FadeIn(moving, note), run_time=0.5)
        self.play(share.animate.set_value(1), run_time=4)
        self.play(FadeOut(moving, note), run_time=0.4)

    def head(self, points):
        """The arrow head in the middle of a field line."""
        middle = len(points) // 2
        along = points[middle] - points[middle - 1]
        head = Triangle(color=LINE_COLOR, fill_opacity=1, stroke_width=0).scale(0.1)
        return head.rotate(angle_of_vector(along) - PI / 2).move_to(points[middle])
