import { element, plural, prose } from "./dom.js";
import { hashOf } from "./url.js";

/** The hazards by part, to be filtered, and walked through by the arrow keys. */
export class Catalogue {
  #items;
  #count = element("p", { class: "count", role: "status" });
  #filter = element("input", { type: "search", id: "filter", autocomplete: "off", spellcheck: "false" });

  constructor(parts, node) {
    this.#items = parts.flatMap((part) => part.hazards.map((hazard) => item(part, hazard)));
    const groups = parts.map((part, index) => this.#group(part, `part-${index}`));
    node.replaceChildren(
      element("div", { class: "filter" }, element("label", { for: "filter" }, "Filter the hazards"), this.#filter, this.#count),
      element("div", { class: "list" }, ...groups),
    );
    this.#filter.addEventListener("input", () => this.#apply());
    node.addEventListener("keydown", (event) => this.#key(event));
    this.#apply();
  }

  #group(part, id) {
    const links = this.#items.filter((one) => one.part === part).map((one) => element("li", {}, one.link));
    return element(
      "section",
      { class: "part", "aria-labelledby": id },
      element("h2", { id }, part.name),
      element("ul", {}, ...links),
    );
  }

  #apply() {
    const words = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    this.#items.forEach((one) => {
      one.link.parentElement.hidden = !words.every((word) => one.text.includes(word));
    });
    document.querySelectorAll("#catalogue .part").forEach((part) => {
      part.hidden = part.querySelector("li:not([hidden])") === null;
    });
    const shown = this.#shown().length;
    this.#count.textContent = words.length === 0 ? plural(shown, "hazard") : `${shown} of ${this.#items.length}`;
    this.#rove();
  }

  #shown() {
    return this.#items.filter((one) => !one.link.parentElement.hidden);
  }

  /** One link of the list can be reached by Tab: the chosen one, else the first. The others by the arrow keys. */
  #rove() {
    const shown = this.#shown();
    const stop = shown.find((one) => one.link.hasAttribute("aria-current")) ?? shown[0];
    this.#items.forEach((one) => one.link.setAttribute("tabindex", one === stop ? "0" : "-1"));
  }

  #key(event) {
    const shown = this.#shown();
    const at = shown.findIndex((one) => one.link === document.activeElement);
    const inFilter = document.activeElement === this.#filter;
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 };
    if (inFilter && event.key === "Enter" && shown.length > 0) {
      location.hash = shown[0].link.getAttribute("href");
    } else if (inFilter ? event.key === "ArrowDown" : event.key in steps && at >= 0) {
      event.preventDefault();
      const next = inFilter ? 0 : steps[event.key];
      (next < 0 ? this.#filter : (shown[next] ?? shown[at])?.link)?.focus();
    }
  }

  choose(slug) {
    this.#items.forEach((one) => {
      if (one.slug === slug) {
        one.link.setAttribute("aria-current", "page");
        one.link.scrollIntoView({ block: "nearest" });
      } else {
        one.link.removeAttribute("aria-current");
      }
    });
    this.#rove();
  }

  /** What the runs of a hazard have shown so far. */
  mark(slug, sign, words) {
    const one = this.#items.find((candidate) => candidate.slug === slug);
    one?.mark.replaceChildren(
      element("span", { "aria-hidden": "true" }, sign),
      element("span", { class: "unseen" }, words ? ` (${words})` : ""),
    );
  }
}

function item(part, hazard) {
  const mark = element("span", { class: "mark" });
  const link = element(
    "a",
    { href: hashOf({ slug: hazard.slug }) },
    element("span", { class: "slug" }, hazard.slug),
    mark,
    element("span", { class: "line" }, ...prose(hazard.line)),
  );
  const text = [hazard.slug, hazard.line, hazard.use, part.name, hazard.severity ?? ""].join(" ").toLowerCase();
  return { part, slug: hazard.slug, link, mark, text };
}
