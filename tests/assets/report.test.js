/* The choices of the Report page, and whether its pages are of them. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, NO_UPDATE } = require("./page.js");
const [{ readChoices }] = load("report/choices.js", "shared/dash.js");
const { draftReport } = globalThis.tessera.callbacks;

const VALUES = ["2026-11-22", " Title ", ["verdict", "map"], "en", " eur ", "#123456", null];
const CHOICES = { date: "2026-11-22", title: "Title", sections: ["map", "verdict"], language: "en", currency: "EUR",
  accent: "#123456", logo: "" };
const RESULT = { dataset: "d", token: "t", setting: 4 };
const draft = (pages, isIdle, job = null, values = VALUES) => draftReport(...values, pages, isIdle, job, RESULT);

test("choices are written in one way, whatever was typed", () => {
  assert.deepEqual(readChoices(...VALUES), CHOICES);
  const empty = readChoices(null, null, null, "en", null, "#123456", undefined);
  assert.deepEqual([empty.date, empty.title, empty.sections, empty.currency, empty.logo], ["", "", [], "", ""]);
});

test("sections are sorted without changing what Dash holds", () => {
  draft(null, true);
  assert.deepEqual(VALUES[2], ["verdict", "map"]);
});

test("pages are current while they are of these choices", () => {
  assert.deepEqual(draft({ chosen: CHOICES }, true).slice(0, 3), [CHOICES, true, true]);
  assert.equal(draft({ chosen: { ...CHOICES, title: "Other" } }, true)[1], false);
  assert.equal(draft(null, true)[1], false);
});

test("while a job is at it, its choices count", () => {
  const older = { chosen: { ...CHOICES, title: "Other" } };
  assert.equal(draft(older, false, { chosen: CHOICES })[1], true);
  assert.equal(draft({ chosen: CHOICES }, false, older)[1], false);
  assert.equal(draft(null, false)[1], true);
});

test("a message goes with the next choice", () => {
  draft(null, true);
  assert.equal(draft(null, true)[3], NO_UPDATE);
  assert.equal(draft(null, true, null, ["2026-11-22", "Other", ...VALUES.slice(2)])[3], false);
});

test("the draft is there for the files to save", () => {
  draft(null, true);
  assert.deepEqual(globalThis.tessera.reportDraft, { choices: CHOICES, result: RESULT });
});
