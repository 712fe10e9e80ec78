/* Words on the Segment page: numbers, names, the message in the place of a verdict. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, takeProps } = require("./page.js");
const [words, state, verdict] = load("segment/words.js", "segment/state.js", "segment/verdict.js", "segment/controls.js",
  "shared/dash.js");
const { callbacks } = globalThis.tessera;

const SUMMARY = { settings: [2, 3], numbers: [[1, 2], [3, 1, 2]], sizes: [[60, 40], [50, 30, 20]], counts: true };

test("settings and counts are written as people write them", () => {
  assert.deepEqual([4, 12345, 0.123456, 1234.5].map(words.formatSetting), ["4", "12,345", "0.123", "1,230"]);
  assert.equal(words.formatCount(1234567), "1,234,567");
});

test("a segment is called by its number, and by its name once there is one", () => {
  assert.equal(words.titleOf(3, undefined), "Segment 3");
  Object.assign(state, { summary: SUMMARY, view: { setting: 3 }, names: null });
  assert.equal(words.segmentTitle(3), "Segment 3");
  state.names = [["A", "B"], ["Loyal", "A", "B"]];
  assert.equal(words.segmentTitle(3), "3 Loyal");
  state.view.setting = 2;
  assert.equal(words.segmentTitle(2), "2 B");
});

test("the state knows the segments of the setting that is looked at", () => {
  Object.assign(state, { summary: SUMMARY, view: { setting: 3, selected: 3 } });
  assert.deepEqual([state.position(), state.indexOf(1), state.inOrder()], [1, 1, [1, 2, 3]]);
  assert.equal(state.selected(), 3);
  assert.deepEqual([state.labelOf(1, 3), state.labelOf(0, 3), state.labelOf(0, 256)], [0, -1, 255]);
  state.view.setting = 2;
  assert.equal(state.selected(), null);
});

test("a slider counts segments or numbers its stops", () => {
  state.summary = SUMMARY;
  assert.deepEqual([state.stopOf(3), state.settingAt(3)], [3, 3]);
  state.summary = { ...SUMMARY, settings: [0.1, 0.2, 0.4], counts: false };
  assert.deepEqual([state.stopOf(0.4), state.settingAt(1)], [2, 0.2]);
});

test("a verdict that is not there yet says how far it is, or why there is none", () => {
  assert.match(verdict.messageOf({ share: 0.256 }).sentence, /: 26 %\./);
  assert.match(verdict.messageOf({}).sentence, /: 0 %\./);
  assert.deepEqual(verdict.messageOf({ problem: "Too few customers." }),
    { title: "No verdict", sentence: "Too few customers.", figures: "" });
});

test("the clock that asks for the verdict rests once there is an end", () => {
  const job = { token: "t", dataset: "d", job: "j" };
  const { followVerdict } = callbacks;
  assert.equal(followVerdict(null, null), true);
  assert.equal(followVerdict(job, { ...job, share: 0.5 }), false);
  assert.equal(followVerdict(job, { ...job, done: true }), true);
  assert.equal(followVerdict(job, { ...job, problem: "No." }), true);
  assert.equal(followVerdict(null, { token: "t", dataset: "d", done: true }), true);
  assert.deepEqual(takeProps(), []);
});

test("late news of an older job does not stop the clock of the newer one", () => {
  const { followVerdict } = callbacks, job = { token: "t", dataset: "d", job: "newer" };
  for (const token of ["t", "older"])
    for (const end of [{ share: 0.5 }, { done: true }, { problem: "No." }])
      assert.equal(followVerdict(job, { token, dataset: "d", job: "older", ...end }), false);
});

test("charts that are not of the choices say so", () => {
  const { markStale } = callbacks;
  assert.deepEqual(markStale(true, { token: "a" }, { token: "a" }).filter((_, i) => i !== 1), [true, "board-column"]);
  assert.deepEqual(markStale(true, { token: "a" }, { token: "b" }),
    [false, "The charts still show your earlier choices. Undo, or", "board-column behind-choices"]);
  assert.deepEqual(markStale(true, null, { token: "b" }), [false, "There is no result yet.", "board-column empty-board"]);
  assert.deepEqual(markStale(false, null, { token: "b" }), [true, "There is no result yet.", "board-column"]);
});

test("all features are ticked, or none", () => {
  globalThis.dash_clientside.callback_context = { triggered_id: "segment-all-button" };
  assert.deepEqual(callbacks.tick(1, 0, 0, null, [false, true], [])[0], [true, true]);
  globalThis.dash_clientside.callback_context = { triggered_id: "segment-none-button" };
  assert.deepEqual(callbacks.tick(1, 1, 0, null, [false, true], [])[0], [false, false]);
  assert.deepEqual(callbacks.weights([1, 0.5]), ["1", "0.5"]);
  assert.equal(callbacks.drawer(1, callbacks.drawer(1, "controls")), "controls");
});

test("how many of the columns are used is said, and one click takes all that tell of a customer", () => {
  const members = [{ key: "age" }, { key: "city" }, { key: "plan" }];
  const usable = ["age", "plan"];
  assert.deepEqual(callbacks.countFeatures([true, true, false], null, members), ["", "Use all 0", true]);
  assert.deepEqual(callbacks.countFeatures([true, true, false], usable, members),
    ["1 of 2 columns are used. ", "Use all 2", false]);
  assert.deepEqual(callbacks.countFeatures([true, false, true], usable, members), ["2 of 2 columns are used. ", "Use all 2", true]);
  globalThis.dash_clientside.callback_context = { triggered_id: "segment-usable-button" };
  assert.deepEqual(callbacks.tick(0, 0, 1, usable, [true, true, false], members), [[true, false, true], "minmax"]);
});
