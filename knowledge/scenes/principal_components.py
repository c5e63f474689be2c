# /// scene
# title = "Principal components: the line along which points vary most"
# topic = "learning from data"
# prompts = [
#   "Explain principal component analysis",
#   "PCA",
#   "PCA of 60 points with correlation -0.7",
#   "How does PCA reduce two dimensions to one?",
#   "Show a line turning in a cloud of points until the projected variance is largest",
# ]
# asked = [
#   "along which line does a swarm of dots cast its longest shadow?",
#   "how can I squash two measurements into one number without losing much?",
#   "height and weight of people combined into a single size score",
#   "Find the leading eigenvector of the covariance and project the data on it",
#   "sklearn PCA(n_components=1), explained variance ratio, 2d scatter",
#   "Karhunen-Loève transform, Hotelling transform, empirical orthogonal functions, factor axis",
#   "regression line against main axis: vertical gaps or perpendicular shadows?",
#   "Hauptkomponentenanalyse: Richtung der größten Streuung in einer Punktwolke, zwei Merkmale auf eines",
#   "analyse en composantes principales (ACP) : axe de plus grande variance du nuage",
#   "análisis de componentes principales, dirección de máxima varianza en la nube de puntos",
# ]
# concepts = [
#   "principal component analysis", "principal components", "principal component", "PCA", "dimensionality reduction", "dimension reduction",
#   "reduce dimensions", "projection", "projected variance", "variance", "direction of largest variance", "cloud of points", "covariance",
#   "correlation", "data", "statistics", "machine learning",
# ]
# licence = "MIT"
# requires = ["pca", "principal comp", "dimensionality", "dimension reduction", "projected variance", "reduce two dim"]
# variations = [
#   { POINTS = 80, CORRELATION = -0.95 },
#   { POINTS = 20, CORRELATION = 0, LINE_COLOR = "green" },
# ]
# [parameters]
# POINTS = { type = "integer", min = 20, max = 80, near = ["points", "samples", "observations"], about = "number of points" }
# CORRELATION = { type = "number", min = -0.95, max = 0.95, near = ["correlation", "r"], about = "correlation of the two coordinates" }
# LINE_COLOR = { type = "color", about = "colour of the first principal component" }
# ///
from manim import *

POINTS = 40
CORRELATION = 0.8
LINE_COLOR = YELLOW
SECOND_COLOR = PINK
POINT_COLOR = BLUE
SEED = 8
SPREADS = [1.9, 1.1]
CENTER = 0.1 * DOWN
REACH = 5.2


def cloud():
    """Points round the origin with exactly the spreads and the correlation asked for."""
    rng = np.random.default_rng(SEED)
    raw = rng.normal(0, 1, (POINTS, 2))
    raw *= np.minimum(1, 2 / np.linalg.norm(raw, axis=1))[:, None]  # no stragglers
    raw -= raw.mean(axis=0)
    plain = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw.T))).T
    mixed = CORRELATION * SPREADS[0] * SPREADS[1]
    wanted = np.array([[SPREADS[0] ** 2, mixed], [mixed, SPREADS[1] ** 2]])
    return plain @ np.linalg.cholesky(wanted).T


def direction(angle):
    return np.array([np.cos(angle), np.sin(angle)])


def place(point):
    return CENTER + np.append(point, 0)


def axis(angle, color):
    """A line through the middle of the cloud, no longer than the picture is high or wide."""
    across, up = abs(direction(angle))
    reach = min(REACH, 2.75 / max(up, 1e-9), 6.3 / max(across, 1e-9))
    return Line(
        place(-reach * direction(angle)), place(reach * direction(angle)), color=color, stroke_width=5
    )


class DisplayScene(Scene):
    def construct(self):
        self.points = cloud()
        values, vectors = np.linalg.eigh(np.cov(self.points.T))
        best = float(np.arctan2(vectors[1, 1], vectors[0, 1])) % PI
        best -= PI if best > PI / 2 else 0
        share = values[1] / values.sum()
        self.angle = ValueTracker(best - 0.55 * PI)
        dots = VGroup(*[Dot(place(point), 0.08, color=POINT_COLOR) for point in self.points])
        line = always_redraw(lambda: axis(self.angle.get_value(), LINE_COLOR))
        shadows = always_redraw(self.shadows)
        reading = self.reading()

        self.play(LaggedStart(*[FadeIn(dot, scale=3) for dot in dots], lag_ratio=0.03), run_time=1.2)
        self.play(Create(line), FadeIn(reading), run_time=0.8)
        self.play(FadeIn(shadows), run_time=0.6)
        remark = self.remark("turn the line: where do the shadows spread most?")
        self.play(FadeIn(remark), run_time=0.4)
        self.play(self.angle.animate.increment_value(PI), run_time=5, rate_func=smooth)
        self.play(self.angle.animate.set_value(best + PI), run_time=2)
        for mobject in (line, shadows, *reading):
            mobject.clear_updaters()
        self.remove(remark)
        remark = self.remark(f"first principal component: {100 * share:.0f}% of all variance", LINE_COLOR)
        self.play(FadeIn(remark), Indicate(line, color=LINE_COLOR), run_time=1)

        second = axis(best + PI / 2, SECOND_COLOR)
        corner = RightAngle(line, second, length=0.3, color=WHITE)
        self.play(Create(second), FadeIn(corner), run_time=0.9)
        self.remove(remark)
        remark = self.remark(
            f"second one, at right angles: the other {100 - round(100 * share)}%", SECOND_COLOR
        )
        self.play(FadeIn(remark), run_time=0.5)
        self.wait(1)
        self.remove(remark)
        remark = self.remark("two dimensions become one: keep the shadows only", LINE_COLOR)
        feet = self.points @ direction(best)
        slides = [dot.animate.move_to(place(foot * direction(best))) for dot, foot in zip(dots, feet)]
        self.play(FadeIn(remark), FadeOut(second, corner, shadows), *slides, run_time=2)
        self.wait(1.3)

    def shadows(self):
        """Every point's projection onto the line, joined to it."""
        along = direction(self.angle.get_value())
        links = VMobject(color=GRAY_B, stroke_width=2, stroke_opacity=0.6)
        feet = VGroup(links)
        for point in self.points:
            foot = place(point @ along * along)
            links.start_new_path(place(point)).add_line_to(foot)
            feet.add(Dot(foot, 0.06, color=LINE_COLOR))
        return feet

    def reading(self):
        """The variance of the shadows as a number."""
        value = lambda: float(np.var(self.points @ direction(self.angle.get_value()), ddof=1))
        words = Text("variance along the line", font_size=30)
        number = DecimalNumber(value(), num_decimal_places=2, mob_class=Text, font_size=30, color=LINE_COLOR)
        number.add_updater(lambda each: each.set_value(value()))
        row = VGroup(words, number).arrange(RIGHT, buff=0.3).move_to(3.4 * UP)
        number.align_to(words[0], DOWN)  # on the same line of writing
        return row

    def remark(self, words, color=WHITE):
        return Text(words, font_size=30, color=color).move_to(3.45 * DOWN)
