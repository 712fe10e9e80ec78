/* Cards with a chart: the words go around the figure. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, takeProps, NO_UPDATE } = require("./page.js");
let hasMouse = true;
globalThis.matchMedia = () => ({ get matches() { return !hasMouse; } });
const [cards, dash] = load("shared/cards.js", "shared/dash.js", "shared/theme.js");

/* A card whose parts hold their text. */
function createCard() {
  const parts = {};
  return { parts, querySelector: (selector) => (parts[selector] = parts[selector] || {}) };
}
const texts = ({ parts }) => Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.textContent]));

test("title, subtitle and note stand in the card, not in the drawing", () => {
  const card = createCard();
  const layout = { title: { text: "T", subtitle: { text: "S" } }, meta: { note: "N" }, height: 5 };
  const figure = cards.fillCard(card, { data: [1], layout });
  assert.deepEqual(texts(card), { ".card-title": "T", ".card-subtitle": "S", ".card-note": "N" });
  assert.deepEqual([figure.data, figure.layout.height, figure.layout.autosize], [[1], 5, true]);
  assert.ok(!("title" in figure.layout) && !("meta" in figure.layout));
});

test("a figure without words empties the card's", () => {
  const card = createCard();
  cards.fillCard(card, { data: [], layout: {} });
  assert.deepEqual(texts(card), { ".card-title": "", ".card-subtitle": "", ".card-note": "" });
});

test("under a finger a drag scrolls the page; other modes stay", () => {
  const dragmode = (mode) => cards.fillCard(createCard(), { data: [], layout: { dragmode: mode } }).layout.dragmode;
  assert.deepEqual(["pan", "select"].map(dragmode), ["pan", "select"]);
  hasMouse = false;
  assert.deepEqual(["pan", "select"].map(dragmode), [false, "select"]);
});

test("each graph gets its own figure, in the theme's colours; none before there are any", () => {
  globalThis.dash_clientside.callback_context = { outputs_list: [{ id: { key: "a" } }, { id: { key: "b" } }] };
  document.querySelector = createCard;
  const figure = (color) => ({ data: [{ line: { color } }], layout: {} });
  const drawn = cards.drawCards({ a: figure("var(--ts-text)"), b: figure("red") });
  assert.deepEqual(drawn.map(({ data }) => data[0].line.color), ["colour of --ts-text", "red"]);
  assert.deepEqual(cards.drawCards(null), [NO_UPDATE, NO_UPDATE]);
});

test("open menus close, but for the one that was clicked in", () => {
  const menus = [1, 2].map((name) => ({ open: true, contains: (target) => target === name }));
  document.querySelectorAll = () => menus;
  cards.closeMenus("details.note", 2);
  assert.deepEqual(menus.map(({ open }) => open), [false, true]);
});

test("within the page one goes by the whole address", () => {
  dash.go({ search: "?k=4" });
  dash.go({ pathname: "/act", search: "" });
  assert.deepEqual(takeProps(), [["shell-url-location", { search: "?k=4", href: "http://here/segment?k=4" }],
    ["shell-url-location", { pathname: "/act", search: "", href: "http://here/act" }]]);
});
