/* Rules to copy from a segment's card. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-copy]");
    if (button) copy(button.dataset.copy);
  });

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      if (!copySelection(text)) return void window.prompt("Copy it from here:", text);
    }
    return tessera.dash.notify("The rule is copied.");
  }

  /* Copies on pages that are not served over https; false where the browser does not let it. */
  function copySelection(text) {
    const focus = document.activeElement;
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = text;
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    focus.focus();
    return isDone;
  }
})();
