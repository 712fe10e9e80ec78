/* The charts of the pages Segments and RFM, and their images to save. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const phone = window.matchMedia("(max-width: 760px)");
  let explanation = null;  // which one is shown: {dataset, token, setting, by}

  tessera.callbacks.drawExplanation = function (data) {
    if (!data) return tessera.cards.drawCards(null);
    explanation = data.of;
    return tessera.cards.drawCards((phone.matches && data.small) || data.figures);
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-told-image]");
    if (button) saveImage(button);
  });

  function saveImage(button) {
    const card = button.closest("[data-figure]");
    button.closest("details").open = false;
    const { setting, by = "" } = explanation;
    const choice = document.getElementById("profiles-importance-select");
    const options = {
      setting, figure: card.dataset.figure, format: button.dataset.toldImage, segment: choice ? choice.value : "", by,
      theme: tessera.theme.currentTheme(),
    };
    tessera.download.save(tessera.download.downloadUrl(explanation, "told", options), card);
  }
})();
