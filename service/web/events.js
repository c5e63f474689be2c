// A task's events, followed until it is done, across lost connections.

import { api } from "./api.js";
import { isOver } from "./words.js";

const KINDS = ["stage", "code", "frames", "problem", "finding", "queue"];
const SLOWEST = 15000;

// Tell `heard` of each event by its kind, `restart` before they are told from the first one, and `done` with the last
// status. Return a function that stops it.
export function follow(id, heard) {
  let source = null;
  let timer = null;
  let wait = 500;
  let isStopped = false;

  function open() {
    heard.restart();
    source = new EventSource(api.events(id));
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        wait = 500;
        heard[kind](JSON.parse(event.data));
      });
    }
    source.addEventListener("done", (event) => end(JSON.parse(event.data)));
    // a connection that was cut comes back by itself, and goes on from Last-Event-ID; a refused one does not
    source.onerror = () => source.readyState === EventSource.CLOSED && later();
  }

  function later() {
    timer = setTimeout(lookAgain, wait);
    wait = Math.min(wait * 2, SLOWEST);
  }

  async function lookAgain() {
    try {
      const status = await api.status(id);
      if (isStopped) return;
      if (isOver(status)) end(status);
      else open();
    } catch (error) {
      if (isStopped) return;
      if (error.status === 404) end(null);
      else later();
    }
  }

  function end(status) {
    stop();
    heard.done(status);
  }

  function stop() {
    isStopped = true;
    clearTimeout(timer);
    source?.close();
  }

  open();
  return stop;
}
