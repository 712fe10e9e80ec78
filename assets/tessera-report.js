/* The Report page in the browser: choices, whether the pages are of them, the logo, files to save. */
(function () {
  "use strict";
  const LOGO = "report-logo-store";
  const ERROR = "report-error-alert";
  const MOST_BYTES = 1 << 20;
  const tessera = (window.dash_clientside = window.dash_clientside || {}).tessera =
    window.dash_clientside.tessera || {};
  const props = (id, values) => window.dash_clientside.set_props(id, values);
  const report = {};

  /* The choices as core.reporting.Choices writes them; whether the pages are of them; whether there is a logo;
     what was wrong is not said any more once another choice is made. */
  tessera.drafted = function (date, title, sections, language, currency, accent, logo, made, idle, job, found) {
    const before = JSON.stringify(report.chosen);
    report.found = found;
    report.chosen = {
      date: date || "", title: (title || "").trim(), sections: [...(sections || [])].sort(), language,
      currency: (currency || "").trim().toUpperCase(), accent, logo: logo || "",
    };
    const shown = idle ? made : job || report;
    const now = JSON.stringify(report.chosen);
    const same = Boolean(shown) && JSON.stringify(shown.chosen) === now;
    return [report.chosen, same, !logo, now === before ? window.dash_clientside.no_update : false];
  };

  /* ---- the logo ---- */

  const refuse = (words) => props(ERROR, { children: words, is_open: true });

  async function send(file) {
    if (file.size > MOST_BYTES) return refuse("The logo is larger than 1 MB. Bring a smaller PNG, JPEG or SVG file.");
    try {
      const answer = await (await fetch("/upload/logo", { method: "PUT", body: file, credentials: "same-origin" })).json();
      if (answer.error) return refuse(answer.error);
      props(ERROR, { is_open: false });
      props(LOGO, { data: answer.logo });
    } catch {
      refuse("The logo could not be sent. Check the connection and choose it again.");
    }
  }

  document.addEventListener("click", ({ target }) => {
    if (target.closest("#report-logo-button")) return tessera.chooseFile(".png,.jpg,.jpeg,.svg", send);
    if (target.closest("[data-drop-logo]")) return props(LOGO, { data: "" });
    const take = target.closest("[data-report-format]");
    if (take && !take.closest("[aria-busy]")) save(take);
  });

  /* One file at a time; how far it is stands in a box of its own, where it can be stopped. */
  async function save(button) {
    const { dataset, token, setting } = report.found;
    const { reportFormat: format, reportTitle: title } = button.dataset;
    const query = new URLSearchParams({ recipe: token, setting, format, choices: JSON.stringify(report.chosen) });
    await tessera.save(`/take/${dataset}/report?${query}`, button.parentElement, ({ job, share, step }) => going(title, job, share, step));
    going(title, "", 0, "");
  }

  function going(title, job, share, step) {
    if (!document.getElementById("report-file-box")) return;
    props("report-file-store", { data: { job } });
    props("report-file-bar", { value: 100 * share });
    props("report-file-text", { children: `${title}: ${step || "Waiting for a worker"}` });
    props("report-file-box", { hidden: !job });
  }
})();
