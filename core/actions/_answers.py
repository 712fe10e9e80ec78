"""Words that say yes or no, as files of several languages write them."""

_NO = frozenset({
    "no", "n", "false", "f", "0", "0.0", "off", "nein", "nee", "non", "não", "nao", "falsch", "faux",
    "never", "not given",
})  # fmt: skip
_WILLING = frozenset({
    "opt-in", "opt in", "optin", "opted-in", "opted in", "opted_in", "subscribed", "subscribe",
    "consented",
})  # fmt: skip
YES = _WILLING | {
    "yes", "y", "true", "t", "1", "1.0", "on", "ja", "j", "oui", "si", "sí", "sim", "wahr", "vrai",
    "x", "ok", "granted", "given", "confirmed", "accepted", "agreed", "allowed",
}  # fmt: skip
NO = _NO | {
    "opt-out", "opt out", "optout", "opted-out", "opted out", "opted_out", "unsubscribed",
    "unsubscribe", "not subscribed", "never subscribed", "denied", "declined", "withdrawn",
    "revoked", "refused", "pending", "rejected",
}  # fmt: skip
# What somebody who may be contacted says in a column about refusing: "opted out" is no such no.
NO_REFUSAL = _NO | _WILLING
