# /// scene
# title = "A text is written, underlined and sent through a wave"
# topic = "text and code"
# prompts = [
#   "Write \"Hello World\" on the screen",
#   "text animation that says 'Welcome to my channel'",
#   "Show the words \"Never stop learning\" in orange with an underline",
#   "Animate a title appearing letter by letter",
#   "Can you make an intro with my text?",
# ]
# asked = [
#   "happy birthday greeting that is handwritten on screen",
#   "my name should show up one character at a time",
#   "opening caption of a wedding film with wavy lettering",
#   "Put the quotation of the day on a slide and underscore it",
#   "Write(Text('Hi')), Underline, ApplyWave, typewriter effect",
#   "slogan, lettering, kinetic typography, headline, banner",
#   "plain phrase rather than a formula, program or list of points",
#   "Schriftzug Buchstabe für Buchstabe erscheinen lassen und unterstreichen",
#   "écrire un message lettre par lettre à l'écran et le souligner",
#   "escribir una frase letra por letra en la pantalla, título subrayado",
# ]
# concepts = [
#   "text", "words", "write", "writing", "letters", "sentence", "title", "intro", "heading", "message", "greeting",
#   "underline", "text animation", "reveal",
# ]
# licence = "MIT"
# variations = [
#   { WORDS = "Mathematics is the music of reason, and it moves people too", COLOR = "orange" },
#   { WORDS = "Hi", COLOR = "#FF66AA" },
#   { WORDS = "Donaudampfschifffahrtsgesellschaftskapitän", COLOR = "green" },
# ]
# [parameters]
# WORDS = { type = "text", longest = 60, about = "the text to write" }
# COLOR = { type = "color", about = "colour of the underline and of the passing wave" }
# ///
from manim import *

WORDS = "Hello, World!"
COLOR = YELLOW
LONGEST_LINE = 18


def in_two_lines(words):
    """Break a long text at the space that leaves its two lines most alike in length."""
    spaces = [i for i, character in enumerate(words) if character == " "]
    if len(words) <= LONGEST_LINE or not spaces:
        return [words]
    cut = min(spaces, key=lambda i: abs(len(words) - 2 * i))
    return [words[:cut], words[cut + 1 :]]


def rippling(letter):
    """Lift a letter, colour it, and let it fall back."""
    return letter.animate(rate_func=there_and_back).shift(0.35 * UP).set_color(COLOR)


class DisplayScene(Scene):
    def construct(self):
        lines = VGroup(Text(line, font_size=48) for line in in_two_lines(WORDS)).arrange(DOWN, buff=0.25)
        lines.scale(min(2.5, 12 / lines.width))
        letters = VGroup(lines.family_members_with_points())

        underline = Line(LEFT, RIGHT, color=COLOR, stroke_width=8).set_length(lines.width + 0.4)
        underline.next_to(lines, DOWN, buff=0.35)
        pen = Dot(underline.get_start(), radius=0.12, color=WHITE)

        self.play(Write(lines), run_time=2.5)
        self.play(FadeIn(pen, scale=3), run_time=0.3)
        pen.add_updater(lambda dot: dot.move_to(underline.get_end()))
        self.play(Create(underline), run_time=1.2)
        pen.clear_updaters()
        self.play(FadeOut(pen, scale=4), run_time=0.4)

        self.play(LaggedStart(*map(rippling, letters), lag_ratio=0.1), run_time=2.5)
        self.play(ShowPassingFlash(underline.copy().set_stroke(WHITE, 12), time_width=0.5), run_time=1)
        self.wait(1)
