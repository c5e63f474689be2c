# /// scene
# title = "A kernel slides over a signal"
# topic = "neural networks"
# prompts = [
#   "Show how a 1D convolution works",
#   "convolve the signal 1, 2, 3, 4, 5 with the kernel 1, 0, -1",
#   "1d convolution kernel sliding over a signal",
#   "What does a convolution filter do to a sequence of numbers?",
#   "moving average as a convolution",
# ]
# asked = [
#   "smooth out a jittery row of readings with a moving window",
#   "what comes out if a short pattern passes along a long row",
#   "echo or muffling of an audio clip, sample by sample",
#   "compute y[n] for x = (1, 2, 0, 3) and h = (1, 1)",
#   "np.convolve(x, h), FIR taps, conv1d",
#   "folding two sequences, discrete superposition sum, impulse response",
#   "convolution or cross-correlation: is the sequence flipped first?",
#   "Faltung einer Zahlenfolge mit einem Filterkern, gleitender Mittelwert",
#   "produit de convolution d'un signal discret par un noyau",
#   "convolución de una señal con un núcleo, media móvil",
# ]
# concepts = [
#   "convolution", "1D convolution", "convolve", "convolutional filter", "kernel", "filter", "sliding window", "signal", "signal processing",
#   "moving average", "weighted sum", "CNN", "smoothing",
# ]
# licence = "MIT"
# variations = [
#   { SIGNAL = [9, -9, 9, -9, 9, -9, 9, -9, 9, -9, 9, -9], KERNEL = [2, -1, 3, 1] },
#   { SIGNAL = [5, 5, 5, 5, 5], KERNEL = [0.25, 0.5, 0.25] },
#   { SIGNAL = [0, 0, 1, 1, 1, 0], KERNEL = [1, -1], KERNEL_COLOR = "green" },
# ]
# [parameters]
# SIGNAL = { type = "numbers", min = -20, max = 20, min_length = 5, max_length = 12, near = ["signal", "sequence", "input"], about = "the signal" }
# KERNEL = { type = "numbers", min = -5, max = 5, min_length = 1, max_length = 4, near = ["kernel", "filter"], about = "the kernel" }
# SIGNAL_COLOR = { type = "color", about = "colour of the signal" }
# KERNEL_COLOR = { type = "color", about = "colour of the kernel" }
# ///
from manim import *

SIGNAL = [0, 1, 2, 6, 5, 6, 2, 1, 0, 3]
KERNEL = [0.25, 0.5, 0.25]
SIGNAL_COLOR = BLUE
KERNEL_COLOR = YELLOW
OUTPUT_COLOR = TEAL
SIGNAL_Y, KERNEL_Y, SUM_Y, OUTPUT_Y = 2.2, 0.3, -0.6, -2.35
SLOT = min(1.1, 10.8 / len(SIGNAL))


def written(number):
    return f"{number:.3g}".replace("-", "−")


def place(position, y):
    return np.array([1.1 + SLOT * (position - (len(SIGNAL) - 1) / 2), y, 0])


def bars(values, y, color, first):
    """Bars on both sides of a line at height y, the k-th at place first + k, with their numbers."""
    unit = 0.8 / (max(map(abs, values)) or 1)
    group = VGroup()
    for index, value in enumerate(values):
        bar = Rectangle(width=0.7 * SLOT, height=max(abs(value) * unit, 0.03), color=color, fill_opacity=0.6)
        bar.move_to(place(first + index, y)).shift(UP * value * unit / 2)
        number = Text(written(value), font_size=26)
        number.scale(min(1, 0.9 * SLOT / number.width))
        group.add(VGroup(bar, number.next_to(bar, DOWN if value < 0 else UP, buff=0.08)))
    return group


def tiles(values):
    group = VGroup()
    for index, value in enumerate(values):
        box = Square(0.85 * SLOT, color=KERNEL_COLOR, fill_opacity=0.2).stretch_to_fit_height(0.62)
        number = Text(written(value), font_size=26)
        number.scale(min(1, 0.7 * SLOT / number.width))
        group.add(VGroup(box, number).move_to(place(index, KERNEL_Y)))
    return group


class DisplayScene(Scene):
    def construct(self):
        size, turned = len(KERNEL), KERNEL[::-1]
        results = np.convolve(SIGNAL, KERNEL, mode="valid")
        signal = bars(SIGNAL, SIGNAL_Y, SIGNAL_COLOR, 0)
        outputs = bars(results, OUTPUT_Y, OUTPUT_COLOR, (size - 1) / 2)
        kernel = tiles(KERNEL)
        names = {"signal": SIGNAL_Y, "kernel": KERNEL_Y, "output": OUTPUT_Y}
        labels = [Text(name, font_size=30, color=GRAY_A).move_to([-5.8, y, 0]) for name, y in names.items()]
        last = len(SIGNAL) - 0.5
        floors = [Line(place(-0.5, y), place(last, y), color=GRAY) for y in (SIGNAL_Y, OUTPUT_Y)]

        self.play(FadeIn(*labels, *floors), LaggedStart(*map(FadeIn, signal), lag_ratio=0.1), run_time=1.2)
        self.play(FadeIn(kernel, shift=UP * 0.3), run_time=0.8)
        if turned != list(KERNEL):
            note = Text("turned round", font_size=28, color=KERNEL_COLOR).next_to(kernel, RIGHT, buff=0.4)
            flips = [
                tile.animate.move_to(place(size - 1 - index, KERNEL_Y)) for index, tile in enumerate(kernel)
            ]
            self.play(FadeIn(note), *[flip.set_path_arc(PI) for flip in flips], run_time=1.2)
            self.play(FadeOut(note), run_time=0.3)
        window = Rectangle(width=size * SLOT, height=3.5, color=KERNEL_COLOR, stroke_width=3)
        window.set_fill(KERNEL_COLOR, 0.1).move_to(place((size - 1) / 2, 1.7))
        self.play(FadeIn(window), run_time=0.5)
        pace = min(0.9, 8 / len(outputs)) / 2
        total = Text("")
        for index, output in enumerate(outputs):
            if index:
                step = RIGHT * SLOT
                self.play(VGroup(kernel, window).animate.shift(step), FadeOut(total), run_time=pace)
            total = self.sum_of(SIGNAL[index : index + size], turned, results[index])
            self.add(total)
            self.play(FadeIn(output, target_position=total, scale=0.5), run_time=pace)
        self.play(
            FadeOut(total, window), Indicate(outputs, scale_factor=1.03, color=OUTPUT_COLOR), run_time=0.8
        )
        self.wait(1.2)

    def sum_of(self, values, weights, result):
        factor = lambda x: f"({written(x)})" if x < 0 else written(x)
        terms = " + ".join(f"{factor(a)}·{factor(b)}" for a, b in zip(values, weights))
        return Text(f"{terms} = {written(result)}", font_size=28).move_to([1.1, SUM_Y, 0])
