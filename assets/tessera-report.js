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

  /* The choices as core.reporting.Choices writes them; whether the pages are of them; whether there is a logo. */
  tessera.drafted = function (date, title, sections, language, currency, accent, logo, made, idle, job, found) {
    report.found = found;
    report.chosen = {
      date: date || "", title: (title || "").trim(), sections: [...(sections || [])].sort(), language,
      currency: (currency || "").trim().toUpperCase(), accent, logo: logo || "",
    };
    const shown = idle ? made : job || report;
    const same = Boolean(shown) && JSON.stringify(shown.chosen) === JSON.stringify(report.chosen);
    return [report.chosen, same, !logo];
  };

  /* ---- the logo ---- */

  function choose() {
    const field = document.createElement("input");
    field.type = "file";
    field.accept = ".png,.jpg,.jpeg,.svg";
    field.onchange = () => field.files[0] && send(field.files[0]);
    field.click();
  }

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
    if (target.closest("#report-logo-button")) return choose();
    if (target.closest("[data-drop-logo]")) return props(LOGO, { data: "" });
    const take = target.closest("[data-report-format]");
    if (take && !take.hasAttribute("aria-busy")) save(take);
  });

  function save(button) {
    const { dataset, token, setting } = report.found;
    const { reportFormat: format, reportTitle: title } = button.dataset;
    const query = new URLSearchParams({ recipe: token, setting, format, choices: JSON.stringify(report.chosen) });
    tessera.tell(`The report is written: ${title}. It is saved as soon as it is there.`);
    return tessera.save(`/take/${dataset}/report?${query}`, button);
  }
})();
