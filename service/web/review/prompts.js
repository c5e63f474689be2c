// Prompt versions: how many tasks came to a video with each, over time.

import { el } from "../dom.js";
import { review } from "./api.js";
import { successChart } from "./chart.js";
import { day, interval, share, shortened, whole } from "./telling.js";

const DRAWN = 5;

export async function promptsView() {
  const { versions, days } = await review.prompts();
  const names = [...new Set(versions.map((each) => each.name))].sort();
  const head = el("h1", { tabindex: "-1" }, "Prompt versions");
  if (!names.length) {
    return el("article", { class: "prompts" }, head, el("p", { class: "nothing" }, "No task has come to its end with a model yet. Once some have, their success by prompt version is drawn here."));
  }
  const said = el("p", { class: "muted" }, "Of the tasks that used a version, the share that came to a whole video. A version is the hash of the prompt's file.");
  return el("article", { class: "prompts" }, head, said, names.map((name) => part(name, versions.filter((each) => each.name === name), days)));
}

function part(name, versions, days) {
  const latest = [...versions].sort((a, b) => b.last - a.last);
  const drawn = latest.filter((each) => each.tasks).slice(0, DRAWN);
  const known = new Set(drawn.map((each) => each.version));
  const shown = days.filter((each) => each.name === name && known.has(each.version)).sort((a, b) => a.day.localeCompare(b.day));
  return el("section", { "aria-labelledby": `prompt-${name}` }, el("h2", { id: `prompt-${name}` }, name), shown.length ? successChart(shown, drawn) : null, table(latest));
}

function table(versions) {
  const rows = versions.map((each) => {
    const [low, high] = each.tasks ? interval(each.completed, each.tasks) : [];
    return el("tr", {}, el("th", { scope: "row" }, el("code", {}, shortened(each.version))),
      ...[whole(each.tasks), whole(each.completed), each.tasks ? share(each.completed / each.tasks) : "–", each.tasks ? `${share(low)} to ${share(high)}` : "–", day(each.first), day(each.last)].map((cell) => el("td", { class: "number" }, cell)));
  });
  const heads = ["Version", "Tasks", "Completed", "Share", "95 % interval", "First", "Last"].map((each) => el("th", { scope: "col" }, each));
  return el("div", { class: "scroll" }, el("table", { class: "table" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows)));
}
