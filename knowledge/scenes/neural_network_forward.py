# /// scene
# title = "A forward pass lights up a neural network"
# topic = "neural networks"
# prompts = [
#   "Show a forward pass through a neural network",
#   "neural network with layers 3, 5, 4, 2",
#   "How does a neural network compute its output?",
#   "Animate activations flowing from layer to layer in an MLP",
#   "Draw a feedforward net with 4, 6, 6 and 3 neurons per layer lighting up",
# ]
# asked = [
#   "how do artificial brain cells pass numbers along until an answer comes out?",
#   "round cells joined by lines, signals glow column by column from left to right",
#   "pixels go in, a digit label comes out: how a trained net predicts",
#   "Compute the outputs of a 3-4-2 net from given inputs, layer by layer",
#   "a = sigma(W a + b), fully connected 3-5-4-2, model.forward(x)",
#   "ANN prediction, connectionist model, signals propagating through stacked perceptrons",
#   "prediction against training: only outputs are computed, no weight is adjusted yet",
#   "künstliches neuronales Netz: Signale laufen von der Eingabeschicht zur Ausgabeschicht",
#   "réseau de neurones : propagation avant, les activations passent de couche en couche",
#   "red neuronal artificial: propagación hacia adelante de la entrada a la salida",
# ]
# concepts = [
#   "neural network", "forward pass", "feedforward", "forward propagation", "multilayer perceptron", "MLP", "deep learning", "layers", "neurons",
#   "activations", "hidden layer", "weights", "dense layer", "inference",
# ]
# licence = "MIT"
# variations = [
#   { LAYERS = [8, 8, 8, 8, 8] },
#   { LAYERS = [2, 1], ACTIVE_COLOR = "green" },
# ]
# [parameters]
# LAYERS = { type = "numbers", min = 1, max = 8, min_length = 2, max_length = 6, about = "number of neurons in each layer" }
# ACTIVE_COLOR = { type = "color", about = "colour of active neurons" }
# ///
from manim import *

LAYERS = [3, 5, 4, 2]
ACTIVE_COLOR = YELLOW
POSITIVE_COLOR = BLUE
NEGATIVE_COLOR = RED
SEED = 4


def forward(sizes):
    """Random weights for each pair of layers and the activations they give to a random input."""
    rng = np.random.default_rng(SEED)
    activations, weights = [rng.uniform(0.2, 1, sizes[0])], []
    for size in sizes[1:]:
        weights.append(rng.normal(0, 1.2, (size, len(activations[-1]))))
        activations.append(1 / (1 + np.exp(-weights[-1] @ activations[-1])))
    return weights, activations


class DisplayScene(Scene):
    def construct(self):
        sizes = [round(size) for size in LAYERS]
        weights, activations = forward(sizes)
        layers = self.neurons(sizes)
        links = [self.links(*pair, matrix) for *pair, matrix in zip(layers, layers[1:], weights)]
        names = self.names(layers)
        self.play(
            LaggedStart(*[Create(group, lag_ratio=0) for group in links], lag_ratio=0.3),
            LaggedStart(*[FadeIn(layer, scale=0.5) for layer in layers], lag_ratio=0.3),
            FadeIn(names),
            run_time=2,
        )
        self.play(*self.light(layers[0], activations[0]), run_time=1)
        pace = min(1.6, 8 / len(links) / 2)
        for group, layer, values in zip(links, layers[1:], activations[1:]):
            pulses = [
                ShowPassingFlash(link.copy().set_stroke(width=5, opacity=1), time_width=0.6) for link in group
            ]
            self.play(*pulses, run_time=pace)
            self.play(*self.light(layer, values), run_time=pace / 2)
        outputs = VGroup()
        for neuron, value in zip(layers[-1], activations[-1]):
            outputs.add(
                Text(f"{value:.2f}", font_size=26, color=ACTIVE_COLOR).next_to(neuron, RIGHT, buff=0.2)
            )
        self.play(FadeIn(outputs, shift=RIGHT * 0.3), run_time=0.8)
        self.wait(1.2)

    def neurons(self, sizes):
        gap = min(1.2, 5.4 / max(sizes))
        radius = min(0.36, 0.42 * gap)
        layers = []
        for index, size in enumerate(sizes):
            x = -5.3 + 10.6 * index / (len(sizes) - 1)
            layer = VGroup(*[Circle(radius, color=WHITE, stroke_width=2.5) for _ in range(size)])
            for row, neuron in enumerate(layer):
                neuron.set_fill(BLACK, 1).move_to([x, 0.4 + gap * ((size - 1) / 2 - row), 0])
            layers.append(layer.set_z_index(1))
        return layers

    def links(self, before, after, matrix):
        group = VGroup()
        for target, row in zip(after, matrix):
            for source, weight in zip(before, row):
                color = POSITIVE_COLOR if weight > 0 else NEGATIVE_COLOR
                line = Line(source.get_center(), target.get_center(), color=color)
                group.add(line.set_stroke(width=1 + min(abs(weight), 2), opacity=0.5))
        return group

    def light(self, layer, values):
        lit = [interpolate_color(ManimColor("#101010"), ACTIVE_COLOR, value) for value in values]
        return [neuron.animate.set_fill(color, 1) for neuron, color in zip(layer, lit)]

    def names(self, layers):
        names = VGroup()
        for index, layer in enumerate(layers):
            word = "input" if index == 0 else "output" if index == len(layers) - 1 else f"hidden {index}"
            names.add(Text(word, font_size=26, color=GRAY_A).move_to([layer.get_x(), -3.2, 0]))
        return names
