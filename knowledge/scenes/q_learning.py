# /// scene
# title = "Q-learning: an agent finds its way through a grid by trial and error"
# topic = "learning from data"
# prompts = [
#   "Explain Q-learning",
#   "q-learning in a grid world",
#   "How does reinforcement learning find the best path in a maze?",
#   "Show an agent in a gridworld learning Q-values with discount 0.9 until the arrows point to the goal",
#   "reinforcement learning agent with rewards, learning rate 0.5",
# ]
# asked = [
#   "how does a robot mouse find the cheese when nobody shows the way?",
#   "computer tries steps at random, gets points or penalties, and gets better",
#   "vacuum robot learns the way to its dock and avoids the pit",
#   "Update one table entry with r + γ·max Q for the given move",
#   "RL tabular epsilon-greedy, Q[s,a] += alpha*(r + gamma*max(Q[s2]) - Q[s,a])",
#   "temporal-difference control, off-policy, Watkins' algorithm, Markov decision process",
#   "learning from labelled examples against learning from prizes and punishments",
#   "bestärkendes Lernen: Agent lernt durch Belohnung den Weg im Gitter",
#   "apprentissage par renforcement : l'agent explore une grille et reçoit des récompenses",
#   "aprendizaje por refuerzo, un agente aprende el camino con premios, tabla Q",
# ]
# concepts = [
#   "Q-learning", "q learning", "Q-values", "Q-table", "reinforcement learning", "agent", "environment", "grid world", "gridworld", "maze", "reward",
#   "rewards", "goal", "policy", "action", "actions", "state", "states", "episode", "episodes", "exploration", "trial and error", "discount", "best path",
#   "Bellman equation", "machine learning",
# ]
# licence = "MIT"
# requires = ["q-learn", "q learn", "reinforc", "q-val", "q-table", "agent", "gridworld", "grid world"]
# variations = [
#   { DISCOUNT = 0.5, RATE = 1 },
#   { DISCOUNT = 0.99, RATE = 0.1, AGENT_COLOR = "pink" },
# ]
# [parameters]
# DISCOUNT = { type = "number", min = 0.5, max = 0.99, near = ["discount", "discount factor", "gamma"], about = "how much a reward one step later counts" }
# RATE = { type = "number", min = 0.1, max = 1, near = ["learning rate", "rate", "alpha"], about = "how far each step moves a value" }
# AGENT_COLOR = { type = "color", about = "colour of the agent" }
# ///
from manim import *

DISCOUNT = 0.9
RATE = 0.5
AGENT_COLOR = YELLOW
GOAL_COLOR = GREEN
PIT_COLOR = RED
ROWS, COLUMNS = 4, 5
START, GOAL, PITS, WALLS = (3, 0), (0, 4), {(1, 4)}, {(1, 1), (2, 3)}
MOVES = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
NAMES = list(MOVES)
POINTING = dict(zip(NAMES, (UP, DOWN, LEFT, RIGHT)))
EPISODES = 1500
EXPLORING = 0.5
SEED = 12
SIDE = 1.2
CORNER = np.array([-5.7, 1.95, 0])


def outcome(state, action):
    """Where an action leads, and the reward for it; walls and the rim hold the agent back."""
    row, column = state[0] + MOVES[action][0], state[1] + MOVES[action][1]
    inside = 0 <= row < ROWS and 0 <= column < COLUMNS and (row, column) not in WALLS
    new = (row, column) if inside else state
    return new, {GOAL: 1.0}.get(new, -1.0 if new in PITS else 0.0)


def learned():
    """The walks of all episodes, and the table of values after each of them."""
    rng = np.random.default_rng(SEED)
    table = {(r, c): np.zeros(4) for r in range(ROWS) for c in range(COLUMNS)}
    walks, tables = [], []
    for _ in range(EPISODES):
        state, walk = START, [START]
        while state != GOAL and state not in PITS and len(walk) < 60:
            best = np.flatnonzero(table[state] == table[state].max())
            choice = rng.integers(4) if rng.random() < EXPLORING else rng.choice(best)
            new, reward = outcome(state, NAMES[choice])
            ahead = 0 if new == GOAL or new in PITS else table[new].max()
            table[state][choice] += RATE * (reward + DISCOUNT * ahead - table[state][choice])
            state = new
            walk.append(state)
        walks.append(walk)
        tables.append({place: values.copy() for place, values in table.items()})
    return walks, tables


def place(state):
    return CORNER + SIDE * np.array([state[1], -state[0], 0])


class Cell(VGroup):
    """A square of the world that shows the best value and the direction it is had by."""

    def __init__(self, state):
        self.state = state
        color = GOAL_COLOR if state == GOAL else PIT_COLOR if state in PITS else GRAY_C
        self.box = Square(SIDE, color=GRAY_C, stroke_width=2).move_to(place(state))
        super().__init__(self.box)
        self.fixed = state == GOAL or state in PITS or state in WALLS
        if state in WALLS:
            self.box.set_fill(GRAY_D, 1)
        elif self.fixed:
            self.box.set_fill(color, 0.6)
            self.add(Text("+1" if state == GOAL else "−1", font_size=30).move_to(place(state) + 0.38 * UP))

    def showing(self, values):
        """The same cell after more learning."""
        cell = Cell(self.state)
        best = values.max()
        if not self.fixed and best > 0.005:
            cell.box.set_fill(GOAL_COLOR, 0.55 * best)
            way = POINTING[NAMES[int(values.argmax())]]
            arrow = Arrow(-0.28 * way, 0.28 * way, buff=0, color=WHITE, stroke_width=5, tip_length=0.2)
            number = Text(f"{best:.2f}", font_size=24)
            cell.add(
                arrow.move_to(place(self.state) + 0.2 * UP), number.move_to(place(self.state) + 0.4 * DOWN)
            )
        return cell


class DisplayScene(Scene):
    def construct(self):
        walks, tables = learned()
        cells = {(r, c): Cell((r, c)) for r in range(ROWS) for c in range(COLUMNS)}
        title = Text("Q-learning", font_size=36).to_edge(UP, buff=0.3)
        formula = VGroup(
            Text("each step moves a value toward", font_size=24),
            MathTex(r"r + %g \cdot \max_{a'} Q(s', a')" % DISCOUNT, font_size=42, color=GOAL_COLOR),
            Text(f"by the share {RATE:g}", font_size=26),
        ).arrange(DOWN, buff=0.3)
        formula.move_to([4.1, 1.6, 0])
        self.counter = VMobject()
        agent = Dot(radius=0.2, color=AGENT_COLOR).set_stroke(BLACK, 3).set_z_index(2).move_to(place(START))
        self.play(FadeIn(title), LaggedStart(*map(FadeIn, cells.values()), lag_ratio=0.05), run_time=1.2)
        self.play(FadeIn(agent, scale=3), FadeIn(formula), run_time=0.9)

        for episode in (1, 2, 10, 50, EPISODES):
            self.count(episode)
            if episode <= 2:
                self.walk(agent, walks[episode - 1], 1.6)
            fresh = {state: cell.showing(tables[episode - 1][state]) for state, cell in cells.items()}
            self.play(*[FadeTransform(cells[state], fresh[state]) for state in cells], run_time=0.8)
            cells = fresh
            self.wait(0.3)
        best = self.best_walk(tables[-1])
        words = Text("follow the arrows:", font_size=30, color=AGENT_COLOR).move_to([4.1, -1.4, 0])
        steps = Text(f"{len(best) - 1} steps to the goal", font_size=30, color=AGENT_COLOR).move_to(
            [4.1, -1.95, 0]
        )
        self.play(FadeIn(words, steps), run_time=0.5)
        self.walk(agent, best, 2.5)
        self.play(Flash(agent, color=GOAL_COLOR, flash_radius=0.5), run_time=0.7)
        self.wait(1)

    def count(self, episode):
        self.remove(self.counter)
        words = f"episode {episode}" if episode < EPISODES else f"after {EPISODES} episodes"
        self.counter = Text(words, font_size=32, color=AGENT_COLOR).move_to([4.1, -0.4, 0])
        self.add(self.counter)

    def walk(self, agent, states, seconds):
        """Move the agent along a path of cells."""
        agent.move_to(place(states[0]))
        path = VMobject().set_points_as_corners([place(state) for state in states])
        self.play(MoveAlongPath(agent, path), run_time=seconds, rate_func=linear)

    def best_walk(self, table):
        """The path of the highest values from the start."""
        states = [START]
        while states[-1] != GOAL and len(states) < ROWS * COLUMNS:
            states.append(outcome(states[-1], NAMES[int(table[states[-1]].argmax())])[0])
        return states
