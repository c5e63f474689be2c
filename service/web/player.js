// What stands in a version's frame: its video, or why there is none.

import { announce, button, el, isCalm } from "./dom.js";

// The video of a task; `lost` is called where it cannot be loaded.
export function video(task, { isNew, lost }) {
  const made = el("video", {
    src: task.video_url, poster: task.poster_url, controls: true, playsinline: true, preload: "metadata",
    loop: isLooping(), "aria-label": `Video of version ${task.version}: ${task.prompt}`,
  });
  made.addEventListener("error", lost);
  if (isNew && !isCalm()) {
    made.muted = true; // a browser starts nothing by itself that could make noise
    made.play().catch(() => {}); // it may still not want to: then there is the button
  }
  return made;
}

export function board(title, detail, { task, kind = "", actions = [] } = {}) {
  const frame = task?.poster_url && el("img", { class: "last-frame", src: task.poster_url, alt: "The last frame that was drawn" });
  if (frame) frame.addEventListener("error", () => frame.remove());
  const said = el("div", { class: "board-words" }, el("p", { class: "board-title" }, title));
  if (detail) said.append(el("p", { class: "board-detail" }, detail));
  if (actions.length) said.append(el("div", { class: "board-actions" }, actions));
  return el("div", { class: `board ${kind}` }, frame, el("div", { class: "board-middle" }, said));
}

export function loopButton(videoOf) {
  const toggle = button("Loop", { name: "loop", "aria-pressed": isLooping() });
  toggle.addEventListener("click", () => {
    const loop = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(loop));
    videoOf().loop = loop;
    try {
      localStorage.setItem("loop", String(loop));
    } catch {
      // storage is closed to this page: the choice holds for this video
    }
    announce(loop ? "The video repeats" : "The video plays once");
  });
  return toggle;
}

function isLooping() {
  try {
    return localStorage.getItem("loop") === "true";
  } catch {
    return false;
  }
}
