# /// scene
# title = "The normal distribution and the 68–95–99.7 rule"
# topic = "statistics"
# prompts = [
#   "Show the normal distribution",
#   "bell curve with mean 100 and standard deviation 15",
#   "What is the 68-95-99.7 rule?",
#   "Draw a Gaussian with mu = 0 and sigma = 1 and shade the area within one standard deviation",
#   "How much of the data lies within two standard deviations of the mean?",
# ]
# asked = [
#   "why are most people of average height and only few very tall?",
#   "hump-shaped frequency curve: most values in the middle, few at both ends",
#   "IQ scores from 85 to 115: which part of the population has them?",
#   "X ~ N(50, 8²): find P(42 < X < 58) without a table",
#   "pdf N(mu, sigma^2), std dev bands 1σ 2σ 3σ",
#   "Laplace-Gauss law, error curve, three-sigma rule",
#   "one sigma against two sigma: how much more lies inside?",
#   "Normalverteilung: Glockenkurve mit Erwartungswert und Sigma-Regeln",
#   "loi normale : courbe en cloche, 68%, 95% et 99,7% des valeurs",
#   "distribución normal, campana de Gauss, desviación típica y porcentajes",
# ]
# concepts = [
#   "normal distribution", "bell curve", "Gaussian", "gaussian distribution", "68-95-99.7 rule", "empirical rule",
#   "standard deviation", "sigma", "mean", "area under the bell curve", "probability density", "probability", "statistics",
# ]
# licence = "MIT"
# requires = ["normal", "gauss", "bell", "68", "standard dev", "sigma"]
# variations = [
#   { MEAN = 100, SIGMA = 15 },
#   { MEAN = -1250.5, SIGMA = 333.25, CURVE_COLOR = "red" },
# ]
# [parameters]
# MEAN = { type = "number", min = -10000, max = 10000, near = ["mean", "mu", "average", "centred at", "centered at", "μ"], about = "the mean" }
# SIGMA = { type = "number", min = 0.01, max = 10000, near = ["sigma", "standard deviation", "sd", "std", "deviation", "σ"], about = "the standard deviation" }
# CURVE_COLOR = { type = "color", about = "colour of the curve" }
# ///
from manim import *

MEAN = 0
SIGMA = 1
CURVE_COLOR = WHITE
BANDS = [(1, "68.3%", BLUE), (2, "95.4%", TEAL), (3, "99.7%", GREEN)]
UNIT, BASELINE, HEIGHT = 1.65, -1.3, 3.6


def shown(number):
    return f"{number:.6g}".replace("-", "−")


def spot(z, up=0.0):
    return np.array([UNIT * z, BASELINE + up, 0])


def bell(z):
    return spot(z, HEIGHT * np.exp(-z * z / 2))


def band(low, high, color):
    """The area under the bell between low and high, in standard deviations from the mean."""
    edge = [bell(z) for z in np.linspace(low, high, 60)]
    area = Polygon(spot(low), *edge, spot(high), stroke_width=0)
    return area.set_fill(color, 0.75)


class DisplayScene(Scene):
    def construct(self):
        title = Text(
            f"Normal distribution: mean {shown(MEAN)}, standard deviation {shown(SIGMA)}", font_size=34
        )
        title.scale(min(1, 13 / title.width)).to_edge(UP, buff=0.35)
        axis = Line(spot(-4), spot(4), color=GRAY_B)
        ticks, marks = VGroup(), VGroup()
        for z in range(-3, 4):
            ticks.add(Line(spot(z, -0.1), spot(z, 0.1), color=GRAY_B))
            marks.add(Text(shown(MEAN + z * SIGMA), font_size=26).move_to(spot(z, -0.4)))
        smaller = min(1, 0.88 * UNIT / max(mark.width for mark in marks))
        for mark in marks:
            mark.scale(smaller)
        curve = ParametricFunction(bell, t_range=[-4, 4, 0.05], color=CURVE_COLOR, stroke_width=5)
        middle = DashedLine(spot(0), bell(0), color=YELLOW)
        self.play(FadeIn(title), Create(axis), FadeIn(ticks, marks), run_time=1)
        self.play(Create(curve), run_time=2)
        self.play(Create(middle), Indicate(marks[3], color=YELLOW), run_time=0.8)

        # Each band opens from the mean outwards; beneath it a bracket shows its width.
        for rank, (width, share, color) in enumerate(BANDS):
            reach = ValueTracker(width - 0.99)
            inner = width - 1

            def opening(inner=inner, color=color, reach=reach):
                outer = reach.get_value()
                return VGroup(band(-outer, -inner, color), band(inner, outer, color)).set_z_index(-1)

            area = always_redraw(opening)
            level = -0.85 - 0.5 * rank
            bracket = DoubleArrow(
                spot(-width, level), spot(width, level), buff=0, color=color, tip_length=0.2
            )
            label = Text(share, font_size=28, color=color).move_to(spot(0, level))
            label.add_background_rectangle(opacity=1, buff=0.1)
            self.add(area)
            self.play(reach.animate.set_value(width), GrowFromCenter(bracket), FadeIn(label), run_time=1.2)
            area.clear_updaters()
            self.wait(0.6)
        self.wait(1)
