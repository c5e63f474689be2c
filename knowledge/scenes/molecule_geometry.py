# /// scene
# title = "Molecule shapes: electron pairs push each other as far apart as they can"
# topic = "chemistry"
# prompts = [
#   "VSEPR theory",
#   "Why is a water molecule bent? Show its lone pairs",
#   "Show the tetrahedral geometry of methane CH4 in 3D",
#   "molecular geometry of ammonia with its bond angle",
#   "Shape of the SF6 molecule, octahedral",
#   "How do electron pairs around a central atom repel to give the shape of a molecule like CO2?",
# ]
# asked = [
#   "why is H2O crooked but CO2 straight?",
#   "balloons tied together spread out by themselves, like atoms around a centre",
#   "plastic ball-and-stick model kit: building CH4, NH3 and PCl5",
#   "Predict the angles in BF3 and NH3 from bonding and non-bonding pairs",
#   "AX4, AX3E, AX2E2 notation, 109.5°, stick model of a compound",
#   "Gillespie-Nyholm model, valence shell electron pair repulsion, stereochemistry of small compounds",
#   "trigonal pyramid against flat triangle: what do unshared electrons change?",
#   "Elektronenpaarabstoßungsmodell: räumlicher Bau von Methan, Ammoniak und Wasser, Bindungswinkel",
#   "géométrie des molécules : doublets liants et non liants se repoussent, théorie VSEPR",
#   "geometría molecular, repulsión de pares de electrones, ¿por qué el agua es angular?",
# ]
# concepts = [
#   "VSEPR", "VSEPR theory", "molecular geometry", "molecule geometry", "molecule shape", "shape of a molecule", "shapes of molecules", "molecule", "molecules", "molecular", "shape",
#   "electron pair", "electron pairs", "repulsion", "repel", "lone pair", "lone pairs", "bond", "bonds", "bond angle", "central atom", "tetrahedral",
#   "linear", "bent", "trigonal planar", "trigonal pyramidal", "trigonal bipyramidal", "octahedral", "methane", "water", "ammonia", "3D", "model", "chemistry",
# ]
# licence = "MIT"
# requires = ["vsepr", "molec", "tetrahedral", "octahedral", "lone pair", "bond angle", "electron pair", "methane", "ammonia", "ch4", "nh3", "sf6", "pcl5", "bf3"]
# variations = [
#   { MOLECULE = "water" },
#   { MOLECULE = "sulfur hexafluoride", ATOM_COLOR = "green" },
#   { MOLECULE = "carbon dioxide" },
#   { MOLECULE = "phosphorus pentachloride" },
# ]
# [parameters.MOLECULE]
# type = "choice"
# options = ["methane", "ammonia", "water", "carbon dioxide", "boron trifluoride", "phosphorus pentachloride", "sulfur hexafluoride"]
# about = "the molecule"
# [parameters.MOLECULE.signs]
# methane = ["CH4", "CH₄", "tetrahedral", "tetrahedron"]
# ammonia = ["NH3", "NH₃", "pyramidal"]
# water = ["H2O", "H₂O", "\\bbent\\b"]
# "carbon dioxide" = ["CO2", "CO₂", "\\blinear\\b"]
# "boron trifluoride" = ["BF3", "BF₃", "trigonal planar"]
# "phosphorus pentachloride" = ["PCl5", "PCl₅", "bipyramid"]
# "sulfur hexafluoride" = ["SF6", "SF₆", "octahedr", "sulphur hexafluoride"]
# [parameters]
# ATOM_COLOR = { type = "color", about = "colour of the outer atoms" }
# ///
from manim import *

MOLECULE = "methane"
ATOM_COLOR = WHITE
CENTRAL_COLOR = RED
PAIR_COLOR = YELLOW

FACTS = {  # formula, central and outer atom, bonds, lone pairs, name of the shape, its angles
    "methane": ("CH₄", "C", "H", 4, 0, "tetrahedral", "109.5°"),
    "ammonia": ("NH₃", "N", "H", 3, 1, "trigonal pyramidal", "107°"),
    "water": ("H₂O", "O", "H", 2, 2, "bent", "104.5°"),
    "carbon dioxide": ("CO₂", "C", "O", 2, 0, "linear", "180°"),
    "boron trifluoride": ("BF₃", "B", "F", 3, 0, "trigonal planar", "120°"),
    "phosphorus pentachloride": ("PCl₅", "P", "Cl", 5, 0, "trigonal bipyramidal", "90° and 120°"),
    "sulfur hexafluoride": ("SF₆", "S", "F", 6, 0, "octahedral", "90°"),
}
FORMULA, CENTRAL, OUTER, BONDS, LONE, SHAPE, ANGLES = FACTS[MOLECULE]
CENTER, BOND = np.array([-3.1, -0.3, 0]), 2.4
PUSH = np.array([1] * BONDS + [1.25] * LONE)  # a lone pair pushes harder than a bond


def relaxed():
    """Directions of the electron pairs, from close together until they are as far apart as they can be."""
    rng = np.random.default_rng(5)
    pairs = np.array([0.2, 1, 0.3]) + 0.35 * rng.normal(size=(len(PUSH), 3))
    frames = []
    for _ in range(1500):
        pairs = pairs / np.linalg.norm(pairs, axis=1)[:, None]
        frames.append(pairs)
        apart = pairs[:, None] - pairs[None]
        distances = np.linalg.norm(apart, axis=2) + np.eye(len(pairs))
        pushes = (apart * (PUSH[None] * PUSH[:, None] / distances**3)[..., None]).sum(axis=1)
        pairs = pairs + 0.02 * pushes
    return frames


def upright(pairs):
    """The rotation that stands a molecule up: lone pairs or an axis on top, and a bond to the right."""
    is_flat = len(pairs) == 2
    axial = pairs[np.argmin((pairs @ pairs.T).min(axis=1))]
    up = np.cross(axial, [0.3, 0.9, 0.2]) if is_flat else pairs[BONDS:].sum(axis=0) if LONE else axial
    up = normalize(up)
    side = max(pairs[:BONDS], key=lambda pair: np.linalg.norm(np.cross(pair, up)))
    side = normalize(side - up * (side @ up))
    return np.array([side, up, np.cross(side, up)])


FRAMES = relaxed()
FRAMES = [pairs @ upright(FRAMES[-1]).T for pairs in FRAMES]
MOVED = np.cumsum([0, *[np.linalg.norm(late - early) for early, late in zip(FRAMES, FRAMES[1:])]])


def turned(point, angle):
    """A point in space, turned about the upright axis and seen from a little above."""
    return rotation_matrix(0.35, RIGHT) @ rotation_matrix(angle, UP) @ point


class Molecule(VGroup):
    """The central atom with its electron pairs, what is behind drawn first and smaller.

    `progress` is how far the pairs have pushed each other, `grown` how far the atoms have come to them.
    """

    def __init__(self, progress, grown, angle):
        super().__init__()
        pairs = FRAMES[np.searchsorted(MOVED, progress * MOVED[-1])]
        parts = [(0.0, self.ball(ORIGIN, 0.42, CENTRAL_COLOR, CENTRAL))]
        for number, direction in enumerate(pairs):
            direction = turned(direction, angle)
            depth, share = direction[2], grown if number < BONDS else 0
            tip = direction * BOND * (0.62 + 0.38 * share)
            parts.append((0.4 * depth if depth > 0 else depth - 0.01, self.stick(0.42 * direction, tip)))
            parts.append(
                (depth, self.ball(tip, 0.36 * share, ATOM_COLOR, OUTER) if share else self.lobe(tip))
            )
        self.add(*[part for _, part in sorted(parts, key=lambda part: part[0])])

    def ball(self, point, size, color, name):
        size *= 1 + 0.1 * point[2]
        disc = Circle(size, color=BLACK, stroke_width=2).set_fill(color, 1).move_to(CENTER + [*point[:2], 0])
        label = Text(name, font_size=26, color=BLACK).move_to(disc)
        return VGroup(disc.set_sheen(-0.35, DR), label.scale(min(1, size / 0.3)))

    def stick(self, start, end):
        """A bond, a double one in carbon dioxide."""
        start, end = np.array([*start[:2], 0]), np.array([*end[:2], 0])
        aside = 0.09 * normalize(rotate_vector(end, PI / 2)) if MOLECULE == "carbon dioxide" else 0 * end
        lines = [Line(CENTER + start + side * aside, CENTER + end + side * aside) for side in (1, -1)]
        return VGroup(*lines).set_color(GRAY_B).set_stroke(width=8)

    def lobe(self, point):
        """An electron pair: two dots in a cloud."""
        cloud = Circle(0.33 * (1 + 0.12 * point[2]), color=PAIR_COLOR, stroke_width=2).set_fill(
            PAIR_COLOR, 0.35
        )
        dots = VGroup(Dot(0.1 * LEFT, radius=0.06), Dot(0.1 * RIGHT, radius=0.06)).set_color(PAIR_COLOR)
        return VGroup(cloud, dots).move_to(CENTER + [*point[:2], 0])


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"{MOLECULE.capitalize()}, {FORMULA}", font_size=38).set_y(3.4)
        self.progress, self.grown, self.angle = ValueTracker(0), ValueTracker(0), ValueTracker(0)
        molecule = always_redraw(
            lambda: Molecule(self.progress.get_value(), self.grown.get_value(), self.angle.get_value())
        )
        facts = self.facts()

        self.play(FadeIn(title, molecule), FadeIn(facts[0]), run_time=1)
        self.play(FadeIn(facts[1]), Wait(1), run_time=1)
        self.play(self.progress.animate.set_value(1), self.turn(0.6), run_time=4)
        self.play(self.grown.animate.set_value(1), FadeIn(facts[2]), run_time=1)
        self.play(self.turn(0.4), run_time=1.8, rate_func=linear)
        self.play(FadeIn(facts[3:]), self.turn(0.2), run_time=0.9, rate_func=linear)
        self.play(self.turn(0.85), run_time=4, rate_func=linear)
        self.wait(1)

    def turn(self, share):
        return self.angle.animate.increment_value(share * TAU)

    def facts(self):
        """What is counted, what happens, and what comes of it."""
        number = BONDS + LONE
        lines = [
            (f"{number} electron pairs around {CENTRAL}", PAIR_COLOR),
            ("they push each other apart", PAIR_COLOR),
            (f"{BONDS} of them bind {OUTER}", WHITE) if LONE else (f"each of them binds {OUTER}", WHITE),
            (f"shape: {SHAPE}", GREEN),
            (f"angle: {ANGLES}", GREEN),
        ]
        if MOLECULE == "carbon dioxide":
            lines[0] = ("2 double bonds at C", PAIR_COLOR)
        if LONE:
            lines.append(("lone pairs push harder", PAIR_COLOR))
        texts = VGroup(*[Text(words, font_size=30, color=color) for words, color in lines])
        return texts.arrange(DOWN, buff=0.4, aligned_edge=LEFT).move_to([0.7, -0.1, 0], aligned_edge=LEFT)
