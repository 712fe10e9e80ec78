/* The Data page: a recipe that was saved from the Segment page is read, for the data set that is open. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const MOST_BYTES = 1 << 18;  // the server refuses more
  const TOO_LARGE = "This file is too large for a recipe. Choose the recipe.json that the Segment page saved.";
  const NO_DATA = "This is a recipe. Open the file of customers or purchases first, then load the recipe.";

  const openDataset = () => new URLSearchParams(location.search).get("data");
  const refuse = (children) => tessera.dash.setProps("data-error-alert", { children, is_open: true });

  /* Whether a text is a recipe's, and not a table of customers that is JSON too. */
  function isRecipe(text) {
    try {
      const { algorithm, roles } = JSON.parse(text);
      return typeof algorithm === "string" && Boolean(roles) && typeof roles === "object" && !Array.isArray(roles);
    } catch {
      return false;
    }
  }

  /* Whether a file has a recipe's ending and size. */
  const couldBeRecipe = ({ name, size }) => /\.json$/i.test(name) && size <= MOST_BYTES;

  async function load(file) {
    if (!openDataset()) return refuse(NO_DATA);
    if (file.size > MOST_BYTES) return refuse(TOO_LARGE);
    tessera.dash.setProps("data-error-alert", { is_open: false });
    const data = { name: file.name, text: await file.text(), at: Date.now() };
    return tessera.dash.setProps("data-settings-store", { data });
  }

  document.addEventListener("click", ({ target }) => {
    if (target.closest("#data-recipe-button")) tessera.upload.chooseFile(".json", load);
  });

  tessera.recipe = { couldBeRecipe, isRecipe, load };
  if (typeof module !== "undefined") module.exports = tessera.recipe;
})();
