# /// scene
# title = "Newton's cradle: as many balls fly out as came in"
# topic = "mechanics"
# prompts = [
#   "Newton's cradle",
#   "Animate a newton cradle with 7 balls",
#   "Show how momentum passes through a row of hanging balls",
#   "What happens in Newton's cradle with 2 lifted?",
#   "desk toy with swinging steel balls, conservation of momentum",
# ]
# asked = [
#   "clacking metal balls on strings: why does only the last one jump up?",
#   "five balls hang in a row, one hits, the middle ones stay still",
#   "executive gadget on an office table, click-clack marbles",
#   "Explain with p=mv and E=½mv² why two balls in means two out",
#   "N pendulum balls, equal mass, elastic chain, swap of velocities",
#   "ball-chain impact apparatus, Mariotte's percussion machine, row of touching pendulums",
#   "why not one ball out at double speed instead of two equally fast?",
#   "Kugelstoßpendel: warum fliegen am anderen Ende genauso viele Kugeln weg?",
#   "pendule de Newton : pourquoi autant de billes repartent de l'autre côté",
#   "péndulo de Newton, bolas de acero que chocan y transmiten el impulso",
# ]
# concepts = [
#   "Newton's cradle", "newton pendulum", "cradle", "momentum", "conservation of momentum", "elastic collision", "collision",
#   "swinging balls", "hanging balls", "energy conservation", "physics",
# ]
# licence = "MIT"
# variations = [
#   { BALLS = 7, LIFTED = 3, COLOR = "orange" },
#   { BALLS = 3, LIFTED = 2, COLOR = "#66CCFF" },
# ]
# [parameters]
# BALLS = { type = "integer", min = 3, max = 7, near = ["balls", "spheres", "pendulums"], about = "number of balls" }
# LIFTED = { type = "integer", min = 1, max = 3, near = ["lifted", "raised", "lift", "raise", "released", "release"], about = "how many are lifted at the start" }
# COLOR = { type = "color", about = "colour of the balls that are lifted" }
# ///
from manim import *

BALLS = 5
LIFTED = 1
COLOR = YELLOW
RADIUS = 0.42
STRING = 4
BEAM_Y = 2.9
SWING = 38 * DEGREES
PERIOD = 2.2

MOVING = min(LIFTED, BALLS - 1)


def ball_angle(index, time):
    """The left balls swing during one half of each period and the right ones during the other."""
    phase = np.cos(TAU * time / PERIOD)
    swings_left, swings_right = index < MOVING, index >= BALLS - MOVING
    if swings_left and phase > 0:
        return -SWING * phase
    if swings_right and phase < 0:
        return -SWING * phase
    return 0


class Pendulum(VGroup):
    def __init__(self, index, time):
        self.pivot = np.array([(index - (BALLS - 1) / 2) * 2 * RADIUS, BEAM_Y, 0])
        self.index, self.time = index, time
        color = COLOR if index < MOVING else GRAY_B
        bob = Circle(radius=RADIUS, color=WHITE, stroke_width=2).set_fill(color, 1)
        bob.set_sheen(0.5, UL)
        super().__init__(Line(ORIGIN, DOWN, color=GRAY_A, stroke_width=3), bob)
        self.add_updater(Pendulum.follow, call_updater=True)

    def follow(self):
        end = self.pivot + STRING * rotate_vector(DOWN, ball_angle(self.index, self.time.get_value()))
        string, bob = self
        string.put_start_and_end_on(self.pivot, end)
        bob.move_to(end)


class DisplayScene(Scene):
    def construct(self):
        time = ValueTracker(PERIOD / 4)
        beam = (
            Line(LEFT, RIGHT, color=GRAY, stroke_width=12).set_length(2 * RADIUS * BALLS + 1.6).set_y(BEAM_Y)
        )
        cradle = [Pendulum(index, time) for index in range(BALLS)]
        noun = "ball" if MOVING == 1 else "balls"
        law = Text(f"{MOVING} {noun} in, {MOVING} {noun} out", font_size=36).to_edge(DOWN, buff=0.7)

        self.play(Create(beam), run_time=0.6)
        self.play(LaggedStart(*map(FadeIn, cradle), lag_ratio=0.15), run_time=1)
        self.play(time.animate.set_value(0), FadeIn(law), run_time=1)
        self.wait(0.4)
        self.play(time.animate.set_value(3.5 * PERIOD), run_time=3.5 * PERIOD, rate_func=linear)
        self.wait(1)
