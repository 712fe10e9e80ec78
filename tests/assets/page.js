/* A page without a browser, for scripts under test: what they touch while they load, and what they tell Dash. */
"use strict";
const path = require("node:path");

const ASSETS = path.join(__dirname, "..", "..", "assets");
const NO_UPDATE = Symbol("no update");

/* As much of a document as the scripts ask for while they load; `dispatch` is for tests. */
function createDocument() {
  const listeners = {};
  return {
    documentElement: { dataset: {} },
    addEventListener: (kind, listener) => (listeners[kind] = listeners[kind] || []).push(listener),
    dispatch: (kind, event) => (listeners[kind] || []).forEach((listener) => listener(event)),
    getElementById: () => null,
    querySelector: () => null,
    querySelectorAll: () => [],
  };
}

/* Makes `target` look like a browser's window; `props` collects what the scripts set, in order. */
function install(target) {
  const props = [];
  const values = {
    window: target,
    document: createDocument(),
    location: { origin: "http://here", pathname: "/segment", search: "", href: "http://here/segment" },
    history: { state: null, replaceState: (_state, _title, url) => props.push(["address", url]) },
    localStorage: { getItem: () => null },
    matchMedia: () => ({ matches: false }),
    getComputedStyle: () => ({ getPropertyValue: (name) => ` colour of ${name}` }),
    dash_clientside: {
      no_update: NO_UPDATE,
      callback_context: {},
      set_props: (id, changes) => props.push([id, changes]),
    },
  };
  // Newer versions of Node have some of these of their own, which an assignment would not replace.
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
  }
  return props;
}

const props = install(globalThis);

/* What each of the scripts exports. */
function load(...names) {
  return names.map((name) => require(path.join(ASSETS, name)));
}

/* What was set since the last time this was asked. */
const takeProps = () => props.splice(0);

module.exports = { ASSETS, NO_UPDATE, install, load, takeProps };
