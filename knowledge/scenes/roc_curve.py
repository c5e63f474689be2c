# /// scene
# title = "The ROC curve: every threshold trades hits for false alarms"
# topic = "learning from data"
# prompts = [
#   "What is an ROC curve?",
#   "ROC curve and AUC",
#   "Show how moving the threshold of a classifier traces the ROC curve",
#   "true positive rate against false positive rate as the threshold slides over two score distributions",
#   "ROC curve for two classes with separation 3",
# ]
# asked = [
#   "stricter or laxer alarm: how many real and false ones do we get?",
#   "where to set the cut-off so that few sick people are missed?",
#   "smoke detector: set more sensitively it gives more needless alarms",
#   "Compute TPR and FPR at three cut-offs and sketch the graph",
#   "sklearn roc_auc_score, tp/(tp+fn) against fp/(fp+tn)",
#   "signal detection theory, relative operating characteristic, c-statistic, discrimination ability",
#   "accuracy at one cut-off against quality over all cut-offs",
#   "ROC-Kurve: Trefferrate gegen Fehlalarmrate bei verschiebbarem Schwellenwert",
#   "courbe ROC : taux de vrais positifs contre faux positifs selon le seuil",
#   "curva ROC y AUC, sensibilidad contra falsos positivos al mover el umbral",
# ]
# concepts = [
#   "ROC curve", "ROC", "receiver operating characteristic", "AUC", "area under the ROC curve", "threshold", "true positive rate",
#   "false positive rate", "true positives", "false positives", "sensitivity", "specificity", "hits", "false alarms", "score distributions",
#   "classifier", "classes", "binary classification", "evaluation", "separation", "machine learning",
# ]
# licence = "MIT"
# requires = ["roc", "auc", "threshold", "receiver"]
# variations = [
#   { SEPARATION = 4, POSITIVE_COLOR = "green" },
#   { SEPARATION = 0, NEGATIVE_COLOR = "purple" },
# ]
# [parameters]
# SEPARATION = { type = "number", min = 0, max = 4, near = ["separation", "separated", "apart", "d'"], about = "how far apart the two classes' scores are, in standard deviations" }
# POSITIVE_COLOR = { type = "color", about = "colour of the positive class" }
# NEGATIVE_COLOR = { type = "color", about = "colour of the negative class" }
# ///
from math import erf

from manim import *

SEPARATION = 1.8
POSITIVE_COLOR = ORANGE
NEGATIVE_COLOR = BLUE
CURVE_COLOR = YELLOW
MEANS = {"negative": -SEPARATION / 2, "positive": SEPARATION / 2}
EDGE = 5.5


def density(x, mean):
    return np.exp(-((x - mean) ** 2) / 2) / np.sqrt(TAU)


def share_above(threshold, mean):
    """The part of a class whose score is above the threshold."""
    return (1 - erf((threshold - mean) / np.sqrt(2))) / 2


def rates(threshold):
    """The false positive rate and the true positive rate."""
    return tuple(share_above(threshold, MEANS[name]) for name in ("negative", "positive"))


class DisplayScene(Scene):
    def construct(self):
        self.scores = Axes(
            [-EDGE, EDGE], [0, 0.42], 6.4, 2.8, tips=False, axis_config={"include_ticks": False}
        )
        self.scores.y_axis.set_opacity(0)
        self.scores.move_to([-3.4, 0.5, 0])
        self.square = Axes([0, 1], [0, 1], 4.2, 4.2, tips=False, axis_config={"include_ticks": False})
        self.square.move_to([3.9, 0.2, 0])
        self.threshold = ValueTracker(EDGE)

        humps = VGroup(
            *[
                self.scores.plot(lambda x, m=MEANS[name]: density(x, m), color=color, stroke_width=5)
                for name, color in (("negative", NEGATIVE_COLOR), ("positive", POSITIVE_COLOR))
            ]
        )
        names = VGroup(
            Text("negative class", font_size=28, color=NEGATIVE_COLOR).move_to([-5.1, 2.9, 0]),
            Text("positive class", font_size=28, color=POSITIVE_COLOR).move_to([-1.7, 2.9, 0]),
        )
        axis_name = Text("score", font_size=26).next_to(self.scores, DOWN, buff=0.15)
        heading = Text("ROC curve", font_size=32, color=CURVE_COLOR).next_to(self.square, UP, buff=0.4)
        across = Text("false positive rate", font_size=26, color=NEGATIVE_COLOR).next_to(
            self.square, DOWN, buff=0.15
        )
        up = Text("true positive rate", font_size=26, color=POSITIVE_COLOR).rotate(PI / 2)
        up.next_to(self.square, LEFT, buff=0.15)
        chance = DashedLine(self.square.c2p(0, 0), self.square.c2p(1, 1), color=GRAY_C)

        self.play(Create(self.scores.x_axis), Create(humps), FadeIn(names, axis_name), run_time=1.4)
        self.play(Create(self.square), FadeIn(heading, across, up), run_time=1)
        moving = always_redraw(self.cut)
        curve = always_redraw(self.curve)
        readings = VGroup(
            self.reading("true positives", 1, POSITIVE_COLOR),
            self.reading("false positives", 0, NEGATIVE_COLOR),
        )
        readings.arrange(DOWN, buff=0.25, aligned_edge=RIGHT).move_to([-3.4, -2.2, 0])
        remark = self.remark("everything right of the threshold is called positive")
        self.play(FadeIn(moving, readings, remark), run_time=0.7)
        self.add(curve)
        self.play(self.threshold.animate.set_value(0), run_time=3.5, rate_func=smooth)
        self.wait(0.5)
        self.play(self.threshold.animate.set_value(-EDGE), run_time=3, rate_func=smooth)
        for mobject in (moving, curve, *[number for _, number in readings]):
            mobject.clear_updaters()

        self.remove(remark)
        area = 0.5 * (1 + erf(SEPARATION / 2))  # the chance that a positive scores higher than a negative
        points = [self.square.c2p(*rates(t)) for t in np.linspace(EDGE, -EDGE, 120)]
        corner = [self.square.c2p(1, 1), self.square.c2p(1, 0), self.square.c2p(0, 0)]
        below = Polygon(*points, *corner, stroke_width=0).set_fill(CURVE_COLOR, 0.3).set_z_index(-1)
        label = Text(f"AUC = {area:.2f}", font_size=30).move_to(self.square.c2p(0.62, 0.25))
        label.add_background_rectangle(opacity=0.75, buff=0.12)
        remark = self.remark(self.verdict(area))
        self.play(FadeIn(below), Create(chance), FadeIn(remark), run_time=1)
        self.play(FadeIn(label, scale=1.3), run_time=0.6)
        self.wait(1.5)

    def cut(self):
        """The threshold and the parts of both classes to the right of it."""
        t = self.threshold.get_value()
        xs = np.linspace(t, EDGE, 60)
        parts = VGroup()
        for name, color in (("negative", NEGATIVE_COLOR), ("positive", POSITIVE_COLOR)):
            top = [self.scores.c2p(x, density(x, MEANS[name])) for x in xs]
            part = Polygon(self.scores.c2p(t, 0), *top, self.scores.c2p(EDGE, 0), stroke_width=0)
            parts.add(part.set_fill(color, 0.5))
        line = Line(self.scores.c2p(t, 0), self.scores.c2p(t, 0.44), color=WHITE, stroke_width=5)
        return parts.add(line)

    def curve(self):
        """The ROC curve up to the threshold of now."""
        ts = np.linspace(EDGE, min(self.threshold.get_value(), EDGE - 0.01), 80)
        points = [self.square.c2p(*rates(t)) for t in ts]
        path = VMobject(color=CURVE_COLOR, stroke_width=6).set_points_as_corners(points)
        return VGroup(path, Dot(points[-1], 0.1, color=WHITE))

    def reading(self, words, which, color):
        """One of the two rates in percent."""
        value = lambda: round(100 * rates(self.threshold.get_value())[which])
        number = Integer(value(), mob_class=Text, font_size=30, color=color)
        number.add_updater(lambda each: each.set_value(value()))
        return VGroup(Text(f"{words} in %:", font_size=30, color=color), number).arrange(RIGHT, buff=0.3)

    def verdict(self, area):
        if area < 0.55:
            return "no better than chance"
        return (
            "nearly perfect: it hugs the corner"
            if area > 0.95
            else "the larger the area, the better the classifier"
        )

    def remark(self, words):
        return Text(words, font_size=30, color=CURVE_COLOR).move_to(3.45 * DOWN)
