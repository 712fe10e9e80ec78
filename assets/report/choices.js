/* The choices of the Report page, and whether its pages are of them. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const ERROR = "report-error-alert";
  const LOGO_ENDINGS = ".png,.jpg,.jpeg,.svg";
  const MOST_BYTES = 1 << 20;  // the server refuses more
  const TOO_LARGE = "The logo is larger than 1 MB. Choose a smaller PNG, JPEG or SVG file.";
  const CUT_OFF = "The logo could not be sent. Check the connection and choose it again.";

  const draft = { choices: null, result: null };  // for the files to save: see download.js

  /* The choices in the form in which the server takes them. */
  function readChoices(date, title, sections, language, currency, accent, logo) {
    return {
      date: date || "", title: (title || "").trim(), sections: [...(sections || [])].sort(), language,
      currency: (currency || "").trim().toUpperCase(), accent, logo: logo || "",
    };
  }

  const isSame = (first, second) => JSON.stringify(first) === JSON.stringify(second);

  /* [the choices; whether the pages are of them; whether there is no logo; whether a message stays]. What was
     wrong is not said any more once another choice is made. */
  tessera.callbacks.draftReport = function (...values) {
    const [pages, isIdle, job, result] = values.slice(readChoices.length);
    const before = draft.choices;
    const choices = readChoices(...values);
    Object.assign(draft, { choices, result });
    const shown = isIdle ? pages : job || { chosen: choices };
    const isCurrent = Boolean(shown) && isSame(shown.chosen, choices);
    return [choices, isCurrent, !choices.logo, isSame(before, choices) ? tessera.dash.noUpdate() : false];
  };

  /* ---- the logo ---- */

  const refuse = (words) => tessera.dash.setProps(ERROR, { children: words, is_open: true });
  const setLogo = (data) => tessera.dash.setProps("report-logo-store", { data });

  function send(file) {
    if (file.size > MOST_BYTES) return refuse(TOO_LARGE);
    const onAnswer = ({ error, logo }) => {
      if (error) return refuse(error);
      tessera.dash.setProps(ERROR, { is_open: false });
      return setLogo(logo);
    };
    return tessera.upload.sendFile("/upload/logo", file, { onAnswer, cutOff: CUT_OFF });
  }

  document.addEventListener("click", ({ target }) => {
    if (target.closest("#report-logo-button")) tessera.upload.chooseFile(LOGO_ENDINGS, send);
    if (target.closest("[data-drop-logo]")) setLogo("");
  });

  tessera.reportDraft = draft;
  if (typeof module !== "undefined") module.exports = { readChoices };
})();
