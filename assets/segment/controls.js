/* The controls beside the charts: ticks and weights of features, the drawer that they are in on a phone, and
   whether the charts are of the choices made there. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const DRAWER = "segment-controls-region";

  /* Ticks every feature, none, or all that tell of a customer; these need one scale for numbers and categories. */
  tessera.callbacks.tick = function (_all, _none, _every, usable, ticks, members) {
    const { triggered_id: button } = tessera.dash.callbackContext();
    if (button === "segment-usable-button") {
      return [members.map(({ key }) => usable.includes(key)), "minmax"];
    }
    return [ticks.map(() => button === "segment-all-button"), tessera.dash.noUpdate()];
  };

  /* [how many columns are used of those that tell of a customer, the button that takes all, whether there is none]. */
  tessera.callbacks.countFeatures = function (ticks, usable, members) {
    const isUsable = ({ key }) => (usable || []).includes(key);
    const telling = members.filter(isUsable).length;
    const used = members.filter((member, i) => ticks[i] && isUsable(member)).length;
    const words = telling ? `${used} of ${telling} columns are used. ` : "";
    return [words, `Use all ${telling}`, !telling || used === telling];
  };

  tessera.callbacks.weights = (values) => values.map(String);

  /* The charts follow a weight once it rests, the number beside it at once. */
  document.addEventListener("input", ({ target }) => {
    const row = target.matches(".weight-slider") && target.closest(".feature-row");
    if (row) row.querySelector(".weight-value").textContent = target.value;
  });

  /* ---- whether the charts are of the choices ---- */

  /* [whether there is nothing to say, what to say, class of the page beside the controls]; `isIdle` where no job is at it. */
  tessera.callbacks.markStale = function (isIdle, result, recipe) {
    const isBehind = !result || !recipe || result.token !== recipe.token;
    const words = result ? "The charts still show your earlier choices. Undo, or" : "There is no result yet.";
    return [!(isIdle && isBehind), words, `board-column${isBehind ? classOf(isIdle, result) : ""}`];
  };

  function classOf(isIdle, result) {
    if (result) return " behind-choices";
    return isIdle ? " empty-board" : "";
  }

  /* ---- the drawer ---- */

  tessera.callbacks.drawer = function (_clicks, className) {
    return className.includes("open") ? "controls" : "controls open";
  };

  const closeDrawer = () => tessera.dash.setProps(DRAWER, { className: "controls" });

  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && document.querySelector(".controls.open")) closeDrawer();
  });
  document.addEventListener("click", ({ target }) => {
    if (!target.closest(".show-customers")) return;
    closeDrawer();
    document.getElementById("segment-customers-card").scrollIntoView({ block: "end" });
  });
})();
