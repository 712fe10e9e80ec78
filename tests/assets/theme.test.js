/* Light and dark, and figures in their colours. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, NO_UPDATE } = require("./page.js");
const [theme, , { stepOf }] = load("shared/theme.js", "shared/dash.js", "shared/shell.js");
const { dataset } = document.documentElement;
const button = globalThis.tessera.callbacks.theme;

test("a page begins in the theme that the browser prefers", () => assert.equal(dataset.bsTheme, "light"));

test("the button switches, and the grid follows", () => {
  assert.equal(button(1, "light"), "dark");
  assert.deepEqual([dataset.bsTheme, dataset.agThemeMode], ["dark", "dark"]);
  assert.equal(button(2, "dark"), "light");
});

test("a theme that was kept is applied, and kept if it was not", () => {
  assert.equal(button(0, "dark"), NO_UPDATE);
  assert.equal(dataset.bsTheme, "dark");
  assert.equal(button(undefined, null), "light");
});

test("colours are those of the theme, asked for once in each", () => {
  assert.equal(theme.colour("--ts-text"), "colour of --ts-text");
  let asked = 0;
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => `${asked += 1}` });
  assert.equal(theme.colour("--ts-text"), "colour of --ts-text");
  dataset.bsTheme = "dark";
  assert.deepEqual([theme.colour("--ts-text"), theme.colour("--ts-text"), asked], ["1", "1", 1]);
});

test("a figure is copied in the theme's colours; numbers and meta are shared", () => {
  globalThis.getComputedStyle = () => ({ getPropertyValue: () => "#fff" });
  const numbers = [1, 2];
  const figure = { data: [{ x: numbers, meta: { note: "var(--ts-line)" }, marker: { color: "var(--ts-line)" } }],
    layout: { shapes: [], title: null, width: 4, names: ["var(--ts-line)", "a"] } };
  const before = structuredClone(figure);
  const painted = theme.paint(figure);
  assert.equal(painted.data[0].marker.color, "#fff");
  assert.deepEqual(painted.layout, { shapes: [], title: null, width: 4, names: ["#fff", "a"] });
  assert.equal(painted.data[0].x, numbers);
  assert.equal(painted.data[0].meta, figure.data[0].meta);
  assert.deepEqual(figure, before);
});

test("tags that charts do not use are drawn as they are written", () => {
  const { escapeTags } = theme;
  assert.equal(escapeTags("<b>a</b><br><span style='x'>c</span><extra></extra>"),
    "<b>a</b><br><span style='x'>c</span><extra></extra>");
  assert.equal(escapeTags("<a href='x'>y</a>"), "<\u2060a href='x'>y<\u2060/a>");
  assert.equal(escapeTags("<IMG src=x>"), "<\u2060IMG src=x>");
  assert.equal(escapeTags("spend < 5 and 3 <4"), "spend < 5 and 3 <4");
});

test("a page beside the steps marks the one that leads to it", () => {
  assert.deepEqual(["/rfm", "/act", "/"].map(stepOf), ["/profiles", "/act", "/"]);
});
