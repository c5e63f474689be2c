// What was done about clusters: all promotions and replays, the latest first.

import { el } from "../dom.js";
import { review } from "./api.js";
import { promotionItem } from "./promoting.js";
import { replayItem } from "./replays.js";

export async function changesView(again) {
  const [{ promotions }, { replays }] = await Promise.all([review.promotions(), review.replays()]);
  return el("article", { class: "prompts" },
    el("h1", { tabindex: "-1" }, "Changes"),
    part("Promotions", promotions.map((each) => promotionItem(each, again, true)), "Nothing is promoted yet. Open a cluster and promote what would have helped."),
    part("Replays", replays.map(replayItem), "Nothing is replayed yet. Open a cluster and replay its tasks with a candidate."));
}

function part(title, items, nothing) {
  return el("section", {}, el("h2", {}, title), items.length ? el("ul", { class: "changes-list" }, items) : el("p", { class: "nothing" }, nothing));
}
