import { element, plural } from "./dom.js";
import { hashOf } from "./url.js";

const WAYS = [
  ["load", "Under load", "Many callers at once, the same to both forms. Then the figures are counted: found, and expected."],
  ["search", "Interleavings", "The statements of two callers in every order. The first order that breaks is shown, step by step."],
  ["staged", "Step by step", "Where the steps are no statements, the callers are held at them, and let go in the order that breaks it."],
];

function way(hazards, [what, title, text]) {
  const able = hazards.filter((hazard) => hazard.whats.includes(what));
  if (able.length === 0) {
    return null;
  }
  const example = able[0];
  return element(
    "li",
    {},
    element("h2", {}, title),
    element("p", {}, text),
    element("p", { class: "quiet" }, `${plural(able.length, "hazard")}, such as `, element("a", { href: hashOf({ slug: example.slug, what }) }, example.slug)),
  );
}

/** What is shown while no hazard is chosen. */
export function home(parts) {
  const hazards = parts.flatMap((part) => part.hazards);
  return element(
    "div",
    { class: "home" },
    element("h1", { tabindex: "-1" }, "Race lab"),
    element(
      "p",
      {},
      `${plural(hazards.length, "hazard")} of concurrency, each in two forms: as people write it, and with safe4j. Choose one, and see on a real`,
      " server how the one breaks and the other holds.",
    ),
    element("ul", { class: "ways" }, ...WAYS.map((one) => way(hazards, one)).filter(Boolean)),
  );
}

/** The address names a hazard that there is not. */
export function unknown(slug) {
  return element(
    "div",
    { class: "home" },
    element("h1", { tabindex: "-1" }, "No such hazard"),
    element("p", { role: "alert" }, `The lab knows no hazard “${slug}”. `, element("a", { href: "#/" }, "See the list.")),
  );
}

export function problem(title, detail, again) {
  return element(
    "div",
    { class: "home" },
    element("h1", { tabindex: "-1" }, title),
    element("div", { class: "problem", role: "alert" }, element("p", {}, detail)),
    again,
  );
}
