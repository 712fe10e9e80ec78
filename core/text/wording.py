"""Numbers and names in words, the same everywhere."""

import math
import re
from collections.abc import Iterable

from core.errors import UserError

# From each bound on: how strong the segments are in a word, and where their customers sit.
# Bounds of Kaufman and Rousseeuw, Finding Groups in Data (1990), p. 88.
SILHOUETTES = (
    (0.7, "strong", "are much closer to their own segment than to the next"),
    (0.5, "clear", "are clearly closer to their own segment than to the next"),
    (0.25, "moderate", "are moderately closer to their own segment than to the next"),
    (0.0, "hardly any", "are hardly closer to their own segment than to the next"),
    (-math.inf, "none", "sit closer to another segment than to their own"),
)

# From each bound on: what a mean Jaccard similarity of a segment in resamples is called; Hennig,
# Cluster-wise assessment of cluster stability (2007).
DISSOLVED, DOUBTFUL, STABLE, HIGHLY_STABLE = 0.5, 0.6, 0.75, 0.85
# DISSOLVED itself still is dissolved.
STABILITIES = (
    (HIGHLY_STABLE, "highly stable"),
    (STABLE, "stable"),
    (DOUBTFUL, "fairly stable"),
    (DISSOLVED, "unstable"),
)

# From here on resamples agree (adjusted Rand index), and halves foretell each other's segments
# (Tibshirani and Walther, Cluster validation by prediction strength, 2005).
REPRODUCIBLE, STRONG = 0.7, 0.8

# Titles of the kinds of verdict.
VERDICTS = {
    "natural": "Natural groups",
    "reproducible": "Reliable groups",
    "constructed": "Chosen borders",
    "none": "No natural groups",
    "": "No verdict",
}

TIME_UNITS = ("days", "weeks", "months", "years")
NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip

LONGEST_NAME = 60  # letters of a name that a person gives


class BadName(UserError):
    template = "A name has 1 to {most} characters. Choose a shorter one."


def format_integer(number: int) -> str:
    """Format a whole number: 4,338."""
    return f"{number:,}"


def format_number(value: float) -> str:
    """Format a number: 1,234 or 12.3 or 0.45, thousands apart and about three digits that count."""
    size = abs(value)
    if 0 < size < 0.01:
        return f"{value:.2g}"
    text = f"{value:,.{0 if size >= 100 else 1 if size >= 10 else 2}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def capitalise(text: str) -> str:
    """Text that begins with a capital and is otherwise as it was."""
    return text[:1].upper() + text[1:]


def round_for_reading(value: float) -> str:
    """Format a mean for a sentence: 6 rather than 6.02, 1,234, 1.4, 0.45."""
    return format_number(
        round(value) if abs(value) >= 5 else round(value, 1) if abs(value) >= 1 else value
    )


def strip_unit(title: str) -> str:
    """Title of a feature without its unit: "Recency" of "Recency (days)", "Number of orders" of "Orders
    (count)"."""
    bare = re.sub(r"\s*\([^)]*\)$", "", title)
    if title.endswith(" (count)"):
        return f"Number of {bare[:1].lower()}{bare[1:]}"
    return f"Share of {bare[:1].lower()}{bare[1:]}" if title.endswith(" (share)") else bare


def title_unit(title: str, value: str = "") -> str:
    """Unit at the end of a title, " days" of "Recency (days)"; "" where there is none.

    It is singular for the `value` "1".
    """
    word, *others = title[len(strip_unit(title)) :].strip(" ()").split() or [""]
    unit = f" {word}" if word in TIME_UNITS or (word.isalpha() and not others) else ""
    return unit.removesuffix("s") if value == "1" else unit


def shorten(title: str, most: int = 28) -> str:
    """Shorten a title to at most `most` letters."""
    return title if len(title) <= most else title[: most - 1].rstrip() + "…"


def short_title(title: str, most: int = 26) -> str:
    """Title of a feature as part of a sentence: without its unit, and short; where there is no room,
    "Number of" goes before letters of the name do."""
    plain = strip_unit(title)
    if len(plain) > most and title.endswith(" (count)"):
        plain = capitalise(plain.removeprefix("Number of "))
    return shorten(plain, most)


def format_count(number: int, noun: str) -> str:
    """Format a count with its noun: 1 segment, 5 segments."""
    return f"{format_integer(number)} {noun}" if number == 1 else f"{format_integer(number)} {noun}s"


def spell_number(number: int) -> str:
    """Spell a small number as in a sentence: "four"; larger ones in digits."""
    return NUMBERS[number] if number < len(NUMBERS) else format_integer(number)


def format_percent(share: float) -> str:
    """Format a share: 12 %, 4.6 %, and never a bare 0 % or 100 % for a share that is neither."""
    if 0 < share < 0.0005:
        return "under 0.1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{100 * share:.1f} %" if 0 < share < 0.0995 else f"{100 * share:.0f} %"


def format_percent_below(share: float, bound: float) -> str:
    """Format a share with as many digits as it takes not to read as the bound where it is less."""
    close = bound - 0.0005 <= share < bound
    return f"{math.floor(10_000 * share) / 100:.2f} %" if close else format_percent(share)


def silhouette_words(silhouette: float) -> tuple[str, str]:
    """Word for a mean silhouette, and where the customers sit: "clear", "are clearly closer to ..."."""
    return next((word, place) for bound, word, place in SILHOUETTES if silhouette >= bound)


def stability_word(jaccard: float) -> str:
    """Hennig's words for a mean Jaccard similarity: "highly stable" down to "dissolved"."""
    words = (word for bound, word in STABILITIES if jaccard >= bound and jaccard != DISSOLVED)
    return next(words, "dissolved")


def format_share(count: float, rows: float) -> str:
    """Format a part of the rows as a percentage; 0 % of none."""
    return format_percent(count / rows if rows else 0.0)


def verb_form(count: int, singular: str, plural: str) -> str:
    """Form of a verb, or of another word, that goes with a count."""
    return singular if count == 1 else plural


def join_names(names: Iterable[str], last: str = " and ", most: int | None = None) -> str:
    """Join names into "a, b and c", with `last` before the last one.

    Of more than `most` the first are named and the others counted: "a, b and 3 more".
    """
    listed = list(names)
    if most is not None and len(listed) > most:
        return f"{', '.join(listed[:most])} and {len(listed) - most} more"
    return last.join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))


def join_quoted(names: Iterable[str], last: str = " and ", most: int = 8) -> str:
    """Join names as `join_names` does, each in quotation marks: "'a', 'b' and 'c'"."""
    return join_names((f"'{name}'" for name in names), last, most)


def validate_name(name: str) -> str:
    """Tidy the white space of a name; BadName for one of no use."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not 1 <= len(plain) <= LONGEST_NAME:
        raise BadName(most=LONGEST_NAME)
    return plain
