"""Contact details as campaign tools take them; what cannot be used is empty."""

import re
import unicodedata
from types import MappingProxyType

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


def clean_email(text: str) -> str:
    """Clean an e-mail address, in lower case; plausible is one "@", a name before it, a domain after."""
    address = "".join(text.split()).lower().removeprefix("mailto:")
    return address if EMAIL.fullmatch(address) and len(address) <= LONGEST_EMAIL else ""


def clean_phone(text: str, country: str) -> str:
    """Clean a phone number, as E.164: "+493012345678". Without a country's code it is of `country`.

    Valid by the numbering plans in Google's libphonenumber.
    """
    import phonenumbers

    number = re.sub(r"^00", "+", text.strip())
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
    written = clean_text(text).upper()
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
