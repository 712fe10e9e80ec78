/* The words beside the charts: the setting, the recommendation, the scores. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const byId = (id) => document.getElementById(id);
  const create = (...parts) => tessera.cards.createElement(...parts);

  const formatCount = (count) => count.toLocaleString("en-US");
  const formatSetting = (setting) => formatCount(Number.isInteger(setting) ? setting : Number(setting.toPrecision(3)));

  /* A segment's number and name; names come after the first drawing. */
  const titleOf = (segment, name) => (name ? `${segment} ${name}` : `Segment ${segment}`);

  /* The name of a segment at the current setting, or at the one of another place on the slider. */
  function nameOf(segment, place = tessera.state.position()) {
    const { names, summary } = tessera.state;
    return names && names[place][summary.numbers[place].indexOf(segment)];
  }

  const segmentTitle = (segment) => titleOf(segment, nameOf(segment));

  function draw() {
    const { summary, view, position } = tessera.state;
    const setting = formatSetting(view.setting);
    byId("segment-setting-text").textContent = setting;
    byId("segment-setting-slider").setAttribute("aria-valuetext", setting);
    drawAdvice();
    byId("segment-scores-region").replaceChildren(...summary.scores[position()].map(scoreCard));
    tessera.verdict.draw();
    document.querySelectorAll(".feature-row").forEach((row) => {
      row.title = summary.steps[row.dataset.feature] || "";
    });
    tessera.segments.draw(byId("segment-sizes-list"));
  }

  /* What is recommended, why, and the way there where the slider stands elsewhere: it never moves by itself. */
  function drawAdvice() {
    const { summary: { recommendation: { setting, sentence, reasons } }, view } = tessera.state;
    byId("segment-advice-region").hidden = false;
    const words = byId("segment-suggestion-text");
    if (words.textContent !== sentence) words.textContent = sentence;
    byId("segment-why-list").replaceChildren(...reasons.map((reason) => create("li", "reason", reason)));
    const use = byId("segment-use-button");
    use.hidden = setting === view.setting;
    use.textContent = `Use ${formatSetting(setting)}`;
  }

  document.addEventListener("click", ({ target }) => {
    const { state } = tessera;
    if (target.id !== "segment-use-button" || !state.summary) return;
    const stop = state.stopOf(state.summary.recommendation.setting);
    tessera.dash.setProps("segment-setting-slider", { value: stop });
    byId("segment-setting-slider").focus();
  });

  function scoreCard({ title, value, word, help }) {
    const card = create("div", "score");
    card.append(create("span", "score-title", title), create("span", "score-value", value),
      create("span", "score-word", word), create("span", "score-help", help));
    return card;
  }

  tessera.words = { draw, formatCount, formatSetting, titleOf, nameOf, segmentTitle };
  if (typeof module !== "undefined") module.exports = tessera.words;
})();
