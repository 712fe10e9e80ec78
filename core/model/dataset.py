"""A data set as it was read, the profiles and roles of its columns, and findings about its quality."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.model.base import Notice
from core.model.fix import Fix
from core.model.recipe import Role, Table


@dataclass(frozen=True)
class RelatedTables:
    """Tables of one file, such as a workbook's sheets, that belong together, and the sentence that says so.

    `are_alike` says that they have the same columns.
    """

    sentence: str
    tables: tuple[str, ...]
    are_alike: bool = False


@dataclass(frozen=True)
class Dataset:
    """A file that was read: Parquet at `path`, named by the SHA-256 of the file and how it was read.

    `source` is the SHA-256 of the file itself; `sheets` are a workbook's, or the tables of an archive,
    `sheet` the one read, `sheet_rows` the rows of those that were looked at, and `table_groups` those that
    may be joined. Of one that was joined from several, `parts` are their ids, `plan` says how, and
    `roles` what is known of the columns from the tables that they came from.
    """

    id: str
    name: str
    path: str
    rows: int
    columns: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    source: str = ""
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    sheet_rows: Mapping[str, int] = field(default_factory=dict)
    table_groups: tuple[RelatedTables, ...] = ()
    parts: tuple[str, ...] = ()
    plan: Mapping[str, Any] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)


@dataclass(frozen=True)
class ColumnProfile:
    """Profile of one column of a data set.

    `minimum` and `maximum` of dates are seconds since 1970; of what is neither a number nor a date
    they are None, as are `mean` and `skewness` of what is no number.
    """

    name: str
    dtype: Literal["number", "integer", "text", "date", "boolean"]
    missing: int
    distinct: int
    examples: tuple[str, ...]
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    skewness: float | None = None


@dataclass(frozen=True)
class RoleGuess:
    """Guess of a table's kind and of the role of each of its columns, each with a reason in words."""

    table: Table
    reason: str
    roles: Mapping[str, Role]
    reasons: Mapping[str, str]


@dataclass(frozen=True)
class Finding:
    """Something about the data's quality in one sentence, and the fix that one click applies.

    `fix` is the one that a recipe may take (None: nothing to click), `fix_label` the button's words,
    `recommended` whether a new recipe takes it by itself.
    """

    kind: str
    sentence: str
    columns: tuple[str, ...] = ()
    count: int = 0
    fix: Fix | None = None
    fix_label: str = ""
    recommended: bool = False
