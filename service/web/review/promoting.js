// Promotions: what a cluster taught becomes part of what the next task is made with, and can be undone.

import { announce, button, el } from "../dom.js";
import { review } from "./api.js";
import { sentence } from "../words.js";
import { toCluster, toEvent } from "./place.js";
import { failure, fold, moment, told } from "./telling.js";

const KINDS = [
  ["pitfall", "Pitfall", "a wrong and a right form that the model is shown where they matter"],
  ["rule", "Rule", "a pattern that the check finds, and may mend without the model"],
  ["scene", "Scene", "a program that is an example for like prompts"],
  ["prompt", "Prompt", "another wording of what every model is told"],
];

// Open the form that promotes something from a cluster; `done` is called once something was.
export function promote(cluster, done) {
  const dialog = el("dialog", { class: "promote", "aria-labelledby": "promote-title" });
  const complaint = el("div", {});
  const fields = el("div", { class: "fields" });
  const author = el("input", { required: true, maxlength: "100", autocomplete: "name", value: remembered() });
  const reason = el("textarea", { rows: "2", required: true, maxlength: "2000", placeholder: "Why it will help, for who reads this later" });
  const send = el("button", { type: "submit", class: "primary" }, "Test and promote");
  const close = button("Close", { name: "close", click: () => dialog.close() });
  const form = el("form", {}, kinds((kind) => load(kind)), fields, named("Author", author), named("Reason", reason), complaint, send);
  let read = null;
  let chosen = null;

  async function load(kind) {
    chosen = kind;
    send.disabled = true;
    complaint.replaceChildren();
    fields.replaceChildren(el("p", { class: "muted" }, "Looking at what the log knows, and trying it: some seconds…"));
    try {
      const { content, events, note } = await review.proposal(cluster.id, kind);
      if (chosen !== kind) return;
      read = editor(fields, content);
      if (note) fields.prepend(el("p", { class: "notice" }, `${sentence(note)}.`));
      if (events.length) fields.append(el("p", { class: "muted" }, "Taken from ", events.slice(0, 6).flatMap((each, index) => [index ? ", " : "", el("a", { href: toEvent(cluster.id, each), target: "_blank" }, `event ${each}`)])));
      send.disabled = false;
    } catch (error) {
      if (chosen === kind) fields.replaceChildren(failure(error));
    }
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    complaint.replaceChildren();
    send.disabled = true;
    send.textContent = "Testing it…";
    try {
      remember(author.value.trim());
      const made = await review.promote({ cluster: cluster.id, kind: chosen, content: read(), author: author.value.trim(), reason: reason.value.trim() });
      form.replaceWith(outcome(made));
      close.focus();
      done();
    } catch (error) {
      complaint.replaceChildren(failure(error));
      send.textContent = "Test and promote";
      send.disabled = false;
    }
  });
  dialog.append(el("header", {}, el("h2", { id: "promote-title" }, "Promote from this cluster"), close), form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  send.disabled = true;
  fields.append(el("p", { class: "muted" }, "Choose what it is to become: what the log knows is filled in, for you to look through."));
  dialog.showModal();
}

function kinds(choose) {
  const items = KINDS.map(([kind, name, what]) => {
    const box = el("input", { type: "radio", name: "kind", value: kind, on: { change: () => choose(kind) } });
    return el("label", { class: "kind-choice" }, box, el("span", {}, el("strong", {}, name), el("span", { class: "muted" }, what)));
  });
  return el("fieldset", { class: "kinds" }, el("legend", {}, "As what"), items);
}

const named = (name, box) => el("label", { class: "named" }, el("span", {}, name), box);

// Fill `place` with a box for each part of the content; return what reads them back.
function editor(place, content) {
  const boxes = Object.entries(content).map(([name, value]) => {
    const isText = typeof value === "string";
    const text = isText ? value : JSON.stringify(value, null, 2);
    const lines = Math.min(18, Math.max(1, text.split("\n").length + (text.includes("\n") ? 1 : 0)));
    const box = lines > 1 || text.length > 80 || !isText
      ? el("textarea", { rows: String(Math.max(2, lines)), spellcheck: "false", class: "code-box", value: text })
      : el("input", { value: text });
    return [name, isText, box];
  });
  place.replaceChildren(...boxes.map(([name, , box]) => named(name.replaceAll("_", " "), box)));
  return () => Object.fromEntries(boxes.map(([name, isText, box]) => [name, isText ? box.value : parsed(name, box.value)]));
}

function parsed(name, text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name.replaceAll("_", " ")} is no JSON: ${error.message}`);
  }
}

function outcome(made) {
  const title = made.is_active ? "It is promoted" : "It is kept, but not in use";
  announce(title);
  return el("div", { class: "outcome" }, el("h3", {}, title), el("p", {}, made.is_active ? `${sentence(made.used)}.` : "Something spoke against it: see what the tests found."), el("h4", {}, "What the tests found"), told(made.tested), el("h4", {}, "What it says"), told(made.content));
}

// A promotion in a list, with what undoes it.
export function promotionItem(made, changed, isNamed = false) {
  const state = made.undone ? "undone" : made.is_in_use ? "in use" : "not in use";
  const undone = made.undone ? el("p", { class: "muted" }, `Undone by ${made.undone_by}, `, moment(made.undone), `: ${made.undone_reason}`) : null;
  return el("li", { class: "change" },
    el("p", {}, el("span", { class: `badge ${state.replaceAll(" ", "-")}` }, state), " ", el("strong", {}, `${made.kind}: ${made.name}`), isNamed && el("a", { class: "where", href: toCluster(made.cluster) }, "its cluster")),
    el("p", { class: "muted" }, `${made.author}, `, moment(made.made), `: ${made.reason}`), undone,
    fold("What it says and what the tests found", () => told({ content: made.content, tested: made.tested })),
    made.undone ? null : undoing(made, changed));
}

function undoing(made, changed) {
  const reason = el("input", { required: true, maxlength: "2000", placeholder: "Why", "aria-label": "Why it is undone" });
  const complaint = el("div", {});
  const form = el("form", { class: "undo", hidden: true }, reason, el("button", { type: "submit", class: "danger small" }, "Undo it"), complaint);
  const open = button("Undo", { name: "restore", kind: "quiet small", click: () => { form.hidden = false; open.hidden = true; reason.focus(); } });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await review.undo(made.id, { author: remembered() || null, reason: reason.value.trim() });
      announce("It is undone");
      changed();
    } catch (error) {
      complaint.replaceChildren(failure(error));
    }
  });
  return el("div", {}, open, form);
}

// Who reviews here is asked for once.
function remembered() {
  try {
    return localStorage.getItem("reviewer") ?? "";
  } catch {
    return ""; // storage is closed to this page
  }
}

function remember(name) {
  try {
    localStorage.setItem("reviewer", name);
  } catch {
    // storage is closed to this page: the name is asked for again
  }
}
