/* Help on every page: the panel behind "?", a term's bubble, and the tour of a first visit. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const [BUTTON, PANEL, BUBBLE, TOUR] = ["shell-help-button", "shell-help-panel", "shell-term-bubble", "shell-tour-box"];
  const SEEN = "tessera-tour";  // in the browser's storage, once the tour was taken or skipped
  const GAP = 6;                // pixels between a button and its bubble

  let asked = null;    // the button whose bubble is open
  let hasBegun = false;

  const byId = (id) => document.getElementById(id);
  const expand = (button, isOpen) => button?.setAttribute("aria-expanded", String(isOpen));

  /* ---- the panel ---- */

  function togglePanel(isOpen) {
    const panel = byId(PANEL);
    if (!panel || panel.hidden === !isOpen) return;
    panel.hidden = !isOpen;
    expand(byId(BUTTON), isOpen);
    if (isOpen) panel.focus();
  }

  /* ---- a term ---- */

  function closeBubble() {
    if (!asked) return;
    expand(asked, false);
    asked = null;
    byId(BUBBLE).textContent = "";
  }

  function openBubble(button) {
    const isSame = asked === button;
    closeBubble();
    if (isSame) return;
    asked = button;
    expand(button, true);
    const bubble = byId(BUBBLE);
    bubble.textContent = wordsOf(button);
    Object.assign(bubble.style, placeOf(button.getBoundingClientRect(), bubble.getBoundingClientRect(), window));
  }

  /* A chart's button knows the sentences of all charts that its card may show. */
  function wordsOf({ dataset: { help, helps }, parentElement }) {
    if (!helps) return help;
    return JSON.parse(helps)[tessera.frames.chartOf(parentElement.closest("[data-slot]").dataset.slot)];
  }

  /* Below the button, or above where there is no room, and never beyond the window's edge. */
  function placeOf(button, bubble, { innerWidth, innerHeight }) {
    const left = Math.max(GAP, Math.min(button.left, innerWidth - bubble.width - GAP));
    const below = button.bottom + GAP;
    const top = below + bubble.height > innerHeight ? Math.max(GAP, button.top - bubble.height - GAP) : below;
    return { left: `${left}px`, top: `${top}px` };
  }

  /* ---- the tour ---- */

  const steps = () => [...document.querySelectorAll(`#${TOUR} .tour-step`)];
  const isFirstVisit = () => {
    try {
      return !navigator.webdriver && !localStorage.getItem(SEEN);
    } catch {
      return false;  // a browser that keeps nothing would show it every time
    }
  };

  /* On a first visit, once the page is there; it takes no focus away. */
  function offerTour() {
    if (hasBegun || !isFirstVisit()) return;
    showStep(0);
  }

  function showStep(index) {
    hasBegun = true;
    const all = steps();
    if (!all[index]) return endTour();
    byId(TOUR).hidden = false;
    all.forEach((step, i) => (step.hidden = i !== index));
    mark(all[index].dataset.of);
    byId(TOUR).querySelector('[data-tour="next"]').textContent = index + 1 < all.length ? "Next" : "Done";
    return undefined;
  }

  const mark = (id) => document.querySelectorAll(".rail-link").forEach(
    (link) => link.classList.toggle("tour-here", link.id === id));

  function endTour() {
    const box = byId(TOUR);
    if (!box || box.hidden) return;
    const hadFocus = box.contains(document.activeElement);
    box.hidden = true;
    mark("");
    if (hadFocus) byId(BUTTON).focus();
    try {
      localStorage.setItem(SEEN, "seen");
    } catch { /* a browser that keeps nothing */ }
  }

  const nextStep = () => showStep(steps().findIndex((step) => !step.hidden) + 1);

  function beginTour() {
    togglePanel(false);
    showStep(0);
    byId(TOUR).focus();
  }

  const TOUR_ACTIONS = { begin: beginTour, next: nextStep, end: endTour };

  document.addEventListener("click", ({ target }) => {
    const term = target.closest(".term-button");
    if (term) openBubble(term);
    else if (!target.closest(`#${BUBBLE}`)) closeBubble();
    const action = target.closest("[data-tour]");
    if (action) TOUR_ACTIONS[action.dataset.tour]();
    else if (target.closest(`#${BUTTON}`)) togglePanel(byId(PANEL).hidden);
    else if (!target.closest(`#${PANEL}`)) togglePanel(false);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    const panel = byId(PANEL);
    const hadFocus = panel && panel.contains(document.activeElement);
    closeBubble();
    togglePanel(false);
    endTour();
    if (hadFocus) byId(BUTTON).focus();
  });
  document.addEventListener("scroll", closeBubble, true);

  tessera.help = { placeOf, isFirstVisit, offerTour };
  if (typeof module !== "undefined") module.exports = tessera.help;
})();
