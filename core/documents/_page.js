"use strict";
// Draws each chart in the colours of the reader's theme, and in the light ones on paper.
(() => {
  const themes = JSON.parse(document.getElementById("themes").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
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

  function draw(theme) {
    const values = Object.fromEntries(
      Object.entries(themes[theme]).map(([name, value]) => [`var(--ts-${name})`, value]),
    );
    for (const { place, data } of charts) {
      const { data: traces, layout } = coloured(data, values);
      Plotly.react(place, traces, layout, { responsive: true, displaylogo: false });
    }
  }

  const chosen = () => (dark.matches ? "dark" : "light");
  draw(chosen());
  dark.addEventListener("change", () => draw(chosen()));
  addEventListener("beforeprint", () => draw("light"));
  addEventListener("afterprint", () => draw(chosen()));
})();
