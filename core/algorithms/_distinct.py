"""Refuses more clusters than there are different customers."""

from core.algorithms._groups import distinct_rows
from core.entities import Floats
from core.errors import UserError


class TooFewDistinct(UserError):
    template = (
        "{asked} segments need {asked} customers who differ, and there are only {distinct}. "
        "Ask for fewer segments or add features."
    )


def require_distinct(rows: Floats, asked: int) -> None:
    """TooFewDistinct where `rows` has fewer than `asked` different rows."""
    distinct = distinct_rows(rows, asked)
    if distinct < asked:
        raise TooFewDistinct(asked=asked, distinct=distinct)
