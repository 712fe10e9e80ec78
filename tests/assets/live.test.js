/* A result arrives on the Segment page: where the slider stands, what is asked for, what a newer one does. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, takeProps, NO_UPDATE } = require("./page.js");
const [state, frames] = load("segment/state.js", "segment/frames.js", "segment/live.js", "segment/points.js",
  "segment/figures.js", "segment/address.js", "segment/picking.js", "segment/verdict.js", "segment/words.js",
  "shared/jobs.js", "shared/requests.js", "shared/dash.js");
const { tessera } = globalThis;
tessera.charts = { draw: () => {}, watchCards: () => {}, traceOf: () => ({}) };

const MEMBERS = [{ key: "map" }, { key: "elbow" }];
const CHOICES = [null, "2", "segment", ["segment_map", "elbow"], MEMBERS];
const SUMMARY = { parameter: "n_clusters", settings: [2, 3, 4], counts: true, chosen: 3, features: [{ name: "spend" }],
  numbers: [[1, 2], [1, 2, 3], [1, 2, 3, 4]], sizes: [[2, 1], [1, 1, 1], [1, 1, 1, 0]], trust: { complete: true },
  recommendation: { setting: 3, sentence: "These three.", reasons: [] } };

function pointsBuffer() {
  const head = Buffer.from(JSON.stringify({ count: 0, settings: SUMMARY.settings, ids: [] }).padEnd(48));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const whole = Buffer.concat([length, head]);
  return whole.buffer.slice(whole.byteOffset, whole.byteOffset + whole.length);
}

/* A server that answers by part of the address; `summary` may be other than the usual, `refuse` names a chart. */
const CARDS = { sentences: [["a", "b"]], actions: [["", ""]] };
function serve({ summary = SUMMARY, cards = CARDS, refuse = "", isWriting = () => false } = {}) {
  const urls = [];
  globalThis.fetch = async (url) => {
    urls.push(url);
    const { pathname, searchParams } = new URL(url, "http://here");
    const chart = searchParams.get("chart");
    if (chart && chart === refuse) return new Response('{"error": "Not for this table."}', { status: 400 });
    const bodies = { summary, cards, names: [["A", "B"]], frames: { [chart]: [{ data: [], layout: { title: chart } }] } };
    const part = pathname.split("/").at(-1);
    if (part === "cards" && isWriting(url)) return new Response('{"job": "j", "share": 0.5}', { status: 202 });
    return new Response(part === "points" ? pointsBuffer() : JSON.stringify(bodies[part]));
  };
  return urls;
}

/* A new page, at an address; the slider is the page's own. */
function openPage(search) {
  location.search = search;
  const slider = { id: "segment-setting-slider" };
  document.getElementById = (id) => (id === slider.id ? slider : null);
}
const arrive = (token, slider = 3, dataset = "d") => tessera.callbacks.load({ dataset, token }, slider, ...CHOICES);
const rest = () => new Promise((resolve) => setTimeout(resolve, 20));
const asked = (urls, part) => urls.filter((url) => url.includes(`/${part}?`));

test("a first result stands at what is suggested", async () => {
  openPage("?data=d");
  const urls = serve();
  assert.equal(await arrive("a"), NO_UPDATE);
  assert.deepEqual([state.view.setting, state.result.token], [3, "a"]);
  assert.equal(asked(urls, "summary")[0], "/live/d/summary?recipe=a");
  assert.equal(asked(urls, "points").length, 1);
});

test("the next result of the same data set stays where the slider stands, and is numbered from there", async () => {
  tessera.callbacks.look(4, "light", ...CHOICES);
  const urls = serve();
  assert.equal(await arrive("b", 4), NO_UPDATE);
  assert.equal(state.view.setting, 4);
  assert.match(asked(urls, "summary")[0], /&at=4$/);
});

test("a result without that setting, or by another parameter, stands at what is suggested", async () => {
  serve({ summary: { ...SUMMARY, settings: [2, 3] } });
  assert.equal(await arrive("c", 4), 3);
  tessera.callbacks.look(4, "light", ...CHOICES);
  serve({ summary: { ...SUMMARY, parameter: "eps", settings: [0.5, 3, 4], chosen: 0.5, counts: false } });
  assert.equal(await arrive("e", 4), 0);
  assert.equal(state.view.setting, 0.5);
  assert.ok(takeProps().some(([id, { max }]) => id === "segment-setting-slider" && max === 2));
});

test("a method that counts as an earlier one did stands where the slider stood then", async () => {
  serve({ summary: { ...SUMMARY, chosen: 2 } });
  takeProps();
  assert.equal(await arrive("k", 0), 3);
  const range = takeProps().find(([id]) => id === "segment-setting-slider");
  assert.deepEqual(range[1], { min: 2, max: 4, step: 1 });
  assert.equal(state.view.setting, 3);
  serve({ summary: { ...SUMMARY, chosen: 2, parameter: "eps", settings: [0.5, 0.7], counts: false } });
  await arrive("e", 3);
  serve({ summary: { ...SUMMARY, chosen: 2, settings: [2] } });
  await arrive("fewer", 0);
  assert.equal(state.view.setting, 2);
});

test("a page that is opened stands where its address says", async () => {
  openPage("?data=d&recipe=f&k=2");
  serve();
  assert.equal(await arrive("f", 3), 2);
  assert.equal(state.view.setting, 2);
});

test("a result that comes after a newer one is not shown", async () => {
  openPage("?data=d");
  serve();
  const [older, newer] = await Promise.all([arrive("older", 9), arrive("newer", 9)]);
  assert.equal(older, NO_UPDATE);
  assert.notEqual(newer, NO_UPDATE);
  assert.equal(state.result.token, "newer");
});

test("names come after the charts, of the result that is shown", async () => {
  serve();
  await arrive("n");
  await rest();
  assert.deepEqual(state.names, [["A", "B"]]);
  assert.deepEqual(state.stories.sentences, [["a", "b"]]);
});

test("a refused chart is told and asked for once; the others are there", async () => {
  await rest();
  takeProps();
  const urls = serve({ refuse: "elbow" });
  await arrive("r");
  await frames.fetchFrames(["map", "elbow"]).catch(() => {});
  await rest();
  const toasts = takeProps().filter(([id]) => id === "shell-message-toast");
  assert.deepEqual(toasts.map(([, { children }]) => children), ["Not for this table."]);
  assert.equal(asked(urls, "frames").length, 2);
  assert.ok(state.frames[frames.keyOf("map")]);
  assert.equal(state.frames[frames.keyOf("elbow")], undefined);
});

test("a chart is asked for once in each of its options, and again once it is forgotten", async () => {
  openPage("?data=d");
  serve();
  await arrive("o");
  await rest();
  const urls = serve();
  assert.equal(await frames.fetchFrames(["map", "elbow"]), false);
  state.view.colour = "spend";
  const both = await Promise.all([frames.fetchFrames(["map"]), frames.fetchFrames(["map"])]);
  assert.deepEqual([both, urls.length], [[true, true], 1]);
  const options = JSON.parse(new URL(urls[0], "http://here").searchParams.get("options"));
  assert.deepEqual(options, { dimensions: 2, colour: "spend", bare: true });
  frames.forget("elbow", ["elbow"]);
  assert.equal(await frames.fetchFrames(["elbow"]), true);
  assert.equal(urls.length, 2);
});

test("a colour that this result does not have is put back", async () => {
  serve();
  await tessera.callbacks.load({ dataset: "d", token: "p" }, 3, null, "2", "gone", ["segment_map", "elbow"], MEMBERS);
  assert.ok(takeProps().some(([id, { value }]) => id === "segment-colour-select" && value === "segment"));
});

test("what a worker still writes on the cards arrives later, and of a result that is left never", async () => {
  openPage("?data=d");
  let writing = 1;
  let urls = serve({ isWriting: (url) => url.includes("=many") && writing-- > 0 });
  await arrive("many");
  await rest();
  assert.deepEqual([state.names, state.stories], [[["A", "B"]], null]);
  await new Promise((resolve) => setTimeout(resolve, 900));
  assert.deepEqual(state.stories.sentences, [["a", "b"]]);
  const askedOf = (token) => asked(urls, "cards").filter((url) => url.includes(`=${token}`));
  assert.deepEqual(askedOf("many").map((url) => url.includes("&job=j")), [false, true]);
  assert.ok(askedOf("many").every((url) => url.includes("&first=1")));

  urls = serve({ cards: { sentences: [["a", "b"], []], actions: [["", ""], []] } });
  await arrive("part");
  await rest();
  assert.deepEqual(askedOf("part").map((url) => url.includes("&first=1")), [true, false]);

  urls = serve({ isWriting: () => true });
  await arrive("left");
  await rest();
  serve();
  await arrive("newer");
  await new Promise((resolve) => setTimeout(resolve, 900));
  assert.equal(askedOf("left").length, 1);
});
