/* The Act page in the browser: files to save, files to bring, from a segment's card to its list. */
(function () {
  "use strict";
  const tessera = (window.dash_clientside = window.dash_clientside || {}).tessera =
    window.dash_clientside.tessera || {};
  const props = (id, values) => window.dash_clientside.set_props(id, values);
  let number = 0;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-save]");
    if (link) {
      event.preventDefault();
      return void tessera.save(link.href, link);
    }
    const filling = event.target.closest("[data-fill]");
    if (filling) return void tessera.chooseFile(".toml,.txt", async (file) => props(filling.dataset.fill, { value: await file.text() }));
    const sending = event.target.closest("[data-send]");
    if (sending) return void tessera.chooseFile(".csv,.tsv,.txt,.xlsx,.parquet,.gz,.zip", (file) => send(file, sending));
    const list = event.target.closest("[data-audience]");
    if (list) toList(Number(list.dataset.audience));
  });

  /* Both files may be read only one after the other: the buttons wait. */
  async function send(file, button) {
    const buttons = document.querySelectorAll("[data-send]");
    buttons.forEach((one) => (one.disabled = true));
    try {
      const answer = await fetch(`/upload?name=${encodeURIComponent(file.name)}`, { method: "PUT", body: file });
      const sent = await answer.json();
      if (sent.error) return tessera.tell(sent.error);
      props(button.dataset.send, { data: { ...sent, name: file.name, number: ++number } });
    } catch {
      tessera.tell("The upload was cut off. Check the connection and send the file again.");
    } finally {
      buttons.forEach((one) => (one.disabled = false));
    }
  }

  function toList(segment) {
    props("act-segments-checks", { value: [segment] });
    const card = document.getElementById("act-audience-card");
    card.scrollIntoView({ block: "start" });
    card.querySelector("input").focus({ preventScroll: true });
  }
})();
