/* Figures of the Segment page, from the server's frames: points put in, a segment brought out. Every function
   gives a new figure or trace and leaves the one that it was given as it is. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const DIM = 0.12;
  const DIM_POINT = 0.06;

  // As in core/charts/named_segments.py, for the figures that are saved.
  const MENTION = /[Ss]egment\u00a0(\d+)/g;
  const SHORT_LETTERS = 18;  // of a name in a legend or beside a bar; the hover has all of it
  const LABELS = ["hovertemplate", "hovertext", "customdata", "node"];

  const metaOf = (trace) => trace.meta || {};

  /* `part` with all that equals `first` taken from it: plotly redraws what is another object. */
  function reuseParts(part, first) {
    if (JSON.stringify(part) === JSON.stringify(first)) return first;
    if (!part || !first || typeof part !== "object" || typeof part[0] === "number") return part;
    if (Array.isArray(part)) return part.map((inner, i) => reuseParts(inner, first[i]));
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, reuseParts(inner, first[key])]));
  }

  /* ---- names ---- */

  /* `part` with every mention of a segment as `write` gives it. */
  function replaceMentions(part, write) {
    if (typeof part === "string") return part.replace(MENTION, write);
    if (!part || typeof part !== "object" || ArrayBuffer.isView(part) || typeof part[0] === "number") return part;
    if (Array.isArray(part)) return part.map((inner) => replaceMentions(inner, write));
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, replaceMentions(inner, write)]));
  }

  const shorten = (text) => text.length <= SHORT_LETTERS ? text : `${text.slice(0, SHORT_LETTERS - 1).trimEnd()}…`;
  const shortenMention = (text, write) => text.search(MENTION) < 0 ? text : shorten(text.replace(MENTION, write));

  function nameTrace(trace, write) {
    const named = LABELS.filter((key) => key in trace).map((key) => [key, replaceMentions(trace[key], write)]);
    return { ...trace, ...Object.fromEntries(named), ...(trace.name && { name: shortenMention(trace.name, write) }) };
  }

  function nameTicks({ ticktext, ...axis }, write) {
    return ticktext ? { ...axis, ticktext: ticktext.map((text) => shortenMention(text, write)) } : axis;
  }

  /* A trace of several settings: each node's hover has the name at the setting of its place; `names` are short. */
  function nameNodes({ node, meta, ...trace }, writeAt) {
    const nameNode = (text, i) => text.replace(MENTION, writeAt(meta.places[i]));
    const names = node.label.map((number, i) => {
      const mention = `Segment\u00a0${number}`;
      const name = nameNode(mention, i);
      return name === mention ? number : shorten(name);
    });
    return { ...trace, meta: { ...meta, names }, node: { ...node, customdata: node.customdata.map(nameNode) } };
  }

  /* The figure with "3 Champions" for "Segment 3" in its labels, and “Champions” in its sentences; `nameOf` gives
     the name of a number, at the current setting or at another's place, or nothing. */
  function withNames({ data, layout }, nameOf) {
    const read = (number, place) => (nameOf(Number(number), place) || "").replaceAll("%{", "%\u2060{");
    const labelAt = (place) => (mention, number) =>
      read(number, place) ? `${number} ${read(number, place)}` : mention;
    const label = labelAt();
    const quote = (mention, number) => read(number) ? `“${read(number)}”` : mention;
    const { title, meta, annotations, yaxis } = layout;
    return {
      data: data.map((trace) => metaOf(trace).places ? nameNodes(trace, labelAt) : nameTrace(trace, label)),
      layout: { ...layout, ...(title && { title: replaceMentions(title, quote) }),
        ...(meta && { meta: replaceMentions(meta, quote) }),
        ...(annotations && { annotations: replaceMentions(annotations, label) }),
        ...(yaxis && { yaxis: nameTicks(yaxis, label) }) },
    };
  }

  /* A trace of the map with its points; `coordinates` gives [x, y, z, text] of a segment, or of all. */
  function withPoints(trace, coordinates) {
    const { points, segment } = metaOf(trace);
    if (!points) return trace;
    const [x, y, z, text] = coordinates(segment);
    return trace.type === "scatter3d" ? { ...trace, x, y, z, text } : { ...trace, x, y, text };
  }

  /* The current setting's marker as a disc over the curve: moving a trace would redraw the axes too. */
  function withDisc({ data, layout }) {
    const current = data.find((trace) => metaOf(trace).current);
    if (!current) return { data, layout };
    const { x: [xanchor], y: [yanchor], marker: { size, color: fillcolor } } = current;
    const [x0, x1] = [-size / 2, size / 2];
    const disc = { type: "circle", xsizemode: "pixel", ysizemode: "pixel", xanchor, yanchor, x0, x1, y0: x0, y1: x1,
      fillcolor, line: { width: 0 }, visible: yanchor !== null };
    return { data: data.filter((trace) => trace !== current), layout: addShape(layout, disc) };
  }

  const addShape = (layout, shape) => ({ ...layout, shapes: [...(layout.shapes || []), shape] });

  const isHeatMap = (trace) => trace.type === "heatmap";

  /* A heat map that fills the screen has room for its numbers. */
  const withNumbers = (trace) => isHeatMap(trace) ? { ...trace, texttemplate: "%{text}" } : trace;

  /* A flow chart that fills a wide screen has room for its names. */
  const withNodeNames = (trace) => metaOf(trace).names ? { ...trace, node: { ...trace.node, label: trace.meta.names } } : trace;

  function dim(trace) {
    const fill = trace.fillcolor && { fillcolor: trace.fillcolor + Math.round(255 * DIM).toString(16) };
    return { ...trace, opacity: DIM, ...fill };
  }

  /* The points at `places` stand out from a cloud of all customers, which is coloured by a feature. */
  const singleOut = (trace, places) => (
    { ...trace, selectedpoints: places, unselected: { marker: { opacity: DIM_POINT } } });

  /* The figure with one segment brought out; `places` are those of its points among all. */
  function highlight({ data, layout }, segment, places) {
    const change = (trace) => {
      const { segment: number, points } = metaOf(trace);
      if (!number) return points ? singleOut(trace, places) : trace;
      return number === segment ? trace : dim(trace);
    };
    return { data: data.map(change), layout };
  }

  /* A box around one column of a heat map. */
  function outlineColumn({ data, layout }, column, color) {
    if (!data.some(isHeatMap)) return { data, layout };
    const box = { type: "rect", xref: "x", yref: "paper", x0: column - 0.5, x1: column + 0.5, y0: 0, y1: 1,
      line: { color, width: 2 } };
    return { data, layout: addShape(layout, box) };
  }

  tessera.figures = { reuseParts, withNames, withPoints, withDisc, withNumbers, withNodeNames, highlight, outlineColumn };
  if (typeof module !== "undefined") module.exports = tessera.figures;
})();
