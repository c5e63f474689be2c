// The form for an API key, where the server wants one.

import { api } from "./api.js";
import { el } from "./dom.js";
import { sentence } from "./words.js";

let asked = null;

// Ask for the key; the promise is kept once the server has taken it. All who ask meanwhile wait for the same answer.
export function askForKey() {
  asked ??= new Promise((taken) => open(taken)).finally(() => (asked = null));
  return asked;
}

function open(taken) {
  const box = el("input", { id: "key", type: "password", autocomplete: "current-password", required: true, "aria-describedby": "key-complaint" });
  const complaint = el("p", { id: "key-complaint", class: "complaint", role: "alert" });
  const form = el("form", {},
    el("h2", { id: "key-title" }, "An API key, please"),
    el("p", {}, "This server answers only who has one. Ask the person who runs it."),
    el("label", { for: "key" }, "API key"), box, complaint,
    el("button", { type: "submit", class: "primary" }, "Go on"));
  const dialog = el("dialog", { class: "login", "aria-labelledby": "key-title" }, form);
  dialog.addEventListener("cancel", (event) => event.preventDefault()); // nothing works without
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await api.login(box.value.trim());
    } catch (error) {
      complaint.textContent = sentence(error.message);
      box.select();
      return;
    }
    remember(true);
    dialog.close();
    dialog.remove();
    taken();
  });
  document.body.append(dialog);
  dialog.showModal();
}

// The cookie cannot be read from here, so that there is one is noted beside it.
function remember(isKnown) {
  try {
    localStorage.setItem("keyed", isKnown ? "yes" : "");
  } catch {
    // storage is closed to this page: the key is forgotten with the cookie
  }
  document.getElementById("logout").hidden = !isKnown;
}

export function offerLogout() {
  const offered = document.getElementById("logout");
  try {
    offered.hidden = localStorage.getItem("keyed") !== "yes";
  } catch {
    offered.hidden = true;
  }
  offered.addEventListener("click", async () => {
    await api.logout();
    remember(false);
    location.hash = "#/";
    location.reload();
  });
}
