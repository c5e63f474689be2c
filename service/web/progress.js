// A task in the making: what it does now, how far it is, what went wrong on the way.

import { announce, el, svg } from "./dom.js";
import { STAGES, STEPS, left } from "./words.js";

const SQUARES = ["M4 4h92v92H4z", "M27 4 96 27 73 96 4 73z", "M49.5 9.8 90.2 49.5 50.5 90.2 9.8 50.500z", "M66.5 21.3 78.7 66.5 33.5 78.7 21.3 33.500z"];

export class Progress {
  constructor(task) {
    this.task = task;
    this.stage = null;
    this.title = el("p", { class: "board-title" });
    this.detail = el("p", { class: "board-detail" });
    this.steps = el("ol", { class: "steps" }, STEPS.map(([name]) => el("li", {}, name)));
    this.bar = el("progress", { max: "1", value: 0, "aria-label": "Frames drawn", hidden: true });
    this.problems = el("ul", { class: "tried", "aria-label": "What went wrong so far" });
    const whirl = svg("svg", { class: "whirl", viewBox: "0 0 100 100", "aria-hidden": "true" });
    whirl.append(...SQUARES.map((d) => svg("path", { d })));
    const said = el("div", { class: "board-words" }, this.title, this.detail, this.problems);
    this.element = el("div", { class: "board making" }, el("div", { class: "board-middle" }, whirl, said), this.steps, this.bar);
    this.restart();
  }

  restart() {
    this.frames = null;
    this.seconds = this.task.seconds_left;
    this.attempt = this.task.attempt;
    this.problems.replaceChildren();
    if (this.task.status === "running") this.#enter(this.task.stage);
    else this.queue({ position: this.task.queue_position, seconds_left: this.seconds });
  }

  queue({ position, seconds_left: seconds }) {
    this.seconds = seconds;
    if (this.stage === null) {
      const place = position === 1 ? "Next in line" : position ? `Number ${position} in line` : "Waiting for its turn";
      if (this.title.textContent !== place) announce(place);
      this.title.textContent = place;
    }
    this.#tell();
  }

  heardStage({ stage, attempt }) {
    this.attempt = attempt;
    this.frames = null;
    this.#enter(stage);
    this.#tell();
  }

  heardFrames({ done, of }) {
    this.frames = { done, of };
    this.#tell();
  }

  heardProblem({ message, line, attempt }) {
    const where = [attempt ? `attempt ${attempt}` : "", line ? `line ${line}` : ""].filter(Boolean).join(", ");
    this.problems.append(el("li", {}, message, where && el("span", { class: "where" }, where)));
    while (this.problems.children.length > 3) this.problems.firstChild.remove();
  }

  #enter(stage) {
    this.stage = stage;
    const title = STAGES[stage] ?? "Starting";
    if (this.title.textContent !== title) announce(title);
    this.title.textContent = title;
    const now = STEPS.findIndex(([, stages]) => stages.includes(stage));
    [...this.steps.children].forEach((step, index) => {
      step.className = index < now ? "past" : index === now ? "now" : "";
      if (index === now) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    });
  }

  #tell() {
    const { frames } = this;
    this.bar.hidden = !frames?.of;
    if (frames?.of) this.bar.value = Math.min(1, frames.done / frames.of);
    this.detail.textContent = [
      frames ? `${frames.done} of ${frames.of} frames` : "",
      this.attempt > 1 ? `attempt ${this.attempt}` : "",
      left(this.seconds),
    ].filter(Boolean).join(" · ");
  }
}
