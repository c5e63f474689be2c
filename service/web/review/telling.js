// How figures, days and whatever is kept as JSON are told.

import { el } from "../dom.js";
import { sentence } from "../words.js";

const WHOLE = new Intl.NumberFormat("en");
const ROUGH = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
const DAY = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const MOMENT = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const LONGEST_IN_LINE = 70;
const Z = 1.96;

export const STATES = { new: "New", known: "Known", fixed: "Fixed", ignored: "Ignored" };
export const whole = (number) => WHOLE.format(Math.round(number));
export const rough = (number) => ROUGH.format(number);
export const share = (part) => (part > 0 && part < 0.01 ? "under 1 %" : `${Math.round(100 * part)} %`);
export const shortened = (hash) => String(hash).slice(0, 8);
export const many = (count, noun) => `${whole(count)} ${noun}${count === 1 ? "" : "s"}`;

// Wilson's interval of a share: right for few tasks and near 0 and 1 too.
export function interval(good, all) {
  const [part, scale] = [good / all, 1 + Z ** 2 / all];
  const middle = part + Z ** 2 / (2 * all);
  const half = Z * Math.sqrt((part * (1 - part)) / all + Z ** 2 / (4 * all ** 2));
  return [(middle - half) / scale, (middle + half) / scale];
}

export function took(seconds) {
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  return seconds < 7200 ? `${whole(seconds / 60)} min` : `${whole(seconds / 3600)} h`;
}

export const day = (epoch) => time(epoch, DAY);
export const moment = (epoch) => time(epoch, MOMENT);

function time(epoch, format) {
  if (!epoch) return "never";
  const date = new Date(epoch * 1000);
  return el("time", { datetime: date.toISOString(), title: date.toISOString() }, format.format(date));
}

export function kindOf(cause) {
  const kind = cause.kind || "no cause known";
  return kind.startsWith("finding:") ? `picture: ${kind.slice("finding:".length)}` : kind;
}

export const failure = (error) => el("p", { class: "complaint", role: "alert" }, `${sentence(error.message)}.`);

export function facts(pairs, kind = "facts") {
  const told = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return el("dl", { class: kind }, told.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

// Whatever was kept as JSON: text stays text, long texts keep their lines.
export function told(value) {
  if (value === null || value === undefined || value === "") return el("span", { class: "muted" }, "none");
  if (Array.isArray(value)) return value.length ? el("ul", { class: "told" }, value.map((each) => el("li", {}, told(each)))) : told(null);
  if (typeof value === "object") {
    const pairs = Object.entries(value);
    return pairs.length ? facts(pairs.map(([name, each]) => [name.replaceAll("_", " "), told(each)]), "told") : told(null);
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = String(value);
  return text.includes("\n") || text.length > LONGEST_IN_LINE ? el("pre", { class: "said", tabindex: "0" }, text) : text;
}

// What is behind a summary is made when it is first opened.
export function fold(title, fill, isOpen = false) {
  const inside = el("div", { class: "inside" });
  const made = el("details", { class: "fold", open: isOpen }, el("summary", {}, title), inside);
  const show = () => made.open && !inside.hasChildNodes() && inside.append(...[fill()].flat().filter(Boolean));
  made.addEventListener("toggle", show);
  show();
  return made;
}
