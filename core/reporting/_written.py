"""A document as files, all at once."""

from collections.abc import Sequence

from core.documents import document_format, written
from core.documents._content import Document
from core.entities import Progress, quiet
from core.reporting._images import drawn
from core.reports._images import ImageExporter


def files(
    document: Document, formats: Sequence[str], exporter: ImageExporter, progress: Progress = quiet
) -> dict[str, bytes]:
    """The report in each of the formats, by file name ("report.pdf").

    UnknownName for a format that there is not, before anything is drawn.
    """
    chosen = [document_format(name) for name in dict.fromkeys(formats)]
    images = drawn(document, exporter, progress) if any(one.pictures for one in chosen) else {}
    found = {}
    for number, one in enumerate(chosen):
        progress(f"Writing {one.title}", number / len(chosen))
        found[f"report.{one.extension}"] = written(document, one.name, images)
    return found
