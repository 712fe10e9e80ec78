"""Words for the ends of a feature, as a person would say them: older, long silent, many orders."""

import re
from collections.abc import Sequence

from core.data import can_be_bought, name_words
from core.model import Segmentation
from core.text import readable_title, short_title

# Words for the high and the low end of what a name or a feature of transactions means, by pattern.
_ENDS: tuple[tuple[str, str, str], ...] = (
    (r"\brecency\b|\b(?:days?|weeks?|months?|years?) since (?:the )?(?:last|order|purchase|visit)\b|\binactive\w*\b|\btage seit\b",
     "long silent", "active recently"),
    (r"\btenure\b|\bvintage\b|\b(?:months?|years?) (?:as|with|on book)\b|\bsince (?:join\w*|sign ?up|first|registration)\b|\bkunde seit\b"
     r"|\b(?:customer|member|account|relationship|policy) (?:age|since|months|years|days|length)\b", "long-standing", "new"),
    (r"^(?:customer |client |donor )?(?:age|alter|edad|eta|leeftijd|idade)(?: years)?$", "older", "younger"),
    (r"\b(?:year birth|birth year|year of birth|geburtsjahr)\b", "younger", "older"),
    (r"\b(?:employees|headcount|company size|mitarbeiter(?:zahl)?|effectif|empleados|dipendenti)\b", "large companies", "small companies"),
    (r"^latitude$|^lat$", "northern", "southern"),
    (r"^longitude$|^lon$|^lng$", "eastern", "western"),
    (r"^(?:monetary|(?:total |annual |yearly |net )?(?:spend|spent|spending|revenue|umsatz|gesamtumsatz))$", "big spenders", "small spenders"),
    (r"^frequency$|^(?:(?:number of|num|no of|nb|n|total) )?orders$", "frequent buyers", "rare buyers"),
    (r"^relative recency$", "overdue", "in rhythm"),
    (r"^average order value$|^aov$", "large orders", "small orders"),
    (r"^product breadth$", "broad baskets", "narrow baskets"),
    (r"^spend trend$", "growing spend", "fading spend"),
)  # fmt: skip
# Comparisons of segments that share a name: the low end, those in between, the high end.
_COMPARED: tuple[tuple[str, tuple[str, str, str]], ...] = (
    ("long silent", ("more recent", "in between", "gone longest")),
    ("long-standing", ("newer", "in between", "longer-standing")),
    ("older", ("younger", "middle-aged", "older")),
    ("younger", ("older", "middle-aged", "younger")),
    ("large companies", ("smaller companies", "medium companies", "larger companies")),
    ("big spenders", ("lower spend", "middle spend", "higher spend")),
    ("frequent buyers", ("fewer orders", "some orders", "more orders")),
)
DAYS_SINCE = "days since "  # of a date that the table has; what follows is the date's title
LONGEST_TITLE = 40  # letters of a title in a name; a cut word would tell nobody anything
FEW = 12  # of what a household has; more are called many
_RANKS = {4: ("lowest", "second lowest", "second highest", "highest")}


def end_words(segmentation: Segmentation, feature: str, high: bool) -> tuple[str, str]:
    """Name customers at one end: a word for how much, and what of ("many", "web purchases");
    the first is empty where one word says both, such as "older"."""
    name, meaning = name_words(feature), segmentation.customers.meaning_of(feature)
    for pattern, most, least in _ENDS:
        if re.search(pattern, name):
            return "", most if high else least
    title = title_in_sentence(segmentation, feature)
    if title.startswith(DAYS_SINCE):
        return ("early" if high else "late"), title.removeprefix(DAYS_SINCE)
    if meaning == "behaviour" and can_be_bought(feature):
        return ("big on" if high else "light on"), title
    if meaning == "person" and is_small_count(segmentation, feature):
        return ("with" if high else "few"), re.sub(r"^number of ", "", title)
    if is_counted(segmentation, feature):
        plain = re.sub(r"^number of ", "", title)
        return ("many" if high else "few"), plain
    return ("high" if high else "low"), title


def is_small_count(segmentation: Segmentation, feature: str) -> bool:
    """Tell whether a feature counts a few, such as children: whole numbers from 0 up to FEW."""
    values = segmentation.customers.values(feature)
    present = values[values == values]
    return bool(
        len(present) and present.min() == 0 and present.max() <= FEW and (present % 1 == 0).all()
    )


def is_counted(segmentation: Segmentation, feature: str) -> bool:
    """Tell whether a feature counts things: whole numbers of what stands in the plural."""
    title = segmentation.customers.title(feature)
    values = segmentation.customers.values(feature)
    whole = bool((values[values == values] % 1 == 0).all())
    counts = title.endswith("(count)") or re.search(r"(?<!s)s$", short_title(title)) is not None
    return (
        whole
        and counts
        and segmentation.customers.meaning_of(feature) in ("behaviour", "usage", "person")
    )


def title_in_sentence(segmentation: Segmentation, feature: str) -> str:
    """A feature's title inside a sentence: in lower case, unless the user wrote it or it is an acronym."""
    title = short_title(segmentation.customers.title(feature), LONGEST_TITLE)
    by_program = segmentation.customers.title(feature) in (feature, readable_title(feature))
    first = title.split(" ")[0]
    is_word = first[1:] == first[1:].lower() and len(first) > 1
    return title[:1].lower() + title[1:] if by_program and is_word else title


def join_ends(ends: Sequence[tuple[str, str]]) -> str:
    """Join the words of the ends: "high income and spend", "older, big on wines"."""
    parts: dict[str, list[str]] = {}
    for amount, what in ends:
        parts.setdefault(amount or what, []).extend([what] if amount else [])
    return ", ".join(
        f"{amount} {' and '.join(sorted(whats))}" if whats else amount
        for amount, whats in parts.items()
    )


def comparison_words(segmentation: Segmentation, feature: str, count: int) -> list[str]:
    """Words that tell `count` segments of one name apart by a feature, from the lowest to the highest."""
    amount, most = end_words(segmentation, feature, high=True)
    title = "spend" if feature == segmentation.customers.money else most if amount else ""
    usual = dict(_COMPARED).get("" if title == "spend" else most)
    low, middle, high = usual or (
        ("fewer {}", "some {}", "more {}")
        if amount == "many"
        else ("lower {}", "middle {}", "higher {}")
    )
    noun = title or title_in_sentence(segmentation, feature)
    if count <= 3:
        chosen = [low, *([middle] if count == 3 else []), high]
        return [words.format(noun) for words in chosen]
    ranks = _RANKS.get(count) or [f"level {place} of {count} in" for place in range(1, count + 1)]
    plain = (
        "spend" if feature == segmentation.customers.money else title_in_sentence(segmentation, feature)
    )
    return [f"{rank} {plain}" for rank in ranks]
