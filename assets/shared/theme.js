/* Light and dark: the page's theme, and charts in its colours. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const STORE = "shell-theme-store";
  const root = document.documentElement;
  const colours = {};

  const preferredTheme = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const currentTheme = () => root.dataset.bsTheme;

  function applyTheme(theme) {
    root.dataset.bsTheme = theme;
    root.dataset.agThemeMode = theme;
    return theme;
  }

  /* At once, before anything is drawn in the other one. */
  function applyStoredTheme() {
    try {
      applyTheme(JSON.parse(localStorage.getItem(STORE)) || preferredTheme());
    } catch {
      applyTheme(preferredTheme());
    }
  }
  applyStoredTheme();

  tessera.callbacks.theme = function (clicks, stored) {
    const theme = stored || preferredTheme();
    if (!clicks) return applyTheme(theme) === stored ? tessera.dash.noUpdate() : theme;
    return applyTheme(theme === "dark" ? "light" : "dark");
  };

  /* The value of a colour of the style sheets, such as --ts-text, in the current theme. */
  function colour(name) {
    const key = currentTheme() + name;
    colours[key] = colours[key] || getComputedStyle(root).getPropertyValue(name).trim();
    return colours[key];
  }

  /* A copy of a figure, or of a part of one, with the theme's colours and with texts that are safe to draw;
     arrays of numbers and `meta` are shared, not copied. */
  function paint(part) {
    if (typeof part === "string") return part.startsWith("var(--") ? colour(part.slice(4, -1)) : escapeTags(part);
    if (Array.isArray(part)) return typeof part[0] === "number" ? part : part.map(paint);
    if (part && typeof part === "object") {
      const paintEntry = ([key, value]) => [key, key === "meta" ? value : paint(value)];
      return Object.fromEntries(Object.entries(part).map(paintEntry));
    }
    return part;
  }

  /* Tags that charts do not use, such as a link in the name of a column, are drawn as they are written:
     images are written by the same rule, see the theme of the charts in core. */
  const FOREIGN_TAG = /<(?=\/?(?!(?:b|br|span|extra)\b)[a-z])/gi;
  const escapeTags = (text) => text.includes("<") ? text.replace(FOREIGN_TAG, "<\u2060") : text;

  tessera.theme = { currentTheme, colour, paint, escapeTags };
  if (typeof module !== "undefined") module.exports = tessera.theme;
})();
