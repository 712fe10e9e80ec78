"""Typst in a folder of its own: nothing else can be read by what is typeset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import typst


FONTS = Path(__file__).parent / "fonts"
RESOLUTION = 110  # pixels an inch
NO_FONT = "could not be displayed with font"


def typeset(
    page: bytes, files: Mapping[str, bytes], kind: Literal["pdf", "png"], day: date | None = None
) -> list[bytes]:
    """The pages as PNG images, or one PDF, tagged for screen readers.

    The PDF is PDF/UA-1 unless it has text that no font on this machine can write. RuntimeError where
    `page` or one of the `files` beside it cannot be set.
    """
    import typst

    with TemporaryDirectory(prefix="tessera-") as folder:
        for name, data in {"page.typ": page, **files}.items():
            Path(folder, name).write_bytes(data)
        compiler = typst.Compiler(f"{folder}/page.typ", root=folder, font_paths=_fonts())
        if kind == "png":
            images = compiler.compile(format="png", ppi=RESOLUTION)
            return images if isinstance(images, list) else [images or b""]
        return [_compile_pdf(compiler, day)]


def _compile_pdf(compiler: typst.Compiler, day: date | None) -> bytes:
    import typst

    moment = None if day is None else datetime.combine(day, time(), UTC)
    try:
        written = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=moment)
    except typst.TypstError as error:
        if NO_FONT not in error.message:
            raise
        written = compiler.compile(format="pdf", timestamp=moment)
    assert isinstance(written, bytes)
    return written


@cache
def _fonts() -> typst.Fonts:
    """Our own fonts, and the system's for scripts that they do not write."""
    import typst

    return typst.Fonts(include_system_fonts=True, font_paths=[str(FONTS)])
