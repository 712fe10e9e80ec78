"""Findings about single columns: stand-ins for missing, gaps, no variation, and how they were read."""

from collections.abc import Iterator

from core.data.columns.profile import column, finite
from core.data.columns.typed_table import Subject
from core.data.quality import missing_markers
from core.data.quality.checks import Check, Facts
from core.data.quality.missing_markers import MARKED
from core.model.dataset import Finding
from core.model.recipe import Role
from core.text.wording import counted, listed, share, verb

MOSTLY_EMPTY = 0.5
_LINE_NEEDS: tuple[Role, ...] = ("date", "amount", "unit_price", "quantity")
_FLAGS = [
    "yes",
    "no",
    "y",
    "n",
    "true",
    "false",
    "t",
    "f",
    "ja",
    "nein",
    "oui",
    "non",
    "si",
    "sí",
    "sim",
    "não",
]


def column_checks(subject: Subject) -> Iterator[Check]:
    yield from (_marker_words(name) for name in missing_markers.text_columns(subject))
    yield from (_marker_spikes(name) for name in missing_markers.suspects(subject))
    yield from (_missing(subject, name) for name in subject.schema)
    yield from (_constant(subject, name) for name in subject.schema if _may_be_constant(subject, name))
    yield _codes(subject)
    yield _flags(subject)
    key = subject.first("id")
    if key is not None and subject.schema[key].is_float():
        yield _decimal_id(key)


def _marker_words(name: str) -> Check:
    def tell(facts: Facts, rows: int) -> Iterator[Finding]:
        for found in sorted(facts["words"], key=lambda found: (-found["count"], found["value"])):
            yield _marker(name, found["value"], found["count"], rows)

    return Check({"words": missing_markers.words_in(name)}, tell)


def _marker_spikes(name: str) -> Check:
    def tell(facts: Facts, rows: int) -> Iterator[Finding]:
        for value, count in missing_markers.spikes(facts):
            yield _marker(name, f"{value:.0f}", count, rows, ", far from all other values")

    return Check(missing_markers.ends_of(name), tell)


def _marker(name: str, value: str, n: int, rows: int, why: str = "") -> Finding:
    text = f"'{name}' is '{value}' in {counted(n)} ({share(n, rows)}){why}; it seems to mean 'missing'."
    fix = f"missing:{name}:{value}"
    return Finding("missing_marker", text, (name,), n, fix, f"Treat '{value}' as missing", True)


def _missing(subject: Subject, name: str) -> Check:
    role = subject.roles.get(name, "ignore")
    needed = subject.table == "transactions" and role in _LINE_NEEDS

    def tell(facts: Facts, rows: int) -> Iterator[Finding]:
        n = facts["missing"]
        if n == 0 or n == rows or role in ("id", "ignore"):
            return
        default = _default(subject, name, n / rows)
        text = f"'{name}' is missing in {counted(n)} ({share(n, rows)}); {default}."
        mostly = n > MOSTLY_EMPTY * rows and not needed
        fix = f"ignore:{name}" if mostly else f"drop_missing:{name}"
        label = "Leave the column out" if mostly else f"Remove {counted(n)} without it"
        yield Finding("missing", text, (name,), n, fix, label)

    return Check({"missing": column(name).null_count()}, tell)


def _default(subject: Subject, name: str, part: float) -> str:
    """What happens to the gaps unless something else is chosen."""
    role: Role = subject.roles[name]
    if subject.table == "transactions" or role in ("text", "date", "label"):
        return _UNFILLED.get(role, "the column is no feature, so the gaps stay")
    if subject.numeric(name) and role != "category":
        return "the gaps are filled with the median"
    if part >= MARKED:
        return "the gaps count as a group of their own"
    return "the gaps are filled with the most frequent value"


_UNFILLED: dict[Role, str] = {
    "date": "rows without a date cannot be placed in time",
    "amount": "a line without it is worth nothing",
    "unit_price": "a line without it is worth nothing",
    "quantity": "a line without it is worth nothing",
    "order": "a line without it belongs to no known order",
}


def _may_be_constant(subject: Subject, name: str) -> bool:
    features: tuple[Role, ...] = ("number", "category", "text", "label", "ignore", "country")
    wanted = (*features, "amount") if subject.table == "customers" else features
    return subject.roles.get(name, "ignore") in wanted


def _constant(subject: Subject, name: str) -> Check:
    used = name in subject.used

    def tell(facts: Facts, rows: int) -> Iterator[Finding]:
        missing, same = facts["missing"], facts["same"]
        if rows < 2 or not (missing == rows or (missing == 0 and same)):
            return
        what = "is empty" if missing else "has the same value in every row"
        text = f"'{name}' {what}, so it cannot tell customers apart"
        if used:
            fix, label = f"ignore:{name}", "Leave the column out"
            yield Finding("constant", text + ".", (name,), rows, fix, label, True)
        else:
            yield Finding("constant", text + " and is left out.", (name,), rows)

    same = column(name).min() == column(name).max()
    return Check({"missing": column(name).null_count(), "same": same}, tell)


def _codes(subject: Subject) -> Check:
    codes = tuple(n for n in subject.used if subject.roles[n] == "category" and subject.numeric(n))

    def tell(_: Facts, __: int) -> Iterator[Finding]:
        if codes:
            n = len(codes)
            text = (
                f"{listed(codes)} {verb(n, 'holds', 'hold')} whole numbers that stand for groups: "
                f"{verb(n, 'it is', 'they are')} compared as categories, not added up or averaged."
            )
            yield Finding("codes", text, codes, n)

    return Check({}, tell)


def _flags(subject: Subject) -> Check:
    texts = [n for n in subject.used if subject.roles[n] in ("category", "label") and subject.text(n)]
    known = [*_FLAGS, *missing_markers.WORDS]
    said = [column(name).unique().str.to_lowercase() for name in texts]
    asks = {
        str(i): value.is_in(known).all() & value.is_in(_FLAGS).any() for i, value in enumerate(said)
    }

    def tell(facts: Facts, _: int) -> Iterator[Finding]:
        flags = tuple(name for i, name in enumerate(texts) if facts[str(i)])
        if flags:
            n = len(flags)
            text = (
                f"{listed(flags)} {verb(n, 'says', 'say')} yes or no as text; each answer is one group."
            )
            yield Finding("yes_no_text", text, flags, n)

    return Check(asks, tell)


def _decimal_id(key: str) -> Check:
    def tell(facts: Facts, _: int) -> Iterator[Finding]:
        if facts["whole"] and facts["present"]:
            text = (
                f"'{key}' was read as decimal numbers because some ids are missing or written "
                "with a point; all ids are whole."
            )
            yield Finding("decimal_ids", text, (key,), facts["present"])

    value = finite(key)
    return Check({"whole": (value == value.round()).all(), "present": column(key).count()}, tell)
