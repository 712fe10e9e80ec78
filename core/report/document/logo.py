"""A logo that someone brings, looked at before it goes into a document."""

from io import BytesIO

from core.errors import UserError
from core.report.typesetting import typeset

MOST_BYTES = 1 << 20
MOST_SVG_BYTES = 200_000
MOST_PIXELS = 4_000_000
# Copies of copies double with each; these few cannot grow into a picture without end.
MOST_COPIES = 16
SVG_PAGE = b"""#set page(width: 12cm, height: auto, margin: 0pt, fill: none)
#image("logo.svg", width: 12cm)"""


class BadLogo(UserError):
    template = "The logo cannot be used: {reason}. Choose a PNG, JPEG or SVG file of at most 1 MB."


def check_logo(data: bytes) -> bytes:
    """The logo as PNG or JPEG, b"" for none; BadLogo for what is no such image or too large."""
    from PIL import Image

    if not data:
        return b""
    if len(data) > MOST_BYTES:
        raise BadLogo(reason="the file is too large")
    if b"<svg" in data[:4096]:
        data = _render_svg(data)
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadLogo(reason=f"it has more than {MOST_PIXELS:,} pixels")
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BadLogo(reason="it is not an image, or it is damaged") from None
    return data


def _render_svg(svg: bytes) -> bytes:
    """The drawing as PNG. It is drawn by code that runs no scripts and fetches nothing."""
    if len(svg) > MOST_SVG_BYTES:
        raise BadLogo(reason="the drawing is too large")
    if b"<!ENTITY" in svg or svg.count(b"<use") > MOST_COPIES:
        raise BadLogo(reason="the drawing is too involved")
    try:
        return typeset(SVG_PAGE, {"logo.svg": svg}, "png")[0]
    except RuntimeError:
        raise BadLogo(reason="the drawing is damaged") from None
