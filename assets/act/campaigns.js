/* The Act page: a playbook and a campaign's files to bring, an action to edit, from a segment's card to its audience. */
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
    const pencil = target.closest("[data-edit]");
    if (pencil) openForm(pencil.closest("[data-action]"));
    const segment = target.closest("[data-audience]");
    if (segment) showAudience(segment.closest("[data-segment]") ? Number(segment.dataset.audience) : segment.dataset.audience);
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

  /* ---- an action is edited in its place ---- */

  const EDITABLE = ["title", "goal", "channel", "measure", "reward"];
  const readField = (item, name) => item.querySelector(`[data-field="${name}"]`)?.textContent ?? "";

  function openForm(item) {
    if (item.querySelector("form")) return;
    const form = document.createElement("form");
    form.className = "action-form";
    for (const name of EDITABLE) form.append(createField(name, readField(item, name)));
    form.append(createButton("Save to my playbook", "submit", "btn-primary"), createButton("Cancel", "button", "btn-outline-secondary"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const texts = Object.fromEntries(new FormData(form));
      tessera.dash.setProps("act-edit-store", { data: { ...texts, id: item.dataset.action, number: ++number } });
      closeForm(item, form);
    });
    form.querySelector('[type="button"]').addEventListener("click", () => closeForm(item, form));
    form.addEventListener("keydown", ({ key }) => key === "Escape" && closeForm(item, form));
    item.append(form);
    form.elements.title.focus();
  }

  function closeForm(item, form) {
    form.remove();
    item.querySelector("[data-edit]").focus();
  }

  function createField(name, value) {
    const label = document.createElement("label");
    const field = Object.assign(document.createElement("input"), { name, value, maxLength: 400, className: "form-control form-control-sm" });
    field.required = name !== "reward";
    label.append(name[0].toUpperCase() + name.slice(1), field);
    return label;
  }

  function createButton(words, type, look) {
    return Object.assign(document.createElement("button"), { type, textContent: words, className: `btn btn-sm ${look}` });
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
