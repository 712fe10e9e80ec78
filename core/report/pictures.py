"""A report's charts as pictures, each drawn once."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.export import ImageExporter
from core.model import Progress, ignore_progress
from core.report.document.content import Document, Figure, Images
from core.report.formats import document_format
from core.report.rendering.web_charts import chart_json, replace_webgl
from core.store import NO_STORE, Store, key_of

# Pixels; letters are then as large as the page's small print.
WIDTH, SCALE = 720, 2.5
PREVIEW = "preview"


@dataclass(frozen=True)
class Drawing:
    """A PNG as bytes (n,)."""

    body: npt.NDArray[np.uint8]


@contextmanager
def open_exporter(kinds: Iterable[str], chrome: str | None = None) -> Iterator[ImageExporter]:
    """An exporter of images that lasts as long as the block.

    Its browser starts at once where one of the `kinds` (formats or PREVIEW) has pictures. UnknownName
    for an unknown kind.
    """
    needs_pictures = [has_pictures(kind) for kind in kinds]
    exporter = ImageExporter(chrome)
    if any(needs_pictures):
        exporter.prepare()
    try:
        yield exporter
    finally:
        exporter.close()


def has_pictures(kind: str) -> bool:
    """True if a registered format or the PREVIEW has pictures."""
    return kind == PREVIEW or document_format(kind).pictures


def draw_figures(
    document: Document,
    exporter: ImageExporter,
    progress: Progress = ignore_progress,
    store: Store = NO_STORE,
) -> Images:
    """Draw the document's figures as PNG, by name; raises as `ImageExporter.export`.

    A figure that the store holds is not drawn again.
    """
    images = {}
    for number, figure in enumerate(document.figures):
        progress("Drawing the charts", number / len(document.figures))
        images[figure.name] = _find_or_draw(figure, exporter, store).body.tobytes()
    return images


def _find_or_draw(figure: Figure, exporter: ImageExporter, store: Store) -> Drawing:
    key = key_of("drawing 2", chart_json(figure.chart), figure.height, figure.width)
    return store.memo(Drawing, key, lambda: _draw_figure(figure, exporter))


def _draw_figure(figure: Figure, exporter: ImageExporter) -> Drawing:
    width = round(WIDTH * figure.width)
    height = round(width * figure.height)
    image = exporter.export(
        replace_webgl(figure.chart), width=width, height=height, scale=SCALE, titled=False
    )
    return Drawing(np.frombuffer(image, np.uint8))
