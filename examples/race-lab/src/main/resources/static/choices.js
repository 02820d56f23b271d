import { element } from "./dom.js";
import { TIMES } from "./choice.js";

const WAYS = { load: "Under load", search: "Interleavings", staged: "Step by step" };

function radios(name, legend, options, chosen, choose) {
  const buttons = options.map(({ value, title }) => {
    const input = element("input", { type: "radio", name, value, checked: value === chosen });
    input.addEventListener("change", () => choose(value));
    return element("label", {}, input, element("span", {}, title));
  });
  return element("fieldset", { class: `radios ${name}` }, element("legend", {}, legend), ...buttons);
}

function selection(name, label, options, chosen, choose) {
  const select = element("select", { name }, ...options.map(({ value, title }) => element("option", { value }, title)));
  select.value = chosen;
  select.addEventListener("change", () => choose(select.value));
  return element("label", { class: "select" }, element("span", {}, label), select);
}

/** Where there is nothing to choose, it is told. */
function fixed(label, title) {
  return element("p", { class: "fixed" }, element("span", {}, label), title);
}

const plain = (value) => ({ value, title: value });

/**
 * What can be chosen for a hazard: the way to show it, and where.
 *
 * @param choose is told the name and the value of what was chosen
 */
export function choices(hazard, { choice, offer, times }, titleOf, choose) {
  const ways = hazard.whats.map(({ what }) => ({ value: what, title: WAYS[what] ?? what }));
  const servers = offer.servers.map((value) => ({ value, title: titleOf(value) }));
  const isolations = (offer.isolations ?? []).map(plain);
  const scenes = (hazard.scenes ?? []).map((scene) => ({ value: scene.name, title: scene.title ?? scene.name }));
  const one = (name, label, options, make) => {
    if (options.length === 0) {
      return null;
    }
    return options.length === 1 ? fixed(label, options[0].title) : make(name, label, options, choice[name], (value) => choose(name, value));
  };
  return [
    radios("what", "How", ways, choice.what, (value) => choose("what", value)),
    one("server", "Server", servers, radios),
    one("isolation", "Isolation", isolations, selection),
    choice.what === "search" && scenes.length > 1 ? one("scene", "Scene", scenes, selection) : null,
    choice.what === "staged" &&
      selection("times", "Times", TIMES.map((value) => plain(String(value))), String(times), (value) => choose("times", Number(value))),
  ].filter(Boolean);
}
