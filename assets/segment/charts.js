/* The charts of the Segment page: which are drawn when, and how plotly is given them. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const FOLLOWING = ["map", "features", "elbow", "silhouette"];  // what the eye is on while the slider moves
  const WIDE = 900;  // pixels of a card that has room for names beside six columns of marks
  const AHEAD = "150px";  // a card is drawn before it comes into view

  let watcher = null, frame = 0, stale = new Set();
  const visible = new Set();
  const dashFigures = {};  // the figure that Dash holds, by slot
  const sources = {};      // what that was last drawn from

  const cardOf = (slot) => document.getElementById(`segment-${slot}-card`);
  const plotOf = (card) => card.querySelector(".js-plotly-plot");
  const isExpanded = (card) => card.classList.contains("expanded");

  /* Draws all anew in the next frame: the words first, then the charts in view. */
  function draw() {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      if (!tessera.state.summary || !document.getElementById("segment-setting-slider")) return;
      stale = new Set(Object.keys(tessera.state.view.charts));
      tessera.words.draw();
      drawVisible();
    });
  }

  /* Those that follow the slider, then the rest; the browser may paint in between. */
  function drawVisible() {
    drawStale(FOLLOWING);
    setTimeout(() => drawStale([...stale]));
  }

  function drawStale(slots) {
    for (const slot of slots) {
      if (!stale.has(slot) || (watcher && !visible.has(slot))) continue;
      stale.delete(slot);
      drawSlot(slot);
    }
  }

  /* Cards out of view wait until they are scrolled to. */
  function watchCards() {
    if (watcher) watcher.disconnect();
    visible.clear();
    watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        visible[isIntersecting ? "add" : "delete"](target.dataset.slot);
      }
      drawVisible();
    }, { rootMargin: AHEAD });
    document.querySelectorAll(".chart-card[data-slot]").forEach((card) => watcher.observe(card));
  }

  function drawSlot(slot) {
    const card = cardOf(slot);
    if (!card || isUpToDate(slot, card)) return;
    const figure = composeFigure(slot, card);
    if (!figure) return;
    const { data, layout } = tessera.cards.fillCard(card, figure);
    card.dataset.drawn = "";
    layout.uirevision = `${tessera.state.result.token} ${tessera.frames.keyOf(slot)}`;
    show(slot, plotOf(card), { data, layout });
  }

  const namesHere = () => tessera.state.names && tessera.state.names[tessera.state.position()];

  /* Whether the chart was last drawn from the very parts that there are now; these are remembered. */
  function isUpToDate(slot, card) {
    const { state } = tessera;
    const plot = plotOf(card);
    const look = JSON.stringify([state.position(), state.selected(), tessera.theme.currentTheme(), card.className, namesHere()]);
    const before = sources[slot];
    const now = (sources[slot] = [state.frames[tessera.frames.keyOf(slot)], state.points, look]);
    const isSame = before && now.every((part, i) => part === before[i]);
    return isSame && plot && dashFigures[slot] && plot.data === dashFigures[slot].data;
  }

  /* The figure of a chart at the current setting; null where it has not come yet. */
  function composeFigure(slot, card) {
    const { state, figures } = tessera;
    const frames = state.frames[tessera.frames.keyOf(slot)];
    if (!frames) return null;
    const at = frames.length > 1 ? state.position() : 0;
    const named = figures.withNames(frames[at], tessera.words.nameOf);
    const { data, layout } = figures.withDisc(tessera.theme.paint(named));
    const coordinates = (segment) =>
      tessera.points.coordinatesOf(state.points, at, segment ? state.labelOf(at, segment) : undefined);
    const complete = (trace) => {
      if (slot === "map") return figures.withPoints(trace, coordinates);
      if (!isExpanded(card)) return trace;
      return card.clientWidth < WIDE ? figures.withNumbers(trace) : figures.withNodeNames(figures.withNumbers(trace));
    };
    return bringOut(slot, { data: data.map(complete), layout }, state.selected());
  }

  function bringOut(slot, figure, segment) {
    if (!segment) return figure;
    const { state, figures } = tessera;
    const at = state.position();
    const places = tessera.points.placesOf(state.points, at, state.labelOf(at, segment));
    const highlighted = figures.highlight(figure, segment, places);
    if (slot !== "features") return highlighted;
    return figures.outlineColumn(highlighted, state.inOrder().indexOf(segment), tessera.theme.colour("--ts-text"));
  }

  /* A chart that stands as it was last drawn is redrawn without asking Dash. The figure that Dash
     holds is filled anew, not replaced, so that Dash never goes back to an earlier one. */
  function show(slot, plot, figure) {
    if (plot && dashFigures[slot] && plot.data === dashFigures[slot].data) {
      Object.assign(dashFigures[slot], figure);
      window.Plotly.react(plot, figure.data, figure.layout);
    } else {
      dashFigures[slot] = figure;
      tessera.dash.setProps({ family: "segment-chart-graph", key: slot }, { figure });
    }
  }

  /* The trace that a point of a chart belongs to; a flow chart has one, and its marks do not say so. */
  const traceOf = (slot, { curveNumber = 0 }) => dashFigures[slot].data[curveNumber] || {};

  /* How many customers the chart draws whose traces name their rows. */
  const drawnIn = (slot) => dashFigures[slot].data.reduce((sum, { meta }) => sum + meta.rows.length, 0);

  /* Fills the screen with a card, or puts it back. */
  function toggleCard(card) {
    const button = card.querySelector(".expand-card");
    button.dataset.fill = button.dataset.fill || button.title;
    button.title = card.classList.toggle("expanded") ? "Close" : button.dataset.fill;
    button.setAttribute("aria-label", button.title);
    drawSlot(card.dataset.slot);
    window.dispatchEvent(new Event("resize"));
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest(".expand-card");
    if (button) toggleCard(button.closest(".chart-card"));
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") document.querySelectorAll(".chart-card.expanded").forEach(toggleCard);
  });

  tessera.charts = { draw, watchCards, traceOf, drawnIn };
  if (typeof module !== "undefined") module.exports = tessera.charts;
})();
