/* Addresses: of what the server sends for a result, and of the page, which says what is looked at. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const USUAL_DIMENSIONS = "2";
  const USUAL_COLOUR = "segment";

  /* Of one part of a result, such as its "summary". The server numbers the segments of a new result at the
     setting that is looked at, if any. */
  function liveUrl({ dataset, token }, part, options, setting) {
    const query = { recipe: token, ...options, ...(setting && { at: setting }) };
    return `/live/${dataset}/${part}?${new URLSearchParams(query)}`;
  }

  const settingOf = (search) => Number(new URLSearchParams(search).get("k"));
  const recipeOf = (search) => new URLSearchParams(search).get("recipe");

  /* `search` with another data set and recipe. */
  function withResult(search, { dataset, token }) {
    const query = new URLSearchParams(search);
    query.set("data", dataset);
    query.set("recipe", token);
    return `?${query}`;
  }

  /* `search` with what is looked at, as far as that is not the usual; `usualCharts` are those by slot. */
  function withView(search, { setting, dimensions, colour, charts }, usualCharts) {
    const query = new URLSearchParams(search);
    const write = (name, value, usual) => (value === usual ? query.delete(name) : query.set(name, value));
    query.set("k", setting);
    write("dimensions", String(dimensions), USUAL_DIMENSIONS);
    write("colour", colour, USUAL_COLOUR);
    for (const [slot, usual] of Object.entries(usualCharts)) write(slot, charts[slot], usual);
    return `?${query}`;
  }

  /* The first of each slot's choices. */
  function readUsualCharts(slots) {
    const first = (slot) => document.querySelector(`#segment-${slot}-card .card-chooser option:not([value=""])`);
    const usual = slots.map((slot) => [slot, first(slot)]).filter(([, option]) => option);
    return Object.fromEntries(usual.map(([slot, option]) => [slot, option.value]));
  }

  /* Puts what is looked at into the page's address and into the links to the next steps. */
  function keepView() {
    const { view } = tessera.state;
    const search = withView(location.search, view, readUsualCharts(Object.keys(view.charts)));
    history.replaceState(history.state, "", `${location.pathname}${search}`);
    document.querySelectorAll(".rail-link").forEach(({ id, pathname }) => {
      if (pathname !== location.pathname) tessera.dash.setProps(id, { href: `${pathname}${search}` });
    });
  }

  tessera.address = { liveUrl, settingOf, recipeOf, withResult, withView, keepView };
  if (typeof module !== "undefined") module.exports = tessera.address;
})();
