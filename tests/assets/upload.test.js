/* Files to bring: what is made of the server's answer, and of none. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, takeProps } = require("./page.js");
const [upload] = load("shared/upload.js", "shared/dash.js", "data/recipe.js", "data/upload.js");
const dragAndDrop = { files: [{ name: "K&C 1.csv" }] };

/* The browser's side of an upload. */
class FakeRequest {
  upload = {};
  static latest = null;
  open(method, url) { Object.assign(this, { method, url }); FakeRequest.latest = this; }
  send(file) { this.file = file; }
  abort() { this.onabort(); }
  answer(text) { this.responseText = text; this.onload(); }
}
globalThis.XMLHttpRequest = FakeRequest;

function drop() {
  const zone = { classList: { toggle: () => {} } };
  document.getElementById = () => zone;
  document.dispatch("drop", { preventDefault: () => {}, dataTransfer: dragAndDrop });
  return FakeRequest.latest;
}

test("a dropped file is sent, its progress and its answer shown", () => {
  const request = drop();
  assert.deepEqual([request.method, request.url, request.file], ["PUT", "/upload?name=K%26C%201.csv", dragAndDrop.files[0]]);
  request.upload.onprogress({ loaded: 3, total: 4 });
  request.answer('{"token": "t"}');
  const props = takeProps();
  assert.ok(props.some(([id, { children }]) => id === "data-progress-text" && children === "Sending K&C 1.csv"));
  assert.deepEqual(props.slice(-2), [["data-progress-bar", { value: 75 }], ["data-reading-store", { data: { token: "t" } }]]);
});

test("what is wrong with a file stands where it was dropped", () => {
  const sentences = [];
  for (const end of [(request) => request.answer('{"error": "Too large."}'), (request) => request.answer("<html>"),
    (request) => request.onerror()]) {
    end(drop());
    const [hidden, alert] = takeProps().slice(-2);
    assert.deepEqual(hidden, ["data-progress-box", { hidden: true }]);
    assert.equal(alert[0], "data-error-alert");
    sentences.push(alert[1].children);
  }
  assert.equal(sentences[0], "Too large.");
  assert.match(sentences[1], /did not understand/);
  assert.match(sentences[2], /cut off/);
});

test("another file stops the one that is still being sent", () => {
  const first = drop();
  let isStopped = false;
  first.abort = () => { isStopped = true; };
  drop();
  assert.ok(isStopped);
});

test("an answer is read, whatever it is", () => {
  assert.deepEqual(upload.readAnswer('{"a": 1}'), { a: 1 });
  assert.ok(upload.readAnswer("").error);
});

test("a file that is chosen is handed on, none is not", () => {
  const field = { click: () => field.onchange() };
  document.createElement = () => field;
  const chosen = [];
  field.files = [];
  upload.chooseFile(".csv", (file) => chosen.push(file));
  field.files = ["file"];
  upload.chooseFile(".csv", (file) => chosen.push(file));
  assert.deepEqual([chosen, field.accept, field.type], [["file"], ".csv", "file"]);
});

test("files that belong together are sent one after the other, then asked for as one", () => {
  const answers = [];
  const started = [];
  const events = { onAnswer: (answer) => answers.push(answer), onStart: (file) => file && started.push(file.name) };
  upload.sendParts([{ name: "orders 1.csv" }, { name: "b.csv" }], "abc", events);
  assert.equal(FakeRequest.latest.url, "/upload?name=orders%201.csv&part=1");
  FakeRequest.latest.answer('{"digest": "1", "name": "orders 1.csv"}');
  assert.equal(FakeRequest.latest.url, "/upload?name=b.csv&part=1");
  FakeRequest.latest.answer('{"digest": "2", "name": "b.csv"}');
  const request = FakeRequest.latest;
  assert.deepEqual([request.method, request.url], ["PUT", "/upload/join"]);
  const parts = [{ digest: "1", name: "orders 1.csv" }, { digest: "2", name: "b.csv" }];
  assert.deepEqual(JSON.parse(request.file), { parts, dataset: "abc" });
  request.answer('{"job": "j"}');
  assert.deepEqual([answers, started], [[{ job: "j" }], ["orders 1.csv", "b.csv"]]);
});

test("what is wrong with one of several files ends the sending", () => {
  const answers = [];
  upload.sendParts([{ name: "a.csv" }, { name: "b.csv" }], null, { onAnswer: (answer) => answers.push(answer) });
  const first = FakeRequest.latest;
  first.answer('{"error": "Too large."}');
  assert.deepEqual(answers, [{ error: "Too large." }]);
  assert.equal(FakeRequest.latest, first);
});

test("an open data set is named only where there is one", () => {
  assert.equal(upload.joinRequest([1], null), '{"parts":[1]}');
  assert.equal(upload.joinRequest([1], "abc"), '{"parts":[1],"dataset":"abc"}');
});

test("several files that are dropped are sent as parts", () => {
  dragAndDrop.files.push({ name: "second.csv" });
  const request = drop();
  dragAndDrop.files.pop();
  assert.equal(request.url, "/upload?name=K%26C%201.csv&part=1");
});

test("several files can be chosen at once", () => {
  const field = { click: () => field.onchange(), files: ["a", "b"] };
  document.createElement = () => field;
  const chosen = [];
  upload.chooseFiles(".csv", (files) => chosen.push(files));
  assert.deepEqual([chosen, field.multiple], [[["a", "b"]], true]);
});
