"""Survey of a whole table: counts what the sample did not show, and decides the formats by it."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from core.data.reading import format_words as words
from core.data.reading.cells import accepts_misfits, is_date_name, is_key, is_measure
from core.data.reading.column_formats import (
    SCIENTIFIC,
    Format,
    Logical,
    Text,
    is_marker,
    trim_texts,
    wider_format,
)
from core.data.reading.date_words import write_dates_in_digits
from core.data.reading.dates import DateStyle, parse_pattern
from core.data.reading.number_cells import currency_codes
from core.data.reading.number_formats import CODE, LONG_WHOLE, PLAIN, SHORTEST_LONG, NumberStyle
from core.model import Notice

ROW = "\0row"
EXAMPLES = 3


def survey_formats(
    frame: pl.LazyFrame, formats: Mapping[str, Format]
) -> tuple[dict[str, Format], tuple[Notice, ...], frozenset[str]]:
    """Find formats that fit the whole table, with a notice for each column with values that do not.

    A column with too many misfits, or with codes like 00123 among its whole numbers, becomes text.
    The columns that are named last are written throughout as their formats say.
    """
    fitting = _fitting_columns(frame, formats)
    decided, notices = _survey_columns(frame, formats, fitting)
    return decided, notices, fitting


def _fitting_columns(frame: pl.LazyFrame, formats: Mapping[str, Format]) -> frozenset[str]:
    """The columns of numbers and dates without a cell that needs a second look: most, of most tables."""
    simple = {name: style for name, style in formats.items() if _is_simple(style)}
    counts = [_count_unfit(name, style) for name, style in simple.items()]
    if not counts:
        return frozenset()
    unfit = frame.select(counts).collect(engine="streaming").row(0, named=True)
    return frozenset(name for name, count in unfit.items() if not count)


def _is_simple(style: Format) -> bool:
    if isinstance(style, NumberStyle):
        return len(style.tokens) <= 1
    return isinstance(style, DateStyle) and style.exact


def _count_unfit(name: str, style: Format) -> pl.Expr:
    """Count the cells that the format does not read, and those that may be codes."""
    text = pl.col(name)
    unread = (style.parse(text, strict=False).is_null() & text.is_not_null()).sum()
    if not isinstance(style, NumberStyle):
        return unread.alias(name)
    long = text.filter(text.str.len_bytes() >= SHORTEST_LONG).str.contains(LONG_WHOLE).sum()
    signed = (text.str.starts_with("-0") | text.str.starts_with("+0")).sum() if style.whole else 0
    return (unread + long + signed).alias(name)


def _survey_columns(
    frame: pl.LazyFrame, formats: Mapping[str, Format], fitting: Collection[str]
) -> tuple[dict[str, Format], tuple[Notice, ...]]:
    doubtful = {
        name: style
        for name, style in formats.items()
        if name not in fitting and (not isinstance(style, Text) or style.counts_lost)
    }
    counts = [count for name, style in doubtful.items() for count in _count_expressions(name, style)]
    if not counts:
        return dict(formats), ()
    clean = trim_texts(frame.select(list(doubtful)), doubtful).with_row_index(ROW)
    plain = [mask for name, style in doubtful.items() for mask in _plain_masks(name, style)]
    misfits = [mask for name, style in doubtful.items() for mask in _misfit_masks(name, style)]
    marked = clean.with_columns(plain).with_columns(misfits)
    counted = marked.select(counts).collect(engine="streaming").row(0, named=True)
    decided, notices = dict(formats), []
    for name, style in doubtful.items():
        survey = ColumnSurvey(name, style, counted)
        decided[name], column_notices = survey.decide()
        notices += column_notices
    decided, currency_notices = _find_currencies(clean, decided, counted)
    return decided, (*notices, *currency_notices)


def _candidate_formats(style: Format) -> tuple[Format, ...]:
    other = wider_format(style)
    return (style, other) if other else (style,)


def _plain_masks(name: str, style: Format) -> Iterable[pl.Expr]:
    """Masks of the cells that each candidate does not read as it reads most of the column."""
    text = pl.col(name)
    if isinstance(style, Text):
        return
    filled = text.is_not_null() & ~is_marker(text, style)
    yield filled.alias(f"{name}\0filled")
    for i, candidate in enumerate(_candidate_formats(style)):
        yield (candidate.parse(text, strict=False).is_null() & filled).alias(f"{name}\0plain{i}")


def _misfit_masks(name: str, style: Format) -> Iterable[pl.Expr]:
    """Masks of the cells that each candidate does not read at all; only doubtful ones are looked at."""
    if isinstance(style, Text):
        return
    for i, candidate in enumerate(_candidate_formats(style)):
        plain = pl.col(f"{name}\0plain{i}")
        if isinstance(candidate, NumberStyle | DateStyle):
            plain &= candidate.parse_rest(pl.when(plain).then(pl.col(name))).is_null()
        yield plain.alias(f"{name}\0misfit{i}")


def _count_expressions(name: str, style: Format) -> Iterable[pl.Expr]:
    text = pl.col(name)
    lost = text.str.contains(SCIENTIFIC)
    if isinstance(style, Text):
        yield from _count_cells(name, "lost", lost)
        return
    if is_key(name):
        yield from _count_cells(name, "lost", pl.col(f"{name}\0plain0") & lost)
    filled = pl.col(f"{name}\0filled")
    yield filled.sum().alias(f"{name}\0given")
    yield (text.is_not_null() & ~filled).sum().alias(f"{name}\0markers")
    if isinstance(style, NumberStyle) and style.whole:
        yield text.str.contains(CODE).sum().alias(f"{name}\0codes")
    if isinstance(style, NumberStyle):
        long = text.filter(text.str.len_bytes() >= SHORTEST_LONG)
        yield long.str.contains(LONG_WHOLE).sum().alias(f"{name}\0long")
    if isinstance(style, DateStyle) and len(style.patterns) > 1:
        yield from _count_patterns(name, style)
    for i in range(len(_candidate_formats(style))):
        plain, misfit = pl.col(f"{name}\0plain{i}"), pl.col(f"{name}\0misfit{i}")
        yield text.filter(misfit).str.contains("[0-9]").sum().alias(f"{name}\0coded{i}")
        yield from _count_cells(name, f"misfits{i}", misfit)
        yield from _count_cells(name, f"odd{i}", plain & ~misfit)


def _count_cells(name: str, what: str, mask: pl.Expr) -> Iterable[pl.Expr]:
    """Count the cells of a kind, with the first of them and their rows."""
    yield mask.sum().alias(f"{name}\0{what}")
    cell = pl.struct(ROW, value=name)
    yield cell.filter(mask).head(EXAMPLES).implode().alias(f"{name}\0{what}\0cells")


def _count_patterns(name: str, style: DateStyle) -> Iterable[pl.Expr]:
    digits = write_dates_in_digits(pl.col(name)) if style.wordy else pl.col(name)
    before = pl.lit(value=False)
    for i, pattern in enumerate(style.patterns):
        fits = parse_pattern(digits, pattern, strict=False).is_not_null() & ~before
        yield fits.sum().alias(f"{name}\0pattern{i}")
        yield pl.col(name).filter(fits).first().alias(f"{name}\0pattern{i}\0value")
        before = before | fits


@dataclass(frozen=True)
class ColumnSurvey:
    """Counts of a column, and what follows from them."""

    name: str
    style: Format
    counted: Mapping[str, Any]

    def decide(self) -> tuple[Format, list[Notice]]:
        """Decide the column's format, with notices of what was read as missing or in another way."""
        if isinstance(self.style, Text):
            return self.style, self._lost_notices()
        candidates = _candidate_formats(self.style)
        best = min(range(len(candidates)), key=lambda i: self._doubts(i))
        style = candidates[best]
        if self._is_code(style) or not self._accepts(best):
            text = Text(marked=is_key(self.name), whole=is_key(self.name))
            return text, [*self._lost_notices(), *self._text_notices(best)]
        notices = self._notices(style, best)
        if isinstance(style, NumberStyle | DateStyle) and self._count(f"odd{best}"):
            style = replace(style, wide=True)
        return style, notices

    def _count(self, what: str) -> int:
        return int(self.counted.get(f"{self.name}\0{what}") or 0)

    def _doubts(self, candidate: int) -> tuple[int, int]:
        odd = self._count(f"odd{candidate}") if isinstance(self.style, DateStyle) else 0
        return self._count(f"misfits{candidate}"), odd

    def _is_code(self, style: Format) -> bool:
        """Tell whether digits would be lost: zeros in front, or more of them than a number holds."""
        if not isinstance(style, NumberStyle):
            return False
        was_whole = isinstance(self.style, NumberStyle) and self.style.whole
        codes = was_whole and self._count("codes") > 0
        longest = not style.whole and self._count("long") > 0
        return (codes or longest) and not is_measure(self.name)

    def _accepts(self, best: int) -> bool:
        if isinstance(self.style, Logical):
            return self._count(f"misfits{best}") <= 0.01 * self._count("given")
        dated = isinstance(self.style, DateStyle)
        supported = is_date_name(self.name) if dated else is_measure(self.name)
        supported = supported or (isinstance(self.style, NumberStyle) and self.style.is_money)
        odd = self._count(f"odd{best}") if is_key(self.name) and not dated else 0
        misfits = self._count(f"misfits{best}") + odd
        coded = self._count(f"coded{best}")
        return accepts_misfits(self.name, supported, self._count("given"), misfits, coded)

    def _lost_notices(self) -> list[Notice]:
        count = self._count("lost")
        if not count:
            return []
        text = words.lost_digits(self.name, count, self._shown("lost"))
        return [Notice(text, "warning", self.name)]

    def _text_notices(self, best: int) -> list[Notice]:
        misfits, filled = self._count(f"misfits{best}"), self._count("given")
        kind = _kind(self.style)
        supported = is_date_name(self.name) if kind == "date" else is_measure(self.name)
        if not supported or not misfits:
            return []
        examples = self._shown(f"misfits{best}")
        text = words.kept_as_text(self.name, kind, misfits, filled, examples)
        return [Notice(text, "warning", self.name)]

    def _notices(self, style: Format, best: int) -> list[Notice]:
        notices = []
        if markers := self._count("markers"):
            text = words.marked_missing(self.name, markers)
            notices.append(Notice(text, "warning", self.name))
        if misfits := self._count(f"misfits{best}"):
            examples = self._shown(f"misfits{best}")
            text = words.read_as_missing(self.name, _kind(style), misfits, examples)
            notices.append(Notice(text, "warning", self.name))
        if odd := self._count(f"odd{best}"):
            notices.append(self._odd_notice(odd, best))
        if isinstance(style, DateStyle):
            notices += self._pattern_notices(style)
        return notices

    def _odd_notice(self, count: int, best: int) -> Notice:
        examples = self._shown(f"odd{best}")
        text = words.written_differently(self.name, _kind(self.style), count, examples)
        return Notice(text, "warning", self.name)

    def _pattern_notices(self, style: DateStyle) -> list[Notice]:
        counts = [
            (self._count(f"pattern{i}"), self.counted.get(f"{self.name}\0pattern{i}\0value"))
            for i in range(len(style.patterns))
        ]
        used = [(count, value) for count, value in counts if count]
        if len({re.split("[T ,]", pattern)[0] for pattern in style.patterns}) < 2 or len(used) < 2:
            return []
        ways = ", ".join(f"'{value}' ({count:,} rows)" for count, value in sorted(used, reverse=True))
        if style.swapped:
            return [Notice(words.swapped_dates(self.name, ways), "warning", self.name)]
        return [Notice(words.ways_of_writing(self.name, len(used), ways), "info", self.name)]

    def _shown(self, what: str) -> str:
        """The first examples of what was counted, with their rows."""
        cells = self.counted[f"{self.name}\0{what}\0cells"]
        return ", ".join(f"'{cell['value']}' in row {cell[ROW] + 1:,}" for cell in cells)


def _kind(style: Format) -> words.Kind:
    return "date" if isinstance(style, DateStyle) else "number"


def _find_currencies(
    clean: pl.LazyFrame, formats: Mapping[str, Format], counted: Mapping[str, Any]
) -> tuple[dict[str, Format], list[Notice]]:
    """Count the currencies beside the numbers of each column that has any."""
    decided, notices = dict(formats), []
    for name, style in formats.items():
        if not isinstance(style, NumberStyle) or not _may_have_currencies(name, style, counted):
            continue
        beside = clean if style.decorated else clean.filter(~pl.col(name).str.contains(PLAIN))
        codes = pl.col(name).map_batches(currency_codes, return_dtype=pl.String, is_elementwise=True)
        rows = beside.select(codes).group_by(name).len().collect(engine="streaming").rows()
        decided[name] = several = style.with_currencies({code for code, _ in rows if code})
        if several.currencies:
            notices.append(_currency_notice(name, dict(several.currencies), rows))
    return decided, notices


def _may_have_currencies(name: str, style: NumberStyle, counted: Mapping[str, Any]) -> bool:
    """Tell whether more than one currency may stand beside a column's numbers."""
    different = any(counted.get(f"{name}\0odd{i}") for i in range(2))
    return different or len(style.tokens) > 1


def _currency_notice(name: str, shown: Mapping[str, str], rows: list[tuple[str | None, int]]) -> Notice:
    counts: dict[str, int] = {}
    for code, count in rows:
        if code:
            counts[shown[code]] = counts.get(shown[code], 0) + count
    parts = ", ".join(f"{code} {n:,}" for code, n in sorted(counts.items(), key=lambda pair: -pair[1]))
    return Notice(words.several_currencies(name, parts), "warning", name)
