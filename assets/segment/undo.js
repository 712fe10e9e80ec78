/* Undo and redo: the page's address follows the recipe, and they go back and forth along its addresses. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const steps = { dataset: null, past: [], future: [], isStepping: false };

  /* The newest address in `from` with another recipe than that of `current`, which is laid on `to`;
     undefined where there is none. */
  function takeStep(from, to, current) {
    const { recipeOf } = tessera.address;
    let search = from.pop();
    while (search && recipeOf(search) === recipeOf(current)) search = from.pop();
    if (search) to.push(current);
    return search;
  }

  /* Keeps the address of the recipe before, goes to that of the new one and says whether undo and redo rest. */
  tessera.callbacks.followRecipe = function (recipe) {
    if (!recipe) return [true, true];
    if (steps.dataset !== recipe.dataset) Object.assign(steps, { past: [], future: [], dataset: recipe.dataset });
    const { recipeOf, withResult } = tessera.address;
    tessera.dash.setProps("shell-current-store", { data: `/segment${withResult("", recipe)}` });
    const search = withResult(location.search, recipe);
    const before = recipeOf(location.search);
    if (!before) history.replaceState(history.state, "", `/segment${search}`);
    else if (before !== recipe.token) leave(location.search, search);
    steps.isStepping = false;
    return [steps.past.length === 0, steps.future.length === 0];
  };

  /* A choice of one's own ends what could be done again. */
  function leave(current, search) {
    if (!steps.isStepping) {
      steps.past.push(current);
      steps.future = [];
    }
    tessera.dash.go({ search });
  }

  function step(from, to) {
    const search = takeStep(from, to, location.search);
    if (search) {
      steps.isStepping = true;
      tessera.dash.go({ search });
    }
    return tessera.dash.noUpdate();
  }
  tessera.callbacks.undo = () => step(steps.past, steps.future);
  tessera.callbacks.redo = () => step(steps.future, steps.past);

  if (typeof module !== "undefined") module.exports = { takeStep };
})();
