"""Everything about a table before customers: reading, columns and roles, quality and fixes, samples."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.data.columns.column_names import FIRST_NAME, LAST_NAME, name_words, role_hints
    from core.data.columns.profile import exact_column, finite_numbers
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
        preview_rows,
        refuse_other_rows,
    )
    from core.data.joining.export_file import read_export, split_join_advice
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
    "MISSING_INDICATOR_SHARE",
    "NOBODYS_MAILBOX",
    "RESULT_COLUMNS",
    "SAMPLES",
    "WORDS",
    "Description",
    "Extent",
    "FindingLine",
    "JoinSummary",
    "Limits",
    "MissingRole",
    "NoSuchSheet",
    "NothingToCompare",
    "TypedTable",
    "apply_fix",
    "are_mostly_digits",
    "check_roles",
    "choose_fixes",
    "count_currencies",
    "currency_column",
    "describe_dataset",
    "exact_column",
    "finite_numbers",
    "fix_ids",
    "fix_table",
    "has_cancel_mark",
    "has_fix",
    "include_features",
    "is_negative",
    "join_datasets",
    "joined_name",
    "known_systems",
    "line_value",
    "make_sample",
    "make_sample_blocks",
    "measure_extents",
    "name_words",
    "new_recipe",
    "override_roles",
    "parse_rates",
    "preset_roles",
    "preview_rows",
    "rank_findings",
    "read_export",
    "read_file",
    "refuse_other_rows",
    "role_hints",
    "split_join_advice",
    "status_columns",
    "text_order_column",
    "undo_fix",
]
