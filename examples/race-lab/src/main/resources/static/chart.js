import { element, plural, svg } from "./dom.js";

const HEIGHT = 120;
const KINDS = ["done", "refused", "failed"];
/** Least height of a piece that has its number in it. */
const ROOM = 14;

/** The patterns tell the kinds apart where colours do not. */
function patterns(prefix) {
  const pattern = (kind, ...shapes) =>
    svg(
      "pattern",
      { id: `${prefix}-${kind}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("rect", { width: 6, height: 6, class: `ground-${kind}` }),
      ...shapes,
    );
  const line = (kind, attributes) => svg("rect", { class: `line-${kind}`, ...attributes });
  return svg(
    "defs",
    {},
    pattern("done"),
    pattern("refused", line("refused", { width: 2, height: 6 })),
    pattern("failed", line("failed", { width: 2, height: 6 }), line("failed", { width: 6, height: 2 })),
  );
}

function piece(prefix, kind, count, x, width, y, height) {
  const shape = svg("rect", { x: `${x}%`, width: `${width}%`, y, height, fill: `url(#${prefix}-${kind})`, class: "piece" });
  if (height < ROOM) {
    return [shape];
  }
  const number = svg("text", { x: `${x + width / 2}%`, y: y + height / 2 + 4, class: "number" }, String(count));
  return [shape, number];
}

/** One round as a bar of what was attempted. */
function bar(prefix, round, most, x, width) {
  const scale = HEIGHT / most;
  const outline = round.attempted * scale;
  let y = HEIGHT;
  const pieces = KINDS.flatMap((kind) => {
    const height = round[kind] * scale;
    y -= height;
    return round[kind] > 0 ? piece(prefix, kind, round[kind], x, width, y, height) : [];
  });
  const attempted = svg("rect", {
    x: `${x}%`,
    width: `${width}%`,
    y: HEIGHT - outline,
    height: outline,
    class: "attempted",
  });
  return svg("g", {}, attempted, ...pieces);
}

function summary(rounds) {
  const told = rounds.map((round, index) => {
    const counts = KINDS.map((kind) => `${round[kind]} ${kind}`).join(", ");
    return `round ${index + 1}: ${counts}, the invariant ${round.holds ? "holds" : "is broken"}`;
  });
  return `${plural(rounds.length, "round")}. ${told.join("; ")}`;
}

/**
 * The rounds of one form as bars, beside one another; those to come are outlines.
 *
 * @param prefix makes the names of the patterns the chart's own
 */
export function chart(prefix, rounds, wanted) {
  const columns = Math.max(wanted, rounds.length, 1);
  const most = Math.max(1, ...rounds.map((round) => Math.max(round.attempted, round.done + round.refused + round.failed)));
  const slot = 100 / columns;
  const width = slot * 0.72;
  const place = (index) => index * slot + (slot - width) / 2;
  const coming = [];
  for (let index = rounds.length; index < columns; index++) {
    coming.push(svg("rect", { x: `${place(index)}%`, width: `${width}%`, y: 0.5, height: HEIGHT - 1, class: "coming" }));
  }
  const bars = rounds.map((round, index) => bar(prefix, round, most, place(index), width));
  const drawn = svg(
    "svg",
    { width: "100%", height: HEIGHT + 1, role: "img", "aria-label": summary(rounds) },
    patterns(prefix),
    ...coming,
    ...bars,
    svg("line", { x1: 0, x2: "100%", y1: HEIGHT + 0.5, y2: HEIGHT + 0.5, class: "ground" }),
  );
  return element("div", { class: "chart" }, drawn);
}

/** What the patterns mean. */
export function legend() {
  const keys = KINDS.map((kind) => {
    const swatch = svg("svg", { width: 16, height: 12, "aria-hidden": "true" }, patterns(`key-${kind}`));
    swatch.append(svg("rect", { width: 16, height: 12, fill: `url(#key-${kind}-${kind})` }));
    return element("li", {}, swatch, ` ${kind}`);
  });
  return element("ul", { class: "legend" }, element("li", {}, "Requests of each round:"), ...keys);
}
