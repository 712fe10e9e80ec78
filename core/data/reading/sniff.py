"""Kind of a file by its content; its name only decides between texts."""

import mmap
import re
import struct
import zipfile
import zlib
from pathlib import Path

from core.data.reading.errors import EmptyFile, NotATable, ProtectedFile, UnreadableFile
from core.data.reading.words import PICKLED

MAGIC = {
    b"PAR1": "parquet",
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "ole",
}
FOREIGN = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"BM": "a picture",
    b"RIFF": "a media file",
    b"II*\x00": "a picture",
    b"{\\rtf": "a text document",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstd archive",
    b"SQLite format 3": "an SQLite database",
    b"\x00\x01\x00\x00Standard ": "an Access database",
    b"ARROW1": "an Arrow file",
    b"FEA1": "a Feather file",
    b"ORC": "an ORC file",
    b"Obj\x01": "an Avro file",
    b"\x89HDF": "an HDF5 file",
    b"$FL2": "an SPSS file",
    b"$FL3": "an SPSS file",
    b"<stata_dta>": "a Stata file",
    b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xc2\xea\x81\x60": "a SAS file",
    b"RDX": "an R file",
    b"X\n\x00\x00\x00": "an R file",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
# The protocols of pickle: 2 and later by their first bytes, 0 by a class or the memo of its first value.
PICKLE = re.compile(
    rb"\x80[\x02-\x05][\x00-\xff]|[(]?c(?:pandas|numpy|__builtin__|copy_reg|builtins)|[(][dl]p?0?\n"
)
MARKUP = (
    (b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<style", b"<div"),
    b"<?xml",
)
XML = "an XML document"
SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"  # Excel 2003 wrote workbooks as XML
UNICODE_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
OLE_STREAMS = ("EncryptedPackage", "Workbook", "Book")
MOST_CONTROL = 0.01  # share of control characters above which content is binary, no text
BROKEN_ARCHIVE = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def detect_kind(path: Path, name: str) -> str:
    """Detect "parquet", "gzip", "zip", "excel", "web page", "xml" (a workbook), "json" or "text".

    Raises an error of `errors` for anything else.
    """
    with path.open("rb") as file:
        head = file.read(1 << 16)
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise EmptyFile(name=name)
    kind = next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), "")
    if kind == "zip":
        return _zip_kind(path, name)
    if kind == "ole":
        return _ole_kind(path, name)
    return kind or _text_kind(head, name)


def _zip_kind(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mime = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except BROKEN_ARCHIVE:
        raise UnreadableFile(
            name=name, kind="a zip archive", reason="its table of contents is damaged"
        ) from None
    if names & {"xl/workbook.xml", "xl/workbook.bin"} or b"opendocument.spreadsheet" in mime:
        return "excel"
    if mime or "[Content_Types].xml" in names:
        raise NotATable(name=name, what="an office document")
    return "zip"


def _ole_kind(path: Path, name: str) -> str:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        streams = [word for word in OLE_STREAMS if content.find(word.encode("utf-16-le")) >= 0]
    if "EncryptedPackage" in streams:
        raise ProtectedFile(name=name)
    if streams:
        return "excel"
    raise NotATable(name=name, what="an old office document")


def _text_kind(head: bytes, name: str) -> str:
    for magic, what in FOREIGN.items():
        if head.startswith(magic):
            raise NotATable(name=name, what=what)
    if PICKLE.match(head):
        raise NotATable(name=name, what=PICKLED)
    if head[257:262] == b"ustar":
        raise NotATable(name=name, what="a tar archive")
    start = head.removeprefix(UNICODE_MARKS[0]).lstrip()[:200].lower()
    if start.startswith(MARKUP[0]):
        return "web page"
    if start.startswith(MARKUP[1]):
        if SPREADSHEET in head:
            return "xml"
        raise NotATable(name=name, what=XML)
    if _is_binary(head):
        raise NotATable(name=name, what="binary data")
    return "json" if _looks_like_json(_decode_start(head, start), name) else "text"


def _decode_start(head: bytes, start: bytes) -> bytes:
    """The first characters, also of UTF-16."""
    wide = "utf-16" if head.startswith(UNICODE_MARKS[1:]) else detect_utf16(head)
    return head[:400].decode(wide, errors="ignore").lstrip("\ufeff \r\n\t").encode() if wide else start


def _is_binary(head: bytes) -> bool:
    if head.startswith(UNICODE_MARKS) or detect_utf16(head):
        return False
    control = sum(head.count(code) for code in range(32) if code not in b"\t\n\r\x0c\x1a")
    return control > MOST_CONTROL * len(head)


def detect_utf16(head: bytes) -> str | None:
    """Detect the encoding of UTF-16 text without a byte order mark by its zero bytes."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if 0.4 * len(head) < 2 * odd and even * 20 < odd:
        return "utf-16-le"
    if 0.4 * len(head) < 2 * even and odd * 20 < even:
        return "utf-16-be"
    return None


def _looks_like_json(start: bytes, name: str) -> bool:
    suffixes = (".json", ".jsonl", ".ndjson")
    if start.startswith((b"{", b"[")):
        inside = start[1:].lstrip()
        return inside[:1] in (b'"', b"{", b"[", b"}", b"]") or name.lower().endswith(suffixes)
    return False
