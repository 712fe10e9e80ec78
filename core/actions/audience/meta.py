"""Meta custom audiences, for Facebook and Instagram.

Headers: "How to format a customer list", facebook.com/business/help/2082575038703844. How fields are
written before hashing: developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences.
A phone number has its country code and no "+", so that its hash is another than Google's.
"""

from unicodedata import category

from core.actions.audience._hashing import hashed, sha256
from core.actions.audience._spec import AudienceSpec, Column, Person


def _letters(text: str) -> str:
    """Lower case, without spaces, punctuation and symbols; letters keep their accents and vowel signs."""
    return "".join(letter for letter in text.lower() if category(letter)[0] not in "PSZ")


def _words(text: str) -> str:
    """The same, with the spaces within a name."""
    return " ".join(filter(None, map(_letters, text.split())))


def _digits(phone: str) -> str:
    return phone.removeprefix("+")


def _zip(person: Person) -> str:
    """Five digits in the United States; area, district and sector in the United Kingdom."""
    code, country = _letters(person.get("zip", "")), person.get("country")
    if country == "US":
        return sha256(code[:5])
    return sha256(code[:-2] if country == "GB" and len(code) > 4 else code)


SPEC = AudienceSpec(
    name="meta",
    title="Meta (Facebook and Instagram)",
    summary="Every column hashed; phone numbers with country code and without a plus sign.",
    source="https://www.facebook.com/business/help/2082575038703844",
    columns=(
        hashed("email", "email"),
        hashed("phone", "phone", _digits),
        hashed("fn", "first_name", _words),
        hashed("ln", "last_name", _words),
        hashed("ct", "city", _letters),
        Column("zip", ("zip",), _zip),
        hashed("country", "country"),
    ),
    reached=(("email",), ("phone",)),
    hashed=True,
)
