/* What surrounds every page: the link to share, the step that is marked, the panel of notices. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const ASIDE = { "/rfm": "/profiles", "/segments": "/profiles" };  // a page beside the steps, and the step that leads to it
  const PAGE = "shell-page-region";
  const FOCUS_MS = 100;  // until the new page is drawn
  const PANEL = "shell-notices-panel";

  tessera.callbacks.share = async function (clicks) {
    const noUpdate = tessera.dash.noUpdate();
    if (!clicks) return [noUpdate, noUpdate];
    try {
      await navigator.clipboard.writeText(location.href);
      return [true, "The link is copied. It reopens this page for you, in this browser."];
    } catch {
      return [true, "Copy the address from the browser's address bar: it reopens this page."];
    }
  };

  tessera.callbacks.toggle = (_clicks, hidden) => !hidden;

  /* Where the page that had the focus is gone, its successor takes it, so that Tab goes on from there. */
  let hasPage = false;
  tessera.callbacks.keepFocus = function () {
    if (hasPage) setTimeout(takeLostFocus, FOCUS_MS);
    hasPage = true;
    return tessera.dash.noUpdate();
  };

  function takeLostFocus() {
    if (document.activeElement === document.body) document.getElementById(PAGE).focus({ preventScroll: true });
  }

  const stepOf = (path) => ASIDE[path] || path;

  tessera.callbacks.markStep = function (path) {
    tessera.help.offerTour();
    document.querySelectorAll(".rail-link").forEach((link) => {
      const isCurrent = new URL(link.href).pathname === stepOf(path);
      link.classList.toggle("on", isCurrent);
      if (isCurrent) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    return tessera.dash.noUpdate();
  };

  /* A click elsewhere and the Escape key close the notices. */
  const closeNotices = () => tessera.dash.setProps(PANEL, { hidden: true });

  document.addEventListener("click", ({ target }) => {
    const panel = document.getElementById(PANEL);
    if (!panel || panel.hidden || panel.contains(target)) return;
    if (!target.closest("#shell-notices-button")) closeNotices();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && document.getElementById(PANEL)) closeNotices();
  });

  if (typeof module !== "undefined") module.exports = { stepOf };
})();
