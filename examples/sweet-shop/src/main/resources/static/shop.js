"use strict";

const PAUSE = 500;
const FORMS = ["unsafe", "safe"];

const byId = (id) => document.getElementById(id);

/** Makes an element; text goes in as text, never as markup. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

function figure(name, result) {
  const actual = result.endState[name];
  const expected = result.expected[name];
  if (expected === undefined || expected === actual) {
    return element("li", {}, `${name} ${actual}`);
  }
  return element("li", { class: "wrong" }, `${name} ${actual}, not ${expected}`);
}

function word(form, result) {
  if (!result.exact) {
    return "broken";
  }
  return form === "safe" ? "exact" : "held";
}

function formRow(form, result) {
  const ended = word(form, result);
  const figures = Object.keys(result.endState).map((name) => figure(name, result));
  const answers = Object.entries(result.statuses).map(([status, count]) => `${count} × ${status}`);
  return element(
    "div",
    { class: "form" },
    element("strong", {}, form),
    element("span", { class: `word ${ended}` }, ended),
    element("ul", { class: "figures" }, ...figures),
    element("span", { class: "answers" }, answers.join(", ")),
    element("span", { class: "speed" }, `${result.requestsPerSecond.toLocaleString("en")} req/s`),
  );
}

function card(hazard, running) {
  const again = element("button", { type: "button", class: "again" }, "again");
  again.disabled = running;
  again.setAttribute("aria-label", `race ${hazard.slug} again`);
  again.addEventListener("click", () => start(`race/${hazard.slug}`));
  return element(
    "article",
    { id: hazard.slug },
    element("header", {}, element("h2", {}, hazard.slug), element("span", {}, hazard.title), again),
    element("p", { class: "scene" }, `${hazard.scene}; ${hazard.attempted} requests to each form.`),
    ...FORMS.map((form) => formRow(form, hazard[form])),
  );
}

function say(text) {
  byId("status").textContent = text;
}

function summary(hazards) {
  const broken = hazards.filter((hazard) => !hazard.unsafe.exact).length;
  const exact = hazards.filter((hazard) => hazard.safe.exact).length;
  return `Of ${hazards.length} hazards, ${broken} broke the unsafe form; the safe form was exact in ${exact}.`;
}

function show(view) {
  const { running, problem, hazards } = view.state;
  byId("all").disabled = running;
  byId("hazards").replaceChildren(...hazards.map((hazard) => card(hazard, running)));
  byId("setting").textContent =
    `${view.callers} callers at once, ${view.rounds} rounds for each form, against ${view.targets.join(" and ")}.`;
  if (running) {
    say("A race is running …");
  } else if (problem) {
    say(`The race could not be run: ${problem}`);
  } else {
    say(hazards.length ? summary(hazards) : "No race yet.");
  }
  return running;
}

async function refresh() {
  try {
    const answer = await fetch("race");
    if (show(await answer.json())) {
      setTimeout(refresh, PAUSE);
    }
  } catch {
    say("The shop does not answer.");
    setTimeout(refresh, 4 * PAUSE);
  }
}

async function start(path) {
  byId("all").disabled = true;
  try {
    const answer = await fetch(path, { method: "POST" });
    if (!answer.ok) {
      say((await answer.json()).detail);
    }
    setTimeout(refresh, answer.ok ? 0 : 4 * PAUSE);
  } catch {
    say("The shop does not answer.");
    setTimeout(refresh, 4 * PAUSE);
  }
}

byId("all").addEventListener("click", () => start("race"));
refresh();
