/* Files to save: asked for, waited for while a worker writes them, handed to the browser; and what is said if not. */
"use strict";
const assert = require("node:assert/strict");
const test = require("node:test");
const { load, takeProps, NO_UPDATE } = require("./page.js");
const [download, jobs, requests] = load("shared/download.js", "shared/jobs.js", "shared/requests.js", "shared/dash.js");

const TOAST = "shell-message-toast";
const json = (body, status = 200) => new Response(JSON.stringify(body), { status });
const atWork = (progress) => json({ job: "j1", share: 0, step: "", ...progress }, 202);

/* A server that gives these answers, one after the other; its `urls` are those that were asked. */
function serve(...answers) {
  const urls = [];
  globalThis.fetch = async (url) => { urls.push(url); return answers.shift(); };
  return urls;
}

/* Time without waiting; gives the pauses that were asked for. */
function skipPauses() {
  const pauses = [];
  globalThis.setTimeout = (task, pause) => { pauses.push(pause); if (pause < 1000) queueMicrotask(task); };
  return pauses;
}

/* An element that can be busy, and the links that were clicked. */
function createPage() {
  const marks = new Set();
  const element = {
    marks,
    classList: { toggle: (name, on) => (on ? marks.add(name) : marks.delete(name)) },
    setAttribute: (name) => marks.add(name), removeAttribute: (name) => marks.delete(name),
  };
  const links = [];
  document.createElement = () => ({ click() { links.push(`${this.download} from ${this.href}`); } });
  URL.createObjectURL = (blob) => `blob of ${blob.size}`;
  return { element, links };
}

test("the name of a file is the one in the header, whatever letters it has", () => {
  assert.equal(download.fileName("attachment; filename*=UTF-8''K%C3%BCche%20%E2%82%AC.csv"), "Küche €.csv");
  assert.equal(download.fileName(null), "tessera");
  assert.equal(download.fileName("inline"), "tessera");
});

test("an address says the recipe and the rest", () => {
  const url = download.downloadUrl({ dataset: "d", token: "a+b=" }, "chart", { setting: 4, options: '{"a":"b&c"}' });
  const [path, query] = url.split("?");
  assert.equal(path, "/take/d/chart");
  assert.deepEqual(Object.fromEntries(new URLSearchParams(query)), { recipe: "a+b=", setting: "4", options: '{"a":"b&c"}' });
});

test("a file is saved under its name, and its button is busy meanwhile", async () => {
  skipPauses();
  const { element, links } = createPage();
  const answer = new Response("12345", { headers: { "Content-Disposition": "attachment; filename*=UTF-8''customers.csv" } });
  serve(answer);
  const saving = download.save("/take/d/table?format=csv", element);
  assert.deepEqual([...element.marks], ["busy", "aria-busy"]);
  await saving;
  assert.deepEqual(links, ["customers.csv from blob of 5"]);
  assert.deepEqual([...element.marks], []);
  assert.deepEqual(takeProps(), []);
});

test("a file that is still written is asked for again by its job, and how far it is is told", async () => {
  const pauses = skipPauses();
  const urls = serve(atWork({ share: 0, step: "Drawing" }), atWork({ share: 0.5, step: "Writing" }), new Response("done"));
  const reports = [];
  const answer = await jobs.waitForAnswer("/take/d/report?format=pdf", (progress) => reports.push(progress));
  assert.equal(await answer.text(), "done");
  assert.deepEqual(urls, ["/take/d/report?format=pdf", ...Array(2).fill("/take/d/report?format=pdf&job=j1")]);
  assert.deepEqual(reports.map(({ share, step }) => [share, step]), [[0, "Drawing"], [0.5, "Writing"]]);
  assert.deepEqual(pauses, [300, 300]);
});

test("a job that fails ends the wait with its sentence", async () => {
  skipPauses();
  const { element, links } = createPage();
  serve(atWork(), json({ error: "This could not be made. Please try again." }, 400));
  await download.save("/take/d/report?format=pdf", element);
  assert.deepEqual(links, []);
  assert.deepEqual([...element.marks], []);
  assert.deepEqual(takeProps(), [[TOAST, { is_open: true, children: "This could not be made. Please try again." }]]);
});

test("a refusal without a sentence, and a fault, are told in our own words", async (context) => {
  context.mock.method(console, "error", () => {});
  skipPauses();
  for (const answer of [new Response("<html>", { status: 502 }), undefined]) {
    serve(answer);
    await download.save("/take/d/chart?format=png", createPage().element);
    const [[id, { children }]] = takeProps();
    assert.equal(id, TOAST);
    assert.match(children, /^Something went wrong/);
  }
  assert.equal(console.error.mock.callCount(), 2);
});

test("an error is told once, however many wait for the same answer", () => {
  const refusal = new requests.Refusal("Too wide.");
  requests.reportError(refusal);
  requests.reportError(refusal);
  assert.deepEqual(takeProps(), [[TOAST, { is_open: true, children: "Too wide." }]]);
});

test("a link with data-save is saved, not followed", async () => {
  skipPauses();
  const { element, links } = createPage();
  const urls = serve(new Response("x"));
  let isPrevented = false;
  const link = Object.assign(element, { href: "/take/d/playbook?name=retail" });
  document.dispatch("click", { target: { closest: () => link }, preventDefault: () => { isPrevented = true; } });
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(isPrevented);
  assert.deepEqual([urls, links], [["/take/d/playbook?name=retail"], ["tessera from blob of 1"]]);
});

test("what a page shows of a job", () => {
  const { status } = globalThis.tessera.callbacks;
  const base = { job: "j1", live: null, going: true, share: 40, step: "Clustering", error: "" };
  assert.deepEqual(status(base, { job: "j1" }), [NO_UPDATE, false, false, 40, "Clustering", "", false]);
  const result = { dataset: "d", token: "t" };
  assert.deepEqual(status({ ...base, live: result, going: false }, { job: "j1" }).slice(0, 3), [result, true, true]);
  assert.deepEqual(status({ ...base, going: false, error: "Too few." }, { job: "j1" }).slice(5), ["Too few.", true]);
});

test("an older job changes nothing", () => {
  const { status } = globalThis.tessera.callbacks;
  for (const pair of [[{ job: "j1" }, { job: "j2" }], [null, { job: "j2" }], [{ job: "j1" }, null]]) {
    assert.deepEqual(status(...pair), Array(7).fill(NO_UPDATE));
  }
});
