// One cluster: what it costs, what is known of it, its events, and what was done about it.

import { announce, button, el } from "../dom.js";
import { review } from "./api.js";
import { sparkline } from "./chart.js";
import { step } from "./clusters.js";
import { unified } from "./diff.js";
import { here, link, toEvent } from "./place.js";
import { promotionItem, promote } from "./promoting.js";
import { replayForm, replayItem } from "./replays.js";
import { day, facts, failure, fold, kindOf, many, moment, rough, share, shortened, STATES, took, whole } from "./telling.js";

const PAGE = 50;
const LONGEST_NOTE = 4000;

export class ClusterView {
  // `found` has the cluster, a page of its events, its promotions and its replays.
  constructor({ cluster, events, promotions, replays }, changed) {
    Object.assign(this, { cluster, promotions, replays });
    this.changed = changed;
    this.states = el("div", { class: "states", role: "group", "aria-label": "State" });
    this.notes = el("ol", { class: "notes" });
    this.done = el("div", { class: "done" });
    this.list = el("ol", { class: "events" });
    this.place = el("div", { class: "event-place" });
    this.list.addEventListener("keydown", (event) => step(event, this.list));
    this.#offerStates();
    this.#fillNotes();
    this.#fillDone();
    this.element = el("div", { class: "cluster" }, this.#head(), this.#eventList(events), this.place, this.#below());
  }

  #head() {
    const { cluster } = this;
    const counts = (of, name) => Object.entries(of).sort((a, b) => b[1] - a[1]).map(([each, events]) => el("span", { class: "tally" }, name(each) || "none", " ", el("span", { class: "muted" }, whole(events))));
    return el("header", { class: "cluster-head" },
      el("p", { class: "way" }, el("a", { class: "back", href: link([]) }, "All clusters"), el("span", { class: "kind" }, kindOf(cluster)), cluster.symbol && el("code", {}, cluster.symbol), cluster.came_back && el("span", { class: "badge came-back" }, "came back after it was fixed")),
      el("h1", { tabindex: "-1" }, cluster.message.trim() || "Nothing is said of it"),
      this.states,
      facts([
        ["Tasks lost", `${whole(cluster.tasks_lost)} (${share(cluster.share_lost)} of all lost)`],
        ["Tasks", whole(cluster.tasks)], ["Events", whole(cluster.events)],
        ["Tokens", rough(cluster.tokens)], ["Time", took(cluster.seconds)],
        ["First seen", day(cluster.first_seen)], ["Last seen", day(cluster.last_seen)],
        ["Trend", sparkline(cluster.trend, 0, { width: 150, height: 24 })],
        ["Models", counts(cluster.models, (name) => name)],
        ["Prompt versions", counts(cluster.prompt_versions, (name) => name.trim().split(" ").map((part, index) => (index ? shortened(part) : part)).join(" "))],
      ]),
      el("p", { class: "bar-of-actions" },
        button("Promote", { name: "branch", kind: "primary small", click: () => promote(cluster, () => this.reload()) }),
        button("Replay", { name: "again", kind: "plain small", click: () => replayForm(cluster, this.promotions) })));
  }

  #offerStates() {
    this.states.replaceChildren(...Object.entries(STATES).map(([state, name]) =>
      button(name, { kind: "quiet small", "aria-pressed": String(this.cluster.state === state), click: () => this.#setState(state) })));
  }

  async #setState(state) {
    try {
      await review.setState(this.cluster.id, state);
    } catch (error) {
      return void this.states.after(failure(error));
    }
    this.cluster.state = state;
    this.#offerStates();
    [...this.states.children].find((each) => each.getAttribute("aria-pressed") === "true").focus();
    announce(`The cluster is ${state} now`);
    this.changed();
  }

  async reload() {
    Object.assign(this, await whatIsKnown(this.cluster.id));
    this.#offerStates();
    this.#fillNotes();
    this.#fillDone();
    this.changed();
  }

  #eventList(events) {
    this.more = button("Show more", { kind: "plain small", click: () => this.#load() });
    this.#append(events);
    return el("section", { class: "events-box", "aria-labelledby": "events-title" }, el("h2", { id: "events-title" }, "Events"), this.list, this.more);
  }

  #append({ events, next }) {
    this.next = next;
    this.more.hidden = !next;
    this.list.append(...events.map((event) => el("li", {}, eventEntry(event, this.cluster.id))));
    if (!this.list.children.length) this.list.append(el("li", { class: "nothing" }, "Its events are gone: they are kept for some time only."));
  }

  async #load() {
    this.more.disabled = true;
    const first = this.list.children.length;
    this.#append(await review.events({ cluster: this.cluster.id, limit: PAGE, before: this.next }));
    this.more.disabled = false;
    this.list.children[first]?.querySelector("a").focus();
    this.point();
  }

  // Mark the event of the address in the list.
  point() {
    const { partId } = here();
    for (const entry of this.list.querySelectorAll("a")) {
      if (entry.dataset.event === partId) entry.setAttribute("aria-current", "true");
      else entry.removeAttribute("aria-current");
    }
  }

  #below() {
    return el("div", { class: "below" },
      this.#fixes(),
      el("section", { "aria-labelledby": "done-title" }, el("h2", { id: "done-title" }, "Done about it"), this.done),
      el("section", { "aria-labelledby": "notes-title" }, el("h2", { id: "notes-title" }, "Notes"), this.notes, this.#noteForm()),
      this.cluster.fingerprints.length > 1 ? fold(`${many(this.cluster.fingerprints.length, "fingerprint")} in it`, () => el("p", { class: "prints" }, this.cluster.fingerprints.map((each) => el("code", { title: each.message }, each.fingerprint)))) : null);
  }

  #fixes() {
    const { fixes, id } = this.cluster;
    const items = fixes.map((fix) => fold(el("span", {}, `${many(fix.count, "time")} `, el("a", { href: toEvent(id, fix.event) }, "as in this event")), () => unified(fix.patch), fix === fixes[0]));
    const nothing = el("p", { class: "nothing" }, "No attempt of the same task got rid of it yet.");
    return el("section", { "aria-labelledby": "fixes-title" }, el("h2", { id: "fixes-title" }, "What fixed it"), items.length ? items : nothing);
  }

  #fillDone() {
    const { promotions, replays } = this;
    const items = [...promotions.map((each) => promotionItem(each, () => this.reload())), ...replays.map(replayItem)];
    const nothing = el("p", { class: "nothing" }, "Nothing yet. Promote what would have helped, then replay its tasks with and without it.");
    this.done.replaceChildren(items.length ? el("ul", { class: "changes-list" }, items) : nothing);
  }

  #fillNotes() {
    const items = this.cluster.notes.map((note) => el("li", {}, el("p", { class: "note-text" }, note.text), el("p", { class: "muted" }, note.author, " · ", moment(note.made))));
    this.notes.replaceChildren(...items);
  }

  #noteForm() {
    const box = el("textarea", { rows: "2", required: true, maxlength: String(LONGEST_NOTE), "aria-label": "A note", placeholder: "What you found out, for who comes next" });
    const complaint = el("div", {});
    const form = el("form", { class: "note-form" }, box, el("button", { type: "submit", class: "plain small" }, "Add the note"), complaint);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      complaint.replaceChildren();
      try {
        await review.note(this.cluster.id, box.value.trim());
      } catch (error) {
        return void complaint.replaceChildren(failure(error));
      }
      box.value = "";
      announce("The note is kept");
      await this.reload();
    });
    box.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.requestSubmit());
    return form;
  }
}

// What is known of a cluster beside its events.
export async function whatIsKnown(id) {
  const [cluster, { promotions }, { replays }] = await Promise.all([review.cluster(id), review.promotions(id), review.replays()]);
  return { cluster, promotions, replays: replays.filter((each) => each.cluster === id) };
}

function eventEntry(event, cluster) {
  return el("a", { class: "event-entry", href: toEvent(cluster, event.id), "data-event": String(event.id) },
    el("span", { class: `dot ${event.outcome}`, "aria-hidden": "true" }),
    el("span", { class: "event-prompt" }, event.prompt || "no prompt kept"),
    el("span", { class: "event-facts" }, `attempt ${event.attempt}, task ${event.outcome} · ${event.model || "no model"} · `, moment(event.made)));
}
