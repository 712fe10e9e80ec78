"""CSV, TSV and other delimited text: laid out by its head, typed by a sample, read by Polars."""

import csv
import io
import os
from dataclasses import replace
from pathlib import Path

import polars as pl

from core.data.reading import words
from core.data.reading.csv_layout import Layout, find_layout, parse_rows
from core.data.reading.encoding import convert_to_utf8, is_utf8, transcode_non_utf8
from core.data.reading.errors import EmptyFile, NoRows, NotATable, TooManyColumns, UnreadableFile
from core.data.reading.mended_text import mend_text
from core.data.reading.source import RawTable, Source
from core.data.reading.stray_rows import Strays, describe_body, find_strays, has_suspects
from core.data.reading.wrapped_text import split_blanks, unwrap_lines
from core.model import Notice

# Polars reads ahead in chunks of 16 MB or more; smaller ones take as long and a third of the memory.
os.environ.setdefault("POLARS_CSV_CHUNK_SIZE", str(1 << 22))

# The sample that formats are decided by: the first HEAD bytes and BLOCKS - 1 blocks over the file.
HEAD = 1 << 18
BLOCK = 1 << 16
BLOCKS = 16
SMALL = 1 << 24  # bytes of a file of which every row is looked at, whatever its sample shows
MOST_WRAPPED = 500  # lines that tell whether each is one field, and the share of them that is then
WRAPPED = 0.9
MOST_COLUMNS = 150  # of a wider table the memory of looking at every cell is too dear
MOST_SAMPLED = 20_000  # rows of a sample that is drawn once strays are out
ALL_LINES = "\0line"
TEXTS = (".csv", ".tsv", ".txt", ".tab", ".dat", ".psv", "")


def read_text(source: Source) -> RawTable:
    """Read the table in a text file of any encoding."""
    text, notices = convert_to_utf8(source)
    mended = mend_text(text, _read_head(text.path)[0])
    if mended:
        text, notices = mended[0], (*notices, mended[1])
    return read_utf8(text).with_notices(notices)


def read_utf8(source: Source, kind: str = "a CSV file", is_sheet: bool = True) -> RawTable:
    """Read the table in a UTF-8 file; where `is_sheet`, rows that are none of it are left out."""
    head, whole = _read_head(source.path)
    plan = find_layout(head, whole)
    if plan is None:
        raise EmptyFile(name=source.name)
    unwrapped = _unwrap(source, plan, head) if is_sheet else None
    if unwrapped:
        return read_utf8(unwrapped[0], kind).with_notices((unwrapped[1],))
    _check_layout(plan, source, head)
    return _raw_table(source, plan, kind, is_sheet and not plan.ragged)


def _unwrap(source: Source, plan: Layout, head: str) -> tuple[Source, Notice] | None:
    """The columns of a text of which most lines are one field; None for any other text."""
    rows = [row for row in parse_rows(head, plan)[:MOST_WRAPPED] if any(row)]
    if sum(len(row) == 1 or not any(row[1:]) for row in rows) < WRAPPED * len(rows):
        return None
    return unwrap_lines(source, head, plan.delimiter) or split_blanks(source, head)


def _raw_table(
    source: Source, plan: Layout, kind: str, is_sheet: bool, thorough: bool = False
) -> RawTable:
    """Return the table; `thorough` looks at every row of it, whatever its sample shows."""
    head, whole = _read_head(source.path)
    rows = _sample_rows(source.path, plan, head, whole)
    thorough = thorough or source.path.stat().st_size <= SMALL
    strays, frame = Strays(), _scan(source.path, plan)
    if is_sheet:
        strays = _find_strays(frame, plan, rows, thorough)
    sample = _sample_table(rows, plan) if not strays.spans else _sample_frame(strays, frame)
    if sample.is_empty():
        raise NoRows(name=source.name)
    empty = [name for name in sample.columns if name in plan.unnamed and not any(sample[name])]
    notices = (
        plan.notices
        if not empty
        else _replace_unnamed_notice(plan.notices, len(plan.unnamed) - len(empty))
    )
    return RawTable(
        frame=(strays.leave_out(frame) if strays.spans else frame).drop(empty),
        sample=sample.drop(empty),
        kind=kind,
        notices=(*notices, *strays.notices),
        comma=plan.delimiter == ";" and _has_decimal_comma(sample),
        narrow=None
        if plan.ragged
        else lambda: max(0, _count_narrow_rows(source.path, plan) - strays.count),
        repair=lambda: _repair_table(source, plan, kind, is_sheet),
        inspect=None
        if thorough or not is_sheet
        else lambda: _raw_table(source, plan, kind, is_sheet, thorough=True),
    )


def _find_strays(frame: pl.LazyFrame, plan: Layout, rows: list[list[str]], thorough: bool) -> Strays:
    """Find rows that do not belong; in a large file only where its sample shows some."""
    if plan.width > MOST_COLUMNS:
        return Strays()
    body = describe_body(rows, plan)
    if not thorough and not has_suspects(rows, body):
        return Strays()
    try:
        return find_strays(frame, body)
    except (pl.exceptions.ComputeError, pl.exceptions.PanicException):
        return Strays()  # malformed rows, which the repaired table is rid of


def _sample_frame(strays: Strays, frame: pl.LazyFrame) -> pl.DataFrame:
    """Rows spread over the table without its strays, which no longer decide its formats."""
    rows = strays.leave_out(frame)
    step = int(rows.select(pl.len()).collect(engine="streaming").item()) // MOST_SAMPLED + 1
    sample = rows.gather_every(step).collect(engine="streaming")
    return sample.filter(~pl.all_horizontal(pl.all().is_null() | (pl.all().str.strip_chars() == "")))


def _replace_unnamed_notice(notices: tuple[Notice, ...], unnamed: int) -> tuple[Notice, ...]:
    """Replace the notice on nameless columns where all of these turned out empty."""
    remaining = (
        notices if unnamed else tuple(n for n in notices if not n.text.startswith(words.NAMELESS))
    )
    return (*remaining, Notice(words.EMPTY_NAMELESS, "info", "file"))


def _has_decimal_comma(sample: pl.DataFrame) -> bool:
    numbers = r"^[+-]?[0-9.]*[0-9],[0-9]{1,2}$"
    return any(column.str.contains(numbers).any() for column in sample)


def _read_head(path: Path) -> tuple[str, bool]:
    with path.open("rb") as file:
        head, whole = file.read(HEAD), not file.read(1)
    return head.decode("utf-8-sig", errors="ignore"), whole


def _check_layout(plan: Layout, source: Source, head: str) -> None:
    if plan.width > source.limits.columns:
        raise TooManyColumns(name=source.name, columns=plan.width, limit=source.limits.columns)
    suffix = Path(source.name).suffix.lower()
    words = sum(len(line.split()) > 6 for line in head.splitlines()[:100])
    if plan.width == 1 and (suffix not in TEXTS or words * 2 > len(head.splitlines()[:100])):
        raise NotATable(name=source.name, what="plain text without columns")


def _scan(path: Path, plan: Layout) -> pl.LazyFrame:
    return pl.scan_csv(
        path,
        has_header=False,
        separator=plan.delimiter,
        quote_char=plan.quote,
        skip_lines=plan.skipped,
        schema=dict.fromkeys(plan.names, pl.String),
        glob=False,
        missing_columns="insert",
    )


def _sample_rows(path: Path, plan: Layout, head: str, whole: bool) -> list[list[str]]:
    """Rows of the head, of blocks spread over the file and of its end, whatever their width."""
    lines = head.split("\n")
    lines = lines[plan.skipped :] if whole else lines[plan.skipped : -1]
    rows = parse_rows("\n".join(lines), plan)
    if not whole:
        for block in _read_blocks(path):
            rows += parse_rows(block, plan)
    return rows


def _sample_table(rows: list[list[str]], plan: Layout) -> pl.DataFrame:
    """The rows of the table's width; where there are none, or several tables, all of them."""
    filled = [row for row in rows if any(map(str.strip, row))]
    exact = [] if plan.uneven else [row for row in filled if len(row) == plan.width]
    rows = exact or [(row + [""] * plan.width)[: plan.width] for row in filled]
    return pl.DataFrame(rows, schema=dict.fromkeys(plan.names, pl.String), orient="row")


def _read_blocks(path: Path) -> list[str]:
    size, blocks = path.stat().st_size, []
    with path.open("rb") as file:
        for i in range(1, BLOCKS + 1):
            file.seek(max(HEAD, min(i * size // BLOCKS, size - BLOCK)))
            lines = file.read(BLOCK).split(b"\n")[1:]
            lines = lines if i == BLOCKS else lines[:-1]
            blocks.append(b"\n".join(lines).decode("utf-8", errors="ignore"))
    return blocks


def _count_narrow_rows(path: Path, plan: Layout) -> int:
    """Count rows with too few fields.

    Rows with quotes, in which a delimiter may be text, are not counted.
    """
    line = pl.col(ALL_LINES)
    lines = pl.scan_csv(
        path,
        has_header=False,
        separator="\x01",
        quote_char=None,
        skip_lines=plan.skipped,
        schema={ALL_LINES: pl.String},
        truncate_ragged_lines=True,
        glob=False,
    )
    cuts = line.str.count_matches(plan.delimiter, literal=True)
    narrow = (cuts < plan.width - 1) & ~line.str.contains('"', literal=True)
    filled = line.str.strip_chars().str.len_bytes() > 0
    return int(lines.select((narrow & filled).sum()).collect(engine="streaming").item())


def _repair_table(source: Source, plan: Layout, kind: str, is_sheet: bool) -> RawTable:
    """Rewrite the table row by row: Python's reader accepts what Polars refuses."""
    notices: tuple[Notice, ...] = ()
    if not is_utf8(source.path):
        source, notices = transcode_non_utf8(source)
    clean, counts = source.scratch_path("rows.csv"), [0, 0]
    with (
        source.path.open(encoding="utf-8-sig") as text,
        clean.open("w", encoding="utf-8", newline="") as out,
    ):
        for _ in range(plan.skipped):
            text.readline()
        try:
            _rewrite_rows(text, out, plan, counts)
        except csv.Error as error:
            raise UnreadableFile(name=source.name, kind=kind, reason=str(error)) from None
    tidy = replace(plan, delimiter=",", quote='"', skipped=0)
    raw = _raw_table(replace(source, path=clean), tidy, kind, is_sheet, thorough=True)
    return replace(
        raw, notices=(*notices, *raw.notices, *ragged_row_notices(*counts)), narrow=None, repair=None
    )


def _rewrite_rows(text: io.TextIOBase, out: io.TextIOBase, plan: Layout, counts: list[int]) -> None:
    quoting = csv.QUOTE_MINIMAL if plan.quote else csv.QUOTE_NONE
    writer = csv.writer(out, lineterminator="\n")
    for row in csv.reader(text, delimiter=plan.delimiter, quoting=quoting):  # type: ignore[arg-type]
        counts[0] += 0 < len(row) < plan.width
        counts[1] += any(row[plan.width :])
        if any(row):
            writer.writerow((row + [""] * plan.width)[: plan.width])


def ragged_row_notices(narrow: int, wide: int) -> tuple[Notice, ...]:
    """Notices about rows with too few or too many fields."""
    counts = ((words.narrow_rows, narrow), (words.wide_rows, wide))
    texts = [sentence(count) for sentence, count in counts if count]
    return tuple(Notice(text, "warning", "file") for text in texts)
