// The versions of a session, as a tree that grows to the right.

import { button, el, svg } from "./dom.js";
import { origin, outcome, titleOf } from "./words.js";

const STEP = 56;
const LANE = 40;

// Return where each version stands: the first that goes on from another stays in its lane, the rest open new ones.
export function places(tasks) {
  const placed = new Map();
  const continued = new Set();
  let lanes = 0;
  tasks.forEach((task, column) => {
    const parent = placed.get(task.parent_id);
    const lane = parent && !continued.has(task.parent_id) ? parent.lane : lanes++;
    if (parent) continued.add(task.parent_id);
    placed.set(task.task_id, { column, lane });
  });
  return { placed, lanes };
}

export class Versions {
  constructor({ show, compare }) {
    this.show = show;
    this.tree = el("ol", { class: "tree" });
    this.lines = svg("svg", { class: "branches", "aria-hidden": "true" });
    this.compare = button("Compare", { name: "compare", click: () => compare() });
    const scroller = el("div", { class: "tree-scroll" }, this.lines, this.tree);
    this.element = el("nav", { class: "versions", "aria-label": "Versions" }, scroller, this.compare);
  }

  update(tasks, head) {
    this.element.hidden = tasks.length < 2;
    const versions = new Map(tasks.map((task) => [task.task_id, task]));
    const { placed, lanes } = places(tasks);
    const [width, height] = [tasks.length * STEP, lanes * LANE];
    this.tree.style.width = `${width}px`;
    this.tree.style.height = `${height}px`;
    this.lines.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.lines.style.width = `${width}px`;
    this.lines.style.height = `${height}px`;
    this.lines.replaceChildren(...tasks.map((task) => branch(placed.get(task.parent_id), placed.get(task.task_id))).filter(Boolean));
    this.tree.replaceChildren(...tasks.map((task) => this.#node(task, placed.get(task.task_id), task.task_id === head, versions)));
  }

  #node(task, place, isHead, versions) {
    const about = [`Version ${task.version}`, origin(task, versions), outcome(task), isHead ? "the next prompt changes it" : ""];
    const node = button(String(task.version), {
      kind: `node ${task.status}${task.partial ? " partial" : ""}`,
      "aria-label": about.filter(Boolean).join(", "),
      "aria-current": isHead ? "true" : null,
      title: titleOf(task),
      click: () => this.show(task.task_id),
    });
    const item = el("li", {}, node);
    item.style.left = `${place.column * STEP}px`;
    item.style.top = `${place.lane * LANE}px`;
    return item;
  }
}

function branch(from, to) {
  if (!from) return null;
  const x = (place) => place.column * STEP + STEP / 2;
  const y = (place) => place.lane * LANE + LANE / 2;
  const bend = x(to) - STEP / 2;
  return svg("path", { d: `M${x(from)} ${y(from)}H${bend - STEP / 2}C${bend} ${y(from)} ${bend - STEP / 2} ${y(to)} ${bend} ${y(to)}H${x(to)}` });
}
