/* What a person says of the segments: one after the other to the server, a vote with its note. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, takeProps } = require("./page.js");
const timers = [];
globalThis.setTimeout = (task, pause) => timers.push({ task, pause });
globalThis.clearTimeout = (timer) => { timers[timer - 1] = null; };
const [queue, { readRating }] = load("profile/queue.js", "profile/ratings.js", "shared/dash.js");
const { receiveAnswer } = globalThis.tessera.callbacks;

const sent = () => takeProps().map(([id, { data, children }]) => [id, data ? data.number : children]);

test("the next is sent once the one before is answered", () => {
  location.pathname = "/profiles";
  queue.send("names", { text: "a" });
  queue.send("ratings", { vote: 1 }, "The note is saved.");
  queue.send("names", { text: "b" });
  assert.deepEqual(sent(), [["names", 1]]);
  assert.equal(queue.isEmpty(), false);
  receiveAnswer(2);
  assert.deepEqual(sent(), []);
  receiveAnswer(1);
  assert.deepEqual(sent(), [["ratings", 2]]);
  receiveAnswer(2);
  assert.deepEqual(sent(), [["shell-message-toast", "The note is saved."], ["names", 3]]);
  assert.equal(queue.isEmpty(), true);
  receiveAnswer(3);
  receiveAnswer(3);
  assert.deepEqual(sent(), []);
});

test("an answer that is lost is not waited for for ever", () => {
  queue.send("names", {});
  queue.send("names", {});
  assert.deepEqual(sent(), [["names", 4]]);
  const { task, pause } = timers.filter(Boolean).at(-1);
  assert.equal(pause, 15000);
  task();
  assert.deepEqual(sent(), [["names", 5]]);
  receiveAnswer(5);
});

test("a page that was left does not answer", () => {
  queue.send("names", {});
  assert.deepEqual(sent(), [["names", 6]]);
  location.pathname = "/act";
  queue.send("ratings", {});
  assert.deepEqual(sent(), [["ratings", 7]]);
});

/* A rating as on the pages: two thumbs, a note on something, and perhaps its own subject. */
function createRating({ thing, noteOn, pressed, note }) {
  const menu = { dataset: { thing: noteOn }, querySelector: () => ({ value: note }) };
  const thumb = pressed && { dataset: { vote: pressed } };
  return { dataset: { thing, of: "evidence" }, querySelector: (selector) => (selector === ".note" ? menu : thumb) };
}

test("a thumb and a note on the same thing go together", () => {
  const rating = createRating({ thing: "action/x", noteOn: "action/x", pressed: "-1", note: " No. " });
  assert.deepEqual(readRating(rating, "action/x"),
    { kind: "rating", thing: "action/x", of: "evidence", vote: -1, note: "No." });
});

test("a name's thumb is on the name, its note on the segment", () => {
  const rating = createRating({ thing: "name/Loyal", noteOn: "segment/1", pressed: "1", note: "Yes." });
  const { vote, note } = readRating(rating, "name/Loyal");
  assert.deepEqual([vote, note], [1, ""]);
  const other = readRating(rating, "segment/1");
  assert.deepEqual([other.vote, other.note], [0, "Yes."]);
});

test("no thumb is no vote", () => {
  const rating = createRating({ thing: "a", noteOn: "a", pressed: null, note: "" });
  assert.deepEqual([readRating(rating, "a").vote, readRating(rating, "a").note], [0, ""]);
});
