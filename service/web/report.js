// The report card of a task: how its video came to be.

import { el } from "./dom.js";
import { plural } from "./words.js";
import { api } from "./api.js";

export function reportOf(task) {
  if (!task.report_url) return null;
  const inside = el("div", { class: "report" });
  const fold = el("details", { class: "fold" }, el("summary", {}, "Report card"), inside);
  fold.addEventListener("toggle", () => fold.open && !inside.hasChildNodes() && fill(inside, task.report_url));
  return fold;
}

async function fill(inside, url) {
  try {
    const report = await api.report(url);
    inside.replaceChildren(...parts(report, url));
  } catch (error) {
    inside.replaceChildren(el("p", { class: "complaint" }, error.message));
  }
}

function parts(report, url) {
  const said = report.answer ? el("p", { class: "answer" }, report.answer) : null;
  return [
    said, facts(report), times(report.seconds), attempts(report.attempts), documents(report.documents),
    el("p", {}, el("a", { href: url, target: "_blank", rel: "noopener" }, "All of it, as JSON")),
  ].filter(Boolean);
}

function facts(report) {
  const { options, spent, compression } = report;
  const told = [
    ["Model", report.model],
    ["Picture", options && `${options.width} × ${options.height}, ${options.fps} frames a second`],
    ["Video", report.frames ? `${plural(report.frames, "frame")}, ${report.duration.toFixed(1)} s` : null],
    ["Size", compression && size(compression)],
    ["Model calls", spent?.model_calls],
    ["Tokens", spent?.tokens],
    ["Manim", report.manim],
    ["Sandbox", report.sandbox],
  ].filter(([, value]) => value !== null && value !== undefined);
  return el("dl", { class: "facts" }, told.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value)))));
}

function size({ before, after, kept }) {
  const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;
  return kept ? `${kilobytes(after)}, ${kilobytes(before)} before it was compressed` : kilobytes(before);
}

function times(seconds) {
  const { whole, ...stages } = seconds ?? {};
  const longest = Math.max(...Object.values(stages), 0.001);
  const rows = Object.entries(stages).map(([stage, passed]) => {
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * passed) / longest}%`;
    return el("tr", {}, el("th", { scope: "row" }, stage), el("td", {}, bar), el("td", { class: "number" }, `${passed.toFixed(2)} s`));
  });
  if (!rows.length) return null;
  return el("table", { class: "times" }, el("caption", {}, whole ? `Time by stage, ${whole.toFixed(1)} s in all` : "Time by stage"), el("tbody", {}, rows));
}

function attempts(list) {
  if (!list?.length) return null;
  const items = list.map((attempt) => {
    const errors = attempt.problems.filter((problem) => problem.severity === "error");
    const outcome = errors.length ? errors[0].message : attempt.findings.length ? plural(attempt.findings.length, "finding") : "good";
    const diff = attempt.diff ? el("details", {}, el("summary", {}, "What it changed"), el("pre", { class: "diff", tabindex: "0" }, attempt.diff)) : null;
    return el("li", {}, `${attempt.origin}, to ${attempt.stage}: ${outcome}`, diff);
  });
  return el("div", {}, el("h4", {}, "Attempts"), el("ol", {}, items));
}

function documents(list) {
  if (!list?.length) return null;
  const items = list.map((each) => el("li", {}, each.title, el("span", { class: "where" }, [each.kind, each.licence].filter(Boolean).join(", "))));
  return el("details", {}, el("summary", {}, `${plural(items.length, "document")} read before writing`), el("ul", {}, items));
}
