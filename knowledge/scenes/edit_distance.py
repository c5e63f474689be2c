# /// scene
# title = "Edit distance: a table finds the fewest edits between two words"
# topic = "recursion and dynamic programming"
# prompts = [
#   "Show the edit distance table",
#   "Levenshtein distance between \"kitten\" and \"sitting\"",
#   "edit distance dynamic programming",
#   "How many insertions, deletions and replacements turn kitten into sitting?",
#   "Fill the dynamic programming table for the edit distance of \"sunday\" and \"saturday\" and trace back the path",
# ]
# asked = [
#   "how does autocorrect know which word I meant to type",
#   "how many letters must I change to get from one word to another",
#   "spell checker picks the dictionary entry closest to a typo",
#   "complete the matrix of costs for HORSE and ROS",
#   "levenstein dp[i][j] = min(del, ins, sub), fuzzy match",
#   "Wagner-Fischer, minimum transformation cost, sequence alignment",
#   "Levenshtein versus Hamming distance: letters may be added or dropped",
#   "Levenshtein-Distanz: kleinste Zahl von Änderungen zwischen zwei Wörtern",
#   "distance d'édition entre deux mots, tableau de programmation dynamique",
#   "distancia de edición entre dos palabras con una tabla",
# ]
# concepts = [
#   "edit distance", "Levenshtein distance", "levenshtein", "dynamic programming", "DP table", "table", "string distance", "string alignment",
#   "insertion", "deletion", "replacement", "substitution", "trace back", "spelling", "words", "letters", "algorithm", "computer science",
# ]
# licence = "MIT"
# requires = ["edit", "levensht", "insertions", "string", "dynamic prog"]
# variations = [
#   { FIRST = "saturday", SECOND = "sunday" },
#   { FIRST = "WWWWWWWW", SECOND = "iiiiiiii" },
#   { FIRST = "a b", SECOND = "x", PATH_COLOR = "pink" },
# ]
# [parameters]
# FIRST = { type = "text", longest = 8, about = "the word that is changed, down the side of the table" }
# SECOND = { type = "text", longest = 8, about = "the word it is changed into, along the top" }
# PATH_COLOR = { type = "color", about = "colour of the cheapest path" }
# ///
from manim import *

FIRST = "kitten"
SECOND = "sitting"
PATH_COLOR = YELLOW
FRESH_COLOR = BLUE
FREE_COLOR = GREEN
ROWS, COLUMNS = len(FIRST) + 1, len(SECOND) + 1
CELL = min(0.72, 5.6 / (ROWS + 1), 6.6 / (COLUMNS + 1))
CORNER = np.array([-6.2, 2.55, 0])


def distances():
    """The edit distances between all beginnings of the two words."""
    table = np.add.outer(np.arange(ROWS), np.arange(COLUMNS))
    for i in range(1, ROWS):
        for j in range(1, COLUMNS):
            replaced = table[i - 1, j - 1] + (FIRST[i - 1] != SECOND[j - 1])
            table[i, j] = min(replaced, table[i - 1, j] + 1, table[i, j - 1] + 1)
    return table


def cheapest_path(table):
    """The cells of one cheapest way from the corner to the end, each with the edit that leads to it."""
    i, j = ROWS - 1, COLUMNS - 1
    path = []
    while i or j:
        if i and j and table[i, j] == table[i - 1, j - 1] + (FIRST[i - 1] != SECOND[j - 1]):
            same = FIRST[i - 1] == SECOND[j - 1]
            path.append((i, j, "" if same else f"replace {shown(FIRST[i - 1])} by {shown(SECOND[j - 1])}"))
            i, j = i - 1, j - 1
        elif i and table[i, j] == table[i - 1, j] + 1:
            path.append((i, j, f"delete {shown(FIRST[i - 1])}"))
            i -= 1
        else:
            path.append((i, j, f"insert {shown(SECOND[j - 1])}"))
            j -= 1
    return path[::-1]


def shown(letter):
    return "␣" if letter.isspace() else letter


def cell_place(i, j):
    return CORNER + CELL * np.array([j + 1, -i - 1, 0])


def fitted(text, size, color=WHITE):
    """A text scaled down until it fits a cell."""
    label = Text(text, font_size=size, color=color)
    return label.scale(min(1, 0.7 * CELL / max(label.width, label.height)))


class DisplayScene(Scene):
    def construct(self):
        table = distances()
        cells = {
            (i, j): Square(CELL, color=GRAY_D, stroke_width=2).move_to(cell_place(i, j))
            for i in range(ROWS)
            for j in range(COLUMNS)
        }
        numbers = {at: fitted(f"{table[at]}", 30).move_to(cell) for at, cell in cells.items()}
        down = [fitted(shown(c), 34, FRESH_COLOR).move_to(cell_place(i + 1, -1)) for i, c in enumerate(FIRST)]
        along = [
            fitted(shown(c), 34, FRESH_COLOR).move_to(cell_place(-1, j + 1)) for j, c in enumerate(SECOND)
        ]
        title = Text("Edit distance", font_size=36).move_to([0, 3.5, 0])
        rules = VGroup(
            Text("step down: delete, + 1", font_size=26),
            Text("step right: insert, + 1", font_size=26),
            Text("diagonal: replace, + 1", font_size=26),
            Text("diagonal, same letter: + 0", font_size=26, color=FREE_COLOR),
            Text("each cell takes the cheapest", font_size=26, color=FRESH_COLOR),
        ).arrange(DOWN, buff=0.28, aligned_edge=LEFT)
        rules.move_to([1.4, 2.6, 0], aligned_edge=UL)

        self.play(FadeIn(title), LaggedStart(*map(FadeIn, down + along), lag_ratio=0.1), run_time=1.2)
        self.play(*map(Create, cells.values()), FadeIn(rules), run_time=1)
        waves = range(ROWS + COLUMNS - 1)
        for wave in waves:
            front = [at for at in cells if sum(at) == wave]
            for at in front:
                numbers[at].set_color(FRESH_COLOR)
            free = [at for at in front if min(at) and FIRST[at[0] - 1] == SECOND[at[1] - 1]]
            fills = [cells[at].animate.set_fill(FREE_COLOR, 0.3) for at in free]
            self.play(
                *[FadeIn(numbers[at], scale=1.5) for at in front], *fills, run_time=max(0.3, 5 / len(waves))
            )
            for at in front:
                numbers[at].set_color(WHITE)
        answer = Text(f"distance {table[-1, -1]}", font_size=34, color=PATH_COLOR)
        answer.move_to([1.4, -1.05, 0], aligned_edge=LEFT)
        corner = cells[ROWS - 1, COLUMNS - 1]
        self.play(Indicate(numbers[ROWS - 1, COLUMNS - 1], color=PATH_COLOR, scale_factor=1.6), run_time=0.7)
        self.play(corner.animate.set_stroke(PATH_COLOR, 6), FadeIn(answer), run_time=0.6)
        self.trace(table, cells, answer)

    def trace(self, table, cells, answer):
        """Light up the cheapest path and say the edits that it stands for."""
        path = cheapest_path(table)
        edits = [edit for *_, edit in path if edit]
        lines = VGroup(*[Text(edit, font_size=26) for edit in edits])
        if edits:
            lines.arrange_in_grid(cols=2 if len(edits) > 4 else 1, buff=(0.45, 0.2), cell_alignment=LEFT)
            lines.next_to(answer, DOWN, buff=0.25, aligned_edge=LEFT)
            lines.scale(min(1, 5.2 / lines.width), about_edge=UL)
        said = 0
        cells[0, 0].set_fill(PATH_COLOR, 0.4)
        pace = max(0.3, min(0.55, 5 / len(path)))
        for i, j, edit in path:
            moves = [cells[i, j].animate.set_stroke(PATH_COLOR, 4).set_fill(PATH_COLOR, 0.4)]
            if edit:
                moves.append(FadeIn(lines[said], shift=0.2 * RIGHT))
                said += 1
            self.play(*moves, run_time=pace)
        self.wait(1.5)
