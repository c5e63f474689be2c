# /// scene
# title = "Kruskal's algorithm: the cheapest edges that close no loop"
# topic = "graphs and searching"
# prompts = [
#   "Show Kruskal's algorithm",
#   "minimum spanning tree",
#   "How does Kruskal's algorithm find a minimum spanning tree of a weighted graph?",
#   "Connect all towns with the least cable: take the cheapest edges and skip those that close a cycle",
#   "kruskal mst animation with union find components",
# ]
# asked = [
#   "how to link all houses with the shortest total length of pipe?",
#   "islands should all be reachable: which few bridges are enough and cost least?",
#   "laying fibre or power lines between villages at the lowest overall price",
#   "Sort edges by weight, say which are accepted and which make a circuit",
#   "MST disjoint set union, sort edges, E log E, vs Prim",
#   "minimal-weight skeleton of a network, cheapest backbone, optimal connecting forest",
#   "not the best route between two towns, but a tree reaching every town cheaply",
#   "minimaler Spannbaum: Kruskal nimmt immer die kürzeste Kante ohne Kreis",
#   "arbre couvrant de poids minimal, algorithme de Kruskal étape par étape",
#   "árbol de expansión mínima con Kruskal: aristas más baratas sin formar ciclos",
# ]
# concepts = [
#   "Kruskal's algorithm", "kruskal", "minimum spanning tree", "spanning tree", "MST", "weighted graph", "edge weights", "cheapest edge", "cycle",
#   "loop", "union-find", "components", "connect all", "greedy algorithm", "graph algorithm", "graph theory", "nodes and edges", "network",
#   "least total length", "computer science",
# ]
# licence = "MIT"
# requires = ["krusk", "spanning tree", "mst", "cable", "connect all"]
# variations = [
#   { WEIGHTS = [99, 10, 88, 75, 12, 60, 11, 42, 97, 15, 33], TREE_COLOR = "pink" },
#   { WEIGHTS = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5] },
# ]
# [parameters]
# WEIGHTS = { type = "numbers", min = 1, max = 99, min_length = 11, max_length = 11, about = "lengths of the edges A-B, A-D, B-C, B-D, B-E, C-E, D-E, D-F, E-F, E-G, F-G" }
# TREE_COLOR = { type = "color", about = "colour of the tree" }
# ///
from manim import *

WEIGHTS = [6, 4, 9, 8, 7, 3, 12, 5, 10, 8, 11]
TREE_COLOR = GREEN
LOOKING_COLOR = YELLOW
LOOP_COLOR = RED
EDGES = ["AB", "AD", "BC", "BD", "BE", "CE", "DE", "DF", "EF", "EG", "FG"]
POSITIONS = {
    "A": [-6.2, 1.6, 0],
    "B": [-3.2, 2.2, 0],
    "C": [0.3, 2.2, 0],
    "D": [-4.9, -0.8, 0],
    "E": [-0.6, -0.2, 0],
    "F": [-2.4, -2.3, 0],
    "G": [1.4, -2.0, 0],
}


class Node(VGroup):
    """A circle with its letter."""

    def __init__(self, letter):
        self.circle = Circle(radius=0.4, color=GRAY_B, stroke_width=4).set_fill(BLACK, 1)
        super().__init__(self.circle, Text(letter, font_size=30).set_z_index(1))
        self.move_to(POSITIONS[letter])


class Edge(VGroup):
    """A line between two nodes with its length on it."""

    def __init__(self, ends, weight):
        self.ends, self.weight = ends, weight
        self.line = Line(POSITIONS[ends[0]], POSITIONS[ends[1]], color=GRAY_D, stroke_width=4, z_index=-2)
        label = Text(f"{weight:g}", font_size=26, color=GRAY_A).move_to(self.line)
        super().__init__(self.line, label.add_background_rectangle(opacity=1, buff=0.08).set_z_index(-1))


def find(parents, name):
    """The node that stands for the whole component."""
    while parents[name] != name:
        name = parents[name]
    return name


class DisplayScene(Scene):
    def construct(self):
        edges = [Edge(ends, weight) for ends, weight in zip(EDGES, WEIGHTS)]
        nodes = {name: Node(name) for name in POSITIONS}
        title = Text("Minimum spanning tree", font_size=36).to_edge(UP, buff=0.3)
        self.remark = VMobject()
        self.play(FadeIn(title), *[Create(edge.line) for edge in edges], run_time=1)
        self.play(*[FadeIn(edge[1]) for edge in edges], *map(GrowFromCenter, nodes.values()), run_time=0.8)

        edges.sort(key=lambda edge: edge.weight)
        entries = VGroup(*[Text(f"{e.ends[0]}–{e.ends[1]}   {e.weight:g}", font_size=26) for e in edges])
        entries.arrange(DOWN, buff=0.17, aligned_edge=LEFT).move_to([4.8, -0.15, 0])
        heading = Text("edges by length", font_size=28, color=GRAY_A).next_to(entries, UP, buff=0.25)
        self.play(FadeIn(heading), LaggedStart(*map(FadeIn, entries), lag_ratio=0.1), run_time=1.2)

        parents, total, taken = {name: name for name in nodes}, 0, 0
        for edge, entry in zip(edges, entries):
            one, other = (find(parents, end) for end in edge.ends)
            self.play(
                edge.line.animate.set_stroke(LOOKING_COLOR, 8),
                entry.animate.set_color(LOOKING_COLOR),
                run_time=0.35,
            )
            if one == other:
                self.say(f"{edge.ends[0]} and {edge.ends[1]} are joined already: a loop, skip it", LOOP_COLOR)
                self.play(
                    edge.line.animate.set_stroke(GRAY_E, 2),
                    edge[1].animate.set_opacity(0.35),
                    entry.animate.set_color(LOOP_COLOR).set_opacity(0.5),
                    run_time=0.7,
                )
                continue
            parents[one], total, taken = other, total + edge.weight, taken + 1
            self.say(f"it joins two parts: take it, total {total:g}", TREE_COLOR)
            fill = interpolate_color(BLACK, TREE_COLOR, 0.5)
            rings = [nodes[end].circle.animate.set_stroke(TREE_COLOR).set_fill(fill) for end in edge.ends]
            self.play(
                edge.line.animate.set_stroke(TREE_COLOR, 10),
                entry.animate.set_color(TREE_COLOR),
                *rings,
                run_time=0.7,
            )
            self.wait(0.2)
            if taken == len(nodes) - 1:
                break

        self.say(f"all joined by {taken} edges of total length {total:g}: none shorter", TREE_COLOR)
        rest = [edge for edge in edges if edge.line.get_stroke_width() < 9]
        self.play(*[edge.animate.set_opacity(0.15) for edge in rest], run_time=0.8)
        pulses = [node.animate(rate_func=there_and_back).scale(1.25) for node in nodes.values()]
        self.play(LaggedStart(*pulses, lag_ratio=0.15), run_time=1.3)
        self.wait(1)

    def say(self, words, color):
        self.remove(self.remark)
        self.remark = Text(words, font_size=30, color=color).move_to(3.45 * DOWN)
        self.add(self.remark)
