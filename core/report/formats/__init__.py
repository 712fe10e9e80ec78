"""Documents in every format: a public module here exports one `SPEC`, a `DocumentFormat`."""

from core.plugins import collect, lookup
from core.report.document.content import Document, DocumentFormat, Images, strip_unwritable


def document_formats() -> dict[str, DocumentFormat]:
    return collect(__name__)


def document_format(name: str) -> DocumentFormat:
    spec: DocumentFormat = lookup(__name__, name, "document")
    return spec


def write_document(document: Document, name: str, images: Images) -> bytes:
    """The document in a registered format; UnknownName for another.

    `images` are the figures as PNG, by name, for a format that wants pictures. Control characters,
    which files cannot hold, are left out of all texts.
    """
    return document_format(name).write(strip_unwritable(document), images)
