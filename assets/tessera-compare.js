/* The Compare page in the browser: cells of the table, charts in the theme's colours, files to save. */
(function () {
  "use strict";
  const tessera = (window.dash_clientside = window.dash_clientside || {}).tessera =
    window.dash_clientside.tessera || {};
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const same = () => window.dash_clientside.no_update;
  const make = (...parts) => window.React.createElement(...parts);
  const WHOLE_ROW = 99;
  const MODEBAR = { bgcolor: "rgba(0,0,0,0)", color: "var(--ts-muted)", activecolor: "var(--ts-accent)" };
  const touched = window.matchMedia("(hover: none)");
  let shown = null;

  /* ---- the table ---- */

  functions.tesseraText = ({ data, colDef }) => (data.texts || {})[colDef.field];
  functions.tesseraBest = ({ data, colDef }) => data.best.includes(colDef.field);
  functions.tesseraSpan = ({ data }) => (data && data.problem ? WHOLE_ROW : 1);

  /* What is undefined comes last, whichever way the column is sorted. */
  functions.tesseraKnown = (one, other, _row, _otherRow, descending) => {
    const [unknown, alsoUnknown] = [one, other].map((value) => value === null || value === undefined);
    if (unknown || alsoUnknown) return (unknown - alsoUnknown) * (descending ? -1 : 1);
    return one - other;
  };

  cells.TesseraSetting = ({ data, value }) => data.problem
    ? make("span", { className: "cell-problem" }, value)
    : make("span", { className: "cell-lines" }, make("span", {}, value), make("small", {}, data.reasons));

  cells.TesseraSizes = ({ value }) => !value ? null : make(
    "span", { className: "size-bar", role: "img", "aria-label": `Sizes: ${value.words}`, title: value.words },
    value.parts.map(({ colour, share }, i) =>
      make("span", { key: i, style: { background: colour, width: `${100 * share}%` } })));

  cells.TesseraAdopt = ({ data, value }) => {
    if (!value) return null;
    const name = `${data.method}, ${data.setting}`;
    const words = data.adopted ? [make("span", { key: "i", className: "icon icon-check2" }), "Adopted"] : "Adopt";
    const className = data.adopted ? "adopt adopted" : "adopt";
    const title = data.adopted ? "Back to these segments" : `Work with ${name}`;
    return make("a", { href: value, className, title, "aria-label": `${data.adopted ? "Adopted" : "Adopt"}: ${name}` }, words);
  };

  document.addEventListener("click", (event) => {
    const adopt = event.target.closest("a.adopt");
    if (!adopt || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const { pathname, search, href } = new URL(adopt.href);
    window.dash_clientside.set_props("shell-url-location", { pathname, search, href });
  });

  /* ---- the charts ---- */

  tessera.compared = function (data) {
    if (data) shown = data.of;
    return tessera.drawn(data);
  };

  tessera.drawn = function (data) {
    const outputs = window.dash_clientside.callback_context.outputs_list;
    return data ? outputs.map(({ id }) => drawn(id.key, data.figures[id.key])) : outputs.map(same);
  };

  function drawn(name, figure) {
    const { title, meta, ...layout } = figure.layout;
    const card = document.querySelector(`[data-figure="${name}"]`);
    card.querySelector(".card-title").textContent = title.text;
    card.querySelector(".card-subtitle").textContent = title.subtitle.text;
    card.querySelector(".card-note").textContent = meta.note;
    if (layout.dragmode && touched.matches) layout.dragmode = false;
    return tessera.themed({ data: figure.data, layout: { ...layout, autosize: true, modebar: MODEBAR } });
  }

  /* ---- what is taken away ---- */

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-compared-table], [data-compared-image]");
    if (!button || !shown) return;
    const { comparedTable, comparedImage } = button.dataset;
    if (comparedTable) return void take("comparison", { format: comparedTable }, button);
    const card = button.closest("[data-figure]");
    button.closest("details").open = false;
    const theme = document.documentElement.dataset.bsTheme;
    take("compared", { format: comparedImage, figure: card.dataset.figure, theme }, card);
  });

  function take(what, more, busy) {
    const { dataset, token, setting, methods } = shown;
    const query = new URLSearchParams({ recipe: token, setting, methods: methods.join(","), ...more });
    return tessera.save(`/take/${dataset}/${what}?${query}`, busy);
  }
})();
