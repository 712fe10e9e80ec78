/* Figures of every setting, asked from the server once for each chart. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });

  const chartOf = (slot) => tessera.state.view.charts[slot];

  function optionsOf(slot) {
    const { dimensions, colour } = tessera.state.view;
    return slot === "map" ? { dimensions, colour } : {};
  }

  /* By what a chart's frames are kept. */
  const keyOf = (slot, chart = chartOf(slot)) => JSON.stringify([chart, optionsOf(slot)]);

  /* Fetches what there is not yet of the charts in `slots`, and says whether there was any. Each is asked for
     once, also where it is refused. The frames stay with the result that they were asked of: a newer one may
     have taken its place on the page meanwhile. */
  async function fetchFrames(slots, of = tessera.state) {
    const missing = slots.filter((slot) => chartOf(slot) && !of.frames[keyOf(slot)]);
    await Promise.all(missing.map((slot) => {
      const key = keyOf(slot);
      return (of.requests[key] = of.requests[key] || fetchChart(slot, key, of));
    }));
    return missing.length > 0;
  }

  /* The map comes without its points, which are here already. */
  async function fetchChart(slot, key, { result, frames: store }) {
    const chart = chartOf(slot);
    const options = JSON.stringify({ ...optionsOf(slot), ...(slot === "map" && { bare: true }) });
    const frames = (await fetchPart(result, "frames", "json", { chart, options }))[chart];
    store[key] = frames.map((frame) => tessera.figures.reuseParts(frame, frames[0]));
  }

  /* One part of what a result's charts are drawn from, such as its "summary". */
  const fetchPart = (result, part, kind, options) => tessera.requests.fetchBody(urlOf(result, part, options), kind);

  const urlOf = (result, part, options = {}) =>
    tessera.address.liveUrl(result, part, options, tessera.state.requestedSetting);

  /* Frames of a slot's charts are asked for again when they are next looked at. */
  function forget(slot, charts) {
    for (const chart of charts) {
      const key = keyOf(slot, chart);
      delete tessera.state.frames[key];
      delete tessera.state.requests[key];
    }
  }

  tessera.frames = { chartOf, optionsOf, keyOf, fetchFrames, fetchPart, urlOf, forget };
  if (typeof module !== "undefined") module.exports = tessera.frames;
})();
