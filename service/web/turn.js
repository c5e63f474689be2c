// One version of a session: its prompt, its video, its program, and what can be done with it.

import { api } from "./api.js";
import { CodePanel, programIn } from "./code.js";
import { announce, button, el, icon } from "./dom.js";
import { follow } from "./events.js";
import { findingsOf, problemsOf } from "./findings.js";
import { board, loopButton, video } from "./player.js";
import { Progress } from "./progress.js";
import { reportOf } from "./report.js";
import { ago, isOver, isWhole, origin, outcome, sentence, titleOf, took } from "./words.js";

export class Turn {
  // `session` does what concerns more than this version: see Conversation.
  constructor(task, session) {
    this.session = session;
    this.name = `turn-${task.version}`;
    this.heading = el("h2", { id: this.name, tabindex: "-1" });
    this.about = el("p", { class: "about" });
    this.title = el("p", { class: "prompt" });
    this.notices = el("div", { class: "notices" });
    this.frame = el("div", { class: "frame" });
    this.actions = el("div", { class: "actions", role: "group", "aria-label": `Version ${task.version}` });
    this.more = el("div", { class: "more" });
    this.complaint = el("p", { class: "complaint", role: "alert" });
    this.panel = new CodePanel({
      name: `scene-${task.version}.py`, label: `Program of version ${task.version}`, render: (code) => this.#edit(code),
    });
    const picture = el("div", { class: "picture" }, this.frame, this.actions, this.complaint);
    this.body = el("div", { class: "turn-body" }, picture, this.panel.element);
    this.element = el("article", { class: "turn", "aria-labelledby": this.name },
      el("header", {}, this.heading, this.about, this.title), this.notices, this.body, this.more);
    this.update(task);
  }

  // Show the task as it is now; `isNew` where it has ended before the person's eyes.
  update(task, { isNew = false } = {}) {
    const before = this.task;
    this.task = task;
    this.#head();
    if (isOver(task)) this.#ended(before, isNew);
    else this.#making(before);
    this.#offer();
  }

  close() {
    this.stop?.();
    this.frame.querySelector("video")?.pause();
  }

  #head() {
    const { task } = this;
    this.heading.textContent = `Version ${task.version}`;
    const told = [origin(task, this.session.versions), outcome(task), ago(task.created), took(task) && `took ${took(task)}`, task.model === "offline" && "offline model"];
    this.about.textContent = told.filter(Boolean).join(" · ");
    this.title.textContent = titleOf(task);
    this.element.dataset.status = task.partial ? "partial" : task.status;
  }

  #making(before) {
    if (before && !isOver(before)) return;
    const { task } = this;
    this.progress = new Progress(task);
    this.frame.replaceChildren(this.progress.element);
    this.more.replaceChildren();
    this.notices.replaceChildren();
    this.panel.show(task.code ?? "", { note: task.code ? "" : "not written yet" });
    this.written = "";
    this.stop = follow(task.task_id, {
      restart: () => { this.progress.restart(); this.written = ""; },
      stage: (event) => this.#enter(event),
      frames: (event) => this.progress.heardFrames(event),
      problem: (event) => this.progress.heardProblem(event),
      finding: (event) => this.progress.heardProblem(event),
      queue: (event) => this.progress.queue(event),
      code: ({ text }) => this.#write(text),
      done: (status) => this.#done(status),
    });
  }

  #enter(event) {
    this.progress.heardStage(event);
    if (["draft", "repair"].includes(event.stage)) this.written = "";
    if (this.task.status === "running") return;
    this.task = { ...this.task, status: "running" };
    this.#head();
    this.session.changed(this.task);
  }

  #write(text) {
    this.written += text;
    this.painting ??= requestAnimationFrame(() => {
      this.painting = null;
      if (!isOver(this.task) && this.written) this.panel.show(programIn(this.written), { note: "being written", isStreaming: true });
    });
  }

  #done(status) {
    this.stop = null;
    if (!status) return void this.frame.replaceChildren(board("This version is gone", "The server has no task of this id any more."));
    this.update(status, { isNew: true });
    announce(`Version ${status.version}: ${outcome(status)}${status.error ? `. ${status.error}` : ""}`);
    this.session.changed(status);
  }

  #ended(before, isNew) {
    const { task } = this;
    this.stop?.();
    this.stop = null;
    if (!this.panel.isEditing) this.panel.show(task.code ?? "", { note: task.code ? "" : "no program was kept" });
    const key = (each) => JSON.stringify([each?.status, each?.video_url, each?.video_state, each?.error, each?.finished]);
    if (before && key(before) === key(task)) return; // a rating does not stop the video
    this.frame.replaceChildren(this.#picture(isNew));
    const seek = (second) => this.#seek(second);
    const point = (line) => this.panel.point(line);
    this.notices.replaceChildren(...[this.#partial(), this.#cached()].filter(Boolean));
    this.more.replaceChildren(...[problemsOf(task, { point }), findingsOf(task, { seek, point }), reportOf(task)].filter(Boolean));
  }

  #picture(isNew) {
    const { task } = this;
    if (task.video_url) return video(task, { isNew, lost: () => this.#lost() });
    const makeAgain = button("Make it again", { name: "again", kind: "primary", click: () => this.#do(() => api.rerender(task.task_id)) });
    if (task.video_state === "expired") return board("This video has expired", "Its program is kept, so it can be drawn again.", { actions: [makeAgain] });
    if (task.video_state === "removed") return board("This video was removed", "Its program is kept, so it can be drawn again.", { actions: [makeAgain] });
    const tryAgain = button("Try again", { name: "again", kind: "primary", click: () => this.#do(() => this.session.again(task)) });
    if (task.status === "cancelled") return board("Cancelled", "", { actions: [tryAgain] });
    const title = task.dead ? "It was tried three times and ended its worker each time" : "No video came of this";
    return board(title, sentence(task.error), { task, kind: "failed", actions: [tryAgain] });
  }

  #partial() {
    const { task } = this;
    if (!task.partial) return null;
    return el("p", { class: "notice warn" }, el("strong", {}, "A partial video. "), "It ends where the program failed. ", sentence(task.error));
  }

  #cached() {
    const { cached } = this.task;
    if (!cached) return null;
    const alike = cached.similarity >= 0.995 ? "the same prompt" : `“${cached.prompt}”, which is nearly the same`;
    return el("p", { class: "notice" }, `Made before, for ${alike}. `,
      button("Make a new one", { kind: "link", click: () => this.#do(() => this.session.again(this.task, true)) }));
  }

  #offer() {
    const { task } = this;
    const id = task.task_id;
    if (!isOver(task)) {
      this.actions.replaceChildren(button("Cancel", { name: "stop", click: (event) => this.#cancel(event.currentTarget) }));
      return;
    }
    const hadFocus = this.actions.contains(document.activeElement) ? document.activeElement.textContent : null;
    const rate = (isGood) => button(isGood ? "Good" : "Bad", {
      name: isGood ? "up" : "down", "aria-pressed": task.rating === isGood, click: () => this.#rate(isGood),
    });
    const canChange = Boolean(task.code);
    const groups = [
      task.video_url && [rate(true), rate(false)],
      canChange && [
        button("Continue from here", { name: "branch", click: () => this.session.continueFrom(id) }),
        !this.session.isLatest(id) && button("Restore", { name: "restore", title: "Make this program the latest version again", click: () => this.#edit(task.code) }),
      ],
      task.video_url && [
        loopButton(() => this.frame.querySelector("video")),
        el("a", { class: "quiet", "aria-label": "Save the video", href: api.download(id), download: `animation-${task.version}.mp4` }, icon("download"), el("span", {}, "Save")),
        button("Remove", { name: "bin", click: (event) => this.#remove(event.currentTarget) }),
      ],
    ];
    this.actions.replaceChildren(...groups.filter(Boolean).map((group) => el("div", { class: "group" }, group)));
    if (hadFocus) [...this.actions.querySelectorAll("button")].find((each) => each.textContent === hadFocus)?.focus();
  }

  async #cancel(asked) {
    asked.disabled = true;
    asked.lastChild.textContent = "Cancelling";
    if (!(await this.#do(() => api.cancel(this.task.task_id)))) this.#offer();
  }

  async #rate(isGood) {
    await this.#do(() => api.rate(this.task.task_id, isGood));
    announce(isGood ? "Rated as good" : "Rated as bad");
  }

  #remove(asked) {
    const keep = button("Keep it", { click: () => { this.#offer(); this.actions.querySelector("button").focus(); } });
    const remove = button("Remove the video", { name: "bin", kind: "danger", click: async () => {
      if (await this.#do(() => api.rate(this.task.task_id, this.task.rating === true, true))) this.heading.focus();
    } });
    asked.parentElement.replaceChildren(el("span", { class: "ask" }, "The program stays. "), remove, keep);
    keep.focus();
  }

  async #edit(code) {
    return this.#do(() => this.session.edit(this.task.task_id, code));
  }

  #seek(second) {
    const player = this.frame.querySelector("video");
    player.pause();
    player.currentTime = second;
    player.focus();
  }

  async #lost() {
    const task = await api.status(this.task.task_id).catch(() => this.task);
    if (this.task.video_url && task.video_url) {
      const again = button("Try again", { name: "again", kind: "primary", click: () => this.frame.replaceChildren(this.#picture(false)) });
      this.frame.replaceChildren(board("The video could not be loaded", "", { actions: [again] }));
    } else this.update(task);
  }

  // Ask something of the server and show what comes of it; return whether it went well.
  async #do(asked) {
    this.complaint.textContent = "";
    try {
      await asked();
      this.update(await api.status(this.task.task_id));
      return true;
    } catch (error) {
      this.complaint.textContent = sentence(error.message);
      return false;
    }
  }
}

export const canBeChanged = (task) => isWhole(task) || (isOver(task) && Boolean(task.code));
