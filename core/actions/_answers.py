"""Words that say yes or no, as files of several languages write them."""

YES = frozenset({
    "yes", "y", "true", "t", "1", "1.0", "on", "ja", "j", "oui", "si", "sí", "sim", "wahr", "vrai",
    "x", "ok", "opt-in", "opt in", "optin", "opted-in", "opted in", "opted_in", "subscribed",
    "subscribe", "granted", "given", "confirmed", "accepted", "agreed", "consented", "allowed",
})  # fmt: skip
NO = frozenset({
    "no", "n", "false", "f", "0", "0.0", "off", "nein", "nee", "non", "não", "nao", "falsch",
    "faux", "opt-out", "opt out", "optout", "opted-out", "opted out", "opted_out", "unsubscribed",
    "unsubscribe", "not subscribed", "never subscribed", "denied", "declined", "withdrawn",
    "revoked", "refused", "never", "not given", "pending", "rejected",
})  # fmt: skip
