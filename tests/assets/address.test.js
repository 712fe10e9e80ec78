/* Addresses: what is looked at goes in and comes out again. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./page.js");
const [address] = load("segment/address.js");

const USUAL = { map: "segment_map", features: "heat_map" };
const VIEW = { setting: 4, dimensions: 2, colour: "segment", charts: { map: "segment_map", features: "heat_map" } };
const read = (search) => Object.fromEntries(new URLSearchParams(search));

test("the usual is not written", () => {
  assert.equal(address.withView("?data=d&recipe=r", VIEW, USUAL), "?data=d&recipe=r&k=4");
});

test("what is not usual is written, and goes when it is usual again", () => {
  const other = { setting: 0.35, dimensions: 3, colour: "Spend & more", charts: { map: "segment_map", features: "bars" } };
  const search = address.withView("?data=d&recipe=r&k=9", other, USUAL);
  assert.deepEqual(read(search),
    { data: "d", recipe: "r", k: "0.35", dimensions: "3", colour: "Spend & more", features: "bars" });
  assert.equal(address.settingOf(search), 0.35);
  assert.equal(address.withView(search, VIEW, USUAL), "?data=d&recipe=r&k=4");
});

test("a slot without choices leaves the address alone", () => {
  const view = { ...VIEW, charts: { ...VIEW.charts, blades: null } };
  assert.deepEqual(read(address.withView("?blades=x", view, USUAL)), { blades: "x", k: "4" });
});

test("another recipe takes the place of the one before, the rest stays", () => {
  const search = address.withResult("?data=d&recipe=r&k=4", { dataset: "d", token: "a+b/c=" });
  assert.deepEqual(read(search), { data: "d", recipe: "a+b/c=", k: "4" });
  assert.equal(address.recipeOf(search), "a+b/c=");
  assert.equal(address.withResult("", { dataset: "d", token: "r" }), "?data=d&recipe=r");
});

test("an address without a setting has none", () => {
  assert.equal(address.settingOf("?data=d"), 0);
  assert.equal(address.recipeOf(""), null);
});

test("a part of a result is asked for by its recipe, and by the setting that is looked at", () => {
  const result = { dataset: "d", token: "a+b" };
  assert.equal(address.liveUrl(result, "summary", {}, null), "/live/d/summary?recipe=a%2Bb");
  const url = address.liveUrl(result, "frames", { chart: "elbow", options: "{}" }, 4);
  assert.deepEqual(read(url.split("?")[1]), { recipe: "a+b", chart: "elbow", options: "{}", at: "4" });
});
