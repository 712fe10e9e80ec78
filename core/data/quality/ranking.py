"""Findings in the order of what they change for the result, those that are alike in one line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

from core.data.quality.words import (
    constant_columns_sentence,
    markers_sentence,
    repeating_columns_sentence,
)
from core.model import Finding
from core.text import format_count, format_share, join_quoted

# Kinds that call for nothing: the result is right as it is, and a fix that they offer is a matter of
# taste.
ROUTINE = frozenset(
    {"missing", "cancelled", "negative", "outliers", "codes", "yes_no_text", "decimal_ids"}
)
# Findings that say nothing of the result where their column is not used.
_OF_FEATURES = frozenset({"missing", "missing_marker", "constant", "codes", "yes_no_text", "repeats"})
_COLUMN_FIXES = ("ignore", "missing")  # these change one column, all others change rows
# Share of rows that repeat another from which it matters whether they are mistakes; fewer change no segment.
FEWEST_REPEATS = 0.005
FEWEST_ALIKE = 2  # findings that make a line together; higher: more lines, each with its counts


@dataclass(frozen=True)
class FindingLine:
    """A line on a finding, or on several that are alike.

    `asks` says that it needs a decision, `effect` which share of the data it changes (0 to 1).
    """

    sentence: str
    findings: tuple[Finding, ...]
    asks: bool
    effect: float

    @property
    def is_routine(self) -> bool:
        """True where all of it calls for nothing."""
        return all(finding.kind in ROUTINE for finding in self.findings)


def rank_findings(
    findings: Iterable[Finding], rows: int, columns: Sequence[str], used: frozenset[str]
) -> tuple[FindingLine, ...]:
    """Order findings: first those that need a decision or were fixed, by what they change.

    `rows` and `columns` are the data set's. What gaps, codes and the like say of columns that are not
    `used` is left out. Kinds that are not known here are ordered by their counts.
    """
    about_used = [f for f in findings if f.kind not in _OF_FEATURES or used.issuperset(f.columns)]
    ordered = sorted(about_used, key=_likeness)
    groups = (tuple(group) for _, group in groupby(ordered, _likeness))
    lines = [line for group in groups for line in _lines(group, rows, len(columns))]
    places = {finding: place for place, finding in enumerate(about_used)}
    return tuple(sorted(lines, key=lambda line: (*_rank(line), places[line.findings[0]])))


def _rank(line: FindingLine) -> tuple[bool, bool, float]:
    settles = line.asks or any(finding.recommended for finding in line.findings)
    return not settles, line.is_routine, -line.effect


def needs_decision(finding: Finding, rows: int = 0) -> bool:
    """Tell whether the result depends on a fix that is not taken by itself; `rows` are the data set's."""
    if finding.kind == "duplicates" and finding.count < FEWEST_REPEATS * rows:
        return False
    return finding.fix is not None and not finding.recommended and finding.kind not in ROUTINE


def _likeness(finding: Finding) -> tuple[str, ...]:
    """Return what findings that can be told in one line have in common."""
    fix = finding.fix.kind if finding.fix else ""
    # Of gaps the sentence goes on with what is done about them, which may differ.
    what_is_done = finding.sentence.partition("; ")[2] if finding.kind == "missing" else ""
    is_of_column = finding.fix is None or bool(finding.fix.column)
    alone = "" if finding.columns and is_of_column else finding.sentence
    return finding.kind, fix, str(finding.recommended), what_is_done, alone


def _lines(group: tuple[Finding, ...], rows: int, columns: int) -> list[FindingLine]:
    if len(group) < FEWEST_ALIKE or group[0].kind not in _GROUP_SENTENCES:
        return [_line(finding.sentence, (finding,), rows, columns) for finding in group]
    sentence = _GROUP_SENTENCES[group[0].kind](group, rows)
    return [_line(sentence, group, rows, columns)]


def _line(sentence: str, group: tuple[Finding, ...], rows: int, columns: int) -> FindingLine:
    effect = sum(_effect(finding, rows, columns) for finding in group)
    asks = any(needs_decision(finding, rows) for finding in group)
    return FindingLine(sentence, group, asks, min(effect, 1.0))


def _effect(finding: Finding, rows: int, columns: int) -> float:
    """Share of the data that the finding changes, as far as its count says; of a fix without one all."""
    share = min(finding.count / rows, 1.0) if rows else 0.0
    if finding.fix is None:
        return share
    return (share or 1.0) / (columns if finding.fix.kind in _COLUMN_FIXES else 1)


def _names(group: tuple[Finding, ...]) -> str:
    return join_quoted(dict.fromkeys(finding.columns[0] for finding in group), most=4)


def _gaps_sentence(group: tuple[Finding, ...], rows: int) -> str:
    done = group[0].sentence.partition("; ")[2].rstrip(".")
    return f"{_count_columns(group)} have gaps{_range_of_shares(group, rows)}: {_names(group)}; {done}."


def _markers_sentence(group: tuple[Finding, ...], _: int) -> str:
    values = join_quoted(sorted({finding.fix.value for finding in group if finding.fix}), most=4)
    where = _names(group)
    return markers_sentence(values, where)


def _constant_sentence(group: tuple[Finding, ...], _: int) -> str:
    return constant_columns_sentence(_count_columns(group), _names(group))


def _repeats_sentence(group: tuple[Finding, ...], _: int) -> str:
    return repeating_columns_sentence(_count_columns(group), _names(group))


def _count_columns(group: tuple[Finding, ...]) -> str:
    return format_count(len({finding.columns[0] for finding in group}), "column")


def _range_of_shares(group: tuple[Finding, ...], rows: int) -> str:
    counts = [finding.count for finding in group]
    low, high = format_share(min(counts), rows), format_share(max(counts), rows)
    return f" of {low}" if low == high else f" of {low} to {high}"


_GROUP_SENTENCES: Mapping[str, Callable[[tuple[Finding, ...], int], str]] = MappingProxyType(
    {
        "missing": _gaps_sentence,
        "missing_marker": _markers_sentence,
        "constant": _constant_sentence,
        "repeats": _repeats_sentence,
    }
)
