# /// scene
# title = "A planet on its ellipse sweeps out equal areas in equal times"
# topic = "mechanics"
# prompts = [
#   "planet orbiting the sun",
#   "Show Kepler's second law",
#   "Animate an elliptical orbit with eccentricity 0.6",
#   "Why do planets move faster when they are near the sun?",
#   "a blue planet going round a star, equal areas in equal times",
# ]
# asked = [
#   "why does the Earth race in January and dawdle in July?",
#   "does an icy wanderer hurry when it comes close to our star?",
#   "satellite on an oval track: quickest at the nearest point, slowest far away",
#   "State the area law and compare speeds at the nearest and farthest point",
#   "r = a(1-e²)/(1+e cos θ), solve M = E - e sin E",
#   "heliocentric motion, areal velocity, conservation of angular momentum of a satellite",
#   "circular against oval path round the star: where is the body fastest?",
#   "zweites keplersches Gesetz: Planet überstreicht auf der Ellipse in gleichen Zeiten gleiche Flächen",
#   "deuxième loi de Kepler, loi des aires, orbite elliptique d'une planète",
#   "segunda ley de Kepler, la órbita elíptica del planeta barre áreas iguales",
# ]
# concepts = [
#   "planet", "orbit", "sun", "star", "Kepler", "Kepler's laws", "equal areas", "ellipse", "elliptical orbit", "eccentricity",
#   "perihelion", "aphelion", "solar system", "astronomy", "gravity",
# ]
# licence = "MIT"
# requires = ["planet", "orbit", "kepler", "sun", "comet", "perihel"]
# variations = [
#   { COLOR = "red", ECCENTRICITY = 0.75 },
#   { COLOR = "#88FFAA", ECCENTRICITY = 0 },
# ]
# [parameters]
# COLOR = { type = "color", about = "colour of the planet" }
# ECCENTRICITY = { type = "number", min = 0, max = 0.75, near = ["eccentricity", "eccentric", "e"], about = "how far the ellipse is from a circle" }
# ///
from manim import *

COLOR = BLUE
ECCENTRICITY = 0.5
SEMI_MAJOR = 3 + 1.5 * ECCENTRICITY
SEMI_MINOR = SEMI_MAJOR * np.sqrt(1 - ECCENTRICITY**2)
CENTER = np.array([0, -0.35, 0])
SUN = CENTER + ECCENTRICITY * SEMI_MAJOR * LEFT
SECTORS = 8
SECTOR_COLORS = [TEAL, PURPLE]


def position(years):
    """Kepler's equation M = E - e sin E, solved by Newton's method, gives where the planet is."""
    mean = TAU * years
    anomaly = mean
    for _ in range(8):
        miss = anomaly - ECCENTRICITY * np.sin(anomaly) - mean
        anomaly -= miss / (1 - ECCENTRICITY * np.cos(anomaly))
    return CENTER + np.array([-SEMI_MAJOR * np.cos(anomaly), SEMI_MINOR * np.sin(anomaly), 0])


def swept(start, end, color):
    """The area between the sun and the planet's path from one time to another."""
    edge = [position(years) for years in np.linspace(start, end, 24)]
    return Polygon(SUN, *edge, color=color, stroke_width=1, fill_opacity=0.55)


class DisplayScene(Scene):
    def construct(self):
        title = Text("Equal times, equal areas", font_size=36).to_edge(UP, buff=0.3)
        orbit = Ellipse(width=2 * SEMI_MAJOR, height=2 * SEMI_MINOR, color=GRAY, stroke_width=3).move_to(
            CENTER
        )
        sun = Dot(SUN, radius=0.26, color=YELLOW).set_z_index(2)
        glow = Dot(SUN, radius=0.45, color=YELLOW, fill_opacity=0.25).set_z_index(2)
        years = ValueTracker(0)
        planet = Dot(position(0), radius=0.16, color=COLOR).set_z_index(2)
        planet.add_updater(lambda dot: dot.move_to(position(years.get_value())))
        ray = always_redraw(lambda: Line(SUN, position(years.get_value()), color=WHITE, stroke_width=2))

        self.play(FadeIn(title), FadeIn(glow, sun, scale=0.3), run_time=0.8)
        self.play(Create(orbit), FadeIn(planet), run_time=1.2)
        self.add(ray)
        areas = VGroup()
        for i in range(SECTORS):
            start, end = i / SECTORS, (i + 1) / SECTORS
            color = SECTOR_COLORS[i % 2]
            growing = always_redraw(
                lambda start=start, color=color: swept(start, max(years.get_value(), start + 1e-4), color)
            )
            self.add(growing)
            self.play(years.animate.set_value(end), run_time=0.7, rate_func=linear)
            self.remove(growing)
            areas.add(swept(start, end, color))
            self.add(areas)
        speeds = VGroup(
            Text("fast", font_size=30).next_to(orbit, LEFT, buff=0.4),
            Text("slow", font_size=30).next_to(orbit, RIGHT, buff=0.4),
        )
        if ECCENTRICITY > 0.1:
            self.play(FadeIn(speeds), run_time=0.6)
        self.play(
            years.animate(rate_func=linear).set_value(2),
            LaggedStart(*(Indicate(area, color=WHITE, scale_factor=1) for area in areas), lag_ratio=0.6),
            run_time=4.5,
        )
        self.wait(1)
