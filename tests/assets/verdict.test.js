/* The strip with the verdict on the Segment page: after a failure it says why and offers another try. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, takeProps } = require("./page.js");
const [state, verdict] = load("segment/state.js", "segment/verdict.js", "shared/cards.js", "shared/dash.js");
const { callbacks } = globalThis.tessera;

const RESULT = { dataset: "d", token: "t" };
const JOB = { ...RESULT, job: "j" };
const KNOWN = { notices: [], verdicts: [{ kind: "natural", title: "Natural", sentence: "They are.", figures: "" }] };

/* An element as the strip uses it. */
function createElement(kind) {
  const element = { kind, children: [], dataset: {}, listeners: {} };
  return Object.assign(element, {
    append: (...added) => element.children.push(...added),
    replaceChildren: (...added) => (element.children = added),
    addEventListener: (event, listener) => (element.listeners[event] = listener),
    focus: () => (document.activeElement = element),
  });
}

const strip = createElement("div");
document.createElement = createElement;
document.getElementById = (id) => (id === "segment-verdict-region" ? strip : null);
const textOf = ({ textContent = "", children }) => [textContent, ...children.map(textOf)].join(" ").trim();
const retryButton = () => strip.children.find(({ kind }) => kind === "button");

function show(trust, status) {
  Object.assign(state, { result: RESULT, summary: { settings: [2], trust }, view: { setting: 2 } });
  return callbacks.followVerdict(JOB, { ...RESULT, ...status });
}

test("a job that died says so and can be tried again", () => {
  assert.equal(show(null, { problem: "It was stopped.", repeatable: true }), true);
  assert.match(textOf(strip), /No verdict .*It was stopped\./);
  retryButton().listeners.click();
  assert.deepEqual(takeProps(), [["segment-rest-store", { data: RESULT }]]);
  assert.doesNotMatch(textOf(strip), /stopped/);
  assert.equal(retryButton(), undefined);
  assert.equal(document.activeElement, strip);
});

test("a refusal that would come again offers nothing", () => {
  show(null, { problem: "Too few customers.", repeatable: false });
  assert.match(textOf(strip), /Too few customers\./);
  assert.equal(retryButton(), undefined);
});

test("a verdict stays where only its slower figures failed", () => {
  show(KNOWN, { problem: "It was stopped.", repeatable: true });
  assert.match(textOf(strip), /Natural .*They are\. .*Some figures are missing\. It was stopped\./);
  assert.ok(retryButton());
});

test("the failure of an older result is not this one's", () => {
  Object.assign(state, { result: { ...RESULT, token: "newer" }, summary: { settings: [2], trust: null } });
  callbacks.followVerdict(JOB, { ...RESULT, problem: "It was stopped.", repeatable: true });
  verdict.draw();
  assert.equal(retryButton(), undefined);
});
