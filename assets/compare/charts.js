/* The charts of the Compare page, and the files to take along from it. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  let comparison = null;  // which one is shown: {dataset, token, setting, methods}

  tessera.callbacks.drawComparison = function (data) {
    if (data) comparison = data.of;
    return tessera.cards.drawCards(data && data.figures);
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-compared-table], [data-compared-image]");
    if (!button || !comparison) return;
    const { comparedTable, comparedImage } = button.dataset;
    if (comparedTable) save("comparison", { format: comparedTable }, button);
    else saveImage(button, comparedImage);
  });

  function saveImage(button, format) {
    const card = button.closest("[data-figure]");
    button.closest("details").open = false;
    save("compared", { format, figure: card.dataset.figure, theme: tessera.theme.currentTheme() }, card);
  }

  function save(what, options, element) {
    const { setting, methods } = comparison;
    const query = { setting, methods: methods.join(","), ...options };
    tessera.download.save(tessera.download.downloadUrl(comparison, what, query), element);
  }
})();
