/* The Data page: a file that is chosen or dropped is sent, and how far it is is shown. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const ENDINGS = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.xlsx,.xlsm,.xls,.ods,.parquet,.gz,.zip";
  const show = (id, values) => tessera.dash.setProps(id, values);
  const dropZone = () => document.getElementById("data-upload-button");
  let request = null;

  function start(name) {
    show("data-error-alert", { is_open: false });
    show("data-progress-box", { hidden: false });
    show("data-progress-bar", { value: 0 });
    show("data-progress-text", { children: `Sending ${name}` });
  }

  /* Sends one file, or several that become one data set; `dataset` is the open one that they are added to. */
  function send(files, dataset) {
    if (request) request.abort();
    const events = {
      onProgress: (value) => show("data-progress-bar", { value }),
      onAbort: () => show("data-progress-box", { hidden: true }),
      onAnswer: finish,
    };
    if (files.length > 1 || dataset) {
      const onStart = (file, sending) => {
        request = sending;
        if (file) start(file.name);
      };
      return tessera.upload.sendParts(files, dataset, { ...events, onStart });
    }
    start(files[0].name);
    request = tessera.upload.sendFile(tessera.upload.addressFor(files[0]), files[0], events);
    return request;
  }

  /* Sends what was chosen or dropped; a recipe among it is loaded instead. */
  function bring(files) {
    const { couldBeRecipe, isRecipe, load } = tessera.recipe;
    if (files.length > 1 || !couldBeRecipe(files[0])) return send(files);
    return files[0].text().then((text) => (isRecipe(text) ? load(files[0]) : send(files)));
  }

  const openDataset = () => new URLSearchParams(location.search).get("data");

  function finish(answer) {
    request = null;
    if (!answer.error) return show("data-reading-store", { data: answer });
    show("data-progress-box", { hidden: true });
    return show("data-error-alert", { children: answer.error, is_open: true });
  }

  document.addEventListener("click", ({ target }) => {
    if (target.closest("#data-upload-button")) tessera.upload.chooseFiles(ENDINGS, bring);
    if (target.closest("#data-add-button")) tessera.upload.chooseFiles(ENDINGS, (files) => send(files, openDataset()));
    if (target.closest("#data-cancel-button") && request) request.abort();
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!dropZone()) return;
      event.preventDefault();
      dropZone().classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files[0]) bring([...event.dataTransfer.files]);
    });
  }
})();
