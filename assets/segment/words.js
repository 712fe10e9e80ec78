/* The words beside the charts: the setting, the recommendation, the scores, the list of segments. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const NOISE_HELP = "In no segment: too far from any dense group of customers.";
  const byId = (id) => document.getElementById(id);
  const create = (...parts) => tessera.cards.createElement(...parts);

  const formatCount = (count) => count.toLocaleString("en-US");
  const formatSetting = (setting) => formatCount(Number.isInteger(setting) ? setting : Number(setting.toPrecision(3)));

  /* A segment's number and name; names come after the first drawing. */
  const titleOf = (segment, name) => (name ? `${segment} ${name}` : `Segment ${segment}`);

  function segmentTitle(segment) {
    const { names, position, indexOf } = tessera.state;
    return titleOf(segment, names && names[position()][indexOf(segment)]);
  }

  function draw() {
    const { summary, view, position, inOrder } = tessera.state;
    const setting = formatSetting(view.setting);
    byId("segment-setting-text").textContent = setting;
    byId("segment-setting-slider").setAttribute("aria-valuetext", setting);
    drawAdvice();
    byId("segment-scores-region").replaceChildren(...summary.scores[position()].map(scoreCard));
    tessera.verdict.draw();
    document.querySelectorAll(".feature-row").forEach((row) => {
      row.title = summary.steps[row.dataset.feature] || "";
    });
    byId("segment-sizes-list").replaceChildren(...inOrder().map(segmentRow), ...noiseRow(), ...customersLink());
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
    card.title = help;
    card.append(create("span", "score-title", title), create("span", "score-value", value),
      create("span", "score-word", word));
    return card;
  }

  function segmentRow(segment) {
    const { summary: { colours, shares }, position, indexOf, selected, sizes } = tessera.state;
    const index = indexOf(segment);
    const row = create("button", "segment-row");
    row.type = "button";
    row.dataset.segment = segment;
    row.setAttribute("aria-pressed", String(selected() === segment));
    row.title = segmentTitle(segment);
    const colour = colours[(segment - 1) % colours.length];
    return fillRow(row, colour, row.title, sizes()[index], shares[position()][index]);
  }

  function fillRow(row, colour, name, size, share) {
    const dot = create("span", "dot");
    dot.style.background = colour;
    row.append(dot, create("span", "segment-name", name), create("span", "segment-size", formatCount(size)),
      create("span", "segment-share", share));
    return row;
  }

  /* The customers who are in no segment, where there are any. */
  function noiseRow() {
    const { summary, position } = tessera.state;
    const noise = summary.noise[position()];
    if (!noise) return [];
    const row = create("div", "segment-row noise-row");
    row.title = NOISE_HELP;
    return [fillRow(row, summary.noise_colour, "Noise", noise.size, noise.share)];
  }

  /* The way to the table of the selected segment, which stands below the charts. */
  function customersLink() {
    const { selected, sizes, indexOf } = tessera.state;
    if (!selected()) return [];
    const size = sizes()[indexOf(selected())];
    const link = create("button", "link-button show-customers", `List its ${formatCount(size)} customers`);
    link.type = "button";
    return [link];
  }

  tessera.words = { draw, formatCount, formatSetting, titleOf, segmentTitle };
  if (typeof module !== "undefined") module.exports = tessera.words;
})();
