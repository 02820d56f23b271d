import { COPY } from "./api.js";
import { choiceOf } from "./choice.js";
import { choices } from "./choices.js";
import { copyButton } from "./clipboard.js";
import { button, element, say } from "./dom.js";
import { LoadResult } from "./load.js";
import { PlayedResult } from "./played.js";
import { isOver } from "./runs.js";
import { hashOf } from "./url.js";
import { actionOf, announcement, captionOf, introduction } from "./words.js";

/** Where a hazard is run: the choices, the buttons, how the run stands, and what it showed. */
export class Stage {
  node = element("section", { class: "stage", "aria-labelledby": "stage-head" });
  #hazard;
  #lab;
  #place = null;
  #made = null;
  #record = null;
  #times = 1;
  #results = new WeakMap();
  #form = element("div", { class: "choices" });
  #notices = element("div", { class: "notices" });
  #problem = element("div", { class: "problem", role: "alert", hidden: true });
  #caption = element("p", { class: "caption" });
  #result = element("div", { class: "result" });
  #start = button("", { class: "start" }, () => this.#go());
  #cancel = button("Cancel", { class: "cancel", hidden: true }, () => this.#lab.runs.cancel(this.#record));

  /** @param lab has the runs, the titles of the servers, and goes to other places */
  constructor(hazard, lab) {
    this.#hazard = COPY ? withoutPlaces(hazard) : hazard;
    this.#lab = lab;
    const link = copyButton("Copy link", () => this.#link());
    this.node.append(
      element("h2", { id: "stage-head", class: "unseen" }, "See it happen"),
      this.#form,
      this.#notices,
      element("div", { class: "actions" }, !COPY && this.#start, !COPY && this.#cancel, link, this.#caption),
      this.#problem,
      this.#result,
    );
  }

  /** Shows what the address says; starts nothing. */
  show(place) {
    const asked = COPY ? { ...place, server: null, isolation: null } : place;
    const made = choiceOf(asked, this.#hazard, this.#lab.titleOf);
    const record = this.#lab.runs.of(this.#hazard.slug, made.choice);
    const isOther = record !== this.#record;
    this.#place = place;
    this.#made = made;
    this.#record = record;
    this.#controls();
    this.#notices.replaceChildren(...made.notices.map((text) => element("p", { class: "notice" }, text)));
    this.#render();
    if (isOther) {
      this.#load(record);
    }
    this.#resultOf(record)?.show(place.step);
  }

  #load(record) {
    if (COPY) {
      this.#lab.runs.recorded(record);
    } else {
      this.#lab.runs.resume(record);
    }
  }

  #controls() {
    const focused = this.#form.contains(document.activeElement) ? document.activeElement : null;
    const made = { ...this.#made, times: this.#times };
    this.#form.replaceChildren(...choices(this.#hazard, made, this.#lab.titleOf, (name, value) => this.#choose(name, value)));
    if (focused !== null) {
      const same = [...this.#form.querySelectorAll(`[name="${focused.name}"]`)];
      (same.find((one) => one.value === focused.value) ?? same[0])?.focus();
    }
  }

  /** The whole choice, be it the default or not, so that it is the same when the defaults change. */
  #link() {
    return location.href.split("#")[0] + hashOf({ slug: this.#hazard.slug, ...this.#made.choice, step: this.#place.step });
  }

  #choose(name, value) {
    if (name === "times") {
      this.#times = value;
      return;
    }
    const kept = name === "what" ? {} : this.#made.choice;
    this.#lab.go({ slug: this.#hazard.slug, ...kept, [name]: value, step: null });
  }

  /** The first run opens at the step of the link; one that is run again begins at its beginning. */
  #go() {
    const step = this.#record.run === null ? this.#place.step : null;
    this.#place = { slug: this.#hazard.slug, ...this.#made.choice, step };
    this.#lab.settle(this.#place);
    this.#lab.runs.start(this.#record, this.#made.choice.what === "staged" ? this.#times : null);
  }

  /** A run has changed, of this choice or of another one. */
  changed(record) {
    if (record === this.#record) {
      this.#render();
    }
    if (record.slug === this.#hazard.slug) {
      this.#announce(record);
    }
  }

  #announce(record) {
    const text = announcement(record);
    if (text !== record.announced) {
      record.announced = text;
      say(text);
    }
  }

  #render() {
    const { run, problem, starting } = this.#record;
    const isRunning = starting || (run !== null && !isOver(run));
    const hadFocus = [this.#start, this.#cancel].includes(document.activeElement);
    this.#start.textContent = actionOf(this.#made.choice.what);
    this.#start.hidden = isRunning;
    this.#cancel.hidden = !isRunning;
    this.#cancel.disabled = run === null;
    if (hadFocus) {
      (isRunning ? this.#cancel : this.#start).focus();
    }
    this.#caption.replaceChildren(captionOf(this.#record, this.#lab.titleOf) ?? introduction(this.#made.choice.what, this.#place.step));
    this.#caption.classList.toggle("busy", isRunning);
    this.#fault(problem ?? failureOf(run));
    this.node.dataset.state = starting ? "starting" : (run?.state ?? "none");
    const result = this.#resultOf(this.#record);
    if (result !== null) {
      result.update(run);
    }
    if (this.#result.firstChild !== (result?.node ?? null)) {
      this.#result.replaceChildren(...(result === null ? [] : [result.node]));
    }
  }

  #fault(problem) {
    const text = problem === null ? "" : `${problem.title}\n${problem.detail}`;
    this.#problem.hidden = problem === null;
    if (this.#problem.dataset.text !== text) {
      this.#problem.dataset.text = text;
      this.#problem.replaceChildren(
        ...(problem === null ? [] : [element("strong", {}, problem.title), element("p", {}, problem.detail)]),
      );
    }
  }

  /** What shows a run; it is kept with the run, so that whoever comes back finds it as it was left. */
  #resultOf(record) {
    if (record.run === null) {
      this.#results.delete(record);
      return null;
    }
    if (!this.#results.has(record)) {
      const made = record.run.what === "load" ? new LoadResult() : new PlayedResult((step) => this.#stepped(record, step));
      this.#results.set(record, made);
      made.show(record === this.#record ? this.#place.step : null);
    }
    return this.#results.get(record);
  }

  #stepped(record, step) {
    if (record === this.#record) {
      this.#place = { slug: this.#hazard.slug, ...this.#made.choice, step };
      this.#lab.settle(this.#place);
    }
  }

  /** Arrow keys go through the timeline, unless they belong to a field. */
  key(event) {
    const isField = event.target.closest?.("input, select, textarea, .marks, #catalogue") !== null;
    const result = this.#record === null ? null : this.#results.get(this.#record);
    if (!isField && result?.key(event.key, event.target)) {
      event.preventDefault();
    }
  }
}

const failureOf = (run) => (run?.state === "failed" ? { title: "The run failed", detail: run.error ?? "The lab does not say why." } : null);

/** A copy has no server to choose: where a run was recorded, its caption says. */
function withoutPlaces(hazard) {
  return { ...hazard, whats: hazard.whats.map((offer) => ({ ...offer, servers: [], isolations: [], isolation: null })) };
}
