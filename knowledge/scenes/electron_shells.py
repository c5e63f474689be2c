# /// scene
# title = "Electrons fill their shells from the inside, and the outermost ones count"
# topic = "chemistry"
# prompts = [
#   "electron shells of sodium",
#   "Show the electron configuration of chlorine with its shells",
#   "How are electrons arranged in an atom? Fill the shells 2, 8, 8",
#   "valence electrons of oxygen",
#   "Why do noble gases not react? Show the full outer shell of neon",
#   "electron shell diagram of a calcium atom",
# ]
# asked = [
#   "why are some elements so eager to join up and others not",
#   "rings of dots around the middle of an atom",
#   "why sodium hands one over so easily and chlorine wants one",
#   "write the arrangement 2,8,1 and name the group of the element",
#   "e- config K L M, 2n^2 rule",
#   "noble gas structure, Aufbau principle, column of the periodic table",
#   "inner electrons versus the outer ones that decide how it reacts",
#   "Schalenmodell: Elektronen auf den Schalen von Natrium",
#   "couches électroniques et électrons de valence du sodium",
#   "configuración electrónica por capas, electrones de valencia",
# ]
# concepts = [
#   "electron shell", "electron shells", "shell", "shells", "shell model", "electron configuration", "electron arrangement", "arranged",
#   "valence electron", "valence electrons", "outer shell", "outermost", "full shell", "fill", "noble gas", "noble gases", "react", "atom",
#   "atoms", "electron", "electrons", "nucleus", "proton", "element", "elements", "metal", "diagram", "chemistry",
# ]
# licence = "MIT"
# requires = ["shell", "valence", "configuration", "outer electron", "noble gas", "electrons arranged"]
# variations = [
#   { ELEMENT = "calcium", ELECTRON_COLOR = "green" },
#   { ELEMENT = "hydrogen" },
#   { ELEMENT = "argon", OUTER_COLOR = "pink" },
# ]
# [parameters]
# ELEMENT = { type = "choice", options = ["hydrogen", "helium", "lithium", "beryllium", "boron", "carbon", "nitrogen", "oxygen", "fluorine", "neon", "sodium", "magnesium", "aluminium", "silicon", "phosphorus", "sulfur", "chlorine", "argon", "potassium", "calcium"], signs = { aluminium = ["aluminum"], sulfur = ["sulphur"] }, about = "the element" }
# ELECTRON_COLOR = { type = "color", about = "colour of the electrons" }
# OUTER_COLOR = { type = "color", about = "colour of the electrons of the outer shell" }
# ///
from manim import *

ELEMENT = "sodium"
ELECTRON_COLOR = BLUE
OUTER_COLOR = YELLOW
NUCLEUS_COLOR = RED

NAMES = """hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium magnesium
    aluminium silicon phosphorus sulfur chlorine argon potassium calcium""".split()
SYMBOLS = "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca".split()
CAPACITY = [2, 8, 8, 2]  # as far as calcium
NOBLE = (2, 10, 18)
NUMBER = NAMES.index(ELEMENT) + 1
CENTER, CELL, CORNER = np.array([-3.7, -0.3, 0]), 0.78, np.array([0.6, 2.8, 0])


def shells(number):
    """How many electrons there are in each shell of an atom with `number` of them."""
    counts = []
    for capacity in CAPACITY:
        if number > 0:
            counts.append(min(capacity, number))
            number -= counts[-1]
    return counts


def radius(shell):
    return 0.95 + 0.62 * shell


def place(shell, k):
    """The place of the k-th electron of a shell."""
    slots = min(CAPACITY[shell], 8)
    return CENTER + radius(shell) * rotate_vector(UP, -TAU * k / slots - 0.25 * shell)


def column(number):
    """The column of an element in a table of eight columns."""
    return 7 if number == 2 else shells(number)[-1] - 1


class Table(VGroup):
    """The elements up to calcium in rows by shells and in columns by outer electrons."""

    def __init__(self):
        super().__init__()
        for number, symbol in enumerate(SYMBOLS, 1):
            cell = Square(CELL, color=GRAY, stroke_width=2)
            cell.move_to(
                CORNER + CELL * np.array([column(number), -(len(shells(number)) - 1), 0]), aligned_edge=UL
            )
            name = Text(symbol, font_size=26, fill_opacity=0.35).move_to(cell)
            self.add(VGroup(cell.set_stroke(opacity=0.5), name))

    def cell(self, number):
        return self[number - 1]


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"{ELEMENT.capitalize()}: {NUMBER} electron{'s' * (NUMBER > 1)}", font_size=36).set_y(
            3.5
        )
        table = Table()
        core = Circle(0.55, color=NUCLEUS_COLOR).set_fill(NUCLEUS_COLOR, 0.8).move_to(CENTER)
        charge = Text("0", font_size=32).move_to(CENTER)
        self.play(FadeIn(title, table, core, charge), run_time=1)

        electrons, count, pace = [], 0, min(0.5, 6 / NUMBER)
        for shell, wanted in enumerate(shells(NUMBER)):
            ring = Circle(radius(shell), color=GRAY, stroke_width=3).move_to(CENTER)
            self.play(Create(ring), run_time=0.5)
            for k in range(wanted):
                count += 1
                electron = Dot(CENTER + 3 * LEFT, radius=0.12, color=ELECTRON_COLOR)
                charge.become(Text(f"{count}+", font_size=32).move_to(CENTER))
                self.play(
                    electron.animate.move_to(place(shell, k)),
                    table.cell(count)[0].animate.set_stroke(WHITE, opacity=1),
                    table.cell(count)[1].animate.set_fill(WHITE, 1),
                    run_time=pace,
                )
                electrons.append(electron)
        self.explain(table, electrons)
        self.wait(1.5)

    def explain(self, table, electrons):
        """Point out the outer electrons, what follows from them, and the elements that have as many."""
        counts = shells(NUMBER)
        outer = VGroup(*electrons[-counts[-1] :])
        mark = SurroundingRectangle(table.cell(NUMBER), color=OUTER_COLOR, buff=0)
        numbers = Text("shells: " + ", ".join(map(str, counts)), font_size=30)
        plural = "electrons" if counts[-1] > 1 else "electron"
        words = [f"{counts[-1]} outer {plural}:", self.verdict(counts[-1]), "same column:", "just as many"]
        if NUMBER in NOBLE:
            words[-1] = "all shells full"
        notes = VGroup(numbers, *[Text(each, font_size=28, color=OUTER_COLOR) for each in words])
        notes.arrange(DOWN, buff=0.3).move_to([3.7, -2.2, 0])
        bigger = [dot.animate.set_color(OUTER_COLOR).scale(1.3) for dot in outer]
        self.play(*bigger, Create(mark), FadeIn(numbers), run_time=1)
        self.play(FadeIn(notes[1:3], shift=0.2 * UP), run_time=0.8)
        self.play(Rotate(outer, TAU, about_point=CENTER), run_time=2.5)
        kin = [n for n in range(1, 21) if column(n) == column(NUMBER)]
        frame = SurroundingRectangle(*[table.cell(n) for n in kin], color=OUTER_COLOR, buff=0.08)
        self.play(Create(frame), FadeIn(notes[3:]), run_time=1.2)

    def verdict(self, outer):
        """What an atom with so many outer electrons does."""
        if NUMBER in NOBLE:
            return "full shell, no reaction"
        if ELEMENT in ("hydrogen", "boron", "carbon", "silicon"):
            return "shared with others"
        return "easily given away" if outer < 4 else f"it takes {8 - outer} more"
