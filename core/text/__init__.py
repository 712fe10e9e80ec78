"""Numbers and phrases in words; escaping for spreadsheets."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.text.spreadsheet import escape_formula, unescape_formula
    from core.text.titles import distinct_titles, readable_title
    from core.text.wording import (
        DISSOLVED,
        DOUBTFUL,
        HIGHLY_STABLE,
        LONGEST_NAME,
        REPRODUCIBLE,
        STABLE,
        STRONG,
        VERDICTS,
        BadName,
        capitalise,
        format_count,
        format_integer,
        format_number,
        format_percent,
        format_percent_below,
        format_share,
        join_names,
        join_quoted,
        round_for_reading,
        short_title,
        shorten,
        silhouette_words,
        spell_number,
        stability_word,
        strip_unit,
        title_unit,
        validate_name,
        verb_form,
    )
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "DISSOLVED",
    "DOUBTFUL",
    "HIGHLY_STABLE",
    "LONGEST_NAME",
    "REPRODUCIBLE",
    "STABLE",
    "STRONG",
    "VERDICTS",
    "BadName",
    "capitalise",
    "distinct_titles",
    "escape_formula",
    "format_count",
    "format_integer",
    "format_number",
    "format_percent",
    "format_percent_below",
    "format_share",
    "join_names",
    "join_quoted",
    "readable_title",
    "round_for_reading",
    "short_title",
    "shorten",
    "silhouette_words",
    "spell_number",
    "stability_word",
    "strip_unit",
    "title_unit",
    "unescape_formula",
    "validate_name",
    "verb_form",
]
