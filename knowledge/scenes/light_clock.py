# /// scene
# title = "Time dilation: the light in a moving clock has a longer way"
# topic = "modern physics"
# prompts = [
#   "time dilation",
#   "Explain special relativity with a light clock",
#   "Why do moving clocks run slow? Derive the Lorentz factor",
#   "light clock in a spaceship that moves at 0.8 times the speed of light",
#   "Einstein's time dilation at 60% of the speed of light",
# ]
# asked = [
#   "does an astronaut age more slowly when flying very fast",
#   "why would a twin come home younger from a trip to the stars",
#   "GPS satellites and muons: why their watches tick differently",
#   "v = 0.6c, 10 s pass on board; how much on Earth",
#   "γ = 1/sqrt(1-v²/c²), Δt' = γΔt, SR",
#   "proper time against coordinate time, relativistic slowing",
#   "moving frame versus rest frame: same c, different seconds",
#   "Zeitdilatation mit der Lichtuhr, spezielle Relativitätstheorie",
#   "dilatation du temps et horloge de lumière, relativité restreinte",
#   "dilatación del tiempo, reloj de luz y relatividad especial",
# ]
# concepts = [
#   "time dilation", "special relativity", "relativity", "light clock", "clock", "clocks", "moving clock", "run slow", "slower", "spaceship",
#   "rocket", "Lorentz factor", "formula", "gamma", "speed of light", "Einstein", "photon", "light", "mirror", "Pythagoras", "derive", "physics",
# ]
# licence = "MIT"
# requires = ["dilation", "relativ", "light clock", "moving clock", "lorentz factor"]
# variations = [
#   { BETA = 0.95, LIGHT_COLOR = "pink" },
#   { BETA = 0.1 },
# ]
# [parameters]
# BETA = { type = "number", min = 0.1, max = 0.95, near = ["c", "speed", "speed of light", "times", "velocity", "beta", "moving at", "moves at"], about = "speed of the clock as a share of the speed of light" }
# LIGHT_COLOR = { type = "color", about = "colour of the light" }
# ///
from manim import *

BETA = 0.6
LIGHT_COLOR = YELLOW
CLOCK_COLOR = BLUE
HEIGHT_COLOR = GREEN
BASE_COLOR = RED

GAMMA = 1 / np.sqrt(1 - BETA**2)
TICKS = 2 if BETA * GAMMA < 1.3 else 1  # of the moving clock
HEIGHT = min(2.1, 8.6 / (2 * TICKS * BETA * GAMMA))
LOW_Y = 0.1
REST_X, START_X = -5.7, -3.5
SPEED = BETA * HEIGHT  # where the light crosses the resting clock in one unit of time
WHOLE_TIME = 2 * TICKS * GAMMA


def bounce(phase):
    """The height of the light after `phase` ways from mirror to mirror."""
    return HEIGHT * (1 - abs(phase % 2 - 1))


class LightClock(VGroup):
    """Two mirrors with a flash of light between them."""

    def __init__(self, x):
        lower = Rectangle(width=1.2, height=0.16, color=CLOCK_COLOR, fill_opacity=1).move_to(
            [x, LOW_Y - 0.08, 0]
        )
        upper = lower.copy().shift((HEIGHT + 0.16) * UP)
        super().__init__(lower, upper)


def track(start, speed, half_tick, time):
    """The way of the light in a clock that started at `start`, as a broken line."""
    turns = [*np.arange(0, time, half_tick), time]
    points = [[start + speed * t, LOW_Y + bounce(t / half_tick), 0] for t in turns]
    line = VMobject(color=LIGHT_COLOR, stroke_width=5)
    return line.set_points_as_corners(points if len(points) > 1 else points * 2)


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"A light clock at rest, and one that flies at {BETA:g} c", font_size=34).set_y(3.5)
        time = ValueTracker(0)
        now = time.get_value
        rest, moving = LightClock(REST_X), LightClock(START_X)
        moving.add_updater(lambda clock: clock.set_x(START_X + SPEED * now()))
        flashes = [
            always_redraw(lambda: Dot([REST_X, LOW_Y + bounce(now()), 0], radius=0.13, color=LIGHT_COLOR)),
            always_redraw(
                lambda: Dot(
                    [START_X + SPEED * now(), LOW_Y + bounce(now() / GAMMA), 0],
                    radius=0.13,
                    color=LIGHT_COLOR,
                )
            ),
        ]
        way = always_redraw(lambda: track(START_X, SPEED, GAMMA, now()))
        counters = [self.counter(REST_X, time, 2), self.counter(START_X + 3.2, time, 2 * GAMMA)]
        words = [
            Text("at rest", font_size=28).next_to(counters[0], DOWN, buff=0.2),
            Text("moving: a longer way, fewer ticks", font_size=28).next_to(counters[1], DOWN, buff=0.2),
        ]

        self.play(FadeIn(title, rest, moving, *flashes), run_time=1)
        self.play(FadeIn(*counters, words[0]), run_time=0.6)
        self.add(way, *flashes)
        self.play(time.animate.set_value(WHOLE_TIME), run_time=1 + WHOLE_TIME, rate_func=linear)
        self.play(FadeIn(words[1]), run_time=0.6)
        self.wait(0.8)
        self.derive(way)
        self.wait(1.5)

    def counter(self, x, time, period):
        """The number of ticks that a clock has made."""
        number = DecimalNumber(0, num_decimal_places=2, mob_class=Text, font_size=30, color=LIGHT_COLOR)
        row = VGroup(number, Text("ticks", font_size=30, color=LIGHT_COLOR)).arrange(RIGHT, buff=0.2)
        row.move_to([x, -0.75, 0])
        number.add_updater(lambda number: number.set_value(time.get_value() / period))
        return row

    def derive(self, way):
        """Half a tick is a right triangle: Pythagoras gives the Lorentz factor."""
        foot = START_X + SPEED * GAMMA
        a, b, c = np.array([[START_X, LOW_Y, 0], [foot, LOW_Y + HEIGHT, 0], [foot, LOW_Y, 0]])
        sides = VGroup(
            Line(a, b, color=LIGHT_COLOR, stroke_width=8),
            Line(a, c, color=BASE_COLOR, stroke_width=8),
            Line(c, b, color=HEIGHT_COLOR, stroke_width=8),
        )
        names = VGroup(
            MathTex("c t", font_size=36, color=LIGHT_COLOR).next_to((a + b) / 2, UL, buff=0.12),
            MathTex("v t", font_size=36, color=BASE_COLOR).next_to((a + c) / 2, DOWN, buff=0.3),
            MathTex("c t_0", font_size=36, color=HEIGHT_COLOR).next_to((b + c) / 2, RIGHT, buff=0.15),
        )
        law = MathTex("(c t)^2", "=", "(v t)^2", "+", "(c t_0)^2", font_size=44).set_y(-2.2)
        for part, color in ((0, LIGHT_COLOR), (2, BASE_COLOR), (4, HEIGHT_COLOR)):
            law[part].set_color(color)
        result = MathTex(r"t = \frac{t_0}{\sqrt{1 - v^2/c^2}}", rf"= {GAMMA:.3f} \, t_0", font_size=44).set_y(
            -3.2
        )
        way.clear_updaters()
        self.play(FadeOut(way), Create(sides), run_time=1.2)
        self.play(FadeIn(names), run_time=0.6)
        self.play(Write(law), run_time=1.2)
        self.play(Write(result), run_time=1.2)
