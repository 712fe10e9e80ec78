"""Dates as people and machines write them, recognised by a column as a whole."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self

import polars as pl

from core.data.reading import format_words as words
from core.data.reading.cells import Cells, evaluate, is_key, names_moment
from core.data.reading.date_words import (
    coarse_unit,
    date_in_digits,
    names_a_day,
    write_dates_in_digits,
)

Order = Literal["DMY", "MDY", "YMD"]
NUMERIC = re.compile(
    r"(?P<a>[0-9]{1,4})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<c>[0-9]{1,4})"
    r"(?:(?P<gap>T|,? +)(?P<hour>[0-9]{1,2}):[0-9]{2}(?P<second>:[0-9]{2})?(?P<fraction>\.[0-9]+)?"
    r"(?P<half> ?[AaPp][Mm])?(?P<zone> ?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
# A date with a word, mark or zone in it; no plain number, and no long text.
_WORDY = re.compile(r"(?=.{6,90}$)(?![-+]?[0-9.,]*$)[^0-9]{0,24}[0-9]")
# How many digits stand first and last: a year has two (only last) or four.
YEAR_PLACES = {(4, 1), (4, 2), (1, 2), (2, 2), (1, 4), (2, 4)}
# Excel's day 1 is 1900-01-01 with a leap day that never was: from March 1900 its zero is 1899-12-30.
SERIAL_ZERO = -25569
SERIAL_DAYS = (18264, 55153)  # 1950 to 2050: numbers outside are no Excel dates
EPOCH_SECONDS = (631_152_000, 2_524_608_000)  # 1990 to 2050, in seconds since 1970
# Parts of a second in which machines count.
EPOCH_PARTS = {"seconds": 1, "milliseconds": 1_000, "microseconds": 1_000_000, "nanoseconds": 10**9}
# Digits without a mark between them: days, months, and days with a time.
COMPACT = {
    r"^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$": "%Y%m%d",
    r"^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]$": (
        "%Y%m%d%H%M%S"
    ),
}
UNNAMED = re.compile(
    r"Column [0-9]+"
)  # a column without a name: its digits alone can say that they are days
LEAST_UNNAMED = 0.99
# The same with the year behind or in two digits; which two are the year is told by how few they are.
_MONTH_DIGITS, _DAY_DIGITS, _YEAR_DIGITS = (
    "(?:0[1-9]|1[0-2])",
    "(?:0[1-9]|[12][0-9]|3[01])",
    "(?:19|20)[0-9]{2}",
)
TIGHT: tuple[tuple[str, str, Order, slice], ...] = (
    (f"^{_DAY_DIGITS}{_MONTH_DIGITS}{_YEAR_DIGITS}$", "%d%m%Y", "DMY", slice(4, 8)),
    (f"^{_MONTH_DIGITS}{_DAY_DIGITS}{_YEAR_DIGITS}$", "%m%d%Y", "MDY", slice(4, 8)),
    (f"^[0-9]{{2}}{_MONTH_DIGITS}{_DAY_DIGITS}$", "%y%m%d", "YMD", slice(2)),
    (f"^{_DAY_DIGITS}{_MONTH_DIGITS}[0-9]{{2}}$", "%d%m%y", "DMY", slice(4, 6)),
    (f"^{_MONTH_DIGITS}{_DAY_DIGITS}[0-9]{{2}}$", "%m%d%y", "MDY", slice(4, 6)),
)
FEWEST_TIGHT = 5  # different values from which digits without a mark can be told to be dates
COMPACT_MONTH = r"^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])$"
MIDNIGHT = r"([T ])24:00(:00(?:\.0+)?)?"
MICROSECONDS_A_DAY = 86_400_000_000
EARLIEST_YEAR = 1000  # a year before it is a misread: "11" or "0202"
GLANCE = 100  # values that tell whether a column may hold dates
FEWEST_SWAPPED = 6  # dates on either side from which it is no chance that none is after the 12th


@dataclass(frozen=True)
class DateStyle:
    """Formats of `strptime` tried in turn; `order` of day, month and year, `sure` where proven.

    `unit` is what numbers count ("days" of Excel, "seconds" since 1970 ...), `wordy` that words are
    written in digits first, `coarse` the span of dates without a day, `swapped` that a spreadsheet
    took day and month for each other in the dates that begin with the year, `both_orders` that some
    dates can only be day/month/year and some only month/day/year, `wide` that some
    are written in another way than the patterns.
    """

    patterns: tuple[str, ...]
    order: Order
    sure: bool = True
    twelve: bool = False
    unit: str = ""
    wordy: bool = False
    coarse: str = ""
    swapped: bool = False
    both_orders: bool = False
    wide: bool = False

    @property
    def has_zone(self) -> bool:
        return any("%#z" in pattern for pattern in self.patterns)

    @property
    def exact(self) -> bool:
        """True where a strict parse can tell every misfit."""
        return len(self.patterns) == 1 and not self.unit and not self.swapped

    def parse(self, text: pl.Expr, strict: bool) -> pl.Expr:
        """Parse naive datetimes in microseconds, zones converted to UTC.

        Null for misfits if not `strict`.
        """
        if self.unit:
            return _parse_counts(text.cast(pl.Float64, strict=False), self.unit)
        text = self.write_in_digits(text)
        parts = [parse_pattern(text, pattern, strict and self.exact) for pattern in self.patterns]
        return pl.coalesce(parts) if len(parts) > 1 else parts[0]

    def write_in_digits(self, text: pl.Expr) -> pl.Expr:
        return write_dates_in_digits(text) if self.wordy else text

    def parse_widely(self, text: pl.Expr) -> pl.Expr:
        """Parse also dates that are written in another way than most of the column, where it is clear."""
        return text.map_batches(self._read_widely, return_dtype=pl.Datetime("us"), is_elementwise=True)

    def with_order(self, order: Order) -> Self:
        """Return the style with day and month in `order`."""
        swap = {"%d": "%m", "%m": "%d"}
        patterns = tuple(
            pattern if pattern.startswith("%Y") else re.sub("%[dm]", lambda m: swap[m[0]], pattern)
            for pattern in self.patterns
        )
        return self if order == self.order else replace(self, order=order, patterns=patterns)

    def parse_rest(self, text: pl.Expr) -> pl.Expr:
        """Parse what `parse` does not read, and `parse_widely` does."""
        return text.map_batches(
            self._read_different, return_dtype=pl.Datetime("us"), is_elementwise=True
        )

    def _read_widely(self, cells: pl.Series) -> pl.Series:
        dates = evaluate(cells, lambda text: self.parse(text, strict=False))
        rest = cells.zip_with(dates.is_null(), pl.repeat(None, len(cells), dtype=pl.String, eager=True))
        return dates.zip_with(dates.is_not_null(), self._read_different(rest))

    def _read_different(self, cells: pl.Series) -> pl.Series:
        """Read each different cell once."""
        different, dtype = cells.drop_nulls().unique(), pl.Datetime("us")
        if different.is_empty():
            return pl.repeat(None, len(cells), dtype=dtype, eager=True).alias(cells.name)
        return cells.replace_strict(
            different, self._read_rest(different), default=None, return_dtype=dtype
        )

    def _read_rest(self, rest: pl.Series) -> pl.Series:
        """Read dates of any clear pattern, Excel's day numbers, and 24:00 as the next day's 0:00."""
        text = pl.col("text")
        digits = [_digits(value.strip()) for value in rest]
        frame = pl.DataFrame({"text": digits}, schema={"text": pl.String})
        late = text.str.contains(MIDNIGHT)
        frame = frame.with_columns(text.str.replace(MIDNIGHT, "${1}00:00$2"), late=late)
        matches = (_match_date(value) for value in frame["text"])
        order: Order = "MDY" if self.order == "MDY" else "DMY"
        other: Order = "DMY" if order == "MDY" else "MDY"
        matched = [match for match in matches if match]
        patterns = [_pattern(match, wanted) for wanted in (order, other) for match in matched]
        readings = [parse_pattern(text, pattern, strict=False) for pattern in dict.fromkeys(patterns)]
        readings += [parse_pattern(text, pattern, strict=False) for pattern in COMPACT.values()]
        readings.append(_parse_counts(text.cast(pl.Float64, strict=False), "days"))
        day = pl.when("late").then(pl.duration(days=1)).otherwise(pl.duration(days=0))
        return frame.select(pl.coalesce(readings) + day).to_series().cast(pl.Datetime("us"))


def looks_like_date(cell: str) -> bool:
    """Tell whether the cell is a date with a day."""
    text = cell.strip()
    return _match_date(text) is not None or names_a_day(text)


def date_style(cells: Cells) -> tuple[DateStyle, pl.Series] | None:
    """The style of most of the dates among the cells, with a mask of the values that it reads.

    None where there are no dates.
    """
    if not _may_be_dates(cells.values):
        return _style_by_name(cells)
    matches = [_match_date(_digits(value)) for value in cells.values]
    dates = [match for match in matches if match]
    style = _find_style(dates)
    wordy = any(match and match[0] != value for match, value in zip(matches, cells.values, strict=True))
    spans = Counter(coarse_unit(value) for value in cells.values.head(GLANCE))
    coarse = spans.most_common(1)[0][0]
    style = replace(style, wordy=wordy, coarse=coarse)
    return style, evaluate(cells.values, style.parse_widely).is_not_null()


def _may_be_dates(values: pl.Series) -> bool:
    glance = values.gather_every(max(1, len(values) // GLANCE))
    return sum(_match_date(_digits(value)) is not None for value in glance) * 4 >= max(len(glance), 1)


def _digits(text: str) -> str:
    """A date without words; other texts stay as they are, or no date."""
    if NUMERIC.fullmatch(text) or not _WORDY.match(text):
        return text
    return date_in_digits(text)


def _find_style(dates: list[re.Match[str]]) -> DateStyle:
    order, sure = _find_order(dates)
    patterns = _most_specific(Counter(_pattern(match, order) for match in dates))
    twelve = any(_matched_text(m, "half") for m in dates)
    style = DateStyle(patterns, order, sure, twelve, both_orders=all(_proofs(dates)))
    if not _are_swapped(dates):
        return style
    swap = {"%Y-%m-%d": "%Y-%d-%m"}
    swapped = tuple(swap.get(p[:8], p[:8]) + p[8:] for p in patterns)
    return replace(style, patterns=swapped, swapped=True, sure=True)


def _are_swapped(dates: list[re.Match[str]]) -> bool:
    """Tell whether a spreadsheet swapped day and month in part of the dates.

    It made dates of those that it could read its own way, none of which is after the 12th then, and
    left the others as they were: all of these are after it.
    """
    years_first = [m for m in dates if len(m["a"]) == 4]
    texts = [m for m in dates if len(m["a"]) < 4]
    if min(len(years_first), len(texts)) < FEWEST_SWAPPED:
        return False
    early = all(int(m["c"]) <= 12 for m in years_first) and len({m["c"] for m in years_first}) > 1
    return early and all(max(int(m["a"]), int(m["b"])) > 12 for m in texts)


def _match_date(cell: str) -> re.Match[str] | None:
    match = NUMERIC.fullmatch(cell)
    if match and (len(match["a"]), len(match["c"])) not in YEAR_PLACES:
        return None
    return match


def _find_order(dates: list[re.Match[str]]) -> tuple[Order, bool]:
    numeric = [match for match in dates if len(match["a"]) < 4]
    if not numeric:
        return "YMD", True
    firsts, seconds = _proofs(dates)
    if firsts or seconds:
        return ("DMY" if firsts >= seconds else "MDY"), True
    return "DMY", all(match["sep"] == "." for match in numeric)


def _proofs(dates: list[re.Match[str]]) -> tuple[int, int]:
    """Counts of the dates that can only have the day first, and only second."""
    numeric = [match for match in dates if len(match["a"]) < 4]
    return sum(int(m["a"]) > 12 for m in numeric), sum(int(m["b"]) > 12 for m in numeric)


def _pattern(match: re.Match[str], order: Order) -> str:
    return _day_pattern(match, order) + _time_pattern(match)


def _day_pattern(match: re.Match[str], order: Order) -> str:
    year = "%Y" if 4 in (len(match["a"]), len(match["c"])) else "%y"
    if len(match["a"]) == 4:
        return match["sep"].join(("%Y", "%m", "%d"))
    parts = ("%m", "%d", year) if order == "MDY" else ("%d", "%m", year)
    return match["sep"].join(parts)


def _time_pattern(match: re.Match[str]) -> str:
    if not _matched_text(match, "hour"):
        return ""
    half = _matched_text(match, "half")
    clock = match["gap"] + ("%I:%M" if half else "%H:%M") + (":%S" if match["second"] else "")
    clock += "%.f" if match["fraction"] else ""
    clock += (" %p" if half.startswith(" ") else "%p") if half else ""
    zone = _matched_text(match, "zone")
    return clock + (" %#z" if zone.startswith(" ") else "%#z" if zone else "")


def _matched_text(match: re.Match[str], name: str) -> str:
    return match[name] or ""


def _most_specific(patterns: Counter[str]) -> tuple[str, ...]:
    """The patterns without those that another one covers: "%S%.f" also reads seconds without a
    fraction."""
    distinct = set(patterns)
    specific = [p for p in patterns if not (p.endswith(":%S") and p + "%.f" in distinct)]
    return tuple(sorted(specific, key=lambda p: ("%Y" in p, patterns[p]), reverse=True))


def _style_by_name(cells: Cells) -> tuple[DateStyle, pl.Series] | None:
    """Style of dates written as 20110315, as Excel's day numbers or as seconds since 1970, where the
    column's name speaks of dates."""
    unnamed = UNNAMED.fullmatch(cells.name) is not None
    if not unnamed and not names_moment(cells.name):
        return _compact_moments(cells)
    for digits, pattern in COMPACT.items():
        mask = cells.values.str.contains(digits)
        if cells.share(mask) > (LEAST_UNNAMED if unnamed else 0.5):
            return DateStyle((pattern,), "YMD"), mask
    if unnamed:
        return None
    if cells.values.str.contains(COMPACT_MONTH).all():
        style = DateStyle(("%Y-%m-%d",), "YMD", wordy=True, coarse="month")
        return style, pl.repeat(True, len(cells.values), eager=True)
    tight = tight_style(cells)
    if tight:
        return tight, pl.repeat(True, len(cells.values), eager=True)
    numbers = cells.values.cast(pl.Float64, strict=False)
    limits = {"days": SERIAL_DAYS}
    limits |= {
        unit: (low * parts, high * parts)
        for unit, parts in EPOCH_PARTS.items()
        for low, high in (EPOCH_SECONDS,)
    }
    for unit, (low, high) in limits.items():
        mask = numbers.is_between(low, high)
        if cells.share(mask) > 0.5:
            return DateStyle((), "YMD", unit=unit), mask.fill_null(value=False)
    return None


def _compact_moments(cells: Cells) -> tuple[DateStyle, pl.Series] | None:
    """Style of days with a time in 14 digits, which are hardly anything else under any name but a key's."""
    digits, pattern = list(COMPACT.items())[-1]
    if is_key(cells.name) or len(cells.values) < FEWEST_TIGHT:
        return None
    mask = cells.values.str.contains(digits)
    return (DateStyle((pattern,), "YMD"), mask) if cells.share(mask) > LEAST_UNNAMED else None


def tight_style(cells: Cells) -> DateStyle | None:
    """Style of days in digits without a mark, year last or in two digits: 15012024, 240115.

    None where any value is none, or where they are too few to tell.
    """
    if not names_moment(cells.name) or len(cells.values) < FEWEST_TIGHT:
        return None
    fits = [way for way in TIGHT if cells.values.str.contains(way[0]).all()]
    if not fits:
        return None
    years = [
        cells.values.str.slice(w[3].start or 0, 4 if w[3].stop == 8 else 2).n_unique() for w in fits
    ]
    fewest = min(years)
    best = [way for way, count in zip(fits, years, strict=True) if count == fewest]
    return DateStyle((best[0][1],), best[0][2], sure=len(best) == 1)


def _parse_counts(counts: pl.Expr, unit: str) -> pl.Expr:
    """Parse Excel's day numbers, or seconds or parts of them since 1970; null outside of this age."""
    if unit == "days":
        low, high = SERIAL_DAYS
        stamp = ((counts + SERIAL_ZERO) * MICROSECONDS_A_DAY).round()
    else:
        low, high = (limit * EPOCH_PARTS[unit] for limit in EPOCH_SECONDS)
        stamp = (counts * (1_000_000 / EPOCH_PARTS[unit])).round()
    return pl.when(counts.is_between(low, high)).then(stamp).cast(pl.Int64).cast(pl.Datetime("us"))


def parse_pattern(text: pl.Expr, pattern: str, strict: bool) -> pl.Expr:
    """Parse datetimes of one pattern of `strptime`, zones converted to UTC."""
    zoned = "%#z" in pattern
    if zoned:
        text = text.str.replace(r"(Z|UTC)$", "+0000")
    stamp = text.str.to_datetime(pattern, time_unit="us", strict=strict)
    if zoned:
        return stamp.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    if strict or "%Y" not in pattern[2:]:
        return stamp
    return pl.when(stamp.dt.year() >= EARLIEST_YEAR).then(stamp)


def likely_order(
    stamps: Mapping[Order, pl.Series], orders: Iterable[Order], twelve: bool
) -> tuple[Order, str]:
    """Decide whether day or month comes first where the values leave it open, with the reason in words.

    `stamps` are a sample's values read either way, in the file's order; `orders` those proven by
    the file's other columns; `twelve` says that the clock has AM and PM.
    """
    proven = set(orders) & {"DMY", "MDY"}
    if len(proven) == 1:
        return proven.pop(), words.AS_ELSEWHERE
    rising = [order for order, values in stamps.items() if values.drop_nulls().is_sorted()]
    if len(rising) == 1:
        return rising[0], words.IN_DATE_ORDER
    if twelve:
        return "MDY", words.TWELVE_HOURS
    return "DMY", words.MOST_COUNTRIES
