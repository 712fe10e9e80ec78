/* Files to bring: one is chosen, then streamed to the server. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const CUT_OFF = "The upload was cut off. Check the connection and send the file again.";
  const NOT_UNDERSTOOD = "The server did not understand this upload. Please send the file again.";

  const addressFor = (file) => `/upload?name=${encodeURIComponent(file.name)}`;

  /* Lets a person choose a file for `then`; `accept` are endings of names. */
  function chooseFile(accept, then) {
    const field = document.createElement("input");
    Object.assign(field, { type: "file", accept, onchange: () => field.files[0] && then(field.files[0]) });
    field.click();
  }

  /* Sends `file` and gives the answer to `onAnswer`; what is wrong is its `error`, which is `cutOff` where the
     connection broke. `onProgress` gets percent. */
  function sendFile(url, file, { onAnswer, onProgress = () => {}, onAbort = () => {}, cutOff = CUT_OFF }) {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => onProgress((100 * loaded) / total);
    request.onload = () => onAnswer(readAnswer(request.responseText));
    request.onerror = () => onAnswer({ error: cutOff });
    request.onabort = onAbort;
    request.open("PUT", url);
    request.send(file);
    return request;
  }

  function readAnswer(text) {
    try {
      return JSON.parse(text);
    } catch {
      return { error: NOT_UNDERSTOOD };
    }
  }

  tessera.upload = { addressFor, chooseFile, sendFile, readAnswer };
  if (typeof module !== "undefined") module.exports = tessera.upload;
})();
