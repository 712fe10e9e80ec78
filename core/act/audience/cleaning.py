"""Contact details as campaign tools take them; what cannot be used is empty."""

import re
import unicodedata
from types import MappingProxyType

import polars as pl

from core.data import INVISIBLE

LONGEST_EMAIL = 254
EMAIL = re.compile(r"\w[^\s@,;:<>()\[\]\"\\]*@[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}")
FORMULA = "=+-@\t\r"
TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "herr", "frau", "hr", "fr", "m", "mme",
    "mlle", "sr", "sra", "srta", "sig", "dott", "dhr",
})  # fmt: skip
DIGITS = MappingProxyType({  # of postcodes that may begin with 0, which a column of numbers has lost
    "US": 5, "DE": 5, "ES": 5, "FI": 5, "FR": 5, "IT": 5, "MX": 5, "AU": 4, "NO": 4, "BR": 8, "CN": 6,
    "CO": 6, "EE": 5, "JP": 7, "KR": 5, "MY": 5, "NZ": 4, "PE": 5, "PR": 5, "RO": 6, "SG": 6, "TR": 5,
    "UA": 5, "ZA": 4,
})  # fmt: skip
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md"))

_AS_FORMULA = r'^="(.*)"$'  # how exports keep a spreadsheet from reading a number
_MARKS = "'`\u00b4\u2018\u2019"  # an apostrophe in front makes text of a number in a spreadsheet
_PART_OF_NAME = r"^['\u2019][tsnk][ -]"  # 't Hart, 's-Hertogenbosch

_BRACKETS = re.compile(r"[<(\[]([^<>()\[\]@]*@[^<>()\[\]@]*)[>)\]]")
_REMARK = re.compile(r"\([^()@]*\)")
_MAIL_TO = re.compile(r"^(?:mailto|e-?mail|mail)\s*:\s*")
_CALL = re.compile(r"^(?:tel|phone|telefon|mobile?|handy)\s*[.:]+\s*", re.IGNORECASE)
_BETWEEN_ADDRESSES = re.compile(r"[;,|/\n]|\s(?:and|or|und|oder|et|ou|y|o|e|en|of)\s")
_BETWEEN_NUMBERS = re.compile(r"[;,|\n]|\s/\s|\s(?:and|or|und|oder|et|ou|y|o|e|en|of)\s")
_EDGES = " .,:'\"`<>()[]"


def clean_cell(text: pl.Expr) -> pl.Expr:
    """Clean a column of text of what is no part of any value: invisible characters, blanks that differ
    or are too many, and a spreadsheet's marks for text."""
    seen = text.str.replace_all(INVISIBLE, "").str.replace_all(r"[\s\u00a0]+", " ").str.strip_chars()
    bare = seen.str.replace(_AS_FORMULA, "${1}").str.strip_chars()
    named = bare.str.contains(_PART_OF_NAME)
    return pl.when(named).then(bare).otherwise(bare.str.strip_chars_start(_MARKS).str.strip_chars())


def clean_email(text: str) -> str:
    """Clean an e-mail address, in lower case, the first of several; "" where there is none.

    Plausible is one "@", a name before it, a domain after.
    """
    return next(iter(list_emails(text)), "")


def list_emails(text: str) -> list[str]:
    """List the different e-mail addresses in a cell: "Name <address>", several in a row, with stops
    behind. A blank amid a name or a domain could stand for anything: there is no address then."""
    plain = unicodedata.normalize("NFKC", text).lower()
    parts = _BRACKETS.findall(plain) or _BETWEEN_ADDRESSES.split(_REMARK.sub("", plain))
    tokens = [token for part in parts for token in _email_tokens(part)]
    addresses = (_MAIL_TO.sub("", token.strip(_EDGES)).strip(_EDGES) for token in tokens)
    return list(dict.fromkeys(address for address in addresses if _is_email(address)))


def _email_tokens(part: str) -> list[str]:
    """Split at blanks where an address stands between each two; else close those beside "@" and "."."""
    tokens = part.split()
    if len(tokens) > 1 and all("@" in token.strip("@") for token in tokens):
        return tokens
    return [re.sub(r"\s*([@.])\s*", r"\1", part)]


def _is_email(address: str) -> bool:
    return bool(EMAIL.fullmatch(address)) and len(address) <= LONGEST_EMAIL


def clean_phone(text: str, country: str) -> str:
    """Clean a phone number, as E.164: "+493012345678", the first of several.

    Without a country's code it is of `country`. Valid by the numbering plans in Google's
    libphonenumber.
    """
    return next((number for part in list_phones(text) if (number := _clean_number(part, country))), "")


def list_phones(text: str) -> list[str]:
    """List the phone numbers in a cell as they are written, without what a table of decimals adds."""
    plain = _CALL.sub("", unicodedata.normalize("NFKC", text).strip(" .,:'"))
    parts = [part.strip(" .,:") for part in _BETWEEN_NUMBERS.split(plain)]
    return [re.sub(r"^(\+?\d+)\.0+$", r"\1", part) for part in parts if re.search(r"\d", part)]


def _clean_number(text: str, country: str) -> str:
    import phonenumbers

    number = re.sub(r"^00", "+", text)
    code = phonenumbers.country_code_for_region(country) if country else 0
    # A column of numbers has lost the plus sign; as a national number 491711234567 is valid too.
    abroad = _format_e164(f"+{number}", "") if code and number.startswith(str(code)) else ""
    return abroad or _format_e164(number, country)


def _format_e164(number: str, country: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def clean_text(text: str) -> str:
    """Put text on one line, composed (NFC), without what a spreadsheet takes for a formula's start."""
    return " ".join(unicodedata.normalize("NFC", text).split()).lstrip(FORMULA + " ")


def clean_postcode(text: str, country: str) -> str:
    """Clean a postcode: capitals, or digits alone with the zeros that it begins with in `country`."""
    written = re.sub(r"^(\d+)\.0+$", r"\1", clean_text(text).upper())
    return written.zfill(DIGITS.get(country, 0)) if written.isdecimal() else written


def clean_name(text: str) -> str:
    """Clean a first or last name of titles before it and suffixes behind."""
    parts = clean_text(text).split()
    while len(parts) > 1 and _bare_word(parts[0]) in TITLES:
        parts = parts[1:]
    while len(parts) > 1 and _bare_word(parts[-1]) in SUFFIXES:
        parts = parts[:-1]
    return clean_text(" ".join(parts)).rstrip(",")


def split_full_name(full: str) -> tuple[str, str]:
    """Split a full name into first and last: "Last, First", or the first word and all others."""
    last, comma, first = full.partition(",")
    if comma and _bare_word(first.strip()) not in SUFFIXES:
        return clean_name(first), clean_name(last)
    first, _, last = clean_name(full).partition(" ")
    return first, clean_text(last)


def _bare_word(word: str) -> str:
    return word.casefold().strip(".,")
