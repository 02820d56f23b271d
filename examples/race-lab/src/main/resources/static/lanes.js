import { button, element } from "./dom.js";
import { isWait, nameOf, parts } from "./moments.js";

const VERB = /^((?:#\d+: )?)([\p{L}_.]+)/u;

function statement(text, kind) {
  if (kind === "note") {
    return element("span", { class: "said" }, text);
  }
  const verb = VERB.exec(text);
  return verb === null
    ? element("code", {}, text)
    : element("code", {}, verb[1], element("b", {}, verb[2]), text.slice(verb[0].length));
}

function result(step, text) {
  const kind = step.kind === "error" ? "error" : step.read ? "read" : "plain";
  return element("span", { class: "came" }, element("span", { "aria-hidden": "true" }, "→ "), element("span", { class: kind }, text));
}

function cell(step, actors) {
  const { what, result: came } = parts(step);
  const goesOn = step.kind === "go" && /^\W*$/.test(what);
  return element(
    "td",
    { class: `step a${step.actor % 4}${step.kind === "error" ? " fault" : ""}` },
    goesOn ? element("span", { class: "on" }, "goes on") : what !== "" && statement(what, step.kind),
    came !== null && result(step, came),
    typeof step.waitsFor === "number" && element("span", { class: "waits" }, `waits for ${nameOf(actors[step.waitsFor]).name}`),
  );
}

/** Where the wait that begins in a row ends: at the actor's next step, or never. */
function endOfWait(steps, at) {
  const next = steps.findIndex((step, index) => index > at && step.actor === steps[at].actor);
  return next < 0 ? steps.length : next;
}

/** Which rows the wait of each lane covers: a cell goes down over them, and none is put there. */
function bars(steps) {
  const found = new Map();
  steps.forEach((step, at) => {
    const rows = endOfWait(steps, at) - at - 1;
    if (isWait(step) && rows > 0) {
      for (let row = at + 1; row <= at + rows; row++) {
        found.set(`${row}|${step.actor}`, row === at + 1 ? rows : 0);
      }
    }
  });
  return found;
}

function row(timeline, at, covered, go) {
  const step = timeline.steps[at];
  const cells = timeline.actors.map((name, actor) => {
    const bar = covered.get(`${at}|${actor}`);
    if (actor === step.actor) {
      return cell(step, timeline.actors);
    }
    if (bar === undefined) {
      return element("td", {});
    }
    return bar === 0 ? null : element("td", { class: `bar a${actor % 4}`, rowspan: bar }, element("span", { class: "unseen" }, "waits"));
  });
  const jump = button(step.number, { class: "jump", "aria-label": `go to step ${step.number}`, tabindex: "-1" }, () => go(at + 1));
  return element("tr", {}, element("th", { scope: "row" }, jump), ...cells);
}

/**
 * A timeline as a table: time goes down, a lane an actor; a wait is a bar down to where it ends.
 *
 * @param go is told the step that was clicked, counted from one
 */
export function lanes(timeline, go, isBroken) {
  const covered = bars(timeline.steps);
  const rows = timeline.steps.map((_, at) => row(timeline, at, covered, go));
  rows.forEach((one, at) => one.addEventListener("click", () => go(at + 1)));
  const heads = timeline.actors.map((name, index) => element("th", { scope: "col", class: `actor a${index % 4}` }, ...head(name)));
  const end = element(
    "tr",
    { class: "end" },
    element("th", { scope: "row" }, "end"),
    element("td", { colspan: timeline.actors.length }, ending(timeline, isBroken)),
  );
  const table = element(
    "table",
    { class: "lanes" },
    element("caption", {}, "Time goes down, a lane an actor."),
    element("thead", {}, element("tr", {}, element("td", {}), ...heads)),
    element("tbody", {}, ...rows, end),
  );
  table.style.setProperty("--lanes", timeline.actors.length);
  return { table, rows, end };
}

function head(actor) {
  const { name, calls } = nameOf(actor);
  return calls === null ? [name] : [name, element("span", { class: "calls" }, calls.replace(".", ".\u200b"))];
}

function ending(timeline, isBroken) {
  const sign = element("span", { "aria-hidden": "true" }, isBroken ? "✗ " : "✓ ");
  return element("span", { class: isBroken ? "bad" : "good" }, sign, timeline.end ?? (isBroken ? "broken" : "held"));
}
