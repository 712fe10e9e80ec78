"""Meanings of names beside roles: people and who sells to them, codes, numbers of rows, periods, answers."""

import re

from core.data.columns.column_names import FIRST_NAME, LAST_NAME, OF, PERSON, name_words

_PERSON_NAME = re.compile(rf"{FIRST_NAME}|{LAST_NAME}")
_FULL_NAME = re.compile(
    rf"\b{PERSON} ?(?:full )?names?\b|\b(?:name|nom|nombre|nome|naam) {OF}{PERSON}\b"
    r"|^(?:(?:full|display|billing|contact|voller|vollstandiger) ?)?name$|^kundenname$|^klantnaam$"
    r"|\b(?:contact|kontakt|ansprech) ?(?:person|partner(?:in)?)$"
    r"|^auftraggeber empfanger$|^(?:payee|counterparty|controparte|contrepartie|tegenpartij)(?: name)?$|^naam tegenpartij$"
    r"|^nom complet$|^nombre completo$|^nome completo$"
)
_COMPANY = re.compile(
    r"^(?:company|firm|business|organi[sz]ation) ?name$|^(?:company|firma|organi[sz]ation|empresa|azienda|entreprise|societe|bedrijf)$"
    r"|^firmenname$|^bedrijfsnaam$|^raison sociale$|^ragione sociale$|^razon social$|^razao social$"
)
TELEPHONE_NAME = re.compile(
    r"\b(?:tele)?(?:phone|fon)|\btel\b|\bmobile?\b|\bmobil|\bhandy|\bcell|\bfax\b|\bwhatsapp\b|\bmsisdn\b"
    r"|\btelef|\bcellulare\b|\bcelular\b|\bmovil\b|\bportable\b|\brufnummer\b|\bgsm\b"
)
EMAIL_NAME = re.compile(
    r"\be ?mails?\b|\bmail\b|mailadresse|\bcourriel\b|\bcorreo\b|\bposta elettronica\b"
)
# Whoever sells, serves or writes is not the customer; neither is what is sold, and where.
_SELLER = (
    r"(?:owners?|reps?|representatives?|agents?|assignee|assigned|employees?|staff|sellers?|salespersons?"
    r"|vendors?|suppliers?|managers?|cashiers?|operators?|created by|updated by|merchants?"
    r"|verkaufer|mitarbeiter|vertreter|berater|lieferant(?:en)?|vendedor|empleado|proveedor|venditore"
    r"|dipendente|fornitore|vendeur|employe|fournisseur|medewerker|verkoper|leverancier|funcionario|fornecedor)"
)
NO_CUSTOMER = re.compile(
    rf"\b{_SELLER}\b|\b(?:stores?|shops?|branch|outlet|filiale|warehouse|terminal|register|till|rows?|campaigns?"
    rf"|coupons?|kampagnen?|departments?|manufacturers?|brands?|categor\w*|subclass|sessions?|events?"
    r"|(?:bank|connected|deposit|deposit to|receivable|payable) accounts?)\b"
)
# Words of whole numbers that stand for somebody or something: its last word is what a column holds.
_CODE_NAME = re.compile(
    r"\b(?:codes?|zip|zip ?codes?|postal|postcodes?|post ?code|plz|postleitzahl|cap|codigo|codice|pin ?code)\b"
    rf"|\b(?:{_SELLER}|company|firma|empresa|azienda|societe|store|shop|branch|outlet|warehouse"
    r"|terminal|register|till|supplier|hotel|merchant)$"
)
_NUMBERED = re.compile(r"(?<!week)(?<!day)(?<!month)(?<!year) (?:no|nr|num|number|nummer|numero)$")
# The end of a name that numbers what a row is about, unless that is a part of a document or a person.
_DOCUMENT_NUMBER = re.compile(
    r"^(?!.*\b(?:lines?|items?|details?|pos|positions?|rows?|zeilen?|entry|phone|tel\w*|mobil\w*|fax|zip|post\w*|plz"
    r"|customers?|clients?|kunden?\w*|user)\b).*\b(?:ids?|uuid|guid|key|no|nr|number|nummer|numero|num|ref|reference)$"
    r"|^\w+(?:nummer|nr)$"
)
_POSTCODE_NAME = re.compile(
    r"\b(?:zip|zip ?codes?|postal|postcodes?|post ?codes?|plz|postleitzahl|pin ?code|codes? postal|code postale"
    r"|codigo postal|cap|cp|cep)\b"
)
_CARD_DIGITS = re.compile(
    r"\b(?:pan|card|karten?|carte|tarjeta|carta|kaart|cartao) ?(?:suffix|ending|last|digits|bin)\b"
    r"|\blast ?(?:4|four)\b|\bletzte ?(?:4|vier)\b|^bin$|\biban\b|\bpan\b|\bssn\b|\bip ?address\b"
)
_PLACE_NAME = re.compile(
    r"\blat(?:itude)?\b.*\b(?:lon|lng|long|longitude)\b|\bcoordinates?\b|\bgeo ?(?:point|location)\b"
)
_ROW_NUMBER = re.compile(
    r"^(?:|(?:rec(?:ord)?|rows?|seq(?:uence)?|serial|sr|sl|s|lines?|obs|observations?|case|entry|zeilen?"
    r"|laufende|lfd|fila|riga|ligne|rij|linha) ?(?:id|no|nr|num|number|nummer|index|idx|count)?"
    r"|index|idx|unnamed(?: \d+)?|column ?\d+|level 0|no|nr|num|number|nummer|lfdnr|zeilennummer|recnum)$"
)
# A column that tells of a person: who has one may be a customer even where no column is a key.
_DEMOGRAPHIC = re.compile(
    r"\b(?:age|alter|edad|eta|idade|leeftijd|gender|sex|geschlecht|sexe|sexo|sesso|genero|genre|geslacht|birth\w*"
    r"|dob|geburt\w*|naissance|nacimiento|nascita|income|einkommen|revenu|ingresos?|reddito|salary|marital\w*"
    r"|married|familienstand|education|bildung|occupation|beruf|job|profession|kids?|\w*children|teen\w*|kinder"
    r"|famil(?:y|ies)|dependents?|spouse|adults?)\b"
)
_PERSONAL = re.compile(
    rf"{_DEMOGRAPHIC.pattern}|\b(?:tenure|loyalty|lifetime|clv|ltv)\b"
    r"|\b(?:customer|cust|client|cliente|kunden?\w*|klant\w*|member|membership|mitglied\w*|guest|visitor|subscriber|user|buyer"
    r"|shopper|household|passenger)\b"
)
_ATTRIBUTE_DATE = re.compile(
    r"\b(?:join\w*|sign(?:ed)? ?up|regist\w*|since|seit|enrol\w*|members?\w*|customer|birth\w*|acqui\w*|first|last|erst\w*"
    r"|letzt\w*|churn\w*|expir\w*|activat\w*|onboard\w*|beitritt\w*|anmeld\w*|inscri\w*|alta|iscri\w*|inschrijv\w*|ultim\w*"
    r"|premier\w*|dernier\w*|prim\w*|closed?|end\w*)\b"
)
_PERIOD = re.compile(
    r"^(?:(?:fiscal|calendar|order) ?)?(?:date|day|week|month|quarter|year|period|year ?month|month ?year)$"
    r"|^(?:tag|woche|kw|monat|quartal|jahr|zeitraum|jour|semaine|mois|trimestre|annee|dia|semana|mes|ano|giorno"
    r"|settimana|mese|anno|maand|kwartaal|jaar)$|^row labels?$|^zeilenbeschriftungen$|^etiquetas de fila$"
    r"|^etiquettes de lignes$|^etichette di riga$|^rijlabels$"
)
_KNOWN_ANSWER = re.compile(
    r"\bchurn\w*|\battrit\w*|\bexited\b|\babgewandert\b|\bgekundigt\b|\babbandono\b|\babandono\b|\bresilie\b"
)


def is_telephone(name: str) -> bool:
    """Tell whether a column of this name holds telephone numbers."""
    return TELEPHONE_NAME.search(name_words(name)) is not None


def is_mail(name: str) -> bool:
    """Tell whether a column of this name holds e-mail addresses."""
    return EMAIL_NAME.search(name_words(name)) is not None


def is_person_name(name: str) -> bool:
    """Tell whether a column of this name holds first or last names of people."""
    return _PERSON_NAME.search(name_words(name)) is not None


def is_full_name(name: str) -> bool:
    """Tell whether a column of this name may hold the whole names of customers."""
    return _FULL_NAME.search(name_words(name)) is not None


def names_company(name: str) -> bool:
    """Tell whether a column of this name holds the names of companies."""
    return _COMPANY.search(name_words(name)) is not None


def names_customer(name: str) -> bool:
    """Tell whether the name speaks of a customer, as "customer name" does and "name" does not."""
    return re.search(rf"\b{PERSON}(?: ?(?:full )?names?)?\b", name_words(name)) is not None


def names_code(name: str) -> bool:
    """Tell whether whole numbers under this name stand for somebody or something.

    A plural, as in "employees", counts them.
    """
    words = name_words(name)
    return _CODE_NAME.search(words) is not None and not re.search(r"(?<!code)s$", words)


def names_number(name: str) -> bool:
    """Tell whether the name ends in "number": a number that is given rather than measured."""
    return _NUMBERED.search(name_words(name)) is not None


def numbers_documents(name: str) -> bool:
    """Tell whether the name ends in "id" or "number", and may be that of an order, a gift or a booking."""
    return _DOCUMENT_NUMBER.search(name_words(name)) is not None


def names_postcode(name: str) -> bool:
    """Tell whether the name means postcodes."""
    return _POSTCODE_NAME.search(name_words(name)) is not None


def names_card_digits(name: str) -> bool:
    """Tell whether the name means digits of a card or account, or another number that only identifies."""
    return _CARD_DIGITS.search(name_words(name)) is not None


def names_place(name: str) -> bool:
    """Tell whether the name means latitude and longitude in one."""
    return _PLACE_NAME.search(name_words(name)) is not None


def names_row_number(name: str) -> bool:
    """Tell whether the name means the number of a row; an unnamed column does."""
    return _ROW_NUMBER.match(name_words(name)) is not None


def is_personal(name: str) -> bool:
    """Tell whether a column of this name tells of a person: an age, an income, a customer's type."""
    return _PERSONAL.search(name_words(name)) is not None


def is_demographic(name: str) -> bool:
    """Tell whether a column of this name tells of a person apart from what the person buys."""
    return _DEMOGRAPHIC.search(name_words(name)) is not None


def is_period(name: str) -> bool:
    """Tell whether the name means days, weeks, months or years, or the rows of a pivot table."""
    return _PERIOD.match(name_words(name)) is not None


def is_attribute_date(name: str) -> bool:
    """Tell whether the date is one that a customer has once, such as that of joining."""
    return _ATTRIBUTE_DATE.search(name_words(name)) is not None


def is_known_answer(name: str) -> bool:
    """Tell whether the name says what became of customers, such as that they left."""
    return _KNOWN_ANSWER.search(name_words(name)) is not None
