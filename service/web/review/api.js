// The HTTP API of the review, as its page uses it.

import { call } from "../api.js";

const one = encodeURIComponent;

function query(values) {
  const said = Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return said.length ? `?${new URLSearchParams(said)}` : "";
}

export const review = {
  clusters: (filters) => call(`/review/clusters${query(filters)}`),
  cluster: (id) => call(`/review/clusters/${one(id)}`),
  setState: (id, state) => call(`/review/clusters/${one(id)}/state`, { state }),
  note: (id, text) => call(`/review/clusters/${one(id)}/notes`, { text }),
  events: (filters) => call(`/review/events${query(filters)}`),
  event: (id) => call(`/review/events/${one(id)}`),
  prompts: () => call("/review/prompts"),
  proposal: (id, kind) => call(`/review/clusters/${one(id)}/proposals${query({ kind })}`),
  promotions: (cluster) => call(`/review/promotions${query({ cluster })}`),
  promote: (asked) => call("/review/promotions", asked),
  undo: (id, asked) => call(`/review/promotions/${one(id)}/undo`, asked),
  replays: () => call("/review/replays"),
  replay: (id) => call(`/review/replays/${one(id)}`),
  startReplay: (asked) => call("/review/replays", asked),
  stopReplay: (id) => call(`/review/replays/${one(id)}/stop`, {}),
  forget: (session) => call(`/review/sessions/${one(session)}`, undefined, "DELETE"),
};
