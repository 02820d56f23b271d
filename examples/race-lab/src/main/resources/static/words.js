import { COPY } from "./api.js";
import { isOver } from "./runs.js";

const ACTIONS = { load: "Run under load", search: "Search the interleavings", staged: "Play it step by step" };

const INTRODUCTIONS = {
  load: "Many callers at once send the same requests to both forms. Then what is left is counted.",
  search: "The statements of the callers are run in every order, until one of the orders breaks the invariant.",
  staged: "The callers are held at the steps that matter, and let go in the order that breaks it.",
};

export const actionOf = (what) => ACTIONS[what] ?? "Run it";

/** Says what will be seen, where nothing was run yet. */
export function introduction(what, step) {
  const text = INTRODUCTIONS[what] ?? "";
  return step === null || what === "load" ? text : `${text} The link points at step ${step}: run it, and it opens there.`;
}

/** A version may begin with the server's name, or not. */
function named(server, version) {
  return version.startsWith(server) ? version : `${server} ${version}`.trim();
}

function where(run, titleOf) {
  const server = run.server === "none" || run.server === null ? null : named(titleOf(run.server), run.serverVersion ?? "");
  return [server, run.isolation].filter(Boolean).join(", ");
}

const on = (text) => (text === "" ? "" : ` on ${text}`);

const seconds = (record) => `${Math.round((performance.now() - record.since) / 1000)} s`;

/** How a run stands; null if there is none. */
export function captionOf(record, titleOf) {
  const { run } = record;
  if (run === null) {
    return record.starting && !COPY ? "Asks the lab …" : null;
  }
  const place = on(where(run, titleOf));
  const note = run.note ? ` ${capital(run.note)}.` : "";
  if (COPY) {
    return `A recorded run${run.recorded ? ` of ${run.recorded}` : ""}${place}.`;
  }
  switch (run.state) {
    case "queued":
      return `Waits for its turn, for ${seconds(record)}.${note}`;
    case "running":
      return `Runs${place}, for ${seconds(record)}.${note}`;
    case "cancelled":
      return `Cancelled${place}. What had been seen by then stays below.`;
    default:
      return `${run.state === "failed" ? "Failed" : "Ran"}${place}.`;
  }
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, "");

const verdicts = (run) => run.forms.map((form) => `${form.form}: ${form.verdict}`).join(", ");

/** What is read out when a run comes into another state: not at each round. */
export function announcement(record) {
  const { run, slug, problem } = record;
  if (run === null || problem !== null) {
    return "";
  }
  if (!isOver(run)) {
    return run.note ? `${slug}: ${run.note}` : `${slug}: the run has begun`;
  }
  return `${slug}: the run is ${run.state === "done" ? "over" : run.state}. ${verdicts(run)}`;
}

/** What the runs of a hazard have shown, as a sign for the list. */
export function markOf(records) {
  const runs = records.map((record) => record.run);
  if (runs.some((run) => !isOver(run))) {
    return ["…", "runs"];
  }
  const forms = runs.flatMap((run) => run.forms);
  const broke = forms.some((form) => form.form === "unsafe" && form.verdict === "broken");
  const held = forms.some((form) => form.form === "safe" && form.verdict === "held");
  return broke && held ? ["✗✓", "seen broken, and held"] : broke ? ["✗", "seen broken"] : held ? ["✓", "seen held"] : ["", ""];
}
