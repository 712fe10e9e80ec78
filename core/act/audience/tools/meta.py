"""Meta custom audiences, for Facebook and Instagram.

Headers: "How to format a customer list", facebook.com/business/help/2082575038703844. How fields are
written before hashing: developers.facebook.com/documentation/ads-commerce/marketing-api/audiences/guides/custom-audiences
and ".../conversions-api/parameters/customer-information-parameters", whose example of a British
postcode is whole; names as in the tests of Meta's own normaliser, github.com/facebook/capi-param-builder.
A phone number has its country code and no "+", so that its hash is another than Google's.
"""

from unicodedata import category, normalize

from core.act.audience.tool_spec import AudienceSpec, Column, Person, hash_text, hashed_column

# Letters that are no other letter with a mark.
ROMAN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
)


def _letters_only(text: str) -> str:
    """Write text in lower case, without spaces, punctuation and symbols; accents and vowel signs stay."""
    return "".join(letter for letter in text.lower() if category(letter)[0] not in "PSZ")


def _roman_letters(text: str) -> str:
    """Write text in the letters a to z alone, without accents: a city may have no others."""
    plain = normalize("NFKD", text.casefold().translate(ROMAN))
    return "".join(letter for letter in plain if "a" <= letter <= "z")


def _without_plus(phone: str) -> str:
    return phone.removeprefix("+")


def _zip_hash(person: Person) -> str:
    """Hash five digits in the United States, elsewhere the whole code."""
    code = _letters_only(person.get("zip", ""))
    return hash_text(code[:5] if person.get("country") == "US" else code)


SPEC = AudienceSpec(
    name="meta",
    title="Meta (Facebook and Instagram)",
    summary="Every column hashed; phone numbers with country code and without a plus sign.",
    source="https://www.facebook.com/business/help/2082575038703844",
    columns=(
        hashed_column("email", "email"),
        hashed_column("phone", "phone", _without_plus),
        hashed_column("fn", "first_name", _letters_only),
        hashed_column("ln", "last_name", _letters_only),
        hashed_column("ct", "city", _roman_letters),
        Column("zip", ("zip",), _zip_hash),
        hashed_column("country", "country"),
    ),
    reached=(("email",), ("phone",)),
    hashed=True,
)
