import { button, element } from "./dom.js";
import { lines } from "./java.js";

/** Splits a source after its last import: what stands above is folded away. */
export function split(source) {
  const all = source.split("\n");
  const last = all.findLastIndex((line) => /^import\s/.test(line));
  const cut = last < 0 ? all.findIndex((line) => /^package\s/.test(line)) : last;
  return { head: all.slice(0, cut + 1), body: all.slice(cut + 1).join("\n").replace(/^\s*\n/, "") };
}

/** A piece of Java. */
export function block(source) {
  return element("pre", { class: "code" }, element("code", {}, ...lines(source)));
}

function pane(form, words, shown) {
  const { head, body } = split(shown.source);
  const code = block(body);
  code.firstChild.style.setProperty("--from", head.length + countBlank(shown.source, head.length));
  code.setAttribute("tabindex", "0");
  code.setAttribute("role", "region");
  code.setAttribute("aria-label", `source of ${shown.name}`);
  return element(
    "section",
    { class: `pane ${form}`, "aria-label": words },
    element("h3", {}, element("span", { class: `form ${form}` }, form), ` ${shown.name} `, element("span", { class: "as" }, words)),
    head.length > 0 && element("details", { class: "head" }, element("summary", {}, "package and imports"), block(head.join("\n"))),
    code,
    element("p", { class: "file" }, shown.file),
  );
}

/** How many empty lines follow: the numbers beside the code are those of the file. */
function countBlank(source, from) {
  const rest = source.split("\n").slice(from);
  return rest.findIndex((line) => line.trim() !== "");
}

/** Both forms, side by side; one at a time where there is no room for two. */
export function pair(hazard) {
  const node = element("div", { class: "pair", "data-shown": "unsafe" });
  const tabs = ["unsafe", "safe"].map((form) =>
    button(`${form}: ${hazard[form].name}`, { "aria-pressed": String(form === "unsafe") }, () => {
      node.dataset.shown = form;
      tabs.forEach((tab, index) => tab.setAttribute("aria-pressed", String(["unsafe", "safe"][index] === form)));
    }),
  );
  node.append(
    element("div", { class: "tabs", role: "group", "aria-label": "Which form is shown" }, ...tabs),
    pane("unsafe", "as people write it", hazard.unsafe),
    pane("safe", "with safe4j", hazard.safe),
  );
  return node;
}
