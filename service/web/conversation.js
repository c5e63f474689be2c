// A session: its versions one after the other, and the prompt that makes the next.

import { api } from "./api.js";
import { compare } from "./compare.js";
import { announce, el, reveal } from "./dom.js";
import { Turn, canBeChanged } from "./turn.js";
import { Versions } from "./versions.js";
import { isOver, isWhole } from "./words.js";

export class Conversation {
  constructor(id, composer) {
    this.id = id;
    this.composer = composer;
    this.turns = new Map();
    this.versions = new Map();
    this.chosen = null;
    this.title = el("h1", { class: "unseen", tabindex: "-1" });
    this.tree = new Versions({ show: (task) => this.reveal(task), compare: () => this.#compare() });
    this.list = el("div", { class: "turns" });
    this.element = el("div", { class: "session" }, el("header", { class: "session-head" }, this.title, this.tree.element), this.list);
  }

  get tasks() {
    return [...this.versions.values()].sort((a, b) => a.version - b.version);
  }

  get latest() {
    return this.tasks.at(-1);
  }

  // The version that the next prompt changes: the one chosen, or the latest whole one, or the latest with a program.
  get head() {
    return this.versions.get(this.chosen) ?? this.tasks.findLast(isWhole) ?? this.tasks.findLast(canBeChanged) ?? null;
  }

  isLatest(id) {
    return this.latest?.task_id === id;
  }

  async load() {
    const { tasks } = await api.session(this.id);
    for (const task of tasks) this.versions.set(task.task_id, task);
    for (const task of this.tasks) {
      const turn = this.turns.get(task.task_id);
      if (turn) turn.update(task);
      else this.#add(task);
    }
    this.#refresh();
  }

  close() {
    for (const turn of this.turns.values()) turn.close();
  }

  reveal(id) {
    const turn = this.turns.get(id) ?? this.turns.get(this.latest.task_id);
    turn.heading.focus({ preventScroll: true });
    reveal(turn.element);
  }

  // Show the version of a number, with the focus on it; without one the latest.
  revealVersion(number) {
    const found = this.tasks.find((task) => task.version === number);
    if (found) this.reveal(found.task_id);
    else if (this.tasks.length > 1) reveal(this.turns.get(this.latest.task_id).element);
  }

  changed(task) {
    this.versions.set(task.task_id, task);
    this.#refresh();
  }

  async send(prompt) {
    const { head } = this;
    if (!head) {
      const running = this.tasks.some((task) => !isOver(task));
      throw new Error(running ? "the first version is not done yet: wait for it, or cancel it" : "there is no program to change here: begin anew with New");
    }
    await this.#next(api.refine(head.task_id, prompt));
  }

  async edit(id, code) {
    await this.#next(api.edit(id, code));
  }

  // Ask once more for what a task was to be.
  async again(task, isFresh = false) {
    if (task.kind === "refine") return this.#next(api.refine(task.parent_id, task.prompt));
    if (task.kind === "edit") return this.#next(api.edit(task.parent_id, task.code));
    const { width, height, fps } = task.options;
    const { task_id: id } = await api.generate(task.prompt, { resolution: `${width}x${height}`, fps }, isFresh);
    location.hash = `#/s/${(await api.status(id)).session_id}`;
    return undefined;
  }

  continueFrom(id) {
    this.chosen = id;
    this.#refresh();
    this.composer.box.focus();
    announce(`The next prompt changes version ${this.head.version}`);
  }

  async #next(asked) {
    const { task_id: id } = await asked;
    this.chosen = null;
    await this.load();
    reveal(this.turns.get(id).element);
  }

  #add(task) {
    const turn = new Turn(task, this);
    this.turns.set(task.task_id, turn);
    this.list.append(turn.element);
  }

  #refresh() {
    const { tasks, head } = this;
    this.title.textContent = tasks[0].prompt;
    document.title = `${tasks[0].prompt.slice(0, 60)} – The Shape Rotator`;
    this.tree.update(tasks, head?.task_id);
    this.composer.ask({
      label: "What is to change?",
      placeholder: head ? "Say what to change" : "Wait for the first version",
      version: head?.version ?? null,
      reset: this.chosen ? () => { this.chosen = null; this.#refresh(); this.composer.box.focus(); } : null,
    });
  }

  #compare() {
    const right = this.latest;
    const left = this.versions.get(right.parent_id) ?? this.tasks.at(-2);
    compare(this.tasks, left.task_id, right.task_id);
  }
}
