// Where in the review one is: all of it is in the address, so a reload or a link comes to the same place.
// #/clusters/ID/events/ID?state=new&days=30, #/changes/ID, #/prompts

export const DEFAULTS = { state: "", days: "30", kind: "", text: "" };

export function here() {
  const [path, said = ""] = location.hash.slice(1).split("?");
  const [view = "", id = "", part = "", partId = ""] = path.split("/").slice(1).map(decoded);
  const asked = new URLSearchParams(said);
  const filters = Object.fromEntries(Object.entries(DEFAULTS).map(([name, usual]) => [name, asked.get(name) ?? usual]));
  return { view: view || "clusters", id, part, partId, filters };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // half an escape: nothing is found under it
  }
}

// The address of a part of the page, with the filters kept as they are or with others.
export function link(parts, filters = here().filters) {
  const said = new URLSearchParams(Object.entries(filters).filter(([name, value]) => value !== DEFAULTS[name]));
  return `#/${parts.map((part) => encodeURIComponent(part)).join("/")}${String(said) && `?${said}`}`;
}

export const toCluster = (id) => link(["clusters", id]);
export const toEvent = (cluster, id) => link(["clusters", cluster, "events", id]);
export const toReplay = (id) => link(["changes", id]);
