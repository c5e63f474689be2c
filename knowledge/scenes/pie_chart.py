# /// scene
# title = "A pie chart opening sector by sector"
# topic = "charts"
# prompts = [
#   "Draw a pie chart of rent 40, food 25, transport 15, fun 20",
#   "pie chart with percentages",
#   "Show the market share of each company as slices of a pie",
#   "What share of the whole does each part make up? Animate a circle graph",
#   "Make a pie diagram: cats 12, dogs 18, birds 5",
# ]
# asked = [
#   "cut a cake into pieces as large as each person's part",
#   "how do I show where my pocket money goes in a round picture?",
#   "election results as coloured wedges with per cent figures",
#   "Compute the central angles, such as 25% of 360°, and draw the sectors",
#   "plt.pie(sizes, labels=names, autopct='%1.1f%%') animated wedges",
#   "camembert chart, cake diagram, sector graph, proportional wedges",
#   "round wedges rather than bars, because the parts sum to 100 %",
#   "Kreisdiagramm mit Anteilen in Prozent, Tortendiagramm meiner Ausgaben",
#   "diagramme circulaire, camembert : parts en pourcentage du budget",
#   "gráfico circular o de tarta con porcentajes de gastos",
# ]
# concepts = [
#   "pie chart", "pie diagram", "circle graph", "pie", "slices", "sectors", "percentages", "share", "proportion of the whole",
#   "parts of a whole", "data", "statistics", "data visualization", "chart", "breakdown",
# ]
# licence = "MIT"
# variations = [
#   { DATA = { "Chrome" = 65, "Safari" = 18, "Edge" = 5, "Firefox" = 3, "Samsung Internet" = 2.5, "Opera" = 2, "Brave" = 1, "Others" = 3.5 } },
#   { DATA = { "Yes" = 999999, "No" = 1 } },
# ]
# [parameters]
# DATA = { type = "data", min = 0.001, max = 1000000, min_length = 2, max_length = 8, longest = 18, about = "the parts of the whole, with their sizes" }
# ///
from manim import *

DATA = {"Rent": 40, "Food": 25, "Fun": 20, "Transport": 15}
COLORS = [BLUE, GREEN, YELLOW, RED, PURPLE, TEAL, ORANGE, PINK]
CENTRE = [-3, -0.2, 0]
RADIUS = 2.9


class DisplayScene(Scene):
    def construct(self):
        total = sum(DATA.values())
        shares = [value / total for value in DATA.values()]
        starts = [TAU / 4 - TAU * sum(shares[:i]) for i in range(len(shares))]
        legend = VGroup()
        for name, share, color in zip(DATA, shares, COLORS):
            swatch = (
                Square(side_length=0.4, stroke_width=0).set_fill(color, 1).shift(0.75 * len(legend) * DOWN)
            )
            percent = Text(f"{100 * share:.3g}%", font_size=32, color=color)
            percent.move_to(swatch.get_right() + 1.7 * RIGHT, aligned_edge=RIGHT)
            name = Text(name, font_size=32)
            name.scale(min(1, 3.4 / name.width)).next_to(percent, RIGHT, buff=0.4)
            legend.add(VGroup(swatch, percent, name))
        legend.move_to([0.9, CENTRE[1], 0], aligned_edge=LEFT)

        # The pie opens clockwise from the top; `opened` is the share of the circle shown so far.
        opened = ValueTracker(0)
        sectors, inner_labels = VGroup(), VGroup()
        for share, start, color in zip(shares, starts, COLORS):
            sectors.add(self.opening_sector(share, start, color, opened))
            label = Text(f"{100 * share:.3g}%", font_size=26, color=BLACK, weight=BOLD)
            inner_labels.add(label.move_to(self.towards(start - TAU * share / 2, 0.7 * RADIUS)))

        rim = Circle(radius=RADIUS, color=GRAY_D, stroke_width=2).move_to(CENTRE)
        self.play(Create(rim), run_time=0.6)
        self.add(sectors)
        done = 0
        for i, share in enumerate(shares):
            done += share
            time = 0.6 + 2.5 * share
            self.play(opened.animate.set_value(done), FadeIn(legend[i], shift=0.3 * RIGHT), run_time=time)
            if share >= 0.08:
                self.play(FadeIn(inner_labels[i], scale=0.5), run_time=0.3)
        sectors.clear_updaters()
        self.wait(0.4)

        largest = shares.index(max(shares))
        away = self.towards(starts[largest] - PI * shares[largest], 0.3) - np.array(CENTRE)
        self.play(
            VGroup(sectors[largest], inner_labels[largest]).animate.shift(away),
            FadeOut(rim),
            Circumscribe(legend[largest], color=COLORS[largest], buff=0.15),
            run_time=1.5,
        )
        self.wait(1)

    def towards(self, angle, distance):
        return np.array(CENTRE) + distance * np.array([np.cos(angle), np.sin(angle), 0])

    def opening_sector(self, share, start, color, opened):
        before = (TAU / 4 - start) / TAU

        def sector():
            visible = min(share, max(1e-4, opened.get_value() - before))
            shape = Sector(radius=RADIUS, start_angle=start, angle=-TAU * visible, arc_center=CENTRE)
            return shape.set_fill(color, 0.9).set_stroke(BLACK, 3 if share < 1 else 0)

        return always_redraw(sector)
