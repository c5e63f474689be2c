// Replays: a cluster's tasks made again, with the present settings and with a candidate, side by side.

import { button, el } from "../dom.js";
import { review } from "./api.js";
import { unified } from "./diff.js";
import { toCluster, toReplay } from "./place.js";
import { facts, failure, fold, many, share, told } from "./telling.js";

const VERDICTS = { better: "Better", worse: "Worse", "cannot tell": "Cannot tell" };
const MEASURES = { success: "Tasks that came to a whole video", repairs: "Repairs a task", tokens: "Tokens a task", seconds: "Seconds a task", findings: "Findings a task" };
const EVERY = 2000;
const isRunning = (replay) => replay.state === "running";

// Open the form that starts a replay of a cluster.
export function replayForm(cluster, promotions) {
  const dialog = el("dialog", { class: "promote", "aria-labelledby": "replay-title" });
  const complaint = el("div", {});
  const sample = el("input", { type: "number", min: "1", max: "200", value: "20", required: true });
  const seed = el("input", { type: "number", min: "0", value: "1", required: true });
  const active = promotions.filter((each) => each.is_in_use);
  const without = el("select", {}, el("option", { value: "" }, "as it is now"), active.map((each) => el("option", { value: each.id }, `without the ${each.kind} ${each.name}`)));
  const model = el("input", { placeholder: "as now; provider:model", maxlength: "200" });
  const temperature = el("input", { type: "number", min: "0", max: "2", step: "0.05", placeholder: "as now" });
  const drafts = el("input", { type: "number", min: "1", max: "16", placeholder: "as now" });
  const named = (name, box) => el("label", { class: "named" }, el("span", {}, name), box);
  const form = el("form", {},
    el("p", {}, "The tasks of this cluster are made again, each with the settings as they are and with the candidate's. A worker does it while it has nothing else to do."),
    el("fieldset", { class: "grid-of-fields" }, el("legend", {}, "Which tasks"), named("At most", sample), named("Seed", seed)),
    el("fieldset", { class: "grid-of-fields" }, el("legend", {}, "The candidate"), named("What is promoted", without), named("Model", model), named("Temperature", temperature), named("Drafts", drafts)),
    complaint, el("button", { type: "submit", class: "primary" }, "Start it"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const number = (box) => (box.value === "" ? null : Number(box.value));
    const wanted = { without_promotion: number(without), model: model.value.trim() || null, temperature: number(temperature), drafts: number(drafts) };
    const changes = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null));
    try {
      const started = await review.startReplay({ cluster: cluster.id, sample: number(sample), seed: number(seed), changes });
      dialog.close();
      location.hash = toReplay(started.id);
    } catch (error) {
      complaint.replaceChildren(failure(error));
    }
  });
  dialog.append(el("header", {}, el("h2", { id: "replay-title" }, "Replay its tasks"), button("Close", { name: "close", click: () => dialog.close() })), form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export function replayItem(replay) {
  const state = isRunning(replay) ? `${replay.done} of ${replay.of} tasks` : replay.state === "done" ? VERDICTS[replay.verdict] ?? replay.verdict : replay.state;
  return el("li", { class: "change" },
    el("p", {}, el("span", { class: `badge ${badge(replay)}` }, state), " ", el("a", { href: toReplay(replay.id) }, "Replay"), el("span", { class: "where" }, variation(replay.candidate))));
}

const badge = (replay) => (replay.state === "done" ? String(replay.verdict).replace(" ", "-") : replay.state);

function variation(candidate) {
  const said = Object.entries(candidate ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return said.map(([name, value]) => `${name.replaceAll("_", " ")} ${typeof value === "object" ? JSON.stringify(value) : value}`).join(", ") || "as it is now";
}

// A view of one replay that follows it while it runs; `close` ends that.
export class ReplayView {
  constructor(replay) {
    this.element = el("article", { class: "replay" });
    this.#fill(replay);
  }

  close() {
    clearTimeout(this.waiting);
  }

  #fill(replay) {
    this.element.replaceChildren(
      el("p", { class: "way" }, el("a", { href: toCluster(replay.cluster) }, "Its cluster"), el("span", { class: "badge" }, replay.state)),
      el("h1", { tabindex: "-1" }, title(replay)),
      replay.why && el("p", { class: "lead" }, replay.why),
      isRunning(replay) ? progress(replay) : "",
      facts([["Candidate", variation(replay.candidate)], ["Left out", replay.faults ? `${many(replay.faults, "task")}, for a fault of the machinery` : ""], ["Met what the cluster is of", replay.seen && `${replay.seen.present} as now, ${replay.seen.candidate} with the candidate`], ["Sample", replay.sample], ["Seed", replay.seed], ["Author", replay.author], ["Error", replay.error]]),
      measures(replay.measures), tasks(replay.tasks), fold("The settings as they were", () => told(replay.present)));
    if (isRunning(replay)) this.waiting = setTimeout(() => this.#follow(replay.id), EVERY);
  }

  async #follow(id) {
    try {
      this.#fill(await review.replay(id));
    } catch (error) {
      this.element.append(failure(error));
    }
  }
}

function title(replay) {
  if (isRunning(replay)) return "The replay is running";
  return replay.state === "done" ? `Verdict: ${(VERDICTS[replay.verdict] ?? "cannot tell").toLowerCase()}` : `The replay is ${replay.state}`;
}

function progress(replay) {
  return el("p", { class: "progress" }, el("progress", { max: String(Math.max(1, replay.of)), value: replay.done, "aria-label": "Tasks done" }), ` ${replay.done} of ${replay.of} tasks`, button("Stop", { name: "stop", kind: "quiet small", click: () => review.stopReplay(replay.id) }));
}

const figure = (name, value) => (value === null || value === undefined ? "–" : name === "success" ? share(value) : Number(value).toFixed(name === "tokens" ? 0 : 2));
const signed = (name, value) => (value > 0 ? `+${figure(name, value)}` : name === "success" && value < 0 ? `−${figure(name, -value)}` : figure(name, value).replace("-", "−"));

function measures(found) {
  const rows = Object.entries(MEASURES).filter(([name]) => typeof found[name]?.present === "number").map(([name, said]) => {
    const { present, candidate, difference, low, high, confidence } = found[name];
    const interval = low === null || low === undefined ? "–" : `${signed(name, low)} to ${signed(name, high)} (${(100 * confidence).toFixed(1).replace(".0", "")} %)`;
    const isClear = low !== null && low !== undefined && (low > 0 || high < 0);
    return el("tr", { class: isClear ? "clear" : "" }, el("th", { scope: "row" }, said), ...[figure(name, present), figure(name, candidate), signed(name, difference), interval].map((each) => el("td", { class: "number" }, each)));
  });
  if (!rows.length) return el("p", { class: "nothing" }, "The figures come with the first pair of runs.");
  const heads = ["", "Present", "Candidate", "Difference", "Interval"].map((each) => el("th", { scope: "col" }, each));
  return el("div", { class: "scroll" }, el("table", { class: "table measures" }, el("caption", {}, "Means over the pairs of runs. In bold: the interval excludes nought."), el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows)));
}

function tasks(pairs) {
  if (!pairs.length) return null;
  const rows = pairs.map((pair) => el("tr", {},
    el("td", {}, el("span", { class: "clamped" }, pair.prompt || "no prompt kept"), pair.diff ? fold("How the programs differ", () => unified(pair.diff)) : null),
    el("td", {}, side(pair.present)), el("td", {}, side(pair.candidate))));
  const heads = ["Task", "Present", "Candidate"].map((each) => el("th", { scope: "col" }, each));
  return el("section", {}, el("h2", {}, "Task by task"), el("div", { class: "scroll" }, el("table", { class: "table pairs" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows))));
}

function side(run) {
  if (!run) return "not yet";
  if (run.fault) return el("span", { class: "muted" }, `left out: ${run.fault}`);
  return el("span", {}, el("strong", { class: run.success ? "good" : "bad" }, run.success ? "video" : "failed"), el("span", { class: "muted" }, ` ${run.repairs} repairs, ${run.tokens} tokens, ${Number(run.seconds).toFixed(1)} s, ${run.findings?.length ?? run.findings} findings`));
}
