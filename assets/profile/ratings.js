/* Names, thumbs and notes on the pages Segments, Act and Report. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  const RATINGS = "result-rating-store";
  const NAMES = "profiles-rating-store";
  const FIELDS = ".story-name, .note-input";
  const PAUSE_MS = 500;  // after the last key, until a note is kept

  const send = (...parts) => tessera.queue.send(...parts);
  const segmentOf = (element) => Number(element.closest("[data-segment]").dataset.segment);

  /* ---- names ---- */

  /* Shows what names changed, but where one is being written or still on its way. */
  tessera.callbacks.updateNames = function (answer) {
    if (!answer) return;
    if (tessera.queue.isEmpty()) answer.heads.forEach(updateHead);
    if (answer.error) tessera.dash.notify(answer.error);
    tessera.queue.receive(answer.number);
  };

  function updateHead({ segment, name, thing, vote }) {
    const head = document.querySelector(`.story[data-segment="${segment}"] .story-head`);
    if (!head) return;
    const field = head.querySelector(".story-name");
    if (field !== document.activeElement || field.value.trim() === field.dataset.saved) write(field, name);
    field.dataset.before = field.dataset.saved = name;
    const rating = head.querySelector(".rating");
    rating.dataset.thing = thing;
    press(rating, vote);
  }

  /* Takes a name from a button, or takes all thumbs back. The button goes once it has done its work; the card
     keeps the place for the keyboard. */
  function useButton(button) {
    const { takeName, back } = button.dataset;
    const card = button.closest("[data-segment]");
    if (back) send(NAMES, { kind: "back", of: back });
    else send(NAMES, { kind: "name", segment: segmentOf(card), text: takeName });
    card.focus({ preventScroll: true });
  }

  /* ---- fields: a name is kept once it is left or Enter is pressed, a note also when the keys rest ---- */

  let timer = 0;
  // A field that is taken away, as its page is left or drawn anew, is not left by its writer.
  const keepIfThere = (field) => field.isConnected && keep(field);

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(FIELDS)) target.dataset.before = target.dataset.saved = target.value.trim();
  });
  document.addEventListener("focusout", ({ target }) => {
    if (target.matches(FIELDS)) setTimeout(() => keepIfThere(target));
  });
  document.addEventListener("input", ({ target }) => {
    if (!target.matches(".note-input")) return;
    clearTimeout(timer);
    timer = setTimeout(() => keepIfThere(target), PAUSE_MS);
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!["Enter", "Escape"].includes(key) || !target.matches(FIELDS)) return;
    event.preventDefault();
    if (key === "Escape") write(target, target.dataset.before);
    keep(target);
    if (target.matches(".note-input")) closeNote(target.closest("details"));
  });

  function selectName(field) {
    field.focus();
    field.select();
  }

  /* React hears of it by the event. */
  function write(field, text) {
    if (field.value === text) return;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function keep(field) {
    const text = field.value.trim();
    if (text === field.dataset.saved) return;
    field.dataset.saved = text;
    if (field.matches(".note-input")) keepNote(field.closest("details"), text);
    else send(NAMES, { kind: "name", segment: segmentOf(field), text });
  }

  /* ---- notes and thumbs ---- */

  document.addEventListener("toggle", ({ target }) => {
    if (target.matches("details.note[open]")) target.querySelector(".note-input").focus();
  }, true);

  function closeNote(menu) {
    menu.querySelector("summary").focus();
    menu.open = false;
  }

  function keepNote(menu, text) {
    menu.querySelector("summary").classList.toggle("noted", Boolean(text));
    const confirmation = text ? "The note is saved." : "The note is removed.";
    send(RATINGS, readRating(menu.closest(".rating"), menu.dataset.thing), confirmation);
  }

  /* A thumb on a name goes where names are kept. */
  function vote(thumb) {
    const isPressed = thumb.getAttribute("aria-pressed") === "true";
    const rating = thumb.closest(".rating");
    press(rating, isPressed ? 0 : Number(thumb.dataset.vote));
    send(rating.closest(".story-head") ? NAMES : RATINGS, readRating(rating, rating.dataset.thing));
  }

  function press(rating, value) {
    rating.querySelectorAll("[data-vote]").forEach((thumb) =>
      thumb.setAttribute("aria-pressed", String(Number(thumb.dataset.vote) === value)));
  }

  /* The thumb and the note on `thing`; a name's thumb is on the name, its note on the segment. */
  function readRating(rating, thing) {
    const menu = rating.querySelector(".note");
    const pressed = rating.querySelector('[data-vote][aria-pressed="true"]');
    const value = pressed && thing === rating.dataset.thing ? Number(pressed.dataset.vote) : 0;
    const note = thing === menu.dataset.thing ? menu.querySelector(".note-input").value.trim() : "";
    return { kind: "rating", thing, of: rating.dataset.of, vote: value, note };
  }

  document.addEventListener("click", ({ target }) => {
    const thumb = target.closest("[data-vote]");
    const button = target.closest("[data-take-name], [data-back]");
    const pencil = target.closest("[data-rename]");
    if (pencil) selectName(document.getElementById(pencil.dataset.rename));
    if (thumb) vote(thumb);
    else if (button) useButton(button);
    else tessera.cards.closeMenus("details.note", target);
  });

  if (typeof module !== "undefined") module.exports = { readRating };
})();
