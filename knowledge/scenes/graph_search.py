# /// scene
# title = "Searching a graph: breadth-first or depth-first"
# topic = "graphs and searching"
# prompts = [
#   "Visualize breadth-first search",
#   "BFS on a graph with the queue shown",
#   "Show a depth-first search exploring a graph with its stack",
#   "How does DFS traverse the nodes of a graph?",
#   "animate graph traversal, visiting every vertex",
# ]
# asked = [
#   "explore a maze: all near rooms first, or one passage to its end",
#   "web crawler that follows links from page to page",
#   "friends of friends on Facebook, level by level",
#   "give the order of visited vertices starting from A, alphabetically",
#   "bfs dfs visited set, deque vs recursion",
#   "level-order exploration, flood fill, backtracking through a network",
#   "BFS versus DFS: which one sees all near vertices first",
#   "Breitensuche und Tiefensuche in einem Graphen",
#   "parcours en largeur et en profondeur d'un graphe",
#   "recorrido en anchura y en profundidad de un grafo",
# ]
# concepts = [
#   "breadth-first search", "BFS", "depth-first search", "DFS", "graph traversal", "traverse a graph", "graph search",
#   "explore a graph", "visit nodes", "vertices and edges", "queue", "stack", "graph algorithm", "graph theory",
# ]
# licence = "MIT"
# requires = ["graph", "bfs", "dfs", "breadth", "depth", "travers"]
# variations = [
#   { SEARCH = "depth-first" },
#   { SEARCH = "BFS", VISITED_COLOR = "pink" },
# ]
# [parameters]
# SEARCH = { type = "choice", options = ["breadth-first", "depth-first", "breadth first", "depth first", "BFS", "DFS"], about = "which search" }
# VISITED_COLOR = { type = "color", about = "colour of the visited nodes" }
# ///
from manim import *

SEARCH = "breadth-first"
VISITED_COLOR = GREEN
WAITING_COLOR = YELLOW
POSITIONS = {
    "A": [-5.6, 0.6, 0], "B": [-3.6, 2.0, 0], "C": [-3.6, -0.8, 0], "D": [-1.2, 2.3, 0], "E": [-1.4, 0.6, 0],
    "F": [-1.2, -1.2, 0], "G": [1.0, 1.5, 0], "H": [1.0, -0.5, 0],
}  # fmt: skip
EDGES = ["AB", "AC", "BD", "BE", "CE", "CF", "DG", "EG", "EH", "FH"]
NEIGHBOURS = {name: [(set(edge) - {name}).pop() for edge in EDGES if name in edge] for name in POSITIONS}


def node(name):
    circle = Circle(radius=0.4, color=GRAY_B, stroke_width=4).set_fill(BLACK, 1)
    return VGroup(circle, Text(name, font_size=30)).move_to(POSITIONS[name])


def ticket(name):
    box = RoundedRectangle(width=0.8, height=0.62, corner_radius=0.12, color=WAITING_COLOR).set_fill(BLACK, 1)
    return VGroup(box, Text(name, font_size=28))


def slot(index):
    return [4.6, 0.9 - 0.76 * index, 0]


class DisplayScene(Scene):
    def construct(self):
        deep = SEARCH[0] in "dD"
        nodes = {name: node(name) for name in POSITIONS}
        edges = {
            frozenset(edge): Line(
                POSITIONS[edge[0]], POSITIONS[edge[1]], color=GRAY_D, stroke_width=4, z_index=-1
            )
            for edge in EDGES
        }
        title = Text("Depth-first search" if deep else "Breadth-first search", font_size=36).to_edge(
            UP, buff=0.35
        )
        store = Text("Stack" if deep else "Queue", font_size=32, color=WAITING_COLOR).move_to([4.6, 2.4, 0])
        rule = Text("take from the top" if deep else "take from the front", font_size=24, color=GRAY_B)
        rule.next_to(store, DOWN, buff=0.15)
        tray = Rectangle(width=1.3, height=2.5, color=GRAY_D).move_to(slot(1))
        order_label = Text("Visited:", font_size=32, color=VISITED_COLOR).move_to([-5.2, -2.9, 0])

        self.play(FadeIn(title), *[Create(edge) for edge in edges.values()], run_time=1)
        self.add(*nodes.values())
        self.play(
            LaggedStart(*[GrowFromCenter(n) for n in nodes.values()], lag_ratio=0.08),
            FadeIn(store, rule, tray, order_label),
            run_time=1,
        )

        waiting, visited, tickets, reached_by = [], [], {}, {}

        def discover(names, parent=None):
            moves = []
            for name in names:
                reached_by[name] = parent
                tickets[name] = ticket(name).move_to(nodes[name])
                moves.append(nodes[name][0].animate.set_stroke(WAITING_COLOR))
            # A stack receives its newest entry on top, a queue at the end of the line.
            waiting[:] = list(names) + waiting if deep else waiting + list(names)
            return moves + [tickets[name].animate.move_to(slot(i)) for i, name in enumerate(waiting)]

        self.play(*discover(["A"]), run_time=0.6)
        while waiting:
            name = waiting.pop(0)
            parent = reached_by[name]
            box, letter = tickets.pop(name)
            place = order_label.get_right() + (0.6 + 0.85 * len(visited)) * RIGHT
            visited.append(name)
            arrive = [
                nodes[name][0]
                .animate.set_fill(interpolate_color(BLACK, VISITED_COLOR, 0.55))
                .set_stroke(VISITED_COLOR)
            ]
            if parent:
                arrive.append(edges[frozenset((parent, name))].animate.set_stroke(VISITED_COLOR, 7))
            self.play(*arrive, FadeOut(box), letter.animate.move_to(place), run_time=0.7)
            fresh = [
                other for other in NEIGHBOURS[name] if other not in visited and (deep or other not in waiting)
            ]
            known = [other for other in fresh if other in waiting]
            waiting[:] = [other for other in waiting if other not in known]
            gone = [FadeOut(tickets.pop(other)) for other in known]
            if waiting or fresh:
                self.play(*gone, *discover(fresh, name), run_time=0.6)
        pulses = [nodes[name].animate(rate_func=there_and_back).scale(1.3) for name in visited]
        self.play(LaggedStart(*pulses, lag_ratio=0.2), run_time=1.5)
        self.wait(1)
