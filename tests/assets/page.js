/* A page without a browser, for scripts under test: what they touch while they load, and what they tell Dash. */
"use strict";
const path = require("node:path");

const ASSETS = path.join(__dirname, "..", "..", "assets");
const NO_UPDATE = Symbol("no update");

/* A style declaration, storage and events are as a browser has them, as far as the scripts ask for them. */
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
  Object.assign(target, {
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
      set_props: (id, values) => props.push([id, values]),
    },
  });
  return props;
}

const props = install(globalThis);

/* What each of the scripts exports; with a clean record. */
function load(...names) {
  return names.map((name) => require(path.join(ASSETS, name)));
}

/* What was set since the last time this was asked. */
const takeProps = () => props.splice(0);

module.exports = { ASSETS, NO_UPDATE, install, load, takeProps };
