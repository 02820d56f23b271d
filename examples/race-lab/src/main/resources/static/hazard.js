import { block, pair } from "./code.js";
import { copyButton } from "./clipboard.js";
import { element, prose } from "./dom.js";
import { page } from "./page.js";
import { Stage } from "./stage.js";

function head(hazard) {
  return element(
    "header",
    { class: "hazard-head" },
    element("a", { class: "all", href: "#/" }, "‹ All hazards"),
    element("p", { class: "where" }, hazard.part),
    element("h1", { tabindex: "-1" }, hazard.slug, hazard.severity && " ", hazard.severity && severity(hazard.severity)),
    element("p", { class: "line" }, ...prose(hazard.line)),
    element("p", { class: "use" }, element("span", {}, "Use "), ...prose(hazard.use)),
  );
}

function severity(word) {
  return element("span", { class: `severity ${word.toLowerCase()}` }, `${word.toLowerCase()} severity`);
}

function titled(id, title, ...children) {
  return element("section", { class: "titled", "aria-labelledby": id }, element("h2", { id }, title), ...children);
}

function fix(hazard) {
  return titled(
    "fix",
    "The canonical fix",
    element("div", { class: "copied" }, block(hazard.fix), copyButton("Copy the fix", () => hazard.fix)),
  );
}

function reviewer(hazard) {
  return titled(
    "reviewer",
    "The sentence for a review",
    element("div", { class: "copied" }, element("blockquote", {}, ...prose(hazard.reviewer)), copyButton("Copy the sentence", () => hazard.reviewer)),
  );
}

function wholePage(hazard, slugs) {
  return element(
    "details",
    { class: "whole" },
    element("summary", {}, "The whole page ", element("span", { class: "quiet" }, hazard.page)),
    page(hazard, slugs),
  );
}

/** All that there is about one hazard. */
export class HazardView {
  node = element("article", { class: "hazard" });
  slug;
  #stage;

  constructor(hazard, lab) {
    this.slug = hazard.slug;
    this.#stage = new Stage(hazard, lab);
    const below = [hazard.fix && fix(hazard), hazard.reviewer && reviewer(hazard)].filter(Boolean);
    this.node.append(
      head(hazard),
      this.#stage.node,
      titled("code", "The code", pair(hazard)),
      element("div", { class: "two below" }, ...below),
      hazard.pageHtml ? wholePage(hazard, lab.slugs) : "",
    );
  }

  show(place) {
    this.#stage.show(place);
  }

  changed(record) {
    this.#stage.changed(record);
  }

  key(event) {
    this.#stage.key(event);
  }

  focus() {
    this.node.querySelector("h1").focus();
  }
}
