/* What the Segment page knows: the result that the charts are of, and how it is looked at. Every setting's
   figures and the points are in the browser, so that the slider only picks and regroups: nothing under
   segment/ fits, scores or decides. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const NOISE = 256;  // what charts number the customers by who are in no segment
  const NOISE_LABEL = 255;

  const state = {
    result: null,   // {dataset, token}: of which the rest of these is
    summary: null,  // what the server counts and says at each setting
    points: null,   // see points.js
    names: null,    // of each setting's segments, once they are there
    stories: null,  // a sentence and an action on each of them, likewise
    frames: {},     // figures at each setting, by the chart and its options
    requests: {},   // for frames, by the same
    // Setting of the slider, selected segment, dimensions and colour of the map, charts by their slot, theme.
    view: {},
    // The position at which the server numbers the segments of a new result.
    requestedSetting: null,
  };

  const position = () => Math.max(0, state.summary.settings.indexOf(state.view.setting));
  const numbers = () => state.summary.numbers[position()];
  const sizes = () => state.summary.sizes[position()];
  const inOrder = () => [...numbers()].sort((first, second) => first - second);

  /* Index of a segment's number at the current setting; -1 where there is none such. */
  const indexOf = (segment) => numbers().indexOf(segment);

  /* What the points of a segment are labelled with at the setting of index `at`. */
  const labelOf = (at, segment) => (segment === NOISE ? NOISE_LABEL : state.summary.numbers[at].indexOf(segment));

  /* The selected segment, where the current setting has it. */
  const selected = () => (indexOf(state.view.selected) < 0 ? null : state.view.selected);

  /* Where the slider stands at a setting, and back: it counts segments, or numbers the stops. */
  const stopOf = (setting) => state.summary.counts ? setting : state.summary.settings.indexOf(setting);
  const settingAt = (stop) => state.summary.counts ? stop : state.summary.settings[stop];

  const isComplete = () => Boolean(state.summary && state.summary.trust && state.summary.trust.complete);

  const selectors = { position, sizes, inOrder, indexOf, labelOf, selected, stopOf, settingAt, isComplete };
  tessera.state = Object.assign(state, selectors);
  if (typeof module !== "undefined") module.exports = tessera.state;
})();
