# /// scene
# title = "Backpropagation: gradients flow back through a graph"
# topic = "neural networks"
# prompts = [
#   "Explain backpropagation",
#   "backpropagation on a small computational graph",
#   "How does backprop use the chain rule? Show the forward and the backward pass",
#   "Show gradients flowing backwards through a computation graph with x = 2, w = 3, b = 1 and target 4",
#   "how does a neural network learn its weights: backward pass and weight update",
# ]
# asked = [
#   "how does an AI find out which of its numbers caused the mistake",
#   "passing the blame for an error from the end to the beginning",
#   "what loss.backward() does in PyTorch during one training step",
#   "compute dL/dw and dL/db by hand for L = (wx + b - y)^2",
#   "autodiff local grads, dL/dw = dL/du * du/dw",
#   "reverse-mode accumulation, delta rule for a single neuron",
#   "gradient descent or backpropagation: which of them computes the derivatives",
#   "Fehlerrückführung: Wie lernt ein künstliches Neuron seine Gewichte?",
#   "rétropropagation du gradient dans un petit graphe de calcul",
#   "retropropagación del error en una neurona, paso a paso",
# ]
# concepts = [
#   "backpropagation", "backprop", "back propagation", "backward pass", "forward pass", "computational graph", "computation graph", "chain rule",
#   "gradient", "gradients", "partial derivative", "loss", "weight update", "autograd", "automatic differentiation", "neuron", "learn", "training",
#   "neural network", "deep learning", "machine learning",
# ]
# licence = "MIT"
# requires = ["backprop", "back prop", "back-prop", "backward pass", "computation", "autograd", "learn its weights"]
# variations = [
#   { X = -5, W = 5, B = -4.75, Y = 5 },
#   { X = 1, W = 0.5, B = 0.25, Y = 0.75 },
#   { X = 0, W = -1.5, B = 2, Y = -0.125, GRADIENT_COLOR = "red" },
# ]
# [parameters]
# X = { type = "number", min = -5, max = 5, near = ["x", "input"], about = "the input" }
# W = { type = "number", min = -5, max = 5, near = ["w", "weight"], about = "the weight" }
# B = { type = "number", min = -5, max = 5, near = ["b", "bias"], about = "the bias" }
# Y = { type = "number", min = -5, max = 5, near = ["y", "target"], about = "the target" }
# GRADIENT_COLOR = { type = "color", about = "colour of the gradients" }
# ///
from manim import *

X = 2
W = 3
B = 1
Y = 4
GRADIENT_COLOR = ORANGE
VALUE_COLOR = BLUE
PARAMETER_COLOR = YELLOW
RADIUS = 0.62
PLACES = {
    "x": [-5.7, 1.7, 0],
    "w": [-5.7, -0.9, 0],
    "m": [-2.9, 0.4, 0],
    "b": [-2.9, -2.0, 0],
    "s": [-0.1, 0.4, 0],
    "e": [2.7, 0.4, 0],
    "L": [5.6, 0.4, 0],
}
NAMES = {"x": "x", "w": "w", "b": "b", "m": "w · x", "s": "+ b", "e": "− y", "L": "error²"}
EDGES = ["xm", "wm", "ms", "bs", "se", "eL"]


def forward(w, b):
    """The value of every node."""
    value = {"x": X, "w": w, "b": b, "m": w * X, "s": w * X + b, "e": w * X + b - Y}
    return value | {"L": value["e"] ** 2}


def backward(value):
    """The gradient of the loss at every node, and the factor on every edge: the chain rule."""
    factor = {"eL": 2 * value["e"], "se": 1, "bs": 1, "ms": 1, "wm": X, "xm": value["w"]}
    gradient = {"L": 1}
    for start, end in ("eL", "se", "bs", "ms", "wm", "xm"):
        gradient[start] = factor[start + end] * gradient[end]
    return gradient, factor


def written(number):
    digits = ".3g" if abs(number) < 1000 else ".0f"
    return f"{round(number, 3) + 0.0:{digits}}".replace("-", "−")


class Node(VGroup):
    """A circle with a value in it, what it computes above it and room for a gradient beneath."""

    def __init__(self, name):
        self.circle = Circle(radius=RADIUS, color=PARAMETER_COLOR if name in "wb" else GRAY_B, stroke_width=4)
        self.circle.set_fill(BLACK, 1)
        super().__init__(self.circle)
        self.move_to(PLACES[name])
        self.name = Text(NAMES[name], font_size=28).next_to(self.circle, UP, buff=0.12)
        self.add(self.name)

    def value_label(self, value):
        label = Text(written(value), font_size=30, color=VALUE_COLOR)
        return label.scale(min(1, 1.7 * RADIUS / label.width)).move_to(self.circle)

    def gradient_label(self, value):
        return Text(written(value), font_size=30, color=GRADIENT_COLOR).next_to(self.circle, DOWN, buff=0.12)


class DisplayScene(Scene):
    def construct(self):
        value = forward(W, B)
        gradient, factor = backward(value)
        nodes = {name: Node(name) for name in PLACES}
        lines = {
            ends: Line(PLACES[ends[0]], PLACES[ends[1]], buff=RADIUS, color=GRAY_C, stroke_width=4)
            for ends in EDGES
        }
        title = Text(f"Loss = (w · x + b − y)²  with y = {written(Y)}", font_size=34).to_edge(UP, buff=0.3)
        self.remark = VMobject()
        self.play(FadeIn(title), *map(FadeIn, nodes.values()), run_time=0.9)
        self.play(*map(Create, lines.values()), run_time=0.7)

        self.say("forward: compute the values from left to right", VALUE_COLOR)
        values = {name: node.value_label(value[name]) for name, node in nodes.items()}
        self.play(*[FadeIn(values[name], scale=1.4) for name in "xwb"], run_time=0.7)
        for name, sources in (("m", "xw"), ("s", "mb"), ("e", "s"), ("L", "e")):
            flows = [self.pulse(lines[source + name], VALUE_COLOR) for source in sources]
            self.play(*flows, run_time=0.6)
            self.play(FadeIn(values[name], scale=1.4), run_time=0.4)

        self.say("backward: gradient = gradient behind × factor of the edge", GRADIENT_COLOR)
        labels = {"L": nodes["L"].gradient_label(1)}
        self.play(FadeIn(labels["L"]), run_time=0.5)
        for targets, end in (("e", "L"), ("s", "e"), ("mb", "s"), ("wx", "m")):
            self.back(targets, end, lines, nodes, labels, gradient, factor)
        self.update(nodes, values, gradient, value["L"])

    def say(self, words, color):
        self.remove(self.remark)
        self.remark = Text(words, font_size=30, color=color).move_to(3.5 * DOWN)
        self.add(self.remark)

    def pulse(self, line, color):
        return ShowPassingFlash(line.copy().set_stroke(color, 9), time_width=0.6)

    def back(self, targets, end, lines, nodes, labels, gradient, factor):
        """Send the gradient of one node back along the edges that come into it."""
        tags = []
        for name in targets:
            line = lines[name + end]
            tag = Text(f"× {written(factor[name + end])}", font_size=26, color=GRADIENT_COLOR)
            if name == "x":
                spot, side = line.point_from_proportion(0.35), UP + 0.3 * RIGHT
            elif name in "wb":
                spot, side = line.point_from_proportion(0.25), DOWN + 0.4 * RIGHT
            else:
                spot, side = line.get_center(), UP
            tags.append(tag.scale(min(1, 1.4 / tag.width)).next_to(spot, side, buff=0.12))
            labels[name] = nodes[name].gradient_label(gradient[name])
        flows = [self.pulse(lines[name + end].copy().reverse_points(), GRADIENT_COLOR) for name in targets]
        self.play(*flows, *map(FadeIn, tags), run_time=0.7)
        self.play(*[TransformFromCopy(labels[end], labels[name]) for name in targets], run_time=0.6)
        self.wait(0.2)

    def update(self, nodes, values, gradient, before):
        """Step against the two gradients and compute the loss again."""
        rate = float(f"{0.25 / (X**2 + 1):.1g}")
        new = {"w": W - rate * gradient["w"], "b": B - rate * gradient["b"]}
        value = forward(new["w"], new["b"])
        self.say(f"update: new value = value − {rate:g} × gradient", PARAMETER_COLOR)
        rings = [Circumscribe(nodes[name].circle, Circle, color=PARAMETER_COLOR) for name in "wb"]
        self.play(*rings, run_time=0.9)
        fresh = {name: node.value_label(value[name]) for name, node in nodes.items()}
        self.play(*[Transform(values[name], fresh[name]) for name in "wb"], run_time=0.8)
        self.play(*[Transform(values[name], fresh[name]) for name in "mseL"], run_time=0.8)
        words = f"the loss went from {written(before)} to {written(value['L'])}"
        self.say(words if before else "no error: all gradients are 0, nothing changes", GREEN)
        self.play(Indicate(nodes["L"].circle, color=GREEN), run_time=0.8)
        self.wait(1.2)
