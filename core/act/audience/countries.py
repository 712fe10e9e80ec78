"""Countries as two letters (ISO 3166-1 alpha-2), from their codes and the names that files use.

Names and three-letter codes are those of the Unicode CLDR, which Babel brings.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "cs", "sk", "hu", "ro", "tr",
    "hr", "et", "sl", "lt", "lv", "el", "bg", "ru", "uk",
)  # fmt: skip
# Short, former and official names, and number plates.
_OTHER_NAMES = """
AE: uae, emirates; BA: bosnia; BN: brunei darussalam; BO: plurinational state of bolivia
CD: democratic republic of congo, drc, dr congo; CG: republic of congo, congo; CI: ivory coast, elfenbeinkuste
CN: people s republic of china, prc, mainland china; CV: cape verde; CZ: czech republic; DE: d, ger
FM: micronesia; FR: f
GB: uk, u k, great britain, britain, england, scotland, wales, northern ireland
GB: united kingdom of great britain northern ireland
HK: hong kong, hongkong, hong kong sar; IE: eire, rep of ireland, republic of ireland; IR: islamic republic of iran
IT: i; KP: democratic people s republic of korea; KR: korea, republic of korea
LA: lao people s democratic republic, lao pdr; MD: republic of moldova; MK: macedonia; MM: myanmar, burma
MO: macau, macao; NL: holland; PS: palestine, state of palestine; RU: russian federation
SY: syrian arab republic; SZ: swaziland; TL: east timor; TR: turkey; TW: taiwan province of china
TZ: united republic of tanzania; US: u s a, u s, united states of america, america, etats unis d amerique
VA: holy see; VE: bolivarian republic of venezuela; VN: viet nam; ZA: rsa
"""


def country_code(text: str) -> str:
    """Return "DE" for "Germany", "deutschland", "DEU" and "de"; "" for what is no known country."""
    from phonenumbers import SUPPORTED_REGIONS

    code = text.strip().upper()
    return code if code in SUPPORTED_REGIONS else _codes_by_name().get(_plain_name(text), "")


@cache
def _codes_by_name() -> Mapping[str, str]:
    """Return codes by plain name; where countries share a name, that of the earlier language."""
    from babel import Locale
    from babel.core import get_global
    from phonenumbers import SUPPORTED_REGIONS

    codes: dict[str, str] = {}
    for entry in _OTHER_NAMES.replace("\n", ";").split(";"):
        code, _, names = entry.partition(":")
        codes |= {name.strip(): code.strip() for name in names.split(",") if names}
    for short, (code, *others) in get_global("territory_aliases").items():
        if len(short) == 3 and short.isalpha() and code in SUPPORTED_REGIONS and not others:
            codes.setdefault(short.lower(), code)
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if code in SUPPORTED_REGIONS:
                for written in (name, re.sub(r"\(.*?\)", " ", name)):
                    codes.setdefault(_plain_name(written), code)
    return codes


def _plain_name(name: str) -> str:
    """Write a name in lower-case words without accents, "and" and "the".

    "Iran (Islamic Republic of)" and "Korea, Republic of" are turned round.
    """
    last, _, first = name.replace("(", ",").partition(",")
    letters = unicodedata.normalize("NFKD", f"{first} {last}".casefold())
    words = re.findall(r"[^\W_]+", "".join(c for c in letters if not unicodedata.combining(c)))
    return " ".join("st" if word == "saint" else word for word in words if word not in ("and", "the"))
