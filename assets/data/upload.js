/* The Data page: a file that is chosen or dropped is sent, and how far it is is shown. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const ENDINGS = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.xlsx,.xlsm,.xls,.ods,.parquet,.gz,.zip";
  const show = (id, values) => tessera.dash.setProps(id, values);
  const dropZone = () => document.getElementById("data-upload-button");
  let request = null;

  function send(file) {
    if (request) request.abort();
    show("data-error-alert", { is_open: false });
    show("data-progress-box", { hidden: false });
    show("data-progress-bar", { value: 0 });
    show("data-progress-text", { children: `Sending ${file.name}` });
    request = tessera.upload.sendFile(tessera.upload.addressFor(file), file, {
      onProgress: (value) => show("data-progress-bar", { value }),
      onAbort: () => show("data-progress-box", { hidden: true }),
      onAnswer: finish,
    });
  }

  function finish(answer) {
    request = null;
    if (!answer.error) return show("data-reading-store", { data: answer });
    show("data-progress-box", { hidden: true });
    return show("data-error-alert", { children: answer.error, is_open: true });
  }

  document.addEventListener("click", ({ target }) => {
    if (target.closest("#data-upload-button")) tessera.upload.chooseFile(ENDINGS, send);
    if (target.closest("#data-cancel-button") && request) request.abort();
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!dropZone()) return;
      event.preventDefault();
      dropZone().classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files[0]) send(event.dataTransfer.files[0]);
    });
  }
})();
