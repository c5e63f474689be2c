# /// scene
# title = "A hash table: a remainder says in which bucket a key lies"
# topic = "data structures"
# prompts = [
#   "How does a hash table work?",
#   "hash table with collisions and chaining",
#   "Insert 12, 25, 7, 40, 33 into a hash table with 7 buckets",
#   "Show a hash map: hash function, buckets, collisions and a look-up",
#   "visualize hashing of keys modulo 5 with linked chains",
# ]
# asked = [
#   "cloakroom with numbered hooks: which hook for which coat",
#   "put things in drawers by a rule so I know where to look",
#   "how does a Python dict find an entry without reading all",
#   "store 18, 41, 22, 44 in slots by h(k) = k mod 9",
#   "hashmap k % m, load factor, O(1) avg",
#   "scatter storage, associative array, closed addressing",
#   "hashing versus search tree: direct address instead of comparisons",
#   "Streuspeicherung: Hashtabelle mit Kollisionen und Verkettung",
#   "table de hachage avec collisions et chaînage",
#   "tabla hash con colisiones y listas enlazadas",
# ]
# concepts = [
#   "hash table", "hash map", "hashmap", "hash function", "hashing", "buckets", "collision", "collisions", "chaining", "separate chaining",
#   "modulo", "key", "keys", "insert", "inserting", "look-up", "lookup", "dictionary", "data structure", "algorithm", "computer science",
# ]
# licence = "MIT"
# requires = ["hash"]
# variations = [
#   { VALUES = [7, 14, 21, 28, 35, 42, 49, 56, 63], BUCKETS = 7 },
#   { VALUES = [815, 999, 0, 128], BUCKETS = 3, CHAIN_COLOR = "pink" },
#   { VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 16], BUCKETS = 8 },
# ]
# [parameters]
# VALUES = { type = "numbers", min = 0, max = 999, min_length = 3, max_length = 9, about = "the keys that are put in" }
# BUCKETS = { type = "integer", min = 3, max = 8, near = ["buckets", "slots", "modulo", "mod", "size"], about = "number of buckets" }
# CHAIN_COLOR = { type = "color", about = "colour of the keys" }
# ///
from manim import *

VALUES = [15, 22, 40, 9, 34, 54]
BUCKETS = 7
CHAIN_COLOR = BLUE
ACTIVE_COLOR = YELLOW
COLLISION_COLOR = ORANGE
FOUND_COLOR = GREEN
ROW = min(0.85, 5.4 / BUCKETS)
TOP = 2.1
FIRST_X = -3.5


def bucket_place(bucket):
    return np.array([-4.9, TOP - ROW * bucket, 0])


def chain_place(bucket, position):
    """Where the key at this position of a bucket's chain stands."""
    return np.array([FIRST_X + 1.12 * position, TOP - ROW * bucket, 0])


class Bucket(VGroup):
    """A numbered cell at the left from which a chain of keys goes out."""

    def __init__(self, number):
        self.box = Rectangle(width=0.9, height=0.88 * ROW, color=GRAY_B, stroke_width=3)
        super().__init__(self.box.set_fill(GRAY_E, 1), Text(f"{number}", font_size=28))
        self.move_to(bucket_place(number))


class Key(VGroup):
    """A key in a rounded box; its link to the left joins it later."""

    def __init__(self, value):
        self.box = RoundedRectangle(width=0.82, height=0.78 * ROW, corner_radius=0.12, color=CHAIN_COLOR)
        number = Text(f"{value}", font_size=28)
        super().__init__(self.box.set_fill(CHAIN_COLOR, 0.35), number.set_z_index(1))


class DisplayScene(Scene):
    def construct(self):
        keys = list(dict.fromkeys(int(value) for value in VALUES))  # a key is put in only once
        title = Text("Hash table", font_size=36).move_to([-4.4, 3.4, 0])
        buckets = [Bucket(number) for number in range(BUCKETS)]
        rule = Text(f"bucket = key mod {BUCKETS}", font_size=30, color=ACTIVE_COLOR).move_to([4.4, 3.4, 0])
        self.play(
            FadeIn(title, rule),
            LaggedStart(*[FadeIn(bucket, shift=0.3 * RIGHT) for bucket in buckets], lag_ratio=0.1),
            run_time=1.2,
        )

        chains = [[] for _ in range(BUCKETS)]
        pace = min(1, 12 / (2.1 * len(keys)))
        for value in keys:
            key, bucket = Key(value).scale(1.15).move_to([-1.6, 3.4, 0]), value % BUCKETS
            sum_ = self.remark(f"{value} mod {BUCKETS} = {bucket}", ACTIVE_COLOR)
            self.play(FadeIn(key, shift=0.3 * DOWN), FadeIn(sum_), run_time=0.5 * pace)
            self.play(
                buckets[bucket].box.animate.set_stroke(ACTIVE_COLOR, 6),
                Indicate(key, 1.1),
                run_time=0.5 * pace,
            )
            chain = chains[bucket]
            place = chain_place(bucket, len(chain))
            start = (chain[-1].box if chain else buckets[bucket]).get_right()
            link = Line(
                start, place + 0.41 * LEFT, color=COLLISION_COLOR if chain else GRAY_B, stroke_width=4
            )
            if chain:
                self.remove(sum_)
                sum_ = self.remark(f"{value} mod {BUCKETS} = {bucket}: collision, chain it", COLLISION_COLOR)
                self.add(sum_)
            self.play(
                key.animate(path_arc=0.6).scale(1 / 1.15).move_to(place), Create(link), run_time=0.8 * pace
            )
            chain.append(key.add(link))
            self.wait(0.3 * pace)
            self.remove(sum_)
            buckets[bucket].box.set_stroke(GRAY_B, 3)
        self.look_up(keys, buckets, chains)

    def look_up(self, keys, buckets, chains):
        """Find the last key: only its own bucket is searched."""
        target = max(keys, key=lambda value: (len(chains[value % BUCKETS]), keys.index(value)))
        bucket = target % BUCKETS
        remark = self.remark(f"find {target}: look in bucket {bucket} only", FOUND_COLOR)
        others = [each for n in range(BUCKETS) if n != bucket for each in [buckets[n], *chains[n]]]
        self.play(FadeIn(remark), *[each.animate.fade(0.7) for each in others], run_time=0.8)
        chain = chains[bucket]
        eye = SurroundingRectangle(buckets[bucket], color=FOUND_COLOR, buff=0.04)
        self.play(Create(eye), run_time=0.4)
        for key in chain:
            self.play(
                eye.animate.become(SurroundingRectangle(key.box, color=FOUND_COLOR, buff=0.04)), run_time=0.35
            )
        looked = f"found {target} after {len(chain)} of {len(keys)} keys"
        self.remove(remark)
        self.play(
            chain[-1].box.animate.set_fill(FOUND_COLOR, 0.8).set_stroke(FOUND_COLOR),
            FadeIn(self.remark(looked, FOUND_COLOR)),
            run_time=0.6,
        )
        self.wait(1.2)

    def remark(self, words, color):
        return Text(words, font_size=30, color=color).to_edge(DOWN, buff=0.25)
