import { element, plural } from "./dom.js";
import { nameOf } from "./moments.js";

const ENDED = { commit: "has committed", rollback: "has rolled back", error: "has failed" };

function at(position, timeline) {
  return element("span", { class: "at" }, `step ${timeline.steps[position - 1].number}`);
}

function entry(name, ...values) {
  return values.length === 0 ? [] : [element("dt", {}, name), ...values.map((value) => element("dd", {}, ...value))];
}

/** Since when a value that was read is no longer sure to be true. */
function since(read, timeline) {
  if (read.since.length === 0) {
    return null;
  }
  const { actor, step } = read.since.at(-1);
  const words = `${read.table} was written since, by ${nameOf(timeline.actors[actor]).name} `;
  return element("span", { class: "since" }, element("span", { "aria-hidden": "true" }, "! "), words, at(step, timeline));
}

/** Whether there is nothing to tell of an actor but that it did something. */
export function knowsNothing(actor) {
  return actor.reads.length + actor.holds.length === 0 && actor.waiting === null && actor.ended === null;
}

function waiting(actor, timeline) {
  if (actor.waiting === null) {
    return [];
  }
  const since = ["since ", at(actor.last, timeline)];
  return actor.waitsFor === null
    ? entry("waits", since)
    : entry("waits for", [element("span", { class: "waits" }, nameOf(timeline.actors[actor.waitsFor]).name), " ", ...since]);
}

function card(actor, timeline) {
  const reads = actor.reads.map((read) => [element("code", {}, read.what), " ", at(read.step, timeline), since(read, timeline) ?? ""]);
  const holds = actor.holds.map((held) => [
    element("code", {}, held.what),
    held.written ? " written, not committed, " : " ",
    at(held.step, timeline),
  ]);
  const known = [
    ...entry("has read", ...reads),
    ...entry("has locked", ...holds),
    ...waiting(actor, timeline),
    ...(actor.ended === null ? [] : entry(ENDED[actor.ended.how], ["in ", at(actor.ended.step, timeline)])),
  ];
  return element(
    "section",
    { class: `card a${actor.index % 4}` },
    element("h4", {}, actor.name),
    known.length > 0 ? element("dl", {}, ...known) : element("p", { class: "nothing" }, nothing(actor, timeline)),
  );
}

function nothing(actor, timeline) {
  if (actor.last === null) {
    return "has not begun";
  }
  const done = timeline.steps.slice(0, actor.last).filter((step) => step.actor === actor.index).length;
  return `${plural(done, "step")} done`;
}

/** Beside the timeline: what each actor has read so far, which rows it holds, and for whom it waits. */
export function actorCards(moment, timeline) {
  return moment.map((actor) => card(actor, timeline));
}
