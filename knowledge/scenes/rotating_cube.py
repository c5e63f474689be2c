# /// scene
# title = "A rotating cube with its vertices, edges and faces"
# topic = "geometry"
# prompts = [
#   "rotating cube",
#   "Show a red 3D cube spinning around",
#   "Animate a cube turning in space 2 times",
#   "How many edges, vertices and faces does a cube have?",
#   "I want a 3d box that rotates slowly",
# ]
# asked = [
#   "dice turning in the air so that I see all of it",
#   "how many corners, ridges and flat sides has a sugar lump?",
#   "packaging carton seen from every direction, slow product view",
#   "Verify V − E + F = 2 for a hexahedron",
#   "3d wireframe box spin loop, V=8 E=12 F=6, ThreeDScene Cube",
#   "regular hexahedron revolving, Platonic solid bounded by six squares",
#   "flat square against solid body with six of them, in space",
#   "sich drehender Würfel in 3D mit Ecken, Kanten und Flächen",
#   "cube en rotation : sommets, arêtes et faces en trois dimensions",
#   "cubo que gira en 3D, cuántos vértices, aristas y caras tiene",
# ]
# concepts = [
#   "cube", "rotating cube", "3D", "three dimensions", "box", "solid", "polyhedron", "rotate", "rotation", "spin",
#   "turn", "vertices", "edges", "faces", "Euler characteristic",
# ]
# licence = "MIT"
# variations = [
#   { COLOR = "red", TURNS = 1 },
#   { COLOR = "#88CC44", TURNS = 3 },
# ]
# [parameters]
# COLOR = { type = "color", about = "colour of the cube's faces" }
# TURNS = { type = "integer", min = 1, max = 3, near = ["turns", "times", "rotations", "spins"], about = "how many full turns it makes" }
# ///
from manim import *

COLOR = BLUE
TURNS = 2
SIDE = 2.9


class WireCube(VGroup):
    """A translucent cube whose faces, edges and corners can be animated apart."""

    def __init__(self, side, color):
        corners = [side / 2 * np.array([x, y, z]) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]
        self.faces = Cube(side_length=side, fill_color=color, fill_opacity=0.6)
        self.edges = VGroup(
            Line(a, b, color=WHITE, stroke_width=3)
            for i, a in enumerate(corners)
            for b in corners[i + 1 :]
            if np.count_nonzero(a != b) == 1
        )
        self.corners = VGroup(VectorizedPoint(corner) for corner in corners)
        super().__init__(self.faces, self.edges, self.corners)


def dot_on(corner):
    return Dot(radius=0.09, color=YELLOW).add_updater(
        lambda dot: dot.move_to(corner.get_center()), call_updater=True
    )


class DisplayScene(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=68 * DEGREES, theta=-122 * DEGREES)
        cube = WireCube(SIDE, COLOR)
        dots = VGroup(dot_on(corner) for corner in cube.corners)
        counts = VGroup(
            Text("8 vertices", color=YELLOW, font_size=34),
            Text("12 edges", font_size=34),
            Text("6 faces", color=COLOR, font_size=34),
        )
        counts.arrange(DOWN, buff=0.5, aligned_edge=LEFT).to_edge(LEFT, buff=0.7)
        euler = Text("vertices − edges + faces  =  8 − 12 + 6  =  2", font_size=32)
        euler.to_edge(DOWN, buff=0.5)
        self.add_fixed_in_frame_mobjects(counts, euler)
        self.add_fixed_orientation_mobjects(*dots)
        self.remove(counts, euler, *dots)

        self.begin_ambient_camera_rotation(rate=0.25)
        self.play(
            LaggedStart(*map(FadeIn, dots), lag_ratio=0.2), FadeIn(counts[0], shift=RIGHT), run_time=1.2
        )
        self.play(Create(cube.edges, lag_ratio=0.1), FadeIn(counts[1], shift=RIGHT), run_time=1.5)
        self.play(FadeIn(cube.faces), FadeIn(counts[2], shift=RIGHT), run_time=1.2)
        self.stop_ambient_camera_rotation()

        self.play(Rotate(cube, TURNS * TAU, axis=OUT), run_time=1 + 1.5 * TURNS)
        self.play(Rotate(cube, TAU, axis=[1, 1, 1]), FadeIn(euler), run_time=3)
        self.wait(1)
