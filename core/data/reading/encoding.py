"""Text of any usual encoding as a UTF-8 file that the CSV and JSON readers understand."""

import codecs
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from core.data.reading.errors import NotATable, UnreadableFile
from core.data.reading.sniff import detect_utf16
from core.data.reading.source import Source
from core.data.reading.words import encoding_sentence
from core.model import Notice

HEAD = 1 << 18
CHUNK = 1 << 22
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
TITLES = {
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "shift_jis": "Japanese (Shift JIS)",
    "euc_kr": "Korean (EUC-KR)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
}
LATIN = {"cp1250", "cp1252", "cp1254"}
# Encodings of other alphabets, a byte a letter. Their words are runs of high bytes, where Latin words
# have a single one here and there ("März", "5 €").
ALPHABETS = {"cp1251", "cp1253"}
DOUBLE_BYTES = ("gb18030", "big5", "euc_kr")  # two bytes a sign
MOST_GARBLED = 0.3  # share of words with signs or capitals within, from which an alphabet is not right
HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
MOST_SINGLE = 0.7  # share of lone high bytes up to which a text is of such an alphabet
# A line end of old Macs. "\r\n" is one line end and may be cut by the head's end.
LONE_RETURN = re.compile(rb"\r(?!\n|\Z)")
# Signs that Windows-1252 shows inside words where Windows-1250 has Polish letters.
CENTRAL = re.compile(r"[^\W\d_][£³¹¿¥¯]|[£³¿¹¥¯][^\W\d_]")

# Signs that Windows-1252 shows where Windows-1254 has Turkish letters, and those of Iceland's words.
TURKISH, NORDIC = re.compile(r"[^\W\d_][þðýÞÐÝ]|[þðýÞÐÝ][^\W\d_]"), re.compile("[æáéíóúÆÁÉÍÓÚ]")


def convert_to_utf8(source: Source) -> tuple[Source, tuple[Notice, ...]]:
    """Convert the text to UTF-8 with "\\n" line ends, with a notice where the encoding was a guess."""
    with source.path.open("rb") as file:
        head = file.read(HEAD)
    encoding = _declared_encoding(head) or _guess_encoding(head)
    if encoding in ("utf-8", "utf-8-sig") and not LONE_RETURN.search(head):
        return source, ()
    return _transcode(source, encoding), _encoding_notices(encoding)


def transcode_non_utf8(source: Source) -> tuple[Source, tuple[Notice, ...]]:
    """Transcode a text in which a byte beyond the head turned out not to be UTF-8."""
    odd = bytearray()
    with source.path.open("rb") as file:
        for line in file:
            if not line.isascii():
                odd += line
            if len(odd) > HEAD:
                break
    encoding = _guess_encoding(bytes(odd))
    if encoding == "utf-8":
        encoding = "cp1252"
    return _transcode(source, encoding), _encoding_notices(encoding)


def is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _declared_encoding(head: bytes) -> str | None:
    marked = next((name for mark, name in MARKS.items() if head.startswith(mark)), None)
    return marked or detect_utf16(head)


def _guess_encoding(head: bytes) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return "utf-8"
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(head, cp_isolation=list(TITLES)).best()
    guess = best.encoding if best else "cp1252"
    if guess in ALPHABETS and _is_garbled(head.decode(guess, errors="replace")):
        return next((name for name in DOUBLE_BYTES if _fits(head, name)), guess)
    if guess not in LATIN and not (guess in ALPHABETS and _has_lone_letters(head)):
        return guess
    western = head.decode("cp1252", errors="replace")
    if CENTRAL.search(western):
        return "cp1250"
    return "cp1254" if TURKISH.search(western) and not NORDIC.search(western) else "cp1252"


def _is_garbled(text: str) -> bool:
    """Tell whether words have signs or capitals within them, as bytes of another encoding give."""
    words = re.findall(r"[^\x00-\x7f]{2,}", text)
    return sum(map(_is_odd_word, words)) > MOST_GARBLED * len(words)


def _is_odd_word(word: str) -> bool:
    pairs = list(pairwise(word))
    return any((a.islower() and b.isupper()) or (not a.isalpha() and b.isalpha()) for a, b in pairs)


def _fits(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _has_lone_letters(head: bytes) -> bool:
    runs = HIGH_BYTES.findall(head)
    return sum(len(run) == 1 for run in runs) > MOST_SINGLE * len(runs)


def _encoding_notices(encoding: str) -> tuple[Notice, ...]:
    if encoding.startswith("utf"):
        return ()
    title = TITLES.get(encoding, encoding)
    return (Notice(encoding_sentence(title), "info", "file"),)


def _transcode(source: Source, encoding: str) -> Source:
    # Windows-1252 leaves five bytes undefined; Latin-1 would show them as control characters.
    errors = "replace" if encoding in TITLES else "strict"
    target, size = source.scratch_path("utf8.txt"), source.path.stat().st_size + 1
    try:
        with (
            source.path.open(encoding=encoding, errors=errors, newline=None) as text,
            target.open("w", encoding="utf-8", newline="\n") as out,
        ):
            while chunk := text.read(CHUNK):
                out.write(chunk)
                source.progress("Decoding", min(0.99, out.tell() / (2 * size)))
    except UnicodeError:
        raise UnreadableFile(
            name=source.name,
            kind=f"{encoding.upper()} text",
            reason="its bytes break off or do not fit",
        ) from None
    _refuse_binary(target, source.name)
    return replace(source, path=target)


def _refuse_binary(path: Path, name: str) -> None:
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.count(0) * 100 > len(head):
        raise NotATable(name=name, what="binary data")
