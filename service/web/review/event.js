// One event: the prompt, the program with the line it failed at, the picture, and what came of it.

import { announce, button, el } from "../dom.js";
import { highlighted } from "../code.js";
import { clock, sentence } from "../words.js";
import { review } from "./api.js";
import { unified } from "./diff.js";
import { toEvent } from "./place.js";
import { facts, failure, fold, kindOf, many, moment, shortened, told, took, whole } from "./telling.js";

const ORIGINS = { draft: "a first draft", repair: "a repair", memory: "mended from memory", person: "a person's program" };

export function eventView(event, cluster, attempts) {
  const title = el("h2", { tabindex: "-1" }, `Attempt ${event.attempt} of task ${shortened(event.task)}`);
  return el("article", { class: "event", "aria-label": `Event ${event.id}` },
    el("header", {}, title, siblings(event, cluster, attempts)),
    prompts(event),
    el("div", { class: "event-body" },
      el("section", { class: "program", "aria-label": "Program" }, program(event)),
      el("div", { class: "beside" }, ending(event), picture(event), fixed(event, cluster), figures(event))),
    folds(event));
}

// The attempts of the same task, this one among them.
function siblings(event, cluster, attempts) {
  if (attempts.length < 2) return null;
  const links = [...attempts].sort((a, b) => a.attempt - b.attempt).map((each) =>
    el("a", { class: "quiet small", href: toEvent(cluster, each.id), "aria-current": each.id === event.id ? "true" : null, title: each.is_success ? "a whole video" : kindOf(each) },
      `${each.attempt} `, el("span", { class: "muted" }, each.is_success ? (each.kind ? "video, with findings" : "good") : kindOf(each))));
  return el("nav", { class: "siblings", "aria-label": "Attempts of this task" }, links);
}

function prompts(event) {
  const earlier = event.earlier.length ? fold(`${many(event.earlier.length, "turn")} before it`, () => el("ol", {}, event.earlier.map((each) => el("li", {}, each)))) : null;
  return el("div", { class: "asked" }, el("p", { class: "prompt" }, event.prompt || "No prompt is kept."), earlier);
}

function program(event) {
  if (!event.code) return [el("h3", {}, "Program"), el("p", { class: "nothing" }, "There was none. What the model said is below.")];
  const lines = highlighted(event.code);
  const said = remarks(event);
  const rows = lines.flatMap((line, index) => {
    const here = said.get(index + 1) ?? [];
    if (here.length) line.classList.add(here.some((each) => each.isCause) ? "failing" : "pointed");
    return [line, ...here.map((each) => el("span", { class: each.isCause ? "remark cause" : "remark" }, el("span", { class: "unseen" }, "here: "), sentence(each.text)))];
  });
  const view = el("pre", { class: "code", tabindex: "0", "aria-label": "The program that was run" }, el("code", {}, rows));
  requestAnimationFrame(() => {
    const failing = view.querySelector(".failing") ?? view.querySelector(".pointed");
    if (failing) view.scrollTop = failing.offsetTop - view.offsetTop - view.clientHeight / 3;
  });
  const lineless = [...(said.get(0) ?? [])].map((each) => el("p", { class: "remark alone" }, sentence(each.text)));
  return [el("h3", {}, event.cause.line ? `Program, failing in line ${event.cause.line}` : "Program"), ...lineless, view];
}

// What is wrong, by line; under 0 what has none.
function remarks(event) {
  const found = [...event.problems.filter((each) => each.severity === "error"), ...event.findings].map((each) => ({ line: each.line ?? 0, text: each.message }));
  const { line, message } = event.cause;
  if (line && !found.some((each) => each.line === line)) found.push({ line, text: message });
  const by = new Map();
  for (const each of found) by.set(each.line, [...(by.get(each.line) ?? []), { ...each, isCause: Boolean(line) && each.line === line }]);
  return by;
}

function ending(event) {
  const came = event.is_success ? "It gave a whole video" : `It failed in ${event.stage}`;
  const got = event.is_delivered ? ", which the person got" : "";
  const opinion = { true: "liked", false: "disliked" }[event.feedback];
  return el("p", { class: `ending ${event.outcome}` }, `${came}${got}. The task ${event.outcome === "completed" ? "was completed" : `was ${event.outcome}`.replace("was failed", "failed")}${event.error ? `: ${event.error}` : ""}.`, opinion && ` The person ${opinion} it.`);
}

function picture(event) {
  const items = event.findings.map((each) => el("li", {}, el("p", {}, sentence(each.message), each.start !== undefined && each.start !== null && el("span", { class: "where" }, `at ${clock(each.start)}`)), each.suggestion && el("p", { class: "suggestion" }, sentence(each.suggestion))));
  if (!event.still_url && !items.length) return null;
  const still = event.still_url && el("img", { class: "still", src: event.still_url, alt: "The picture with what is wrong in it", loading: "lazy" });
  still?.addEventListener("error", () => still.replaceWith(el("p", { class: "nothing" }, "The picture is not kept.")));
  return el("section", { "aria-label": "Picture" }, el("h3", {}, items.length ? `Picture, ${many(items.length, "finding")}` : "Picture"), still, items.length ? el("ul", { class: "finding-list" }, items) : null);
}

function fixed(event, cluster) {
  if (!event.fixed_by) return event.cause.kind ? el("section", {}, el("h3", {}, "What fixed it"), el("p", { class: "nothing" }, "No later attempt of this task got rid of it.")) : null;
  return el("section", { "aria-label": "What fixed it" }, el("h3", {}, "What fixed it: ", el("a", { href: toEvent(cluster, event.fixed_by.event) }, "a later attempt")), unified(event.fixed_by.patch));
}

function figures(event) {
  const seconds = Object.values(event.seconds).reduce((sum, each) => sum + each, 0);
  return facts([
    ["Written by", `${ORIGINS[event.origin] ?? event.origin}${event.escalation ? `, ${event.escalation}` : ""}`],
    ["Model", event.model], ["Prompt", event.prompt_name && `${event.prompt_name} ${shortened(event.prompt_version)}`],
    ["Tokens", `${whole(event.input_tokens)} read, ${whole(event.output_tokens)} written`], ["Time", took(seconds)],
    ["Manim", event.manim], ["When", moment(event.made)], ["Turn", `${event.turn}, version ${event.version}`],
  ]);
}

function folds(event) {
  const { messages, documents, problems, mends, answer, patch } = event;
  return el("div", { class: "folds" },
    messages.length ? fold(`What the model was sent, ${many(messages.length, "message")}`, () => messages.map((each) => el("section", { class: "message" }, el("h4", {}, each.role), el("pre", { class: "said", tabindex: "0" }, each.content)))) : null,
    answer ? fold("What the model said", () => el("pre", { class: "said", tabindex: "0" }, answer)) : null,
    patch ? fold("What it changed in the attempt before", () => unified(patch)) : null,
    problems.length ? fold(`All that was held against the program, ${many(problems.length, "problem")}`, () => told(problems)) : null,
    mends.length ? fold(`Mended without the model, ${many(mends.length, "mend")}`, () => told(mends)) : null,
    documents.length ? fold(`What was retrieved, ${many(documents.length, "document")}`, () => retrieved(documents)) : null,
    fold("Parameters and times", () => [told({ parameters: event.parameters, seconds: event.seconds })]),
    fold("All of it, as JSON", () => el("pre", { class: "said", tabindex: "0" }, JSON.stringify(event, null, 2))),
    fold("Forget it", () => forgetting(event)));
}

function retrieved(documents) {
  const rows = documents.map((each) => el("tr", {}, el("td", {}, each.kind), el("td", {}, each.title ?? each.id), el("td", { class: "number" }, each.score?.toFixed?.(2) ?? ""), el("td", {}, each.licence)));
  const heads = ["Kind", "Title", "Score", "Licence"].map((each) => el("th", { scope: "col" }, each));
  return el("table", { class: "table" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows));
}

function forgetting(event) {
  const place = el("div", {});
  const sure = button("Forget this conversation", { name: "bin", kind: "danger small", click: async () => {
    sure.disabled = true;
    try {
      await review.forget(event.session);
      place.replaceChildren(el("p", {}, "It is forgotten. What was exported before is yours to delete."));
      announce("The conversation is forgotten");
    } catch (error) {
      sure.disabled = false;
      place.replaceChildren(failure(error));
    }
  } });
  return [el("p", {}, "Takes every event of this conversation out of the log, pictures too, for good: for a person who asks for that."), sure, place];
}
