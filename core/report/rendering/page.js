"use strict";
// Draws each chart in the colours of the reader's theme, and in the light ones on paper.
(() => {
  const PAPER = 660; // pixels between the margins of A4, with some to spare
  const ROOMY = 500; // pixels, below which large letters and the room for them shrink
  const LEAST_LETTERS = 11;
  const themes = JSON.parse(document.getElementById("themes").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  // A finger scrolls the page, a chart has no tools that would cover it.
  const touched = matchMedia("(pointer: coarse)").matches;
  const options = { responsive: true, displaylogo: false, ...(touched && { displayModeBar: false }) };
  const charts = [...document.querySelectorAll("figure")].map((figure) => ({
    place: figure.querySelector(".chart"),
    data: JSON.parse(figure.querySelector(".chart-data").textContent),
  }));

  function coloured(part, values) {
    if (typeof part === "string") return values[part] ?? part;
    if (Array.isArray(part)) return part.map((inner) => coloured(inner, values));
    if (part === null || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, coloured(inner, values)]));
  }

  function narrowed(part, factor, key = "") {
    if (Array.isArray(part)) return part.map((inner) => narrowed(inner, factor));
    if (part === null || typeof part !== "object") return part;
    const { size, r } = part;
    const changed = { ...part };
    if (/font$/i.test(key) && size) changed.size = Math.max(Math.min(size, LEAST_LETTERS), size * factor);
    if (key === "margin") changed.r = r * factor;
    const entries = Object.entries(changed);
    return Object.fromEntries(entries.map(([name, inner]) => [name, narrowed(inner, factor, name)]));
  }

  function draw(theme, size) {
    const values = Object.fromEntries(
      Object.entries(themes[theme]).map(([name, value]) => [`var(--ts-${name})`, value]),
    );
    for (const { place, data } of charts) {
      const factor = Math.min(1, place.clientWidth / ROOMY);
      const { data: traces, layout } = narrowed(coloured(data, values), factor);
      const finger = touched ? { dragmode: false } : {};
      Plotly.react(place, traces, { ...layout, ...finger, ...size(place) }, options);
    }
  }

  function onPaper(place) {
    const [across, down] = place.style.aspectRatio.split("/");
    return { autosize: false, width: PAPER, height: (PAPER * down) / across };
  }

  const onScreen = () => draw(dark.matches ? "dark" : "light", () => ({}));
  onScreen();
  dark.addEventListener("change", onScreen);
  addEventListener("beforeprint", () => draw("light", onPaper));
  addEventListener("afterprint", onScreen);
})();
