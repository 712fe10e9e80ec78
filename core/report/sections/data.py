"""The data that a report rests on, and what was done to it."""

from collections.abc import Iterator, Sequence

from core.data import has_fix
from core.model import Fix, Notice
from core.plugins import Param, check_params
from core.report import words
from core.report.document.content import (
    Block,
    Bullets,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from core.report.report_data import ReportData, columns, count_figure
from core.segment import algorithm, reducer

ROWS = {"customers": "a customer", "transactions": "a line of an order"}


def data(report: ReportData) -> tuple[Section, ...]:
    """Origin of the customers, findings in the file, notices on the result."""
    source = report.segmentation.dataset
    figures = (
        count_figure("Rows", source.rows, f"each is {ROWS[report.recipe.table]}"),
        count_figure("Customers", report.customers),
        count_figure("Features compared", len(report.segmentation.features)),
        KeyFigure("File", source.name),
    )
    blocks: list[Block] = [KeyFigures(figures), *_quality(report)]
    if notice_texts := notices(report):
        blocks += [Heading("Keep in mind"), Bullets(notice_texts)]
    return (Section("Data and its quality", tuple(blocks)),)


def _quality(report: ReportData) -> Iterator[Table | Paragraph]:
    if not report.findings:
        yield Paragraph(words.NO_FINDINGS)
        return
    yield findings(report)


def findings(report: ReportData) -> Table:
    """A row a finding in the data: what is odd, and what was done about it."""
    rows = tuple(
        (report.prose(f.sentence), _treatment(report, f.fix, f.fix_label)) for f in report.findings
    )
    return Table("What was found", columns(Finding="text", What_was_done="text"), rows)


def _treatment(report: ReportData, fix: Fix | None, label: str) -> str:
    if fix is None:
        return "For information"
    return report.prose(label) if has_fix(report.segmentation.recipe, fix) else "Left as it is"


def notices(report: ReportData) -> tuple[str, ...]:
    """Notices on the data and the result, each once, warnings first."""
    parts: Sequence[Notice] = (
        *report.segmentation.dataset.notices,
        *report.segmentation.analysis.notices,
        *report.explanation.notices,
        *report.plan.notices,
    )
    ordered = sorted(parts, key=lambda notice: notice.level != "warning")
    return tuple(dict.fromkeys(report.prose(notice.text) for notice in ordered))


def method(report: ReportData) -> tuple[Section, ...]:
    """The recipe in words: what customers are compared by, and how segments are found."""
    recipe = report.recipe
    spec, view = algorithm(recipe.algorithm), reducer(recipe.reducer)
    blocks = (
        Paragraph(report.prose(f"{_customers(report)} {words.COMPARED_BY}")),
        preparation(report),
        Heading("How the segments were found"),
        Paragraph(f"{spec.title}. {spec.summary}"),
        Table("Settings", columns(Setting="text", Value="text"), tuple(_settings(report))),
        Paragraph(words.map_note(view.title, spec.source), "note"),
    )
    return (Section("How it was made", blocks),)


def recipe_steps(report: ReportData) -> Iterator[tuple[str, str]]:
    """Steps from the file to the map, each with its name."""
    spec = algorithm(report.recipe.algorithm)
    yield "File", report.segmentation.dataset.name
    yield "Customers", report.prose(_customers(report))
    yield "Method", f"{spec.title}. {spec.summary}"
    yield "Source of the method", spec.source
    yield "Number of segments", report.prose(report.advice.sentence)
    yield from _settings(report)
    yield "Map", reducer(report.recipe.reducer).title


def _customers(report: ReportData) -> str:
    recipe = report.recipe
    if recipe.table == "customers":
        return words.ROW_PER_CUSTOMER
    with_money = report.segmentation.customers.money is not None
    return words.customers_sentence(recipe.snapshot or "", with_money, recipe.returns)


def preparation(report: ReportData) -> Table:
    """A row a feature: how it was prepared, and its weight."""
    segmentation, steps = report.segmentation, report.segmentation.feature_matrix.steps
    rows = tuple(
        (
            segmentation.customers.title(name),
            report.prose(steps.get(name, "")),
            report.recipe.weights.get(name, 1.0),
        )
        for name in segmentation.features
    )
    return Table("Features", columns(Feature="text", Preparation="text", Weight="number"), rows)


def _settings(report: ReportData) -> Iterator[tuple[str, str]]:
    spec = algorithm(report.recipe.algorithm)
    values = check_params(spec.title, spec.params, report.recipe.params)
    for param in spec.params:
        yield param.title, _value(report, param, values[param.name])
    yield "Seed", str(report.recipe.seed)


def _value(report: ReportData, param: Param, value: object) -> str:
    choices = dict(param.choices or ())
    if value in choices:
        return choices[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return report.style.text(value, "number") if isinstance(value, int | float) else str(value)
