# /// scene
# title = "A thin lens makes an image where the rays of a point meet again"
# topic = "optics"
# prompts = [
#   "thin lens ray diagram",
#   "Show how a convex lens forms an image",
#   "Image of an object 6 cm in front of a converging lens with focal length 4 cm",
#   "ray diagram for a diverging lens with focal length 3 cm",
#   "How does a magnifying glass work? Show the virtual image when the object is closer than the focal point",
# ]
# asked = [
#   "why does grandma's reading glass make print look bigger?",
#   "how does a camera throw an upside-down picture on its back?",
#   "projector or spectacles: where must the screen stand for a sharp picture?",
#   "Object distance 6 cm, f=4 cm: construct where its rays meet again",
#   "1/f = 1/do + 1/di, m = -di/do, biconvex",
#   "collecting and dispersing glass, dioptre, burning glass, Gaussian optics",
#   "real against virtual picture: when can it be caught on a screen?",
#   "Sammellinse: Bildkonstruktion mit Brennpunkt, Gegenstandsweite und Bildweite, Lupe",
#   "lentille convergente : construction de l'image, distance focale, loupe",
#   "lente convergente o divergente, formación de la imagen, distancia focal, lupa",
# ]
# concepts = [
#   "thin lens", "lens", "lenses", "convex lens", "concave lens", "converging lens", "diverging lens", "ray diagram", "ray tracing",
#   "principal rays", "focal length", "focal point", "focus", "image", "image formation", "virtual image", "real image", "upside down",
#   "object distance", "closer", "magnification", "magnifying glass", "camera", "lens equation", "cm", "optics", "physics",
# ]
# licence = "MIT"
# requires = ["lens", "magnifying", "focal"]
# variations = [
#   { LENS = "magnifying", FOCAL_LENGTH = 10 },
#   { DISTANCE = 10, FOCAL_LENGTH = 3, LENS = "diverging" },
#   { DISTANCE = 20, FOCAL_LENGTH = 2, OBJECT_COLOR = "pink" },
#   { DISTANCE = 5, FOCAL_LENGTH = 5 },
# ]
# [parameters]
# LENS = { type = "choice", options = ["converging", "diverging", "magnifying"], signs = { diverging = ["concave", "dispers"], magnifying = ["virtual image", "closer than"] }, about = "the kind of lens, or how it is used" }
# DISTANCE = { type = "number", min = 1, max = 30, near = ["in front", "away", "object", "distance", "object distance", "before"], about = "distance of the object from the lens in cm; fitting the lens if not given" }
# FOCAL_LENGTH = { type = "number", min = 1, max = 10, near = ["focal length", "focal", "f"], about = "focal length in cm" }
# OBJECT_COLOR = { type = "color", about = "colour of the object" }
# ///
from manim import *

LENS = "converging"
DISTANCE = None
FOCAL_LENGTH = 4
OBJECT_COLOR = GREEN
IMAGE_COLOR = ORANGE
RAY_COLORS = [YELLOW, RED, BLUE]

F = -FOCAL_LENGTH if LENS == "diverging" else FOCAL_LENGTH
FAR = DISTANCE or round((0.6 if LENS == "magnifying" else 1.5) * FOCAL_LENGTH, 2)
IMAGE = F * FAR / (FAR - F) if abs(FAR - F) > 0.002 * FOCAL_LENGTH else np.inf
ZOOM = -IMAGE / FAR  # height of the image per height of the object, negative if it is upside down
IS_SHOWN = abs(IMAGE) < 5 * max(FAR, FOCAL_LENGTH)
LEFT_CM = 1.1 * max(FAR, FOCAL_LENGTH, -IMAGE if IS_SHOWN else 0)
RIGHT_CM = 1.3 * max(FOCAL_LENGTH, IMAGE if IS_SHOWN else 0, FAR / 2)
UNIT = 13.2 / (LEFT_CM + RIGHT_CM)
LENS_X = -6.6 + UNIT * LEFT_CM
AXIS_Y, ROOM = -0.2, 2.3
HEIGHT = min(1.5, 0.9 * ROOM / abs(ZOOM)) if IS_SHOWN else 1.2


def at(x, y):
    """The point `x` cm behind the lens and `y` above the axis."""
    return np.array([LENS_X + UNIT * x, AXIS_Y + y, 0])


def standing_arrow(x, height, color):
    """An object or an image as an arrow that stands on the axis."""
    tip = min(0.25, 0.6 * abs(height))
    return Arrow(at(x, 0), at(x, height), buff=0, color=color, stroke_width=8, tip_length=tip)


def lens():
    """A thin lens: a double arrow, its heads turned inwards if it is a diverging one."""
    shaft = Line(at(0, -ROOM), at(0, ROOM), color=TEAL, stroke_width=6)
    heads = VGroup()
    for sign in (1, -1):
        inner = ROOM - 0.22 if F > 0 else ROOM + 0.22
        corners = [at(0, sign * inner) + 0.25 * LEFT, at(0, sign * ROOM), at(0, sign * inner) + 0.25 * RIGHT]
        heads.add(VMobject(color=TEAL, stroke_width=6).set_points_as_corners(corners))
    return VGroup(shaft, heads)


def ray(height, color):
    """The ray from the object's tip that meets the lens at a height, and where it then seems to come from."""
    slope = (HEIGHT * ZOOM - height) / IMAGE if np.isfinite(IMAGE) else -HEIGHT / FAR
    reach = RIGHT_CM
    if abs(height + slope * reach) > ROOM:
        reach = (np.sign(slope) * ROOM - height) / slope
    parts = VGroup(
        Line(at(-FAR, HEIGHT), at(0, height)), Line(at(0, height), at(reach, height + slope * reach))
    )
    parts.set_color(color).set_stroke(width=5)
    back = VGroup()
    if IS_SHOWN and IMAGE < 0:
        back.add(DashedLine(at(0, height), at(IMAGE, HEIGHT * ZOOM), color=color, stroke_width=3))
    return parts, back


class DisplayScene(Scene):
    def construct(self):
        axis = Line([-6.9, AXIS_Y, 0], [6.9, AXIS_Y, 0], color=GRAY, stroke_width=3)
        foci = VGroup(*[self.focus(x) for x in (-FOCAL_LENGTH, FOCAL_LENGTH)])
        thing = standing_arrow(-FAR, HEIGHT, OBJECT_COLOR)
        name = Text("object", font_size=26, color=OBJECT_COLOR).move_to(at(-FAR, -0.85))
        name.shift(min(0, LENS_X - 0.2 - name.get_right()[0]) * RIGHT)
        kind = "diverging lens" if F < 0 else "converging lens"
        kind += " as a magnifying glass" if LENS == "magnifying" else ""
        title = Text(f"A {kind}, f = {FOCAL_LENGTH:g} cm", font_size=34).to_edge(UP, buff=0.3)
        self.play(Create(axis), Create(lens()), FadeIn(title, foci), run_time=1.2)
        self.play(GrowArrow(thing), FadeIn(name), run_time=0.8)

        side = "through" if F > 0 else "as if from"
        rules = [
            (HEIGHT, f"parallel to the axis, then {side} the focal point"),
            (0, "straight through the middle of the lens"),
            (HEIGHT * ZOOM, "by way of the other focal point, then parallel"),
        ]
        backs = VGroup()
        caption = VMobject()
        for (height, words), color in zip(rules if IS_SHOWN else rules[:2], RAY_COLORS):
            parts, back = ray(height, color)
            backs.add(back)
            self.remove(caption)
            caption = Text(words, font_size=30, color=color).next_to(title, DOWN, buff=0.25)
            self.add(caption)
            self.play(Create(parts), run_time=1.5, rate_func=linear)
            self.wait(0.6)
        self.remove(caption)
        self.show_image(backs)
        self.play(FadeIn(self.result(), shift=0.2 * UP), run_time=0.8)
        self.wait(1.5)

    def focus(self, x):
        """A focal point and its letter, on the side where no ray passes."""
        level = HEIGHT * ZOOM  # of the third ray, where it is parallel to the axis
        above = 0.28 + (level if 0 < level < 0.5 else 0)
        place = at(x, above) + 0.22 * RIGHT if x > 0 else at(x, -0.28) + 0.22 * LEFT
        label = Text("F", font_size=28).move_to(place)
        return VGroup(Dot(at(x, 0), radius=0.08), label)

    def show_image(self, backs):
        """Draw the image where the rays meet, or where they seem to come from."""
        if not IS_SHOWN:
            return
        image = standing_arrow(IMAGE, HEIGHT * ZOOM, IMAGE_COLOR)
        label = Text("image", font_size=26, color=IMAGE_COLOR)
        if IMAGE > 0:
            label.move_to(at(IMAGE, min(HEIGHT * ZOOM - 0.35, -0.85)) + 0.25 * LEFT, aligned_edge=RIGHT)
            if label.get_left()[0] < LENS_X + 0.2:
                label.next_to(at(0, -0.85), LEFT, buff=0.2)
        else:
            is_near = UNIT * abs(IMAGE + FAR) < 1.5
            label.move_to(at(IMAGE, -1.3 if is_near else -0.85))
            label.shift(min(0, LENS_X - 0.2 - label.get_right()[0]) * RIGHT)
            self.play(Create(backs), run_time=1)
        self.play(GrowArrow(image), FadeIn(label), run_time=0.8)
        self.play(Flash(at(IMAGE, HEIGHT * ZOOM), color=IMAGE_COLOR), run_time=0.6)

    def result(self):
        """The lens equation with its numbers, and what kind of image there is."""
        if not np.isfinite(IMAGE):
            return Text("the object stands at the focal point: no image", font_size=30).set_y(-3.3)
        inverse = MathTex(
            rf"\frac{{1}}{{{F:g}}} = \frac{{1}}{{{FAR:g}}} + \frac{{1}}{{{IMAGE:.3g}}}", font_size=40
        )
        kind = "real image, upside down" if IMAGE > 0 else "virtual image, upright"
        size = f"{abs(ZOOM):.2g} times as large" if IS_SHOWN else "far outside the picture"
        words = Text(f"{kind}, {size}", font_size=30, color=IMAGE_COLOR)
        row = VGroup(inverse, words).arrange(RIGHT, buff=0.7)
        return row.scale(min(1, 13.4 / row.width)).set_y(-3.3)
