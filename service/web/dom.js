// Building the page: text only ever becomes text, whoever wrote it.

const SVG = "http://www.w3.org/2000/svg";
const PROPERTIES = new Set(["hidden", "disabled", "value", "textContent", "muted", "loop", "open", "selected"]);
const ICONS = {
  send: "M12 19V5M5 12l7-7 7 7",
  up: "M7 11v9H4v-9zM7 11l4-8c1.7 0 2.3 1 2.3 2.3V9h5.2a2 2 0 0 1 2 2.3l-1 7a2 2 0 0 1-2 1.7H7",
  down: "M7 13V4H4v9zM7 13l4 8c1.7 0 2.3-1 2.3-2.3V15h5.2a2 2 0 0 0 2-2.3l-1-7a2 2 0 0 0-2-1.7H7",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  edit: "M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4",
  bin: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  branch: "M7 8.5v7M7 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM7 21a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM17 11a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM17 11c0 4-10 1.5-10 5",
  restore: "M4 5v5h5M4.5 10a8 8 0 1 1-.5 4",
  compare: "M4 5h7v14H4zM13 5h7v14h-7z",
  again: "M20 5v5h-5M19.5 10a8 8 0 1 0 .5 4",
  loop: "M5 11V9a3 3 0 0 1 3-3h10M15 3l3 3-3 3M19 13v2a3 3 0 0 1-3 3H6M9 21l-3-3 3-3",
  stop: "M6 6h12v12H6z",
  play: "M7 4l13 8-13 8z",
  close: "M5 5l14 14M19 5L5 19",
};

export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(made, name, value);
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

function set(made, name, value) {
  if (value === null || value === undefined || value === false && !name.startsWith("aria-")) return;
  if (name === "on") for (const [event, heard] of Object.entries(value)) made.addEventListener(event, heard);
  else if (name === "class") made.className = value;
  else if (PROPERTIES.has(name)) made[name] = value;
  else made.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
}

export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function icon(name) {
  const drawn = { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" };
  return svg("svg", drawn, svg("path", { d: ICONS[name] }));
}

export function button(label, { name, kind = "quiet", click, ...props } = {}) {
  const inside = name ? [icon(name), el("span", {}, label)] : [label];
  return el("button", { type: "button", class: kind, on: { click }, ...props }, inside);
}

// Say something to who cannot see the page change; the same twice in a row is said once.
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function reveal(element, block = "start") {
  element.scrollIntoView({ block, behavior: isCalm() ? "auto" : "smooth" });
}
