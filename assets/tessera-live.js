/* The Segment page in the browser: every setting's figures and the points are here, so that the
   slider only picks and regroups. Nothing in this file fits, scores or decides. */
(function () {
  "use strict";
  const ID = {
    slider: "segment-setting-slider", value: "segment-setting-text", list: "segment-sizes-list",
    ends: "segment-setting-ends", scores: "segment-scores-region", suggestion: "segment-suggestion-text", selected: "segment-selected-store",
    toast: "shell-message-toast", current: "shell-current-store", location: "shell-url-location",
    verdict: "segment-verdict-region", rested: "segment-rested-store", customers: "segment-customers-card", lasso: "segment-lasso-store", colour: "segment-colour-select",
  };
  const FIRST = ["map", "features", "elbow", "silhouette", "blades"];
  const FOLLOWING = ["map", "features", "elbow", "silhouette"];
  const DIMMED = 0.12;
  const NOISE = 256;  // what charts number the customers by who are in no segment
  const page = { frames: {}, asked: {}, looks: {}, seen: new Set(), stale: new Set(), drawn: {}, parts: {}, past: [], future: [],
    judging: { title: "", sentence: "", figures: "" } };
  const tessera = (window.dash_clientside = window.dash_clientside || {}).tessera =
    window.dash_clientside.tessera || {};
  const props = (id, values) => window.dash_clientside.set_props(id, values);
  const same = () => window.dash_clientside.no_update;
  const byId = (id) => document.getElementById(id);
  const graphId = (slot) => ({ family: "segment-chart-graph", key: slot });

  tessera.tell = (text) => props(ID.toast, { is_open: true, children: text });

  function address(kind, more, of = page.live) {
    const query = new URLSearchParams({ recipe: of.token, ...more });
    return `${kind}?${query}`;
  }
  /* The server numbers the segments of a new result at the stop that is looked at. */
  const live = (of, part, more) => address(`/live/${of.dataset}/${part}`, page.asks ? { ...more, at: page.asks } : more, of);

  /* An answer of the server that says why not; anything else that is thrown is a fault of ours. */
  class Refused extends Error {}
  function explain(error) {
    if (error.told) return;
    error.told = true;
    const sentence = error instanceof Refused && error.message;
    tessera.tell(sentence || "Something went wrong. Reload the page; nothing is lost.");
    if (!sentence) console.error(error);
  }

  async function get(url, kind) {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (!answer.ok) throw new Refused((await answer.json().catch(() => ({}))).error);
    return answer[kind]();
  }

  /* ---- what the server sends ---- */

  function unpack(buffer) {
    const size = new DataView(buffer).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
    const n = head.count;
    let at = 4 + size;
    const take = (Kind, count) => { const part = new Kind(buffer, at, count); at += part.byteLength; return part; };
    const axes = [take(Float32Array, n), take(Float32Array, n), take(Float32Array, n)];
    const rows = take(Uint32Array, n);
    const labels = head.settings.map(() => take(Uint8Array, n));
    return { n, axes, rows, labels, ids: head.ids, groups: new Map(), picked: new Map() };
  }

  /* The positions of a segment's points at one setting. */
  function placesOf(at, segment) {
    const label = segment === NOISE ? NOISE - 1 : page.summary.numbers[at].indexOf(segment);
    return grouped(at)[label] || [];
  }

  /* Those of each label, found once. */
  function grouped(at) {
    const { labels, groups } = page.points;
    if (!groups.has(at)) {
      const places = [];
      labels[at].forEach((label, i) => (places[label] = places[label] || []).push(i));
      groups.set(at, places);
    }
    return groups.get(at);
  }

  function optionsOf(slot) {
    return slot === "map" ? { dimensions: page.looks.dimensions, colour: page.looks.colour } : {};
  }
  const chartOf = (slot) => page.looks.charts[slot];
  const frameKey = (slot, chart = chartOf(slot)) => JSON.stringify([chart, optionsOf(slot)]);

  /* `part` with all that equals `first` taken from it: plotly redraws what is another object. */
  function shared(part, first) {
    if (JSON.stringify(part) === JSON.stringify(first)) return first;
    if (!part || !first || typeof part !== "object" || typeof part[0] === "number") return part;
    if (Array.isArray(part)) return part.map((inner, i) => shared(inner, first[i]));
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, shared(inner, first[key])]));
  }

  /* Whether there were any to fetch; each chart is asked for once, also where it is refused. */
  async function fetchFrames(slots, result = page) {
    const wanted = slots.filter((slot) => chartOf(slot) && !result.frames[frameKey(slot)]);
    await Promise.all(wanted.map((slot) => {
      const place = frameKey(slot);
      return (result.asked[place] = result.asked[place] || request(slot, place, result));
    }));
    return wanted.length > 0;
  }

  /* Kept with the result that it was asked of: a newer one may have taken its place on the page meanwhile. */
  async function request(slot, place, { live: of, frames: held }) {
    const name = chartOf(slot);
    const bare = slot === "map" ? { bare: true } : {};
    const options = JSON.stringify({ ...optionsOf(slot), ...bare });
    const frames = (await get(live(of, "frames", { chart: name, options }), "json"))[name];
    held[place] = frames.map((frame) => shared(frame, frames[0]));
  }

  /* ---- drawing ---- */

  /* Under a finger a drag scrolls the page; zoom and lasso are among the chart's buttons. */
  const touched = window.matchMedia("(hover: none)");

  const tokens = {};
  function token(name) {
    const theme = document.documentElement.dataset.bsTheme;
    const place = theme + name;
    tokens[place] = tokens[place] || getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    return tokens[place];
  }

  /* A copy with the theme's colours; arrays of numbers and `meta` are shared, not copied. */
  function themed(part) {
    if (typeof part === "string") return part.startsWith("var(--") ? token(part.slice(4, -1)) : unmarked(part);
    if (Array.isArray(part)) return typeof part[0] === "number" ? part : part.map(themed);
    if (part && typeof part === "object") {
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, key === "meta" ? value : themed(value)]));
    }
    return part;
  }
  tessera.themed = themed;

  /* Tags that charts do not use, such as a link in the name of a column, are drawn as they are written:
     see core.charts._theme. */
  const FOREIGN_TAG = /<(?=\/?(?!(?:b|br|span|extra)\b)[a-z])/gi;
  const unmarked = (text) => text.includes("<") ? text.replace(FOREIGN_TAG, "<\u2060") : text;

  /* x, y, z and ids of one segment's points at a setting, or of all; picked once. */
  function coordinates(at, segment) {
    const { axes, ids, picked } = page.points;
    if (!segment) return [...axes, ids];
    const key = `${at} ${segment}`;
    if (!picked.has(key)) {
      const places = placesOf(at, segment);
      picked.set(key, [...axes.map((axis) => Float32Array.from(places, (i) => axis[i])), places.map((i) => ids[i])]);
    }
    return picked.get(key);
  }

  function withPoints(trace, at) {
    if (!trace.meta || !trace.meta.points) return trace;
    const [x, y, z, text] = coordinates(at, trace.meta.segment);
    return trace.type === "scatter3d" ? { ...trace, x, y, z, text } : { ...trace, x, y, text };
  }

  /* The current setting's marker as a disc over the curve: moving a trace would redraw the axes too. */
  function withDisc({ data, layout }) {
    const current = data.find((trace) => trace.meta && trace.meta.current);
    if (!current) return { data, layout };
    const { x: [xanchor], y: [yanchor], marker: { size, color: fillcolor } } = current;
    const [x0, x1] = [-size / 2, size / 2];
    const disc = { type: "circle", xsizemode: "pixel", ysizemode: "pixel", xanchor, yanchor, x0, x1, y0: x0, y1: x1,
      fillcolor, line: { width: 0 }, visible: yanchor !== null };
    return { data: data.filter((trace) => trace !== current), layout: { ...layout, shapes: [...layout.shapes, disc] } };
  }

  /* A heat map that fills the screen has room for its numbers. */
  function withNumbers(trace, slot) {
    const roomy = trace.type === "heatmap" && byId(`segment-${slot}-card`).classList.contains("expanded");
    return roomy ? { ...trace, texttemplate: "%{text}" } : trace;
  }

  function dimmed(trace) {
    const fill = trace.fillcolor && { fillcolor: trace.fillcolor + Math.round(255 * DIMMED).toString(16) };
    return { ...trace, opacity: DIMMED, ...fill };
  }

  /* One cloud of all customers, coloured by a feature: those of the segment stay. */
  function singledOut(trace, segment) {
    const selectedpoints = placesOf(position(), segment);
    return { ...trace, selectedpoints, unselected: { marker: { opacity: 0.06 } } };
  }

  function highlighted(slot, figure, segment) {
    if (!segment) return figure;
    const data = figure.data.map((trace) => {
      const own = trace.meta && trace.meta.segment;
      if (!own && trace.meta && trace.meta.points) return singledOut(trace, segment);
      return own && own !== segment ? dimmed(trace) : trace;
    });
    const layout = { ...figure.layout };
    if (slot === "features" && figure.data.some((trace) => trace.type === "heatmap")) {
      const column = inOrder().indexOf(segment);
      const box = { type: "rect", xref: "x", yref: "paper", x0: column - 0.5, x1: column + 0.5, y0: 0, y1: 1,
        line: { color: token("--ts-text"), width: 2 } };
      layout.shapes = [...(layout.shapes || []), box];
    }
    return { data, layout };
  }

  function figureOf(slot) {
    const frames = page.frames[frameKey(slot)];
    if (!frames) return null;
    const at = frames.length > 1 ? position() : 0;
    const figure = withDisc(themed(frames[at]));
    const data = figure.data.map((trace) => slot === "map" ? withPoints(trace, at) : withNumbers(trace, slot));
    return highlighted(slot, { data, layout: figure.layout }, selected());
  }

  function drawSlot(slot) {
    const card = byId(`segment-${slot}-card`);
    if (!card || stands(slot, card)) return;
    const figure = figureOf(slot);
    if (!figure) return;
    const { title = {}, meta = {}, ...layout } = figure.layout;
    card.querySelector(".card-title").textContent = title.text || "";
    card.querySelector(".card-subtitle").textContent = (title.subtitle || {}).text || "";
    card.querySelector(".card-note").textContent = meta.note || "";
    const revision = `${page.live.token} ${frameKey(slot)}`;
    if (layout.dragmode === "pan" && touched.matches) layout.dragmode = false;
    const shown = { ...layout, uirevision: revision, autosize: true, modebar: modebar() };
    show(slot, card.querySelector(".js-plotly-plot"), { data: figure.data, layout: shown });
  }

  /* Whether the chart was last drawn from the very parts that there are now, which are kept for the next time. */
  function stands(slot, card) {
    const plot = card.querySelector(".js-plotly-plot");
    const looks = JSON.stringify([position(), selected(), document.documentElement.dataset.bsTheme, card.className]);
    const parts = [page.frames[frameKey(slot)], page.points, looks];
    const before = page.parts[slot];
    page.parts[slot] = parts;
    const same = before && parts.every((part, i) => part === before[i]);
    return same && plot && page.drawn[slot] && plot.data === page.drawn[slot].data;
  }

  /* A chart that stands as it was last drawn is redrawn without asking Dash. The figure that Dash
     holds is filled anew, not replaced, so that Dash never goes back to an earlier one. */
  function show(slot, plot, figure) {
    const held = page.drawn[slot];
    if (plot && held && plot.data === held.data) {
      Object.assign(held, figure);
      window.Plotly.react(plot, held.data, held.layout);
    } else {
      page.drawn[slot] = figure;
      props(graphId(slot), { figure });
    }
  }

  const modebar = () => (
    { bgcolor: "rgba(0,0,0,0)", color: token("--ts-muted"), activecolor: token("--ts-accent") });
  const sizes = () => page.summary.sizes[position()];
  /* Where the slider stands at a setting, and back: it counts segments, or numbers the stops. */
  const stopOf = (setting) => page.summary.counts ? setting : page.summary.settings.indexOf(setting);
  const settingAt = (stop) => page.summary.counts ? stop : page.summary.settings[stop];
  const inWords = (setting) => (Number.isInteger(setting) ? setting : Number(setting.toPrecision(3))).toLocaleString("en-US");

  /* Where the segment of a number stands at the current setting, from 0; -1 where there is none such. */
  const placeOf = (segment) => page.summary.numbers[position()].indexOf(segment);
  const inOrder = () => [...page.summary.numbers[position()]].sort((one, other) => one - other);
  /* The picked segment, where the current setting has it. */
  const selected = () => (placeOf(page.looks.selected) < 0 ? null : page.looks.selected);
  const position = () => Math.max(0, page.summary.settings.indexOf(page.looks.setting));
  const inView = (slot) => page.seen.has(slot) || !page.watcher;

  let waiting = 0;
  function draw() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      if (!page.summary || !byId(ID.slider)) return;
      page.stale = new Set(Object.keys(page.looks.charts));
      drawWords();
      drawVisible();
    });
  }

  /* What the eye is on while the slider moves, then the rest; the browser may paint in between. */
  function drawVisible() {
    drawStale(FOLLOWING);
    setTimeout(() => drawStale([...page.stale]));
  }

  function drawStale(slots) {
    for (const slot of slots) {
      if (!page.stale.has(slot) || !inView(slot)) continue;
      page.stale.delete(slot);
      drawSlot(slot);
    }
  }

  function watchCards() {
    if (page.watcher) page.watcher.disconnect();
    page.seen.clear();
    page.watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        page.seen[isIntersecting ? "add" : "delete"](target.dataset.slot);
      }
      drawVisible();
    }, { rootMargin: "150px" });
    document.querySelectorAll(".chart-card[data-slot]").forEach((card) => page.watcher.observe(card));
  }

  /* ---- words beside the charts ---- */

  function element(tag, className, text) {
    const made = document.createElement(tag);
    made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function drawWords() {
    const at = position();
    byId(ID.value).textContent = inWords(page.looks.setting);
    byId(ID.slider).setAttribute("aria-valuetext", inWords(page.looks.setting));
    byId(ID.suggestion).textContent = page.summary.suggestion;
    byId(ID.scores).replaceChildren(...page.summary.scores[at].map(scoreCard));
    drawVerdict(at);
    document.querySelectorAll(".feature-row").forEach((row) => {
      row.title = page.summary.steps[row.dataset.feature] || "";
    });
    byId(ID.list).replaceChildren(...inOrder().map(segmentRow), ...noiseRow(at), ...showMembers());
  }

  /* The way to the table of the selected segment, which stands below the charts. */
  function showMembers() {
    if (!selected()) return [];
    const size = sizes()[placeOf(selected())];
    const link = element("button", "link-button show-customers", `List its ${size.toLocaleString("en-US")} customers`);
    link.type = "button";
    return [link];
  }

  function showCustomers() {
    props("segment-controls-region", { className: "controls" });
    byId(ID.customers).scrollIntoView({ block: "start" });
  }

  /* ---- whether the segments are real ---- */

  function drawVerdict(at) {
    const box = byId(ID.verdict);
    const { trust } = page.summary;
    const verdict = trust ? trust.verdicts[at] : { kind: "", ...page.judging };
    box.hidden = !verdict.title;
    box.dataset.kind = verdict.kind;
    box.title = trust ? trust.notices.join(" ") : "";
    const words = element("span", "verdict-words");
    words.append(element("span", "verdict-sentence", verdict.sentence), element("span", "verdict-figures", verdict.figures));
    box.replaceChildren(element("span", "verdict-title", verdict.title), words);
  }

  /* Whoever is still choosing does not wait for a verdict: it is looked into once a result has stood. */
  const RESTED_MS = 2000;
  let resting = 0;
  tessera.rest = function (live) {
    clearTimeout(resting);
    page.judging = { title: "Are these segments real?", sentence: "This is looked into in a moment.", figures: "" };
    if (live) resting = setTimeout(() => { if (byId(ID.verdict)) props(ID.rested, { data: live }); }, RESTED_MS);
    return same();
  };

  const summaryComplete = () => Boolean(page.summary && page.summary.trust && page.summary.trust.complete);
  const isJudged = (of) => {
    const { done, token, dataset } = page.judged || {};
    return done && token === of.token && dataset === of.dataset;
  };

  /* What is known of the verdict's job; a verdict that has come is fetched with the charts behind it, and
     again once the slower ones of these are there. */
  tessera.judging = function (judging, judged) {
    page.judged = judged;
    const current = judged && page.live && judged.token === page.live.token && judged.dataset === page.live.dataset;
    const { done, known, problem, share } = judged || {};
    page.judging = problem ? { title: "No verdict", sentence: problem, figures: "" }
      : { ...page.judging, sentence: `Drawing the customers anew to find out (${Math.round(100 * (share || 0))} %).` };
    if (current && page.summary && !summaryComplete()) {
      if (done || known) fetchVerdict(page.live, Boolean(done));
      else drawVerdict(position());
    }
    return !judging || !judged || judged.token !== judging.token || Boolean(done || problem);
  };

  /* Each of the two once; a chart that was looked at too early is asked for again. */
  async function fetchVerdict(of, whole) {
    const stage = `${of.dataset} ${of.token} ${whole}`;
    if (page.verdict === stage) return;
    page.verdict = stage;
    try {
      const { trust, scores } = await get(live(of, "summary"), "json");
      if (page.live !== of) return;
      Object.assign(page.summary, { trust, scores });
      for (const { value } of document.querySelectorAll("#segment-verdict-card .card-chooser option")) {
        const place = frameKey("verdict", value);
        delete page.frames[place];
        delete page.asked[place];
      }
      await fetchFrames(["verdict"]);
      draw();
    } catch (error) {
      explain(error);
    }
  }

  function scoreCard(line) {
    const card = element("div", "score");
    card.title = line.help;
    card.append(element("span", "score-title", line.title), element("span", "score-value", line.value),
      element("span", "score-word", line.word));
    return card;
  }

  function segmentRow(segment) {
    const [at, place] = [position(), placeOf(segment)];
    const row = element("button", "segment-row");
    row.type = "button";
    row.dataset.segment = segment;
    row.setAttribute("aria-pressed", String(selected() === segment));
    const { colours } = page.summary;
    const colour = colours[(segment - 1) % colours.length];
    row.title = called(segment);
    return filledRow(row, colour, called(segment), sizes()[place], page.summary.shares[at][place]);
  }

  /* What the segments are called follows the first drawing. */
  async function fetchNames(of) {
    const names = await get(live(of, "names"), "json");
    if (page.live !== of) return;
    page.names = names;
    draw();
    refreshPick();
  }

  /* Its number and name. */
  function called(segment) {
    const name = page.names && page.names[position()][placeOf(segment)];
    return name ? `${segment} ${name}` : `Segment ${segment}`;
  }

  function filledRow(row, colour, name, size, share) {
    const dot = element("span", "dot");
    dot.style.background = colour;
    row.append(dot, element("span", "segment-name", name),
      element("span", "segment-size", size.toLocaleString("en-US")), element("span", "segment-share", share));
    return row;
  }

  /* The customers who are in no segment, where there are any. */
  function noiseRow(at) {
    const noise = page.summary.noise[at];
    if (!noise) return [];
    const row = element("div", "segment-row noise-row");
    row.title = "In no segment: too far from any dense group of customers.";
    return [filledRow(row, page.summary.noise_colour, "Noise", noise.size, noise.share)];
  }

  /* ---- callbacks ---- */

  function readLooks(selected, dimensions, colour, charts, members) {
    const slots = Object.fromEntries(members.map((member, i) => [member.key, charts[i]]));
    Object.assign(page.looks, { selected, dimensions: Number(dimensions), colour, charts: slots });
  }

  tessera.load = async function (data, slider, ...looks) {
    if (!data) return same();
    readLooks(...looks);
    const result = { live: data, frames: {}, asked: {} };
    page.loading = result;
    const asked = Number(new URLSearchParams(location.search).get("k"));
    const kept = asked || (page.live && page.live.dataset === data.dataset && page.looks.setting);
    page.asks = kept;
    let refused;
    try {
      const [summary, points] = await Promise.all([
        get(live(data, "summary"), "json"), get(live(data, "points"), "arrayBuffer"),
        fetchFrames(FIRST, result).catch((error) => { refused = error; })]);
      if (page.loading !== result) return same();
      const arrived = opened();
      const alike = (asked && arrived) || !page.summary || page.summary.parameter === summary.parameter;
      page.looks.setting = alike && summary.settings.includes(kept) ? kept : summary.chosen;
      Object.assign(page, result, { summary, points: unpack(points), names: null });
    } catch (error) {
      explain(error);
      return same();
    }
    if (!knownColour()) props(ID.colour, { value: "segment" });
    else if (refused) explain(refused);
    watchCards();
    draw();
    refreshPick();
    fetchNames(page.live).catch(explain);
    whenIdle(() => fetchFrames(Object.keys(page.looks.charts)).then(draw).catch(explain));
    if (!summaryComplete() && isJudged(data)) fetchVerdict(page.live, true);
    if (!page.summary.counts) showStops();
    const stop = stopOf(page.looks.setting);
    return stop === Number(slider) ? same() : stop;
  };

  /* The slider of a method whose stops depend on the table. */
  function showStops() {
    const { settings } = page.summary;
    const end = (setting) => ({ namespace: "dash_html_components", type: "Span", props: { children: inWords(setting) } });
    props(ID.slider, { min: 0, max: settings.length - 1, step: 1 });
    props(ID.ends, { children: [end(settings[0]), end(settings[settings.length - 1])] });
  }

  /* Whether the page has been opened anew since: then its address says what is looked at. */
  function opened() {
    const before = page.opened;
    page.opened = byId(ID.slider);
    return page.opened !== before;
  }

  const whenIdle = window.requestIdleCallback || ((todo) => setTimeout(todo, 500));

  /* Also where an address names a feature that is not there. */
  const knownColour = () =>
    page.looks.colour === "segment" || page.summary.features.some(({ name }) => name === page.looks.colour);

  let settled = 0;
  tessera.look = function (setting, theme, ...looks) {
    readLooks(...looks);
    page.looks.theme = theme;
    if (!page.summary || page.opened !== byId(ID.slider)) return same();
    follow(settingAt(Number(setting)));
    fetchFrames(Object.keys(page.looks.charts)).then((fetched) => fetched && draw()).catch(explain);
    clearTimeout(settled);
    settled = setTimeout(() => { keepLooks(); refreshPick(); }, 300);
    return same();
  };

  /* Draws if the slider or anything else that is looked at has changed. */
  function follow(setting) {
    if (page.summary.settings.includes(setting)) page.looks.setting = setting;
    const looks = JSON.stringify(page.looks);
    if (looks === page.followed) return;
    page.followed = looks;
    draw();
  }

  /* The charts follow the slider at once; Dash hears of it meanwhile. */
  document.addEventListener("input", (event) => {
    if (event.target.id === ID.slider && page.summary) follow(settingAt(Number(event.target.value)));
    const row = event.target.matches(".weight-slider") && event.target.closest(".feature-row");
    if (row) row.querySelector(".weight-value").textContent = event.target.value;
  });

  /* The address says what is looked at, as far as that is not the usual. */
  function keepLooks() {
    const query = new URLSearchParams(location.search);
    const { setting, dimensions, colour, charts } = page.looks;
    query.set("k", setting);
    const looks = { dimensions: [String(dimensions), "2"], colour: [colour, "segment"] };
    for (const [slot, chart] of Object.entries(charts)) {
      const usual = document.querySelector(`#segment-${slot}-card .card-chooser option:not([value=""])`);
      if (usual) looks[slot] = [chart, usual.value];
    }
    for (const [name, [value, usual]] of Object.entries(looks)) {
      if (value === usual) query.delete(name);
      else query.set(name, value);
    }
    history.replaceState(history.state, "", `${location.pathname}?${query}`);
    document.querySelectorAll(".rail-link").forEach(({ id, pathname }) => {
      if (!["/", location.pathname].includes(pathname)) props(id, { href: `${pathname}?${query}` });
    });
  }

  tessera.click = function (_clicks, selected) {
    const triggered = window.dash_clientside.callback_context.triggered[0];
    const point = triggered && triggered.value && triggered.value.points && triggered.value.points[0];
    if (!point) return same();
    const slot = JSON.parse(triggered.prop_id.split(".clickData")[0]).key;
    if (slot === "elbow" || slot === "silhouette") {
      const setting = chartOf(slot) === "k_distance" ? nearest(point.y) : point.x;
      if (page.summary.settings.includes(setting)) props(ID.slider, { value: stopOf(setting) });
      return same();
    }
    const segment = segmentOf(slot, point);
    return segment ? (segment === selected ? null : segment) : same();
  };

  const nearest = (value) => page.summary.settings.reduce(
    (best, setting) => Math.abs(setting - value) < Math.abs(best - value) ? setting : best);

  function segmentOf(slot, point) {
    const trace = page.drawn[slot].data[point.curveNumber] || {};
    const meta = trace.meta || {};
    if (meta.segment) return placeOf(meta.segment) < 0 ? 0 : meta.segment;
    if (meta.centres) return Number(trace.text[point.pointNumber]);
    if (trace.type === "heatmap" && slot === "features") return Number(point.x);
    return slot === "sizes" ? Number(String(point.y).replace(/\D/g, "")) : 0;
  }

  tessera.lasso = function (chosen, _segment) {
    const byLasso = window.dash_clientside.callback_context.triggered_id !== ID.selected;
    const circled = byLasso && chosen && chosen.points && chosen.points.length;
    page.pick = circled ? lassoed(chosen.points) : page.points && selected() ? {} : null;
    page.listed = page.pick && picked();
    return page.listed;
  };

  function lassoed(points) {
    const rows = points.map((point) => rowOf(point)).filter((row) => row !== undefined);
    tessera.tell(`${rows.length.toLocaleString("en-US")} customers chosen. They are listed below the charts.`);
    const drawn = page.points.n < page.summary.customers ? ` (of ${page.points.n.toLocaleString("en-US")} drawn)` : "";
    return { rows, count: rows.length, title: `Chosen on the map${drawn}` };
  }

  /* What the table below the charts lists: what was circled, or else the picked segment. */
  function picked() {
    const { dataset, token } = page.live;
    const segment = selected();
    const own = page.pick.rows ? page.pick : { segment, count: sizes()[placeOf(segment)], title: called(segment) };
    return { ...own, dataset, token, setting: page.looks.setting };
  }

  /* The table follows the slider and the choices, once they rest. */
  function refreshPick() {
    if (page.looks.selected && !selected()) return props(ID.selected, { data: null });
    if (!page.pick) return;
    if (!page.pick.rows && !selected()) {
      page.pick = null;
      return props(ID.lasso, { data: null });
    }
    const { token, setting, title } = page.listed;
    page.listed = picked();
    if (page.listed.token !== token || page.listed.setting !== setting || page.listed.title !== title) props(ID.lasso, { data: page.listed });
  }

  function rowOf(point) {
    const trace = page.drawn.map.data[point.curveNumber] || {};
    if (!trace.meta || !trace.meta.points) return undefined;
    const places = trace.meta.segment ? placesOf(position(), trace.meta.segment) : null;
    return page.points.rows[places ? places[point.pointNumber] : point.pointNumber];
  }

  /* ---- the address follows the recipe; undo goes back along it ---- */

  tessera.remember = function (data) {
    if (!data) return [true, true];
    if (page.dataset !== data.dataset) Object.assign(page, { past: [], future: [], dataset: data.dataset });
    const query = new URLSearchParams(location.search);
    Object.entries({ data: data.dataset, recipe: data.token }).forEach(([name, value]) => query.set(name, value));
    const search = `?${query}`;
    const shown = new URLSearchParams(location.search).get("recipe");
    props(ID.current, { data: `/segment?${new URLSearchParams({ data: data.dataset, recipe: data.token })}` });
    if (!shown) history.replaceState(history.state, "", `/segment${search}`);
    else if (shown !== data.token) {
      if (!page.stepping) { page.past.push(location.search); page.future = []; }
      go(search);
    }
    page.stepping = false;
    return [page.past.length === 0, page.future.length === 0];
  };

  /* With the whole address: dcc.Location would take its own, older one for what is wished. */
  const go = (search) => props(ID.location, { search, href: `${location.origin}${location.pathname}${search}` });

  function step(from, to) {
    const recipe = (search) => new URLSearchParams(search).get("recipe");
    let search = from.pop();
    while (search && recipe(search) === recipe(location.search)) search = from.pop();
    if (!search) return same();
    to.push(location.search);
    page.stepping = true;
    go(search);
    return same();
  }
  tessera.undo = () => step(page.past, page.future);
  tessera.redo = () => step(page.future, page.past);

  /* What the server said of a job, unless a newer one has taken its place meanwhile. */
  tessera.status = function (status, job) {
    if (!status || !job || status.job !== job.job) return Array(7).fill(same());
    const { live, going, share, step, error } = status;
    return [live || same(), !going, !going, share, step, error, Boolean(error)];
  };

  /* Whether the charts are of the choices beside them; what to say where they are not. */
  tessera.standing = function (idle, live, recipe) {
    const behind = !live || !recipe || live.token !== recipe.token;
    const words = live ? "The charts still show your earlier choices. Undo, or" : "There is no result yet.";
    const look = !behind ? "" : live ? " behind-choices" : idle ? " empty-board" : "";
    return [!(idle && behind), words, "board" + look];
  };

  tessera.tick = function (_all, _none, ticked) {
    const all = window.dash_clientside.callback_context.triggered_id === "segment-all-button";
    return ticked.map(() => all);
  };

  tessera.weights = (values) => values.map(String);

  tessera.drawer = function (_clicks, className) {
    return className.includes("open") ? "controls" : "controls open";
  };

  /* ---- clicks that Dash does not see ---- */

  document.addEventListener("click", (event) => {
    const row = event.target.closest(".segment-row");
    if (row) {
      const segment = Number(row.dataset.segment);
      props(ID.selected, { data: page.looks.selected === segment ? null : segment });
    }
    if (event.target.closest(".show-customers")) showCustomers();
    const chart = event.target.closest(".take-chart");
    if (chart) takeChart(chart);
    const file = event.target.closest("[data-take]");
    if (file) takeFile(file);
    const expand = event.target.closest(".expand-card");
    if (expand) toggleCard(expand.closest(".chart-card"));
    document.querySelectorAll("details.card-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target) || chart) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".chart-card.expanded").forEach(toggleCard);
    props("shell-notices-panel", { hidden: true });
    const drawer = document.querySelector(".controls.open");
    if (drawer) props("segment-controls-region", { className: "controls" });
  });

  function toggleCard(card) {
    const button = card.querySelector(".expand-card");
    button.dataset.fill = button.dataset.fill || button.title;
    button.title = card.classList.toggle("expanded") ? "Close" : button.dataset.fill;
    button.setAttribute("aria-label", button.title);
    drawSlot(card.dataset.slot);
    window.dispatchEvent(new Event("resize"));
  }

  function takeChart(button) {
    const slot = button.closest(".chart-card").dataset.slot;
    const theme = document.documentElement.dataset.bsTheme;
    const options = JSON.stringify(optionsOf(slot));
    const query = { chart: chartOf(slot), options, setting: page.looks.setting, format: button.dataset.format, theme };
    return save(address(`/take/${page.live.dataset}/chart`, query), button.closest(".chart-card"));
  }

  function takeFile(button) {
    const kind = button.dataset.take;
    const part = kind === "recipe" ? "recipe" : "table";
    const query = { setting: page.looks.setting, format: kind };
    return save(address(`/take/${page.live.dataset}/${part}`, query), button);
  }

  /* The answer to `url`, asked for again while a worker still writes the file; `heard` is told how far it is. */
  async function whole(url, heard, job) {
    const answer = await fetch(job ? `${url}&job=${job}` : url, { credentials: "same-origin" });
    if (!answer.ok) throw new Refused((await answer.json()).error);
    if (answer.status !== 202) return answer;
    const going = await answer.json();
    heard(going);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return whole(url, heard, going.job);
  }

  async function save(url, busy, heard = () => {}) {
    busy.classList.add("busy");
    busy.setAttribute("aria-busy", "true");
    try {
      const answer = await whole(url, heard);
      const name = decodeURIComponent((answer.headers.get("Content-Disposition") || "").split("''")[1] || "tessera");
      const link = element("a", "");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    } catch (error) {
      explain(error);
    } finally {
      busy.classList.remove("busy");
      busy.removeAttribute("aria-busy");
    }
  }
  tessera.save = save;
})();
