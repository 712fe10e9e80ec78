/* The table of the Compare page: its cells, its order, and the link that adopts a row. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const functions = (globalThis.dashAgGridFunctions ??= {});
  const components = (globalThis.dashAgGridComponentFunctions ??= {});
  const WHOLE_ROW = 99;

  functions.tesseraText = ({ data, colDef }) => ({ ...data.texts, ...data.business })[colDef.field];
  functions.tesseraBest = ({ data, colDef }) => data.best.includes(colDef.field);
  functions.tesseraSpan = ({ data }) => (data && data.problem ? WHOLE_ROW : 1);

  const isUndefined = (value) => value === null || value === undefined;

  /* By number; what is undefined comes last, whichever way the column is sorted. */
  functions.tesseraOrder = (first, second, _firstRow, _secondRow, isDescending) => {
    const gap = isUndefined(first) - isUndefined(second);
    if (gap || isUndefined(first)) return gap * (isDescending ? -1 : 1);
    return first - second;
  };

  /* ---- cells, for React ---- */

  const create = (...parts) => window.React.createElement(...parts);

  components.TesseraSetting = ({ data, value }) => data.problem
    ? create("span", { className: "cell-problem" }, value)
    : create("span", { className: "cell-lines" }, create("span", {}, value), create("small", {}, data.reasons));

  components.TesseraNames = ({ value }) => value && create("span", { className: "cell-names" }, value);

  components.TesseraSizes = ({ value }) => !value ? null : create(
    "span", { className: "size-bar", role: "img", "aria-label": `Sizes: ${value.words}`, title: value.words },
    value.parts.map(({ colour, share }, key) =>
      create("span", { key, style: { background: colour, width: `${100 * share}%` } })));

  components.TesseraAdopt = ({ data, value }) => {
    if (!value) return null;
    const name = `${data.method}, ${data.setting}`;
    const [className, title, word] = data.adopted
      ? ["adopt adopted", "Back to these segments", "In use"] : ["adopt", `Work with ${name}`, "Use this"];
    const icon = data.adopted && create("span", { className: "icon icon-check2" });
    return create("a", { href: value, tabIndex: -1, className, title, "aria-label": `${word}: ${name}` }, icon, word);
  };

  /* Within the page, unless another tab is wished for. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.adopt");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { pathname, search } = new URL(link.href);
    tessera.dash.go({ pathname, search });
  });

  if (typeof module !== "undefined") module.exports = functions;
})();
