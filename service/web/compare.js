// Two versions side by side: their videos, and what differs in their programs.

import { button, el } from "./dom.js";
import { highlighted } from "./code.js";
import { outcome, titleOf } from "./words.js";

// Return [mark, line] for all lines of both programs: " " in both, "-" only before, "+" only after.
export function difference(before, after) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) lines.push([" ", a[i++], j++].slice(0, 2));
    else if (j >= b.length || (i < a.length && common[i + 1][j] >= common[i][j + 1])) lines.push(["-", a[i++]]);
    else lines.push(["+", b[j++]]);
  }
  return lines;
}

// Open the comparison of two of the `tasks`; it starts with the ids `left` and `right`.
export function compare(tasks, left, right) {
  const chosen = [left, right];
  const body = el("div", { class: "pair" });
  const changes = el("div", { class: "changes" });
  const videos = () => [...body.querySelectorAll("video")];
  const dialog = el("dialog", { class: "compare", "aria-labelledby": "compare-title" },
    el("header", {},
      el("h2", { id: "compare-title" }, "Side by side"),
      button("Play both", { name: "play", kind: "primary small", click: () => playAll(videos()) }),
      button("Close", { name: "close", click: () => dialog.close() })),
    body, changes);

  function show() {
    for (const video of videos()) video.pause();
    body.replaceChildren(...chosen.map((id, side) => column(tasks, id, side, (next) => {
      chosen[side] = next;
      show();
      body.querySelectorAll("select")[side].focus();
    })));
    const [a, b] = chosen.map((id) => tasks.find((task) => task.task_id === id));
    changes.replaceChildren(...differences(a, b));
  }

  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  show();
  dialog.showModal();
}

function playAll(videos) {
  for (const video of videos) {
    video.currentTime = 0;
    video.play().catch(() => {}); // one that cannot be loaded says so itself
  }
}

function column(tasks, id, side, choose) {
  const options = tasks.map((task) => el("option", { value: task.task_id, selected: task.task_id === id }, `Version ${task.version} (${outcome(task)})`));
  const select = el("select", { "aria-label": side ? "Version on the right" : "Version on the left" }, options);
  select.addEventListener("change", () => choose(select.value));
  const task = tasks.find((each) => each.task_id === id);
  const picture = task.video_url
    ? el("video", { src: task.video_url, poster: task.poster_url, controls: true, playsinline: true, muted: true, preload: "metadata", "aria-label": `Video of version ${task.version}` })
    : el("div", { class: "board" }, el("div", { class: "board-middle" }, el("p", { class: "board-title" }, `No video: ${outcome(task)}`)));
  return el("div", { class: "side" }, select, picture, el("p", { class: "side-title" }, titleOf(task)));
}

const MARKS = { "+": "added", "-": "removed" };

function differences(a, b) {
  if (!a.code || !b.code) return [];
  const lines = difference(a.code, b.code);
  const count = (mark) => lines.filter(([each]) => each === mark).length;
  const [added, removed] = [count("+"), count("-")];
  if (!added && !removed) return [el("p", { class: "same" }, "The two programs are the same.")];
  const rows = lines.map(([mark, text]) => {
    const spoken = MARKS[mark] ? el("span", { class: "unseen" }, `${MARKS[mark]}: `) : null;
    return el("span", { class: `row ${MARKS[mark] ?? ""}` }, el("span", { class: "sign", "aria-hidden": "true" }, mark), spoken, ...highlighted(text)[0].childNodes);
  });
  return [
    el("h3", {}, `From version ${a.version} to version ${b.version}: ${added} lines added, ${removed} removed`),
    el("pre", { class: "code", tabindex: "0", "aria-label": "What differs in the programs" }, el("code", {}, rows)),
  ];
}
