"use strict";

const form = document.getElementById("order");
const answers = document.getElementById("answers");

/** Adds what a press of the button was answered; text goes in as text, never as markup. */
function tell(text) {
  const line = document.createElement("li");
  line.textContent = text;
  answers.append(line);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const text = await answer.text();
    tell(answer.ok ? `order ${text}` : `${answer.status}: ${text}`);
  } catch {
    tell("The shop does not answer: press again.");
  }
});
