import { element } from "./dom.js";

const KEYWORDS = new Set(
  ("abstract assert boolean break byte case catch char class continue default do double else enum extends final finally float for if" +
    " implements import instanceof int interface long native new package permits private protected public record return sealed short" +
    " static super switch synchronized this throw throws transient try var void volatile while yield true false null").split(" "),
);

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>/\*[\s\S]*?\*/|//[^\n]*)`,
    String.raw`(?<string>"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')`,
    String.raw`(?<annotation>@[A-Za-z_][\w.]*)`,
    String.raw`(?<number>\b\d[\d_]*(?:\.\d+)?[LlFfDd]?\b)`,
    String.raw`(?<word>[A-Za-z_$][\w$]*)(?<call>\s*\()?`,
  ].join("|"),
  "g",
);

function kindOf(groups) {
  const { word } = groups;
  if (word === undefined) {
    return ["comment", "string", "annotation", "number"].find((kind) => groups[kind] !== undefined);
  }
  if (KEYWORDS.has(word)) {
    return "keyword";
  }
  if (/^[A-Z]/.test(word)) {
    return /^[A-Z][A-Z0-9_]+$/.test(word) ? "constant" : "type";
  }
  return groups.call === undefined ? null : "call";
}

/** The pieces of a text, each with its kind; the kind is null for what is not coloured. */
export function tokens(source) {
  const found = [];
  let done = 0;
  for (const match of source.matchAll(TOKEN)) {
    const text = match.groups.word ?? match[0];
    found.push({ kind: null, text: source.slice(done, match.index) }, { kind: kindOf(match.groups), text });
    done = match.index + text.length;
  }
  return [...found, { kind: null, text: source.slice(done) }].filter((token) => token.text !== "");
}

/** The spaces before a line are an element, which a narrow screen makes narrower. */
function setIndentApart(row, indent) {
  const first = document.createTreeWalker(row, NodeFilter.SHOW_TEXT).nextNode();
  if (indent > 0 && first !== null) {
    first.data = first.data.slice(indent);
    row.prepend(element("span", { class: "indent" }, " ".repeat(indent)));
  }
}

/** The lines of a Java source as elements; what is longer than the pane goes on below its own indentation. */
export function lines(source) {
  const made = [element("span", { class: "row" })];
  tokens(source.replace(/\s+$/, "")).forEach(({ kind, text }) => {
    text.split("\n").forEach((piece, index) => {
      if (index > 0) {
        made.push(element("span", { class: "row" }));
      }
      if (piece !== "") {
        made.at(-1).append(kind === null ? piece : element("span", { class: `j-${kind}` }, piece));
      }
    });
  });
  made.forEach((row) => {
    const indent = row.textContent.length - row.textContent.trimStart().length;
    row.style.setProperty("--indent", indent);
    setIndentApart(row, indent);
    row.append("\n");
  });
  return made;
}
