"use strict";
// Draws each chart in the colours of the reader's theme, and in the light ones on paper.
(() => {
  const PAPER = 660; // pixels between the margins of A4, with some to spare
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

  function draw(theme, size) {
    const values = Object.fromEntries(
      Object.entries(themes[theme]).map(([name, value]) => [`var(--ts-${name})`, value]),
    );
    for (const { place, data } of charts) {
      const { data: traces, layout } = coloured(data, values);
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
