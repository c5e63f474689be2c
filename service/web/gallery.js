// Examples to start from, and the recent work.

import { api } from "./api.js";
import { button, el } from "./dom.js";
import { ago, outcome, titleOf } from "./words.js";

const PAGE = 24;

function picture(url) {
  const frame = el("span", { class: "thumb" });
  if (!url) return frame;
  const image = el("img", { src: url, alt: "", loading: "lazy" });
  image.addEventListener("error", () => image.remove());
  frame.append(image);
  return frame;
}

// Fill `into` with buttons that ask for the example prompts.
export async function showExamples(into, ask) {
  const { examples } = await api.examples();
  into.hidden = !examples.length;
  const cards = examples.map((example) => {
    const card = el("button", { type: "button", class: "card example" }, picture(example.poster_url), el("span", { class: "card-title" }, example.prompt));
    card.addEventListener("click", () => ask(example.prompt));
    return el("li", {}, card);
  });
  into.querySelector("ul").replaceChildren(...cards);
}

function workCard(task) {
  const link = el("a", { class: "card", href: `#/s/${task.session_id}/${task.version}` },
    picture(task.poster_url),
    el("span", { class: "card-title" }, titleOf(task) === task.prompt ? task.prompt : `Edited by hand: ${task.prompt}`),
    el("span", { class: "card-note" },
      el("span", { class: `mark-${task.partial ? "partial" : task.status}` }, outcome(task)),
      ` · version ${task.version} · `, el("time", { datetime: new Date(task.created * 1000).toISOString() }, ago(task.created))));
  return el("li", {}, link);
}

// Fill `into` with the latest tasks; where `isWhole`, with a button for the ones before.
export async function showWork(into, { limit = PAGE, isWhole = false } = {}) {
  const list = into.querySelector("ul");
  let before = null;
  const more = button("Show more", { kind: "plain", click: () => load() });

  async function load() {
    more.disabled = true;
    const { tasks, next } = await api.recent(limit, before);
    const first = list.children.length;
    list.append(...tasks.map(workCard));
    if (before) list.children[first]?.querySelector("a").focus();
    before = next;
    more.disabled = false;
    more.hidden = !next;
    into.hidden = !list.children.length && !isWhole;
    if (isWhole && !list.children.length) list.replaceWith(el("p", { class: "empty" }, "Nothing yet. What you make is kept here."));
  }

  list.replaceChildren();
  if (isWhole) into.append(more);
  await load();
}
