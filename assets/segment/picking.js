/* Segments and customers picked in the charts and in the list, and the table of them below the charts. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const SELECTED = "segment-selected-store";
  const PICK = "segment-lasso-store";

  let circle = null;   // what the lasso holds: {rows, count, title}
  let isOpen = false;  // whether the table lists anything
  let listing = null;   // what it lists

  /* ---- a click: on a curve the setting, elsewhere the segment ---- */

  tessera.callbacks.click = function (_clicks, selected) {
    const noUpdate = tessera.dash.noUpdate();
    const [event] = tessera.dash.callbackContext().triggered;
    const point = event && event.value && event.value.points && event.value.points[0];
    if (!point) return noUpdate;
    const slot = JSON.parse(event.prop_id.split(".clickData")[0]).key;
    if (slot === "elbow" || slot === "silhouette") return pickSetting(slot, point);
    const segment = segmentOf(slot, tessera.charts.traceOf(slot, point), point, isHere);
    return segment ? toggle(segment, selected) : noUpdate;
  };

  const isHere = (segment) => tessera.state.indexOf(segment) >= 0;
  const toggle = (segment, selected) => (segment === selected ? null : segment);

  function pickSetting(slot, { x, y }) {
    const { settings } = tessera.state.summary;
    const setting = tessera.frames.chartOf(slot) === "k_distance" ? nearest(settings, y) : x;
    if (settings.includes(setting)) {
      tessera.dash.setProps("segment-setting-slider", { value: tessera.state.stopOf(setting) });
    }
    return tessera.dash.noUpdate();
  }

  const nearest = (values, target) => values.reduce(
    (best, value) => Math.abs(value - target) < Math.abs(best - target) ? value : best);

  /* The number of the segment that a point of a chart speaks of; 0 for none. */
  function segmentOf(slot, trace, { pointNumber, x, y }, isPresent) {
    const { segment, centres } = trace.meta || {};
    if (segment) return isPresent(segment) ? segment : 0;
    if (centres) return Number(trace.text[pointNumber]);
    if (slot === "features" && trace.type === "heatmap") return Number(x);
    return slot === "sizes" ? Number(String(y).replace(/\D/g, "")) : 0;
  }

  document.addEventListener("click", ({ target }) => {
    const row = target.closest(".segment-row[data-segment]");
    if (!row) return;
    const data = toggle(Number(row.dataset.segment), tessera.state.view.selected);
    tessera.dash.setProps(SELECTED, { data });
  });

  /* ---- the lasso, and the table of what it holds or else of the selected segment ---- */

  tessera.callbacks.lasso = function (event) {
    const { state, dash } = tessera;
    const isLasso = dash.callbackContext().triggered_id !== SELECTED;
    const points = (isLasso && event && event.points) || [];
    circle = points.length ? readCircle(points) : null;
    isOpen = Boolean(circle || (state.points && state.selected()));
    listing = isOpen ? describePick() : null;
    return listing;
  };

  /* Lets go of what is picked. */
  document.addEventListener("click", ({ target }) => {
    if (!target.closest(".clear-pick")) return;
    [circle, isOpen, listing] = [null, false, null];
    tessera.dash.setProps(SELECTED, { data: null });
    tessera.dash.setProps(PICK, { data: null });
  });

  function readCircle(points) {
    const rows = points.map(rowOf).filter((row) => row !== undefined);
    const { points: { count }, summary: { customers } } = tessera.state;
    const part = count < customers ? ` (of ${tessera.words.formatCount(count)} drawn)` : "";
    return { rows, count: rows.length, title: `Chosen on the map${part}` };
  }

  /* The row of the customers' table that a point of the map stands for; undefined for other marks. */
  function rowOf(point) {
    const { state } = tessera;
    const { points, segment } = tessera.charts.traceOf("map", point).meta || {};
    if (!points) return undefined;
    if (!segment) return state.points.rows[point.pointNumber];
    const at = state.position();
    return state.points.rows[tessera.points.placesOf(state.points, at, state.labelOf(at, segment))[point.pointNumber]];
  }

  function describePick() {
    const { result: { dataset, token }, view: { setting } } = tessera.state;
    return { ...(circle || describeSegment(tessera.state.selected())), dataset, token, setting };
  }

  function describeSegment(segment) {
    const { sizes, indexOf } = tessera.state;
    return { segment, count: sizes()[indexOf(segment)], title: tessera.words.segmentTitle(segment) };
  }

  /* Has the table follow the slider and the choices, once they rest. */
  function refresh() {
    const { view, selected } = tessera.state;
    const { setProps } = tessera.dash;
    if (view.selected && !selected()) return setProps(SELECTED, { data: null });
    if (!isOpen) return undefined;
    if (!circle && !selected()) {
      isOpen = false;
      return setProps(PICK, { data: null });
    }
    const before = listing;
    listing = describePick();
    const isSame = ["token", "setting", "title"].every((part) => before[part] === listing[part]);
    return isSame ? undefined : setProps(PICK, { data: listing });
  }

  tessera.picking = { nearest, segmentOf, refresh };
  if (typeof module !== "undefined") module.exports = tessera.picking;
})();
