/* The keyboard in every grid: Tab enters and leaves it, arrows move in it, Enter follows a cell's link. */
(function () {
  "use strict";
  const functions = (globalThis.dashAgGridFunctions ??= {});

  /* Left to the browser, which finds the next control behind the grid. */
  functions.tesseraLeaveGrid = () => false;

  /* A link in a cell is out of Tab's way. */
  document.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Enter" || !target.classList || !target.classList.contains("ag-cell")) return;
    const link = target.querySelector("a[href]");
    if (link) link.click();
  });

  if (typeof module !== "undefined") module.exports = functions;
})();
