"""Analysis, explanation and plans -> a document, and the document -> files."""

from core.report.choices import Choices, Letterhead
from core.report.compose import compose
from core.report.material import Material
from core.report.pictures import PREVIEW, browser, drawn
from core.report.run import (
    Bytes,
    Pages,
    Told,
    asked,
    files,
    keep_told,
    make,
    report,
    report_key,
    with_verdict,
)
from core.report.sections import PARTS

__all__ = [
    "PARTS", "PREVIEW", "Bytes", "Choices", "Letterhead", "Material", "Pages", "Told", "asked", "browser", "compose",
    "drawn", "files", "keep_told", "make", "report", "report_key", "with_verdict",
]  # fmt: skip
