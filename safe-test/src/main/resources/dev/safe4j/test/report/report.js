"use strict";
const copy = document.getElementById("copy");
if (copy) {
  const token = document.getElementById("token");
  const told = document.getElementById("copied");
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    let done = true;
    try {
      await navigator.clipboard.writeText(token.textContent);
    } catch (refused) {
      getSelection().selectAllChildren(token);
      done = document.execCommand("copy");
    }
    told.textContent = done ? "copied" : "selected: copy it with the keyboard";
  });
}
