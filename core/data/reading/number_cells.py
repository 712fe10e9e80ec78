"""Cells that hold a number beside something else: a currency, a unit, brackets, a sign behind."""

from collections.abc import Sequence

import polars as pl

from core.data.reading.currencies import CREDIT, CURRENCIES
from core.data.reading.unit_words import MULTIPLES, UNITS

SPACES = " \u00a0\u2007\u2009\u202f"
QUOTES = "'\u2018\u2019\u02bc`\u00b4"
DASHES = "\\-\u2010\u2011\u2012\u2013\u2014\u2212"
MARK = "'\u2019"  # a spreadsheet's sign that a cell is text
SIGN = "$€£¥₹₽₩₺₴₫฿₱₦₵₡₲₸₾₼₪₭₮៛৳﷼￥\uff04¢%\u00d7"
# A word may hold stops (Rs., S/.); a sign may have letters behind ($U), and no stop: "$.50" is a half.
# What words there are is looked up afterwards; classes of letters would take a regex long to build.
TOKEN = rf"(?:[^\s0-9+().,'{DASHES}{SIGN}][^0-9+(),'{DASHES}]*|[{SIGN}][^\s0-9+().,'{DASHES}]*)"
DIGITS = rf"[.,]?[0-9](?:[0-9.,{QUOTES}{SPACES}]*[0-9])?(?:[eE][+-]?[0-9]{{1,3}})?"
_BLANK = rf"[\s{SPACES}]*"
_OPEN, _CLOSE = rf"[{DASHES}+(]*", rf"[{DASHES})]*"
_PARTS = (
    rf"^[{MARK}]?{_BLANK}(?P<a>{_OPEN}){_BLANK}(?P<prefix>{TOKEN})?{_BLANK}(?P<b>{_OPEN}){_BLANK}"
    rf"(?P<number>{DIGITS})(?:[.,/][{DASHES}=]{{1,2}}|[.,])?{_BLANK}(?P<c>{_CLOSE}){_BLANK}"
    rf"(?P<suffix>{TOKEN})?{_BLANK}(?P<d>{_CLOSE}){_BLANK}$"
)
# "$-" and "- €": zero in Excel's accounting format.
_NOTHING = rf"^{_BLANK}(?P<before>{TOKEN})?{_BLANK}\(?[{DASHES}]{{1,2}}\)?{_BLANK}(?P<behind>{TOKEN})?{_BLANK}$"
MINUS_SIGNS = (*DASHES.replace("\\", ""), "()")
PLUS_SIGNS = ("", "+")
_FOREIGN_DIGITS = {
    chr(zero + digit): str(digit)
    for zero in (0x0660, 0x06F0, 0x0966, 0xFF10)
    for digit in range(10)
} | {"\u066b": ".", "\u066c": "'"}  # fmt: skip
# What may be a number beside something short: a quick look before the parts are told apart.
_GLANCE = rf"^[^0-9]{{0,12}}[0-9][0-9.,eE+{QUOTES}{SPACES}]*[^0-9]{{0,18}}$"


def may_be_number(cells: pl.Series) -> pl.Series:
    """True where a quick look does not rule a number out, perhaps beside a currency or a unit."""
    return cells.str.contains(_GLANCE)


def split_cells(cells: pl.Series) -> pl.DataFrame:
    """Split cells into `sign`, `prefix`, `number` and `suffix`, all null where a cell has no number.

    Words are lower-case without blanks and stops, "" where there is none.
    """
    parts = cells.to_frame("cell").select(pl.col("cell").str.extract_groups(_PARTS)).unnest("cell")
    signs = pl.concat_str([pl.col(part).fill_null("") for part in "abcd"])
    words = [
        pl.when(pl.col("number").is_not_null())
        .then(pl.col(word).fill_null("").str.to_lowercase().str.replace_all(r"[. ]", ""))
        .alias(word)
        for word in ("prefix", "suffix")
    ]
    return parts.select(
        pl.when(pl.col("number").is_not_null()).then(signs).alias("sign"), "number", *words
    )


def read_foreign_digits(cells: pl.Series) -> pl.Series:
    """Write Arabic, Persian, Devanagari and full-width digits as 0 to 9."""
    signs = list(_FOREIGN_DIGITS)
    return cells.str.replace_many(signs, [_FOREIGN_DIGITS[sign] for sign in signs])


def write_plainly(cells: pl.Series, tokens: tuple[str, ...], dash: bool) -> pl.Series:
    """Write the cells' numbers with nothing beside them but a minus in front; "?" for other cells.

    `tokens` are the words and signs that may stand beside a number, `dash` says that "-" is zero.
    """
    parts = split_cells(cells)
    words, sign, number = ["", *tokens], pl.col("sign"), _with_zeros(tokens)
    credit = (pl.col("suffix") == CREDIT) & sign.is_in(PLUS_SIGNS)
    valid = pl.col("prefix").is_in(words) & pl.col("suffix").is_in(words)
    plain = (
        pl.when(valid & (sign.is_in(MINUS_SIGNS) | credit))
        .then(pl.concat_str(pl.lit("-"), number))
        .when(valid & sign.is_in(PLUS_SIGNS))
        .then(number)
    )
    zero = find_zero_dashes(cells, words if dash else tokens)
    written = parts.select(plain).to_series()
    frame = pl.DataFrame({"cell": cells, "plain": written, "zero": zero})
    return frame.select(
        pl.when("zero").then(pl.lit("0")).when(pl.col("cell").is_not_null())
        .then(pl.col("plain").fill_null("?")).alias(cells.name)
    ).to_series()  # fmt: skip


def _with_zeros(tokens: tuple[str, ...]) -> pl.Expr:
    """The number with the power of ten that a word beside it means: "1.2k" is 1.2e3."""
    zeros = {word: f"e{MULTIPLES[word]}" for word in tokens if word in MULTIPLES}
    if not zeros:
        return pl.col("number")
    powers = [
        pl.col(part).replace_strict(zeros, default="", return_dtype=pl.String)
        for part in ("suffix", "prefix")
    ]
    return pl.concat_str("number", *powers)


def common_affixes(cells: pl.Series, tokens: Sequence[str]) -> tuple[str, str]:
    """Text that most cells have in front of and behind their numbers, blanks included.

    Of the tokens alone, and of those only that change neither sign nor size.
    """
    pattern = rf"^({TOKEN}?{_BLANK})[{DASHES}+]?{DIGITS}({_BLANK}{TOKEN}?)$"
    groups = cells.to_frame("cell").select(pl.col("cell").str.extract_groups(pattern)).unnest("cell")
    usual = groups.drop_nulls().group_by(groups.columns, maintain_order=True).len()
    allowed = ["", *(token for token in tokens if token != CREDIT and token not in MULTIPLES)]
    words = [pl.col(n).str.to_lowercase().str.replace_all(f"[.{SPACES}]", "") for n in groups.columns]
    usual = usual.filter(word.is_in(allowed) for word in words).sort("len", descending=True)
    return usual.row(0)[:2] if usual.height else ("", "")


def find_zero_dashes(cells: pl.Series, tokens: Sequence[str]) -> pl.Series:
    """True where a cell is a dash beside one of the tokens ("$-"); beside nothing if "" is a token."""
    groups = cells.to_frame("cell").select(pl.col("cell").str.extract_groups(_NOTHING)).unnest("cell")
    words = [
        pl.col(word).fill_null("").str.to_lowercase().str.strip_chars(". ") for word in groups.columns
    ]
    word = pl.concat_str(words)
    matched = cells.str.contains(_NOTHING)
    return groups.select(pl.lit(matched) & word.is_in(list(tokens))).to_series()


def currency_codes(cells: pl.Series) -> pl.Series:
    """The currency beside each number as its code, or its sign where several share it; null for none.

    Of two in one cell ("$45 CAD") the one that says more counts.
    """
    parts = split_cells(cells)
    names = ("suffix", "prefix")
    codes = [pl.col(n).replace_strict(CURRENCIES, default=None, return_dtype=pl.String) for n in names]
    clear = [pl.when(code.str.contains("^[A-Z]{3,4}$")).then(code) for code in codes]
    return parts.select(pl.coalesce([*clear, *codes]).alias(cells.name)).to_series()


def unit_names(tokens: tuple[str, ...]) -> set[str]:
    """The different units that the tokens mean; currencies are none."""
    return {UNITS[token] for token in tokens if token in UNITS and token not in CURRENCIES}
