// Adds to each text that is there to be copied a button that copies it. Its words are the page's (data-copy, data-copied).
"use strict";
for (const group of document.querySelectorAll("[data-copy]")) {
  for (const text of group.querySelectorAll("pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = group.dataset.copy;
    button.setAttribute("aria-describedby", text.getAttribute("aria-labelledby"));
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
      } catch { // no leave to, or an old browser: mark it, so that the reader's own keys copy it
        getSelection().selectAllChildren(text);
        if (!document.execCommand("copy")) return;
      }
      button.textContent = group.dataset.copied;
      group.querySelector("[role=status]").textContent = group.dataset.copied;
      setTimeout(() => {
        button.textContent = group.dataset.copy;
        group.querySelector("[role=status]").textContent = "";
      }, 2500);
    });
    text.before(button);
  }
}
