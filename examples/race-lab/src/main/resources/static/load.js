import { chart, legend } from "./chart.js";
import { button, chip, element, fill } from "./dom.js";
import { formHead, verdictOf } from "./forms.js";

function figure(one) {
  const wrong = one.holds ? "" : " wrong";
  const isCounted = one.expected === null || one.expected === undefined;
  const words = isCounted ? "" : one.holds ? ", as it should be" : `, should be ${one.expected}`;
  return element(
    "li",
    { class: `figure${wrong}` },
    element("span", { "aria-hidden": "true" }, isCounted ? "· " : one.holds ? "✓ " : "✗ "),
    element("span", {}, `${one.name} `),
    element("strong", {}, String(one.found)),
    words,
  );
}

function counts(round) {
  const { attempted, done, refused, failed, millis } = round;
  return `${attempted} attempted: ${done} done, ${refused} refused, ${failed} failed; ${millis.toLocaleString("en")} ms.`;
}

function table(rounds) {
  const figures = [...new Set(rounds.flatMap((round) => round.figures.map((one) => one.name)))];
  const heads = ["round", "attempted", "done", "refused", "failed", ...figures, "ms", "invariant"];
  const rows = rounds.map((round, index) => {
    const found = figures.map((name) => {
      const one = round.figures.find((candidate) => candidate.name === name);
      return one === undefined ? "" : one.holds ? one.found : `${one.found} (not ${one.expected})`;
    });
    const cells = [round.attempted, round.done, round.refused, round.failed, ...found, round.millis, round.holds ? "✓ holds" : "✗ broken"];
    return element(
      "tr",
      { class: round.holds ? null : "wrong" },
      element("th", { scope: "row" }, String(index + 1)),
      ...cells.map((text) => element("td", {}, String(text))),
    );
  });
  return element(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": "all rounds" },
    element(
      "table",
      { class: "rounds" },
      element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
      element("tbody", {}, ...rows),
    ),
  );
}

/** One form under load: a bar a round, and of one round the figures, found and expected. */
class FormUnderLoad {
  node = element("section", { class: "form-result" });
  #picked = null;
  #form = null;
  #run = null;
  #told = "";

  update(form, run) {
    const told = JSON.stringify([form, run.state]);
    if (told !== this.#told) {
      this.#told = told;
      this.#form = form;
      this.#run = run;
      this.#render();
    }
  }

  /** The round that is looked at: the picked one, else the first that broke, else the last. */
  #shown() {
    const { rounds } = this.#form;
    const broken = rounds.findIndex((round) => !round.holds);
    return this.#picked ?? (broken >= 0 ? broken : rounds.length - 1);
  }

  #render() {
    const form = this.#form;
    const rounds = form.rounds ?? [];
    const hadFocus = this.node.querySelector(".marks")?.contains(document.activeElement);
    const open = this.node.querySelector("details")?.open ?? false;
    const shown = this.#shown();
    this.node.className = `form-result ${form.form}`;
    fill(
      this.node,
      formHead(form, verdictOf(form, this.#run)),
      chart(form.form, rounds, form.roundsWanted ?? rounds.length),
      this.#marks(rounds, shown),
      ...(rounds.length > 0 ? this.#figures(rounds[shown], shown) : [element("p", { class: "quiet" }, "No round has ended yet.")]),
      form.sentence && element("p", { class: "sentence" }, form.sentence),
      element("details", { open }, element("summary", {}, "All rounds as a table"), table(rounds)),
    );
    if (hadFocus) {
      this.node.querySelector('.marks [aria-pressed="true"]')?.focus();
    }
  }

  /** A button under each bar: green or red, and a sign. */
  #marks(rounds, shown) {
    const columns = Math.max(this.#form.roundsWanted ?? 0, rounds.length, 1);
    const marks = rounds.map((round, index) =>
      button(
        round.holds ? "✓" : "✗",
        {
          class: round.holds ? "good" : "bad",
          "aria-pressed": String(index === shown),
          "aria-label": `round ${index + 1}: the invariant ${round.holds ? "holds" : "is broken"}`,
        },
        () => {
          this.#picked = index;
          this.#render();
        },
      ),
    );
    const made = element("div", { class: "marks", role: "group", "aria-label": "rounds" }, ...marks);
    made.style.setProperty("--columns", columns);
    return made;
  }

  #figures(round, index) {
    return [
      element(
        "div",
        { class: "round" },
        element("h4", {}, `Round ${index + 1} `, chip(round.holds ? "good" : "bad", round.holds ? "invariant holds" : "invariant broken")),
        element("ul", { class: "figures" }, ...round.figures.map(figure)),
        element("p", { class: "quiet" }, counts(round)),
      ),
    ];
  }
}

/** Both forms under the same load, beside one another. */
export class LoadResult {
  node = element("div", { class: "load" });
  #forms = new Map();

  constructor() {
    this.node.append(legend(), element("div", { class: "two" }));
  }

  update(run) {
    run.forms.forEach((form) => {
      if (!this.#forms.has(form.form)) {
        const made = new FormUnderLoad();
        this.#forms.set(form.form, made);
        this.node.lastChild.append(made.node);
      }
      this.#forms.get(form.form).update(form, run);
    });
  }

  show() {}

  key() {
    return false;
  }
}
