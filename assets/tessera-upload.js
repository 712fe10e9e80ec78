/* Streams a chosen or dropped file to the server and shows how far it is. */
(function () {
  "use strict";
  const props = (id, values) => window.dash_clientside.set_props(id, values);
  const zone = () => document.getElementById("data-upload-button");
  let running = null;

  const KINDS = ".csv,.tsv,.txt,.json,.jsonl,.ndjson,.xlsx,.xlsm,.xls,.ods,.parquet,.gz,.zip";
  const choose = () => window.dash_clientside.tessera.chooseFile(KINDS, send);

  function fail(text) {
    props("data-progress-box", { hidden: true });
    props("data-error-alert", { children: text, is_open: true });
  }

  function send(file) {
    if (running) running.abort();
    const request = (running = new XMLHttpRequest());
    props("data-error-alert", { is_open: false });
    props("data-progress-box", { hidden: false });
    props("data-progress-bar", { value: 0 });
    props("data-progress-text", { children: `Sending ${file.name}` });
    request.upload.onprogress = (event) => props("data-progress-bar", { value: (100 * event.loaded) / event.total });
    request.onload = () => done(request);
    request.onerror = () => fail("The upload was cut off. Check the connection and send the file again.");
    request.onabort = () => props("data-progress-box", { hidden: true });
    request.open("PUT", `/upload?name=${encodeURIComponent(file.name)}`);
    request.send(file);
  }

  function done(request) {
    running = null;
    let answer = {};
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      answer = { error: "The server did not understand this upload. Please send the file again." };
    }
    if (answer.error) fail(answer.error);
    else props("data-reading-store", { data: answer });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#data-upload-button")) choose();
    if (event.target.closest("#data-cancel-button") && running) running.abort();
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!zone()) return;
      event.preventDefault();
      zone().classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files[0]) send(event.dataTransfer.files[0]);
    });
  }
})();
