import { block } from "./code.js";
import { element } from "./dom.js";
import { hashOf } from "./url.js";

/** A page beside this one, as the Markdown names it or as the lab does. */
const PATTERN = /^(?:(?:\.\/)?([a-z0-9-]+)\.md(?:#.*)?|#\/([a-z0-9-]+))$/;

/**
 * The hazard's page, as the server made it of the Markdown. It is the lab's own text; what it links to and the lab does not have is no
 * link here.
 *
 * @param slugs those that the lab shows
 */
export function page(hazard, slugs) {
  const template = element("template");
  template.innerHTML = hazard.pageHtml;
  const text = template.content;
  text.querySelector("h1")?.remove();
  text.querySelectorAll("script, style, iframe").forEach((foreign) => foreign.remove());
  text.querySelectorAll("h2, h3").forEach(lower);
  text.querySelectorAll("a[href]").forEach((link) => redirect(link, slugs));
  text.querySelectorAll("pre > code.language-java").forEach((code) => code.parentElement.replaceWith(block(code.textContent)));
  text.querySelectorAll("pre").forEach((pre) => pre.setAttribute("tabindex", "0"));
  text.querySelectorAll("table").forEach(scrollable);
  return element("div", { class: "page" }, text);
}

/** A level lower, as the lab has a heading above it. */
function lower(heading) {
  heading.replaceWith(element(`h${Number(heading.tagName[1]) + 1}`, {}, ...heading.childNodes));
}

function redirect(link, slugs) {
  const target = link.getAttribute("href");
  const named = PATTERN.exec(target);
  const slug = named?.[1] ?? named?.[2];
  if (slug !== undefined && slugs.has(slug)) {
    link.setAttribute("href", hashOf({ slug }));
  } else if (/^https?:/.test(target)) {
    link.setAttribute("rel", "noreferrer");
  } else {
    link.replaceWith(element("span", { class: "elsewhere", title: target }, ...link.childNodes));
  }
}

function scrollable(table) {
  const around = element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "table" });
  table.replaceWith(around);
  around.append(table);
}
