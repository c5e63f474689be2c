# /// scene
# title = "Bayes' theorem as areas of a square"
# topic = "probability"
# prompts = [
#   "Explain Bayes' theorem visually",
#   "Bayes theorem with a medical test: prior 0.01, sensitivity 0.9, false positive rate 0.09",
#   "Why does a positive test not mean you are ill? Show the base rate fallacy",
#   "visualize conditional probability and the posterior with a unit square",
#   "Show how evidence updates a prior belief",
# ]
# asked = [
#   "my screening result came back positive, how worried should I be",
#   "if a disease is rare, are most alarms false?",
#   "spam filter: how likely is it junk when this word occurs",
#   "1% are infected, test errs at 5%: find P(ill | positive)",
#   "P(A|B) = P(B|A)P(A)/P(B), bayes thm, PPV",
#   "inverse probability, positive predictive value, revising degrees of belief",
#   "difference between P(A|B) and P(B|A), prosecutor's fallacy",
#   "Satz von Bayes: bedingte Wahrscheinlichkeit beim Krankheitstest am Einheitsquadrat",
#   "théorème de Bayes : probabilité d'être malade si le dépistage est positif",
#   "teorema de Bayes con una prueba médica, probabilidad a posteriori",
# ]
# concepts = [
#   "Bayes' theorem", "Bayes rule", "bayesian", "conditional probability", "posterior", "prior", "likelihood", "medical test",
#   "sensitivity", "false positive rate", "base rate fallacy", "evidence", "update beliefs", "probability", "statistics",
# ]
# licence = "MIT"
# variations = [
#   { PRIOR = 0.01, SENSITIVITY = 0.99, FALSE_POSITIVE = 0.05 },
#   { PRIOR = 0.9, SENSITIVITY = 0.05, FALSE_POSITIVE = 0.95 },
# ]
# [parameters]
# PRIOR = { type = "number", min = 0.01, max = 0.95, near = ["prior", "base rate", "prevalence", "P(H)"], about = "probability of the hypothesis before the evidence" }
# SENSITIVITY = { type = "number", min = 0.01, max = 1, near = ["sensitivity", "true positive rate", "true positive", "likelihood", "P(E|H)"], about = "probability of the evidence if the hypothesis is true" }
# FALSE_POSITIVE = { type = "number", min = 0.01, max = 1, near = ["false positive rate", "false positives", "false positive", "false alarm rate", "P(E|not H)"], about = "probability of the evidence if the hypothesis is false" }
# ///
from manim import *

PRIOR = 0.2
SENSITIVITY = 0.9
FALSE_POSITIVE = 0.3
TRUE_COLOR = YELLOW
FALSE_COLOR = BLUE
SIDE = 4.6
CORNER = np.array([-6, -1.9, 0])


def region(left, width, height, color, opacity):
    """A part of the unit square standing on its bottom edge, in units of its side."""
    shape = Rectangle(width=SIDE * width, height=SIDE * height, stroke_width=0).set_fill(color, opacity)
    return shape.move_to(CORNER + SIDE * left * RIGHT, aligned_edge=DL)


def rise(shape):
    shape.save_state().stretch(0.01, 1, about_edge=DOWN)
    return Restore(shape)


def percent(share):
    return f"{100 * share:.3g}%"


class DisplayScene(Scene):
    def construct(self):
        title = Text("Bayes' theorem", font_size=36).to_edge(UP, buff=0.35)
        whole = region(0, 1, 1, GRAY_E, 1).set_stroke(WHITE, 3)
        true_strip, false_strip = (
            region(0, PRIOR, 1, TRUE_COLOR, 0.25),
            region(PRIOR, 1 - PRIOR, 1, FALSE_COLOR, 0.25),
        )
        true_part = region(0, PRIOR, SENSITIVITY, TRUE_COLOR, 0.95)
        false_part = region(PRIOR, 1 - PRIOR, FALSE_POSITIVE, FALSE_COLOR, 0.95)
        hits, alarms = PRIOR * SENSITIVITY, (1 - PRIOR) * FALSE_POSITIVE
        posterior = hits / (hits + alarms)

        facts = VGroup(
            Text(f"H is true: {percent(PRIOR)}", font_size=30, color=TRUE_COLOR),
            Text(f"H is false: {percent(1 - PRIOR)}", font_size=30, color=FALSE_COLOR),
            Text(f"evidence if H is true: {percent(SENSITIVITY)}", font_size=30, color=TRUE_COLOR),
            Text(f"evidence if H is false: {percent(FALSE_POSITIVE)}", font_size=30, color=FALSE_COLOR),
        ).arrange(DOWN, buff=0.25, aligned_edge=LEFT)
        facts.move_to([-0.6, 1.6, 0], aligned_edge=LEFT)

        self.play(FadeIn(title), FadeIn(whole), run_time=0.8)
        self.play(FadeIn(true_strip, shift=0.5 * RIGHT), FadeIn(facts[0], shift=0.3 * RIGHT), run_time=0.9)
        self.play(FadeIn(false_strip, shift=0.5 * LEFT), FadeIn(facts[1], shift=0.3 * RIGHT), run_time=0.9)
        self.wait(0.4)
        self.play(rise(true_part), FadeIn(facts[2], shift=0.3 * RIGHT), run_time=1)
        self.play(rise(false_part), FadeIn(facts[3], shift=0.3 * RIGHT), run_time=1)
        self.wait(0.6)

        question = Text("Given the evidence, only\nthe bright areas count.", font_size=30, line_spacing=0.8)
        question.next_to(facts, DOWN, buff=0.5, aligned_edge=LEFT)
        strips = VGroup(true_strip, false_strip)
        self.play(strips.animate.set_fill(opacity=0.06), FadeIn(question, shift=0.3 * RIGHT), run_time=0.8)

        # The two bright areas pour into one bar as wide as the square, in proportion to their size.
        true_share = Rectangle(width=SIDE * posterior, height=0.5, stroke_width=0).set_fill(TRUE_COLOR, 0.95)
        false_share = Rectangle(width=SIDE * (1 - posterior), height=0.5, stroke_width=0).set_fill(
            FALSE_COLOR, 0.95
        )
        VGroup(true_share, false_share).arrange(RIGHT, buff=0).next_to(whole, DOWN, buff=0.3)
        self.play(
            TransformFromCopy(true_part, true_share), TransformFromCopy(false_part, false_share), run_time=1.5
        )
        share_label = Text(percent(posterior), font_size=30, color=TRUE_COLOR)
        share_label.next_to(true_share, DOWN, buff=0.15)
        share_label.shift(max(0, CORNER[0] - 0.3 - share_label.get_left()[0]) * RIGHT)

        formula = MathTex(
            r"P(H \mid E) = \frac{%.3g \cdot %.3g}{%.3g \cdot %.3g + %.3g \cdot %.3g}"
            % (PRIOR, SENSITIVITY, PRIOR, SENSITIVITY, 1 - PRIOR, FALSE_POSITIVE),
            font_size=42,
        )
        formula.scale(min(1, 7 / formula.width)).move_to([-0.6, -1.8, 0], aligned_edge=LEFT)
        answer = Text(f"H is true given the evidence: {percent(posterior)}", font_size=28, color=TRUE_COLOR)
        answer.scale(min(1, 7.2 / answer.width)).move_to([-0.6, -3, 0], aligned_edge=LEFT)
        self.play(Write(formula), run_time=1.5)
        self.play(
            FadeIn(answer, share_label, shift=0.3 * UP), Indicate(true_share, color=TRUE_COLOR), run_time=1
        )
        self.wait(1)
