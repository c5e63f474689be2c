# /// scene
# title = "Two slits: where the paths differ by whole wavelengths it is bright"
# topic = "optics"
# prompts = [
#   "double slit experiment",
#   "Show Young's double slit interference pattern of light",
#   "Interference of two point sources with their circular waves",
#   "Why are there bright and dark fringes behind two slits? Explain the path difference",
#   "two slit interference with slit separation 3 wavelengths",
# ]
# asked = [
#   "why do stripes appear on the wall behind two narrow openings",
#   "light plus light gives darkness in some places, how",
#   "laser pointer through two scratches makes a striped pattern",
#   "d = 0.2 mm, screen at 2 m: where is the first-order maximum",
#   "d sin θ = mλ, Δy = λL/d",
#   "wave nature of light, interferometer with two coherent openings",
#   "bright maxima versus dark minima: whole or half wavelengths apart",
#   "Doppelspaltversuch: helle und dunkle Streifen durch Gangunterschied",
#   "fentes d'Young : franges d'interférence et différence de marche",
#   "experimento de la doble rendija, franjas brillantes y oscuras",
# ]
# concepts = [
#   "double slit", "two slits", "slit", "Young's experiment", "interference", "interference pattern", "fringes", "bright", "dark",
#   "constructive interference", "destructive interference", "path difference", "wave fronts", "circular waves", "point sources",
#   "two sources", "coherent", "wavelength", "wavelengths", "screen", "light", "diffraction", "optics", "physics",
# ]
# licence = "MIT"
# requires = ["slit", "fringe", "source", "young"]
# variations = [
#   { SEPARATION = 8, WAVE_COLOR = "red" },
#   { SEPARATION = 1.5, WAVE_COLOR = "green" },
# ]
# [parameters]
# SEPARATION = { type = "number", min = 1.5, max = 8, near = ["wavelength", "separation", "apart", "distance", "spacing"], about = "distance of the slits in wavelengths" }
# WAVE_COLOR = { type = "color", about = "colour of the light" }
# ///
from manim import *

SEPARATION = 5
WAVE_COLOR = BLUE
PATH_COLOR = YELLOW

WAVELENGTH = min(0.6, 2.4 / SEPARATION)
WALL_X, SCREEN_X, HALF, MIDDLE = -4.6, 1.2, 2.75, -0.25
SLITS = [np.array([WALL_X, MIDDLE + side * SEPARATION * WAVELENGTH / 2, 0]) for side in (1, -1)]
HEIGHTS = np.linspace(-HALF, HALF, 241)


def on_screen(height):
    return np.array([SCREEN_X, MIDDLE + height, 0])


def path_difference(height):
    """By how many wavelengths the way from the lower slit to the screen is longer."""
    from_upper, from_lower = (np.linalg.norm(on_screen(height) - slit) for slit in SLITS)
    return (from_lower - from_upper) / WAVELENGTH


def brightness(height):
    return np.cos(PI * path_difference(height)) ** 2


def crests(phase, reach):
    """The wave fronts before the wall, and those around each slit that have come `reach` far."""
    fronts = VMobject(color=WAVE_COLOR, stroke_width=2.5, stroke_opacity=0.7)
    for x in np.arange(WALL_X + (phase - 1) * WAVELENGTH, -7, -WAVELENGTH):
        fronts.start_new_path(np.array([x, MIDDLE - HALF, 0])).add_line_to(np.array([x, MIDDLE + HALF, 0]))
    angles = np.linspace(-PI / 2, PI / 2, 49)
    for slit in SLITS:
        for radius in np.arange(phase * WAVELENGTH, reach, WAVELENGTH):
            points = slit + radius * np.column_stack([np.cos(angles), np.sin(angles), 0 * angles])
            inside = (points[:, 0] < SCREEN_X) & (abs(points[:, 1] - MIDDLE) < HALF)
            for piece in np.split(points, np.flatnonzero(np.diff(inside)) + 1):
                if len(piece) > 1 and piece[0, 0] < SCREEN_X and abs(piece[0, 1] - MIDDLE) < HALF:
                    fronts.start_new_path(piece[0]).add_points_as_corners(piece[1:])
    return fronts


def wall():
    """The wall with its two slits."""
    ys = [MIDDLE + HALF, SLITS[0][1], SLITS[1][1], MIDDLE - HALF]
    gaps = [0, 0.1, 0.1, 0]
    lines = VGroup()
    for (upper, over), (lower, under) in zip(zip(ys, gaps), zip(ys[1:], gaps[1:])):
        lines.add(Line([WALL_X, upper - over, 0], [WALL_X, lower + under, 0], color=GRAY_B, stroke_width=9))
    return lines


def pattern():
    """The screen seen from the front, each strip as bright as the light that comes there."""
    strips = VGroup()
    for height in HEIGHTS:
        strip = Rectangle(width=0.8, height=2.3 * HALF / len(HEIGHTS), stroke_width=0)
        strips.add(strip.set_fill(WAVE_COLOR, brightness(height)).move_to(on_screen(height) + 0.7 * RIGHT))
    return strips


class DisplayScene(Scene):
    def construct(self):
        clock, height = ValueTracker(0), ValueTracker(0)
        waves = always_redraw(lambda: crests(clock.get_value() % 1, max(clock.get_value(), 0) * WAVELENGTH))
        screen = Line(on_screen(-HALF), on_screen(HALF), color=WHITE, stroke_width=5)
        title = Text("Light through two slits", font_size=34).set_y(3.55)
        periods = np.ceil(7.5 / WAVELENGTH)

        self.play(Create(wall()), Create(screen), FadeIn(title), run_time=1)
        self.add(waves)
        self.play(clock.animate.set_value(periods), run_time=4, rate_func=linear)

        waves.suspend_updating()
        paths = always_redraw(lambda: self.paths(height.get_value()))
        remark = always_redraw(lambda: self.remark(path_difference(height.get_value())))
        drawn = always_redraw(lambda: self.profile(height.get_value()))
        self.play(FadeOut(title), FadeIn(paths, remark), run_time=0.5)
        self.add(drawn)
        self.play(height.animate.set_value(HALF), run_time=5, rate_func=linear)
        self.remove(drawn)
        whole = self.profile(HALF, -HALF)
        self.play(FadeOut(paths, remark), FadeIn(whole), FadeIn(pattern()), run_time=0.8)
        rule = Text("bright where the paths differ by m whole wavelengths", font_size=30, color=PATH_COLOR)
        self.play(FadeIn(self.orders()), FadeIn(rule.set_y(3.5)), run_time=0.8)
        waves.resume_updating()
        self.play(clock.animate.set_value(periods + 4), run_time=2, rate_func=linear)

    def paths(self, height):
        """The two ways to a point of the screen."""
        lines = [Line(slit, on_screen(height), color=PATH_COLOR, stroke_width=4) for slit in SLITS]
        return VGroup(*lines, Dot(on_screen(height), radius=0.1, color=PATH_COLOR))

    def remark(self, difference):
        nearness = abs(difference - round(difference))
        kind = "bright" if nearness < 0.15 else "dark" if nearness > 0.35 else "half bright"
        return Text(f"path difference: {difference:.1f} wavelengths, {kind}", font_size=30).set_y(3.5)

    def profile(self, top, bottom=0):
        """The brightness as a curve beside the screen, from one height to another."""
        heights = np.linspace(bottom, max(top, bottom + 0.01), 200)
        points = [on_screen(y) + (1.3 + 1.5 * brightness(y)) * RIGHT for y in heights]
        return VMobject(color=WHITE, stroke_width=4).set_points_as_corners(points)

    def orders(self):
        """The number of each bright fringe, beside the curve."""
        differences = np.array([path_difference(height) for height in HEIGHTS])
        labels = VGroup()
        for order in range(int(np.ceil(differences[0])), int(differences[-1]) + 1):
            height = np.interp(order, differences, HEIGHTS)
            label = Text(f"m = {order}".replace("-", "−"), font_size=26, color=PATH_COLOR)
            labels.add(label.next_to(on_screen(height) + 2.95 * RIGHT, RIGHT, buff=0.1))
        return labels
