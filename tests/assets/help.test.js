/* Help in its place: where a bubble stands, and whether the tour is offered. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./page.js");
const [help] = load("shared/help.js");
const WINDOW = { innerWidth: 390, innerHeight: 844 };

test("a bubble stands below its button, above where there is no room, and never beyond the edge", () => {
  const bubble = { width: 300, height: 80 };
  assert.deepEqual(help.placeOf({ left: 20, top: 100, bottom: 117 }, bubble, WINDOW), { left: "20px", top: "123px" });
  assert.deepEqual(help.placeOf({ left: 20, top: 800, bottom: 817 }, bubble, WINDOW), { left: "20px", top: "714px" });
  assert.equal(help.placeOf({ left: 370, top: 100, bottom: 117 }, bubble, WINDOW).left, "84px");
  assert.equal(help.placeOf({ left: -40, top: 100, bottom: 117 }, bubble, WINDOW).left, "6px");
});

test("the tour is for a person's first visit: not a machine's, not a second one, not where nothing can be kept", () => {
  const setNavigator = (webdriver) => Object.defineProperty(globalThis, "navigator", { value: { webdriver }, configurable: true });
  setNavigator(false);
  assert.equal(help.isFirstVisit(), true);
  globalThis.localStorage.getItem = () => "seen";
  assert.equal(help.isFirstVisit(), false);
  globalThis.localStorage.getItem = () => { throw new Error("refused"); };
  assert.equal(help.isFirstVisit(), false);
  globalThis.localStorage.getItem = () => null;
  setNavigator(true);
  assert.equal(help.isFirstVisit(), false);
});
