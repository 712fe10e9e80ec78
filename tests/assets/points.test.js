/* The points of the map: from the server's bytes to the coordinates of one segment. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./page.js");
const [points] = load("segment/points.js");

const COLUMNS = {
  axes: [[1, 2, 3, 4, 5], [10, 20, 30, 40, 50], [0.5, 1.5, 2.5, 3.5, 4.5]],
  rows: [7, 8, 9, 70000, 11],
  labels: [[0, 0, 1, 1, 0], [2, 0, 1, 255, 2]],
  ids: ["a", "b", "c", "d", "é"],
};

/* As core packs them: length of the head, the head padded to four bytes, the columns. */
function pack({ axes, rows, labels, ids }) {
  const head = { count: ids.length, settings: labels.map((_, i) => i + 2), ids };
  let text = new TextEncoder().encode(JSON.stringify(head));
  const padding = (4 - (text.length % 4)) % 4;
  text = Buffer.concat([text, Buffer.alloc(padding, " ")]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const columns = [...axes.map((axis) => Float32Array.from(axis)), Uint32Array.from(rows),
    ...labels.map((column) => Uint8Array.from(column))].map((column) => Buffer.from(column.buffer));
  const whole = Buffer.concat([length, text, ...columns]);
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length);
}

const unpacked = () => points.unpack(pack(COLUMNS));
const plain = (columns) => columns.map((column) => Array.from(column));

test("what was packed comes out again", () => {
  const { count, axes, rows, labels, ids } = unpacked();
  assert.equal(count, 5);
  assert.deepEqual(plain(axes), COLUMNS.axes);
  assert.deepEqual(Array.from(rows), COLUMNS.rows);
  assert.deepEqual(plain(labels), COLUMNS.labels);
  assert.deepEqual(ids, COLUMNS.ids);
});

test("no points are none at every setting", () => {
  const none = points.unpack(pack({ axes: [[], [], []], rows: [], labels: [[], []], ids: [] }));
  assert.equal(none.count, 0);
  assert.deepEqual(points.placesOf(none, 1, 0), []);
  assert.deepEqual(plain(points.coordinatesOf(none, 0, 0)), [[], [], [], []]);
});

test("a segment's places follow the setting", () => {
  const all = unpacked();
  assert.deepEqual(points.placesOf(all, 0, 0), [0, 1, 4]);
  assert.deepEqual(points.placesOf(all, 0, 1), [2, 3]);
  assert.deepEqual(points.placesOf(all, 1, 2), [0, 4]);
  assert.deepEqual(points.placesOf(all, 1, 255), [3]);
  assert.deepEqual(points.placesOf(all, 0, 9), []);
  assert.deepEqual(points.placesOf(all, 0, -1), []);
});

test("the segments of a setting share the points among them", () => {
  const all = unpacked();
  for (const [at, labels] of [[0, [0, 1]], [1, [0, 1, 2, 255]]]) {
    const places = labels.flatMap((label) => points.placesOf(all, at, label)).sort();
    assert.deepEqual(places, [0, 1, 2, 3, 4]);
  }
});

test("coordinates are those of the places", () => {
  const [x, y, z, ids] = points.coordinatesOf(unpacked(), 1, 2);
  assert.ok(x instanceof Float32Array);
  assert.deepEqual(plain([x, y, z]), [[1, 5], [10, 50], [0.5, 4.5]]);
  assert.deepEqual(ids, ["a", "é"]);
});

test("all points are the columns themselves, and a segment's are collected once", () => {
  const all = unpacked();
  const [x, , , ids] = points.coordinatesOf(all, 1);
  assert.equal(x, all.axes[0]);
  assert.equal(ids, all.ids);
  assert.equal(points.coordinatesOf(all, 0, 1), points.coordinatesOf(all, 0, 1));
});
