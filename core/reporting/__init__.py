"""Analysis, explanation and plans -> a document, and the document -> files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version

from core.documents import document_format, written
from core.documents._content import Document, Section
from core.documents._pages import pages
from core.documents._spec import Images
from core.documents._style import Style
from core.entities import Progress, quiet
from core.errors import UserError
from core.reporting._appendix import appendix, sheets
from core.reporting._data import data, method
from core.reporting._evidence import charts, features, settings, verdict
from core.reporting._material import Material
from core.reporting._segments import segments
from core.reporting._summary import summary
from core.reports._images import ImageExporter
from core.words import count

Part = Callable[[Material], tuple[Section, ...]]

# The parts of a report by name, in their order, with what a person calls them.
PARTS: Mapping[str, tuple[str, Part]] = {
    "summary": ("Summary", summary),
    "data": ("Data and its quality", data),
    "method": ("How it was made", method),
    "verdict": ("Are the segments real?", verdict),
    "map": ("Segment map and sizes", charts),
    "settings": ("How many segments", settings),
    "features": ("What sets the segments apart", features),
    "segments": ("A page for each segment", segments),
    "appendix": ("Appendix: all figures", appendix),
}
# Pixels; letters are then as large as the page's small print.
WIDTH, SCALE = 720, 2.5
HASH_LETTERS = 12


class UnknownSection(UserError):
    template = "A report has no section '{name}'. Choose from: {known}."


@dataclass(frozen=True)
class Choices:
    """How a report is made: its date, its title ("": one of the data), its `sections` by name and its
    style. Raises UnknownSection for a section that there is not."""

    date: date
    title: str = ""
    sections: tuple[str, ...] = tuple(PARTS)
    style: Style = field(default_factory=Style)

    def __post_init__(self) -> None:
        for name in self.sections or ("",):
            if name not in PARTS:
                raise UnknownSection(name=name, known=", ".join(PARTS))


def compose(told: Material, choices: Choices) -> Document:
    """The report: the chosen parts in their usual order, and every figure as a sheet."""
    parts = [part for name, (_, part) in PARTS.items() if name in choices.sections]
    customers = told.style.text(told.customers, "count")
    return Document(
        title=choices.title or f"Customer segments of {told.analysis.dataset.name}",
        subtitle=f"{customers} customers, {count(len(told.stories), 'segment')}",
        date=choices.date,
        sections=tuple(section for part in parts for section in part(told)),
        sheets=sheets(told),
        footer=_footer(told),
        style=choices.style,
    )


def _footer(told: Material) -> str:
    """What it takes to make the same again."""
    source = (told.analysis.dataset.source or told.analysis.dataset.id)[:HASH_LETTERS]
    recipe = told.recipe.digest()[:HASH_LETTERS]
    return f"Data {source} · recipe {recipe} · seed {told.recipe.seed} · Tessera {version('tessera')}"


def drawn(document: Document, exporter: ImageExporter, progress: Progress = quiet) -> Images:
    """The document's figures as PNG, each once; the errors of `ImageExporter.export`."""
    images = {}
    for number, figure in enumerate(document.figures):
        progress("Drawing the charts", number / len(document.figures))
        images[figure.name] = exporter.export(
            figure.chart, width=WIDTH, height=round(WIDTH * figure.height), scale=SCALE, titled=False
        )
    return images


def files(
    document: Document, formats: Sequence[str], exporter: ImageExporter, progress: Progress = quiet
) -> dict[str, bytes]:
    """The report in each of the formats, by file name ("report.pdf"); UnknownName for another format."""
    chosen = [document_format(name) for name in dict.fromkeys(formats)]
    images = drawn(document, exporter, progress) if any(one.pictures for one in chosen) else {}
    found = {}
    for number, one in enumerate(chosen):
        progress(f"Writing {one.title}", number / len(chosen))
        found[f"report.{one.extension}"] = written(document, one.name, images)
    return found


__all__ = ["PARTS", "Choices", "Material", "compose", "drawn", "files", "pages"]
