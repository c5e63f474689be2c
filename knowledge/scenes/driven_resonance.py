# /// scene
# title = "Resonance: the same push, at the right pace, makes the largest swing"
# topic = "oscillations and waves"
# prompts = [
#   "resonance",
#   "Show resonance of a driven damped oscillator",
#   "What happens when a mass on a spring is driven at its natural frequency?",
#   "resonance curve with damping ratio 0.1",
#   "forced oscillation below, at and above the natural frequency, with the amplitude response",
# ]
# asked = [
#   "how can tiny pushes at the right moment make a swing go high",
#   "why can a singer break a wine glass",
#   "marching soldiers make a bridge shake, Tacoma Narrows",
#   "sketch amplitude against excitation frequency for weak and strong friction",
#   "x'' + 2ζω0 x' + ω0² x = F cos ωt, Q factor peak",
#   "sympathetic vibration, externally excited system, frequency response",
#   "free swinging left alone versus shaking kept up from outside",
#   "Resonanz: erzwungene Schwingung bei der Eigenfrequenz",
#   "oscillations forcées et résonance d'un ressort excité",
#   "resonancia de un oscilador forzado con amortiguamiento",
# ]
# concepts = [
#   "resonance", "resonance curve", "driven oscillator", "driven", "driving frequency", "forced oscillation", "forced", "damped oscillator",
#   "damped", "damping", "damping ratio", "natural frequency", "amplitude", "amplitude response", "response", "oscillator", "oscillation",
#   "mass on a spring", "mass", "spring", "vibration", "pace", "physics",
# ]
# licence = "MIT"
# requires = ["resonan", "driven", "forced", "natural frequency", "driving frequency"]
# variations = [
#   { DAMPING = 0.5, RATIOS = [0.3, 0.9, 3] },
#   { DAMPING = 0.05, RATIOS = [0.8, 1, 1.2] },
# ]
# [parameters]
# DAMPING = { type = "number", min = 0.05, max = 0.5, near = ["damping", "damping ratio", "zeta", "ζ"], about = "damping ratio" }
# RATIOS = { type = "numbers", min = 0.2, max = 3, min_length = 3, max_length = 3, about = "driving frequencies of the three springs, as multiples of the natural one" }
# ///
from manim import *

DAMPING = 0.1
RATIOS = [0.5, 1, 1.8]
COLORS = [BLUE, YELLOW, RED]

NATURAL = TAU * 0.8  # radians per second in the picture
DURATION, STEPS = 10.0, 2000
SPRING_XS, HANG_Y, REST = (-6.0, -4.3, -2.6), 2.3, 2.6
WIDEST = 1.15  # how far the widest swing goes in the picture


def response(ratio):
    """The amplitude in the long run, as a multiple of that of the hand that drives it."""
    return 1 / np.sqrt((1 - ratio**2) ** 2 + (2 * DAMPING * ratio) ** 2)


def swing(ratio):
    """How a spring at rest begins to swing when its upper end is moved up and down: by small steps."""
    dt = DURATION / STEPS
    position, velocity, path = 0.0, 0.0, [0.0]
    for step in range(STEPS):
        push = np.sin(ratio * NATURAL * step * dt)
        velocity += dt * (NATURAL**2 * (push - position) - 2 * DAMPING * NATURAL * velocity)
        position += dt * velocity
        path.append(position)
    return np.array(path)


PATHS = [swing(ratio) for ratio in RATIOS]
SCALE = min(0.45, WIDEST / max(abs(path).max() for path in PATHS))


class Spring(VGroup):
    """A bar that is moved up and down, a spring on it, and a mass on the spring."""

    def __init__(self, number, time):
        super().__init__()
        x, color = SPRING_XS[number], COLORS[number]
        top = HANG_Y + SCALE * np.sin(RATIOS[number] * NATURAL * time)
        mass_y = HANG_Y - REST + SCALE * PATHS[number][round(time / DURATION * STEPS)]
        ys = np.linspace(top, mass_y + 0.28, 18)
        xs = x + 0.2 * np.array([0, 0, *[(-1) ** k for k in range(14)], 0, 0])
        coil = VMobject(color=GRAY_A, stroke_width=4).set_points_as_corners(np.column_stack([xs, ys, 0 * ys]))
        bar = Line([x - 0.5, top, 0], [x + 0.5, top, 0], color=WHITE, stroke_width=8)
        mass = Square(0.56, color=WHITE, stroke_width=2).set_fill(color, 1).move_to([x, mass_y, 0])
        self.add(bar, coil, mass)


class DisplayScene(Scene):
    def construct(self):
        time = ValueTracker(0)
        now = time.get_value
        title = Text("The same push, three paces", font_size=36).set_y(3.6)
        springs = [always_redraw(lambda number=number: Spring(number, now())) for number in range(3)]
        paces = VGroup()
        for ratio, x, color in zip(RATIOS, SPRING_XS, COLORS):
            paces.add(Text(f"{ratio:g} f₀", font_size=30, color=color).move_to([x, -2.4, 0]))
        natural = Text("f₀: the pace at which each would swing by itself", font_size=28).set_y(-3.5)
        axes = Axes([0, 3.1], [0, 1.15], 6.4, 4.2, axis_config={"include_ticks": False, "tip_length": 0.2})
        axes.move_to([3.2, 0.2, 0])

        self.play(FadeIn(title, *springs), run_time=1)
        self.play(FadeIn(paces, natural), run_time=0.8)
        self.play(time.animate.set_value(6), run_time=6, rate_func=linear)
        self.play(Create(axes), FadeIn(self.names(axes)), run_time=1)
        ratios = np.linspace(0.01, 3, 400)
        top = max(response(ratios))
        curve = VMobject(color=WHITE, stroke_width=5)
        curve.set_points_as_corners(axes.c2p(np.column_stack([ratios, response(ratios) / top])))
        dots = VGroup(
            *[
                Dot(axes.c2p(r, response(r) / top), radius=0.13, color=color)
                for r, color in zip(RATIOS, COLORS)
            ]
        )
        self.play(Create(curve), run_time=1.5)
        self.play(LaggedStart(*map(GrowFromCenter, dots), lag_ratio=0.4), run_time=1)
        best = ratios[np.argmax(response(ratios))]
        words = Text(f"largest swing at {best:.2f} f₀: {top:.1f} times the push", font_size=30).set_y(-3.5)
        self.play(FadeOut(natural), FadeIn(words), run_time=0.6)
        self.play(time.animate.set_value(DURATION), run_time=4, rate_func=linear)
        self.wait(0.5)

    def names(self, axes):
        """What the axes are, and the natural frequency on one of them."""
        names = VGroup(Text("swing", font_size=26).next_to(axes.y_axis.get_end(), RIGHT, buff=0.2))
        for ratio in (1, 2, 3):
            name = "f₀" if ratio == 1 else f"{ratio} f₀"
            names.add(Text(name, font_size=26).next_to(axes.c2p(ratio, 0), DOWN, buff=0.2))
        line = DashedLine(axes.c2p(1, 0), axes.c2p(1, 1.1), color=GRAY)
        return names.add(Text("pace of the push", font_size=26).next_to(axes, DOWN, buff=0.55), line)
