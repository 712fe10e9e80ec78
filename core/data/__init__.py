"""Everything about a table before customers: reading, columns and roles, quality and fixes, samples."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.data.columns.column import NO, YES
    from core.data.columns.column_names import FIRST_NAME, LAST_NAME, name_words, role_hints
    from core.data.columns.meanings import (
        MEANINGS,
        brings_money,
        can_be_bought,
        check_meanings,
        guess_meaning,
        is_spend_by_group,
        money_period,
        names_product_group,
    )
    from core.data.columns.profile import exact_column, finite_numbers, profile_columns
    from core.data.columns.role_words import MEANING_REASONS
    from core.data.columns.roles import (
        RESULT_COLUMNS,
        MissingRole,
        NothingToCompare,
        check_roles,
        override_roles,
    )
    from core.data.columns.typed_table import TypedTable
    from core.data.describe import (
        Description,
        choose_fixes,
        describe_dataset,
        include_features,
        new_recipe,
        offered_fixes,
        preview_rows,
        refuse_other_rows,
    )
    from core.data.draft import Draft, draft_recipe
    from core.data.joining.archive import add_file
    from core.data.joining.export_file import advise_joins, read_export
    from core.data.joining.run import JoinSummary, join_datasets, joined_name
    from core.data.presets import known_systems, preset_roles
    from core.data.quality.currencies import count_currencies, currency_column, parse_rates
    from core.data.quality.extent import Extent, measure_extents
    from core.data.quality.fixes import apply_fix, fix_ids, fix_table, has_fix, undo_fix
    from core.data.quality.line_kinds import (
        are_mostly_digits,
        has_cancel_mark,
        is_negative,
        line_value,
        text_order_column,
    )
    from core.data.quality.missing_markers import MISSING_INDICATOR_SHARE, WORDS
    from core.data.quality.nobody import NOBODYS_MAILBOX
    from core.data.quality.order_status import status_columns
    from core.data.quality.packed_items import split_items
    from core.data.quality.ranking import FindingLine, rank_findings
    from core.data.quality.spellings import INVISIBLE
    from core.data.reading.errors import NoSuchSheet
    from core.data.reading.read import read_file
    from core.data.reading.source import Limits
    from core.data.samples import SAMPLES, make_sample, make_sample_blocks
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "FIRST_NAME",
    "INVISIBLE",
    "LAST_NAME",
    "MEANINGS",
    "MEANING_REASONS",
    "MISSING_INDICATOR_SHARE",
    "NO",
    "NOBODYS_MAILBOX",
    "RESULT_COLUMNS",
    "SAMPLES",
    "WORDS",
    "YES",
    "Description",
    "Draft",
    "Extent",
    "FindingLine",
    "JoinSummary",
    "Limits",
    "MissingRole",
    "NoSuchSheet",
    "NothingToCompare",
    "TypedTable",
    "add_file",
    "advise_joins",
    "apply_fix",
    "are_mostly_digits",
    "brings_money",
    "can_be_bought",
    "check_meanings",
    "check_roles",
    "choose_fixes",
    "count_currencies",
    "currency_column",
    "describe_dataset",
    "draft_recipe",
    "exact_column",
    "finite_numbers",
    "fix_ids",
    "fix_table",
    "guess_meaning",
    "has_cancel_mark",
    "has_fix",
    "include_features",
    "is_negative",
    "is_spend_by_group",
    "join_datasets",
    "joined_name",
    "known_systems",
    "line_value",
    "make_sample",
    "make_sample_blocks",
    "measure_extents",
    "money_period",
    "name_words",
    "names_product_group",
    "new_recipe",
    "offered_fixes",
    "override_roles",
    "parse_rates",
    "preset_roles",
    "preview_rows",
    "profile_columns",
    "rank_findings",
    "read_export",
    "read_file",
    "refuse_other_rows",
    "role_hints",
    "split_items",
    "status_columns",
    "text_order_column",
    "undo_fix",
]
