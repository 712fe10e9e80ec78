"""Dates as people write them, recognised by a column as a whole."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self

import polars as pl

Order = Literal["DMY", "MDY", "YMD"]
TIME = (
    r"(?:(?P<gap>T|,? +)(?P<hour>[0-9]{1,2}):[0-9]{2}(?P<second>:[0-9]{2})?(?P<fraction>\.[0-9]+)?"
    r"(?P<half> ?[AaPp][Mm])?(?P<zone> ?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
NUMERIC = re.compile(
    r"(?P<a>[0-9]{1,4})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<c>[0-9]{1,4})" + TIME
)
# How many digits stand first and last: a year has two (only last) or four.
YEAR_PLACES = {(4, 1), (4, 2), (1, 2), (2, 2), (1, 4), (2, 4)}
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
NAMED = re.compile(
    rf"(?P<d>[0-9]{{1,2}})(?P<sep>[-/ .])(?P<m>(?:{MONTHS})[a-z]*)(?P=sep)(?P<y>[0-9]{{4}}|[0-9]{{2}})"
    + TIME,
    re.IGNORECASE,
)
NAMED_FIRST = re.compile(
    rf"(?P<m>(?:{MONTHS})[a-z]*) (?P<d>[0-9]{{1,2}}),? (?P<y>[0-9]{{4}})" + TIME, re.IGNORECASE
)
DATE_WORD = re.compile(
    r"date|datum|fecha|data|jour|day|timestamp|created|updated|since|birth", re.IGNORECASE
)
# Excel's day 1 is 1900-01-01 with a leap day that never was: from March 1900 its zero is 1899-12-30.
SERIAL_ZERO = -25569
SERIAL_DAYS = (18264, 55153)  # 1950 to 2050: numbers outside are no Excel dates
MICROSECONDS_A_DAY = 86_400_000_000
EARLIEST_YEAR = 1000  # a year before it is a misread: "11" or "0202"


@dataclass(frozen=True)
class DateStyle:
    """Formats of `strptime` tried in turn; `order` of day, month and year, `sure` where proven."""

    patterns: tuple[str, ...]
    order: Order
    sure: bool = True
    twelve: bool = False
    serial: bool = False

    @property
    def has_zone(self) -> bool:
        return any("%#z" in pattern for pattern in self.patterns)

    @property
    def exact(self) -> bool:
        """True where a strict parse can tell every misfit."""
        return len(self.patterns) == 1 and not self.serial

    def parse(self, text: pl.Expr, strict: bool) -> pl.Expr:
        """Parse naive datetimes in microseconds, zones converted to UTC.

        Null for misfits if not `strict`.
        """
        if self.serial:
            return _parse_serial(text.cast(pl.Float64, strict=False))
        parts = [_parse_datetime(text, pattern, strict and self.exact) for pattern in self.patterns]
        return pl.coalesce(parts) if len(parts) > 1 else parts[0]

    def with_order(self, order: Order) -> Self:
        """Return the style with day and month in `order`."""
        swap = {"%d": "%m", "%m": "%d"}
        patterns = tuple(re.sub("%[dm]", lambda m: swap[m[0]], pattern) for pattern in self.patterns)
        return self if order == self.order else replace(self, order=order, patterns=patterns)


def looks_like_date(cell: str) -> bool:
    return _match_date(cell.strip()) is not None


def date_style(values: pl.Series, name: str, least: float) -> DateStyle | None:
    """The style of at least the share `least` of `values` (non-empty texts); None: no dates."""
    matches = [_match_date(cell) for cell in values]
    dates = [match for match in matches if match is not None]
    if not dates or len(dates) < least * len(matches):
        return _style_by_name(values, name)
    order, sure = _find_order(dates)
    patterns = Counter(_pattern(match, order) for match in dates)
    return DateStyle(
        _most_specific(patterns), order, sure, any(_matched_text(m, "half") for m in dates)
    )


def _match_date(cell: str) -> re.Match[str] | None:
    match = NUMERIC.fullmatch(cell)
    if match and (len(match["a"]), len(match["c"])) not in YEAR_PLACES:
        return None
    return match or NAMED.fullmatch(cell) or NAMED_FIRST.fullmatch(cell)


def _find_order(dates: list[re.Match[str]]) -> tuple[Order, bool]:
    numeric = [match for match in dates if match.re is NUMERIC]
    if not numeric or sum(len(match["a"]) == 4 for match in numeric) * 2 > len(numeric):
        return "YMD", True
    firsts = sum(int(match["a"]) > 12 for match in numeric)
    seconds = sum(int(match["b"]) > 12 for match in numeric)
    if firsts or seconds:
        return ("DMY" if firsts >= seconds else "MDY"), True
    return "DMY", all(match["sep"] == "." for match in numeric)


def _pattern(match: re.Match[str], order: Order) -> str:
    return _day_pattern(match, order) + _time_pattern(match)


def _day_pattern(match: re.Match[str], order: Order) -> str:
    if match.re is not NUMERIC:
        month = "%b" if len(match["m"]) == 3 else "%B"
        if match.re is NAMED_FIRST:
            return f"{month} %d, %Y" if "," in match[0] else f"{month} %d %Y"
        return match["sep"].join(("%d", month, "%Y" if len(match["y"]) == 4 else "%y"))
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


def _style_by_name(values: pl.Series, name: str) -> DateStyle | None:
    """Style of dates written as 20110315 or as Excel's day numbers, where the column's name speaks of
    dates."""
    if not DATE_WORD.search(name):
        return None
    if values.str.contains(r"^(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$").all():
        return DateStyle(("%Y%m%d",), "YMD")
    days = values.cast(pl.Float64, strict=False)
    if days.null_count() == 0 and days.is_between(*SERIAL_DAYS).all():
        return DateStyle((), "YMD", serial=True)
    return None


def _parse_serial(days: pl.Expr) -> pl.Expr:
    stamp = ((days + SERIAL_ZERO) * MICROSECONDS_A_DAY).round()
    return pl.when(days.is_between(*SERIAL_DAYS)).then(stamp).cast(pl.Int64).cast(pl.Datetime("us"))


def _parse_datetime(text: pl.Expr, pattern: str, strict: bool) -> pl.Expr:
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
        return proven.pop(), "another column of the file is written so"
    rising = [order for order, values in stamps.items() if values.drop_nulls().is_sorted()]
    if len(rising) == 1:
        return rising[0], "the rows are then in order of time"
    if twelve:
        return "MDY", "its times are written with AM and PM"
    return "DMY", "most countries write the day first"
