/* What the cards on top of the Segment page say at each setting. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./page.js");
const [segments, state] = load("segment/segments.js", "segment/state.js", "segment/words.js");

const SUMMARY = { settings: [2, 3], numbers: [[1, 2], [3, 1, 2]], sizes: [[60, 40], [50, 30, 20]], counts: true,
  shares: [["60 %", "40 %"], ["50 %", "30 %", "20 %"]], money: [["10 %", "90 %"], ["5 %", "5 %", "90 %"]] };

const WAITING = "Describing these customers …";

test("a card follows the slider, and has name, sentence and action once they are there", () => {
  Object.assign(state, { summary: SUMMARY, view: { setting: 3 }, names: null, stories: null });
  assert.deepEqual(segments.describe(3),
    { title: "Segment 3", customers: 50, share: "50 %", money: "5 %", earlier: "", sentence: WAITING, action: "" });
  state.names = [["A", "B"], ["Loyal", "A", "B"]];
  state.stories = { sentences: [["a", "b"], ["c", "a", "b"]], actions: [["", ""], ["Thank them", "", ""]] };
  assert.deepEqual(segments.describe(3),
    { title: "3 Loyal", customers: 50, share: "50 %", money: "5 %", earlier: "", sentence: "c", action: "Thank them" });
  state.stories.earlier = [["", ""], ["", "Was 'B' at 2 segments", ""]];
  assert.equal(segments.describe(1).earlier, "Was 'B' at 2 segments");
  state.view.setting = 2;
  assert.deepEqual([segments.describe(2).title, segments.describe(2).money], ["2 B", "90 %"]);
  state.stories.sentences[0] = [];
  assert.equal(segments.describe(2).sentence, WAITING);
});

test("where nothing is known of money, or too many customers are told of, cards say no more than sizes", () => {
  Object.assign(state, { summary: { ...SUMMARY, money: [[], []] }, view: { setting: 2 },
    stories: { sentences: [], actions: [] } });
  assert.deepEqual([segments.describe(1).money, segments.describe(1).sentence, segments.describe(1).action], ["", "", ""]);
});
