"""Names, addresses and numbers that stand for nobody in particular: "walk-in", "noemail@...", 0000000."""

import polars as pl

# Nouns that "unknown", "cash" or "divers" may stand before or behind.
_WHO = (
    r"(?:customers?|clients?|users?|buyers?|shoppers?|accounts?|guests?|members?|persons?|visitors?|checkouts?"
    r"|orders?|sales?|purchases?|kunden?|kundinn?(?:en)?|nutzer|benutzer|gast|clientes?|usuarios?|compradore?s?"
    r"|clienti?|utent[ei]|utilisateurs?|acheteurs?|klant(?:en)?|gebruikers?|verkoop|verkauf|vente|venta|venda|vendita)"
)
# Said alone, or beside one of those nouns.
_ALONE = (
    r"walk ?ins?|guests?|cash|cash sales?|counter sales?|over the counter|anonymous|anon|unknown|unnamed"
    r"|unregistered|non members?|no ?name|dummy|test(?:ing|er|e)?|misc(?:ellaneous)?|tbd|tba|nobody|no ?one"
    r"|none|null|nil|nan|na|n a|missing|undefined|unspecified|not (?:available|known|specified|applicable)"
    r"|barverk(?:auf|aufe|aeufe)|bar|laufkund(?:e|en|in|schaft)|barkund(?:e|en|schaft)|barzahler|kassenkunde|gast|gaste"
    r"|gastbestellung|gastkonto|gastkunde|sammelkund(?:e|en)|tageskund(?:e|en)|einmalkund(?:e|en)|testkunde"
    r"|thekenverkauf|tresenverkauf|diverse|anonym(?:er|e)?|unbekannt(?:er|e)?|ohne|keine?|k a|keine angabe"
    r"|comptant|au comptant|de passage|passager|invites?|anonymes?|inconnue?s?|divers|non renseignee?|comptoir"
    r"|vente (?:au )?comptant|vente comptoir"
    r"|contado|al contado|mostrador|invitad[oa]|anonim[oa]|desconocid[oa]|sin nombre|sin cliente|varios"
    r"|sin identificar|publico (?:en )?general|venta (?:de )?mostrador|venta (?:de |al )?contado"
    r"|occasionale|ospite|sconosciut[oa]|al banco|di passaggio|vendita (?:al )?banco|corrispettivi"
    r"|balcao|avulso|convidad[oa]|desconhecid[oa]|nao identificad[oa]|venda (?:ao |de )?balcao|diversos"
    r"|contant(?:e)?|passant(?:en)?|gastklant|losse verkoop|balieverkoop|baliekoop|toonbankverkoop|onbekende?|anoniem"
    r"|winkelverkoop"
)
# Said only beside one of those nouns: alone they may be a name.
_BESIDE = (
    r"retail|general|generic|default|occasional|one time|one off|counter|casual|various|sample|pos|store|shop"
    r"|no|einmalige?r?|allgemeine?r?|generique|occasionnel|standard|generico|ocasional|general|final|de paso"
    r"|generic[oa]|finale|banco|padrao|losse|diverse|onbekende|contante"
)
_PHRASES = (
    rf"(?:{_ALONE})|(?:{_ALONE}|{_BESIDE}) {_WHO}|{_WHO} (?:{_ALONE}|{_BESIDE})|{_WHO}"
    r"|consumidor(?:es)? final(?:es)?|consommateur final|consumatore finale|endkunde|conto pro diverse"
)
NOBODYS_MAILBOX = (
    r"no ?(?:e ?)?mails?|non?e|null|na|n a|unknown|anonymous|anonym|guest|gast|invite|dummy|fake|test|testing"
    r"|no ?reply|do ?not ?reply|keine?(?: ?(?:e ?)?mail(?:adresse)?)?|ohne ?(?:e ?)?mail|pas ?(?:de|d)? ?(?:e ?)?mail|sans ?(?:e ?)?mail"
    r"|sin ?(?:correo|e ?mail|mail)|no ?tiene|nessuna ?(?:e ?)?mail|no ?ha ?mail|sem ?(?:e ?)?mail|nao ?tem"
    r"|(?:no|ohne|keine?|sans|pas ?de|sin|senza|sem|geen|zonder) ?(?:address?e?|adresse?|courriel|correo|contact|name)"
    r"|(?:senza|sem|non|zonder) ?(?:e ?)?mail|no ?responder?|niemand|nirgends|placeholder|sconosciuto|desconhecido|anonimo"
    r"|geen ?(?:e ?)?mail|walk ?in|cash|nobody|no ?one|xx+|asdf|unbekannt|inconnu|desconocido|onbekend"
)
_DAMAGED = r"^\d(?:[.,]\d+)?e\+\d+$"  # what a spreadsheet leaves of a long number: 4.48E+11
_ONE_DIGIT = r"^\D*0{6,}$|(?:0{7}|1{7}|2{7}|3{7}|4{7}|5{7}|6{7}|7{7}|8{7}|9{7})$"
_COUNTED = r"^0?1234567(?:8(?:90?)?)?$|^9876543(?:2(?:10?)?)?$"  # up or down
_COUNTRY_CODE = r"^(?:\+|00)\d{2}"  # of a telephone number


def plain_words(value: pl.Expr) -> pl.Expr:
    """Text in lower case without accents and signs, its words one blank apart."""
    letters = value.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()
    return letters.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def is_nobody(value: pl.Expr) -> pl.Expr:
    """True for text that names nobody: such words alone, an address of them, or signs without a letter
    or digit."""
    words, mailbox = plain_words(value), plain_words(value.str.extract(r"^([^@]*)@", 1))
    named = words.str.contains(f"^(?:{_PHRASES})$") | (words == "")
    addressed = mailbox.str.contains(f"^(?:{NOBODYS_MAILBOX})$")
    return (named | addressed | is_damaged(value)).fill_null(False)


def is_damaged(value: pl.Expr) -> pl.Expr:
    return value.str.strip_chars().str.to_lowercase().str.contains(_DAMAGED)


def is_nobodys_number(value: pl.Expr) -> pl.Expr:
    """True for telephone numbers that nobody has: of one digit, 1234567, and those that lost digits."""
    digits = value.str.replace_all(r"[^\d+]", "")
    local = digits.str.replace(_COUNTRY_CODE, "")
    empty = digits.str.contains(_ONE_DIGIT) | local.str.contains(f"{_ONE_DIGIT}|{_COUNTED}")
    return (empty | is_damaged(value)).fill_null(False)
