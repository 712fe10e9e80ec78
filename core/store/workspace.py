"""The data sets of one session, which no other session can open."""

import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from core.errors import UserError
from core.model import Dataset, Notice, Progress, RelatedTables, Role
from core.store.codec import Part, decode, encode
from core.store.notes import NOTES_FOLDER

SHA_256 = re.compile(r"[0-9a-f]{64}")


class DatasetNotFound(UserError):
    template = "This data set is not here: it was removed, or another browser uploaded it. Upload the file on the Data page."


class UploadGone(UserError):
    template = "'{name}' was set aside for another file before it was read. Upload it again."


class WrittenTable(Protocol):
    """Facts about Parquet that was written."""

    @property
    def rows(self) -> int: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def notices(self) -> tuple[Notice, ...]: ...


class ReadTable(WrittenTable, Protocol):
    """Facts that a reader gives about the Parquet that it wrote."""

    @property
    def sheets(self) -> tuple[str, ...]: ...
    @property
    def sheet(self) -> str | None: ...
    @property
    def sheet_rows(self) -> Mapping[str, int]: ...
    @property
    def table_groups(self) -> tuple[RelatedTables, ...]: ...


class JoinedTable(WrittenTable, Protocol):
    """Facts about Parquet that was made of several data sets."""

    @property
    def roles(self) -> Mapping[str, Role]: ...
    @property
    def plan(self) -> Mapping[str, Any]: ...


class FileReader(Protocol):
    """A reader of the file `source`, called `name` by its owner, that leaves whole Parquet at
    `target`."""

    def __call__(
        self, source: Path, name: str, target: Path, *, sheet: str | None, progress: Progress
    ) -> ReadTable: ...


# What an older version wrote lacks the fields that came since.
_DEFAULTS: Mapping[str, Any] = encode(Dataset("", "", "", 0, ()), [])["fields"]


@dataclass(frozen=True)
class StoredDataset:
    """A data set with when it was last used (seconds since the epoch) and the bytes it takes."""

    dataset: Dataset
    used: float
    size: int


class Workspace:
    """A directory `root` with `<id>.parquet` and `<id>.json` for each data set of one session."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()

    def id_of(self, digest: str, sheet: str | None = None) -> str:
        """The id of the data set that a file with this SHA-256 gives."""
        return hashlib.sha256(f"{digest}{sheet or ''}".encode()).hexdigest()

    def add(
        self,
        source: Path,
        name: str,
        digest: str,
        sheet: str | None,
        progress: Progress,
        reader: FileReader,
    ) -> Dataset:
        """Make a data set of a file whose SHA-256 is `digest`; one that is there is only renamed.

        A `source` inside the workspace is taken over: kept for the other sheets of a workbook, and
        deleted otherwise, also when it cannot be read. Raises what `reader` raises, and UploadGone where
        the source was taken over before by a reading that was stopped.
        """
        existing = self._load(self.id_of(digest, sheet))
        if existing is None and not source.exists():
            raise UploadGone(name=name)
        with self._take_over(source):
            if existing is None:
                existing = self._read(source, name, digest, sheet, progress, reader)
            dataset = replace(existing, name=name)
            if len(dataset.sheets) > 1 and source.parent == self.root:
                source.rename(self._original(digest))
            self._save(dataset)
        return dataset

    def add_joined(
        self,
        parts: Sequence[Dataset],
        how: str,
        name: str,
        join: Callable[[Sequence[Dataset], Path], JoinedTable],
        key: str = "",
    ) -> Dataset:
        """Make a data set of several by `join`, which `how` is the key of; one that is there is renamed.

        `key` is its id where it does not follow from the parts'.
        """
        key = key or self.joined_id([part.id for part in parts], how)
        existing = self._load(key)
        if existing is None:
            path = self._table(key)
            table = join(parts, path)
            path.chmod(0o600)
            ids = tuple(part.id for part in parts)
            existing = replace(
                _as_dataset(table, key, name, path, source=key),
                parts=ids,
                plan=table.plan,
                roles=table.roles,
            )
        dataset = replace(existing, name=name)
        self._save(dataset)
        return dataset

    def joined_id(self, parts: Sequence[str], how: str = "") -> str:
        """The id of the data set that these data sets give, joined as `how` says."""
        # The number is raised when a join makes something else of equal files.
        return hashlib.sha256(f"join 2 {how} {' '.join(parts)}".encode()).hexdigest()

    def open(self, dataset: str) -> Dataset:
        """Open the data set of that id, now the last used; DatasetNotFound for any other text.

        The data sets that it was joined from are used with it: they last as long.
        """
        loaded = self._load(dataset)
        if loaded is None:
            raise DatasetNotFound
        for key in (*filter(self.has, loaded.parts), dataset):
            os.utime(self._meta(key))
        return loaded

    def has(self, dataset: str) -> bool:
        """Tell whether there is a data set of that id."""
        return self._load(dataset) is not None

    def keep(self, source: Path, digest: str) -> Path:
        """Keep an uploaded file with this SHA-256 for all of its tables; return where it is now."""
        return source.rename(self._original(digest)) if source.parent == self.root else source

    def original(self, digest: str) -> Path:
        """The workbook with this SHA-256, kept for its other sheets; DatasetNotFound for any other."""
        if not SHA_256.fullmatch(digest) or not self._original(digest).is_file():
            raise DatasetNotFound
        return self._original(digest)

    def datasets(self) -> tuple[Dataset, ...]:
        """All data sets, the last used first."""
        stored = sorted(self.list_stored(), key=lambda item: item.used, reverse=True)
        return tuple(item.dataset for item in stored)

    def list_stored(self) -> list[StoredDataset]:
        loaded = (self._load(path.stem) for path in self.root.glob("*.json"))
        return [self._measure(dataset) for dataset in loaded if dataset is not None]

    def remove(self, dataset: str) -> None:
        """Delete the data set; nothing happens where there is none of that id."""
        removed = self._load(dataset)
        if removed is None:
            return
        self._meta(dataset).unlink(missing_ok=True)
        self._table(dataset).unlink(missing_ok=True)
        if all(other.source != removed.source for other in self.datasets()):
            self._original(removed.source).unlink(missing_ok=True)

    def tidy(self, idle_s: float) -> None:
        """Delete what belongs to no data set and was not written to for `idle_s` seconds.

        The session's notes stay as long as there is a data set.
        """
        stored = self.list_stored()
        in_use = {path for item in stored for path in self._files(item.dataset)}
        in_use |= {self.root / NOTES_FOLDER} if stored else set()
        for path in set(self.root.iterdir()) - in_use:
            if max(map(last_touched, (path, *path.rglob("*")))) >= time.time() - idle_s:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _read(
        self,
        source: Path,
        name: str,
        digest: str,
        sheet: str | None,
        progress: Progress,
        reader: FileReader,
    ) -> Dataset:
        key = self.id_of(digest, sheet)
        path = self._table(key)
        table = reader(source, name, path, sheet=sheet, progress=progress)
        path.chmod(0o600)
        return replace(
            _as_dataset(table, key, name, path, source=digest),
            sheets=table.sheets,
            sheet=table.sheet,
            sheet_rows=table.sheet_rows,
            table_groups=table.table_groups,
        )

    @contextmanager
    def _take_over(self, source: Path) -> Iterator[None]:
        try:
            yield
        finally:
            if source.parent == self.root and source.suffix != ".original":
                source.unlink(missing_ok=True)

    def _load(self, dataset: str) -> Dataset | None:
        """Load the data set; None unless all of it is there and readable."""
        if not SHA_256.fullmatch(dataset) or not self._table(dataset).is_file():
            return None
        try:
            node = json.loads(self._meta(dataset).read_text())
            node["fields"] = _DEFAULTS | node["fields"]
            loaded: Dataset = decode(node, Dataset, _no_part)
            return replace(loaded, path=str(self._table(dataset)))
        except (OSError, LookupError, TypeError, ValueError):
            return None

    def _save(self, dataset: Dataset) -> None:
        unfinished = self.root / f"{uuid4().hex}.part"
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(encode(dataset, [])))
        unfinished.rename(self._meta(dataset.id))

    def _measure(self, dataset: Dataset) -> StoredDataset:
        size = sum(path.stat().st_size for path in self._files(dataset) if path.is_file())
        return StoredDataset(dataset, last_touched(self._meta(dataset.id)), size)

    def _files(self, dataset: Dataset) -> tuple[Path, Path, Path]:
        return self._table(dataset.id), self._meta(dataset.id), self._original(dataset.source)

    def _table(self, dataset: str) -> Path:
        return self.root / f"{dataset}.parquet"

    def _meta(self, dataset: str) -> Path:
        return self.root / f"{dataset}.json"

    def _original(self, digest: str) -> Path:
        return self.root / f"{digest}.original"


def _as_dataset(table: WrittenTable, key: str, name: str, path: Path, source: str) -> Dataset:
    return Dataset(key, name, str(path), table.rows, table.columns, table.notices, source)


def last_touched(path: Path) -> float:
    """Time at which the file was last written, in seconds since 1970; 0 for one that is gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _no_part(kind: str, number: int) -> Part:
    raise ValueError(f"a data set has no {kind} {number}")
