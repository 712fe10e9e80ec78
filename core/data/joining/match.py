"""Match report of two key columns: rows that match, that do not, and that match more than once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

from core.data.columns.profile import exact_column
from core.data.joining.tables import JoinTable
from core.data.quality.spellings import clean_text

# Spellings by which two keys may be the same, the strictest first.
Spelling = Literal["exact", "case", "zeros", "first", "email", "phone"]
KEY = "\0key"  # the name of a key in a frame, which no column of a file has
EXAMPLES = 3


@dataclass(frozen=True)
class Link:
    """A key of `many`, whose rows are looked up by `single_key` in `single`, as `spelling` compares."""

    many: str
    many_key: str
    single: str
    single_key: str
    spelling: Spelling = "exact"


@dataclass(frozen=True)
class Match:
    """Report of a link: rows of `many` without a key, with a match and without; keys of `single` that
    nobody asks for, and that stand more than once."""

    link: Link
    rows: int
    blank: int
    matched: int
    matched_keys: int
    unmatched_examples: tuple[str, ...]
    single_keys: int
    unused: int
    unused_examples: tuple[str, ...]
    repeated: int
    repeated_rows: int
    repeated_examples: tuple[str, ...]

    @property
    def misses(self) -> int:
        return self.rows - self.blank - self.matched

    @property
    def coverage(self) -> float:
        """Share of the rows with a key that match."""
        return self.matched / (self.rows - self.blank) if self.rows > self.blank else 0.0


def key_pair(left: pl.LazyFrame, right: pl.LazyFrame, link: Link) -> tuple[pl.Expr, pl.Expr]:
    """Both keys of a link as expressions in which equal keys are equal: as they are where both are
    whole numbers, which takes a fraction of the time, else as text."""
    return key_columns(left, link.many_key, right, link.single_key, link.spelling)


def key_columns(
    left: pl.LazyFrame, left_key: str, right: pl.LazyFrame, right_key: str, spelling: Spelling
) -> tuple[pl.Expr, pl.Expr]:
    """Keys as `key_pair` gives them, of columns that are named otherwise."""
    types = (left.collect_schema()[left_key], right.collect_schema()[right_key])
    if spelling == "exact" and all(dtype == pl.Int64 for dtype in types):
        return exact_column(left_key), exact_column(right_key)
    return key_text(left, left_key, spelling), key_text(right, right_key, spelling)


def key_text(frame: pl.LazyFrame, name: str, spelling: Spelling) -> pl.Expr:
    """A key as text in which equal keys are equal; null where there is none."""
    value, dtype = exact_column(name), frame.collect_schema()[name]
    text = (value.cast(pl.Int64, strict=False) if dtype.is_float() else value).cast(pl.String)
    if dtype == pl.String:
        text = clean_text(text)
    if spelling == "first":
        text = text.str.split(";").list.first().str.strip_chars()
    if spelling in ("case", "email", "zeros"):
        text = text.str.to_lowercase()
    if spelling == "zeros":
        text = text.str.strip_chars_start("'#").str.replace(r"\.0+$", "").str.replace(r"^0+(.)", "$1")
    if spelling == "phone":
        text = text.str.replace_all(r"\D", "").str.strip_chars_start("0")
    return pl.when(text.str.len_bytes() > 0).then(text)


def measure_match(many: JoinTable, single: JoinTable, link: Link) -> Match:
    """Count what matches and what does not, with examples."""
    asking, holding = key_pair(many.frame, single.frame, link)
    asked = many.frame.select(key=asking).group_by("key").len()
    held = single.frame.select(key=holding).group_by("key").len()
    both = asked.join(held, on="key", how="full", coalesce=True, suffix=" held")
    table = both.rename({"len": "asked", "len held": "held"}).sort("key").collect(engine="streaming")
    keys = table.filter(pl.col("key").is_not_null())
    blank = table.filter(pl.col("key").is_null())["asked"].sum()
    hit = keys.filter(pl.col("asked").is_not_null() & pl.col("held").is_not_null())
    missed, unused = keys.filter(pl.col("held").is_null()), keys.filter(pl.col("asked").is_null())
    repeated = keys.filter(pl.col("held") > 1)
    return Match(
        link=link,
        rows=many.rows,
        blank=int(blank),
        matched=int(hit["asked"].sum()),
        matched_keys=len(hit),
        unmatched_examples=_examples(missed),
        single_keys=len(keys) - len(missed),
        unused=len(unused),
        unused_examples=_examples(unused),
        repeated=len(repeated),
        repeated_rows=int(repeated["held"].sum()) - len(repeated),
        repeated_examples=_examples(repeated),
    )


def _examples(keys: pl.DataFrame) -> tuple[str, ...]:
    return tuple(map(str, keys["key"].head(EXAMPLES)))


def best_spelling(many: JoinTable, single: JoinTable, link: Link) -> Match:
    """Match in the strictest spelling in which no other matches more rows and all keys stay apart."""
    matches = _spellings(many, single, link)
    best = next(matches)
    for match in matches:
        apart = match.single_keys == best.single_keys
        if match.matched > best.matched and apart:
            best = match
        if not best.misses:
            break
    return best


def _spellings(many: JoinTable, single: JoinTable, link: Link) -> Iterator[Match]:
    fixed = link.spelling != "exact"
    for spelling in (link.spelling,) if fixed else get_args(Spelling)[:4]:
        yield measure_match(
            many, single, Link(link.many, link.many_key, link.single, link.single_key, spelling)
        )
