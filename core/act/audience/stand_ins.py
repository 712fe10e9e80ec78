"""E-mail addresses and phone numbers that are nobody's: made up, cut off, or shared by many."""

import re

import polars as pl

from core.act.audience.cleaning import clean_email
from core.data import NOBODYS_MAILBOX

# Different people who may share an address or a number, as a household or a small firm does. Higher:
# more stand-ins tie people together who have nothing to do with each other.
MOST_SHARING = 5
# Where this share of all customers has the same, fewer are enough; lower finds more stand-ins in small
# files, and more families.
COMMON_SHARE, FEWEST_COMMON = 0.1, 4

_CUT_OFF = re.compile(r"\+?\d+(?:[.,]\d+)?\s*e\s*\+?\d+", re.IGNORECASE)
# The same once it was read as a number: a spreadsheet keeps three to six digits of eleven or more.
_FILLED_UP = re.compile(r"[1-9]\d{2,5}0{6,}")
_RUN = "0123456789" * 2
_RUNS = (_RUN, _RUN[::-1])
_SHORTEST_RUN = 7  # digits of a number that only counts up or down; fewer are found in real numbers
_REPEATED = re.compile(r"(\d)\1{6}$")
_NO_ADDRESS = re.compile(NOBODYS_MAILBOX)


def is_cut_off(number: str) -> bool:
    """Tell whether a spreadsheet has cut off the digits of a phone number, as in 4.48E+11."""
    return bool(_CUT_OFF.fullmatch(number) or _FILLED_UP.fullmatch(number))


def is_made_up_number(number: str) -> bool:
    """Tell whether a phone number is made up: one digit over and over, or all counting up or down.

    A number with its country's code, as E.164, is judged without it.
    """
    digits = _national_digits(number) if number.startswith("+") else _bare_digits(number)
    is_run = len(digits) >= _SHORTEST_RUN and any(digits in run for run in _RUNS)
    return is_run or bool(_REPEATED.search(digits))


def is_made_up_email(address: str) -> bool:
    """Tell whether an e-mail address says that there is none, or is of a test: test@test.com."""
    name, _, domain = address.partition("@")
    words = re.sub(r"[\W_]+", " ", name).strip()
    return bool(_NO_ADDRESS.fullmatch(words)) or name == domain.partition(".")[0] == "test"


def find_shared_emails(lines: pl.LazyFrame, customers: int) -> frozenset[str]:
    """Find the addresses that many of the `customers` share, clean."""
    shared = _find_shared(lines, pl.col("email").str.to_lowercase(), customers)
    return frozenset(map(clean_email, shared)) - {""}


def find_shared_numbers(lines: pl.LazyFrame, customers: int) -> frozenset[str]:
    """Find the phone numbers that many of the `customers` share, as `digits_of` them."""
    digits = pl.col("phone").str.replace_all(r"\D", "").str.strip_chars_start("0")
    return _find_shared(lines, digits, customers) - {""}


def digits_of(number: str) -> str:
    """Return the digits of a phone number, without the zeros in front."""
    return re.sub(r"\D", "", number).lstrip("0")


def _find_shared(lines: pl.LazyFrame, value: pl.Expr, customers: int) -> frozenset[str]:
    """Find the values that several people share: rows of `lines` hold the customer's `key`, and their
    `name` where it is known. One person with several accounts is one."""
    few = min(MOST_SHARING, max(FEWEST_COMMON, COMMON_SHARE * customers) - 1)
    sharing = (
        lines.select(
            "key", value=value, name=pl.col("name").str.to_lowercase().fill_null(pl.col("key"))
        )
        .drop_nulls("value")
        .unique()
        .group_by("value")
        .agg(pl.min_horizontal(pl.col("key").n_unique(), pl.col("name").n_unique()).alias("people"))
        .filter(pl.col("people") > few)
    )
    return frozenset(sharing.collect(engine="streaming")["value"])


def _national_digits(number: str) -> str:
    import phonenumbers

    try:
        return str(phonenumbers.parse(number).national_number)
    except phonenumbers.NumberParseException:
        return _bare_digits(number)


def _bare_digits(number: str) -> str:
    return re.sub(r"\D", "", number)
