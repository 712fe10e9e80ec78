"""Contact details as campaign tools take them; what cannot be used is empty."""

import re
import unicodedata
from types import MappingProxyType

import phonenumbers

LONGEST_EMAIL = 254
EMAIL = re.compile(r"\w[^\s@,;:<>()\[\]\"\\]*@[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,}")
FORMULA = "=+-@\t\r"
TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "herr", "frau", "hr", "fr", "m", "mme",
    "mlle", "sr", "sra", "srta", "sig", "dott", "dhr",
})  # fmt: skip
DIGITS = MappingProxyType({  # of postcodes that may begin with 0, which a column of numbers has lost
    "US": 5, "DE": 5, "ES": 5, "FI": 5, "FR": 5, "IT": 5, "MX": 5, "AU": 4, "NO": 4,
})  # fmt: skip
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md"))


def email(text: str) -> str:
    """A plausible address in lower case. Plausible: one "@", a name before it and a domain after."""
    address = "".join(text.split()).lower().removeprefix("mailto:")
    return address if EMAIL.fullmatch(address) and len(address) <= LONGEST_EMAIL else ""


def phone(text: str, country: str) -> str:
    """A valid number as E.164, "+493012345678". A number without its country's code is one of `country`.

    Valid by the numbering plans in Google's libphonenumber.
    """
    number = re.sub(r"^00", "+", text.strip())
    code = phonenumbers.country_code_for_region(country) if country else 0
    # A column of numbers has lost the plus sign; as a national number 491711234567 is valid too.
    abroad = _e164(f"+{number}", "") if code and number.startswith(str(code)) else ""
    return abroad or _e164(number, country)


def _e164(number: str, country: str) -> str:
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def words(text: str) -> str:
    """The text on one line, composed (NFC), without what a spreadsheet takes for a formula's start."""
    return " ".join(unicodedata.normalize("NFC", text).split()).lstrip(FORMULA + " ")


def postcode(text: str, country: str) -> str:
    """In capitals; of digits alone with the zeros that it begins with in `country`."""
    written = words(text).upper()
    return written.zfill(DIGITS.get(country, 0)) if written.isdecimal() else written


def name(text: str) -> str:
    """A first or last name without titles before it and suffixes behind."""
    parts = words(text).split()
    while len(parts) > 1 and _bare(parts[0]) in TITLES:
        parts = parts[1:]
    while len(parts) > 1 and _bare(parts[-1]) in SUFFIXES:
        parts = parts[:-1]
    return words(" ".join(parts)).rstrip(",")


def names(full: str) -> tuple[str, str]:
    """First and last name from a full one: "Last, First", or the first word and the rest."""
    last, comma, first = full.partition(",")
    if comma and _bare(first.strip()) not in SUFFIXES:
        return name(first), name(last)
    first, _, last = name(full).partition(" ")
    return first, words(last)


def _bare(word: str) -> str:
    return word.casefold().strip(".,")
