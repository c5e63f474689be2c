# /// scene
# title = "Heat flows from hot to cold until a rod is equally warm everywhere"
# topic = "thermodynamics"
# prompts = [
#   "heat equation in one dimension",
#   "Show how heat spreads along a metal rod with a hot spot in the middle",
#   "heat conduction in a rod: one half is hot, the other one is cold",
#   "Visualise the diffusion of heat, temperature profile over time",
#   "How does the temperature of a rod from 20 to 300 degrees even out?",
# ]
# asked = [
#   "why does the handle of a spoon get hot in the soup",
#   "warm and cool parts touch, after a while both feel alike",
#   "poker in the fire: warmth creeping along the iron",
#   "bar with ends at 0 °C and 100 °C: sketch T(x) at later times",
#   "u_t = alpha u_xx, 1D PDE, finite difference",
#   "thermal conductivity, cooling by contact, levelling of temperature differences",
#   "conduction through a solid versus convection or radiation",
#   "Wärmeleitung in einem Metallstab, Temperaturausgleich",
#   "diffusion de la chaleur dans une barre métallique",
#   "conducción del calor en una varilla de metal",
# ]
# concepts = [
#   "heat equation", "heat", "heat diffusion", "heat conduction", "heat flow", "heat transfer", "conduction", "diffusion", "spread", "spreads",
#   "spreading", "temperature", "temperature profile", "hot", "cold", "warm", "hot spot", "rod", "metal rod", "bar", "equalise", "even out",
#   "half", "one dimension", "partial differential equation", "thermodynamics", "physics",
# ]
# licence = "MIT"
# requires = ["heat", "diffusion", "conduct", "temperature"]
# variations = [
#   { START = "hot half", TEMPERATURES = [0, 100] },
#   { START = "hot end", TEMPERATURES = [-200, 2000], CURVE_COLOR = "white" },
# ]
# [parameters]
# START = { type = "choice", options = ["hot spot", "hot half", "hot end"], signs = { "hot spot" = ["in the middle"], "hot half" = ["half", "halves", "two rods"], "hot end" = ["one end", "heated end", "at the end"] }, about = "where the rod is hot at first" }
# TEMPERATURES = { type = "range", min = -250, max = 3000, about = "temperatures of the cold and the hot part in °C" }
# CURVE_COLOR = { type = "color", about = "colour of the curve" }
# ///
from manim import *

START = "hot spot"
TEMPERATURES = [20, 200]
CURVE_COLOR = YELLOW
COLD_COLOR, HOT_COLOR = BLUE_E, RED

COLD, HOT = sorted(TEMPERATURES)
LENGTH, LEFT_X = 11.0, -4.8
PIECES = 88
XS = (np.arange(PIECES) + 0.5) / PIECES
HOT_PART = {"hot spot": abs(XS - 0.5) < 0.125, "hot half": XS < 0.5, "hot end": XS < 0.2}[START]
WAVES = np.cos(PI * np.outer(np.arange(PIECES), XS))  # each dies away by itself, the finer ones sooner
SHARES = WAVES @ HOT_PART / (WAVES**2).sum(axis=1)
LONG = 0.1 if START == "hot spot" else 0.35  # of the time in which heat would cross the rod
ROD_Y, FLOW_Y = -1.75, -2.6


def warmth(share):
    """From 0 for cold to 1 for hot, along the rod; the time goes as the square of `share`."""
    time = LONG * share**2
    return (SHARES * np.exp(-((np.arange(PIECES) * PI) ** 2) * time)) @ WAVES if share else HOT_PART * 1.0


class Rod(VGroup):
    """A rod in pieces, each coloured as warm as it is."""

    def __init__(self):
        step = LENGTH / PIECES
        piece = Rectangle(width=1.15 * step, height=0.7, stroke_width=0)
        super().__init__(*[piece.copy().move_to([LEFT_X + x * LENGTH, ROD_Y, 0]) for x in XS])
        self.colour(0)

    def colour(self, share):
        for piece, value in zip(self, warmth(share)):
            piece.set_fill(interpolate_color(COLD_COLOR, HOT_COLOR, float(np.clip(value, 0, 1))), 1)


def flow(share):
    """Arrows from hot to cold below the rod, the longer the steeper the curve is."""
    values, arrows = warmth(max(share, 0.08)), VGroup()
    for k in range(3, PIECES - 3, 6):
        steepness = (values[k - 2] - values[k + 2]) / 4 * PIECES
        length = np.clip(0.25 * steepness, -0.7, 0.7)
        if abs(length) > 0.06:
            middle = np.array([LEFT_X + XS[k] * LENGTH, FLOW_Y, 0])
            half = length / 2 * RIGHT
            arrow = Arrow(
                middle - half, middle + half, buff=0, color=HOT_COLOR, tip_length=min(0.16, abs(length) / 2)
            )
            arrows.add(arrow.set_stroke(width=5))
    return arrows


class DisplayScene(Scene):
    def construct(self):
        share = ValueTracker(0)
        now = share.get_value
        axes = Axes(
            [0, 1.02], [0, 1.15], 1.02 * LENGTH, 3.2, axis_config={"include_ticks": False}, tips=False
        )
        axes.shift([LEFT_X, -1, 0] - axes.c2p(0, 0))
        title = Text("Heat in an insulated rod", font_size=36).set_y(3.5)
        rod = Rod()
        rod.add_updater(lambda rod: rod.colour(now()))

        def profile():
            points = axes.c2p(np.column_stack([XS, warmth(now())]))
            return VMobject(color=CURVE_COLOR, stroke_width=6).set_points_as_corners(points)

        curve = always_redraw(profile)
        arrows = always_redraw(lambda: flow(now()))
        mean = float(HOT_PART.mean())
        self.play(FadeIn(title, rod), run_time=0.8)
        self.play(Create(axes), FadeIn(self.labels(axes)), Create(curve), run_time=1.2)
        rule = Text("heat flows downhill, the more the steeper", font_size=30, color=HOT_COLOR).set_y(-3.4)
        self.play(FadeIn(arrows, rule), run_time=0.8)
        self.play(share.animate.set_value(0.45), run_time=4.5, rate_func=linear)
        law = MathTex(
            r"\frac{\partial T}{\partial t} = \alpha\,\frac{\partial^2 T}{\partial x^2}", font_size=40
        )
        words = Text("peaks sink, dips fill", font_size=30)
        row = VGroup(law, words).arrange(RIGHT, buff=0.8).set_y(-3.4)
        self.play(FadeOut(rule), FadeIn(row), run_time=0.8)
        self.play(share.animate.set_value(1), run_time=4.5, rate_func=linear)
        level = DashedLine(axes.c2p(0, mean), axes.c2p(1, mean), color=WHITE)
        end = Text(f"{COLD + mean * (HOT - COLD):.0f} °C".replace("-", "−"), font_size=28)
        end.next_to(axes.c2p(0.5, mean), UP, buff=0.3)
        self.play(Create(level), FadeIn(end), run_time=0.8)
        self.wait(1.5)

    def labels(self, axes):
        """The two temperatures at the start."""
        marks = VGroup()
        for level, value in ((0, COLD), (1, HOT)):
            text = Text(f"{value:g} °C".replace("-", "−"), font_size=26)
            marks.add(text.next_to(axes.c2p(0, level), LEFT, buff=0.2))
        return marks.add(DashedLine(axes.c2p(0, 1), axes.c2p(1, 1), color=GRAY, stroke_width=2))
