/* Light and dark, the link to share, the marked step, files to choose. */
(function () {
  "use strict";
  const tessera = (window.dash_clientside = window.dash_clientside || {}).tessera =
    window.dash_clientside.tessera || {};
  const ASIDE = { "/rfm": "/segments" };  // a page beside the steps, and the step that leads to it
  const same = () => window.dash_clientside.no_update;
  const preferred = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  function apply(theme) {
    document.documentElement.dataset.bsTheme = theme;
    document.documentElement.dataset.agThemeMode = theme;
    return theme;
  }
  try {
    apply(JSON.parse(localStorage.getItem("shell-theme-store")) || preferred());
  } catch {
    apply(preferred());
  }

  tessera.theme = function (clicks, stored) {
    const now = stored || preferred();
    if (!clicks) return apply(now) === stored ? same() : now;
    return apply(now === "dark" ? "light" : "dark");
  };

  tessera.share = async function (clicks) {
    if (!clicks) return [same(), same()];
    try {
      await navigator.clipboard.writeText(location.href);
      return [true, "The link is copied. It reopens this page for you, in this browser."];
    } catch {
      return [true, "Copy the address from the browser's address bar: it reopens this page."];
    }
  };

  tessera.toggle = (_clicks, hidden) => !hidden;

  tessera.markStep = function (path) {
    const step = ASIDE[path] || path;
    document.querySelectorAll(".rail-link").forEach((link) => {
      const own = new URL(link.href).pathname === step;
      link.classList.toggle("on", own);
      if (own) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    return same();
  };

  /* What the browser lets choose, given to `then`; `accept` are endings of names. */
  tessera.chooseFile = function (accept, then) {
    const field = document.createElement("input");
    Object.assign(field, { type: "file", accept, onchange: () => field.files[0] && then(field.files[0]) });
    field.click();
  };

  document.addEventListener("click", (event) => {
    const panel = document.getElementById("shell-notices-panel");
    if (!panel || panel.hidden || panel.contains(event.target)) return;
    if (!event.target.closest("#shell-notices-button")) {
      window.dash_clientside.set_props("shell-notices-panel", { hidden: true });
    }
  });
})();
