"""Width and height of text in Arial; letters missing from our table are measured in a wider font."""

import textwrap
import unicodedata
from collections.abc import Sequence
from functools import cache

from PIL import ImageFont

from core.report.typesetting import FONTS

SAMPLED_AT = 100
LINE = 1.2  # heights of a line of text, in font sizes
BOLD = 1.1  # how much wider bold letters are
ONE_LINE, BROKEN = 0.7, 0.75  # shares of the largest size
SAFE = 1.02  # for what stands in for Arial where there is none
# The widths of Arial's letters, and of all that are made to stand in for it, in thousandths.
ARIAL = {
    letter: width
    for width, letters in {
        191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[\\]ft\u00a0\u00b7", 333: "()-`r", 334: "{}",
        355: '"', 389: "*", 469: "^", 500: "Jckszvxy", 584: "+<=>~", 556: "#$?L_abdeghnopqu0123456789\u20ac",
        611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1015: "@",
    }.items()
    for letter in letters
}  # fmt: skip
WIDE = frozenset("WF")  # East Asian letters, twice as wide as Latin ones


def break_lines(text: str, points: float, width: float) -> list[str]:
    """The text broken into lines of at most `width` points; a longer word is broken too."""
    return [line for part in text.split("\n") for line in _break_paragraph(part, points, width)]


def text_height(text: str, points: float, width: float) -> float:
    """The height of the text in points when it is broken at `width`."""
    return LINE * points * len(break_lines(text, points, width))


def shorten(text: str, points: float, width: float) -> str:
    """A title that fits on one line, with an ellipsis where it had to be cut."""
    if text_width(text, points) <= width:
        return text
    return break_lines(text, points, width - 2 * points)[0] + "\u2026"


def largest_size(text: str, sizes: Sequence[float], width: float) -> float:
    """The largest of the font `sizes` at which the bold text takes one line; where that would be small,
    a medium one at which it breaks no word, else the last."""
    one_line_sizes = [size for size in sizes if size >= ONE_LINE * sizes[0]]
    broken_sizes = [size for size in sizes if size <= BROKEN * sizes[0]]
    for parts, candidates in (([text], one_line_sizes), (text.split(" "), broken_sizes)):
        for points in candidates:
            if all(text_width(part, points * BOLD) <= width for part in parts):
                return points
    return sizes[-1]


def _break_paragraph(text: str, points: float, width: float) -> list[str]:
    lines, line = [], ""
    words = (part for word in text.split(" ") for part in _break_word(word, points, width))
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, points) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line]


def _break_word(word: str, points: float, width: float) -> list[str]:
    if text_width(word, points) <= width:
        return [word]
    most = max(1, int(len(word) * width / text_width(word, points) * 0.8))
    return textwrap.wrap(word, most)


def text_width(text: str, points: float) -> float:
    """The width of a line of text in points."""
    return points * sum(map(_advance, text))


@cache
def _advance(letter: str) -> float:
    """The width of a letter in font sizes."""
    if letter in ARIAL:
        return SAFE * ARIAL[letter] / 1000
    wide = unicodedata.east_asian_width(letter) in WIDE
    return max(_font().getlength(letter) / SAMPLED_AT, 1.0 if wide else 0.0)


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / "Inter-Regular.ttf"), SAMPLED_AT)
