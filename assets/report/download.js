/* Reports to save, one at a time: how far one is stands in a box of its own, where it can be stopped. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const STARTING = "Waiting for its turn";
  const DONE = { job: "", share: 0, step: "" };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-report-format]");
    if (button && !button.closest("[aria-busy]")) save(button);
  });

  async function save(button) {
    const { choices, result } = tessera.reportDraft;
    const { reportFormat: format, reportTitle: title } = button.dataset;
    const options = { setting: result.setting, format, choices: JSON.stringify(choices) };
    const url = tessera.download.downloadUrl(result, "report", options);
    await tessera.download.save(url, button.parentElement, (progress) => showProgress(title, progress));
    showProgress(title, DONE);
  }

  function showProgress(title, { job, share, step }) {
    if (!document.getElementById("report-file-box")) return;
    const { setProps } = tessera.dash;
    setProps("report-file-store", { data: { job } });
    setProps("report-file-bar", { value: 100 * share });
    setProps("report-file-text", { children: `${title}: ${step || STARTING}` });
    setProps("report-file-box", { hidden: !job });
  }
})();
