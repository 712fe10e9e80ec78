/* Recipes that are chosen or dropped on the Data page. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, takeProps } = require("./page.js");
const [recipe, upload] = load("data/recipe.js", "shared/upload.js", "shared/dash.js", "data/upload.js");

const TEXT = '{"algorithm": "kmeans", "roles": {"a": "number"}}';
const file = (name, text, size = text.length) => ({ name, size, text: async () => text });
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

class FakeRequest {
  upload = {};
  open(_method, url) { FakeRequest.urls.push(url); }
  send() {}
  static urls = [];
}
globalThis.XMLHttpRequest = FakeRequest;

async function drop(dropped, search) {
  FakeRequest.urls = [];
  globalThis.location = { search };
  document.getElementById = () => ({ classList: { toggle: () => {} } });
  document.dispatch("drop", { preventDefault: () => {}, dataTransfer: { files: [dropped] } });
  await settle();
  return takeProps();
}

test("a recipe is told from a table that is JSON too", () => {
  assert.ok(recipe.isRecipe(TEXT));
  const others = ["", "[]", "null", "3", "{", '[{"algorithm": "kmeans", "roles": {}}]', '{"roles": {"a": "number"}}',
    '{"algorithm": "kmeans"}', '{"algorithm": 3, "roles": {}}', '{"algorithm": "kmeans", "roles": []}',
    '{"algorithm": "kmeans", "roles": null}'];
  assert.deepEqual(others.filter(recipe.isRecipe), []);
  assert.ok(recipe.couldBeRecipe({ name: "Recipe (1).JSON", size: 900 }));
  assert.ok(!recipe.couldBeRecipe({ name: "customers.csv", size: 900 }));
  assert.ok(!recipe.couldBeRecipe({ name: "customers.json", size: 9e8 }));
});

test("a recipe that is dropped is loaded for the open data set", async () => {
  const props = await drop(file("recipe.json", TEXT), "?data=d");
  const [id, { data: { name, text } }] = props.at(-1);
  assert.deepEqual([id, name, text], ["data-settings-store", "recipe.json", TEXT]);
  assert.deepEqual(FakeRequest.urls, []);
});

test("a recipe without a data set, and one that is too large, are refused in words", async () => {
  const [[, alone]] = await drop(file("recipe.json", TEXT), "");
  assert.match(alone.children, /Open the file of customers or purchases first/);
  globalThis.location = { search: "?data=d" };
  await recipe.load(file("recipe.json", TEXT, 9e6));
  assert.match(takeProps()[0][1].children, /too large for a recipe/);
});

test("customers in JSON are sent as before", async () => {
  await drop(file("customers.json", '[{"id": 1}]'), "?data=d");
  assert.deepEqual(FakeRequest.urls, ["/upload?name=customers.json"]);
  assert.ok(upload);
});
