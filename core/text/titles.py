"""Readable titles of columns: what a person would call "MntWines" or "PURCHASES_TRX"."""

import re
from collections import Counter
from collections.abc import Iterable

# Abbreviations that files use for words, and the words.
_SPELLED_OUT = {
    "avg": "average", "amt": "amount", "qty": "quantity", "tot": "total", "yr": "year", "yrs": "years",
    "mth": "month", "mths": "months", "cust": "customer", "acct": "account", "bal": "balance",
    "prod": "product", "prods": "products", "freq": "frequency", "dob": "date of birth", "txn": "transaction",
    "txns": "transactions", "addr": "address", "rev": "revenue", "min": "minimum", "max": "maximum",
}  # fmt: skip
_ACRONYMS = frozenset(
    [
        "id",
        "nps",
        "clv",
        "ltv",
        "cltv",
        "aov",
        "arpu",
        "rfm",
        "sms",
        "url",
        "tv",
        "dvd",
        "cd",
        "gb",
        "mb",
        "kb",
        "usa",
        "us",
        "uk",
        "eu",
        "b2b",
        "b2c",
        "crm",
        "kpi",
        "vip",
        "vat",
        "ip",
        "csat",
        "apr",
        "roi",
        "sku",
        "eur",
        "usd",
        "gbp",
        "chf",
    ]
)
# At the beginning money of a product group ("MntWines") is called by the group.
_MONEY_PREFIX = re.compile(r"^mnt (?=\S)")
_COUNT_PREFIX = re.compile(
    r"^(?:num|nb|nbr|no of|number of|n of|cnt|anzahl|nombre de|numero de) (?=\S)"
)
_COUNT_SUFFIX = re.compile(r"(?<=\S) (?:trx|cnt|ct)$")
_SHARE_PREFIX = re.compile(r"^(?:prc|pct|perc) (?=\S)")
COUNT, SHARE = " (count)", " (share)"


def readable_title(name: str) -> str:
    """Title of a column in words and sentence case: "MntWines" is "Wines", "PURCHASES_TRX" "Purchases
    (count)"; a name without a letter stays as it is."""
    words = _split_words(name)
    if not any(any(c.isalpha() for c in word) for word in words):
        return " ".join(name.split()) or name
    shouted = name.upper() == name
    # Where somebody wrote a phrase, its capitals are meant: "Lives in Germany".
    is_phrase = " " in name.strip() and any(word[0].islower() for word in words)
    plain = name.strip() if is_phrase else " ".join(_sentence_word(word, shouted) for word in words)
    short, suffix = _without_affixes(plain)
    first = short.split(" ")[0]
    return (short if first[1:] != first[1:].lower() else short[:1].upper() + short[1:]) + suffix


def _split_words(name: str) -> list[str]:
    """The words of a name: parted at underlines, at dots between letters, and at capitals inside a word."""
    spaced = re.sub(r"_+|(?<=[^\W\d])\.(?=[^\W\d])|(?<=\w\w)-(?=\w)", " ", name)
    if " " not in name.strip() or "_" in name:
        spaced = re.sub(r"(?<=[a-zà-ÿ\d])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-zà-ÿ])", " ", spaced)
    return spaced.split()


def _sentence_word(word: str, shouted: bool) -> str:
    """A word in lower case, but for acronyms and what is written in a way of its own."""
    low = word.lower()
    if low in _ACRONYMS and (word.isupper() or not word.islower()):
        return word.upper()
    if shouted or low[1:] == word[1:]:
        return _SPELLED_OUT.get(low, low)
    return word


def _without_affixes(plain: str) -> tuple[str, str]:
    """A title without what only says that it is money, a count or a share, and its suffix."""
    low = plain.lower()
    if match := _MONEY_PREFIX.match(low):
        return plain[match.end() :], ""
    if match := _COUNT_PREFIX.match(low):
        return plain[match.end() :], COUNT
    if match := _COUNT_SUFFIX.search(low):
        return plain[: match.start()], COUNT
    if match := _SHARE_PREFIX.match(low):
        return plain[match.end() :], SHARE
    return plain, ""


def distinct_titles(names: Iterable[str]) -> dict[str, str]:
    """Readable titles of columns by name, no two alike: columns of one title keep their own names."""
    titles = {name: readable_title(name) for name in names}
    times = Counter(title.casefold() for title in titles.values())
    return {name: title if times[title.casefold()] == 1 else name for name, title in titles.items()}
