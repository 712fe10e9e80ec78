"""A document as slides: a section begins a slide and goes on over as many as it takes."""

from io import BytesIO

from core.documents._content import Document, Figure, Section
from core.documents._deck import Deck
from core.documents._flow import Picture, Piece, arranged
from core.documents._pieces import pieces
from core.documents._spec import DocumentFormat, Images


def write(document: Document, images: Images) -> bytes:
    """16:9; text is measured so that none runs over its slide, long tables go on on the next."""
    deck = Deck(document)
    deck.cover()
    for section in document.sections:
        for number, slide in enumerate(arranged(_pieces(section, document, images))):
            more = " (continued)" if number else ""
            deck.slide(section.title + more, section.colour, slide)
    return deck.saved()


def _pieces(section: Section, document: Document, images: Images) -> list[Piece]:
    found: list[Piece] = []
    for block in section.blocks:
        if isinstance(block, Figure):
            found.append(Picture(BytesIO(images[block.name]), block.title, block.alt, block.note))
        else:
            found += pieces(block, document.style)
    return found


SPEC = DocumentFormat(
    name="pptx",
    title="PowerPoint",
    extension="pptx",
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
    write=write,
    version=2,
)
