"""A table with the role of each of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from core.model import Role, Table


@dataclass(frozen=True)
class TypedTable:
    """A frame, its kind and the roles of its columns."""

    frame: pl.LazyFrame
    roles: Mapping[str, Role]
    kind: Table

    @cached_property
    def schema(self) -> Mapping[str, pl.DataType]:
        return self.frame.collect_schema()

    @cached_property
    def used_columns(self) -> tuple[str, ...]:
        return tuple(name for name in self.schema if self.roles.get(name, "ignore") != "ignore")

    @property
    def numbers(self) -> tuple[str, ...]:
        """Number features of a table of customers; transactions have none yet."""
        number_roles = ("number", "amount") if self.kind == "customers" else ()
        return tuple(
            name
            for name in self.used_columns
            if self.roles[name] in number_roles and self.is_numeric(name)
        )

    def is_numeric(self, name: str) -> bool:
        return self.schema[name].is_numeric()

    def is_text(self, name: str) -> bool:
        return self.schema[name] == pl.String

    def column_for(self, role: Role, numeric: bool = False) -> str | None:
        """The column with that role (and, if asked, numbers in it)."""
        columns = (
            n
            for n in self.used_columns
            if self.roles[n] == role and (self.is_numeric(n) or not numeric)
        )
        return next(columns, None)
