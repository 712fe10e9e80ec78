"""Fixes of a table's faults, and their ids: the text in a recipe, on a button and in an address."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, Self, cast, get_args

from core.errors import UserError

FixKind = Literal[
    "ignore",
    "missing",
    "drop_duplicates",
    "drop_empty_ids",
    "drop_zero_prices",
    "returns",
    "drop_missing",
    "drop_repeated_ids",
    "drop_outliers",
]
_RETURNS_ID = "returns:ignore"


class UnknownFix(UserError):
    template = (
        "There is no fix '{fix}' for this table. Take one that the findings on the Data page offer."
    )


@dataclass(frozen=True)
class Fix:
    """Fix of one `kind`; "ignore", "missing" and "drop_missing" are about a `column`, "missing" also
    about the `value` there that stands for missing.

    Its text is the fix's id: "drop_duplicates", "ignore:pdays", "missing:pdays:999".
    """

    kind: FixKind
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        if self.kind == "returns":
            return _RETURNS_ID
        if self.kind == "missing":
            return f"{self.kind}:{self.column}:{self.value}"
        return f"{self.kind}:{self.column}" if self.kind in ("ignore", "drop_missing") else self.kind

    @classmethod
    def parse(cls, text: str, columns: Collection[str] = ()) -> Self:
        """Read an id; UnknownFix for a text that is none.

        A column's name and a value may themselves hold colons: of `columns` the longest that fits is
        meant, and without one that fits, the value is what follows the last colon.
        """
        kind, _, rest = text.partition(":")
        if text == _RETURNS_ID:
            return cls("returns")
        if kind == "missing" and ":" in rest:
            fitting = [name for name in columns if rest.startswith(f"{name}:")]
            column = max(fitting, key=len, default=rest.rpartition(":")[0])
            return cls("missing", column, rest.removeprefix(f"{column}:"))
        fix = cls(cast(FixKind, kind), rest)
        if kind not in get_args(FixKind) or str(fix) != text:
            raise UnknownFix(fix=text)
        return fix
