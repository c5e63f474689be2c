// Drawings of figures over time. What a colour says, a shape, a dash or a word says too.

import { el, svg } from "../dom.js";
import { interval, many, share, shortened } from "./telling.js";

const MARKS = ["circle", "square", "triangle", "diamond", "cross"];
const LINES = 5;
const BARS = 42;
const POINTS = 24;
const [WIDTH, HEIGHT] = [860, 300];
const FRAME = { left: 46, right: 92, top: 14, bottom: 52 };
const DAY = 86_400_000;
const NAME = { width: 70, height: 13 };

// Events over time as bars, today at the right; `days` is how far back it goes, nought for as far as there are any.
export function sparkline(trend, days, { width = 96, height = 22 } = {}) {
  const today = Math.floor(Date.now() / DAY);
  const dated = trend.map((each) => ({ ago: Math.max(0, today - Date.parse(each.day) / DAY), events: each.events }));
  const span = days || Math.max(0, ...dated.map((each) => each.ago)) + 1;
  const counts = new Array(Math.min(span, BARS)).fill(0);
  for (const { ago, events } of dated) counts[Math.max(0, counts.length - 1 - Math.floor((ago * counts.length) / span))] += events;
  const most = Math.max(1, ...counts);
  const step = width / counts.length;
  const bars = counts.map((events, index) => {
    const tall = events ? Math.max(1.5, (events / most) * height) : 0;
    return svg("rect", { x: (index * step).toFixed(2), y: (height - tall).toFixed(2), width: Math.max(0.8, step - 1).toFixed(2), height: tall.toFixed(2) });
  });
  const total = counts.reduce((sum, each) => sum + each, 0);
  const said = `${many(total, "event")} in ${many(span, "day")}, ${many(counts.at(-1), "event")} at the end of them`;
  const ground = svg("path", { d: `M0 ${height + 0.5}H${width}` });
  return svg("svg", { class: "spark", viewBox: `0 0 ${width} ${height + 1}`, width, height: height + 1, role: "img", "aria-label": said }, svg("title", {}, said), ground, ...bars);
}

// Success by version over time; `days` as the API gives them, all of one prompt. Many days are taken together.
export function successChart(days, versions) {
  const times = days.map((each) => Date.parse(each.day));
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const step = DAY * Math.ceil(((last - first) / DAY + 1) / POINTS);
  const x = (time) => FRAME.left + (last > first ? (time - first) / (last - first) : 0.5) * (WIDTH - FRAME.left - FRAME.right);
  const y = (part) => FRAME.top + (1 - part) * (HEIGHT - FRAME.top - FRAME.bottom);
  const drawn = versions.map((version, index) => line(together(days.filter((each) => each.version === version.version), first, step), index, x, y));
  const chart = svg("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-labelledby": "chart-title" },
    svg("title", { id: "chart-title" }, "Share of tasks that came to a whole video, by time and prompt version; the table below has the figures"),
    ...axes(first, last, x, y), ...spread(drawn).flatMap(({ shapes }) => shapes));
  return el("figure", { class: "figure" }, el("div", { class: "figure-scroll", tabindex: "0", role: "group", "aria-label": "Chart" }, chart), legend(versions));
}

// The days of a version in steps, each with when it began and how long it is.
function together(days, first, step) {
  const by = new Map();
  for (const { day, tasks, completed } of days) {
    const start = first + Math.floor((Date.parse(day) - first) / step) * step;
    const so = by.get(start) ?? { tasks: 0, completed: 0 };
    by.set(start, { tasks: so.tasks + tasks, completed: so.completed + completed });
  }
  return [...by].map(([start, counts]) => ({ start, days: step / DAY, version: days[0].version, ...counts }));
}

function axes(first, last, x, y) {
  const rows = [0, 0.25, 0.5, 0.75, 1].flatMap((part) => [
    svg("path", { class: "grid", d: `M${FRAME.left} ${y(part)}H${WIDTH - FRAME.right}` }),
    svg("text", { class: "tick", x: FRAME.left - 8, y: y(part) + 4, "text-anchor": "end" }, share(part)),
  ]);
  const bottom = HEIGHT - FRAME.bottom;
  const columns = ticks(first, last).flatMap((time) => [
    svg("path", { class: "grid", d: `M${x(time)} ${bottom}v5` }),
    svg("text", { class: "tick", x: x(time), y: bottom + 20, "text-anchor": "middle" }, new Date(time).toISOString().slice(5, 10)),
  ]);
  const name = svg("text", { class: "axis", x: (FRAME.left + WIDTH - FRAME.right) / 2, y: HEIGHT - 10, "text-anchor": "middle" }, "day (month-day)");
  return [...rows, ...columns, name];
}

function ticks(first, last) {
  const days = Math.round((last - first) / DAY);
  const step = Math.max(1, Math.ceil(days / 7));
  return Array.from({ length: Math.floor(days / step) + 1 }, (_, index) => first + index * step * DAY);
}

function line(days, index, x, y) {
  const points = days.map((each) => ({ ...each, at: [x(each.start), y(each.completed / each.tasks)] }));
  const path = svg("path", { class: `series s${index % LINES}`, d: points.map(({ at }, place) => `${place ? "L" : "M"}${at.join(" ")}`).join("") });
  const marks = points.map((each) => {
    const [low, high] = interval(each.completed, each.tasks);
    const when = `${new Date(each.start).toISOString().slice(0, 10)}${each.days > 1 ? ` and ${many(each.days - 1, "day")} after it` : ""}`;
    const said = `${when}, version ${shortened(each.version)}: ${share(each.completed / each.tasks)}, ${each.completed} of ${many(each.tasks, "task")}; 95 % interval ${share(low)} to ${share(high)}`;
    const whisker = svg("path", { class: "whisker", d: `M${each.at[0]} ${y(high)}V${y(low)}` });
    return svg("g", { class: `point s${index % LINES}` }, svg("title", {}, said), whisker, mark(index, ...each.at, radius(each.tasks)));
  });
  const end = points.at(-1);
  const label = end && svg("text", { class: `name s${index % LINES}`, x: end.at[0] + 12, y: end.at[1] + 4 }, shortened(end.version));
  return { shapes: [path, ...marks, label].filter(Boolean), label };
}

// Move the names at the ends of the lines apart where they would cover each other.
function spread(drawn) {
  const placed = [];
  const isBeside = (a, b) => Math.abs(a.x - b.x) < NAME.width && Math.abs(a.y - b.y) < NAME.height;
  for (const { label } of drawn.filter((each) => each.label)) {
    const at = { x: Number(label.getAttribute("x")), y: Number(label.getAttribute("y")) };
    while (placed.some((other) => isBeside(at, other))) at.y += 1;
    label.setAttribute("y", at.y);
    placed.push(at);
  }
  return drawn;
}

const radius = (tasks) => Math.min(7, 2.6 + Math.sqrt(tasks) / 3);

function mark(index, x, y, r) {
  const shape = MARKS[index % MARKS.length];
  if (shape === "circle") return svg("circle", { cx: x, cy: y, r });
  if (shape === "square") return svg("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r });
  const d = {
    triangle: `M${x} ${y - 1.2 * r}l${1.2 * r} ${2.1 * r}h${-2.4 * r}z`,
    diamond: `M${x} ${y - 1.3 * r}l${1.3 * r} ${1.3 * r}l${-1.3 * r} ${1.3 * r}l${-1.3 * r} ${-1.3 * r}z`,
    cross: `M${x - r} ${y - r}l${2 * r} ${2 * r}M${x - r} ${y + r}l${2 * r} ${-2 * r}`,
  }[shape];
  return svg("path", { class: shape, d });
}

function legend(versions) {
  const items = versions.map((version, index) => el("li", {},
    svg("svg", { viewBox: "0 0 34 14", width: 34, height: 14, "aria-hidden": "true" }, svg("path", { class: `series s${index % LINES}`, d: "M1 7H33" }), svg("g", { class: `point s${index % LINES}` }, mark(index, 17, 7, 4))),
    `${version.name} ${shortened(version.version)}`));
  return el("figcaption", {}, el("ul", { class: "legend" }, items), el("p", { class: "muted" }, "The larger a mark, the more tasks; the thin lines are 95 % intervals. Point at a mark for its figures."));
}
