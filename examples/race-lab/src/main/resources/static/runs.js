import * as api from "./api.js";
import { keyOf } from "./choice.js";
import { insist, pause } from "./connection.js";

const EACH = 300;
const SEEN = "run:";

export const isOver = (run) => !["queued", "running"].includes(run.state);

/**
 * The runs of this tab, one for each choice; a run goes on while another hazard is looked at. A record has the run as the server last told
 * it, or the problem that there is none.
 */
export class Runs {
  #records = new Map();
  #changed;

  /** @param changed is told each record that has changed */
  constructor(changed) {
    this.#changed = changed;
  }

  of(slug, choice) {
    const key = keyOf(slug, choice);
    if (!this.#records.has(key)) {
      this.#records.set(key, { key, slug, choice, run: null, problem: null, starting: false, since: 0 });
    }
    return this.#records.get(key);
  }

  /** The runs of a hazard that this tab has seen. */
  ofHazard(slug) {
    return [...this.#records.values()].filter((record) => record.slug === slug && record.run !== null);
  }

  async start(record, times) {
    if (record.starting || (record.run !== null && !isOver(record.run))) {
      return;
    }
    this.#update(record, { starting: true, problem: null, run: null, since: performance.now() });
    try {
      const { id } = await api.startRun({ hazard: record.slug, ...record.choice, times });
      sessionStorage.setItem(SEEN + record.key, id);
      await this.#follow(record, id);
    } catch (failure) {
      this.#fail(record, failure);
    }
  }

  /** Takes up the run that this tab saw before the page was loaded again. One that the lab has forgotten is forgotten here too. */
  async resume(record) {
    const id = sessionStorage.getItem(SEEN + record.key);
    if (id === null || record.run !== null || record.starting) {
      return;
    }
    this.#update(record, { starting: true, since: performance.now() });
    try {
      await this.#follow(record, id);
    } catch (failure) {
      sessionStorage.removeItem(SEEN + record.key);
      this.#fail(record, failure.status === 404 && record.run === null ? null : failure);
    }
  }

  async #follow(record, id) {
    for (;;) {
      const run = await insist(() => api.run(id));
      this.#update(record, { run, starting: false });
      if (isOver(run)) {
        return;
      }
      await pause(EACH);
    }
  }

  async cancel(record) {
    try {
      await api.cancelRun(record.run.id);
    } catch (failure) {
      this.#update(record, { problem: { title: "It could not be cancelled", detail: failure.message } });
    }
  }

  /** Of a copy: the run that was recorded, if one was. */
  async recorded(record) {
    if (record.run !== null || record.starting) {
      return;
    }
    this.#update(record, { starting: true });
    try {
      const run = await api.recordedRun(record.slug, record.choice);
      const problem = run === null ? { title: "Not recorded", detail: "This copy has no run of it." } : null;
      this.#update(record, { run, problem, starting: false });
    } catch (failure) {
      this.#fail(record, failure);
    }
  }

  #fail(record, failure) {
    this.#update(record, { starting: false, run: unfinished(record.run) ? null : record.run, problem: problemOf(record, failure) });
  }

  #update(record, news) {
    Object.assign(record, news);
    this.#changed(record);
  }
}

const unfinished = (run) => run !== null && !isOver(run);

function problemOf(record, failure) {
  if (failure === null) {
    return null;
  }
  if (failure instanceof api.Unreachable) {
    return { title: "Not started", detail: "The lab does not answer; is it still running?" };
  }
  if (failure.status === 404 && record.run !== null) {
    return { title: "The run is gone", detail: "The lab does not know this run any more; it was probably started anew. Run it again." };
  }
  return { title: failure.title ?? "Something in this page went wrong", detail: failure.detail ?? String(failure) };
}
