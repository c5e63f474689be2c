# /// scene
# title = "A bouncing ball loses height at every bounce"
# topic = "mechanics"
# prompts = [
#   "bouncing ball",
#   "Animate a red ball that bounces on the floor",
#   "Show a ball dropped on the ground with restitution 0.6",
#   "How high does a ball come back after each bounce?",
#   "physics simulation of a rubber ball bouncing with gravity",
# ]
# asked = [
#   "why does it not jump back up to where I let it go",
#   "a toy hops lower and lower until it lies still",
#   "basketball dropped on the court, each rebound smaller",
#   "falls from 2 m, e = 0.8; find the height after three impacts",
#   "bounce sim, v = -e*v, COR",
#   "successive rebounds, impact number, energy dissipated at the ground",
#   "repeated hops on the ground as opposed to one thrown arc",
#   "springender Ball: Warum wird er bei jedem Aufprall niedriger?",
#   "balle qui rebondit sur le sol et perd de la hauteur",
#   "pelota que rebota y pierde altura en cada bote",
# ]
# concepts = [
#   "bouncing ball", "bounce", "ball", "gravity", "restitution", "coefficient of restitution", "drop", "free fall", "floor",
#   "rebound", "bounciness", "energy loss", "physics",
# ]
# licence = "MIT"
# variations = [
#   { COLOR = "red", RESTITUTION = 0.95 },
#   { COLOR = "#66DD88", RESTITUTION = 0.3 },
# ]
# [parameters]
# COLOR = { type = "color", about = "colour of the ball" }
# RESTITUTION = { type = "number", min = 0.3, max = 0.95, near = ["restitution", "bounciness", "coefficient"], about = "speed after a bounce divided by the speed before it" }
# ///
from manim import *

COLOR = ORANGE
RESTITUTION = 0.8
RADIUS = 0.25
DROP = 4.6
GRAVITY = 9.0
FLOOR = -2.6
BOUNCES = 6


def flights():
    """For each flight: when it starts, how long it lasts, and the height it reaches."""
    fall = np.sqrt(2 * DROP / GRAVITY)
    result = [(-fall, 2 * fall, DROP)]
    for n in range(1, BOUNCES + 1):
        start, duration, height = result[-1]
        result.append((start + duration, RESTITUTION * duration, RESTITUTION**2 * height))
    return result


FLIGHTS = flights()
LAST = FLIGHTS[-1][0] + FLIGHTS[-1][1]
WIDTH = min(11.2, 2.2 * LAST)


def position(time):
    """Where the centre of the ball is: constant velocity sideways, free flight up and down."""
    start, duration, _ = next((flight for flight in reversed(FLIGHTS) if time >= flight[0]), FLIGHTS[0])
    since = min(time - start, duration)
    height = GRAVITY / 2 * since * (duration - since)
    return np.array([(time / LAST - 0.5) * WIDTH, FLOOR + RADIUS + height, 0])


class DisplayScene(Scene):
    def construct(self):
        floor = Line(6.6 * LEFT, 6.6 * RIGHT, color=GRAY, stroke_width=6).set_y(FLOOR)
        time = ValueTracker(0)
        ball = Circle(radius=RADIUS, color=COLOR, fill_opacity=1)
        ball.add_updater(lambda mob: mob.move_to(position(time.get_value())), call_updater=True)
        trail = TracedPath(ball.get_center, stroke_color=COLOR, stroke_width=3, stroke_opacity=0.7)
        rule = Text(
            f"each bounce keeps {RESTITUTION:g} of the speed, {RESTITUTION**2:.0%} of the height",
            font_size=30,
        )
        rule.to_edge(DOWN, buff=0.45)

        self.play(Create(floor), GrowFromCenter(ball), FadeIn(rule), run_time=1)
        self.add(trail, ball)
        pace = min(8 / LAST, 3)
        for n, (start, duration, height) in enumerate(FLIGHTS):
            top = start + duration / 2
            self.play(
                time.animate.set_value(top),
                run_time=max(pace * (top - time.get_value()), 0.1),
                rate_func=linear,
            )
            if n <= 3 and height > 0.6:
                self.mark_height(position(top), height)
            self.play(
                time.animate.set_value(start + duration), run_time=pace * duration / 2, rate_func=linear
            )
        self.wait(1)

    def mark_height(self, top, height):
        """Measure the peak without stopping the ball."""
        measure = DashedLine([top[0], FLOOR, 0], top + RADIUS * DOWN, color=GRAY_B, stroke_width=2)
        label = Text(f"{height / DROP:.0%}", font_size=28).next_to(top, UP, buff=0.35)
        self.add(measure, label)
