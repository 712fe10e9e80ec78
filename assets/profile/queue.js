/* What a person says of the segments reaches the server piece by piece: each is answered before the next is sent. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const LOST_MS = 15000;  // after which an answer is no longer waited for

  const waiting = [];
  let current = null, number = 0;

  /* Sends `data` by a store of the page, with a number for its answer; `confirmation` is shown once it came. */
  function send(store, data, confirmation) {
    waiting.push({ store, confirmation, data: { ...data, number: ++number } });
    sendNext();
  }

  /* Nothing answers any more on a page that was left. */
  const isBusy = () => current && current.page === location.pathname;

  function sendNext() {
    if (isBusy() || !waiting.length) return;
    current = { ...waiting.shift(), page: location.pathname };
    const { store, data } = current;
    current.timer = setTimeout(() => receive(data.number), LOST_MS);
    tessera.dash.setProps(store, { data });
  }

  function receive(answerNumber) {
    if (!current || current.data.number !== answerNumber) return;
    clearTimeout(current.timer);
    if (current.confirmation) tessera.dash.notify(current.confirmation);
    current = null;
    sendNext();
  }
  tessera.callbacks.receiveAnswer = receive;

  tessera.queue = { send, receive, isEmpty: () => !waiting.length };
  if (typeof module !== "undefined") module.exports = tessera.queue;
})();
