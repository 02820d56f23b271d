import * as api from "./api.js";
import { Catalogue } from "./catalogue.js";
import { insist } from "./connection.js";
import { button, say } from "./dom.js";
import { HazardView } from "./hazard.js";
import { home, problem, unknown } from "./home.js";
import { Runs } from "./runs.js";
import { hashOf, placeOf } from "./url.js";
import { markOf } from "./words.js";

const NAME = "Race lab";

/** The page: the list, and the hazard that the address names. */
class Lab {
  runs = new Runs((record) => this.#changed(record));
  slugs;
  #parts;
  #servers;
  #catalogue;
  #view = null;
  #views = new Map();
  #asking = null;
  #cameFrom = null;
  #main = document.getElementById("main");

  constructor({ parts, servers }) {
    this.#parts = parts;
    this.#servers = new Map(servers.map((server) => [server.name, server.title]));
    this.slugs = new Set(parts.flatMap((part) => part.hazards.map((hazard) => hazard.slug)));
    this.#catalogue = new Catalogue(parts, document.getElementById("catalogue"));
    window.addEventListener("hashchange", () => this.#show());
    document.addEventListener("keydown", (event) => this.#key(event));
    this.#show();
  }

  titleOf = (server) => this.#servers.get(server) ?? server;

  /** Goes to a place, so that "back" comes here again. */
  go(place) {
    history.pushState(null, "", hashOf(place));
    this.#show();
  }

  /** The address follows what is shown, without a new entry in the history. */
  settle(place) {
    history.replaceState(null, "", hashOf(place));
  }

  async #show() {
    const place = placeOf(location.hash);
    this.#cameFrom = document.activeElement;
    const isKnown = this.slugs.has(place.slug);
    document.title = place.slug === null ? NAME : `${isKnown ? place.slug : "No such hazard"} · ${NAME}`;
    document.body.dataset.view = place.slug === null ? "list" : "hazard";
    this.#catalogue.choose(place.slug);
    this.#asking?.abort();
    if (!isKnown) {
      this.#put(null, place.slug === null ? home(this.#parts) : unknown(place.slug));
      return;
    }
    if (this.#view?.slug !== place.slug) {
      await this.#open(place);
      return;
    }
    this.#view.show(place);
  }

  async #open(place) {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const view = await this.#viewOf(place.slug, asking.signal);
      if (!asking.signal.aborted) {
        this.#put(view, view.node);
        view.show(place);
        say(`${place.slug} is shown`);
      }
    } catch (failure) {
      if (!asking.signal.aborted) {
        const again = button("Try again", {}, () => this.#show());
        this.#put(null, problem(failure.title ?? "This hazard cannot be shown", failure.detail || String(failure), again));
      }
    }
  }

  /** A hazard is asked for once; its view stays as it was left. */
  async #viewOf(slug, signal) {
    if (!this.#views.has(slug)) {
      const hazard = await insist(() => api.hazard(slug, signal), signal);
      this.#views.set(slug, new HazardView(hazard, this));
    }
    return this.#views.get(slug);
  }

  /** Who came by the list stays in the list; where that has gone from sight, the new heading is where one goes on. */
  #put(view, node) {
    const from = this.#cameFrom;
    const isLost = from !== document.body && from !== null && (this.#main.contains(from) || !from.checkVisibility?.());
    this.#view = view;
    this.#main.replaceChildren(node);
    window.scrollTo(0, 0);
    if (isLost) {
      node.querySelector("h1")?.focus({ preventScroll: true });
    }
  }

  #changed(record) {
    this.#views.get(record.slug)?.changed(record);
    this.#catalogue.mark(record.slug, ...markOf(this.runs.ofHazard(record.slug)));
  }

  #key(event) {
    if (!event.defaultPrevented && !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      this.#view?.key(event);
    }
  }
}

/** The skip link must not change the address, which says what is shown. */
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});

async function open() {
  const main = document.getElementById("main");
  try {
    new Lab(await insist(() => api.hazards()));
  } catch (failure) {
    const again = button("Try again", {}, open);
    main.replaceChildren(problem(failure.title ?? "The list cannot be shown", failure.detail || String(failure), again));
  }
}

open();
