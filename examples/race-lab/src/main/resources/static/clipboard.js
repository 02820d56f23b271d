import { button, element, say } from "./dom.js";

const SHOWN = 2000;

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Where the page is not trusted with the clipboard, as over plain HTTP from another machine. */
function copyBySelection(text) {
  const field = element("textarea", { class: "unseen", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } finally {
    field.remove();
  }
}

/**
 * A button that copies, and says whether it could.
 *
 * @param text gives the text at the time of the press
 */
export function copyButton(label, text) {
  const made = button(label, { class: "copy" }, async () => {
    const told = (await copy(text())) ? "Copied" : "Could not copy";
    made.textContent = told;
    say(told);
    setTimeout(() => {
      made.textContent = label;
    }, SHOWN);
    made.focus();
  });
  return made;
}
