"""The findings of the Data page: what changes the result first, what can be put right by a click."""

import re
from collections.abc import Mapping, Sequence

from dash import html

from core.data import Draft, Extent, FindingLine, has_fix, rank_findings
from core.model import Dataset, Finding, Notice, Recipe
from core.text import format_count, format_integer, format_percent
from layouts import ids
from layouts.parts import icon

MOST_AT_A_GLANCE = 7
LEAST = 0.001  # share of what counts that a button says it removes; lower: more words on each button
_NAMES_AND_NUMBERS = re.compile(r"'[^']*'|\([^)]*\)|\d[\d,.]*")
_SHARES = re.compile(r" \([^()]*%[^()]*\)$")
_MARKS = {"asks": "exclamation-triangle", "settled": "check2", "remark": "info-circle"}


def findings_section(draft: Draft) -> html.Section:
    """Section of what was noticed about the data set, at most seven lines of it at a glance.

    Where there are none, the obstacle stands here as well as under the barred button.
    """
    dataset, recipe, extents, obstacle = draft.dataset, draft.recipe, draft.extents, draft.obstacle
    findings = draft.description.findings
    current = [finding for finding in findings if not _is_settled_by_others(finding, recipe, extents)]
    lines = rank_findings(current, dataset.rows, dataset.columns, _used_columns(recipe))
    first = [line for line in lines if _state(line, recipe) != "remark" or not line.is_routine]
    items = [
        *(_line(line, recipe, extents) for line in first),
        *_notices(dataset),
        *(_line(line, recipe, extents) for line in lines if line not in first),
    ]
    nothing = _item("asks", obstacle) if obstacle else _item("remark", "Nothing to put right.")
    shown, others = items[:MOST_AT_A_GLANCE], items[MOST_AT_A_GLANCE:]
    rest = html.Details(
        [html.Summary(f"All findings ({len(others)} more)"), html.Ul(others, className="findings")],
        className="more-findings",
    )
    return html.Section(
        [
            html.H2("What we noticed", className="section-title"),
            html.P(_extent_sentence(extents), className="extent", role="status"),
            html.Ul(shown or [nothing], className="findings"),
            *([rest] if others else []),
        ],
        id=ids.DATA_FINDINGS,
        className="review-findings",
    )


# Roles of lines that make customers; gaps in other columns of purchases change no figure.
_LINE_ROLES = frozenset({"id", "date", "order", "product", "quantity", "unit_price", "amount"})


def _used_columns(recipe: Recipe) -> frozenset[str]:
    """Columns whose gaps and codes matter for the result."""
    if recipe.table == "transactions":
        return frozenset(name for name, role in recipe.roles.items() if role in _LINE_ROLES)
    return frozenset(name for name, role in recipe.roles.items() if role not in ("ignore", "text"))


def _is_settled_by_others(finding: Finding, recipe: Recipe, extents: Mapping[str, Extent]) -> bool:
    """Tell whether the fixes that are taken leave no row to remove for this one."""
    fix = finding.fix
    if fix is None or has_fix(recipe, fix) or not fix.kind.startswith("drop_"):
        return False
    then = extents.get(str(fix))
    return then is not None and then == extents.get("")


def _extent_sentence(extents: Mapping[str, Extent]) -> str:
    """Say what of the file counts once the fixes are taken; "" where all of it does."""
    now, whole = extents.get(""), extents.get("all")
    if now is None or whole is None or now == whole:
        return ""
    rows = f"{format_integer(now.rows)} of {format_count(whole.rows, 'row')} count"
    customers = f"{format_count(now.customers, 'customer')}" if now.customers else ""
    money = f"{format_integer(round(now.money))} spent" if now.money else ""
    details = ", ".join(filter(None, [customers, money]))
    return f"As ticked, {rows}{': ' if details else ''}{details}."


def _state(line: FindingLine, recipe: Recipe) -> str:
    taken = [f.fix is not None and has_fix(recipe, f.fix) for f in line.findings]
    if all(taken):
        return "settled"
    # Rows that are nobody's have one question, which stands under the barred button.
    return "asks" if line.asks and recipe.table != "other" else "remark"


def _line(line: FindingLine, recipe: Recipe, extents: Mapping[str, Extent]) -> html.Li:
    state = _state(line, recipe)
    if line.findings[0].kind == "currencies" and recipe.rates:
        return _item(state, _converted(line.sentence, recipe.rates))
    if len(line.findings) == 1:
        return _item(state, line.sentence, *_fix_button(line.findings[0], recipe, extents))
    each = [
        html.Li(
            [html.Span(f.sentence), *_fix_button(f, recipe, extents)], className="notice notice-fix"
        )
        for f in line.findings
    ]
    details = html.Details(
        [html.Summary("Show each"), html.Ul(each, className="findings")], className="alike-findings"
    )
    return _item(state, line.sentence, details)


def _converted(sentence: str, rates: Mapping[str, float]) -> str:
    """Say which currencies there are, and that the user's rates convert them."""
    listed = ", ".join(f"{code} {rate:g}" for code, rate in rates.items())
    return f"{sentence.partition('. ')[0]}. Converted with your rates: {listed}."


def _notices(dataset: Dataset) -> list[html.Li]:
    """Notices on how the file was read; of those that differ in a name and a number the first is shown,
    with the others behind it. Warnings, such as that a file was left out, come first."""
    related = {item.sentence: number for number, item in enumerate(dataset.table_groups)}
    groups: dict[str, list[Notice]] = {}
    for notice in sorted(dataset.notices, key=lambda notice: notice.level != "warning"):
        text = notice.text if notice.text in related else _NAMES_AND_NUMBERS.sub("", notice.text)
        groups.setdefault(text, []).append(notice)
    return [
        _item("remark", text, _join_button(dataset, related[text]))
        if text in related
        else _notice_item(group)
        for text, group in groups.items()
    ]


def _notice_item(group: Sequence[Notice]) -> html.Li:
    texts = [html.Li(notice.text, className="notice") for notice in group[1:]]
    more = html.Details(
        [html.Summary(f"{len(texts)} more like this"), html.Ul(texts, className="findings")],
        className="alike-findings",
    )
    return _item("remark", group[0].text, *([more] if texts else []))


def _join_button(dataset: Dataset, number: int) -> html.Button:
    """The button that joins the related sheets of this number."""
    return html.Button(
        f"Join the {len(dataset.table_groups[number].tables)} sheets",
        id=ids.keyed(ids.DATA_JOIN_BUTTONS, str(number)),
        type="button",
        className="fix-button",
    )


def _item(state: str, sentence: str, *further: html.Button | html.Details) -> html.Li:
    return html.Li(
        [icon(_MARKS[state]), html.Span(sentence), *further],
        className=f"notice notice-fix notice-{state}",
    )


def _fix_button(finding: Finding, recipe: Recipe, extents: Mapping[str, Extent]) -> list[html.Button]:
    """The button of a finding's fix, with what it would cost; none where there is no fix."""
    if finding.fix is None:
        return []
    is_taken = has_fix(recipe, finding.fix)
    cost = "" if is_taken else _cost(extents.get(""), extents.get(str(finding.fix)))
    label = _SHARES.sub("", finding.fix_label)  # the sentence above it has them
    words = [label, html.Small(f"removes {cost}")] if cost else [label]
    return [
        html.Button(
            [icon("check2"), *words] if is_taken else words,
            id=ids.keyed(ids.DATA_FIX_BUTTONS, str(finding.fix)),
            type="button",
            className="fix-button fix-on" if is_taken else "fix-button",
            **{"aria-pressed": str(is_taken).lower()},
        )
    ]


def _cost(now: Extent | None, then: Extent | None) -> str:
    """Say what a fix would remove of what counts now: "31 % of the rows, 12 % of the money"."""
    if now is None or then is None:
        return ""
    pairs = (
        ("rows", now.rows, then.rows),
        ("customers", now.customers or 0, then.customers or 0),
        ("money", now.money or 0.0, then.money or 0.0),
    )
    shares = {what: (old - new) / old if old > 0 else 0.0 for what, old, new in pairs}
    if now.customers == now.rows:
        del shares["rows"]
    parts = [f"{format_percent(part)} of the {what}" for what, part in shares.items() if part >= LEAST]
    return ", ".join(parts)
