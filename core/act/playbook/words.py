"""Facts about a segment in words, and what to write where a playbook cannot be read."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from core.text import format_percent, join_quoted

# Facts about a segment beside the means of its features, as error messages and docs explain them.
SEGMENT_FACTS: Mapping[str, str] = {
    "size": "customers in the segment",
    "share": "share of all customers, 0 to 1",
    "money": "revenue of the segment",
    "share_of_money": "share of all revenue, 0 to 1",
    "money_ratio": "revenue per customer, relative to all customers",
    "high_marker": "strongest marker above all others, in standard deviations, among columns of what can be bought",
    "low_marker": "the same below all others",
}
WITHIN_RHYTHM = "Well within their usual time between orders"
NO_OTHER_BRANCH = "No column points to another line of business."
PURCHASES = "Your data is purchases, and no column points to another line of business."
# What to write where TOML cannot be read, by the beginning of what its parser says.
SYNTAX_ADVICE: Mapping[str, str] = {
    "Invalid value": 'after = there must be a text in quotation marks, such as title = "Call them", a number, or '
    'a list such as ["at risk"]',
    "Expected '='": 'write it as name = value, such as title = "Call them"',
    "Illegal character": "a quotation mark is not closed on this line",
    "Unterminated string": "a quotation mark is not closed",
    "Unclosed array": "a list is not closed: end it with ]",
    "Cannot overwrite": "this field is there twice: leave one of them out",
    "Expected ']": "write [[plays]] with two brackets on both sides",
}
COMPARE_WITH_OURS = "compare it with a copy of a built-in playbook"


def branch_sentence(columns: Sequence[str]) -> str:
    """Say which columns chose the playbook."""
    return f"Chosen because of {join_quoted(columns)}."


def beside_all(overall: str, about: bool) -> str:
    """Say the mean of all customers beside a segment's, which it is `about` equal to."""
    return "about as all customers" if about else f"all customers {overall}"


def money_sentence(money: float, customers: float) -> str:
    return f"{format_percent(money)} of revenue from {format_percent(customers)} of the customers"


def marker_sentence(title: str, inside: str, overall: str) -> str:
    return f"{title} {inside} on average; {beside_all(overall, False)}"


def syntax_words(number: int, line: str, error: str) -> str:
    """Say in which line TOML cannot be read, what stands there and what to write."""
    advice = next(
        (words for start, words in SYNTAX_ADVICE.items() if error.startswith(start)), COMPARE_WITH_OURS
    )
    return f"line {number} cannot be read ({line!r}); {advice}"


def suggest_spelling(word: str, words: Sequence[str]) -> str:
    close = get_close_matches(word, words, 1)
    return f"; did you mean '{close[0]}'" if close else ""
