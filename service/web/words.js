// What the page calls things.

export const STAGES = {
  retrieve: "Looking for similar scenes",
  draft: "Writing the program",
  check: "Checking the program",
  render: "Drawing the frames",
  inspect: "Looking over the picture",
  repair: "Mending the program",
  salvage: "Saving the part that works",
  remember: "Taking note of it",
  deliver: "Finishing the video",
};

// The steps on the progress line: a repair is writing again, the last three are all finishing.
export const STEPS = [
  ["Search", ["retrieve"]],
  ["Write", ["draft", "repair"]],
  ["Check", ["check"]],
  ["Draw", ["render"]],
  ["Inspect", ["inspect"]],
  ["Finish", ["salvage", "remember", "deliver"]],
];

export const isOver = (task) => !["pending", "running"].includes(task.status);
export const isWhole = (task) => task.status === "completed";

export function outcome(task) {
  if (task.status === "pending") return "waiting";
  if (task.status === "running") return "in the making";
  if (task.status === "cancelled") return "cancelled";
  if (task.status === "failed") return task.partial ? "partial video" : "failed";
  return { expired: "video expired", removed: "video removed" }[task.video_state] ?? "ready";
}

export function origin(task, versions) {
  const parent = versions.get(task.parent_id)?.version;
  if (!parent) return task.kind === "edit" ? "your own program" : "";
  return task.kind === "edit" ? `your program, from version ${parent}` : `changes version ${parent}`;
}

export const titleOf = (task) => (task.kind === "edit" ? "Edited by hand" : task.prompt);

export function left(seconds) {
  if (seconds === null || seconds === undefined) return "";
  if (seconds < 1.5) return "a moment left";
  if (seconds < 90) return `about ${Math.round(seconds)} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}

export function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

const AGO = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];

export function ago(epoch) {
  const passed = Date.now() / 1000 - epoch;
  const [unit, length] = UNITS.find(([, seconds]) => passed >= seconds) ?? [];
  return unit ? AGO.format(-Math.floor(passed / length), unit) : "just now";
}

export function took(task) {
  return task.started && task.finished ? `${(task.finished - task.started).toFixed(1)} s` : "";
}

// A message as a sentence: those of the server begin small, to be joined to others. A name of a program at its head stays.
export const sentence = (text) => (text && !/^\w*[_[.(\d]/.test(text) ? text[0].toUpperCase() + text.slice(1) : text ?? "");

export const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
