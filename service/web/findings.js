// What is wrong: with the picture (findings), with the program (problems).

import { button, el } from "./dom.js";
import { clock, plural, sentence } from "./words.js";

const lineButton = (line, point) =>
  line ? button(`line ${line}`, { kind: "link", click: () => point(line), "aria-label": `Show line ${line} of the program` }) : null;

// Findings with their pictures; `seek` shows a second of the video, `point` a line of the program.
export function findingsOf(task, { seek, point }) {
  if (!task.findings?.length) return null;
  const items = task.findings.map((finding) => {
    const still = finding.still_url &&
      el("img", { src: finding.still_url, alt: `The picture at ${clock(finding.start)}`, loading: "lazy" });
    still?.addEventListener("error", () => still.remove());
    const when = task.video_url &&
      button(`at ${clock(finding.start)}`, { kind: "link", click: () => seek(finding.start), "aria-label": `Show the video at ${clock(finding.start)}` });
    const said = el("div", {},
      el("p", {}, sentence(finding.message)),
      finding.suggestion && el("p", { class: "suggestion" }, sentence(finding.suggestion)),
      el("p", { class: "places" }, when, lineButton(finding.line, point)));
    return el("li", {}, still, said);
  });
  return folded(`${plural(items.length, "finding")} in the picture`, el("ul", { class: "found" }, items));
}

export function problemsOf(task, { point }) {
  if (!task.problems?.length) return null;
  const items = task.problems.map((problem) => el("li", { class: problem.severity },
    el("div", {},
      el("p", {}, sentence(problem.message)),
      problem.suggestions?.length ? el("p", { class: "suggestion" }, `Perhaps: ${problem.suggestions.join(", ")}`) : null,
      el("p", { class: "places" }, el("span", { class: "where" }, problem.code), lineButton(problem.line, point)))));
  return folded(`${plural(items.length, "problem")} in the program`, el("ul", { class: "found" }, items));
}

function folded(title, content) {
  return el("details", { class: "fold", open: true }, el("summary", {}, title), content);
}
