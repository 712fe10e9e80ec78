"""One stored value as a directory: `value.json`, arrays as .npy, data frames as Arrow IPC.

Arrays are read memory-mapped, so that opening a large entry costs next to nothing and a reader
keeps its arrays when the directory is deleted meanwhile.
"""

import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar
from uuid import uuid4

from core.store.codec import Part, decode, encode
from core.store.disk import Entry

VALUE = "value.json"
# numpy parses an array's header with `ast`, which in CPython 3.11 raises SystemError when two threads
# are in it at once (python/cpython#106905).
_header_lock = threading.Lock()
T = TypeVar("T")


class CorruptEntry(Exception):
    """The directory does not hold a whole value of the kind that was asked for."""


def write_entry(entries: Path, value: object) -> Entry:
    """Write the value under a temporary name and rename it: readers see all of it or nothing."""
    name = uuid4().hex
    unfinished = entries / f"{name}.part"
    try:
        unfinished.mkdir(parents=True)
        _write_value(unfinished, value)
        size = sum(file.stat().st_size for file in unfinished.iterdir())
        unfinished.rename(entries / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return Entry(name, size)


def read_entry(directory: Path, kind: type[T]) -> T:
    """Read the value that was written.

    CorruptEntry for anything missing, cut short or of another kind.
    """
    import pyarrow as pa  # type: ignore[import-untyped]

    try:
        node = json.loads((directory / VALUE).read_text())
        value = decode(node, kind, lambda what, number: _read_part(directory, what, number))
    except (OSError, EOFError, LookupError, TypeError, ValueError, pa.ArrowException) as error:
        raise CorruptEntry(type(error).__name__) from error
    if not isinstance(value, kind):
        raise CorruptEntry(f"not a {kind.__name__}")
    return value


def _write_value(directory: Path, value: object) -> None:
    parts: list[Part] = []
    text = json.dumps(encode(value, parts))
    for number, part in enumerate(parts):
        _write_part(directory, number, part)
    with _open_flushed(directory / VALUE) as sink:
        sink.write(text.encode())


def _write_part(directory: Path, number: int, part: Part) -> None:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    if isinstance(part, pd.DataFrame):
        table = pa.Table.from_pandas(part)
        with (
            _open_flushed(directory / f"{number}.arrow") as sink,
            pa.ipc.new_file(sink, table.schema) as writer,
        ):
            writer.write_table(table)
    else:
        with _open_flushed(directory / f"{number}.npy") as sink:
            np.save(sink, part, allow_pickle=False)


def _read_part(directory: Path, what: str, number: int) -> Part:
    import numpy as np
    import pyarrow as pa

    if what == "array":
        with _header_lock:
            mapped = np.load(directory / f"{number}.npy", mmap_mode="r", allow_pickle=False)
        array: Part = mapped.view(np.ndarray)
        return array
    with pa.memory_map(str(directory / f"{number}.arrow")) as source:
        frame: Part = pa.ipc.open_file(source).read_all().to_pandas()
        return frame


@contextmanager
def _open_flushed(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that is on the disk, not only in the page cache, before the entry gets its
    name."""
    with path.open("xb") as sink:
        yield sink
        sink.flush()
        os.fsync(sink.fileno())
