/* Cards with a chart, on every page that has them: words around the figure, the figure in the theme's colours. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const MODEBAR = { bgcolor: "rgba(0,0,0,0)", color: "var(--ts-muted)", activecolor: "var(--ts-accent)" };
  // Under a finger a drag scrolls the page; zoom and lasso are among the chart's buttons.
  const touch = window.matchMedia("(hover: none)");

  /* The figure without its words, ready to be drawn: the words go into `card`, outside of the drawing. */
  function fillCard(card, { data, layout: { title = {}, meta = {}, ...layout } }) {
    const { text = "", subtitle = {} } = title;
    card.querySelector(".card-title").textContent = text;
    card.querySelector(".card-subtitle").textContent = subtitle.text || "";
    card.querySelector(".card-note").textContent = meta.note || "";
    if (layout.dragmode === "pan" && touch.matches) layout.dragmode = false;
    return { data, layout: { ...layout, autosize: true, modebar: tessera.theme.paint(MODEBAR) } };
  }

  function drawCard(name, figure) {
    const card = document.querySelector(`[data-figure="${name}"]`);
    return fillCard(card, tessera.theme.paint(figure));
  }

  /* The figures of the callback's outputs, by the name of each, if there are `figures` yet. */
  function drawCards(figures) {
    const outputs = tessera.dash.callbackContext().outputs_list;
    return outputs.map(({ id }) => figures ? drawCard(id.key, figures[id.key]) : tessera.dash.noUpdate());
  }

  /* The element `kind` with its class and text. */
  function createElement(kind, className, text) {
    const element = document.createElement(kind);
    element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /* Closes the menus that are open at `selector`, but for the one that `target` is in. */
  function closeMenus(selector, target) {
    document.querySelectorAll(`${selector}[open]`).forEach((menu) => {
      if (!menu.contains(target)) menu.open = false;
    });
  }

  tessera.cards = { fillCard, drawCards, createElement, closeMenus };
  if (typeof module !== "undefined") module.exports = tessera.cards;
})();
