import { chip, element } from "./dom.js";
import { isOver } from "./runs.js";

/** The end of one form, as a sign and a word. An unsafe form that held was lucky, or was kept by the database: no praise. */
export function verdictOf(form, run) {
  if (form.verdict === "broken") {
    return chip("bad", "broken");
  }
  if (form.verdict === "held") {
    return form.form === "safe" ? chip("good", "held") : chip("plain", "held this time");
  }
  return isOver(run) ? chip("plain", "not ended") : chip("busy", run.state === "queued" ? "waits" : "runs");
}

export function formHead(form, verdict) {
  return element(
    "header",
    { class: "form-head" },
    element("h3", {}, element("span", { class: `form ${form.form}` }, form.form), " ", form.name),
    verdict,
  );
}
