"""The data that a report rests on, and what was done to it."""

from collections.abc import Iterator, Sequence

from core.data import has_fix
from core.model import Fix, Notice
from core.plugins import Param, check_params
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
from core.report.material import Material, columns, count_figure
from core.segment import algorithm, reducer

ROWS = {"customers": "a customer", "transactions": "a line of an order"}
RETURNS = {"subtract": "reduce money and are no orders", "ignore": "are left out"}


def data(told: Material) -> tuple[Section, ...]:
    """Where the customers come from, what was found in the file, what is to be known of the result."""
    source = told.analysis.dataset
    figures = (
        count_figure("Rows", source.rows, f"each is {ROWS[told.recipe.table]}"),
        count_figure("Customers", told.customers),
        count_figure("Features compared", len(told.analysis.prepared.features)),
        KeyFigure("File", source.name),
    )
    blocks: list[Block] = [KeyFigures(figures), *_quality(told)]
    if said := notices(told):
        blocks += [Heading("To keep in mind"), Bullets(said)]
    return (Section("Data and its quality", tuple(blocks), fresh=True),)


def _quality(told: Material) -> Iterator[Table | Paragraph]:
    if not told.findings:
        yield Paragraph("Nothing was found to be wrong with the data.")
        return
    yield findings(told)


def findings(told: Material) -> Table:
    """A row a finding in the data: what is odd, and what was done about it."""
    rows = tuple((told.prose(f.sentence), _treatment(told, f.fix, f.fix_label)) for f in told.findings)
    return Table("What was found", columns(Finding="text", What_was_done="text"), rows)


def _treatment(told: Material, fix: Fix | None, label: str) -> str:
    if fix is None:
        return "For information"
    return told.prose(label) if has_fix(told.analysis.recipe, fix) else "Left as it is"


def notices(told: Material) -> tuple[str, ...]:
    """What is to be known of the result, each notice once, warnings first."""
    parts: Sequence[Notice] = (
        *told.analysis.dataset.notices, *told.analysis.notices, *told.explanation.notices,
        *told.playbook.notices,
    )  # fmt: skip
    ordered = sorted(parts, key=lambda notice: notice.level != "warning")
    return tuple(dict.fromkeys(told.prose(notice.text) for notice in ordered))


def method(told: Material) -> tuple[Section, ...]:
    """The recipe in words: what customers are compared by, and how segments are found."""
    recipe, found = told.recipe, told.analysis
    spec, view = algorithm(recipe.algorithm), reducer(recipe.reducer)
    blocks = (
        Paragraph(told.prose(f"{_customers(told)} Customers are compared by these features.")),
        preparation(told),
        Heading("How the segments were found"),
        Paragraph(f"{spec.title}. {spec.summary}"),
        Paragraph(told.prose(found.sweep.suggestion.sentence)),
        Table("Settings", columns(Setting="text", Value="text"), tuple(_settings(told))),
        Paragraph(f"The map is drawn by {view.title}. Source of the method: {spec.source}", "note"),
    )
    return (Section("How it was made", blocks),)


def recipe_steps(told: Material) -> Iterator[tuple[str, str]]:
    """What was done, step by step, each with its name: from the file to the map."""
    spec = algorithm(told.recipe.algorithm)
    yield "File", told.analysis.dataset.name
    yield "Customers", told.prose(_customers(told))
    yield "Method", f"{spec.title}. {spec.summary}"
    yield "Source of the method", spec.source
    yield "Number of segments", told.prose(told.analysis.sweep.suggestion.sentence)
    yield from _settings(told)
    yield "Map", reducer(told.recipe.reducer).title


def _customers(told: Material) -> str:
    recipe = told.recipe
    if recipe.table == "customers":
        return "Each row of the file is a customer."
    until = f" up to {recipe.snapshot}" if recipe.snapshot else ""
    return (
        f"Orders{until} were summed up for each customer; returns and cancellations "
        f"{RETURNS[recipe.returns]}."
    )


def preparation(told: Material) -> Table:
    """A row a feature: how it was prepared, and its weight."""
    titles, steps = told.analysis.customers.titles, told.analysis.prepared.steps
    rows = tuple(
        (titles.get(name, name), told.prose(steps.get(name, "")), told.recipe.weights.get(name, 1.0))
        for name in told.analysis.prepared.features
    )
    return Table("Features", columns(Feature="text", Preparation="text", Weight="number"), rows)


def _settings(told: Material) -> Iterator[tuple[str, str]]:
    spec = algorithm(told.recipe.algorithm)
    chosen = check_params(spec.title, spec.params, told.recipe.params)
    for param in spec.params:
        yield param.title, _value(told, param, chosen[param.name])
    yield "Seed", str(told.recipe.seed)


def _value(told: Material, param: Param, value: object) -> str:
    words = dict(param.choices or ())
    if value in words:
        return words[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return told.style.text(value, "number") if isinstance(value, int | float) else str(value)
