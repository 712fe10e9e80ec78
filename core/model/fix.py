"""Fixes of a table's faults, and their ids: the text in a recipe, on a button and in an address."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, Self, cast, get_args

from core.errors import UserError

FixKind = Literal[
    "ignore",
    "missing",
    "far_dates",
    "dates_after",
    "impossible_years",
    "drop_duplicates",
    "fill_down",
    "fill_orders",
    "clean_ids",
    "nobody",
    "fold_case",
    "strip_zeros",
    "unpaid",
    "open_orders",
    "keep_currency",
    "subtract_refunds",
    "cents",
    "line_prices",
    "discount",
    "credits",
    "split_items",
    "drop_empty_ids",
    "drop_zero_prices",
    "once_per_order",
    "returns",
    "drop_missing",
    "drop_repeated_ids",
    "drop_outliers",
]
_RETURNS_ID = "returns:ignore"
_WITH_VALUE: frozenset[FixKind] = frozenset({"missing", "dates_after", "keep_currency"})
_WITH_COLUMN: frozenset[FixKind] = _WITH_VALUE | {
    "ignore",
    "drop_missing",
    "far_dates",
    "impossible_years",
    "unpaid",
    "open_orders",
    "subtract_refunds",
    "cents",
    "line_prices",
    "discount",
    "credits",
    "split_items",
}


class UnknownFix(UserError):
    template = (
        "There is no fix '{fix}' for this table. Take one that the findings on the Data page offer."
    )


@dataclass(frozen=True)
class Fix:
    """Fix of one `kind`; some are about a `column`, and of those some about a `value` there.

    Its text is the fix's id: "drop_duplicates", "ignore:pdays", "missing:pdays:999".
    """

    kind: FixKind
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        if self.kind == "returns":
            return _RETURNS_ID
        if self.kind in _WITH_VALUE:
            return f"{self.kind}:{self.column}:{self.value}"
        return f"{self.kind}:{self.column}" if self.has_column else self.kind

    @property
    def has_column(self) -> bool:
        return self.kind in _WITH_COLUMN

    @classmethod
    def parse(cls, text: str, columns: Collection[str] = ()) -> Self:
        """Read an id; UnknownFix for a text that is none.

        A column's name and a value may themselves hold colons: of `columns` the longest that fits is
        meant, and without one that fits, the value is what follows the last colon.
        """
        kind, _, rest = text.partition(":")
        if text == _RETURNS_ID:
            return cls("returns")
        if kind in _WITH_VALUE and ":" in rest:
            fitting = [name for name in columns if rest.startswith(f"{name}:")]
            column = max(fitting, key=len, default=rest.rpartition(":")[0])
            return cls(kind, column, rest.removeprefix(f"{column}:"))
        fix = cls(cast(FixKind, kind), rest)
        if kind not in get_args(FixKind) or str(fix) != text:
            raise UnknownFix(fix=text)
        return fix
