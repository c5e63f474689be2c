# /// scene
# title = "An RC circuit: the fuller the capacitor, the slower it charges"
# topic = "electricity and magnetism"
# prompts = [
#   "RC circuit charging",
#   "How does a capacitor charge through a resistor?",
#   "Show the discharging of a capacitor with its exponential curve",
#   "RC circuit with 10 kΩ and 100 µF connected to a 9 V battery",
#   "Explain the time constant tau = RC of a capacitor in a circuit",
# ]
# asked = [
#   "why does the little light of a charger fade slowly after unplugging?",
#   "little electricity store fills quickly at first, then ever slower",
#   "camera flash loading up: how long until it is ready?",
#   "R=10 kΩ, C=100 µF: after how long is 63% reached?",
#   "U(t)=U0(1-exp(-t/RC)), 5 tau, step response low-pass",
#   "condenser loading curve, first-order transient, relaxation of a condenser",
#   "loading against emptying: rising and falling exponential on two plates",
#   "Kondensator laden und entladen über einen Widerstand, Zeitkonstante, e-Funktion",
#   "charge et décharge d'un condensateur, circuit RC, constante de temps",
#   "carga y descarga de un condensador a través de una resistencia, constante de tiempo",
# ]
# concepts = [
#   "RC circuit", "resistor-capacitor circuit", "capacitor", "capacitors", "charging", "charge", "discharging", "discharge", "resistor",
#   "time constant", "tau", "exponential", "exponential curve", "voltage", "current", "battery", "capacitance", "resistance", "electronics",
#   "circuit", "connected", "physics",
# ]
# licence = "MIT"
# requires = ["rc", "capacitor", "resistor-capacitor", "time constant"]
# variations = [
#   { MODE = "discharging", VOLTAGE = 5, RESISTANCE = 1, CAPACITANCE = 0.1 },
#   { RESISTANCE = 1000, CAPACITANCE = 10000, VOLTAGE = 230, CAPACITOR_COLOR = "pink" },
# ]
# [parameters]
# MODE = { type = "choice", options = ["charging", "discharging"], signs = { discharging = ["discharge", "empties", "emptying"] }, about = "whether the capacitor is charged or discharged" }
# VOLTAGE = { type = "number", min = 1, max = 400, near = ["V", "volt", "voltage", "battery"], about = "voltage of the battery, or of the full capacitor, in volts" }
# RESISTANCE = { type = "number", min = 0.1, max = 1000, near = ["kΩ", "kohm", "kiloohm", "kilohm"], about = "resistance in kiloohms" }
# CAPACITANCE = { type = "number", min = 0.1, max = 10000, near = ["µF", "μF", "uF", "microfarad"], about = "capacitance in microfarads" }
# CAPACITOR_COLOR = { type = "color", about = "colour of the capacitor and its voltage" }
# ///
from manim import *

MODE = "charging"
VOLTAGE = 9
RESISTANCE = 10
CAPACITANCE = 100
CAPACITOR_COLOR = YELLOW
RESISTOR_COLOR = BLUE

IS_CHARGING = MODE == "charging"
TAU_IN_SECONDS = RESISTANCE * CAPACITANCE / 1000
LEFT_X, RIGHT_X, TOP_Y, LOW_Y = -6.1, -2.0, 1.6, -1.8
GAP = 0.28  # half of the way between the plates of the capacitor
MIDDLE_Y = (TOP_Y + LOW_Y) / 2


def level(time):
    """How full the capacitor is, from 0 to 1, after so many time constants."""
    return 1 - np.exp(-time) if IS_CHARGING else np.exp(-time)


def seconds(value):
    """A time in the unit that suits it."""
    return f"{value:.5g} s" if value >= 1 else f"{1000 * value:.3g} ms"


def resistor(center):
    """A box on a wire."""
    return Rectangle(width=1.5, height=0.5, color=RESISTOR_COLOR).set_fill(BLACK, 1).move_to(center)


def plates(center, color, long=0.55, short=0.55):
    """Two plates across an upright wire: a capacitor, or a battery if they differ in length."""
    gap = Rectangle(width=0.3, height=2 * GAP, stroke_width=0).set_fill(BLACK, 1)
    upper = Line(long * LEFT, long * RIGHT, color=color, stroke_width=7).set_y(GAP)
    lower = Line(short * LEFT, short * RIGHT, color=color, stroke_width=7).set_y(-GAP)
    return VGroup(gap, upper, lower).move_to(center)


def charges(fullness):
    """The signs on the plates of the capacitor: as many as it is full."""
    signs = VGroup()
    for beside_the_wire in (-0.5, -0.2, 0.2, 0.5)[: round(4 * fullness)]:
        x = RIGHT_X + beside_the_wire
        plus = Text("+", font_size=24, color=RED).move_to([x, MIDDLE_Y + GAP + 0.2, 0])
        minus = Text("−", font_size=24, color=BLUE).move_to([x, MIDDLE_Y - GAP - 0.2, 0])
        signs.add(plus, minus)
    return signs


def flow(time):
    """Dots on the wire that have moved as far as charge has flowed."""
    corners = [
        [RIGHT_X, MIDDLE_Y - 1],
        [RIGHT_X, LOW_Y],
        [LEFT_X, LOW_Y],
        [LEFT_X, TOP_Y],
        [RIGHT_X, TOP_Y],
        [RIGHT_X, MIDDLE_Y + 1],
    ]
    corners = np.array([[*corner, 0] for corner in corners])
    reached = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    moved = 6 * (level(time) - level(0))
    dots = VGroup()
    for start in np.arange(0, reached[-1], 0.6):
        along = (start + moved) % reached[-1]
        at = [np.interp(along, reached, corners[:, axis]) for axis in range(3)]
        dots.add(Dot(at, radius=0.07, color=GREEN))
    return dots


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"{MODE.capitalize()} a capacitor", font_size=36).to_edge(UP, buff=0.3)
        time = ValueTracker(0)
        now = time.get_value
        axes = Axes(
            [0, 5.3],
            [0, 1.15],
            5.6,
            3.6,
            axis_config={"include_ticks": False, "tip_width": 0.2, "tip_height": 0.2},
        )
        axes.move_to([3.9, -0.1, 0])
        dots = always_redraw(lambda: flow(now()))
        signs = always_redraw(lambda: charges(level(now())))
        curves = [always_redraw(lambda: self.curve(axes, level, now(), CAPACITOR_COLOR))]
        keys = [Text("capacitor", font_size=28, color=CAPACITOR_COLOR)]
        if IS_CHARGING:
            curves.append(
                always_redraw(lambda: self.curve(axes, lambda t: 1 - level(t), now(), RESISTOR_COLOR))
            )
            keys.append(Text("resistor", font_size=28, color=RESISTOR_COLOR))
        key = (
            VGroup(Text("voltage at the", font_size=28), *keys)
            .arrange(RIGHT, buff=0.25)
            .move_to([3.6, 2.35, 0])
        )

        self.play(FadeIn(title), Create(self.circuit()), run_time=1.5)
        self.play(Create(axes), FadeIn(self.axis_labels(axes), key), FadeIn(dots, signs), run_time=1)
        self.add(*curves)
        self.play(time.animate.set_value(1), run_time=2.5, rate_func=linear)
        self.play(FadeIn(self.mark(axes)), run_time=0.8)
        self.play(time.animate.set_value(5), run_time=5, rate_func=linear)
        self.play(Write(self.formulas()), run_time=1.5)
        self.wait(1.5)

    def circuit(self):
        """The wires, what is on them, and what each is worth."""
        wires = Rectangle(width=RIGHT_X - LEFT_X, height=TOP_Y - LOW_Y, color=WHITE, stroke_width=4)
        wires.move_to([(LEFT_X + RIGHT_X) / 2, MIDDLE_Y, 0])
        box = resistor([(LEFT_X + RIGHT_X) / 2, TOP_Y, 0])
        capacitor = plates([RIGHT_X, MIDDLE_Y, 0], CAPACITOR_COLOR, 0.65, 0.65)
        ohms = Text(f"{RESISTANCE:g} kΩ", font_size=28, color=RESISTOR_COLOR).next_to(box, UP, buff=0.2)
        farads = Text(f"{CAPACITANCE:g} µF", font_size=28, color=CAPACITOR_COLOR)
        farads.next_to(capacitor, LEFT, buff=0.25)
        parts = VGroup(box.set_z_index(2), capacitor.set_z_index(2), ohms, farads)
        if IS_CHARGING:
            battery = plates([LEFT_X, MIDDLE_Y, 0], WHITE, 0.6, 0.3)
            volts = Text(f"{VOLTAGE:g} V", font_size=28).next_to(
                [LEFT_X, MIDDLE_Y - 0.75, 0], RIGHT, buff=0.25
            )
            parts.add(battery.set_z_index(2), volts)
        return VGroup(wires, *parts)

    def curve(self, axes, function, end, color):
        times = np.linspace(0, max(end, 0.01), 120)
        points = axes.c2p(np.column_stack([times, [function(t) for t in times]]))
        return VMobject(color=color, stroke_width=5).set_points_as_corners(points)

    def axis_labels(self, axes):
        """Time constants along the time axis, and the full voltage."""
        names = [r"\tau", *[rf"{k}\tau" for k in range(2, 6)]]
        labels = [
            MathTex(name, font_size=34).next_to(axes.c2p(k, 0), DOWN, buff=0.2)
            for k, name in enumerate(names, 1)
        ]
        full = Text(f"{VOLTAGE:g} V", font_size=26).next_to(axes.c2p(0, 1), LEFT, buff=0.15)
        return VGroup(*labels, full, DashedLine(axes.c2p(0, 1), axes.c2p(5.2, 1), color=GRAY, stroke_width=2))

    def mark(self, axes):
        """What the voltage is after one time constant."""
        point = axes.c2p(1, level(1))
        words = f"{100 * level(1):.0f}% after τ"
        label = Text(words, font_size=28, color=CAPACITOR_COLOR).next_to(point, RIGHT, buff=0.3)
        label.shift((-0.35 if IS_CHARGING else 0.2) * UP)
        return VGroup(DashedLine(axes.c2p(1, 0), point, color=GRAY_B), Dot(point, radius=0.1), label)

    def formulas(self):
        """The time constant with its numbers, and the law of the curve."""
        law = r"U_0 \left(1 - e^{-t/\tau}\right)" if IS_CHARGING else r"U_0 \, e^{-t/\tau}"
        constant = MathTex(r"\tau = R\,C =", font_size=40)
        value = Text(seconds(TAU_IN_SECONDS), font_size=30).next_to(constant, RIGHT, buff=0.2)
        voltage = MathTex(rf"U(t) = {law}", font_size=40, color=CAPACITOR_COLOR)
        return VGroup(VGroup(constant, value), voltage).arrange(RIGHT, buff=1.5).set_y(-3.3)
