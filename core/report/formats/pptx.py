"""A document as slides: at most one a section, of what the section chose for it."""

from core.report.document.content import Document, DocumentFormat, Images
from core.report.rendering.slide_layout import lay_out_slide
from core.report.rendering.slides import Deck

MOST = 15  # slides, the cover among them; the last sections have none where there are more


def write(document: Document, images: Images) -> bytes:
    """16:9; text is measured so that none runs over its slide, what is too long is shortened."""
    deck = Deck(document, images)
    deck.cover()
    for section in [part for part in document.sections if part.slide][: MOST - 1]:
        deck.slide(section.title, section.colour, lay_out_slide(section.slide, document.style))
    return deck.to_bytes()


SPEC = DocumentFormat(
    name="pptx",
    title="PowerPoint",
    extension="pptx",
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
    write=write,
    version=4,
)
