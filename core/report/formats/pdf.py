"""A document as PDF on A4: tagged for screen readers, its text selectable."""

from core.report.document.content import Document, DocumentFormat, Images
from core.report.rendering.page_values import read_template, template_inputs
from core.report.typesetting import typeset


def write(document: Document, images: Images) -> bytes:
    """PDF/UA-1 where the machine has a font for all its text, else a tagged PDF without the claim."""
    return typeset(read_template(), template_inputs(document, images), "pdf", document.date)[0]


SPEC = DocumentFormat(
    name="pdf", title="PDF", extension="pdf", media_type="application/pdf", write=write
)
