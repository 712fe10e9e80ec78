/* Picking in the charts: which segment, setting or customers a click or a lasso means. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, takeProps, NO_UPDATE } = require("./page.js");
const [picking, state] = load("segment/picking.js", "segment/state.js", "segment/points.js", "segment/words.js",
  "segment/frames.js", "shared/dash.js");
const { tessera } = globalThis;
const { click, lasso } = tessera.callbacks;

const POINTS = { meta: { points: true, segment: 2 } };
const MATRIX = { meta: { segment: 2, rows: [21, 11, 13] } };
/* Two segments at the first setting, three at the second. */
const FLOW = { type: "sankey", meta: { places: [0, 0, 1, 1, 1], numbers: [1, 2, 1, 2, 3] },
  link: { source: [0, 0, 1], target: [2, 4, 3] } };
const CLOUD = { meta: { points: true } };

/* Two settings with two and three segments of five drawn customers out of six. */
function reset(view) {
  Object.assign(state, {
    result: { dataset: "d", token: "t" }, names: null, view: { setting: 2, selected: null, charts: {}, ...view },
    summary: { settings: [2, 3], counts: true, customers: 6, numbers: [[1, 2], [1, 2, 3]], sizes: [[4, 2], [3, 2, 1]] },
    points: { count: 5, rows: [10, 11, 12, 13, 14], labels: [[0, 1, 0, 1, 0], [0, 1, 2, 1, 0]],
      places: new Map(), coordinates: new Map() },
  });
  tessera.charts = { traceOf: (_slot, { curveNumber = 4 }) => [POINTS, CLOUD, {}, MATRIX, FLOW][curveNumber],
    drawnIn: () => 3, draw: () => {} };
  takeProps();
}
const context = (values) => (globalThis.dash_clientside.callback_context = values);

function clickOn(slot, point, selected = null) {
  const prop_id = `{"family":"segment-chart-graph","key":"${slot}"}.clickData`;
  context({ triggered: [{ prop_id, value: { points: [{ curveNumber: 2, ...point }] } }] });
  return click(null, selected);
}

function circle(...points) {
  context({ triggered_id: { family: "segment-chart-graph", key: "map" } });
  return lasso({ points: points.map(([curveNumber, pointNumber]) => ({ curveNumber, pointNumber })) });
}

test("the nearest setting to a height", () => {
  assert.equal(picking.nearest([0.1, 0.2, 0.4], 0.28), 0.2);
  assert.equal(picking.nearest([0.1, 0.2, 0.4], 9), 0.4);
});

test("a point means its trace's segment, a column or a bar the number beside it", () => {
  const here = (segment) => segment < 4;
  const of = (slot, trace, point = {}) => picking.segmentOf(slot, trace, point, here);
  assert.equal(of("map", { meta: { segment: 3 } }), 3);
  assert.equal(of("map", { meta: { segment: 256 } }), 0);
  assert.equal(of("map", { meta: { centres: true }, text: ["1", "2"] }, { pointNumber: 1 }), 2);
  assert.equal(of("features", { type: "heatmap" }, { x: "2" }), 2);
  assert.equal(of("features", { type: "bar" }, { x: "2" }), 0);
  assert.equal(of("sizes", {}, { y: "Segment 3" }), 3);
  assert.equal(of("blades", {}, { y: 3 }), 0);
});

test("a click picks a segment, a second one lets it go", () => {
  reset();
  assert.equal(clickOn("map", { curveNumber: 0 }), 2);
  assert.equal(clickOn("map", { curveNumber: 0 }, 2), null);
  assert.equal(clickOn("map", { curveNumber: 1 }), NO_UPDATE);
  context({ triggered: [] });
  assert.equal(click(null, 2), NO_UPDATE);
});

test("a click on a curve moves the slider", () => {
  reset();
  assert.equal(clickOn("elbow", { x: 3, y: 9 }), NO_UPDATE);
  assert.deepEqual(takeProps(), [["segment-setting-slider", { value: 3 }]]);
  clickOn("elbow", { x: 7, y: 9 });
  assert.deepEqual(takeProps(), []);
});

test("on a curve of distances the height counts", () => {
  reset({ charts: { elbow: "k_distance" } });
  Object.assign(state.summary, { settings: [0.1, 0.4], counts: false });
  clickOn("elbow", { x: 900, y: 0.38 });
  assert.deepEqual(takeProps(), [["segment-setting-slider", { value: 1 }]]);
});

test("the lasso holds rows of the table, not places of the drawing", () => {
  reset();
  const pick = circle([0, 1], [1, 4], [2, 0]);
  assert.deepEqual(pick, { rows: [13, 14], count: 2, title: "Chosen on the map (of 5 drawn)",
    dataset: "d", token: "t", setting: 2 });
  assert.deepEqual(takeProps(), []);  // the bar of what is picked says it
});

test("a box in the scatter matrix holds each of its customers once", () => {
  reset();
  context({ triggered_id: { family: "segment-chart-graph", key: "matrix" } });
  const points = [[3, 0], [3, 2], [3, 0], [2, 0]].map(([curveNumber, pointNumber]) => ({ curveNumber, pointNumber }));
  const pick = lasso({ points: [{ curveNumber: 0, pointNumber: 0 }] }, { points });
  assert.deepEqual([pick.rows, pick.title], [[21, 13], "Chosen in the scatter matrix (of 3 drawn)"]);
});

test("a segment of the flow chart holds its people, and a flow those who go along it", () => {
  reset();
  const flowTo = (point) => {
    assert.equal(clickOn("verdict", { curveNumber: undefined, ...point }), NO_UPDATE);
    const [[id, { data }]] = takeProps();
    return [id, data && data.rows, data && data.title];
  };
  assert.deepEqual(flowTo({ pointNumber: 3, group: false }),
    ["segment-lasso-store", [11, 13], "Segment 2 of 3 (of 5 drawn)"]);
  assert.deepEqual(flowTo({ pointNumber: 1 }),
    ["segment-lasso-store", [12], "Segment 1 of 2, then Segment 3 of 3 (of 5 drawn)"]);
  FLOW.link.target[2] = 4;
  assert.deepEqual(flowTo({ pointNumber: 2 }).slice(1), [null, null]);
  FLOW.link.target[2] = 3;
});

test("without a lasso the table lists the selected segment, or nothing", () => {
  reset({ selected: 2 });
  context({ triggered_id: "segment-selected-store" });
  assert.deepEqual(lasso(null), { segment: 2, count: 2, title: "Segment 2", dataset: "d", token: "t", setting: 2 });
  state.view.selected = null;
  assert.equal(lasso(null), null);
});

test("the table follows the slider, and closes with its segment", () => {
  reset({ setting: 3, selected: 3 });
  context({ triggered_id: "segment-selected-store" });
  lasso(null);
  picking.refresh();
  assert.deepEqual(takeProps(), []);
  state.names = [["A", "B"], ["A", "B", "C"]];
  picking.refresh();
  assert.equal(takeProps()[0][1].data.title, "3 C");
  state.view.setting = 2;
  picking.refresh();
  assert.deepEqual(takeProps(), [["segment-selected-store", { data: null }]]);
  state.view.selected = null;
  picking.refresh();
  assert.deepEqual(takeProps(), [["segment-lasso-store", { data: null }]]);
  picking.refresh();
  assert.deepEqual(takeProps(), []);
});

test("a click in the list picks as one in a chart does", () => {
  reset();
  const row = (dataset) => ({ target: { closest: (selector) => selector.includes("[data-segment]") && dataset && { dataset } } });
  document.dispatch("click", row({ segment: "2" }));
  state.view.selected = 2;
  document.dispatch("click", row({ segment: "2" }));
  document.dispatch("click", row(null));
  assert.deepEqual(takeProps(), [2, null].map((data) => ["segment-selected-store", { data }]));
});
