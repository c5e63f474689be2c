// A program: highlighted, copied, saved, edited.

import { announce, button, el, reveal } from "./dom.js";

const KEYWORDS =
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case";
const VALUES = "True False None self cls super print range len enumerate zip map filter min max sum abs round int float str list dict tuple set sorted reversed";
const words = (text) => text.split(" ").join("|");
const long = (quote) => String.raw`${quote}(?:\\[^]|(?!${quote})[^])*(?:${quote}|$)`;
const short = (quote) => String.raw`${quote}(?:\\.|[^${quote}\\\n])*${quote}?`;
const QUOTED = [long('"""'), long("'''"), short('"'), short("'")].join("|");
const TOKENS = new RegExp(
  [
    String.raw`(?<comment>#[^\n]*)`,
    String.raw`(?<string>(?:\b[rRbBfFuU]{1,2})?(?:${QUOTED}))`,
    String.raw`(?<number>\b(?:0[xXbBoO][\da-fA-F_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?j?)\b|(?<![\w.])\.\d+)`,
    String.raw`(?<decorator>(?<=(?:^|\n)[ \t]*)@[\w.]+)`,
    String.raw`(?<name>(?<=\b(?:def|class)\s+)\w+)`,
    String.raw`(?<keyword>\b(?:${words(KEYWORDS)})\b)`,
    String.raw`(?<value>\b(?:${words(VALUES)})\b)`,
    String.raw`(?<constant>\b[A-Z][A-Z\d_]+\b)`,
    String.raw`(?<type>\b[A-Z]\w*)`,
    String.raw`(?<plain>\w+|\s+|[^\w\s"'#@]+|.)`,
  ].join("|"),
  "g",
);

// Yield [kind, text] for all of a program; put together the texts are the program.
export function* tokens(code) {
  for (const match of code.matchAll(TOKENS)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    yield [kind, match[0]];
  }
}

// Return the lines of a program as elements; a token over several lines is in each of them.
export function highlighted(code) {
  const lines = [el("span", { class: "line" })];
  for (const [kind, text] of tokens(code)) {
    text.split("\n").forEach((part, index) => {
      if (index) lines.push(el("span", { class: "line" }));
      if (part) lines.at(-1).append(kind === "plain" ? part : el("span", { class: `t-${kind}` }, part));
    });
  }
  if (lines.length > 1 && !lines.at(-1).hasChildNodes()) lines.pop();
  return lines;
}

// Return the program in what a model has said so far: what is fenced, or all of it where nothing is yet.
export function programIn(text) {
  const fence = /```[^\n]*\n/.exec(text);
  if (!fence) return text;
  const after = text.slice(fence.index + fence[0].length);
  const end = after.indexOf("\n```");
  return end < 0 ? after.replace(/\n`{0,2}$/, "\n") : after.slice(0, end + 1);
}

export class CodePanel {
  constructor({ name, label, render }) {
    this.name = name;
    this.render = render;
    this.code = "";
    this.lines = el("code", {});
    this.view = el("pre", { class: "code", tabindex: "0", "aria-label": label }, this.lines);
    this.note = el("p", { class: "code-note", hidden: true });
    this.tools = el("div", { class: "code-tools", role: "group", "aria-label": `${label}: tools` });
    this.body = el("div", { class: "code-body" }, this.view);
    const head = el("div", { class: "code-head" }, el("span", { class: "file" }, "scene.py"), this.note, this.tools);
    this.element = el("section", { class: "code-panel", "aria-label": label }, head, this.body);
    this.#offer();
  }

  get isEditing() {
    return this.element.classList.contains("editing");
  }

  show(code, { note = "", isStreaming = false } = {}) {
    const isSame = code === this.code;
    const wasStreaming = this.element.classList.contains("streaming");
    this.code = code;
    this.note.textContent = note;
    this.note.hidden = !note;
    this.element.classList.toggle("streaming", isStreaming);
    this.tools.hidden = isStreaming || !code;
    if (!isSame) this.lines.replaceChildren(...(code ? highlighted(code) : []));
    if (isStreaming) this.view.scrollTop = this.view.scrollHeight;
    else if (wasStreaming) this.view.scrollTop = 0;
  }

  point(line) {
    const found = this.lines.children[line - 1];
    if (!found) return;
    for (const old of this.lines.querySelectorAll(".pointed")) old.classList.remove("pointed");
    found.classList.add("pointed");
    this.view.focus({ preventScroll: true });
    reveal(found, "center");
  }

  edit() {
    this.draft = el("textarea", {
      class: "code draft", spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off",
      "aria-label": "The program, to edit; Control and Enter renders it", value: this.code,
    });
    this.draft.addEventListener("input", () => this.#mirror());
    this.draft.addEventListener("scroll", () => this.view.scrollTo(this.draft.scrollLeft, this.draft.scrollTop));
    this.draft.addEventListener("keydown", (event) => this.#typed(event));
    this.body.append(this.draft);
    this.view.tabIndex = -1;
    this.view.setAttribute("aria-hidden", "true");
    this.element.classList.add("editing");
    this.#mirror();
    this.#offer();
    this.draft.setSelectionRange(0, 0);
    this.draft.focus();
  }

  discard() {
    this.draft.remove();
    this.view.tabIndex = 0;
    this.view.removeAttribute("aria-hidden");
    this.element.classList.remove("editing");
    this.lines.replaceChildren(...highlighted(this.code));
    this.#offer();
    this.tools.querySelector(".edit").focus();
  }

  #mirror() {
    // the text box shows the empty line after a last line break, which a program by itself has not
    this.lines.replaceChildren(...highlighted(`${this.draft.value}\n`));
  }

  #typed(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) return void this.#submit();
    const { value, selectionStart: at, selectionEnd: until } = this.draft;
    const line = value.slice(value.lastIndexOf("\n", at - 1) + 1, at);
    const indent = /^[ \t]*/.exec(line)[0] + (/:\s*$/.test(line) ? "    " : "");
    this.draft.setRangeText(`\n${indent}`, at, until, "end");
    this.#mirror();
  }

  async #submit() {
    const code = this.draft.value;
    const asked = this.tools.querySelector("button");
    asked.disabled = true;
    if (await this.render(code)) this.discard();
    else asked.disabled = false;
  }

  #offer() {
    const offered = this.isEditing
      ? [
          button("Render", { name: "play", kind: "primary small", click: () => this.#submit() }),
          button("Discard", { name: "close", kind: "quiet small", click: () => this.discard() }),
        ]
      : [
          button("Copy", { name: "copy", kind: "quiet small", click: () => this.#copy() }),
          button("Save", { name: "download", kind: "quiet small", click: () => this.#save() }),
          button("Edit", { name: "edit", kind: "quiet small edit", click: () => this.edit() }),
        ];
    this.tools.replaceChildren(...offered);
  }

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.code);
      announce("The program is copied");
      this.#flash("Copied");
    } catch {
      // no clipboard without TLS or leave: mark the text, so that the keyboard can copy it
      getSelection().selectAllChildren(this.lines);
      this.#flash("Marked: press Ctrl+C");
    }
  }

  #flash(text) {
    this.note.textContent = text;
    this.note.hidden = false;
    setTimeout(() => (this.note.hidden = true), 2500);
  }

  #save() {
    const url = URL.createObjectURL(new Blob([this.code], { type: "text/x-python" }));
    el("a", { href: url, download: this.name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }
}
