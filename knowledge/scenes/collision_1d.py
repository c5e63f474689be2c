# /// scene
# title = "Collisions keep momentum, but only elastic ones keep kinetic energy"
# topic = "mechanics"
# prompts = [
#   "elastic and inelastic collision of two balls",
#   "Show an elastic collision of a 3 kg cart with a 1 kg cart at rest",
#   "A 2 kg block moving at 5 m/s hits a 4 kg block and they stick together",
#   "conservation of momentum in one dimension with bars for the momentum and the energy of both carts",
#   "What is the difference between an elastic and an inelastic collision?",
# ]
# asked = [
#   "what happens when a heavy toy truck bumps into a light one",
#   "two bumper cars knock together, who is faster afterwards",
#   "railway wagons couple up and roll on as one",
#   "m1 = 2 kg, v1 = 6 m/s, m2 at rest; find final speeds",
#   "m1v1 + m2v2 conserved, e = 1 vs e = 0, KE loss",
#   "central impact, head-on shock of two bodies",
#   "why momentum is kept but energy is not when things stick",
#   "elastischer und unelastischer Stoß zweier Wagen, Impulserhaltung",
#   "choc élastique ou inélastique entre deux chariots, quantité de mouvement",
#   "choque elástico e inelástico, conservación de la cantidad de movimiento",
# ]
# concepts = [
#   "collision", "collide", "elastic collision", "inelastic collision", "perfectly inelastic", "momentum", "conservation of momentum",
#   "kinetic energy", "energy loss", "carts", "blocks", "masses", "hit", "crash", "stick together", "bounce off", "at rest",
#   "velocity", "ball", "balls", "billiard balls", "one dimension", "mechanics", "physics",
# ]
# licence = "MIT"
# requires = ["colli", "momentum", "elastic", "inelastic", "hits", "crash", "bump"]
# variations = [
#   { FIRST_MASS = 1, SECOND_MASS = 9, KIND = "elastic" },
#   { FIRST_MASS = 50, SECOND_MASS = 0.25, SPEED = 20 },
#   { FIRST_MASS = 1, SECOND_MASS = 50, SPEED = 0.5, KIND = "inelastic", FIRST_COLOR = "green" },
# ]
# [parameters]
# KIND = { type = "choice", options = ["elastic", "inelastic"], signs = { inelastic = ["stick", "clay"] }, about = "the kind of collision; both are shown if none is named" }
# FIRST_MASS = { type = "number", min = 0.1, max = 50, near = ["kg", "mass", "masses"], about = "mass of the moving cart in kg" }
# SECOND_MASS = { type = "number", min = 0.1, max = 50, near = ["kg", "mass", "masses"], about = "mass of the cart at rest in kg" }
# SPEED = { type = "number", min = 0.1, max = 20, near = ["m/s", "speed", "velocity", "metres per second", "meters per second"], about = "speed of the moving cart in m/s" }
# FIRST_COLOR = { type = "color", about = "colour of the moving cart" }
# SECOND_COLOR = { type = "color", about = "colour of the cart at rest" }
# ///
from manim import *

KIND = "both"
FIRST_MASS = 3
SECOND_MASS = 1
SPEED = 4
FIRST_COLOR = BLUE
SECOND_COLOR = ORANGE
LOSS_COLOR = RED

KINDS = {"elastic": 1, "inelastic": 0}  # the share of the relative speed that is left after the collision
HIT_X, ZERO_X = -0.6, -1.6
PACE = 1.4  # length on the screen per second of a cart as fast as the first one at the start
BAR = 2.4  # length of a bar as long as the whole momentum
TOTAL = FIRST_MASS + SECOND_MASS


def after(restitution):
    """The two velocities after the collision."""
    common = FIRST_MASS * SPEED / TOTAL
    return (
        common - restitution * SECOND_MASS * SPEED / TOTAL,
        common + restitution * FIRST_MASS * SPEED / TOTAL,
    )


def short(value):
    text = f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return "0" if abs(value) < 1e-9 else text.replace("-", "−")


def cart(mass, color):
    """A block on two wheels with its mass on it, the larger the heavier it is."""
    size = np.clip((2 * mass / TOTAL) ** (1 / 3), 0.75, 1.15)
    body = RoundedRectangle(width=1.7 * size, height=0.75 * size, corner_radius=0.08, color=color)
    body.set_fill(interpolate_color(BLACK, color, 0.5), 1)
    wheels = VGroup(*[Circle(0.1, color=WHITE, stroke_width=3).set_fill(BLACK, 1) for _ in range(2)])
    wheels.arrange(RIGHT, buff=0.7 * size).next_to(body, DOWN, buff=-0.08)
    return VGroup(body, wheels, Text(f"{mass:g} kg", font_size=24).move_to(body))


def bar(start, length, y, color):
    """A horizontal bar from `start` on, to the left if its length is negative."""
    shape = Rectangle(width=max(abs(length), 0.02), height=0.28, stroke_width=0).set_fill(color, 0.9)
    return shape.move_to([start + length / 2, y, 0])


class Track(VGroup):
    """Two carts on rails and, below, bars that add up their momenta and their energies."""

    def __init__(self, kind, y, time, done):
        self.y, self.time, self.done = y, time, done
        self.end = np.array(after(KINDS[kind]))
        self.kept = (np.array([FIRST_MASS, SECOND_MASS]) @ self.end**2) / (FIRST_MASS * SPEED**2)
        self.carts = VGroup(cart(FIRST_MASS, FIRST_COLOR), cart(SECOND_MASS, SECOND_COLOR))
        self.carts.add_updater(lambda carts: self.place(carts), call_updater=True)
        self.heading = Text(kind, font_size=30).move_to([-6.7, y + 1.5, 0], aligned_edge=LEFT)
        rails = Line(6.8 * LEFT, 6.8 * RIGHT, color=GRAY, stroke_width=3).set_y(y + 0.02)
        names = [Text("momentum", font_size=26), Text("kinetic energy", font_size=26)]
        sums = [
            Text(f"{short(FIRST_MASS * SPEED)} kg·m/s", font_size=26),
            Text(f"{short(FIRST_MASS * SPEED**2 / 2)} J", font_size=26),
        ]
        for texts, x in ((names, -6.7), (sums, 4.1)):
            for text, height in zip(texts, (-0.57, -1.2)):
                text.move_to([x, y + height, 0], aligned_edge=LEFT)
        goal = DashedLine([ZERO_X + BAR, y - 0.15, 0], [ZERO_X + BAR, y - 0.98, 0], color=YELLOW)
        zero = Line([ZERO_X, y - 0.15, 0], [ZERO_X, y - 1.38, 0], color=GRAY_B, stroke_width=3)
        super().__init__(self.heading, rails, *names, *sums, goal, zero)

    def velocities(self):
        return self.end if self.done.get_value() > 0.5 else np.array([SPEED, 0])

    def place(self, carts):
        time = self.time.get_value()
        ratios = (self.end if time > 0 else np.array([SPEED, 0])) / SPEED
        for mobject, ratio, side in zip(carts, ratios, (RIGHT, LEFT)):
            edge = [HIT_X + ratio * PACE * time, self.y + 0.02 + mobject.height / 2, 0]
            mobject.move_to(edge, aligned_edge=side)

    def speeds(self):
        """The velocities above the carts, on their far sides so that they never meet."""
        labels = VGroup()
        for mobject, value, side in zip(self.carts, self.velocities(), (RIGHT, LEFT)):
            label = Text(f"{short(value)} m/s", font_size=24)
            corner = mobject[0].get_corner(UP + side)
            labels.add(label.move_to(corner + 0.22 * UP - 0.12 * side, aligned_edge=side))
        return labels

    def bars(self):
        """The momenta end to end, one below the other, and the energies with what is lost of them."""
        blend = self.done.get_value()
        p = (
            BAR
            * np.array([FIRST_MASS, SECOND_MASS])
            * ((1 - blend) * np.array([SPEED, 0]) + blend * self.end)
        )
        p /= FIRST_MASS * SPEED
        shares = 2 * BAR * np.array([FIRST_MASS, SECOND_MASS]) * self.end**2 / (FIRST_MASS * SPEED**2)
        first, second = (1 - blend) * np.array([2 * BAR, 0]) + blend * shares
        return VGroup(
            bar(ZERO_X, p[0], self.y - 0.4, FIRST_COLOR),
            bar(ZERO_X + p[0], p[1], self.y - 0.74, SECOND_COLOR),
            bar(ZERO_X, first, self.y - 1.2, FIRST_COLOR),
            bar(ZERO_X + first, second, self.y - 1.2, SECOND_COLOR),
            bar(ZERO_X + first + second, 2 * BAR - first - second, self.y - 1.2, LOSS_COLOR),
        )

    def verdict(self):
        lost = 1 - self.kept
        words = "all energy stays" if lost < 1e-9 else f"{100 * lost:.3g}% of the energy turns into heat"
        color = WHITE if lost < 1e-9 else LOSS_COLOR
        text = Text(f"momentum stays, {words}", font_size=28, color=color)
        return text.move_to([0, self.y - 1.8, 0])


class DisplayScene(Scene):
    def construct(self):
        time, done = ValueTracker(-2), ValueTracker(0)
        kinds = [KIND] if KIND in KINDS else list(KINDS)
        tracks = [Track(kind, y, time, done) for kind, y in zip(kinds, (2.05, -1.65) if kinds[1:] else (0,))]
        carts = [track.carts for track in tracks]
        speeds = [always_redraw(track.speeds) for track in tracks]
        bars = [always_redraw(track.bars) for track in tracks]

        self.play(*map(FadeIn, tracks), run_time=0.8)
        self.play(*map(FadeIn, carts), *map(FadeIn, speeds), run_time=0.8)
        self.play(*map(FadeIn, bars), run_time=0.8)
        self.play(time.animate.set_value(0), run_time=2, rate_func=linear)
        flashes = [Flash([HIT_X, track.y + 0.4, 0], flash_radius=0.3, line_length=0.2) for track in tracks]
        self.play(done.animate.set_value(1), *flashes, run_time=1.2)
        self.wait(0.4)
        self.play(time.animate.set_value(1.75), run_time=2.4, rate_func=linear)
        self.play(*[FadeIn(track.verdict(), shift=0.2 * DOWN) for track in tracks], run_time=0.8)
        self.wait(1.5)
