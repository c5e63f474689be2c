# /// scene
# title = "A convolution kernel slides over an image and weighs its pixels"
# topic = "neural networks"
# prompts = [
#   "How does a 2D convolution work on an image?",
#   "convolution kernel sliding over an image",
#   "Show an edge detection kernel moving over the pixels of a picture",
#   "Blur an image with a 3x3 convolution filter, pixel by pixel",
#   "convolutional layer: how a filter makes a feature map, vertical edge kernel",
#   "sharpen kernel on a grid of pixels",
# ]
# asked = [
#   "a small number square moves over dots of brightness and mixes them",
#   "how can a computer spot where one thing ends in a photo",
#   "Instagram effects that soften or crisp up a snapshot",
#   "apply the 3×3 Sobel mask to a 5×5 matrix of grey values",
#   "conv2d 3x3 stride 1, cv2.filter2D, gaussian blur",
#   "spatial filtering, mask operator, receptive field",
#   "two-dimensional filtering, not along one row: neighbours on all sides",
#   "Faltung eines Bildes mit einem Filterkern, Kantenerkennung",
#   "filtre de convolution sur une image, détection de contours",
#   "filtro de convolución sobre píxeles, detección de bordes",
# ]
# concepts = [
#   "convolution", "2D convolution", "two-dimensional convolution", "image convolution", "kernel", "filter", "image", "picture", "pixels", "pixel",
#   "feature map", "convolutional layer", "CNN", "edge detection", "edges", "outline", "sobel", "sharpen", "image processing", "sliding window",
#   "computer vision", "machine learning",
# ]
# licence = "MIT"
# requires = ["image", "pixel", "picture", "2d conv", "kernel", "feature map", "convolutional", "edge detect"]
# variations = [
#   { KERNEL = "blur" },
#   { KERNEL = "sharpen", WINDOW_COLOR = "pink" },
#   { KERNEL = "vertical" },
# ]
# [parameters]
# KERNEL = { type = "choice", options = ["outline", "blur", "sharpen", "vertical", "horizontal"], signs = { outline = ["edge", "laplac"], vertical = ["sobel"], blur = ["smooth", "averag"] }, about = "what the kernel does" }
# WINDOW_COLOR = { type = "color", about = "colour of the moving window" }
# ///
from manim import *

KERNEL = "outline"
WINDOW_COLOR = YELLOW
NEGATIVE_COLOR = RED
KERNELS = {
    "outline": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "blur": [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "vertical": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "horizontal": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
}
DIVISORS = {"blur": 9}
WEIGHTS = np.array(KERNELS[KERNEL])
DIVISOR = DIVISORS.get(KERNEL, 1)
IMAGE = np.zeros((8, 8), dtype=int)
IMAGE[2:6, 2:6] = 1
IMAGE[1, 5] = IMAGE[5, 1] = 1
SLOW = 3
PIXEL = 0.56


def convolved():
    """The weighted sums of all 3 by 3 windows."""
    size = len(IMAGE) - 2
    return np.array(
        [[(WEIGHTS * IMAGE[i : i + 3, j : j + 3]).sum() for j in range(size)] for i in range(size)]
    )


def shade(value, largest):
    """White for the largest value, black for nothing, red for what is below zero."""
    color = WHITE if value > 0 else NEGATIVE_COLOR
    return interpolate_color(BLACK, color, min(1, abs(value) / largest))


def grid(values, side, largest):
    """Squares shaded by their values."""
    rows = VGroup()
    for row in values:
        cells = [Square(side, color=GRAY_D, stroke_width=1.5).set_fill(shade(v, largest), 1) for v in row]
        rows.add(VGroup(*cells).arrange(RIGHT, buff=0))
    return rows.arrange(DOWN, buff=0)


def written(value):
    number = f"{value}" if DIVISOR == 1 else f"{value} / {DIVISOR}"
    return number.replace("-", "−")


class DisplayScene(Scene):
    def construct(self):
        result = convolved()
        largest = abs(result).max()
        image = grid(IMAGE, PIXEL, 1).move_to([-4.4, 0.3, 0])
        numbers = VGroup()
        kernel = grid(0 * WEIGHTS, 0.68, 1).move_to([0, 0.3, 0]).set_stroke(WINDOW_COLOR, 2.5)
        for weight, cell in zip(WEIGHTS.flat, [cell for row in kernel for cell in row]):
            numbers.add(Text(f"{weight}".replace("-", "−"), font_size=28).move_to(cell))
        output = grid(0 * result, PIXEL, 1).move_to([4.4, 0.3, 0])
        name = KERNEL + " edges" * (KERNEL in ("vertical", "horizontal"))
        headings = VGroup(
            Text("image", font_size=30).move_to([-4.4, 3.1, 0]),
            Text(f"kernel: {name}", font_size=30, color=WINDOW_COLOR).move_to([0, 3.1, 0]),
            Text("result", font_size=30).move_to([4.4, 3.1, 0]),
        )
        shares = []
        if DIVISOR > 1:
            shares.append(Text(f"sum divided by {DIVISOR}", font_size=26).next_to(kernel, DOWN, buff=0.25))

        self.play(FadeIn(headings[0]), FadeIn(image), run_time=0.8)
        self.play(FadeIn(headings[1]), FadeIn(kernel, numbers), run_time=0.8)
        self.play(FadeIn(headings[2], *shares), Create(output), run_time=0.8)

        window = Square(3 * PIXEL, color=WINDOW_COLOR, stroke_width=6).move_to(image[1][1])
        self.play(TransformFromCopy(kernel, window), run_time=0.8)
        places = [(i, j) for i in range(len(result)) for j in range(len(result))]
        for step, (i, j) in enumerate(places):
            goal = image[i + 1][j + 1].get_center()
            cell = output[i][j]
            fill = cell.animate.set_fill(shade(result[i, j], largest), 1)
            if step < SLOW:
                self.play(window.animate.move_to(goal), run_time=0.4)
                self.weigh(i, j, image, kernel, result[i, j], cell, fill)
            else:
                self.play(window.animate.move_to(goal), fill, run_time=0.12)
        self.wait(0.2)
        self.play(FadeOut(window), run_time=0.3)
        meaning = {
            "outline": "equal pixels cancel out: only edges are left (red: below 0)",
            "blur": "each pixel becomes the mean of its neighbourhood",
            "sharpen": "each pixel stands out from its neighbours (red: below 0)",
            "vertical": "bright or red where left and right differ",
            "horizontal": "bright or red where above and below differ",
        }
        ending = Text(meaning[KERNEL], font_size=30, color=WINDOW_COLOR).move_to(3.2 * DOWN)
        self.play(FadeIn(ending, shift=0.2 * UP), Circumscribe(output, color=WINDOW_COLOR), run_time=1.2)
        self.wait(1.5)

    def weigh(self, i, j, image, kernel, value, cell, fill):
        """Carry the nine pixels onto the kernel and their weighted sum into the result."""
        pixels = VGroup(*[image[i + a][j + b] for a in range(3) for b in range(3)]).copy()
        slots = [kernel[a][b] for a in range(3) for b in range(3)]
        onto = [
            pixel.animate.match_width(slot).move_to(slot).set_fill(opacity=0.45)
            for pixel, slot in zip(pixels, slots)
        ]
        self.play(*onto, run_time=0.7)
        patch = IMAGE[i : i + 3, j : j + 3]
        chosen = [w for w, bright in zip(WEIGHTS.flat, patch.flat) if bright and w]
        terms = " + ".join(f"{w}" for w in chosen).replace("+ -", "− ").replace("-", "−") or "0"
        words = f"{terms} = {written(value)}" if len(chosen) > 1 else written(value)
        total = Text(f"bright pixels weigh {words}", font_size=30).move_to(2.7 * DOWN)
        self.play(FadeIn(total), run_time=0.3)
        self.play(FadeOut(pixels, target_position=cell, scale=0.3), fill, run_time=0.5)
        self.remove(total)
