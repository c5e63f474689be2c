# /// scene
# title = "The Tower of Hanoi, solved"
# topic = "recursion and dynamic programming"
# prompts = [
#   "Tower of Hanoi",
#   "Solve the towers of hanoi with 4 disks",
#   "Show the recursive solution of the Hanoi puzzle with 3 discs",
#   "How do you move all the disks from one peg to another, never a larger on a smaller one?",
#   "animate hanoi 5 rings",
# ]
# asked = [
#   "wooden toy with three sticks and plates of different size, how to solve it?",
#   "how many steps to carry the pyramid over to the other stick?",
#   "legend of monks and golden plates: when is the world over?",
#   "Show that n pieces need 2^n−1 transfers, list them for n=3",
#   "def hanoi(n, a, c, b), T(n) = 2T(n-1)+1",
#   "Lucas' tower, tower of Brahma, Benares temple puzzle",
#   "trying at random against the shortest solution with the spare stick",
#   "Türme von Hanoi: Scheiben von einem Stab zum anderen bringen",
#   "tours de Hanoï, déplacer les disques d'une tige à l'autre",
#   "torres de Hanói, mover los discos de una varilla a otra",
# ]
# concepts = [
#   "tower of hanoi", "towers of hanoi", "hanoi", "disks", "discs", "pegs", "puzzle", "recursion", "recursive algorithm",
#   "number of moves", "powers of two minus one", "algorithm", "computer science",
# ]
# licence = "MIT"
# variations = [
#   { DISKS = 5 },
#   { DISKS = 2 },
# ]
# [parameters]
# DISKS = { type = "integer", min = 2, max = 5, about = "number of disks" }
# ///
from manim import *

DISKS = 3
COLORS = [RED, ORANGE, YELLOW, GREEN, BLUE]
PEG_X = [-4.3, 0, 4.3]
FLOOR = -2.2
THICKNESS = 0.55
TOP = 1.7


def solution(count, source, target, spare):
    """The moves that carry `count` disks from source to target: (disk, from, to)."""
    if count == 0:
        return []
    before = solution(count - 1, source, spare, target)
    after = solution(count - 1, spare, target, source)
    return [*before, (count - 1, source, target), *after]


def rest(peg, level):
    return np.array([PEG_X[peg], FLOOR + (level + 0.5) * THICKNESS, 0])


class DisplayScene(Scene):
    def construct(self):
        base = RoundedRectangle(width=12.6, height=0.3, corner_radius=0.1, stroke_width=0).set_fill(GRAY_D, 1)
        base.next_to([0, FLOOR, 0], DOWN, buff=0)
        pegs = VGroup()
        for x in PEG_X:
            peg = Rectangle(width=0.2, height=3.3, stroke_width=0).set_fill(GRAY_D, 1)
            pegs.add(peg.move_to([x, FLOOR, 0], aligned_edge=DOWN))
        disks = []
        for size in range(DISKS):
            disk = RoundedRectangle(
                width=1.2 + 0.6 * size, height=THICKNESS - 0.05, corner_radius=0.2, stroke_width=0
            )
            disks.append(disk.set_fill(COLORS[size], 1).move_to(rest(0, DISKS - 1 - size)))
        title = Text(f"Tower of Hanoi with {DISKS} disks", font_size=36).to_edge(UP, buff=0.4)

        def counter(number):
            return Text(f"Moves: {number}", font_size=32).move_to([0, -3.2, 0])

        moves = counter(0)
        self.play(FadeIn(title, base), GrowFromEdge(pegs, DOWN), run_time=0.8)
        dropping = [FadeIn(disk, shift=1.5 * DOWN) for disk in reversed(disks)]
        self.play(LaggedStart(*dropping, lag_ratio=0.3), FadeIn(moves), run_time=1.2)

        towers = [list(range(DISKS))[::-1], [], []]
        steps = solution(DISKS, 0, 2, 1)
        pace = min(1.1, 10 / len(steps))
        for number, (disk, source, target) in enumerate(steps, 1):
            towers[source].pop()
            start, end = disks[disk].get_center(), rest(target, len(towers[target]))
            towers[target].append(disk)
            path = VMobject().set_points_as_corners([start, [start[0], TOP, 0], [end[0], TOP, 0], end])
            self.remove(moves)
            moves = counter(number)
            self.add(moves)
            self.play(MoveAlongPath(disks[disk], path), run_time=pace)

        total = Text(f"2 × 2{' × 2' * (DISKS - 2)} − 1 = {len(steps)} moves", font_size=34, color=YELLOW)
        self.play(FadeOut(moves, shift=0.3 * UP), FadeIn(total.move_to(moves), shift=0.3 * UP), run_time=0.8)
        hop = [disk.animate(rate_func=there_and_back).shift(0.2 * UP) for disk in disks]
        self.play(LaggedStart(*hop, lag_ratio=0.15), run_time=0.8)
        self.wait(1)
