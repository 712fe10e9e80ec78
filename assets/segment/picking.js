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
    const trace = tessera.charts.traceOf(slot, point);
    if (trace.type === "sankey") return pickFlow(trace, point);
    const segment = segmentOf(slot, trace, point, isHere);
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

  tessera.callbacks.lasso = function (onMap, onMatrix) {
    const { state, dash } = tessera;
    const slot = dash.callbackContext().triggered_id.key;
    const event = slot === "matrix" ? onMatrix : slot && onMap;
    const points = (event && event.points) || [];
    circle = points.length ? readCircle(slot, points) : null;
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

  function readCircle(slot, points) {
    const rows = [...new Set(points.map((point) => rowOf(slot, point)))].filter((row) => row !== undefined);
    if (slot === "matrix") return describeRows(rows, "Chosen in the scatter matrix", tessera.charts.drawnIn(slot));
    return describeRows(rows, "Chosen on the map", tessera.state.points.count);
  }

  /* A pick of rows of the customers' table among the customers that are drawn. */
  function describeRows(rows, title, drawn) {
    const part = drawn < tessera.state.summary.customers ? ` (of ${tessera.words.formatCount(drawn)} drawn)` : "";
    return { rows, count: rows.length, title: title + part };
  }

  /* The people of a segment at a setting of the flow chart, or those who go from one to another. */
  function pickFlow({ link, meta }, point) {
    const { points } = tessera.state;
    const at = point.pointNumber;
    const ends = "group" in point ? [at] : [link.source[at], link.target[at]];
    const groups = ends.map((end) => {
      const [place, number] = [meta.places[end], meta.numbers[end]];
      return { people: tessera.points.placesOf(points, place, tessera.state.labelOf(place, number)), words: nameAt(place, number) };
    });
    const others = new Set(groups[groups.length - 1].people);
    const rows = groups[0].people.filter((person) => others.has(person)).map((person) => points.rows[person]);
    circle = rows.length ? describeRows(rows, groups.map(({ words }) => words).join(", then "), points.count) : null;
    isOpen = Boolean(circle);
    listing = isOpen ? describePick() : null;
    tessera.dash.setProps(PICK, { data: listing });
    return tessera.dash.noUpdate();
  }

  function nameAt(place, number) {
    const { titleOf, nameOf, formatSetting } = tessera.words;
    return `${titleOf(number, nameOf(number, place))} of ${formatSetting(tessera.state.summary.settings[place])}`;
  }

  /* The row of the customers' table that a point of a chart stands for; undefined for other marks. */
  function rowOf(slot, point) {
    const { state } = tessera;
    const { rows, points, segment } = tessera.charts.traceOf(slot, point).meta || {};
    if (rows) return rows[point.pointNumber];
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
