# /// scene
# title = "The surface z = f(x, y), seen from all sides and cut into slices"
# topic = "fields and surfaces"
# prompts = [
#   "Plot the surface z = x^2 - y^2 in 3D",
#   "3d graph of sin(x)*cos(y)",
#   "Show me a saddle surface while the camera moves around it",
#   "What does a function of two variables look like?",
#   "draw a paraboloid x^2 + y^2 as a rotating 3D plot",
# ]
# asked = [
#   "landscape with hills and valleys made from a formula, walk around it",
#   "what does a potato chip or a riding seat look like as an equation?",
#   "roof or terrain whose height depends on two directions on the ground",
#   "Sketch f(x,y) = x² − y² in space and its cross-sections",
#   "ax.plot_surface(X, Y, Z) meshgrid, ThreeDAxes, orbit camera",
#   "hyperbolic paraboloid, relief of a two-variable scalar field, elevation mesh",
#   "curve over a line against sheet over a plane: one input or two",
#   "Funktion zweier Veränderlicher als Fläche im Raum, Sattelfläche in 3D",
#   "surface z = f(x, y) en 3D, selle de cheval, fonction de deux variables",
#   "superficie en 3D de una función de dos variables, silla de montar",
# ]
# concepts = [
#   "surface", "surface plot", "3D", "3D plot", "three dimensions", "graph", "function of two variables",
#   "multivariable function", "z = f(x, y)", "saddle", "paraboloid", "slices", "camera rotation",
# ]
# licence = "MIT"
# variations = [
#   { FUNCTION = "sin(x)*cos(y)", RANGE = [-3, 3], HIGH_COLOR = "orange" },
#   { FUNCTION = "x^2 + y^2 + 20", RANGE = [0, 5] },
#   { FUNCTION = "3", HIGH_COLOR = "green" },
# ]
# [parameters]
# FUNCTION = { type = "expression", variables = ["x", "y"], over = "RANGE", about = "the height z as a function of x and y" }
# RANGE = { type = "range", min = -20, max = 20, about = "the interval shown of x and of y" }
# HIGH_COLOR = { type = "color", about = "colour of the highest parts of the surface" }
# ///
from manim import *

FUNCTION = lambda x, y: (x**2 - y**2) / 2
FUNCTION_TEX = r"\frac{x^{2} - y^{2}}{2}"
RANGE = [-2, 2]
HIGH_COLOR = YELLOW
LOW_COLOR = BLUE_E
SLICE_COLOR = WHITE


def height_range(low, high):
    grid = np.linspace(low, high, 25)
    heights = [float(FUNCTION(x, y)) for x in grid for y in grid]
    bottom, top = min(heights), max(heights)
    return (bottom, top) if top - bottom > 1e-6 else (bottom - 1, top + 1)


def colored_by_height(surface):
    heights = [face.get_center()[2] for face in surface]
    bottom, span = min(heights), max(np.ptp(heights), 1e-6)
    for face, height in zip(surface, heights, strict=True):
        color = interpolate_color(LOW_COLOR, HIGH_COLOR, (height - bottom) / span)
        face.set_fill(color, 0.85).set_stroke(color, 0.8)
    return surface


class DisplayScene(ThreeDScene):
    def construct(self):
        low, high = RANGE
        bottom, top = height_range(low, high)
        step = (high - low) / 4
        axes = ThreeDAxes(
            x_range=[low, high, step],
            y_range=[low, high, step],
            z_range=[bottom, top, (top - bottom) / 4],
            x_length=5.5,
            y_length=5.5,
            z_length=3,
            axis_config={"stroke_color": GRAY_B, "include_ticks": False},
            num_axis_pieces=1,
        )
        axes.shift(-axes.c2p((low + high) / 2, (low + high) / 2, (bottom + top) / 2))

        def point(x, y):
            return axes.c2p(x, y, float(FUNCTION(x, y)))

        def slice_at(y):
            return ParametricFunction(
                lambda x: point(x, y), t_range=[low, high, step / 6], color=SLICE_COLOR, stroke_width=6
            )

        surface = Surface(point, u_range=RANGE, v_range=RANGE, resolution=(14, 14))
        colored_by_height(surface)
        flat = surface.copy().stretch(0.001, 2, about_point=axes.c2p(0, 0, bottom))
        formula = MathTex("z = " + FUNCTION_TEX, font_size=44)
        if formula.width > 6:
            formula.scale_to_fit_width(6)
        formula.to_corner(UL, buff=0.5)
        names = VGroup(
            Text("x", font_size=30).move_to(axes.x_axis.get_end() + 0.3 * RIGHT),
            Text("y", font_size=30).move_to(axes.y_axis.get_end() + 0.3 * UP),
            Text("z", font_size=30).move_to(axes.z_axis.get_end() + 0.3 * OUT),
        )
        names.set_stroke(BLACK, 6, background=True)  # else they are pale on the surface
        self.add_fixed_in_frame_mobjects(formula)
        self.add_fixed_orientation_mobjects(*names)
        self.remove(formula, *names)

        self.camera.should_apply_shading = False  # the colours tell the height: light would change them
        self.set_camera_orientation(phi=65 * DEGREES, theta=-60 * DEGREES)
        self.play(Create(axes), FadeIn(flat), FadeIn(names), run_time=1)
        self.play(Transform(flat, surface), Write(formula), run_time=2)
        self.begin_ambient_camera_rotation(rate=0.5)
        at = ValueTracker(low)
        cut = always_redraw(lambda: slice_at(at.get_value()))
        self.add(cut)
        self.play(at.animate.set_value(high), run_time=4)
        self.play(at.animate.set_value((low + high) / 2), run_time=2)
        self.stop_ambient_camera_rotation()
        self.wait(1)
