"""Numbers and phrases in words; escaping for spreadsheets."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.text.spreadsheet import escape_formula, unescape_formula
    from core.text.wording import (
        DISSOLVED,
        DOUBTFUL,
        HIGHLY_STABLE,
        LONGEST_NAME,
        REPRODUCIBLE,
        STABLE,
        STRONG,
        VERDICTS,
        format_count,
        format_integer,
        format_number,
        format_percent,
        format_percent_below,
        format_share,
        join_names,
        join_quoted,
        short_title,
        shorten,
        silhouette_words,
        spell_number,
        strip_unit,
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
    "escape_formula",
    "format_count",
    "format_integer",
    "format_number",
    "format_percent",
    "format_percent_below",
    "format_share",
    "join_names",
    "join_quoted",
    "short_title",
    "shorten",
    "silhouette_words",
    "spell_number",
    "strip_unit",
    "unescape_formula",
    "validate_name",
    "verb_form",
]
