import { button, element } from "./dom.js";
import { lanes } from "./lanes.js";
import { momentsOf, nameOf } from "./moments.js";
import { actorCards, knowsNothing } from "./actors.js";

const BEAT = 1400;

/** Plays a timeline: forwards and backwards, by buttons and arrow keys, or by itself. */
export class Player {
  node;
  #timeline;
  #moments;
  #lanes;
  #now = element("p", { class: "now", "aria-live": "polite" });
  #state = element("div", { class: "actors" });
  #at = 0;
  #timer = null;
  #told;
  #buttons;

  /** @param told is told each step that is gone to by hand */
  constructor(timeline, isBroken, told) {
    this.#timeline = timeline;
    this.#moments = momentsOf(timeline);
    this.#told = told;
    this.#lanes = lanes(timeline, (step) => this.#by(step), isBroken);
    this.#buttons = this.#controls();
    const scroll = element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "timeline" }, this.#lanes.table);
    const isBare = this.#moments.every((moment) => moment.every(knowsNothing));
    this.node = element(
      "div",
      { class: `player${isBare ? " bare" : ""}`, role: "group", "aria-label": "Timeline, step by step" },
      element("div", { class: "controls" }, ...Object.values(this.#buttons), this.#now),
      element("div", { class: "board" }, scroll, this.#state),
      timeline.hint && element("p", { class: "hint" }, element("strong", {}, "Hint: "), timeline.hint),
    );
    this.show(1);
  }

  /** The step that is shown. */
  get at() {
    return this.#at;
  }

  get length() {
    return this.#timeline.steps.length;
  }

  #controls() {
    const one = (sign, label, act) => button(sign, { "aria-label": label, title: label }, act);
    const made = {
      first: one("|◀", "to the beginning", () => this.#by(0)),
      back: one("◀", "one step back", () => this.#by(this.#at - 1)),
      forward: one("▶", "one step forward", () => this.#by(this.#at + 1)),
      last: one("▶|", "to the end", () => this.#by(this.length)),
      play: button("Play", { class: "play" }, () => this.#playOrPause()),
    };
    return made;
  }

  /** Handles the arrow keys, Home and End; tells whether the key was one of them. */
  key(name) {
    const steps = { ArrowLeft: this.#at - 1, ArrowRight: this.#at + 1, Home: 0, End: this.length };
    if (!(name in steps)) {
      return false;
    }
    this.#by(steps[name]);
    return true;
  }

  #by(step) {
    this.pause();
    this.#go(step);
  }

  #go(step) {
    this.show(step);
    this.#told(this.#at);
    const target = this.#at === this.length ? this.#lanes.end : this.#lanes.rows[this.#at - 1];
    target?.scrollIntoView({ block: "nearest" });
  }

  /** Shows the moment after a step; 0 is before the first. */
  show(step) {
    this.#at = Math.min(Math.max(step, 0), this.length);
    const isEnd = this.#at === this.length;
    this.#lanes.rows.forEach((row, index) => {
      row.classList.toggle("present", index === this.#at - 1);
      row.classList.toggle("later", index >= this.#at);
      row.setAttribute("aria-current", index === this.#at - 1 ? "step" : "false");
    });
    this.#lanes.end.classList.toggle("later", !isEnd);
    this.#buttons.first.setAttribute("aria-disabled", String(this.#at === 0));
    this.#buttons.back.setAttribute("aria-disabled", String(this.#at === 0));
    this.#buttons.forward.setAttribute("aria-disabled", String(isEnd));
    this.#buttons.last.setAttribute("aria-disabled", String(isEnd));
    this.#now.replaceChildren(...this.#words());
    this.#state.replaceChildren(...actorCards(this.#moments[this.#at], this.#timeline));
  }

  /** What is read out has the step's text too, which the eye finds in the lanes. */
  #words() {
    if (this.#at === 0) {
      return [`Before the first of ${this.length} steps`];
    }
    const step = this.#timeline.steps[this.#at - 1];
    const end = this.#at === this.length ? `. The end: ${this.#timeline.end ?? ""}` : "";
    return [
      `Step ${this.#at} of ${this.length}: ${nameOf(this.#timeline.actors[step.actor]).name}`,
      element("span", { class: "unseen" }, ` ${step.text}${end}`),
    ];
  }

  #playOrPause() {
    if (this.#timer !== null) {
      this.pause();
      return;
    }
    if (this.#at === this.length) {
      this.show(0);
    }
    this.#buttons.play.textContent = "Pause";
    this.#timer = setInterval(() => this.#beat(), BEAT);
  }

  /** Nobody sees it any more when another hazard is on show, whose address this must not touch. */
  #beat() {
    if (this.node.isConnected) {
      this.#go(this.#at + 1);
    }
    if (this.#at === this.length || !this.node.isConnected) {
      this.pause();
    }
  }

  pause() {
    clearInterval(this.#timer);
    this.#timer = null;
    this.#buttons.play.textContent = "Play";
  }
}
