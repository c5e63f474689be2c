# /// scene
# title = "Projectile motion: a parabola and its velocity vector"
# topic = "mechanics"
# prompts = [
#   "projectile motion",
#   "Throw a ball at 60 degrees with 20 m/s",
#   "Show the parabola of a thrown object with its velocity components",
#   "How far does a cannonball fly at an angle of 30°?",
#   "Animate a launched ball, range and maximum height",
# ]
# asked = [
#   "why does a basketball make an arc before it drops?",
#   "what path does water from a garden hose take through the air?",
#   "free kick, javelin or long jump: at which tilt does it get furthest?",
#   "v0 = 20 m/s, α = 50°: compute flight time, distance and peak",
#   "x=v0 cos(a) t, y=v0 sin(a) t - g t^2/2 ballistic plot",
#   "ballistics, oblique throw, parabolic flight of a shell without air drag",
#   "sideways against up-and-down: one speed stays constant, one is pulled down",
#   "schiefer Wurf: Wurfparabel, Wurfweite und Wurfhöhe bei 60 Grad",
#   "tir parabolique : trajectoire d'un projectile, portée et hauteur maximale",
#   "tiro parabólico, lanzamiento oblicuo de una pelota, alcance y altura",
# ]
# concepts = [
#   "projectile", "projectile motion", "parabola", "throw", "thrown ball", "launch", "cannonball", "trajectory", "gravity",
#   "velocity vector", "velocity components", "range", "maximum height", "physics",
# ]
# licence = "MIT"
# requires = ["proj", "throw", "launch", "cannon", "fly", "shot", "shoot", "trajector"]
# variations = [
#   { ANGLE = 80, SPEED = 50, COLOR = "red" },
#   { ANGLE = 15, SPEED = 5, COLOR = "#99EE66" },
# ]
# [parameters]
# ANGLE = { type = "integer", min = 15, max = 80, near = ["degrees", "degree", "°", "angle"], about = "launch angle in degrees" }
# SPEED = { type = "number", min = 5, max = 50, near = ["m/s", "speed", "velocity", "metres per second", "meters per second"], about = "launch speed in m/s" }
# COLOR = { type = "color", about = "colour of the ball and its path" }
# ///
from manim import *

ANGLE = 50
SPEED = 20
COLOR = ORANGE
GRAVITY = 9.81
HORIZONTAL_COLOR = BLUE
VERTICAL_COLOR = GREEN

VX = SPEED * np.cos(ANGLE * DEGREES)
VY = SPEED * np.sin(ANGLE * DEGREES)
FLIGHT_TIME = 2 * VY / GRAVITY
RANGE = VX * FLIGHT_TIME
PEAK = VY**2 / (2 * GRAVITY)
SCALE = min(10 / RANGE, 3.9 / PEAK)
START = np.array([-SCALE * RANGE / 2 - 0.5, -1.9, 0])
VELOCITY_SCALE = 1.6 / SPEED


def position(time):
    return START + SCALE * np.array([VX * time, VY * time - GRAVITY / 2 * time**2, 0])


def arrow(start, vector, color):
    tip = min(0.25, np.linalg.norm(vector) / 2)
    return Arrow(start, start + vector, buff=0, color=color, stroke_width=5, tip_length=tip)


def velocity_arrows(time):
    """The velocity at a time, with its horizontal and its vertical part."""
    here = position(time)
    across = VELOCITY_SCALE * VX * RIGHT
    up = VELOCITY_SCALE * (VY - GRAVITY * time) * UP
    arrows = VGroup(arrow(here, across, HORIZONTAL_COLOR), arrow(here, across + up, WHITE))
    if np.linalg.norm(up) > 0.02:
        arrows.add(arrow(here, up, VERTICAL_COLOR))
    return arrows


def measure(start, end, words, direction):
    line = DoubleArrow(start, end, buff=0, color=GRAY_B, stroke_width=3, tip_length=0.18)
    return VGroup(line, Text(words, font_size=28).next_to(line, direction, buff=0.15))


class DisplayScene(Scene):
    def construct(self):
        title = Text(f"{SPEED:g} m/s at {ANGLE}°", font_size=36).to_edge(UP, buff=0.3)
        ground = Line(6.6 * LEFT, 6.6 * RIGHT, color=GRAY, stroke_width=5).set_y(START[1])
        key = VGroup(
            Text("velocity", font_size=26),
            Text("horizontal part: constant", font_size=26, color=HORIZONTAL_COLOR),
            Text("vertical part: pulled down", font_size=26, color=VERTICAL_COLOR),
        )
        key.arrange(RIGHT, buff=0.8).next_to(title, DOWN, buff=0.2)

        time = ValueTracker(0)
        ball = Dot(START, radius=0.14, color=COLOR)
        ball.add_updater(lambda dot: dot.move_to(position(time.get_value())))
        arrows = always_redraw(lambda: velocity_arrows(time.get_value()))
        trail = TracedPath(ball.get_center, stroke_color=COLOR, stroke_width=5)

        self.play(Create(ground), FadeIn(title), FadeIn(ball, scale=2), run_time=1)
        self.play(FadeIn(arrows), FadeIn(key), run_time=0.8)
        self.add(trail, arrows, ball)
        self.play(time.animate.set_value(FLIGHT_TIME / 2), run_time=3, rate_func=linear)
        top = position(FLIGHT_TIME / 2)
        peak = measure([top[0], START[1], 0], top, f"{PEAK:.3g} m", UP)
        self.play(FadeIn(peak), run_time=0.6)
        self.play(time.animate.set_value(FLIGHT_TIME), run_time=3, rate_func=linear)
        reach = measure(START, position(FLIGHT_TIME), f"{RANGE:.3g} m", DOWN).shift(0.2 * DOWN)
        self.play(FadeIn(reach), FadeOut(arrows), run_time=0.8)
        self.wait(1)
