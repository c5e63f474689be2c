# /// scene
# title = "Dijkstra's algorithm: the shortest path in a weighted graph"
# topic = "graphs and searching"
# prompts = [
#   "Visualize Dijkstra's algorithm",
#   "Find the shortest path in a weighted graph",
#   "dijkstra shortest path animation with tentative distances",
#   "How does a navigation system find the quickest route between two places?",
#   "Show the shortest path algorithm relaxing edges on a small graph",
# ]
# asked = [
#   "cheapest way from home to school when every road costs something",
#   "always continue from the closest place reached so far until the goal",
#   "internet packets choosing the least costly hops, OSPF routing",
#   "fill the table of provisional distances from S to all others",
#   "SSSP with heapq, non-negative weights, djikstra",
#   "least-cost path, uniform-cost search, best-first with positive costs",
#   "shortest route versus breadth-first search when edges have lengths",
#   "Dijkstra-Algorithmus: kürzester Weg in einem gewichteten Graphen",
#   "algorithme de Dijkstra, plus court chemin entre deux sommets",
#   "camino más corto en un grafo con pesos",
# ]
# concepts = [
#   "Dijkstra's algorithm", "dijkstra", "shortest path", "shortest route", "weighted graph", "edge weights", "distance",
#   "relax edges", "route finding", "graph algorithm", "graph theory", "nodes and edges", "network", "computer science",
# ]
# licence = "MIT"
# variations = [
#   { WEIGHTS = [99, 10, 88, 75, 12, 60, 11, 42, 97, 15], PATH_COLOR = "pink" },
#   { WEIGHTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
# ]
# [parameters]
# WEIGHTS = { type = "numbers", min = 1, max = 99, min_length = 10, max_length = 10, about = "lengths of the edges S-A, S-B, A-B, A-C, B-C, B-D, C-D, C-T, D-T, A-T" }
# PATH_COLOR = { type = "color", about = "colour of the shortest path" }
# ///
from manim import *

WEIGHTS = [4, 2, 1, 5, 8, 10, 2, 6, 3, 14]
PATH_COLOR = YELLOW
SETTLED_COLOR = GREEN
LOOKING_COLOR = BLUE
EDGES = ["SA", "SB", "AB", "AC", "BC", "BD", "CD", "CT", "DT", "AT"]
POSITIONS = {
    "S": [-5.6, 0.2, 0],
    "A": [-2.9, 1.9, 0],
    "B": [-2.9, -1.7, 0],
    "C": [1.2, -0.1, 0],
    "D": [2.0, -1.9, 0],
    "T": [5.4, 0.6, 0],
}


class Node(VGroup):
    """A circle with its letter; the best known distance stands outside it."""

    def __init__(self, letter):
        self.circle = Circle(radius=0.42, color=GRAY_B, stroke_width=4).set_fill(BLACK, 1)
        super().__init__(self.circle, Text(letter, font_size=30).set_z_index(1))
        self.move_to(POSITIONS[letter])
        self.label_side = DOWN if letter in "BD" else UP

    def distance_label(self, text, color=WHITE):
        return Text(text, font_size=30, color=color).next_to(self.circle, self.label_side, buff=0.15)


class Edge(VGroup):
    """A line with its weight on it."""

    def __init__(self, ends, weight):
        self.line = Line(POSITIONS[ends[0]], POSITIONS[ends[1]], color=GRAY_D, stroke_width=4, z_index=-2)
        label = Text(f"{weight:g}", font_size=26, color=GRAY_A).move_to(self.line.point_from_proportion(0.45))
        super().__init__(self.line, label.add_background_rectangle(opacity=1, buff=0.08).set_z_index(-1))


class DisplayScene(Scene):
    def construct(self):
        weights = dict(zip(map(frozenset, EDGES), WEIGHTS))
        edges = {frozenset(ends): Edge(ends, weight) for ends, weight in zip(EDGES, WEIGHTS)}
        nodes = {name: Node(name) for name in POSITIONS}
        title = Text("Shortest path from S to T", font_size=36).to_edge(UP, buff=0.35)
        best, came_from, settled = {name: np.inf for name in nodes} | {"S": 0}, {}, []
        labels = {name: node.distance_label("0" if name == "S" else "∞") for name, node in nodes.items()}

        self.play(FadeIn(title), *[Create(edge.line) for edge in edges.values()], run_time=1)
        self.play(
            *[FadeIn(edge[1]) for edge in edges.values()], *map(GrowFromCenter, nodes.values()), run_time=0.8
        )
        self.play(*map(FadeIn, labels.values()), run_time=0.5)

        remark = VMobject()
        while len(settled) < len(nodes):
            name = min((other for other in nodes if other not in settled), key=best.get)
            settled.append(name)
            self.remove(remark)
            remark = Text(f"Nearest open node: {name}, at distance {best[name]:g}", font_size=30).to_edge(
                DOWN, buff=0.4
            )
            self.add(remark)
            fill = interpolate_color(BLACK, SETTLED_COLOR, 0.5)
            self.play(
                nodes[name].circle.animate.set_stroke(SETTLED_COLOR).set_fill(fill),
                labels[name].animate.set_color(SETTLED_COLOR),
                run_time=0.5,
            )
            if name == "T":
                break
            open_edges = [ends for ends in edges if name in ends and not ends - {name} <= set(settled)]
            changes = []
            for ends in open_edges:
                (other,) = ends - {name}
                if best[name] + weights[ends] < best[other]:
                    best[other], came_from[other] = best[name] + weights[ends], name
                    label = nodes[other].distance_label(f"{best[other]:g}", LOOKING_COLOR)
                    changes += [FadeOut(labels[other], shift=0.2 * UP), FadeIn(label, shift=0.2 * UP)]
                    labels[other] = label
            looks = [edges[ends].line.animate.set_stroke(LOOKING_COLOR, 7) for ends in open_edges]
            self.play(*looks, run_time=0.4)
            self.play(*changes, Wait(0.6), run_time=0.6)
            self.play(*[edges[ends].line.animate.set_stroke(GRAY_D, 4) for ends in open_edges], run_time=0.3)

        path = ["T"]
        while path[0] != "S":
            path.insert(0, came_from[path[0]])
        steps = [
            AnimationGroup(
                edges[frozenset(pair)].line.animate.set_stroke(PATH_COLOR, 10),
                nodes[pair[1]].circle.animate.set_stroke(PATH_COLOR, 6),
            )
            for pair in zip(path, path[1:])
        ]
        answer = Text(f"Shortest: {' – '.join(path)}, length {best['T']:g}", font_size=32, color=PATH_COLOR)
        self.play(nodes["S"].circle.animate.set_stroke(PATH_COLOR, 6), FadeOut(remark), run_time=0.4)
        self.play(LaggedStart(*steps, lag_ratio=0.7), FadeIn(answer.to_edge(DOWN, buff=0.4)), run_time=1.8)
        self.wait(1)
