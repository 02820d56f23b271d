import { chip, element, plural } from "./dom.js";
import { formHead, verdictOf } from "./forms.js";
import { Player } from "./player.js";
import { isOver } from "./runs.js";

function searched(form, run) {
  const search = form.search;
  if (!search) {
    return element("p", { class: "quiet" }, isOver(run) ? "It was not searched." : "Its search has not begun.");
  }
  const progress = element("p", { class: "progress" }, `${plural(search.orders, "order")} so far`);
  if (!search.finished && !isOver(run)) {
    progress.prepend(element("progress", { "aria-label": `searches the ${form.form} form` }), " ");
    return progress;
  }
  return element("p", { class: "sentence" }, search.summary || form.sentence || `${plural(search.orders, "order")} were run.`);
}

function play(one, index) {
  const words = one.error ? "failed" : one.holds ? "held" : "broke";
  return element("li", { title: `play ${index + 1}: ${words}, ${one.millis} ms` }, chip(one.holds && !one.error ? "good" : "bad", words));
}

const wrong = (text) => element("p", { class: "wrong" }, text);

function staged(form, run) {
  const plays = form.plays ?? [];
  const left = (run.times ?? 1) - plays.length;
  const progress = element("progress", { max: run.times ?? 1, value: plays.length, "aria-label": `plays the ${form.form} form` });
  return element(
    "div",
    {},
    plays.length > 1 && element("ol", { class: "plays", "aria-label": "plays" }, ...plays.map(play)),
    ...[...new Set(plays.map((one) => one.error).filter(Boolean))].map(wrong),
    left > 0 && !isOver(run) ? element("p", { class: "progress" }, progress, ` ${plural(plays.length, "play")} of ${run.times ?? 1}`) : null,
    form.sentence && element("p", { class: "sentence" }, form.sentence),
  );
}

/** Whether the one is how the other begins: what is staged again comes step by step again, and need not be shown twice. */
function isBeginning(one, other) {
  const steps = one?.steps ?? [];
  return other !== null && steps.every((step, at) => step.text === other.steps[at]?.text);
}

/** One form, searched or staged: how far it is, how it ended, and the timeline that breaks it. */
class FormPlayed {
  node = element("section", { class: "form-result" });
  player = null;
  #head = element("div");
  #told = "";
  #timeline = null;

  constructor() {
    this.node.append(this.#head);
  }

  /** The player stays as it is while its timeline does: somebody may be stepping through it. */
  update(form, run, told) {
    const now = JSON.stringify([form, run.state]);
    if (now === this.#told) {
      return;
    }
    this.#told = now;
    this.node.className = `form-result ${form.form}`;
    this.#head.replaceChildren(formHead(form, verdictOf(form, run)), run.what === "search" ? searched(form, run) : staged(form, run));
    const timeline = (run.what === "search" ? form.search?.timeline : form.timeline) ?? null;
    if (JSON.stringify(timeline) !== JSON.stringify(this.#timeline) && (isOver(run) || !isBeginning(timeline, this.#timeline))) {
      this.#timeline = timeline;
      this.#replacePlayer(form, told);
    }
  }

  #replacePlayer(form, told) {
    const before = this.player;
    const isShown = this.#timeline !== null && this.#timeline.steps.length > 0;
    this.player = isShown ? new Player(this.#timeline, form.verdict !== "held", told) : null;
    before?.pause();
    before?.node.remove();
    if (isShown) {
      this.node.append(this.player.node);
      this.player.show(before?.at ?? 1);
    }
  }
}

/** Both forms, searched or staged, below one another. The step in the address is that of the first timeline. */
export class PlayedResult {
  node = element("div", { class: "played" });
  #forms = new Map();
  #told;
  #wanted = null;

  /** @param told is told the step that was gone to */
  constructor(told) {
    this.#told = told;
  }

  update(run) {
    run.forms.forEach((form) => {
      if (!this.#forms.has(form.form)) {
        const made = new FormPlayed();
        this.#forms.set(form.form, made);
        this.node.append(made.node);
      }
      const made = this.#forms.get(form.form);
      const before = made.player;
      made.update(form, run, (step) => made.player === this.#first() && this.#told(step));
      if (made.player !== null && before === null && made.player === this.#first() && this.#wanted !== null) {
        made.player.show(this.#wanted);
      }
    });
  }

  #first() {
    return [...this.#forms.values()].map((one) => one.player).find((player) => player !== null) ?? null;
  }

  /** Shows a step, now or as soon as there is a timeline. */
  show(step) {
    if (step !== null) {
      this.#first()?.show(step);
    }
    this.#wanted = step;
  }

  key(name, target) {
    const players = [...this.#forms.values()].map((one) => one.player).filter((player) => player !== null);
    const player = players.find((one) => one.node.contains(target)) ?? this.#first();
    return player !== null && player.key(name);
  }
}
