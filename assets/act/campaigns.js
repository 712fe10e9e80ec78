/* The Act page: a playbook and a campaign's files to bring, from a segment's card to its audience. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const PLAYBOOKS = ".toml,.txt";
  const TABLES = ".csv,.tsv,.txt,.xlsx,.parquet,.gz,.zip";
  let number = 0;  // of the file that was last sent, so that the same one is news again

  document.addEventListener("click", ({ target }) => {
    const { chooseFile } = tessera.upload;
    const field = target.closest("[data-fill]");
    if (field) chooseFile(PLAYBOOKS, (file) => fillField(field.dataset.fill, file));
    const button = target.closest("[data-send]");
    if (button) chooseFile(TABLES, (file) => send(file, button.dataset.send));
    const segment = target.closest("[data-audience]");
    if (segment) showAudience(Number(segment.dataset.audience));
  });

  async function fillField(id, file) {
    tessera.dash.setProps(id, { value: await file.text() });
  }

  /* Both files may be read only one after the other: the buttons wait. */
  function send(file, store) {
    const buttons = document.querySelectorAll("[data-send]");
    const disable = (isDisabled) => buttons.forEach((button) => (button.disabled = isDisabled));
    disable(true);
    tessera.upload.sendFile(tessera.upload.addressFor(file), file, {
      onAnswer(answer) {
        disable(false);
        if (answer.error) tessera.dash.notify(answer.error);
        else tessera.dash.setProps(store, { data: { ...answer, name: file.name, number: ++number } });
      },
    });
  }

  /* Shows the files of the segment that the address names, once there are segments to choose from. */
  tessera.callbacks.openAudience = function (choices) {
    const name = new URLSearchParams(location.search).get("audience");
    const choice = name && (choices || []).find(({ value, label }) => label === `${value} ${name}`);
    if (choice) setTimeout(() => showAudience(choice.value));
    return tessera.dash.noUpdate();
  };

  function showAudience(segment) {
    tessera.dash.setProps("act-segments-checks", { value: [segment] });
    const card = document.getElementById("act-audience-card");
    card.scrollIntoView({ block: "start" });
    card.querySelector("input").focus({ preventScroll: true });
  }
})();
