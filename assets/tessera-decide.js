/* The pages Segments, Act and Report in the browser: names, thumbs, notes, rules to copy, charts to save. */
(function () {
  "use strict";
  const tessera = (window.dash_clientside = window.dash_clientside || {}).tessera =
    window.dash_clientside.tessera || {};
  const OF_ALL = "decide-said-store";
  const OF_NAMES = "segments-said-store";
  const TOAST = "shell-message-toast";
  const WRITTEN = ".story-name, .note-input";
  const PAUSE_MS = 500; // after the last key, until a note is kept
  const LOST_MS = 15000; // after which an answer is no longer waited for
  const tell = (words) => window.dash_clientside.set_props(TOAST, { is_open: true, children: words });
  const segmentOf = (element) => Number(element.closest("[data-segment]").dataset.segment);

  /* ---- one thing is said after the other: each is answered before the next is sent ---- */

  const waiting = [];
  let said = 0, asked = null;

  function say(store, data, kept) {
    waiting.push({ store, kept, data: { ...data, number: ++said } });
    next();
  }

  function next() {
    // Nothing answers any more on a page that was left.
    if ((asked && asked.page === window.location.pathname) || !waiting.length) return;
    asked = { ...waiting.shift(), page: window.location.pathname };
    const { store, data } = asked;
    asked.timer = setTimeout(() => tessera.heard(data.number), LOST_MS);
    window.dash_clientside.set_props(store, { data });
  }

  tessera.heard = function (number) {
    if (!asked || asked.data.number !== number) return;
    clearTimeout(asked.timer);
    if (asked.kept) tell(asked.kept);
    asked = null;
    next();
  };

  /* What names changed, but where one is being written or still on its way. */
  tessera.named = function (answer) {
    if (!answer) return;
    if (!waiting.length) answer.heads.forEach(headed);
    if (answer.error) tell(answer.error);
    tessera.heard(answer.number);
  };

  function headed({ segment, name, thing, vote }) {
    const head = document.querySelector(`.story[data-segment="${segment}"] .story-head`);
    if (!head) return;
    const field = head.querySelector(".story-name");
    if (field !== document.activeElement || field.value.trim() === field.dataset.kept) put(field, name);
    field.dataset.before = field.dataset.kept = name;
    head.querySelector(".rating").dataset.thing = thing;
    press(head.querySelector(".rating"), vote);
  }

  /* ---- a name is kept once it is left or Enter is pressed, a note also when the keys rest ---- */

  let resting;
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(WRITTEN)) target.dataset.before = target.dataset.kept = target.value.trim();
  });
  document.addEventListener("focusout", ({ target }) => {
    // A field that is taken away, as its page is left or drawn anew, is not left by its writer.
    if (target.matches(WRITTEN)) setTimeout(() => target.isConnected && keep(target));
  });
  document.addEventListener("input", ({ target }) => {
    if (!target.matches(".note-input")) return;
    clearTimeout(resting);
    resting = setTimeout(() => target.isConnected && keep(target), PAUSE_MS);
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!["Enter", "Escape"].includes(key) || !target.matches(WRITTEN)) return;
    event.preventDefault();
    if (key === "Escape") put(target, target.dataset.before);
    keep(target);
    if (target.matches(".note-input")) shut(target.closest("details"));
  });
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches("details.note[open]")) target.querySelector(".note-input").focus();
  }, true);

  /* React hears of it by the event. */
  function put(field, text) {
    if (field.value === text) return;
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function shut(menu) {
    menu.querySelector("summary").focus();
    menu.open = false;
  }

  function keep(field) {
    const text = field.value.trim();
    if (text === field.dataset.kept) return;
    field.dataset.kept = text;
    if (field.matches(".story-name")) return say(OF_NAMES, { kind: "name", segment: segmentOf(field), text });
    const menu = field.closest("details");
    menu.querySelector("summary").classList.toggle("noted", Boolean(text));
    rated(menu.closest(".rating"), menu.dataset.thing, text ? "The note is kept." : "The note is removed.");
  }

  /* The thumb and the note on one thing; a name's thumb is on the name, its note on the segment. */
  function rated(rating, thing, kept) {
    const menu = rating.querySelector(".note");
    const pressed = rating.querySelector('[data-vote][aria-pressed="true"]');
    const vote = pressed && thing === rating.dataset.thing ? Number(pressed.dataset.vote) : 0;
    const note = thing === menu.dataset.thing ? menu.querySelector(".note-input").value.trim() : "";
    const ofName = !kept && rating.closest(".story-head");
    say(ofName ? OF_NAMES : OF_ALL, { kind: "rating", thing, of: rating.dataset.of, vote, note }, kept);
  }

  /* ---- clicks ---- */

  document.addEventListener("click", ({ target }) => {
    const thumb = target.closest("[data-vote]");
    if (thumb) return voted(thumb);
    const name = target.closest("[data-take-name], [data-back]");
    if (name) return taken(name);
    const copy = target.closest("[data-copy]");
    if (copy) return copied(copy.dataset.copy);
    const image = target.closest("[data-told-image]");
    if (image) return saved(image);
    document.querySelectorAll("details.note[open]").forEach((menu) => {
      if (!menu.contains(target)) menu.open = false;
    });
  });

  function voted(thumb) {
    const on = thumb.getAttribute("aria-pressed") === "true";
    const rating = thumb.closest(".rating");
    press(rating, on ? 0 : Number(thumb.dataset.vote));
    rated(rating, rating.dataset.thing);
  }

  function press(rating, vote) {
    rating.querySelectorAll("[data-vote]").forEach((thumb) =>
      thumb.setAttribute("aria-pressed", String(Number(thumb.dataset.vote) === vote)));
  }

  /* The button goes once it has done its work; the card keeps the place for the keyboard. */
  function taken(button) {
    const { takeName, back } = button.dataset;
    const card = button.closest("[data-segment]");
    if (back) say(OF_NAMES, { kind: "back", of: back });
    else say(OF_NAMES, { kind: "name", segment: segmentOf(card), text: takeName });
    card.focus({ preventScroll: true });
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      if (!copiedByHand(text)) return void window.prompt("Copy it from here:", text);
    }
    tell("The rule is copied.");
  }

  /* For pages that are not served over https. */
  function copiedByHand(text) {
    const back = document.activeElement;
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = text;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    back.focus();
    return done;
  }

  /* ---- charts ---- */

  let shown = null;

  const phone = window.matchMedia("(max-width: 760px)");

  tessera.explained = function (data) {
    if (data) shown = data.of;
    return tessera.drawn(data && data.small && phone.matches ? { figures: data.small } : data);
  };

  function saved(button) {
    const card = button.closest("[data-figure]");
    button.closest("details").open = false;
    const { dataset, token, setting, by = "" } = shown;
    const choice = document.getElementById("segments-importance-select");
    const query = new URLSearchParams({
      recipe: token, setting, figure: card.dataset.figure, format: button.dataset.toldImage,
      segment: choice ? choice.value : "", by,
      theme: document.documentElement.dataset.bsTheme,
    });
    tessera.save(`/take/${dataset}/told?${query}`, card);
  }
})();
