/* Questions to the server, and what is said when the answer is not what was asked for. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const FAULT = "Something went wrong. Reload the page; nothing is lost.";

  /* An answer of the server that says why not; anything else that is thrown is a fault of ours. */
  class Refusal extends Error {}

  /* The server's answer to `url`; a Refusal with its sentence where it is an error. */
  async function request(url) {
    const answer = await fetch(url, { credentials: "same-origin" });
    if (answer.ok) return answer;
    const { error } = await answer.json().catch(() => ({}));
    throw new Refusal(error);
  }

  /* `kind` is the way to read the answer, such as "json". */
  async function fetchBody(url, kind) {
    return (await request(url))[kind]();
  }

  /* Says what went wrong, once for each error. */
  function reportError(error) {
    if (error.isReported) return;
    error.isReported = true;
    const sentence = error instanceof Refusal && error.message;
    tessera.dash.notify(sentence || FAULT);
    if (!sentence) console.error(error);
  }

  tessera.requests = { Refusal, request, fetchBody, reportError };
  if (typeof module !== "undefined") module.exports = tessera.requests;
})();
