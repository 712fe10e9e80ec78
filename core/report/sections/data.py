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


def data(material: Material) -> tuple[Section, ...]:
    """Origin of the customers, findings in the file, notices on the result."""
    source = material.analysis.dataset
    figures = (
        count_figure("Rows", source.rows, f"each is {ROWS[material.recipe.table]}"),
        count_figure("Customers", material.customers),
        count_figure("Features compared", len(material.analysis.prepared.features)),
        KeyFigure("File", source.name),
    )
    blocks: list[Block] = [KeyFigures(figures), *_quality(material)]
    if notice_texts := notices(material):
        blocks += [Heading("To keep in mind"), Bullets(notice_texts)]
    return (Section("Data and its quality", tuple(blocks), fresh=True),)


def _quality(material: Material) -> Iterator[Table | Paragraph]:
    if not material.findings:
        yield Paragraph("Nothing was found to be wrong with the data.")
        return
    yield findings(material)


def findings(material: Material) -> Table:
    """A row a finding in the data: what is odd, and what was done about it."""
    rows = tuple(
        (material.prose(f.sentence), _treatment(material, f.fix, f.fix_label))
        for f in material.findings
    )
    return Table("What was found", columns(Finding="text", What_was_done="text"), rows)


def _treatment(material: Material, fix: Fix | None, label: str) -> str:
    if fix is None:
        return "For information"
    return material.prose(label) if has_fix(material.analysis.recipe, fix) else "Left as it is"


def notices(material: Material) -> tuple[str, ...]:
    """Notices on the data and the result, each once, warnings first."""
    parts: Sequence[Notice] = (
        *material.analysis.dataset.notices,
        *material.analysis.notices,
        *material.explanation.notices,
        *material.plan.notices,
    )
    ordered = sorted(parts, key=lambda notice: notice.level != "warning")
    return tuple(dict.fromkeys(material.prose(notice.text) for notice in ordered))


def method(material: Material) -> tuple[Section, ...]:
    """The recipe in words: what customers are compared by, and how segments are found."""
    recipe, _analysis = material.recipe, material.analysis
    spec, view = algorithm(recipe.algorithm), reducer(recipe.reducer)
    blocks = (
        Paragraph(material.prose(f"{_customers(material)} Customers are compared by these features.")),
        preparation(material),
        Heading("How the segments were found"),
        Paragraph(f"{spec.title}. {spec.summary}"),
        Paragraph(material.prose(material.advice.sentence)),
        Table("Settings", columns(Setting="text", Value="text"), tuple(_settings(material))),
        Paragraph(f"The map is drawn by {view.title}. Source of the method: {spec.source}", "note"),
    )
    return (Section("How it was made", blocks),)


def recipe_steps(material: Material) -> Iterator[tuple[str, str]]:
    """Steps from the file to the map, each with its name."""
    spec = algorithm(material.recipe.algorithm)
    yield "File", material.analysis.dataset.name
    yield "Customers", material.prose(_customers(material))
    yield "Method", f"{spec.title}. {spec.summary}"
    yield "Source of the method", spec.source
    yield "Number of segments", material.prose(material.advice.sentence)
    yield from _settings(material)
    yield "Map", reducer(material.recipe.reducer).title


def _customers(material: Material) -> str:
    recipe = material.recipe
    if recipe.table == "customers":
        return "Each row of the file is a customer."
    until = f" up to {recipe.snapshot}" if recipe.snapshot else ""
    if material.analysis.customers.money is None:
        return f"Visits or purchases{until} were counted for each customer; the file holds no money."
    return (
        f"Orders{until} were summed up for each customer; returns and cancellations "
        f"{RETURNS[recipe.returns]}."
    )


def preparation(material: Material) -> Table:
    """A row a feature: how it was prepared, and its weight."""
    titles, steps = material.analysis.customers.titles, material.analysis.prepared.steps
    rows = tuple(
        (
            titles.get(name, name),
            material.prose(steps.get(name, "")),
            material.recipe.weights.get(name, 1.0),
        )
        for name in material.analysis.prepared.features
    )
    return Table("Features", columns(Feature="text", Preparation="text", Weight="number"), rows)


def _settings(material: Material) -> Iterator[tuple[str, str]]:
    spec = algorithm(material.recipe.algorithm)
    values = check_params(spec.title, spec.params, material.recipe.params)
    for param in spec.params:
        yield param.title, _value(material, param, values[param.name])
    yield "Seed", str(material.recipe.seed)


def _value(material: Material, param: Param, value: object) -> str:
    words = dict(param.choices or ())
    if value in words:
        return words[value]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return material.style.text(value, "number") if isinstance(value, int | float) else str(value)
