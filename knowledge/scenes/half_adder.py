# /// scene
# title = "A half adder: two logic gates add two bits"
# topic = "computing"
# prompts = [
#   "How does a half adder work?",
#   "half adder with logic gates",
#   "Show XOR and AND gates adding two bits",
#   "Logic gates adding binary digits: sum and carry with the truth table",
#   "digital circuit of a half adder, all four inputs one after the other",
# ]
# asked = [
#   "how does a chip work out one plus one",
#   "wires and switches that do sums with 0 and 1",
#   "building a calculator in Minecraft redstone",
#   "complete the columns S and C for inputs A and B",
#   "S = A ⊕ B, C = A·B, HA circuit, verilog",
#   "one-bit addition network, combinational arithmetic circuit",
#   "difference between a half adder and a full adder",
#   "Halbaddierer mit UND- und XOR-Gatter, Summe und Übertrag",
#   "demi-additionneur avec portes logiques ET et OU exclusif",
#   "semisumador con compuertas lógicas AND y XOR",
# ]
# concepts = [
#   "half adder", "adder", "logic gate", "logic gates", "AND gate", "XOR gate", "AND", "XOR", "sum", "carry", "bits", "bit", "binary addition", "add",
#   "adding", "truth table", "digital circuit", "boolean logic", "inputs", "outputs", "electronics", "computer science",
# ]
# licence = "MIT"
# requires = ["adder", "logic gate", "xor", "and gate", "truth table"]
# variations = [
#   { ON_COLOR = "red" },
#   { ON_COLOR = "#66DDFF" },
# ]
# [parameters]
# ON_COLOR = { type = "color", about = "colour of a wire that carries a 1" }
# ///
from manim import *

ON_COLOR = YELLOW
OFF_COLOR = GRAY_C
SUM_COLOR = BLUE
CARRY_COLOR = ORANGE
A_Y, B_Y = 1.75, 0.95
XOR_AT, AND_AT = np.array([-1.3, 1.35, 0]), np.array([-1.3, -1.35, 0])


def and_gate():
    """The outline of an AND gate: a box with a round nose, its inputs at the left."""
    arc = Arc(radius=0.75, start_angle=-PI / 2, angle=PI)
    shape = VMobject(color=CARRY_COLOR, stroke_width=5).set_points_as_corners(
        [[0, -0.75, 0], [-0.9, -0.75, 0], [-0.9, 0.75, 0], [0, 0.75, 0]]
    )
    shape.add(arc.set_stroke(CARRY_COLOR, 5))
    return VGroup(shape, Text("AND", font_size=26).shift(0.15 * LEFT))


def xor_gate():
    """The outline of an XOR gate: a shield with a second curve at its back."""
    back = ArcBetweenPoints([-0.95, -0.75, 0], [-0.95, 0.75, 0], angle=PI / 3)
    second = back.copy().shift(0.22 * LEFT)
    top = ArcBetweenPoints([-0.95, 0.75, 0], [0.8, 0, 0], angle=-PI / 4)
    bottom = ArcBetweenPoints([-0.95, -0.75, 0], [0.8, 0, 0], angle=PI / 4)
    outline = VGroup(back, second, top, bottom).set_stroke(SUM_COLOR, 5)
    return VGroup(outline, Text("XOR", font_size=26).shift(0.12 * LEFT))


def wire(*points):
    return VMobject(color=OFF_COLOR, stroke_width=5).set_points_as_corners([[x, y, 0] for x, y in points])


class Circuit(VGroup):
    """The wires of a half adder by the signal that they carry."""

    def __init__(self):
        self.wires = {
            "A": [wire((-6, A_Y), (-2.16, A_Y)), wire((-4.2, A_Y), (-4.2, -0.95), (-2.13, -0.95))],
            "B": [wire((-6, B_Y), (-2.16, B_Y)), wire((-3.4, B_Y), (-3.4, -1.75), (-2.13, -1.75))],
            "sum": [wire((-0.31, 1.35), (1.1, 1.35))],
            "carry": [wire((-0.46, -1.35), (1.1, -1.35))],
        }
        self.joints = {
            "A": Dot([-4.2, A_Y, 0], 0.09, color=OFF_COLOR),
            "B": Dot([-3.4, B_Y, 0], 0.09, color=OFF_COLOR),
        }
        super().__init__(*[line for lines in self.wires.values() for line in lines], *self.joints.values())

    def carry_signal(self, name, value):
        """The animations that give all wires of a signal their colour."""
        color = ON_COLOR if value else OFF_COLOR
        lines = [line.animate.set_stroke(color, 8 if value else 5) for line in self.wires[name]]
        return lines + ([self.joints[name].animate.set_color(color)] if name in self.joints else [])


def bit(value, x, y):
    return Text(f"{value}", font_size=36, color=ON_COLOR if value else OFF_COLOR).move_to([x, y, 0])


class DisplayScene(Scene):
    def construct(self):
        title = Text("Half adder", font_size=36).to_edge(UP, buff=0.35)
        circuit = Circuit()
        gates = VGroup(xor_gate().move_to(XOR_AT), and_gate().move_to(AND_AT))
        labels = VGroup(
            Text("A", font_size=30).move_to([-6.72, A_Y, 0]),
            Text("B", font_size=30).move_to([-6.72, B_Y, 0]),
            Text("sum", font_size=28, color=SUM_COLOR).move_to([0.5, 1.85, 0]),
            Text("carry", font_size=28, color=CARRY_COLOR).move_to([0.5, -0.85, 0]),
        )
        table, rows = self.table()
        self.play(FadeIn(title), Create(circuit), run_time=1.2)
        self.play(
            *map(Create, [gate[0] for gate in gates]), FadeIn(gates[0][1], gates[1][1], labels), run_time=1
        )
        self.play(FadeIn(table), run_time=0.6)

        for row, (a, b) in zip(rows, ((0, 0), (0, 1), (1, 0), (1, 1))):
            total, carry = a ^ b, a & b
            bits = [bit(a, -6.2, A_Y), bit(b, -6.2, B_Y), bit(total, 1.4, 1.35), bit(carry, 1.4, -1.35)]
            remark = Text(f"{a} + {b}", font_size=34).move_to([-2.6, -3.1, 0])
            self.play(FadeIn(bits[0]), FadeIn(bits[1]), FadeIn(remark), run_time=0.4)
            self.play(*circuit.carry_signal("A", a), *circuit.carry_signal("B", b), run_time=0.6)
            self.play(
                *circuit.carry_signal("sum", total), *circuit.carry_signal("carry", carry), run_time=0.6
            )
            self.remove(remark)
            remark = Text(f"{a} + {b} = {carry}{total} in binary", font_size=34).move_to([-2.6, -3.1, 0])
            self.add(remark)
            self.play(FadeIn(bits[2]), FadeIn(bits[3]), FadeIn(row, shift=0.4 * RIGHT), run_time=0.6)
            self.wait(0.7)
            if a + b < 2:
                quiet = [move for name in circuit.wires for move in circuit.carry_signal(name, 0)]
                self.play(*map(FadeOut, bits), FadeOut(remark), *quiet, run_time=0.4)
        self.play(
            Circumscribe(VGroup(table, rows), color=ON_COLOR),
            *[Indicate(gate[1], color=WHITE, scale_factor=1.3) for gate in gates],
            run_time=1.2,
        )
        self.wait(1)

    def table(self):
        """The head of the truth table and its four rows."""
        xs = [2.7, 3.5, 4.7, 6.1]
        names = zip(("A", "B", "sum", "carry"), (WHITE, WHITE, SUM_COLOR, CARRY_COLOR), xs)
        head = VGroup(
            *[Text(name, font_size=28, color=color).move_to([x, 1.6, 0]) for name, color, x in names]
        )
        line = Line([2.3, 1.2, 0], [6.8, 1.2, 0], color=GRAY_B)
        rows = VGroup()
        for index, (a, b) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1))):
            values = (a, b, a ^ b, a & b)
            rows.add(VGroup(*[bit(value, x, 0.7 - 0.7 * index) for value, x in zip(values, xs)]))
        return VGroup(head, line), rows
