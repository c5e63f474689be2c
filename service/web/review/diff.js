// A unified diff, line by line.

import { el } from "../dom.js";
import { highlighted } from "../code.js";

const MARKS = { "+": "added", "-": "removed" };

export function unified(patch) {
  const lines = patch.split("\n").filter((line) => !/^(---|\+\+\+)( |$)/.test(line));
  if (lines.at(-1) === "") lines.pop();
  if (!lines.length) return el("p", { class: "nothing" }, "The two programs are the same.");
  return el("pre", { class: "code diff-code", tabindex: "0", "aria-label": "What it changed" }, el("code", {}, lines.map(row)));
}

function row(line) {
  if (line.startsWith("@@")) return el("span", { class: "row hunk" }, line.replace(/^@@ -(\d+).*@@.*$/, "line $1"));
  const kind = MARKS[line[0]];
  const spoken = kind ? el("span", { class: "unseen" }, `${kind}: `) : null;
  return el("span", { class: `row ${kind ?? ""}` }, el("span", { class: "sign", "aria-hidden": "true" }, line[0] ?? " "), spoken, ...(highlighted(line.slice(1))[0].childNodes));
}
