"""Findings about single columns: stand-ins for missing, gaps, no variation, and how they were read."""

from collections.abc import Iterator

from core.data.columns.column import NO, YES
from core.data.columns.profile import exact_column, finite_numbers
from core.data.columns.typed_table import TypedTable
from core.data.quality import missing_markers, words
from core.data.quality.checks import Check, Facts
from core.data.quality.costs import marked_sums, share_words
from core.data.quality.missing_markers import MISSING_INDICATOR_SHARE
from core.model import Finding, Fix, Role
from core.text import format_share

# Share of missing values above which the fix on offer leaves out the column, and below it the rows.
MOSTLY_EMPTY = 0.5
_LINE_NEEDS: tuple[Role, ...] = ("date", "amount", "unit_price", "quantity")
# Roles of columns whose gaps matter: no finding is made of those of others.
_LINE_USES: tuple[Role, ...] = (*_LINE_NEEDS, "order", "product", "country", "category")
_FEATURES: tuple[Role, ...] = (*_LINE_USES, "number", "latitude", "longitude")
_FLAGS = sorted(YES | NO)


def column_checks(table: TypedTable) -> Iterator[Check]:
    yield from (_marker_words_check(name) for name in missing_markers.text_columns(table))
    yield from (_marker_spikes_check(name) for name in missing_markers.find_suspects(table))
    yield from (_missing_check(table, name) for name in table.schema)
    yield from (_constant_check(table, name) for name in table.schema if _can_be_constant(table, name))
    yield _codes_check(table)
    yield _yes_no_check(table)
    key = table.column_for("id")
    if key is not None and table.schema[key].is_float():
        yield _decimal_id_check(key)


def _marker_words_check(name: str) -> Check:
    def find(facts: Facts, rows: int) -> Iterator[Finding]:
        for marker in sorted(facts["words"], key=lambda marker: (-marker["count"], marker["value"])):
            yield _marker_finding(name, marker["value"], marker["count"], rows)

    return Check({"words": missing_markers.count_marker_words(name)}, find)


def _marker_spikes_check(name: str) -> Check:
    def find(facts: Facts, rows: int) -> Iterator[Finding]:
        for value, count in missing_markers.find_spikes(facts):
            yield _marker_finding(name, f"{value:.0f}", count, rows, words.FAR_FROM_OTHERS)

    return Check(missing_markers.end_values(name), find)


def _marker_finding(name: str, value: str, n: int, rows: int, why: str = "") -> Finding:
    text = words.marker_sentence(name, value, n, format_share(n, rows), why)
    fix = Fix("missing", name, value)
    return Finding("missing_marker", text, (name,), n, fix, f"Treat '{value}' as missing", True)


def _missing_check(table: TypedTable, name: str) -> Check:
    role = table.roles.get(name, "ignore")
    needed = table.kind != "customers" and role in _LINE_NEEDS
    shown = _FEATURES if table.kind == "customers" else _LINE_USES

    def find(facts: Facts, rows: int) -> Iterator[Finding]:
        n = facts["rows"]
        if n == 0 or n == rows or role not in shown:
            return
        default = _default_treatment(table, name, n / rows)
        text = words.missing_sentence(name, n, format_share(n, rows), default)
        mostly = n > MOSTLY_EMPTY * rows and not needed
        fix = Fix("ignore" if mostly else "drop_missing", name)
        removal = words.without_value_button(n, share_words(facts, rows))
        label = words.LEAVE_COLUMN_OUT if mostly else removal
        yield Finding("missing", text, (name,), n, fix, label)

    return Check(marked_sums(table, exact_column(name).is_null()), find)


def _default_treatment(table: TypedTable, name: str, part: float) -> str:
    """Treatment of the gaps unless something else is chosen, in words."""
    role: Role = table.roles[name]
    if table.kind == "transactions" or role in ("text", "date", "label"):
        return words.UNFILLED.get(role, words.GAPS_OF_UNUSED)
    if table.is_numeric(name) and role != "category":
        return words.FILLED_WITH_MEDIAN
    if part >= MISSING_INDICATOR_SHARE:
        return words.GAPS_ARE_A_GROUP
    return words.FILLED_WITH_COMMONEST


def _can_be_constant(table: TypedTable, name: str) -> bool:
    features: tuple[Role, ...] = ("number", "category", "text", "label", "ignore", "country")
    roles = (*features, "amount") if table.kind == "customers" else features
    return table.roles.get(name, "ignore") in roles


def _constant_check(table: TypedTable, name: str) -> Check:
    used = name in table.used_columns

    def find(facts: Facts, rows: int) -> Iterator[Finding]:
        missing, same = facts["missing"], facts["same"]
        if rows < 2 or not (missing == rows or (missing == 0 and same)):
            return
        text = words.constant_sentence(name, bool(missing), used)
        if used:
            fix = Fix("ignore", name)
            yield Finding("constant", text, (name,), rows, fix, words.LEAVE_COLUMN_OUT, True)
        else:
            yield Finding("constant", text, (name,), rows)

    same = exact_column(name).min() == exact_column(name).max()
    return Check({"missing": exact_column(name).null_count(), "same": same}, find)


def _codes_check(table: TypedTable) -> Check:
    codes = tuple(n for n in table.used_columns if table.roles[n] == "category" and table.is_numeric(n))

    def find(_: Facts, __: int) -> Iterator[Finding]:
        if codes:
            yield Finding("codes", words.codes_sentence(codes), codes, len(codes))

    return Check({}, find)


def _yes_no_check(table: TypedTable) -> Check:
    texts = [
        n for n in table.used_columns if table.roles[n] in ("category", "label") and table.is_text(n)
    ]
    answers = [*_FLAGS, *missing_markers.WORDS]
    values = [exact_column(name).unique().str.to_lowercase() for name in texts]
    aggregates = {
        str(i): value.is_in(answers).all() & value.is_in(_FLAGS).any() for i, value in enumerate(values)
    }

    def find(facts: Facts, _: int) -> Iterator[Finding]:
        flags = tuple(name for i, name in enumerate(texts) if facts[str(i)])
        if flags:
            yield Finding("yes_no_text", words.yes_no_sentence(flags), flags, len(flags))

    return Check(aggregates, find)


def _decimal_id_check(key: str) -> Check:
    def find(facts: Facts, _: int) -> Iterator[Finding]:
        if facts["whole"] and facts["present"]:
            yield Finding("decimal_ids", words.decimal_ids_sentence(key), (key,), facts["present"])

    value = finite_numbers(key)
    return Check({"whole": (value == value.round()).all(), "present": exact_column(key).count()}, find)
