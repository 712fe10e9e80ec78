"""Analysis, explanation and plans -> a document, and the document -> files."""

from core.reporting._choices import Choices
from core.reporting._compose import compose
from core.reporting._images import PREVIEW, browser, drawn
from core.reporting._judged import with_verdict
from core.reporting._kept import Bytes, Pages, Told, asked, keep_told, make, report, report_key
from core.reporting._letterhead import Letterhead
from core.reporting._material import Material
from core.reporting._parts import PARTS
from core.reporting._written import files

__all__ = [
    "PARTS", "PREVIEW", "Bytes", "Choices", "Letterhead", "Material", "Pages", "Told", "asked", "browser", "compose",
    "drawn", "files", "keep_told", "make", "report", "report_key", "with_verdict",
]  # fmt: skip
