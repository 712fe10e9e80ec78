/* The pages Segments, Act and Report in the browser: names, thumbs, notes, rules to copy. */
(function () {
  "use strict";
  const SAID = "decide-said-store";
  const TOAST = "shell-message-toast";
  let said = 0;

  const say = (data) => window.dash_clientside.set_props(SAID, { data: { ...data, number: ++said } });
  const tell = (words) => window.dash_clientside.set_props(TOAST, { is_open: true, children: words });
  const segmentOf = (element) => Number(element.closest("[data-segment]").dataset.segment);

  /* ---- a name or a note is said once it is left or Enter is pressed ---- */

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(".story-name, .note-input")) target.dataset.before = target.value;
  });
  document.addEventListener("focusout", ({ target }) => {
    if (target.matches(".story-name, .note-input")) written(target);
  });
  document.addEventListener("keydown", ({ key, target }) => {
    if (!target.matches(".story-name, .note-input")) return;
    if (key === "Enter") target.blur();
    if (key === "Escape") takenBack(target);
  });

  /* As it was before; React hears of it by the event. */
  function takenBack(field) {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, field.dataset.before);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.blur();
    if (field.matches(".note-input")) field.closest("details").open = false;
  }

  function written(field) {
    const text = field.value.trim();
    if (text === (field.dataset.before || "").trim()) return;
    field.dataset.before = text;
    if (field.matches(".story-name")) return say({ kind: "name", segment: segmentOf(field), text });
    const menu = field.closest("details");
    menu.open = false;
    menu.querySelector("summary").classList.toggle("noted", Boolean(text));
    rated(menu.closest(".rating"), { note: text });
  }

  function rated(rating, change) {
    const pressed = rating.querySelector('[data-vote][aria-pressed="true"]');
    const vote = pressed ? Number(pressed.dataset.vote) : 0;
    say({ kind: "rating", thing: rating.dataset.thing, vote, note: rating.querySelector(".note-input").value.trim(), ...change });
  }

  /* ---- clicks ---- */

  document.addEventListener("click", ({ target }) => {
    const thumb = target.closest("[data-vote]");
    if (thumb) return voted(thumb);
    const name = target.closest("[data-take-name]");
    if (name) return say({ kind: "name", segment: segmentOf(name), text: name.dataset.takeName });
    const copy = target.closest("[data-copy]");
    if (copy) return copied(copy.dataset.copy);
    document.querySelectorAll("details.note[open]").forEach((menu) => {
      if (!menu.contains(target)) menu.open = false;
    });
  });

  function voted(thumb) {
    const on = thumb.getAttribute("aria-pressed") === "true";
    const rating = thumb.closest(".rating");
    rating.querySelectorAll("[data-vote]").forEach((other) =>
      other.setAttribute("aria-pressed", String(other === thumb && !on)));
    rated(rating, {});
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      tell("The rule is copied.");
    } catch {
      tell(`Copy it from here: ${text}`);
    }
  }
})();
