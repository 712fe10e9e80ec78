/* The row of cards on top of the Segment page: who the segments are at the setting that is looked at. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const NOISE_HELP = "In no segment: too far from any dense group of customers.";
  const WAITING = "Describing these customers …";
  const create = (...parts) => tessera.cards.createElement(...parts);

  /* What the card of a segment says at the current setting; sentence and action come after the first drawing. */
  function describe(segment) {
    const { summary, stories, position, indexOf, sizes } = tessera.state;
    const [at, index] = [position(), indexOf(segment)];
    const read = (part) => stories?.[part]?.[at]?.[index] || "";
    const [customers, share, money] = [sizes()[index], summary.shares[at][index], summary.money[at][index]];
    return { title: tessera.words.segmentTitle(segment), customers, share, money: money || "",
      earlier: read("earlier"), sentence: isAwaited(stories, at) ? WAITING : read("sentences"),
      action: read("actions") };
  }

  /* Whether sentences are still to come: all of them, or those of settings that are not looked at first. */
  const isAwaited = (stories, at) => !stories || (stories.sentences.length > 0 && !stories.sentences[at]?.length);

  /* Draws the cards anew; the one that had the focus keeps it. */
  function draw(region) {
    const { inOrder } = tessera.state;
    const focused = region.contains(document.activeElement) && document.activeElement.dataset.segment;
    region.replaceChildren(...inOrder().map(card), ...noiseCard());
    sayWithdrawn(document.getElementById("segment-names-text"));
    if (focused) region.querySelector(`.segment-row[data-segment="${focused}"]`)?.focus({ preventScroll: true });
  }

  /* Says which names of the user's no segment has at the current setting. */
  function sayWithdrawn(line) {
    const { stories, position } = tessera.state;
    const words = stories?.withdrawn?.[position()] || "";
    if (line.textContent !== words) line.textContent = words;
    line.hidden = !words;
  }

  function card(segment) {
    const { colours } = tessera.state.summary;
    const isSelected = tessera.state.selected() === segment;
    const { title, customers, share, money, earlier, sentence, action } = describe(segment);
    const body = create("div", "segment-card");
    body.style.setProperty("--segment", colours[(segment - 1) % colours.length]);
    body.append(row(segment, title, customers, share, isSelected));
    if (earlier) body.append(create("p", "segment-earlier", earlier));
    if (money) body.append(create("p", "segment-money", `${money} of revenue`));
    if (sentence) body.append(create("p", "segment-sentence", sentence));
    if (action) body.append(actionLine(action));
    if (isSelected) body.append(customersLink(customers));
    return body;
  }

  /* The part of a card that picks its segment. */
  function row(segment, title, customers, share, isSelected) {
    const button = create("button", "segment-row");
    button.type = "button";
    button.title = title;
    button.dataset.segment = segment;
    button.setAttribute("aria-pressed", String(isSelected));
    const { summary: { colours } } = tessera.state;
    return fillRow(button, colours[(segment - 1) % colours.length], title, customers, share);
  }

  function fillRow(button, colour, name, size, share) {
    const dot = create("span", "dot");
    dot.style.background = colour;
    button.append(dot, create("span", "segment-name", name),
      create("span", "segment-size", tessera.words.formatCount(size)), create("span", "segment-share", share));
    return button;
  }

  function actionLine(action) {
    const line = create("p", "segment-action");
    line.append(create("b", "", "Do: "), action);
    return line;
  }

  /* The customers who are in no segment, where there are any. */
  function noiseCard() {
    const { summary, position } = tessera.state;
    const noise = summary.noise[position()];
    if (!noise) return [];
    const body = create("div", "segment-card");
    const line = create("div", "segment-row noise-row");
    body.append(fillRow(line, summary.noise_colour, "Noise", noise.size, noise.share),
      create("p", "segment-sentence", NOISE_HELP));
    return [body];
  }

  /* The way to the table of the selected segment, which stands below the charts. */
  function customersLink(customers) {
    const link = create("button", "link-button show-customers",
      `List its ${tessera.words.formatCount(customers)} customers`);
    link.type = "button";
    return link;
  }

  tessera.segments = { draw, describe };
  if (typeof module !== "undefined") module.exports = tessera.segments;
})();
