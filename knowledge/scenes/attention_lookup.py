# /// scene
# title = "Attention is a soft look-up"
# topic = "neural networks"
# prompts = [
#   "How does attention work in a transformer?",
#   "Show attention as a soft lookup of query against keys",
#   'attention for "they" over the words: dogs, chase, cats',
#   "Explain queries, keys and values",
#   "Animate self-attention weights mixing the values",
# ]
# asked = [
#   "how does ChatGPT know which word \"it\" refers to in a sentence",
#   "why does an AI look harder at some words than at others",
#   "machine translation: which source words matter for the next one",
#   "compute one token's output from its match scores with all other tokens",
#   "softmax(QK^T/sqrt(d)) V, scaled dot-product attn head",
#   "content-based addressing, alignment weights between the words of a sentence",
#   "hard dictionary retrieval versus blending all entries by relevance",
#   "Wie funktioniert der Aufmerksamkeitsmechanismus im Transformer?",
#   "mécanisme d'attention : requêtes, clés et valeurs expliqués",
#   "mecanismo de atención en transformers: consultas, claves y valores",
# ]
# concepts = [
#   "attention", "self-attention", "attention weights", "query", "key", "value", "queries, keys and values", "QKV", "softmax", "transformer",
#   "soft lookup", "look-up", "mixing values", "language model", "weighted average",
# ]
# licence = "MIT"
# variations = [
#   { WORDS = ["machines", "translate", "languages", "sometimes", "very", "badly"], QUERY = "badly" },
#   { WORDS = ["yes", "no"], QUERY = "maybe" },
# ]
# [parameters]
# WORDS = { type = "texts", longest = 10, min_length = 2, max_length = 6, about = "the words attended to" }
# QUERY = { type = "text", longest = 10, near = ["query", "from", "for"], about = "the word that asks" }
# ///
from manim import *

WORDS = ["the", "cat", "sat", "down"]
QUERY = "it"
VALUE_COLORS = [RED, GREEN, BLUE, ORANGE, PURPLE, TEAL]
QUERY_COLOR = YELLOW
SEED = 4
LEFT_X, RIGHT_X = -3.9, 6.5


def weights_of(count):
    """Toy keys and a toy query; each weight is the softmax of the key's match with the query."""
    rng = np.random.default_rng(SEED)
    query, keys = rng.normal(0, 1.3, 4), rng.normal(0, 1.3, (count, 4))
    scores = np.exp(keys @ query / np.sqrt(4))
    return scores / scores.sum()


def cards(words, color, width):
    texts = [Text(word, font_size=28) for word in words]
    scale = min(1, (width - 0.2) / max(text.width for text in texts))
    boxes = [RoundedRectangle(corner_radius=0.12, width=width, height=0.75, color=color) for _ in words]
    return VGroup(*[VGroup(box.set_fill(opacity=0.15), text.scale(scale)) for box, text in zip(boxes, texts)])


class DisplayScene(Scene):
    def construct(self):
        weights = weights_of(len(WORDS))
        slot = (RIGHT_X - LEFT_X) / len(WORDS)
        xs = [LEFT_X + slot * (index + 0.5) for index in range(len(WORDS))]
        colors = VALUE_COLORS[: len(WORDS)]
        keys = cards(WORDS, WHITE, min(slot - 0.15, 2))
        for key, x in zip(keys, xs):
            key.move_to([x, 2.3, 0])
        values = VGroup(
            *[Square(0.7, color=c, fill_opacity=0.9).move_to([x, -1.25, 0]) for c, x in zip(colors, xs)]
        )
        query = cards([QUERY], QUERY_COLOR, 2)[0].move_to([-5.6, 2.3, 0])
        rows = [("query", -5.6, 3.1), ("keys", xs[0], 3.1), ("weights", -5.6, 0.3), ("values", -5.6, -1.25)]
        names = [Text(n, font_size=28, color=GRAY_A).move_to([x, y, 0]) for n, x, y in rows]

        self.play(FadeIn(keys, names[1]), FadeIn(values, names[3]), run_time=1)
        self.play(FadeIn(query, names[0], shift=RIGHT * 0.4), run_time=0.8)
        self.compare(query, keys, weights)
        bars = self.bars(xs, weights)
        self.play(*[GrowFromEdge(bar[0], DOWN) for bar in bars], FadeIn(names[2]), run_time=1.2)
        self.play(*[FadeIn(bar[1]) for bar in bars], run_time=0.5)
        self.mix(values, weights)
        self.wait(1.2)

    def compare(self, query, keys, weights):
        """The query visits each key; a key glows as strongly as it matches."""
        for key, weight in zip(keys, weights):
            visitor = query.copy().set_z_index(2)
            glow = interpolate_color(GRAY_D, QUERY_COLOR, weight / max(weights))
            self.play(visitor.animate.move_to(key).set_opacity(0), run_time=min(0.8, 4 / len(keys)))
            self.remove(visitor)
            self.play(key[0].animate.set_stroke(glow, 5).set_fill(glow, 0.35), run_time=0.25)

    def bars(self, xs, weights):
        bars = []
        for x, weight in zip(xs, weights):
            height = max(1.7 * weight / max(weights), 0.02)
            bar = Rectangle(width=0.7, height=height, color=QUERY_COLOR, fill_opacity=0.7, stroke_width=2)
            bar.move_to([x, -0.5, 0], aligned_edge=DOWN)
            bars.append((bar, Text(f"{weight:.0%}", font_size=26).next_to(bar, UP, buff=0.1)))
        return bars

    def mix(self, values, weights):
        """Each value goes into the answer with the share that its weight gives it."""
        shares = VGroup()
        for value, weight in zip(values, weights):
            share = Rectangle(width=9 * weight, height=0.75, stroke_width=0)
            shares.add(share.set_fill(value.get_fill_color(), 0.9))
        shares.arrange(RIGHT, buff=0).move_to([(LEFT_X + RIGHT_X) / 2, -2.45, 0])
        name = Text("answer", font_size=28, color=GRAY_A).move_to([-5.6, -2.45, 0])
        pours = [TransformFromCopy(value, share) for value, share in zip(values, shares)]
        self.play(FadeIn(name), LaggedStart(*pours, lag_ratio=0.3), run_time=2.2)
        blend = sum(w * np.array(v.get_fill_color().to_rgb()) for v, w in zip(values, weights))
        best = int(np.argmax(weights))
        words = f"a mix of all the values, {weights[best]:.0%} from “{WORDS[best]}”"
        note = Text(words, font_size=30, color=QUERY_COLOR).move_to(DOWN * 3.4)
        answer = Rectangle(width=9, height=0.75, stroke_width=0).set_fill(ManimColor.from_rgb(blend), 1)
        self.wait(0.5)
        self.play(FadeIn(answer.move_to(shares)), FadeIn(note), run_time=1.5)
