# /// scene
# title = "k-means finds clusters"
# topic = "learning from data"
# prompts = [
#   "Show k-means clustering",
#   "k means with k = 4",
#   "How does the k-means algorithm group points into clusters?",
#   "Animate centroids moving until the clusters settle, 5 clusters",
#   "unsupervised learning: cluster 60 points",
# ]
# asked = [
#   "find natural groups of dots when nobody says which belong together",
#   "where should the hub of every crowd of dots lie",
#   "split customers into a few typical types by their shopping habits",
#   "given initial centres, do two rounds of assignment and averaging",
#   "sklearn KMeans n_clusters=3, WCSS, kmean",
#   "vector quantisation, Voronoi partition, segmentation without labels",
#   "difference between k-means and k-NN: no labels are given",
#   "k-Means-Clusteranalyse: Schwerpunkte verschieben bis die Gruppen stimmen",
#   "partitionnement en k moyennes, regrouper des points",
#   "agrupamiento k-medias, centroides que se mueven",
# ]
# concepts = [
#   "k-means", "kmeans", "k means", "clustering", "clusters", "cluster", "centroid", "centroids", "unsupervised learning", "group points",
#   "Lloyd's algorithm", "nearest centre", "machine learning",
# ]
# licence = "MIT"
# variations = [
#   { K = 6, POINTS = 120 },
#   { K = 2, POINTS = 20 },
# ]
# [parameters]
# K = { type = "integer", min = 2, max = 6, near = ["k", "clusters", "groups", "centroids", "centres", "centers"], about = "number of clusters" }
# POINTS = { type = "integer", min = 20, max = 120, near = ["points", "samples", "observations"], about = "number of points" }
# ///
from manim import *

K = 3
POINTS = 60
COLORS = [RED, BLUE, GREEN, ORANGE, PURPLE, TEAL]
SEED = 11
ROUNDS = 6


def blobs():
    """Points in K clouds spread round an oval, and starting centres taken badly on purpose."""
    rng = np.random.default_rng(SEED)
    angles = np.arange(POINTS) % K * TAU / K + 0.5
    middles = np.column_stack([4.2 * np.cos(angles), 1.7 * np.sin(angles)])
    points = middles + rng.normal(0, 0.55, (POINTS, 2)) * [1.3, 0.9]
    turned = np.arange(K) * TAU / K + 0.5 + 1.2 / K
    starts = np.column_stack([1.5 * np.cos(turned), np.sin(turned)])
    return np.clip(points, [-6.4, -2.8], [6.4, 2.8]), starts


def nearest(points, centers):
    return np.argmin(np.linalg.norm(points[:, None] - centers[None], axis=2), axis=1)


def moved(points, centers, owners):
    """Each centre goes to the mean of its points; one without points stays."""
    return np.array(
        [points[owners == k].mean(axis=0) if (owners == k).any() else centers[k] for k in range(K)]
    )


def spokes(points, centers, owners):
    group = VGroup()
    for k in range(K):
        star = VMobject(color=COLORS[k], stroke_width=1.5, stroke_opacity=0.5)
        for point in points[owners == k]:
            star.start_new_path(np.append(centers[k], 0)).add_line_to(np.append(point, 0))
        group.add(star)
    return group


class DisplayScene(Scene):
    def construct(self):
        points, centers = blobs()
        dots = VGroup(*[Dot(np.append(point, 0), radius=0.07, color=GRAY_B) for point in points])
        marks = VGroup()
        for k in range(K):
            star = Star(n=4, outer_radius=0.3, inner_radius=0.13, color=WHITE, stroke_width=2)
            marks.add(star.set_fill(COLORS[k], 1).move_to(np.append(centers[k], 0)))
        marks.set_z_index(2)
        title = Text(f"{POINTS} points, {K} clusters", font_size=34).move_to(UP * 3.4)
        note = self.note("start with any centres")
        self.play(
            FadeIn(title), LaggedStart(*[FadeIn(dot, scale=3) for dot in dots], lag_ratio=0.02), run_time=1.2
        )
        self.play(*[GrowFromCenter(mark) for mark in marks], FadeIn(note), run_time=0.8)

        owners = np.full(POINTS, -1)
        web = VGroup()
        for _ in range(ROUNDS):
            found = nearest(points, centers)
            if (found == owners).all():
                break
            owners = found
            note = self.say(note, "each point joins the nearest centre")
            web = self.assign(points, centers, owners, dots, web)
            centers = moved(points, centers, owners)
            note = self.say(note, "each centre moves to the middle of its points")
            shifts = [mark.animate.move_to(np.append(c, 0)) for mark, c in zip(marks, centers)]
            self.play(*shifts, Transform(web, spokes(points, centers, owners)), run_time=0.9)
        settled = (nearest(points, centers) == owners).all()
        self.say(note, "no point changes its centre any more: done" if settled else f"after {ROUNDS} rounds")
        self.play(
            *[Flash(mark, color=COLORS[k], flash_radius=0.4) for k, mark in enumerate(marks)], run_time=0.8
        )
        self.wait(1.8)

    def note(self, words):
        return Text(words, font_size=30, color=YELLOW).move_to(DOWN * 3.4)

    def say(self, old, words):
        new = self.note(words)
        self.remove(old)
        self.add(new)
        return new

    def assign(self, points, centers, owners, dots, web):
        fresh = spokes(points, centers, owners)
        colored = [dot.animate.set_color(COLORS[k]) for dot, k in zip(dots, owners)]
        self.play(FadeOut(web), FadeIn(fresh), *colored, run_time=0.9)
        return fresh
