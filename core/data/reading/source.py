"""Values that the readers pass on: a file on disk with its limits, and the raw table in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import polars as pl

from core.model import Notice, Progress, ignore_progress

GIB = 1 << 30


@dataclass(frozen=True)
class Limits:
    """Limits of a file: bytes after unpacking, columns, and cells of a spreadsheet's sheet."""

    expanded_bytes: int = 4 * GIB
    columns: int = 2000
    cells: int = 30_000_000


@dataclass(frozen=True)
class Source:
    """A file being read: its content at `path`, the user's word for it, and a folder for scraps."""

    path: Path
    name: str
    scratch: Path
    limits: Limits = field(default_factory=Limits)
    progress: Progress = ignore_progress

    def scratch_path(self, stem: str) -> Path:
        return self.scratch / f"{len(list(self.scratch.iterdir()))}-{stem}"


@dataclass(frozen=True)
class RawTable:
    """A table whose String columns still wait for their types.

    `sample` are rows from throughout the table, `comma` says that its locale writes a decimal
    comma, `narrow` counts the rows with too few fields, `inspect` gives the same table again after a
    look at every row, `repair` by a slower reader that accepts malformed rows (None: there is no such).
    """

    frame: pl.LazyFrame
    sample: pl.DataFrame
    kind: str
    notices: tuple[Notice, ...] = ()
    sheets: tuple[str, ...] = ()
    sheet: str | None = None
    sheet_rows: Mapping[str, int] = field(default_factory=dict)
    comma: bool = False
    narrow: Callable[[], int] | None = None
    inspect: Callable[[], "RawTable"] | None = None
    repair: Callable[[], "RawTable"] | None = None

    def with_notices(self, notices: tuple[Notice, ...]) -> Self:
        """Return the table with these notices first, also when it is given again."""
        return replace(
            self,
            notices=(*notices, *self.notices),
            inspect=self.inspect and _then_notify(self.inspect, notices),
            repair=self.repair and _then_notify(self.repair, notices),
        )


def _then_notify(read: Callable[[], RawTable], notices: tuple[Notice, ...]) -> Callable[[], RawTable]:
    return lambda: read().with_notices(notices)
