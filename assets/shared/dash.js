/* What the scripts share: one namespace, and a way to talk to Dash.

   Dash loads every script of assets/ in the order of their paths. No script depends on that order: while it
   loads, it only defines its part of `tessera` and listens to the page; it uses another script's part
   when it is called. `tessera.callbacks` are the functions that the callbacks in Python name. */
(function () {
  "use strict";
  const tessera = (globalThis.tessera ??= { callbacks: {} });
  globalThis.dash_clientside = Object.assign(globalThis.dash_clientside || {}, { tessera: tessera.callbacks });

  const client = () => globalThis.dash_clientside;
  const setProps = (id, values) => client().set_props(id, values);
  const noUpdate = () => client().no_update;
  const callbackContext = () => client().callback_context;

  /* The message at the edge of every page. */
  const notify = (text) => setProps("shell-message-toast", { is_open: true, children: text });

  /* Goes to another address within the page: `parts` are its search and, if it is another page, its pathname.
     dcc.Location would take its own, older address for what is wished if the whole were not given too. */
  function go(parts) {
    const href = `${location.origin}${parts.pathname ?? location.pathname}${parts.search}`;
    setProps("shell-url-location", { ...parts, href });
  }

  tessera.dash = { setProps, noUpdate, callbackContext, notify, go };
  if (typeof module !== "undefined") module.exports = tessera.dash;
})();
