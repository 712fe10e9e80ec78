/* Undo and redo go along the addresses of the recipes, as a person clicks through them. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, takeProps, NO_UPDATE } = require("./page.js");
const [, , { takeStep }] = load("shared/dash.js", "segment/address.js", "segment/undo.js");
const { followRecipe, undo, redo } = globalThis.tessera.callbacks;

/* Dash's part: the page goes where it is sent, and the recipe of its address comes back. */
function arrive() {
  const props = takeProps();
  const move = props.find(([id]) => id === "shell-url-location");
  const replaced = props.find(([id]) => id === "address");
  if (replaced) location.search = replaced[1].slice(replaced[1].indexOf("?"));
  if (!move) return undefined;
  location.search = move[1].search;
  return choose(recipe(), new URLSearchParams(location.search).get("data"));
}
const recipe = () => new URLSearchParams(location.search).get("recipe");

function choose(token, dataset = "d") {
  const buttons = followRecipe({ dataset, token });
  return arrive() || buttons;
}

function press(button) {
  assert.equal(button(), NO_UPDATE);
  return arrive();
}

test("there and back again", () => {
  location.search = "";
  assert.deepEqual(choose("a"), [true, true]);
  assert.equal(location.search, "?data=d&recipe=a");
  assert.deepEqual(choose("b"), [false, true]);
  assert.deepEqual(choose("c"), [false, true]);
  assert.deepEqual(press(undo), [false, false]);
  assert.equal(recipe(), "b");
  assert.deepEqual(press(undo), [true, false]);
  assert.equal(recipe(), "a");
  assert.equal(press(undo), undefined);
  press(redo);
  assert.deepEqual(press(redo), [false, true]);
  assert.equal(recipe(), "c");
  assert.equal(press(redo), undefined);
});

test("a choice of one's own ends what could be done again", () => {
  press(undo);
  assert.deepEqual(choose("x"), [false, true]);
  press(undo);
  assert.equal(recipe(), "b");
});

test("another data set begins anew", () => {
  location.search = "?data=other&recipe=m";
  assert.deepEqual(choose("m", "other"), [true, true]);
  assert.deepEqual(choose("n", "other"), [false, true]);
});

test("no recipe, nothing to undo", () => assert.deepEqual(followRecipe(null), [true, true]));

test("a step passes by addresses of the same recipe", () => {
  const [from, to] = [["?recipe=a", "?recipe=b&k=2", "?recipe=b&k=3"], []];
  assert.equal(takeStep(from, to, "?recipe=b&k=4"), "?recipe=a");
  assert.deepEqual([from, to], [[], ["?recipe=b&k=4"]]);
  assert.equal(takeStep([], to, "?recipe=a"), undefined);
  assert.deepEqual(to, ["?recipe=b&k=4"]);
});
