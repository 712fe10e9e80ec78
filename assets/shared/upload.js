/* Files to bring: one is chosen, then streamed to the server. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const CUT_OFF = "The upload was cut off. Check the connection and send the file again.";
  const NOT_UNDERSTOOD = "The server did not understand this upload. Upload the file again.";

  const addressFor = (file) => `/upload?name=${encodeURIComponent(file.name)}`;

  /* Lets a person choose a file for `then`; `accept` are endings of names. */
  function chooseFile(accept, then) {
    const field = document.createElement("input");
    Object.assign(field, { type: "file", accept, onchange: () => field.files[0] && then(field.files[0]) });
    field.click();
  }

  /* Lets a person choose one or several files for `then`. */
  function chooseFiles(accept, then) {
    const field = document.createElement("input");
    const onchange = () => field.files.length && then([...field.files]);
    Object.assign(field, { type: "file", accept, multiple: true, onchange });
    field.click();
  }

  /* Sends `files` one after the other and then asks for them as one data set, beside the open one of the id
     `dataset` if there is one. `onStart` hears which file is on its way and its request; else as `sendFile`. */
  function sendParts(files, dataset, { onAnswer, onStart = () => {}, ...others }) {
    const parts = [];
    const sendNext = () => {
      const file = files[parts.length];
      if (!file) return onStart(null, sendFile("/upload/join", joinRequest(parts, dataset), { onAnswer, ...others }));
      return onStart(file, sendFile(`${addressFor(file)}&part=1`, file, { ...others, onAnswer: take }));
    };
    const take = (answer) => {
      if (answer.error) return onAnswer(answer);
      parts.push(answer);
      return sendNext();
    };
    sendNext();
  }

  const joinRequest = (parts, dataset) => JSON.stringify(dataset ? { parts, dataset } : { parts });

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

  tessera.upload = { addressFor, chooseFile, chooseFiles, sendFile, sendParts, joinRequest, readAnswer };
  if (typeof module !== "undefined") module.exports = tessera.upload;
})();
