# /// scene
# title = "Ohm's law: more voltage drives more current, more resistance holds it back"
# topic = "electricity and magnetism"
# prompts = [
#   "Ohm's law",
#   "Explain voltage, current and resistance with a simple circuit",
#   "Show the current in a circuit with a 12 V battery and a 4 ohm resistor",
#   "What happens to the current if I double the resistance? V = IR",
#   "simple electric circuit: battery, resistor and moving electrons",
# ]
# asked = [
#   "why does a lamp shine brighter with a stronger battery?",
#   "what slows electricity down in a thin wire?",
#   "water pipe picture: pressure pushes, a narrow spot hinders the flow of electricity",
#   "A 4 Ω component is joined to 12 V: how many amperes flow?",
#   "I=U/R calc, volts amps ohms, straight I-V line",
#   "potential difference and amperage are proportional, linear characteristic of a conductor",
#   "what distinguishes volts from amperes, shown with charges in a loop",
#   "Ohmsches Gesetz: Spannung, Stromstärke und Widerstand im einfachen Stromkreis",
#   "loi d'Ohm : tension, intensité et résistance dans un circuit avec une pile",
#   "ley de Ohm: voltaje, corriente y resistencia en un circuito con pila",
# ]
# concepts = [
#   "Ohm's law", "ohm", "voltage", "current", "resistance", "resistor", "electric circuit", "simple circuit", "circuit", "battery", "wire",
#   "electrons", "moving charges", "ampere", "amps", "volt", "proportional", "double", "electricity", "electronics", "physics",
# ]
# licence = "MIT"
# requires = ["ohm", "voltage", "current", "resistance", "resistor", "circuit", "v = ir", "v=ir"]
# variations = [
#   { VOLTAGE = 230, RESISTANCE = 1000, CURRENT_COLOR = "orange" },
#   { VOLTAGE = 1.5, RESISTANCE = 0.5 },
# ]
# [parameters]
# VOLTAGE = { type = "number", min = 0.5, max = 1000, near = ["V", "volt", "voltage", "battery"], about = "voltage of the battery in volts" }
# RESISTANCE = { type = "number", min = 0.1, max = 10000, near = ["ohm", "Ω", "resistance", "resistor"], about = "resistance in ohms" }
# CURRENT_COLOR = { type = "color", about = "colour of the moving charges and of the current" }
# ///
from manim import *

VOLTAGE = 6
RESISTANCE = 3
CURRENT_COLOR = YELLOW
VOLTAGE_COLOR = GREEN
RESISTANCE_COLOR = RED

LEFT_X, RIGHT_X, TOP_Y, LOW_Y = -6.0, -1.2, 1.6, -1.6
SPEED = 0.9  # of the charges at the start, in units of the picture per second
SPACING = 0.48


def quantity(value, unit):
    """A value with its unit, in thousands or thousandths where that is shorter."""
    if value >= 1000:
        return f"{value / 1000:.4g} k{unit}"
    return f"{value:.3g} {unit}" if value >= 1 or unit != "A" else f"{1000 * value:.3g} mA"


def battery():
    """A long and a short plate across the wire on the left."""
    gap = Rectangle(width=0.3, height=0.4, stroke_width=0).set_fill(BLACK, 1)
    plus = Line(0.6 * LEFT, 0.6 * RIGHT, color=VOLTAGE_COLOR, stroke_width=8).set_y(0.2)
    minus = Line(0.3 * LEFT, 0.3 * RIGHT, color=VOLTAGE_COLOR, stroke_width=8).set_y(-0.2)
    return VGroup(gap, plus, minus).move_to([LEFT_X, 0, 0])


def resistor(factor):
    """A zigzag across the wire on the right, the more windings the larger the resistance."""
    teeth, height = round(4 * factor), 1.1 + 0.6 * (factor - 1)
    ys = np.linspace(height / 2, -height / 2, 2 * teeth + 2)
    xs = [0, *[0.25 * (-1) ** k for k in range(2 * teeth)], 0]
    zigzag = VMobject(color=RESISTANCE_COLOR, stroke_width=6)
    zigzag.set_points_as_corners(np.column_stack([xs, ys, 0 * ys]))
    gap = Rectangle(width=0.3, height=height, stroke_width=0).set_fill(BLACK, 1)
    return VGroup(gap, zigzag).move_to([RIGHT_X, 0, 0])


def charges(moved):
    """Dots on the wire, `moved` on from where they were at the start."""
    corners = np.array(
        [[LEFT_X, LOW_Y, 0], [LEFT_X, TOP_Y, 0], [RIGHT_X, TOP_Y, 0], [RIGHT_X, LOW_Y, 0], [LEFT_X, LOW_Y, 0]]
    )
    reached = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    places = (np.linspace(0, reached[-1], round(reached[-1] / SPACING), endpoint=False) + moved) % reached[-1]
    return VGroup(
        *[Dot([np.interp(p, reached, corners[:, axis]) for axis in range(3)], radius=0.09) for p in places]
    ).set_color(CURRENT_COLOR)


class DisplayScene(Scene):
    def construct(self):
        self.moved, self.volts, self.ohms = ValueTracker(0), ValueTracker(1), ValueTracker(1)
        wires = Rectangle(width=RIGHT_X - LEFT_X, height=TOP_Y - LOW_Y, color=GRAY, stroke_width=5)
        wires.move_to([(LEFT_X + RIGHT_X) / 2, 0, 0])
        parts = [battery(), resistor(1)]
        dots = always_redraw(lambda: charges(self.moved.get_value()))
        title = Text("Ohm's law", font_size=36).to_edge(UP, buff=0.3)
        readings = self.readings(1, 1)
        axes, names = self.axes()
        line = always_redraw(lambda: self.characteristic(axes))
        point = always_redraw(lambda: self.working_point(axes))

        self.play(FadeIn(title), Create(wires), FadeIn(*parts), run_time=1)
        self.play(FadeIn(dots, readings), run_time=0.6)
        self.flow(1, 2)
        self.play(Create(axes), FadeIn(names), run_time=0.8)
        self.play(FadeIn(line, point), run_time=0.5)
        for volts, ohms, words in (
            (2, 1, "twice the voltage: twice the current"),
            (2, 2, "twice the resistance: half the current"),
        ):
            caption = Text(words, font_size=32, color=VOLTAGE_COLOR if ohms == 1 else RESISTANCE_COLOR).set_y(
                -3.4
            )
            new_readings = self.readings(volts, ohms)
            changes = [FadeOut(readings), FadeIn(new_readings, caption)]
            if ohms == 2:
                changes.append(Transform(parts[1], resistor(2)))
            self.play(
                self.volts.animate.set_value(volts), self.ohms.animate.set_value(ohms), *changes, run_time=1
            )
            readings = new_readings
            self.flow(volts / ohms, 2.5)
            self.play(FadeOut(caption), run_time=0.3)
        units = rf"\frac{{{2 * VOLTAGE:g}\,\text{{V}}}}{{{2 * RESISTANCE:g}\,\Omega}}"
        law = MathTex(r"I = \frac{U}{R} =", units, "=", font_size=46)
        result = Text(quantity(VOLTAGE / RESISTANCE, "A"), font_size=32, color=CURRENT_COLOR)
        law = VGroup(law, result).arrange(RIGHT, buff=0.2).set_y(-3.2)
        self.play(Write(law), run_time=0.8)
        self.flow(1, 1.5)

    def flow(self, current, seconds):
        """Let the charges move for some time, as fast as the current is large."""
        moved = self.moved.get_value() + SPEED * current * seconds
        self.play(self.moved.animate.set_value(moved), run_time=seconds, rate_func=linear)

    def readings(self, volts, ohms):
        """Voltage, resistance and current, each beside what it belongs to."""
        current = VOLTAGE * volts / (RESISTANCE * ohms)
        voltage = Text(quantity(VOLTAGE * volts, "V"), font_size=32, color=VOLTAGE_COLOR)
        resistance = Text(quantity(RESISTANCE * ohms, "Ω"), font_size=32, color=RESISTANCE_COLOR)
        return VGroup(
            voltage.next_to([LEFT_X + 0.7, 0, 0], RIGHT, buff=0.1),
            resistance.next_to([RIGHT_X - 0.3, 0, 0], LEFT, buff=0.1),
            Text(quantity(current, "A"), font_size=32, color=CURRENT_COLOR).move_to(
                [(LEFT_X + RIGHT_X) / 2, TOP_Y + 0.45, 0]
            ),
        )

    def axes(self):
        """The current over the voltage, up to a little more than twice of both."""
        axes = Axes([0, 2.4], [0, 2.4], 5, 3.6, axis_config={"include_ticks": False, "tip_length": 0.2})
        axes.move_to([3.9, 0, 0])
        ends = [quantity(2 * VOLTAGE, "V"), quantity(2 * VOLTAGE / RESISTANCE, "A")]
        names = VGroup(
            Text("current", font_size=28, color=CURRENT_COLOR).next_to(axes.y_axis, UP, buff=0.15),
            Text("voltage", font_size=28, color=VOLTAGE_COLOR).next_to(axes.c2p(1.2, 0), DOWN, buff=0.2),
            Text(ends[0], font_size=26).next_to(axes.c2p(2, 0), DOWN, buff=0.2),
            Text(ends[1], font_size=26).next_to(axes.c2p(0, 2), LEFT, buff=0.2),
        )
        grid = VGroup(
            DashedLine(axes.c2p(2, 0), axes.c2p(2, 2), color=GRAY_D),
            DashedLine(axes.c2p(0, 2), axes.c2p(2, 2), color=GRAY_D),
        )
        return VGroup(axes, grid), names

    def characteristic(self, axes):
        slope = 1 / self.ohms.get_value()
        return Line(axes[0].c2p(0, 0), axes[0].c2p(2.2, 2.2 * slope), color=RESISTANCE_COLOR, stroke_width=5)

    def working_point(self, axes):
        volts = self.volts.get_value()
        return Dot(axes[0].c2p(volts, volts / self.ohms.get_value()), radius=0.13, color=CURRENT_COLOR)
