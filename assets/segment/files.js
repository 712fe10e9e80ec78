/* Files to take along from the Segment page: charts as images, customers as tables, the recipe. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });

  document.addEventListener("click", ({ target }) => {
    const chart = target.closest(".take-chart");
    if (chart) saveChart(chart);
    const file = target.closest("[data-take]");
    if (file) saveFile(file);
    tessera.cards.closeMenus("details.card-menu", chart ? null : target);
  });

  function saveChart(button) {
    const { state, frames } = tessera;
    const card = button.closest(".chart-card");
    const { slot } = card.dataset;
    const options = { chart: frames.chartOf(slot), options: JSON.stringify(frames.optionsOf(slot)),
      format: button.dataset.format, theme: tessera.theme.currentTheme() };
    save("chart", options, card);
  }

  function saveFile(button) {
    const format = button.dataset.take;
    save(format === "recipe" ? "recipe" : "table", { format }, button);
  }

  /* As it is at the setting that is looked at. */
  function save(what, options, element) {
    const { result, view: { setting } } = tessera.state;
    const { downloadUrl, save: saveUrl } = tessera.download;
    saveUrl(downloadUrl(result, what, { ...options, setting }), element);
  }
})();
