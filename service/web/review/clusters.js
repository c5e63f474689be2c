// The clusters, the dearest first, with what narrows them down.

import { el } from "../dom.js";
import { review } from "./api.js";
import { sparkline } from "./chart.js";
import { DEFAULTS, here, link, toCluster } from "./place.js";
import { kindOf, many, rough, share, STATES, whole } from "./telling.js";

const MOST = 300;
const TYPED = 250;
const DAYS = [["7", "7 days"], ["30", "30 days"], ["90", "90 days"], ["", "all days"]];

export class ClusterList {
  constructor() {
    this.summary = el("p", { class: "summary" });
    this.list = el("ol", { class: "clusters" });
    this.note = el("div", {});
    this.form = el("form", { class: "filters", "aria-label": "Filters" });
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.list.addEventListener("keydown", (event) => step(event, this.list));
    this.element = el("aside", { class: "side-list", "aria-label": "Clusters" }, this.form, this.summary, this.list, this.note);
    this.all = [];
    this.asked = null;
  }

  // Show the list for the filters of the address; it is asked for anew only where they have changed.
  async show(place) {
    this.#offer(place.filters);
    const asked = JSON.stringify([place.filters.state, place.filters.days]);
    if (asked !== this.asked) {
      this.asked = asked;
      await this.load(place.filters);
    }
    this.#fill(place);
  }

  async load({ state, days } = here().filters) {
    try {
      this.found = await review.clusters({ state, days, limit: MOST });
    } catch (error) {
      this.asked = null;
      throw error;
    }
    this.all = this.found.clusters;
    this.#fill(here());
  }

  #fill(place) {
    this.#offerKinds(place.filters.kind);
    const shown = this.all.filter((cluster) => fits(cluster, place.filters));
    this.list.replaceChildren(...shown.map((cluster) => entry(cluster, cluster.id === place.id)));
    const { tasks, tasks_failed: failed } = this.found ?? { tasks: 0, tasks_failed: 0 };
    this.summary.textContent = `${whole(shown.length)} of ${many(this.all.length, "cluster")} · ${whole(failed)} of ${many(tasks, "task")} failed`;
    this.note.replaceChildren(...this.#empty(shown, place.filters));
  }

  #empty(shown, filters) {
    if (this.all.length >= MOST) return [el("p", { class: "muted" }, `These are the ${MOST} dearest. Narrow them down to see others.`)];
    if (shown.length) return [];
    const isNarrow = Object.entries(filters).some(([name, value]) => value !== DEFAULTS[name]);
    if (isNarrow) return [el("p", { class: "nothing" }, "Nothing fits. ", el("a", { href: link([], DEFAULTS) }, "Take the filters away"))];
    return [el("p", { class: "nothing" }, "Nothing has failed in these days. Each attempt of a task is written down when the task ends; look at more days, or come back later.")];
  }

  #offer(filters) {
    if (this.form.hasChildNodes()) return this.#keep(filters);
    this.text = el("input", { type: "search", placeholder: "message, name", "aria-label": "Text", maxlength: "200", value: filters.text });
    this.state = choice("State", [["", "any state"], ...Object.entries(STATES).map(([value, name]) => [value, name.toLowerCase()])]);
    this.days = choice("Time", DAYS);
    this.kind = choice("Kind", []);
    for (const [name, box] of [["state", this.state], ["days", this.days], ["kind", this.kind]]) {
      box.addEventListener("change", () => narrow(name, box.value));
    }
    let waiting = 0;
    this.text.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => narrow("text", this.text.value.trim()), TYPED);
    });
    this.form.append(this.text, this.state, this.days, this.kind);
    this.#keep(filters);
  }

  #keep(filters) {
    [this.state.value, this.days.value] = [filters.state, filters.days];
    if (document.activeElement !== this.text) this.text.value = filters.text;
  }

  #offerKinds(chosen) {
    const kinds = [...new Set([...this.all.map((each) => each.kind), chosen])].filter(Boolean).sort();
    this.kind.replaceChildren(el("option", { value: "" }, "any kind"), ...kinds.map((kind) => el("option", { value: kind }, kindOf({ kind }))));
    this.kind.value = chosen;
  }
}

function choice(label, options) {
  return el("select", { "aria-label": label }, options.map(([value, name]) => el("option", { value }, name)));
}

function narrow(name, value) {
  const place = here();
  history.replaceState(null, "", link([place.view, place.id, place.part, place.partId].filter(Boolean), { ...place.filters, [name]: value }));
  dispatchEvent(new HashChangeEvent("hashchange"));
}

function fits(cluster, { kind, text }) {
  if (kind && cluster.kind !== kind) return false;
  const said = `${cluster.message} ${cluster.symbol} ${cluster.kind} ${cluster.id}`.toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => said.includes(word));
}

function entry(cluster, isHere) {
  const badge = cluster.came_back ? el("span", { class: "badge came-back" }, "came back") : el("span", { class: `badge ${cluster.state}` }, STATES[cluster.state].toLowerCase());
  return el("li", {}, el("a", { class: "entry", href: toCluster(cluster.id), "aria-current": isHere ? "true" : null },
    el("span", { class: "entry-head" }, el("span", { class: "kind" }, kindOf(cluster)), cluster.symbol && el("code", {}, cluster.symbol), badge),
    el("span", { class: "entry-message" }, cluster.message.trim() || "Nothing is said of it"),
    el("span", { class: "entry-foot" },
      el("span", {}, el("strong", {}, many(cluster.tasks_lost, "task")), ` lost · ${share(cluster.share_lost)} · ${rough(cluster.tokens)} tokens`),
      sparkline(cluster.trend, Number(here().filters.days), { width: 64 }))));
}

// The arrows go up and down the list, as they do in a list box.
export function step(event, list) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...list.querySelectorAll("a")];
  const next = links[links.indexOf(document.activeElement) + way];
  if (!way || !next || !links.includes(document.activeElement)) return;
  event.preventDefault();
  next.focus();
}
