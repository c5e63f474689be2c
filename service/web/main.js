// Which part of the page is shown, by the address: #/, #/gallery, #/s/SESSION and #/s/SESSION/VERSION.

import { api, onMissingKey } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { el } from "./dom.js";
import { showExamples, showWork } from "./gallery.js";
import { askForKey, offerLogout } from "./login.js";
import { sentence } from "./words.js";

const main = document.getElementById("main");
const dock = document.getElementById("dock");
const composer = new Composer((prompt, options) => (conversation ? conversation.send(prompt) : begin(prompt, options)));
let conversation = null;

async function begin(prompt, options) {
  const { task_id: id } = await api.generate(prompt, options);
  const { session_id: session } = await api.status(id);
  location.hash = `#/s/${session}`;
}

function home() {
  const examples = section("Try one of these", "examples");
  const work = section("Recent work", "work", el("a", { href: "#/gallery" }, "All of it"));
  const hero = el("section", { class: "hero", "aria-labelledby": "title" },
    el("h1", { id: "title", tabindex: "-1" }, "What shall we set in motion?"),
    el("p", { class: "lead" }, "Describe it in a sentence. You get a video, and the program that draws it."),
    composer.element);
  composer.ask({ label: "What shall we set in motion?", isFirst: true, placeholder: "Show why a² + b² = c²" });
  main.replaceChildren(hero, examples, work);
  const ask = (prompt) => {
    composer.submit(prompt);
    scrollTo({ top: 0 });
  };
  return Promise.all([showExamples(examples, ask), showWork(work, { limit: 8 })]);
}

function section(title, name, ...more) {
  const head = el("header", {}, el("h2", { id: `${name}-title` }, title), more);
  return el("section", { class: `shelf ${name}`, "aria-labelledby": `${name}-title`, hidden: true }, head, el("ul", { class: "cards" }));
}

function gallery() {
  const work = el("section", { class: "shelf work", "aria-labelledby": "title" }, el("h1", { id: "title", tabindex: "-1" }, "Gallery"), el("ul", { class: "cards" }));
  main.replaceChildren(work);
  return showWork(work, { isWhole: true });
}

async function session(id, version) {
  if (conversation?.id !== id) {
    const opened = new Conversation(id, composer);
    conversation = opened;
    await opened.load();
    if (conversation !== opened) return opened.close(); // another address was asked for meanwhile
    dock.replaceChildren(composer.element);
    main.replaceChildren(opened.element);
  }
  conversation.revealVersion(version);
}

function show() {
  const [, view, id, version] = location.hash.split("/");
  if (conversation && conversation.id !== id) {
    conversation.close();
    conversation = null;
  }
  const name = view === "s" && id ? "session" : view === "gallery" ? "gallery" : "home";
  document.body.dataset.view = name;
  if (name !== "session") {
    document.title = name === "gallery" ? "Gallery – The Shape Rotator" : "The Shape Rotator";
    dock.replaceChildren();
  }
  for (const link of document.querySelectorAll("nav [data-view]")) {
    if (link.dataset.view === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  return { session: () => session(id, Number(version)), gallery, home }[name]();
}

async function go({ isFirst = false } = {}) {
  try {
    await show();
    if (!isFirst) arrive();
  } catch (error) {
    main.replaceChildren(failure(error));
    conversation = null;
  }
}

// Put the focus where somebody who came here goes on.
function arrive() {
  if (document.activeElement?.closest(".turn")) return;
  if (conversation) return void composer.box.focus({ preventScroll: true });
  scrollTo({ top: 0 });
  main.querySelector("h1").focus({ preventScroll: true });
}

function failure(error) {
  const title = error.status === 404 ? "There is nothing here" : "That did not work";
  return el("section", { class: "hero" }, el("h1", { tabindex: "-1" }, title), el("p", { class: "lead" }, `${sentence(error.message)}.`), el("p", {}, el("a", { href: "#/" }, "Begin anew")));
}

// its address would be taken for another part of the page
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
onMissingKey(askForKey);
offerLogout();
addEventListener("hashchange", () => go());
go({ isFirst: true });
