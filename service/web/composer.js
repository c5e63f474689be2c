// The box that a prompt is typed into: Enter sends it, Shift and Enter begins a new line.

import { button, el, icon } from "./dom.js";
import { sentence } from "./words.js";

const QUALITIES = [["low", "480p, quick"], ["medium", "720p"], ["high", "1080p, slow"], ["4k", "4K, very slow"]];

export class Composer {
  // `send` is given the prompt and the options, and throws what the person should know.
  constructor(send) {
    this.send = send;
    this.box = el("textarea", { id: "prompt", rows: "1", enterkeyhint: "send", "aria-describedby": "prompt-hint prompt-complaint" });
    this.label = el("label", { for: "prompt", class: "unseen" });
    this.target = el("p", { class: "target", hidden: true });
    this.quality = el("select", { id: "quality" }, QUALITIES.map(([value, text]) => el("option", { value }, text)));
    this.options = el("label", { class: "options" }, el("span", {}, "Picture"), this.quality);
    this.button = el("button", { type: "submit", class: "primary send", "aria-label": "Send" }, icon("send"));
    this.hint = el("p", { id: "prompt-hint", class: "hint" }, "Enter sends, Shift and Enter begins a new line");
    this.complaint = el("p", { id: "prompt-complaint", class: "complaint", role: "alert" });
    this.element = el("form", { class: "composer", "aria-label": "Prompt" },
      this.target, this.label, this.box,
      el("div", { class: "composer-foot" }, this.options, this.hint, this.button), this.complaint);
    this.element.addEventListener("submit", (event) => { event.preventDefault(); this.#submit(); });
    this.box.addEventListener("keydown", (event) => this.#typed(event));
    this.box.addEventListener("input", () => this.#grow());
  }

  // Ask for a first prompt, or, with a version to go on from, for what is to change in it.
  ask({ label, placeholder, isFirst = false, version = null, reset = null }) {
    this.label.textContent = label;
    this.box.placeholder = placeholder;
    this.options.hidden = !isFirst;
    this.target.hidden = version === null;
    this.complaint.textContent = "";
    if (version === null) return;
    this.target.replaceChildren(`Changes version ${version}`);
    if (reset) this.target.append(button("not this one", { kind: "link", click: reset, "aria-label": "Go on from the latest version instead" }));
  }

  fill(text) {
    this.box.value = text;
    this.#grow();
    this.box.focus();
  }

  async submit(text) {
    this.box.value = text;
    await this.#submit();
  }

  #typed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  async #submit() {
    const text = this.box.value.trim();
    if (!text || this.button.disabled) return;
    this.button.disabled = true;
    this.complaint.textContent = "";
    try {
      await this.send(text, { quality: this.quality.value });
      this.box.value = "";
    } catch (error) {
      this.complaint.textContent = sentence(error.message);
    }
    this.button.disabled = false;
    this.#grow();
  }

  #grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 200)}px`;
  }
}
