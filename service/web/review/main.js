// Which part of the review is shown, by the address.

import { onMissingKey } from "../api.js";
import { el } from "../dom.js";
import { askForKey, offerLogout } from "../login.js";
import { sentence } from "../words.js";
import { review } from "./api.js";
import { changesView } from "./changes.js";
import { ClusterView, whatIsKnown } from "./cluster.js";
import { ClusterList } from "./clusters.js";
import { eventView } from "./event.js";
import { here } from "./place.js";
import { promptsView } from "./prompts.js";
import { ReplayView } from "./replays.js";

const FIRST_EVENTS = 50;
const main = document.getElementById("main");
const list = new ClusterList();
const detail = el("div", { class: "detail" });
let shown = null; // the view of the cluster or the replay that is on the page
let turn = 0; // counts the addresses: an answer to an earlier one is not shown any more

const VIEWS = { clusters, changes, prompts };

async function clusters(place, isCurrent) {
  if (!main.contains(list.element)) main.replaceChildren(el("div", { class: "split" }, list.element, detail));
  main.firstChild.classList.toggle("is-open", Boolean(place.id));
  await list.show(place);
  if (!isCurrent()) return;
  if (!place.id) return void open(null, detail, el("p", { class: "nothing middle" }, "Choose a cluster: those that cost the most tasks stand first."));
  if (shown?.cluster?.id !== place.id) {
    const [known, events] = await Promise.all([whatIsKnown(place.id), review.events({ cluster: place.id, limit: FIRST_EVENTS })]);
    if (!isCurrent()) return;
    const view = new ClusterView({ ...known, events }, () => list.load());
    open(view, detail, view.element);
  }
  await event(place, isCurrent);
}

async function event(place, isCurrent) {
  const view = shown;
  view.point();
  if (place.part !== "events") return void view.place.replaceChildren();
  const found = await review.event(place.partId);
  const { events } = await review.events({ task: found.task, limit: 100 });
  if (!isCurrent()) return;
  view.place.replaceChildren(eventView(found, place.id, events));
}

async function changes(place, isCurrent) {
  if (!place.id) {
    const made = await changesView(() => go());
    if (isCurrent()) open(null, main, made);
    return;
  }
  const replay = await review.replay(place.id);
  if (!isCurrent()) return;
  const view = new ReplayView(replay);
  open(view, main, view.element);
}

async function prompts(place, isCurrent) {
  const made = await promptsView();
  if (isCurrent()) open(null, main, made);
}

function open(view, into, element) {
  shown?.close?.();
  shown = view;
  into.replaceChildren(element);
}

async function go({ isFirst = false } = {}) {
  const place = here();
  const mine = ++turn;
  const name = place.view in VIEWS ? place.view : "clusters";
  for (const each of document.querySelectorAll("nav [data-view]")) {
    if (each.dataset.view === name) each.setAttribute("aria-current", "page");
    else each.removeAttribute("aria-current");
  }
  try {
    await VIEWS[name](place, () => mine === turn);
    if (mine === turn && !isFirst) arrive(place);
  } catch (error) {
    if (mine === turn) open(null, main, failed(error));
  }
}

let last = here();

// Put the focus on the head of what is new.
function arrive(place) {
  const isNew = ["view", "id", "part", "partId"].some((name) => place[name] !== last[name]);
  last = place;
  if (!isNew) return;
  const head = (place.part === "events" && detail.querySelector(".event h2")) || (place.view === "clusters" ? detail : main).querySelector("h1");
  head?.focus({ preventScroll: true });
  if (place.part === "events") head?.scrollIntoView({ block: "start" });
  else scrollTo({ top: 0 });
}

function failed(error) {
  const title = { 403: "This is not for everybody", 404: "There is nothing here" }[error.status] ?? "That did not work";
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
