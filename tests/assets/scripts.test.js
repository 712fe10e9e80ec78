/* The scripts together: they load in any order, and none stands in another's place. */
"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const test = require("node:test");
const vm = require("node:vm");
const { ASSETS, install } = require("./page.js");

const folders = fs.readdirSync(ASSETS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const scripts = folders.flatMap(({ name }) => fs.readdirSync(path.join(ASSETS, name))
  .filter((file) => file.endsWith(".js")).map((file) => path.join(name, file))).sort();
const sources = new Map(scripts.map((name) => [name, fs.readFileSync(path.join(ASSETS, name), "utf8")]));

/* A window in which the scripts have run in this order, as classic scripts do. */
function run(order) {
  const page = vm.createContext({ console, setTimeout });
  install(page);
  for (const name of order) vm.runInContext(sources.get(name), page, { filename: name });
  return page;
}

/* The names of parts and callbacks once the scripts have run in this order. */
function namesAfter(order) {
  const page = run(order);
  const { callbacks, ...parts } = page.tessera;
  assert.equal(page.dash_clientside.tessera, callbacks);
  return { parts: Object.keys(parts).sort(), callbacks: Object.keys(callbacks).sort() };
}

test("there are scripts, none beside the folders", () => {
  assert.ok(scripts.length > 20);
  const beside = fs.readdirSync(ASSETS).filter((file) => file.endsWith(".js"));
  assert.deepEqual(beside, ["plotly-strict.min.js"]);
});

test("scripts load in any order and define the same", () => {
  const inOrder = namesAfter(scripts);
  assert.deepEqual(namesAfter([...scripts].reverse()), inOrder);
  for (const last of scripts) {
    assert.deepEqual(namesAfter([...scripts.filter((name) => name !== last), last]), inOrder);
  }
});

test("every part and every callback is defined once", () => {
  const all = [...sources.values()].join("\n");
  const definitions = [...all.matchAll(/^ {2}tessera\.((?:callbacks\.)?\w+) = /gm)].map(([, name]) => name);
  const { parts, callbacks } = namesAfter(scripts);
  assert.deepEqual(definitions.sort(), [...parts, ...callbacks.map((name) => `callbacks.${name}`)].sort());
});

/* What a script takes of other parts, as [part, member]: `tessera.part.member` or `{ member } = tessera.part;`. */
function usesOf(source) {
  const direct = [...source.matchAll(/\btessera\.(\w+)\.(\w+)/g)].map(([, part, member]) => [part, member]);
  const taken = [...source.matchAll(/\{([^{}=]*)\} = tessera\.(\w+);/g)].flatMap(([, members, part]) =>
    members.split(",").map((member) => [part, member.split(":")[0].trim()]));
  return [...direct, ...taken].filter(([part]) => part !== "callbacks");
}

test("scripts use only what there is", () => {
  const page = run(scripts);
  for (const [name, source] of sources) {
    for (const [, part] of source.matchAll(/\btessera\.(\w+)/g)) assert.ok(part in page.tessera, `${name}: ${part}`);
    for (const [part, member] of usesOf(source)) assert.ok(member in page.tessera[part], `${name}: ${part}.${member}`);
  }
  assert.ok([...sources.values()].flatMap(usesOf).length > 100);
});

test("nothing leaves the namespace", () => {
  const empty = run([]);
  const added = Object.keys(run(scripts)).filter((name) => !(name in empty));
  assert.deepEqual(added.sort(), ["dashAgGridComponentFunctions", "dashAgGridFunctions", "tessera"]);
});
