"""Record linkage by name and postcode: a suggestion with its uncertainty, never a join."""

import re

import polars as pl

from core.data.columns.column_names import FIRST_NAME, LAST_NAME, name_words
from core.data.columns.profile import exact_column
from core.data.joining.tables import JoinTable
from core.data.joining.words import same_person_sentence

_FULL_NAME = r"^(?:full |customer |client |billing |shipping )?name$|^(?:kunde|kundenname|nom|nombre)$"
_POSTCODE = r"\b(?:zip|zip ?code|postal|postcode|postleitzahl|plz|code postal|cap|codigo postal)\b"


def linkage_advice(first: JoinTable, second: JoinTable) -> str:
    """Advice on two tables without a shared key where name and postcode would tie rows; else empty."""
    keys = [_name_and_postcode(table) for table in (first, second)]
    if keys[0] is None or keys[1] is None:
        return ""
    asked, held = (
        table.frame.select(key=key).drop_nulls().group_by("key").len()
        for table, key in zip((first, second), keys, strict=True)
    )
    both = asked.join(held, on="key", suffix=" held").collect(engine="streaming")
    sure = both.filter((pl.col("len") == 1) | (pl.col("len held") == 1))
    if not len(sure):
        return ""
    return same_person_sentence(len(sure), first.name, second.name)


def _name_and_postcode(table: JoinTable) -> pl.Expr | None:
    first, last, full, postcode = (
        _column(table, pattern) for pattern in (FIRST_NAME, LAST_NAME, _FULL_NAME, _POSTCODE)
    )
    names = [first, last] if first and last else [full] if full else []
    if not names or postcode is None:
        return None
    texts = [
        exact_column(name).cast(pl.String).str.to_lowercase() for name in (*names, postcode) if name
    ]
    return pl.concat_str([text.str.strip_chars("' ") for text in texts], separator=" ")


def _column(table: JoinTable, pattern: str) -> str | None:
    return next((c for c in table.columns if re.search(pattern, name_words(c))), None)
