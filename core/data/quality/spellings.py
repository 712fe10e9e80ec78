"""Customer ids that differ in their spelling only: invisible characters, capitals, leading zeros."""

from collections.abc import Callable, Iterator, Mapping

import polars as pl

from core.data.columns.profile import exact_column
from core.data.columns.typed_table import TypedTable
from core.data.quality import words
from core.model import Finding, Fix, FixKind

# Zero-width blanks, byte order marks, soft hyphens, marks of direction, and control signs but blanks.
INVISIBLE = r"[\p{Cf}\x00-\x08\x0E-\x1F\x7F]"
MAIL_PART = 0.5  # share of the ids in several spellings that are addresses, from which all are taken so


def clean_text(value: pl.Expr) -> pl.Expr:
    """Text without invisible characters and surrounding blanks, in one Unicode form."""
    visible = value.str.replace_all(INVISIBLE, "").str.normalize("NFKC")
    return visible.str.replace_all(r"\s+", " ").str.strip_chars()


def _fold_case(value: pl.Expr) -> pl.Expr:
    return clean_text(value).str.to_lowercase()


def _strip_zeros(value: pl.Expr) -> pl.Expr:
    """Digits without leading zeros ("000123"); other text as it is."""
    text = clean_text(value)
    digits = text.str.contains(r"^\d+$")
    return pl.when(digits).then(text.str.replace(r"^0+(\d)", "$1")).otherwise(text)


_KEYS: Mapping[FixKind, Callable[[pl.Expr], pl.Expr]] = {
    "clean_ids": clean_text,
    "fold_case": _fold_case,
    "strip_zeros": _strip_zeros,
}


def check_spellings(counted: pl.DataFrame, key: str) -> Iterator[Finding]:
    """Findings on ids (`value`, `rows`) that are alike but for their spelling."""
    plain = (
        counted.with_columns(value=clean_text(pl.col("value")))
        .group_by("value")
        .agg(pl.col("rows").sum())
    )
    for kind in _KEYS:
        finding = _spelling_finding(counted if kind == "clean_ids" else plain, key, kind)
        if finding is not None:
            yield finding


def _spelling_finding(counted: pl.DataFrame, key: str, kind: FixKind) -> Finding | None:
    groups = _group_spellings(counted, kind)
    if groups.is_empty():
        return None
    spellings, people = int(groups["spellings"].list.len().sum()), groups.height
    mails = float(groups["key"].str.contains("@").mean() or 0)  # type: ignore[arg-type]
    safe = kind == "clean_ids" or (kind == "fold_case" and mails >= MAIL_PART)
    example = " and ".join(f"'{text}'" for text in groups["spellings"][0].sort().head(2))
    text = words.spelling_sentence(kind, key, spellings, people, example, safe)
    label = words.spelling_button(spellings, people)
    return Finding(kind, text, (key,), spellings, Fix(kind), label, safe)


def _group_spellings(counted: pl.DataFrame, kind: FixKind) -> pl.DataFrame:
    """Ids in several spellings: `key`, the `spellings` (the most frequent first), in order of `key`."""
    keyed = counted.with_columns(key=_KEYS[kind](pl.col("value")))
    groups = keyed.sort(["rows", "value"], descending=[True, False]).group_by(
        "key", maintain_order=True
    )
    several = groups.agg(spellings=pl.col("value")).filter(pl.col("spellings").list.len() > 1)
    return several.filter(pl.col("key") != "").sort("key")


def merge_spellings(table: TypedTable, name: str, kind: FixKind) -> pl.LazyFrame:
    """The table with all spellings of an id as its most frequent one; addresses in small letters, and
    numbers with their zeros: a spreadsheet takes them away and adds none."""
    if not table.is_text(name):
        return table.frame
    value = exact_column(name)
    counts = table.frame.select(value=value).drop_nulls().group_by("value").len("rows")
    groups = _group_spellings(counts.collect(engine="streaming"), kind)
    if kind == "strip_zeros":
        longest = pl.element().sort_by(pl.element().str.len_chars(), descending=True)
        groups = groups.with_columns(spellings=pl.col("spellings").list.eval(longest))
    spelling = pl.when(pl.col("key").str.contains("@")).then(pl.col("key"))
    usual = groups.with_columns(usual=spelling.otherwise(pl.col("spellings").list.first()))
    pairs = usual.explode("spellings").filter(pl.col("spellings") != pl.col("usual"))
    return table.frame.with_columns(value.replace(pairs["spellings"], pairs["usual"]).alias(name))
