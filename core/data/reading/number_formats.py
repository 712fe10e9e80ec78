"""Numbers as people write them: grouped thousands, decimal commas, currencies, units, brackets."""

import re
from dataclasses import dataclass, replace
from typing import Self

import polars as pl

from core.data.reading.cells import Cells, evaluate, is_key, is_measure, is_money
from core.data.reading.currencies import (
    CREDIT,
    CURRENCIES,
    DEBIT,
    is_certain_currency,
    shown_currencies,
)
from core.data.reading.number_cells import (
    QUOTES,
    SPACES,
    common_affixes,
    currency_codes,
    find_zero_dashes,
    may_be_number,
    read_foreign_digits,
    split_cells,
    unit_names,
    write_plainly,
)
from core.data.reading.unit_words import MULTIPLES, UNITS

# Leading zeros, and more digits than a whole number holds: a code, not a count.
CODE = r"^[+-]?(?:0[0-9]+|[0-9]{19,})$"
WHOLE = r"^[+-]?[0-9]{1,18}$"
WHOLE_FLOAT = r"^[+-]?[0-9]{1,15}\.0+$"
PLAIN = r"^[+-]?[0-9]*[.,]?[0-9]*([eE][+-]?[0-9]+)?$"
# More digits than a decimal number holds: turned into one, neighbouring ids would become the same.
LONG_WHOLE = r"^[+-]?[0-9]{16,}(?:\.0*)?$"
SHORTEST_LONG = 16
THREE_DECIMALS = ("kwd", "bhd", "omr", "jod", "tnd", "iqd", "lyd")  # currencies of a thousand parts
# A column's numbers are taken to stand beside currencies or units where this share of them does; fewer
# are counted and told one by one.
LEAST_DECORATED = 0.05
# What is left of a currency's sign that was lost on the way, where most of the column has it.
LOST_SIGNS, LEAST_LOST = ("?", "\ufffd"), 0.5
_CELL = re.compile(
    r"[-+\u2212(]*\s*(?P<prefix>[^\W\d_]{0,3}[$€£¥₹₽₩₺]|[^\W\d_]{2,3}\.?)?\s*[-+\u2212(]*"
    rf"[0-9.,{QUOTES}{SPACES}]*[0-9][.,]?(?:E[+-]?[0-9]+)?[-)]?\s*"
    r"(?P<suffix>[^\W\d_]{0,3}[$€£¥₹₽₩₺]|%|[^\W\d_]{2,3})?\s*[-)]?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NumberStyle:
    """Spelling of numbers: `group` between thousands ("" for none), `decimal` before fractions.

    `tokens` are the currencies and units beside them, `affixes` what most often stands in front of and
    behind a number, as written; `dash` says that a lone "-" is zero, and `currencies` maps each of several currencies to what is written in a column of its own; `wide` says that some
    cells are written in another way.
    """

    group: str
    decimal: str
    whole: bool = False
    decorated: bool = False
    trailing_zero: bool = False
    tokens: tuple[str, ...] = ()
    affixes: tuple[str, str] = ("", "")
    dash: bool = False
    assumed_group: bool = False
    currencies: tuple[tuple[str, str], ...] = ()
    wide: bool = False

    exact = True  # a strict parse tells every misfit

    @property
    def pattern(self) -> str:
        group = f"[{re.escape(SPACES if self.group == ' ' else self.group)}]"
        lakh = f"|(?:{group}[0-9]{{2}})+{group}[0-9]{{3}}" if self.group == "," else ""
        grouped = f"|[1-9][0-9]{{0,2}}(?:(?:{group}[0-9]{{3}})+{lakh})" if self.group else ""
        exponent = "(?:[eE][+-]?[0-9]{1,3})?"
        whole, fraction = f"[0-9]+{grouped}", f"[{self.decimal}][0-9]"
        return rf"^[+-]?(?:(?:{whole})(?:{fraction}*)?|{fraction}+){exponent}$"

    @property
    def units(self) -> set[str]:
        return unit_names(self.tokens)

    @property
    def is_money(self) -> bool:
        """True where a currency that can be nothing else stands beside the numbers."""
        return any(is_certain_currency(token) for token in self.tokens)

    @property
    def multiples(self) -> list[str]:
        """Words beside the numbers that stand for zeros."""
        return [token for token in self.tokens if token in MULTIPLES]

    def parse(self, text: pl.Expr, strict: bool) -> pl.Expr:
        """Parse the numbers in `text`.

        What is no number of this style raises, or is null if not `strict`.
        """
        plain = text
        if self.decorated:
            plain = text.map_batches(self._write_plainly, return_dtype=pl.String, is_elementwise=True)
        return self._parse_plain(plain, strict)

    def parse_widely(self, text: pl.Expr) -> pl.Expr:
        """Parse also what is written in another way than most of the column, where it is clear."""
        return text.map_batches(self._read_widely, return_dtype=self._dtype, is_elementwise=True)

    def parse_rest(self, text: pl.Expr) -> pl.Expr:
        """Parse what `parse` does not read, and `parse_widely` does."""
        return text.map_batches(self._read_different, return_dtype=self._dtype, is_elementwise=True)

    def currency_of(self, text: pl.Expr) -> pl.Expr:
        """The currency beside each number, where the column has several."""
        shown = dict(self.currencies)

        def read(cells: pl.Series) -> pl.Series:
            return currency_codes(cells).replace_strict(shown, default=None, return_dtype=pl.String)

        return text.map_batches(read, return_dtype=pl.String, is_elementwise=True)

    def with_currencies(self, codes: set[str]) -> Self:
        """The style with the currencies of its column, where they are several."""
        shown = shown_currencies(codes)
        several = len(set(shown.values())) > 1
        return replace(self, currencies=tuple(sorted(shown.items())) if several else ())

    def widen(self) -> Self:
        return replace(self, whole=False, trailing_zero=False)

    @property
    def _dtype(self) -> type[pl.Int64] | type[pl.Float64]:
        return pl.Int64 if self.whole else pl.Float64

    def _write_plainly(self, cells: pl.Series) -> pl.Series:
        """Write the numbers alone; only where more than the affixes must go are the cells taken apart."""
        before, behind = self.affixes
        bare = cells.str.strip_prefix(before).str.strip_suffix(behind)
        fits = evaluate(bare, lambda text: self._parse_plain(text, strict=False)).is_not_null()
        others = (~fits & cells.is_not_null()).arg_true()
        if others.is_empty():
            return bare
        return bare.scatter(others, write_plainly(cells.gather(others), self.tokens, self.dash))

    def _parse_plain(self, plain: pl.Expr, strict: bool) -> pl.Expr:
        refused = pl.lit("?" if strict else None, dtype=pl.String)
        if self.group or self.decimal != "." or self.trailing_zero:
            plain = pl.when(~plain.str.contains(self.pattern)).then(refused).otherwise(plain)
        plain = self._normalise(plain)
        if not self.whole:
            number = plain.cast(pl.Float64, strict=strict)
            return number if strict else pl.when(number.is_finite()).then(number)
        if self.trailing_zero:
            plain = plain.str.replace(r"\.0+$", "")
        coded = plain.str.starts_with("0") & (plain.str.len_bytes() > 1)
        return pl.when(coded).then(refused).otherwise(plain).cast(pl.Int64, strict=strict)

    def _normalise(self, text: pl.Expr) -> pl.Expr:
        if self.group == " ":
            text = text.str.replace_all(f"[{SPACES}]", "")
        elif self.group:
            text = text.str.replace_all(f"[{self.group}]", "")
        return text.str.replace(",", ".", literal=True) if self.decimal == "," else text

    def _read_widely(self, cells: pl.Series) -> pl.Series:
        values = evaluate(cells, lambda text: self.parse(text, strict=False))
        rest = cells.zip_with(
            values.is_null(), pl.repeat(None, len(cells), dtype=pl.String, eager=True)
        )
        return values.zip_with(values.is_not_null(), self._read_different(rest))

    def _read_different(self, cells: pl.Series) -> pl.Series:
        """Read each different cell once."""
        different = cells.drop_nulls().unique()
        if different.is_empty():
            return pl.repeat(None, len(cells), dtype=self._dtype(), eager=True).alias(cells.name)
        numbers = self._read_rest(different)
        return cells.replace_strict(different, numbers, default=None, return_dtype=self._dtype)

    def _read_rest(self, rest: pl.Series) -> pl.Series:
        """Read numbers with any currency, a unit like the column's, any grouping, either decimal sign."""
        units = self.units or {"pieces"}
        words = (*CURRENCIES, *self.tokens, *(t for t, unit in UNITS.items() if unit in units))
        plain = write_plainly(read_foreign_digits(rest.str.strip_chars()), words, self.dash)
        styles = self._other_styles()
        numbers = evaluate(
            plain, lambda text: pl.coalesce([s._parse_plain(text, strict=False) for s in styles])
        )
        if not self.whole:
            return numbers
        exact = (numbers == numbers.round()) & (numbers.abs() < 1e15)
        return evaluate(numbers, lambda number: pl.when(pl.lit(exact)).then(number).cast(pl.Int64))

    def _other_styles(self) -> list["NumberStyle"]:
        alike, other = (POINT, COMMA) if self.decimal == "." else (COMMA, POINT)
        plain = NumberStyle(self.group, self.decimal)
        return [plain, *(style for style in alike if style.group not in (",", ".")), *other]


POINT = (NumberStyle("", "."), NumberStyle(",", "."), NumberStyle(" ", "."), NumberStyle(QUOTES, "."))
COMMA = (NumberStyle("", ","), NumberStyle(".", ","), NumberStyle(" ", ","), NumberStyle(QUOTES, ","))


def looks_like_number(cell: str) -> bool:
    """Tell whether the cell is a number, alone or beside what can only be a currency or a percent sign."""
    match = _CELL.fullmatch(cell.strip())
    tokens = (
        [match[word].lower().strip(".") for word in ("prefix", "suffix") if match[word]]
        if match
        else []
    )
    return match is not None and all(token == "%" or is_certain_currency(token) for token in tokens)


def uses_decimal_comma(cells: Cells) -> bool:
    """Tell whether the column can only be read with a decimal comma."""
    return cells.matching_share(r"^[+-]?[0-9.]*[0-9],([0-9]{1,2}|[0-9]{4,})$") > 0.5


def number_style(cells: Cells, comma: bool) -> tuple[NumberStyle, pl.Series] | None:
    """The style that fits most of the cells, with a mask of the values that it reads; None: no numbers.

    `comma` says that the file's other columns write a decimal comma, which settles "1.234".
    """
    cells = replace(cells, values=read_foreign_digits(cells.values))
    if cells.share(may_be_number(cells.values)) < LEAST_DECORATED:
        return None
    decorated = not cells.values.str.contains(PLAIN).all() and not is_key(cells.name)
    tokens: tuple[str, ...] = ()
    dash, plain = False, cells.values
    if decorated:
        tokens = _accepted_tokens(cells)
        dash = _has_accounting_dashes(cells.values, tokens)
        plain = write_plainly(cells.values, tokens, dash)
        decorated = cells.share((plain != cells.values) & (plain != "?")) >= LEAST_DECORATED
    plain_cells = replace(cells, values=plain if decorated else cells.values)
    best = _best_style(plain_cells, comma, is_money(cells.name) or _has_currency(tokens))
    if best is None:
        return None
    affixes = common_affixes(cells.values, tokens) if decorated else ("", "")
    style = _detect_whole(
        replace(best, decorated=decorated, tokens=tokens, affixes=affixes, dash=dash),
        plain_cells.values,
    )
    style = style.with_currencies(set(currency_codes(cells.values).drop_nulls()) if tokens else set())
    wide = evaluate(cells.values, style.widen().parse_widely)
    return style, wide.is_not_null()


def _best_style(cells: Cells, comma: bool, money: bool) -> NumberStyle | None:
    styles = COMMA + POINT if comma else POINT + COMMA
    shares = [cells.matching_share(style.pattern) for style in styles]
    best = styles[shares.index(max(shares))]
    if max(shares) == 0:
        return None
    if money and best == POINT[0] and _groups_with_points(cells):
        return replace(COMMA[1], assumed_group=True)
    return best


def _groups_with_points(cells: Cells) -> bool:
    """Tell whether the points of amounts stand between thousands.

    They do where each is followed by three digits and amounts below a thousand have none; prices
    with three decimals ("1.349") are all of one size.
    """
    numbers = cells.values.filter(cells.values.str.contains(POINT[0].pattern))
    dotted = numbers.str.contains(".", literal=True)
    pointed, below = numbers.filter(dotted), numbers.filter(~dotted)
    thousands = bool(pointed.str.contains(r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$").all())
    spread = len(below) > 0 or bool(pointed.str.contains(r"^[+-]?[0-9]{2,3}\.").any())
    short = bool(below.str.contains(r"^[+-]?[0-9]{1,3}$").all())
    return len(pointed) > 1 and thousands and spread and short


def _accepted_tokens(cells: Cells) -> tuple[str, ...]:
    """The currencies, and the one unit, that stand beside the column's numbers.

    Words that may be something else ("TOP 10") only where the column's name says a number, or
    numbers have fractions.
    """
    parts = split_cells(cells.values)
    seen = {*parts["prefix"].drop_nulls(), *parts["suffix"].drop_nulls()} - {""}
    trusted = is_measure(cells.name) or bool(parts["number"].str.contains(r"[.,][0-9]{2}$").any())
    abbreviated = is_money(cells.name) or _are_abbreviated(parts, seen)
    multiples = {t for t in seen if t in MULTIPLES and abbreviated}
    currencies = {
        t for t in seen - multiples if t in CURRENCIES and (trusted or is_certain_currency(t))
    }
    before = set(parts["prefix"].drop_nulls()) - {
        "x",
        "\u00d7",
        "%",
    }  # "G-0017" is a code and no weight
    units = {t for t in seen - before - multiples if t in UNITS and t not in CURRENCIES}
    accepted = currencies if currencies or len(unit_names(tuple(units))) > 1 else units
    credit = {CREDIT} if CREDIT in seen and DEBIT not in seen and trusted else set()
    glued = cells.values.str.contains(r"^\p{L}{2,}[0-9]+$").any()
    if glued and not is_measure(cells.name):
        accepted = {token for token in accepted if not token.isalpha()}
    lost = {t for t in LOST_SIGNS if cells.share(parts["prefix"] == t) > LEAST_LOST}
    return tuple(sorted(accepted | credit | multiples | lost))


def _are_abbreviated(parts: pl.DataFrame, seen: set[str]) -> bool:
    """Tell whether "k" and "m" beside numbers mean thousands and millions: "1.2k" does, and "14k" may be
    gold."""
    fractions = parts.filter(pl.col("number").str.contains("[.,]"), pl.col("suffix") == "k")
    return seen <= {"k", "m"} and not fractions.is_empty()


def _has_currency(tokens: tuple[str, ...]) -> bool:
    return any(t in CURRENCIES for t in tokens) and not any(t in THREE_DECIMALS for t in tokens)


def _has_accounting_dashes(values: pl.Series, tokens: tuple[str, ...]) -> bool:
    """Tell whether amounts are in Excel's accounting format, in which a dash is zero."""
    beside = bool(tokens) and bool(find_zero_dashes(values, tokens).any())
    return beside or bool(values.str.contains(r"^\s*\p{Sc}?\s*\([^()]*[0-9]\)\s*$").any())


def _detect_whole(style: NumberStyle, plain: pl.Series) -> NumberStyle:
    fits = plain.filter(plain.str.contains(style.pattern))
    normalised = evaluate(fits, style._normalise)
    if normalised.str.contains(WHOLE).all():
        return replace(style, whole=True)
    if style.decimal == "." and normalised.str.contains(WHOLE_FLOAT).all():
        return replace(style, whole=True, trailing_zero=True)
    return style
