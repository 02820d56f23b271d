const SVG = "http://www.w3.org/2000/svg";

function filled(made, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Makes an element; text goes in as text, never as markup. Attributes and children that are null or false are left out. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

export function button(text, attributes, act) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/** Text in which `code` is set apart, as in Markdown. */
export function prose(text) {
  return text.split("`").map((piece, index) => (index % 2 === 1 ? element("code", {}, piece) : piece));
}

/** Puts these in the place of what a node has; those that are null or false are left out. */
export function fill(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined && child !== false));
}

/** Says something to those who do not see the page change. */
export function say(text) {
  document.getElementById("announcer").textContent = text;
}

export function plural(count, one, many = `${one}s`) {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** A sign and a word: nothing is told by colour alone. */
export function chip(kind, text) {
  const signs = { good: "✓", bad: "✗", plain: "–", busy: "…" };
  return element("span", { class: `chip ${kind}` }, element("span", { "aria-hidden": "true" }, signs[kind]), ` ${text}`);
}
