"""How much room text takes on a slide, measured with a font that is wider than the slide's."""

import textwrap
import unicodedata
from functools import cache

from PIL import ImageFont

from core.documents._typeset import FONTS

SAMPLED_AT = 100
LINE = 1.25  # heights of a line of text, in font sizes
WIDE = frozenset("WF")  # East Asian letters, twice as wide as Latin ones


def lines(text: str, points: float, width: float) -> list[str]:
    """The text broken into lines of at most `width` points; a longer word is broken too."""
    return [line for part in text.split("\n") for line in _broken(part, points, width)]


def height(text: str, points: float, width: float) -> float:
    """The height of the text in points when it is broken at `width`."""
    return LINE * points * len(lines(text, points, width))


def _broken(text: str, points: float, width: float) -> list[str]:
    found, line = [], ""
    words = (part for word in text.split(" ") for part in _parts(word, points, width))
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and extent(longer, points) > width:
            found.append(line)
            longer = word
        line = longer
    return [*found, line]


def _parts(word: str, points: float, width: float) -> list[str]:
    if extent(word, points) <= width:
        return [word]
    most = max(1, int(len(word) * width / extent(word, points) * 0.8))
    return textwrap.wrap(word, most)


def extent(text: str, points: float) -> float:
    """The width of a line of text in points."""
    return points * sum(map(_advance, text))


@cache
def _advance(letter: str) -> float:
    """The width of a letter in font sizes."""
    wide = unicodedata.east_asian_width(letter) in WIDE
    return max(_font().getlength(letter) / SAMPLED_AT, 1.0 if wide else 0.0)


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / "Inter-Regular.ttf"), SAMPLED_AT)
