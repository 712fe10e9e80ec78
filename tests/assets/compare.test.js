/* The table of the Compare page: its order and its cells. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load } = require("./page.js");
const [functions] = load("compare/table.js");
const components = globalThis.dashAgGridComponentFunctions;
globalThis.React = { createElement: (kind, props, ...children) => ({ kind, props, children }) };

/* As the grid sorts: the comparator's sign is turned for a descending column. */
function sort(values, isDescending) {
  const sign = isDescending ? -1 : 1;
  return [...values].sort((first, second) => sign * functions.tesseraOrder(first, second, null, null, isDescending));
}

test("scores are in order and what is undefined comes last, both ways", () => {
  const values = [null, 0.5, undefined, -1, 0, 2].map((value) => value ?? null);
  assert.deepEqual(sort(values, false), [-1, 0, 0.5, 2, null, null]);
  assert.deepEqual(sort(values, true), [2, 0.5, 0, -1, null, null]);
  assert.ok(functions.tesseraOrder(null, undefined, null, null, false) === 0);
});

test("a method that failed says why across the whole row", () => {
  assert.equal(functions.tesseraSpan({ data: { problem: "Too many." } }), 99);
  assert.equal(functions.tesseraSpan({ data: {} }), 1);
  assert.equal(functions.tesseraSpan({}), 1);
});

test("a cell shows the text of its number, and whether it is the best", () => {
  const data = { texts: { silhouette: "0.41" }, best: ["silhouette"] };
  const cell = (field) => ({ data, colDef: { field } });
  assert.equal(functions.tesseraText(cell("silhouette")), "0.41");
  assert.equal(functions.tesseraText({ data: { best: [] }, colDef: { field: "dunn" } }), undefined);
  assert.deepEqual([functions.tesseraBest(cell("silhouette")), functions.tesseraBest(cell("dunn"))], [true, false]);
});

test("a row is adopted by its link, and says when it is", () => {
  const row = { method: "K-Means", setting: "4 segments" };
  const link = components.TesseraAdopt({ data: row, value: "/segment?k=4" });
  assert.deepEqual([link.props.href, link.props.className, link.props["aria-label"]],
    ["/segment?k=4", "adopt", "Use this: K-Means, 4 segments"]);
  assert.equal(link.children.at(-1), "Use this");
  const adopted = components.TesseraAdopt({ data: { ...row, adopted: true }, value: "/segment?k=4" });
  assert.deepEqual([adopted.props.className, adopted.children.at(-1)], ["adopt adopted", "In use"]);
  assert.equal(components.TesseraAdopt({ data: row, value: null }), null);
});
