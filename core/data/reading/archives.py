"""Unpacking of gzip and zip that never trusts what they say about their size or names."""

import gzip
import json
import math
import tempfile
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO

from core.data.reading.encoding import convert_to_utf8
from core.data.reading.errors import (
    NoTableInside,
    ProtectedFile,
    TooLarge,
    TruncatedFile,
    UnreadableFile,
)
from core.data.reading.json_records import find_records
from core.data.reading.sniff import BROKEN_ARCHIVE, detect_kind
from core.data.reading.source import Limits, Source
from core.data.reading.table_score import score_text
from core.data.reading.words import chosen_table
from core.errors import UserError
from core.model import Notice

CHUNK = 1 << 20
ENCRYPTED = 0x1
MOST_SCORED = 30  # files of an archive that are looked into, the largest first
SCORED_HEAD = 1 << 16  # bytes of a file that it is judged by
NO_TEXT = 1.5  # points of a file that is no text, for each digit of its size
TABLES = {".csv", ".tsv", ".txt", ".tab", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls"}
TABLES |= {".ods", ".parquet", ".gz"}


def gunzip(source: Source) -> Source:
    """Unpack a .gz. Raises TooLarge beyond the limit, TruncatedFile where it breaks off."""
    with gzip.open(source.path) as packed:
        return _unpack(source, packed, source.name.removesuffix(".gz"), source.path.stat().st_size)


@dataclass(frozen=True)
class Unzipped:
    """A table taken out of an archive, and the names of all tables in it."""

    source: Source
    name: str
    tables: tuple[str, ...]
    notices: tuple[Notice, ...] = ()


def unzip(source: Source, wanted: str | None = None) -> Unzipped:
    """Unpack the wanted table of a zip; else the best, with a notice that names the others.

    Entries are read by position into a file of our own naming, so their names lead nowhere.
    """
    with zipfile.ZipFile(source.path) as archive:
        try:
            tables, best = _find_tables(source, archive)
            name = wanted if wanted in tables else best
            with archive.open(tables[name]) as packed:
                inside = PurePosixPath(tables[name].filename).name
                unpacked = _unpack(source, packed, inside, tables[name].compress_size)
        except BROKEN_ARCHIVE:
            raise UnreadableFile(
                name=source.name, kind="a zip archive", reason="its content is damaged"
            ) from None
    others = [other for other in tables if other != name]
    return Unzipped(
        unpacked,
        name,
        tuple(sorted(tables)),
        () if name == wanted else _unread_table_notices(name, others),
    )


def archive_tables(path: Path, name: str, limits: Limits) -> tuple[str, ...]:
    """Names of the tables in a zip, where they are several and small enough to be read together."""
    if detect_kind(path, name) != "zip":
        return ()
    with tempfile.TemporaryDirectory(prefix="tessera-") as scratch, zipfile.ZipFile(path) as archive:
        try:
            tables, _ = _find_tables(Source(path, name, Path(scratch), limits), archive)
        except (UserError, *BROKEN_ARCHIVE):
            return ()  # it is told where the file is read
    size = sum(entry.file_size for entry in tables.values())
    return (
        tuple(sorted(tables))
        if 1 < len(tables) <= MOST_SCORED and size <= limits.expanded_bytes
        else ()
    )


def _find_tables(source: Source, archive: zipfile.ZipFile) -> tuple[dict[str, zipfile.ZipInfo], str]:
    """The tables in an archive by their names, the largest first, and the name of the best."""
    entries = sorted(filter(_is_table, archive.infolist()), key=lambda entry: -entry.file_size)
    if not entries:
        raise NoTableInside(name=source.name)
    points = [_score_entry(source, archive, entry) for entry in entries[:MOST_SCORED]]
    best = max(range(len(points)), key=points.__getitem__)
    tables = [e for e, score in zip(entries, points, strict=False) if score or e is entries[best]]
    tables += entries[MOST_SCORED:]
    short = Counter(PurePosixPath(entry.filename).name for entry in tables)
    names = {}
    for entry in tables:
        name = PurePosixPath(entry.filename).name
        names[name if short[name] == 1 else entry.filename] = entry
    return names, next(name for name, entry in names.items() if entry is entries[best])


def _score_entry(source: Source, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> float:
    """Score a file in an archive by its head: 0 where that is no table; what is no text by its size."""
    if entry.flag_bits & ENCRYPTED:
        raise ProtectedFile(name=source.name)
    with archive.open(entry) as packed:
        head = packed.read(SCORED_HEAD)
    path = source.scratch_path("head")
    path.write_bytes(head)
    whole = entry.file_size <= len(head)
    try:
        kind = detect_kind(path, entry.filename)
        if kind == "json" and whole and not _holds_records(head):
            return 0.0
        if kind == "web page":  # rather a description beside the tables
            return 0.0
        if kind != "text":
            return NO_TEXT * math.log10(entry.file_size + 1)
        text, _ = convert_to_utf8(replace(source, path=path))
    except UserError:
        return 0.0 if whole else NO_TEXT  # an archive or workbook whose head alone cannot be opened
    return score_text(text.path.read_text("utf-8-sig", errors="ignore"), whole, entry.file_size)


def _holds_records(content: bytes) -> bool:
    try:
        return len(find_records(json.loads(content), "").rows) > 1
    except (ValueError, RecursionError, UserError):
        return b"\n{" in content  # one record a line


def check_expanded(source: Source) -> None:
    """Read every entry of a workbook once: TooLarge beyond the limit, UnreadableFile where one lies."""
    left = source.limits.expanded_bytes
    try:
        with zipfile.ZipFile(source.path) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as packed:
                    while chunk := packed.read(CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise TooLarge(
                                name=source.name, limit=format_bytes(source.limits.expanded_bytes)
                            )
    except BROKEN_ARCHIVE:
        raise UnreadableFile(
            name=source.name, kind="a workbook", reason="its content is damaged"
        ) from None


def _too_large_error(source: Source) -> TooLarge:
    return TooLarge(name=source.name, limit=format_bytes(source.limits.expanded_bytes))


def format_bytes(size: int) -> str:
    """A number of bytes for people: "4 GiB"."""
    for unit in ("bytes", "KiB", "MiB"):
        if size < 1024:
            return f"{size:.4g} {unit}"
        size = size // 1024 if size % 1024 == 0 else round(size / 1024)
    return f"{size:.4g} GiB"


def _is_table(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    hidden = any(part.startswith((".", "__")) for part in path.parts if part != "..")
    readable = path.suffix.lower() in TABLES or not path.suffix
    return not entry.is_dir() and not hidden and readable and entry.file_size > 0


def _unread_table_notices(inside: str, others: list[str]) -> tuple[Notice, ...]:
    if not others:
        return ()
    quoted = [f"'{other}'" for other in others]
    return (Notice(chosen_table(inside, "", "The archive", quoted), "warning", "file"),)


def _unpack(source: Source, packed: gzip.GzipFile | IO[bytes], inside: str, packed_size: int) -> Source:
    target, written = source.scratch_path("unpacked"), 0
    try:
        with target.open("wb") as out:
            while chunk := packed.read(CHUNK):
                written += len(chunk)
                if written > source.limits.expanded_bytes:
                    raise _too_large_error(source)
                out.write(chunk)
                source.progress("Unpacking", min(0.99, written / (10 * packed_size + 1)))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise TruncatedFile(name=source.name) from None
    return replace(source, path=target, name=inside)
