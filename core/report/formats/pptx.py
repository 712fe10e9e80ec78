"""A document as slides: a section begins a slide and goes on over as many as it takes."""

from core.report.document.content import Document, DocumentFormat, Images
from core.report.rendering.slide_layout import lay_out_slides
from core.report.rendering.slides import Deck


def write(document: Document, images: Images) -> bytes:
    """16:9; text is measured so that none runs over its slide, what is too long is parted evenly."""
    deck = Deck(document, images)
    deck.cover()
    for section in document.sections:
        for number, slide in enumerate(lay_out_slides(section.blocks, document.style)):
            suffix = " (continued)" if number else ""
            deck.slide(section.title + suffix, section.colour, slide)
    return deck.to_bytes()


SPEC = DocumentFormat(
    name="pptx",
    title="PowerPoint",
    extension="pptx",
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
    write=write,
    version=3,
)
