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
  const words = one.error ? `failed: ${one.error}` : one.holds ? "held" : "broke";
  return element("li", { title: `play ${index + 1}: ${words}, ${one.millis} ms` }, chip(one.holds && !one.error ? "good" : "bad", words));
}

function staged(form, run) {
  const plays = form.plays ?? [];
  const left = (run.times ?? 1) - plays.length;
  const progress = element("progress", { max: run.times ?? 1, value: plays.length, "aria-label": `plays the ${form.form} form` });
  return element(
    "div",
    {},
    plays.length > 1 && element("ol", { class: "plays", "aria-label": "plays" }, ...plays.map(play)),
    plays.length === 1 && plays[0].error && element("p", { class: "wrong" }, plays[0].error),
    left > 0 && !isOver(run) ? element("p", { class: "progress" }, progress, ` ${plural(plays.length, "play")} of ${run.times ?? 1}`) : null,
    form.sentence && element("p", { class: "sentence" }, form.sentence),
  );
}

/** One form, searched or staged: how far it is, how it ended, and the timeline that breaks it. */
class FormPlayed {
  node = element("section", { class: "form-result" });
  player = null;
  #head = element("div");
  #told = "";
  #timeline = "";

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
    const text = JSON.stringify(timeline);
    if (text !== this.#timeline) {
      this.#timeline = text;
      this.player?.pause();
      this.player?.node.remove();
      this.player = timeline !== null && timeline.steps.length > 0 ? new Player(timeline, form.verdict !== "held", told) : null;
      if (this.player !== null) {
        this.node.append(this.player.node);
      }
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
