/* The Segment page follows its result, its slider and its choices. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const FIRST = ["map", "features", "elbow", "silhouette", "blades"];  // charts that come with the result
  const REST_MS = 300;   // after the last change, until address and table follow
  const SLIDER = "segment-setting-slider";

  let latest = null;     // the result that is being fetched
  let page = null;       // the slider that the current result was shown with
  let drawnView = "";    // what was looked at when the charts were last drawn
  let timer = 0;
  let areStopsShown = false;  // the slider numbers stops, and does not count segments
  const keptSettings = new Map();  // where the slider stood, by data set and what it counts

  const sliderOnPage = () => document.getElementById(SLIDER);
  const whenIdle = window.requestIdleCallback || ((task) => setTimeout(task, 500));
  const reportError = (error) => tessera.requests.reportError(error);

  /* Takes over the choices as Dash gives them: `charts` in the order of the ids in `members`. */
  function readView(selected, dimensions, colour, charts, members) {
    const slots = Object.fromEntries(members.map(({ key }, i) => [key, charts[i]]));
    Object.assign(tessera.state.view, { selected, dimensions: Number(dimensions), colour, charts: slots });
  }

  /* ---- a new result ---- */

  /* Fetches the result, shows it, and gives the slider's place. */
  tessera.callbacks.load = async function (result, slider, ...choices) {
    const noUpdate = tessera.dash.noUpdate();
    if (!result) return noUpdate;
    readView(...choices);
    const content = (latest = { result, frames: {}, requests: {} });
    const addressSetting = tessera.address.settingOf(location.search);
    const setting = addressSetting || settingBefore(result);
    tessera.state.requestedSetting = setting;
    try {
      const refusal = await fetchContent(content);
      if (latest !== content) return noUpdate;
      takeOver(content, setting, Boolean(addressSetting));
      show(refusal);
    } catch (error) {
      reportError(error);
      return noUpdate;
    }
    const stop = tessera.state.stopOf(tessera.state.view.setting);
    return stop === Number(slider) ? noUpdate : stop;
  };

  /* The setting that is looked at, where another result of the same data set takes the place of one. */
  function settingBefore({ dataset }) {
    const { result, view } = tessera.state;
    return result && result.dataset === dataset && view.setting;
  }

  /* Fills `content`; why the first charts were refused, if they were. */
  async function fetchContent(content) {
    const { fetchPart, fetchFrames } = tessera.frames;
    const { result } = content;
    let refusal;
    const [summary, buffer] = await Promise.all([
      fetchPart(result, "summary", "json"), fetchPart(result, "points", "arrayBuffer"),
      fetchFrames(FIRST, content).catch((error) => { refusal = error; })]);
    Object.assign(content, { summary, points: tessera.points.unpack(buffer), names: null, stories: null });
    return refusal;
  }

  const countOf = ({ result, summary }) => `${result.dataset} ${summary.parameter}`;

  /* The new result stands where the one before did, if both count by the same, else where the slider stood when
     it last counted so; a page that was opened anew stands where its address says. */
  function takeOver(content, setting, isAsked) {
    const { state } = tessera;
    const { settings, chosen, parameter } = content.summary;
    const isNewPage = page !== sliderOnPage();
    page = sliderOnPage();
    const isAlike = (isAsked && isNewPage) || !state.summary || state.summary.parameter === parameter;
    if (state.summary) keptSettings.set(countOf(state), state.view.setting);
    const wished = isAlike ? setting : keptSettings.get(countOf(content));
    state.view.setting = settings.includes(wished) ? wished : chosen;
    Object.assign(state, content);
  }

  function show(refusal) {
    const { state, frames, charts } = tessera;
    if (!hasColour()) tessera.dash.setProps("segment-colour-select", { value: "segment" });
    else if (refusal) reportError(refusal);
    charts.watchCards();
    charts.draw();
    tessera.picking.refresh();
    fetchWords(state.result).catch((error) => {
      state.stories ??= { sentences: [], actions: [] };  // nothing is awaited any more
      charts.draw();
      reportError(error);
    });
    whenIdle(() => frames.fetchFrames(Object.keys(state.view.charts)).then(charts.draw).catch(reportError));
    tessera.verdict.fetchIfKnown(state.result);
    const { counts, settings } = state.summary;
    if (!counts) showStops(settings);
    else if (areStopsShown) showRange(settings[0], settings[settings.length - 1], settings);
    areStopsShown = !counts;
  }

  /* Whether the map's colour is one of this result; an address may name a feature that is not there. */
  function hasColour() {
    const { view: { colour }, summary: { features } } = tessera.state;
    return colour === "segment" || features.some(({ name }) => name === colour);
  }

  /* What the segments are called follows the first drawing, and then what is said of each: of very many customers
     a worker writes it, where the slider stands first. */
  async function fetchWords(result) {
    const { state, frames, jobs } = tessera;
    const isShown = () => state.result === result;
    for (const [part, kept, options] of [["names", "names"], ["cards", "stories", { first: 1 }], ["cards", "stories"]]) {
      if (state[kept] && isWhole(state[kept])) continue;
      const answer = await jobs.waitForAnswer(frames.urlOf(result, part, options), isShown);
      const words = answer && await answer.json();
      if (!words || !isShown()) return;
      state[kept] = words;
      tessera.charts.draw();
      tessera.picking.refresh();
    }
  }

  /* Whether the words are those of every setting. */
  const isWhole = ({ sentences = [] }) => sentences.every((ofSetting) => ofSetting.length > 0);

  /* The slider of a method whose stops depend on the table. */
  const showStops = (settings) => showRange(0, settings.length - 1, settings);

  /* Sets the slider's range too where a result by stops came in after another method had been chosen. */
  function showRange(min, max, settings) {
    const { formatSetting } = tessera.words;
    const label = (setting) =>
      ({ namespace: "dash_html_components", type: "Span", props: { children: formatSetting(setting) } });
    tessera.dash.setProps(SLIDER, { min, max, step: 1 });
    const ends = [settings[0], settings[settings.length - 1]];
    tessera.dash.setProps("segment-setting-ends", { children: ends.map(label) });
  }

  /* ---- the slider and the choices ---- */

  tessera.callbacks.look = function (stop, theme, ...choices) {
    const { state, frames, charts } = tessera;
    const noUpdate = tessera.dash.noUpdate();
    readView(...choices);
    state.view.theme = theme;
    if (!state.summary || page !== sliderOnPage()) return noUpdate;
    follow(state.settingAt(Number(stop)));
    frames.fetchFrames(Object.keys(state.view.charts)).then((isNew) => isNew && charts.draw()).catch(reportError);
    clearTimeout(timer);
    timer = setTimeout(settle, REST_MS);
    return noUpdate;
  };

  function settle() {
    tessera.address.keepView();
    tessera.picking.refresh();
  }

  /* Draws if the slider or anything else that is looked at has changed. */
  function follow(setting) {
    const { summary, view } = tessera.state;
    if (summary.settings.includes(setting)) view.setting = setting;
    const now = JSON.stringify(view);
    if (now === drawnView) return;
    drawnView = now;
    tessera.charts.draw();
  }

  /* The charts follow the slider at once; Dash hears of it meanwhile. */
  document.addEventListener("input", ({ target }) => {
    const { state } = tessera;
    if (target.id === SLIDER && state.summary) follow(state.settingAt(Number(target.value)));
  });
})();
