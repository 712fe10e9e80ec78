"""The table of the Compare page: its columns, each explained, and a row a result."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any, Literal

from core.charts import NOISE_COLOUR
from core.compare import (
    Candidate,
    Comparison,
    MethodCandidates,
    find_obstacle,
    is_usable,
    rank_candidate,
    setting_in_words,
)
from core.model import Recipe
from core.segment import KMEANS, algorithm, redraws_in_words
from core.session import ComparedSegments, ResultKey, segments_in_words, top_share
from core.text import VERDICTS, format_integer, format_percent
from layouts.address import Address

# Of no segment's colour: the segments of different methods have nothing in common.
SHADES = ("var(--ts-accent)", "color-mix(in srgb, var(--ts-accent) 55%, var(--ts-surface))")

Row = dict[str, Any]
# The reasons for showing a result that there is room for.
BRIEF = ("recommended", "first choice", "highest silhouette")
# The others as they are read.
REASONS = {"adopted": "in use"}
REDRAWN = "How often every segment came out again in random redraws of the customers: the same figure as in the recommendation, the verdict and the report."
UNDEFINED = "\u2013"


def _two_decimals(value: float) -> str:
    return f"{value:.2f}"


def _few_digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


@dataclass(frozen=True)
class Column:
    """A figure of a candidate; `good` is its better end, if it has one."""

    name: str
    title: str
    help: str
    words: Callable[[float], str] = _two_decimals
    good: Literal["high", "low", ""] = ""
    width: int = 94


SCORES = (
    Column("silhouette", "Silhouette", "How much closer customers are to their own segment than to the next one, from -1 to 1: higher is better.", good="high", width=98),
    Column("davies_bouldin", "Davies-Bouldin", "How wide segments are compared with the gaps between them: lower is better.", good="low"),
    Column("calinski_harabasz", "Calinski-Harabasz", "Spread between segments against spread within them: higher is better.", _few_digits, "high", 112),
    Column("dunn", "Dunn", "The narrowest gap between two segments against the widest segment: higher is better, and one odd customer can spoil it.", lambda value: f"{value:.3f}", "high", 88),
    Column("agreement", "Agreement with those in use", "How alike these segments and those in use are (adjusted Rand): 1 is the same groups, 0 no more than by chance.", width=112),
)  # fmt: skip
LABEL_SCORES = (
    Column("adjusted_rand", "Adjusted Rand", "How well the segments match the outcome, corrected for chance: 1 is a perfect match, 0 is chance.", good="high"),
    Column("normalised_mutual_information", "Mutual information", "How much the segments tell about the outcome (normalised): 1 is everything, 0 nothing.", good="high", width=116),
    Column("homogeneity", "Homogeneity", "Whether each segment holds one value of the outcome only: 1 is always.", good="high", width=120),
    Column("completeness", "Completeness", "Whether each value of the outcome is in one segment only: 1 is always.", good="high", width=124),
)  # fmt: skip
LEFT_OUT = (
    Column("noise", "Noise", "How many customers the method leaves in no segment; most scores leave them out too.", lambda value: f"{value:,.0f}", width=88),
)  # fmt: skip
LAST = (
    Column("seconds", "Seconds", "How long the method took for all settings of its slider.", lambda value: f"{value:.1f}" if value >= 0.05 else "under 0.1", width=98),
)  # fmt: skip


def figures(label: str | None) -> tuple[Column, ...]:
    """The columns that hold a number each; those against a label where there is one."""
    return (*LEFT_OUT, *SCORES, *(LABEL_SCORES if label else ()), *LAST)


_NUMBER = {
    "filter": "agNumberColumnFilter",
    "type": "rightAligned",
    "comparator": {"function": "tesseraOrder"},
}
# Of no figure; `figures` follow.
FIRST: list[dict[str, Any]] = [
    {
        "field": "method",
        "headerName": "Method",
        "pinned": "left",
        "width": 128,
        "filter": "agTextColumnFilter",
        "headerTooltip": "How the segments are found; a method has a row for each setting worth a look.",
        "tooltipField": "about",
    },
    {
        "field": "adopt",
        "headerName": "Use it",
        "width": 98,
        "cellRenderer": "TesseraAdopt",
        "sortable": False,
        "filter": False,
        "headerTooltip": "Opens the Segment page with this method and setting.",
    },
    {
        "field": "setting",
        "headerName": "Setting",
        "width": 160,
        "filter": "agTextColumnFilter",
        "cellRenderer": "TesseraSetting",
        "tooltipField": "why",
        "colSpan": {"function": "tesseraSpan(params)"},
        "headerTooltip": "Where the method's slider stands, and why this result is shown.",
    },
    {
        "field": "k",
        "headerName": "Segments",
        "width": 86,
        **_NUMBER,
        "headerTooltip": "How many segments there are, noise not counted.",
    },
    {
        "field": "bar",
        "headerName": "Sizes",
        "width": 84,
        "cellRenderer": "TesseraSizes",
        "cellDataType": False,
        "sortable": False,
        "filter": False,
        "headerTooltip": "The share of customers in each segment, the largest first; noise is grey.",
    },
]


# What a campaign asks of a result; figures that the scores then follow.
BUSINESS: list[dict[str, Any]] = [
    {
        "field": "names",
        "headerName": "Who they are",
        "width": 194,
        "filter": "agTextColumnFilter",
        "cellRenderer": "TesseraNames",
        "tooltipField": "told",
        "headerTooltip": "The segments' names, the largest first. Rest the pointer on them for their sizes.",
    },
    {
        "field": "usable",
        "headerName": "For a campaign?",
        "width": 122,
        "filter": "agTextColumnFilter",
        "cellClass": "cell-wraps",
        "headerTooltip": "Whether a campaign can use these segments: each large enough, each with a story of its own, and nearly everybody in one of them.",
    },
    {
        "field": "smallest",
        "headerName": "Smallest segment",
        "width": 98,
        **_NUMBER,
        "valueFormatter": {"function": "tesseraText(params)"},
        "headerTooltip": "How many people are in the smallest segment, and their share of all customers.",
    },
    {
        "field": "money",
        "headerName": "Most revenue",
        "width": 112,
        **_NUMBER,
        "cellClass": "cell-wraps",
        "valueFormatter": {"function": "tesseraText(params)"},
        "headerTooltip": "The share of revenue of the segment that brings most, and its share of the customers.",
    },
    {
        "field": "returned",
        "headerName": "Comes out again",
        "width": 96,
        **_NUMBER,
        "valueFormatter": {"function": "tesseraText(params)"},
        "headerTooltip": REDRAWN,
    },
    {
        "field": "verdict",
        "headerName": "Verdict",
        "width": 110,
        "filter": "agTextColumnFilter",
        "cellClass": "cell-wraps",
        "headerTooltip": "Whether these segments are real. A method is judged once its segments are in use.",
    },
]


def columns(label: str | None, has_money: bool = False) -> list[dict[str, Any]]:
    """The grid's column definitions; "Use it" stands where a phone shows it."""
    business = [column for column in BUSINESS if has_money or column["field"] != "money"]
    return [*FIRST, *business, *map(_definition, figures(label))]


def _definition(column: Column) -> dict[str, Any]:
    return {
        "field": column.name,
        "headerName": column.title,
        "headerTooltip": column.help,
        "width": column.width,
        "valueFormatter": {"function": "tesseraText(params)"},
        "cellClassRules": {"best-value": "tesseraBest(params)"},
        **_NUMBER,
    }


def rows(
    comparison: Comparison,
    recipe: Recipe,
    address: Address,
    advised: float | None = None,
    described: Mapping[ResultKey, ComparedSegments] = {},
) -> list[Row]:
    """A row for each candidate, the recommended one first, then as the recommendation ranks them; and one for
    each method that could not be run, with the reason. `advised` is the setting of K-Means that is recommended,
    `described` who the segments are."""
    figure_columns = figures(comparison.label)
    best = _best(comparison.candidates, figure_columns)

    def describe(candidate: Candidate) -> ComparedSegments | None:
        return described.get((candidate.method, candidate.setting))

    def is_recommended(candidate: Candidate) -> bool:
        return candidate.method == KMEANS.name and candidate.setting == advised

    def rank(candidate: Candidate) -> tuple[Any, ...]:
        segments = describe(candidate)
        kind = segments.kind if segments else ""
        return not is_recommended(candidate), *rank_candidate(candidate, kind)

    ranking = sorted(comparison.candidates, key=rank)
    table = []
    for candidate in ranking:
        row = _row(candidate, comparison.customers, figure_columns, best, is_recommended(candidate))
        row |= _business(candidate, comparison.customers, describe(candidate))
        table.append(row | {"adopt": _adopt_address(candidate, recipe, address)})
    return [*table, *(_failed_row(method) for method in comparison.results if method.problem)]


def _row(
    candidate: Candidate,
    customers: int,
    figure_columns: Sequence[Column],
    best: Mapping[str, str],
    is_recommended: bool,
) -> Row:
    values = {column.name: getattr(candidate, column.name) for column in figure_columns}
    every: tuple[str, ...] = ("recommended",) * is_recommended + candidate.reasons
    reasons = [reason for reason in every if reason in BRIEF]
    readable = [REASONS.get(reason, reason) for reason in every]
    spec = algorithm(candidate.method)
    return {
        "id": f"{candidate.method} {candidate.setting}",
        "method": spec.title,
        "about": spec.summary,
        "setting": setting_in_words(candidate),
        "reasons": " · ".join(reasons or readable),
        "why": " ".join([f"Shown as: {', '.join(readable)}.", *(n.text for n in candidate.notices)]),
        "adopted": "adopted" in candidate.reasons,
        "k": candidate.k,
        "bar": _bar(candidate, customers),
        **values,
        "texts": {column.name: _text(candidate, column) for column in figure_columns},
        "best": [column.name for column in figure_columns if _is_best(candidate, column, best)],
    }


def _business(candidate: Candidate, customers: int, segments: ComparedSegments | None) -> Row:
    """Cells that a campaign asks for: who they are, whether it can use them, the smallest, the money, how sure."""
    obstacle, smallest = find_obstacle(candidate), min(candidate.sizes)
    returned, redraws = candidate.returned, candidate.redraws
    if segments:
        returned, redraws = segments.returned, segments.redraws
    top = top_share(segments) if segments else None
    texts = {
        "smallest": f"{format_integer(smallest)} ({format_percent(smallest / customers)})",
        "money": UNDEFINED
        if top is None
        else f"{format_percent(top[0])} from {format_percent(top[1])} of customers",
        "returned": UNDEFINED if returned is None else redraws_in_words(returned, redraws, "").strip(),
    }
    return {
        "names": " · ".join(filter(None, segments.names)) if segments else "",
        "told": segments_in_words(segments) if segments else "",
        "usable": f"No: {obstacle}" if obstacle else "Yes",
        "smallest": smallest,
        "money": None if top is None else top[0],
        "returned": returned,
        "verdict": VERDICTS[segments.kind] if segments and segments.kind else "Not judged yet",
        "business": texts,
    }


def _failed_row(method: MethodCandidates) -> Row:
    return {
        "id": method.method,
        "method": algorithm(method.method).title,
        "about": algorithm(method.method).summary,
        "setting": method.problem,
        "why": method.problem,
        "problem": True,
        "adopted": False,
        "texts": {},
        "best": [],
    }


def _text(candidate: Candidate, column: Column) -> str:
    """The figure as text, with its error where that is known."""
    value = getattr(candidate, column.name)
    if value is None:
        return UNDEFINED
    spread = candidate.silhouette_error if column.name == "silhouette" else 0.0
    return f"{column.words(value)} ± {spread:.2f}" if spread else column.words(value)


def _is_best(candidate: Candidate, column: Column, best: Mapping[str, str]) -> bool:
    value = getattr(candidate, column.name)
    is_comparable = column.name in best and value is not None and is_usable(candidate)
    return is_comparable and column.words(value) == best[column.name]


def _best(candidates: Sequence[Candidate], figure_columns: Sequence[Column]) -> dict[str, str]:
    """The best figure of each column as it is read, where there are two to choose from."""
    best = {}
    for column in figure_columns:
        values = [getattr(candidate, column.name) for candidate in candidates if is_usable(candidate)]
        defined = [value for value in values if value is not None]
        if column.good and len(defined) > 1:
            best[column.name] = column.words(max(defined) if column.good == "high" else min(defined))
    return best


def _bar(candidate: Candidate, customers: int) -> dict[str, Any]:
    """The parts of the stacked bar as shares, and the sizes in words."""
    sizes = list(zip(cycle(SHADES), candidate.sizes, strict=False))
    parts = [*sizes, (NOISE_COLOUR, candidate.noise)] if candidate.noise else sizes
    noise = f", noise {candidate.noise:,}" if candidate.noise else ""
    return {
        "parts": [{"colour": shade, "share": size / customers} for shade, size in parts],
        "words": ", ".join(f"{size:,}" for size in candidate.sizes) + noise,
    }


def _adopt_address(candidate: Candidate, recipe: Recipe, address: Address) -> str:
    """Address at which the Segment page shows the candidate, already computed."""
    is_own_method = candidate.method == recipe.algorithm
    adopted = recipe if is_own_method else recipe.with_changes(algorithm=candidate.method, params={})
    return f"/segment{Address(address.dataset, adopted.to_token(), candidate.setting).search()}"
