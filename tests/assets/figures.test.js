/* Figures of the Segment page: points regrouped into traces, a segment brought out, nothing changed in place. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./page.js");
const [figures] = load("segment/figures.js");

/* A figure that a function must not write to. */
function freeze(part) {
  if (part && typeof part === "object" && !ArrayBuffer.isView(part)) Object.values(part).forEach(freeze);
  return Object.freeze(part);
}

const COORDINATES = { 1: [[1], [2], [3], ["a"]], 2: [[4, 5], [6, 7], [8, 9], ["b", "c"]] };
const coordinates = (segment) => segment ? COORDINATES[segment] : [[1, 4, 5], [2, 6, 7], [3, 8, 9], ["a", "b", "c"]];

test("a trace of the map gets the points of its segment", () => {
  const trace = freeze({ type: "scattergl", name: "2", meta: { points: true, segment: 2 } });
  const { x, y, z, text, name } = figures.withPoints(trace, coordinates);
  assert.deepEqual({ x, y, z, text, name }, { x: [4, 5], y: [6, 7], z: undefined, text: ["b", "c"], name: "2" });
});

test("a trace in space has a third axis, one of all customers has all points", () => {
  const trace = freeze({ type: "scatter3d", meta: { points: true } });
  assert.deepEqual(figures.withPoints(trace, coordinates).z, [3, 8, 9]);
});

test("other traces of the map stay as they are", () => {
  for (const trace of [{ type: "scatter", x: [1] }, { meta: { centres: true } }]) {
    assert.equal(figures.withPoints(trace, coordinates), trace);
  }
});

test("the marker of the current setting becomes a disc over the curve", () => {
  const curve = { name: "curve", x: [2, 3], y: [9, 5] };
  const marker = { meta: { current: true }, x: [3], y: [5], marker: { size: 12, color: "red" } };
  const { data, layout } = figures.withDisc(freeze({ data: [curve, marker], layout: { shapes: [{ type: "line" }] } }));
  assert.deepEqual(data, [curve]);
  const [line, disc] = layout.shapes;
  assert.equal(line.type, "line");
  assert.deepEqual([disc.xanchor, disc.yanchor, disc.x0, disc.x1], [3, 5, -6, 6]);
  assert.deepEqual([disc.fillcolor, disc.visible], ["red", true]);
});

test("a disc without a value is not seen; a figure without a marker stays as it is", () => {
  const marker = { meta: { current: true }, x: [3], y: [null], marker: { size: 12, color: "red" } };
  assert.equal(figures.withDisc({ data: [marker], layout: {} }).layout.shapes[0].visible, false);
  const plain = { data: [{ x: [1] }], layout: { title: {} } };
  assert.deepEqual(figures.withDisc(plain), plain);
});

test("one segment is brought out, the others are dimmed", () => {
  const data = [{ meta: { segment: 1 }, fillcolor: "#112233" }, { meta: { segment: 2 }, fillcolor: "#445566" }, { x: [0] }];
  const [first, second, axis] = figures.highlight(freeze({ data, layout: {} }), 2, []).data;
  assert.equal(first.opacity, 0.12);
  assert.equal(first.fillcolor, "#1122331f");
  assert.equal(second, data[1]);
  assert.equal(axis, data[2]);
});

test("in a cloud of all customers the segment's points are selected", () => {
  const data = [{ meta: { points: true } }];
  const [cloud] = figures.highlight(freeze({ data, layout: {} }), 2, [0, 4]).data;
  assert.deepEqual(cloud.selectedpoints, [0, 4]);
  assert.equal(cloud.unselected.marker.opacity, 0.06);
});

test("a column is outlined where there is a heat map", () => {
  const heat = freeze({ data: [{ type: "heatmap" }], layout: {} });
  const [box] = figures.outlineColumn(heat, 2, "black").layout.shapes;
  assert.deepEqual([box.x0, box.x1, box.line.color], [1.5, 2.5, "black"]);
  const bars = freeze({ data: [{ type: "bar" }], layout: {} });
  assert.deepEqual(figures.outlineColumn(bars, 2, "black"), bars);
});

test("a heat map shows its numbers, a bar none", () => {
  assert.equal(figures.withNumbers({ type: "heatmap" }).texttemplate, "%{text}");
  assert.deepEqual(figures.withNumbers({ type: "bar" }), { type: "bar" });
});

test("equal parts of another frame are the very objects of the first", () => {
  const first = { data: [{ x: [1, 2], y: [3, 4] }], layout: { xaxis: { title: "k" }, shapes: [] } };
  const other = { data: [{ x: [1, 2], y: [5, 6] }], layout: { xaxis: { title: "k" }, shapes: [{ x0: 1 }] } };
  const frame = figures.reuseParts(structuredClone(other), first);
  assert.deepEqual(frame, other);
  assert.equal(frame.data[0].x, first.data[0].x);
  assert.equal(frame.layout.xaxis, first.layout.xaxis);
  assert.notEqual(frame.data[0].y, first.data[0].y);
  assert.equal(figures.reuseParts(structuredClone(first), first), first);
});

test("parts that the first frame does not have are kept", () => {
  const first = { data: [{ x: [1] }], layout: {} };
  const other = { data: [{ x: [1] }, { name: "more" }], layout: { title: { text: "t" } }, meta: null };
  assert.deepEqual(figures.reuseParts(other, first), other);
});

test("a chart of several settings calls each segment as at its own", () => {
  const node = { label: ["1", "1"], customdata: ["Segment\u00a01 at 2", "Segment\u00a01 at 3"] };
  const figure = freeze({ data: [{ type: "sankey", meta: { places: [0, 1], numbers: [1, 1] }, node }], layout: {} });
  const names = [["Many"], [""]];
  const { data: [trace] } = figures.withNames(figure, (number, place = 0) => names[place][number - 1]);
  assert.deepEqual(trace.node.customdata, ["1 Many at 2", "Segment\u00a01 at 3"]);
  assert.deepEqual(trace.node.label, ["1", "1"]);
  assert.deepEqual(figures.withNodeNames(trace).node.label, ["1 Many", "1"]);
  assert.equal(figures.withNodeNames(figure.data[0]), figure.data[0]);
});
