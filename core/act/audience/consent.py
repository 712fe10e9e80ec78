"""Columns that say who agreed to be contacted or refused it, by their names and answers."""

import re
from collections.abc import Sequence
from types import MappingProxyType

from core.data import name_words

# Share of yes and no that a column must have which its name alone does not surely put under consent.
# Higher: fewer such columns are asked for consent.
ANSWERED_SHARE = 0.9

# Words that say yes or no, as files of several languages write them.
_NO = frozenset({
    "no", "n", "false", "f", "0", "0.0", "off", "nein", "nee", "non", "não", "nao", "falsch", "faux",
    "never", "not given", "falso", "onwaar",
})  # fmt: skip
_WILLING = frozenset({
    "opt-in", "opt in", "optin", "opted-in", "opted in", "opted_in", "subscribed", "subscribe",
    "consented", "abonniert", "angemeldet", "abonné", "abonne", "inscrit", "suscrito", "iscritto",
    "inscrito", "aangemeld", "ingeschreven", "marketing contact", "single_opt_in", "single opt-in",
    "double_opt_in", "double opt-in", "confirmed_opt_in", "confirmed opt-in",
})  # fmt: skip
YES = _WILLING | {
    "yes", "y", "true", "t", "1", "1.0", "on", "ja", "j", "oui", "si", "sí", "sim", "wahr", "vrai",
    "vero", "verdadero", "verdadeiro", "waar", "x", "ok", "granted", "given", "confirmed", "accepted", "agreed", "allowed",
}  # fmt: skip
NO = _NO | {
    "opt-out", "opt out", "optout", "opted-out", "opted out", "opted_out", "unsubscribed",
    "unsubscribe", "not subscribed", "never subscribed", "denied", "declined", "withdrawn",
    "revoked", "refused", "pending", "rejected", "never_subscribed", "not_subscribed", "non-subscribed",
    "cleaned", "non-marketing contact", "not_opted_in", "not opted in", "abgemeldet", "désabonné", "uitgeschreven", "afgemeld",
}  # fmt: skip
# Answers, in a column about refusing, of somebody who may be contacted: "opted out" is no such no.
NO_REFUSAL = _NO | _WILLING

_CONSENT = re.compile(
    r"\bconsent\w*\b|\bopt(?:ed)? ?(?:in|out)\b|\boptin\b|\boptout\b|\bpermission\b|\bgdpr\b|\bdsgvo\b"
    r"|\w*einwilligung\w*|\bconsentement\b|\bconsentimiento\b|\bconsenso\b|\btoestemming\b"
    r"|\bdo not (?:contact|e ?mail|mail|call|market)\b|\baccepts (?:\w+ )?marketing\b"
)
_PERHAPS = re.compile(
    r"\bnewsletter\b|\bsubscribe[dr]?\b|\bsubscription status\b|\bmarketing\b|\badvertising\b|\bwerbung\b"
    r"|\bnieuwsbrief\b|\binfolettre\b|\bboletin\b|\brundbrief\b|\bmailings?\b|\babonn(?:ee?|iert)\b|\binscri(?:t|te|to|ta)\b"
    r"|\bsuscrit[oa]\b|\biscritt[oa]\b|\baangemeld\b|\bpublicite\b|\bpublici(?:dad|dade)\b|\bpubblicita\b"
    r"|\breclame\b|\bmay (?:contact|e ?mail|call|text)\b|\b(?:e ?mail|sms|phone|contact) (?:ok|allowed|agreed|erlaubt)\b"
)
# By which way a column's answer is about being contacted; without such a word it is about all.
_CHANNELS = MappingProxyType({
    "email": re.compile(
        r"\be ?mail\w*|\bnewsletter\w*|\bmailings?\b|\bcourriels?\b|\bcorreo(?! postal)\b|\binfolettre\b"
        r"|\bnieuwsbrief\b|\bboletin\b|\brundbrief\b|\bposta elettronica\b"
    ),
    "phone": re.compile(
        r"\bsms\w*|\btext(?:s|ing| messages?)?\b|\bphone\w*|\btele(?:ph|f)o+n\w*|\btelemarketing\b|\btel\b"
        r"|\bmobile\b|\bmobil\b|\bcell\b|\bcalls?\b|\banruf\w*|\bwhatsapp\b|\bhandy\b|\bmovil\b"
    ),
    "post": re.compile(
        r"\bpost(?:al|sperre|werbung)?\b|\bdirect mail\b|\bletters?\b|\bbrief\w*|\bcatalog\w*|\bkatalog\w*|\bcourrier\b"
        r"|\bposta(?! elettronica)\b|\bpush\b"
    ),
})  # fmt: skip
_REFUSAL = (
    r"\bopt(?:ed)? ?out\b|\boptout\b|\bunsubscri\w+|\bsuppress(?:ed|ion)?\b|\bbl(?:ack|ock) ?list\w*|\bdnc\b"
    r"|\w*widerspr(?:uch|och)\w*|\b(?:(?:werbe|e?mail|mailing|kontakt|telefon|anruf|post|newsletter)s?)?sperre\b"
    r"|\babgemeldet\b|\bdesabonn\w+|\bdesinscri\w+|\buitgeschreven\b"
)
_TAKEN_BACK = (
    r"\bwithdr\w+|\brevo[ckg]\w+|\brefus\w+|\bdeclin\w+|\bden(?:y|ied)\b|\breject\w*"
    r"|\bobject(?:s|ed|ions?)?\b(?! ids?\b)|\boppos(?:e[ds]?|ition)\b|\bcancel\w*|\bcomplain\w*|\bbounced?\b|\bdelet\w+|\beras(?:e[ds]?|ure)\b"
    r"|\bforg[eo]t\w*|\brestrict\w*|\bstop(?:ped)?\b|\bexclu(?:de[ds]?|sions?)\b|\bprohibit\w*|\bforbid\w*"
    r"|\b(?:expired|removed|lapsed|missing|blocked|disabled|inactive|invalid|disallow(?:ed)?)\b"
    r"|\bun(?:confirmed|verified|willing|wanted)\b|\banonymi[sz]ed\b|\w*widerruf\w*|\w*abgelehnt\b"
    r"|\b(?:verweigert|untersagt|gesperrt|geloscht|entzogen|retirado|retrait|ingetrokken|geweigerd)\b|\bretire$"
    r"|\w*loschung\w*|\brifiut\w+|\brechaz\w+|\brecus\w+"
)
# Not the number in "phone no" and "no of calls", nor the second half of "yes no" and "or not".
_WITHOUT = r"(?<!\byes )(?<!\bor )(?<!\bsi )\b(?:no|without|kein\w*|ohne|pas|sans|sin|senza|geen|sem|nao) (?!of\b)"
_NOT = r"(?<!\bor )\b(?:not|never|nicht|niet)\b"
_AGAINST = re.compile("|".join((_REFUSAL, _TAKEN_BACK, _WITHOUT, _NOT)))
_NEGATED_REFUSAL = re.compile(rf"(?:{_WITHOUT}|{_NOT} )(?:yet )?(?:{_REFUSAL}|{_TAKEN_BACK})")
_SURELY_AGAINST = re.compile(_REFUSAL)
_PERHAPS_AGAINST = re.compile(
    r"^(?:no )?(?:withdrawn|revoked|objected|objections?|widerruf(?:en)?)(?: (?:at|on|am|date|datum))?$"
    rf"|(?:{_WITHOUT}|{_NOT} |\bstop )(?:\w+ )?(?:contact|contacter|contactar|kontakt\w*|e ?mail\w*|mail|call|anruf\w*|sms)\b"
)
# A column beside the one with the answers: how, when or with which words it was given last.
_ABOUT_AN_ANSWER = re.compile(
    r"\b(?:(?:updated|changed|modified)(?: at| on)?|source|collected from|ip|ip address|version|wording|level)$"
)
_NO_ANSWER = re.compile(r"\b(?:links?|urls?|tokens?|hash|ids?)$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\b")


def is_about_consent(name: str, values: Sequence[str]) -> bool:
    """Tell whether a column is about consent; `values` are a sample of it.

    A name that only may do so needs answers: yes or no, or the day of a refusal. An empty sample is no
    reason to overlook a refusal.
    """
    words = name_words(name)
    if _ABOUT_AN_ANSWER.search(words) and not means_refusal(name):
        return False
    if _CONSENT.search(words):
        return True
    if _SURELY_AGAINST.search(words):
        return not _NO_ANSWER.search(words)
    if _PERHAPS_AGAINST.search(words) or (_PERHAPS.search(words) and means_refusal(name)):
        return _has_answers(values, or_days=True)
    return bool(_PERHAPS.search(words) and values) and _has_answers(values)


def consent_channel(name: str) -> str:
    """Return by which way the column allows contact: "email", "phone" or "post"; "" where by any."""
    words = name_words(name)
    channels = [channel for channel, pattern in _CHANNELS.items() if pattern.search(words)]
    return channels[0] if len(channels) == 1 else ""


def means_refusal(name: str) -> bool:
    """Tell whether a yes in the column refuses: "no consent", "unsubscribed at", not "no objection"."""
    return bool(_AGAINST.search(_NEGATED_REFUSAL.sub("", name_words(name))))


def _has_answers(values: Sequence[str], or_days: bool = False) -> bool:
    answers = sum(
        value.casefold() in YES | NO or bool(or_days and _DAY.match(value)) for value in values
    )
    return answers >= ANSWERED_SHARE * len(values)
