import csv
import datetime
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data.reading.read import ReadSummary, read_file
from core.data.reading.source import Limits
from core.errors import Cancelled, UserError
from tests.core.data.reading.odd_files import ACCEPTED, REFUSED, Accepted, Refused
from tests.support.odd_content import PEOPLE

SMALL = Limits(expanded_bytes=8 << 20)
TYPES = {pl.Int64, pl.Float64, pl.Datetime("us"), pl.Boolean, pl.String}
EXTENSIONS = (".csv", ".json", ".jsonl", ".xlsx", ".xls", ".ods", ".parquet", ".gz", ".zip", ".txt", "")
QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_to_frame(
    folder: Path, content: bytes, name: str, sheet: str | None = None
) -> tuple[ReadSummary, pl.DataFrame]:
    source = folder / "upload"
    source.write_bytes(content)
    result = read_file(source, name, folder / "out" / "table.parquet", sheet=sheet, limits=SMALL)
    return result, pl.read_parquet(folder / "out" / "table.parquet")


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing(
    case: Refused, tmp_path: Path
) -> None:
    with pytest.raises(case.error) as caught:
        read_to_frame(tmp_path, case.content, case.name, case.sheet)
    assert case.words in str(caught.value)
    assert str(caught.value).endswith(".")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case.name)
def test_an_odd_file_gives_its_table_and_says_what_was_done(case: Accepted, tmp_path: Path) -> None:
    result, table = read_to_frame(tmp_path, case.content, case.name, case.sheet)
    assert table.to_dict(as_series=False) == case.table
    assert set(table.dtypes) <= TYPES
    assert (result.rows, result.columns) == (table.height, tuple(table.columns))
    texts = [notice.text for notice in result.notices]
    assert len(texts) == len(case.notices), texts
    for words in case.notices:
        assert any(words in text for text in texts), texts


def test_the_corpus_is_large_and_its_names_tell_the_files_apart() -> None:
    assert len(REFUSED) >= 45
    for corpus in (REFUSED, ACCEPTED):
        assert len({case.name for case in corpus}) == len(corpus)


def test_only_the_table_remains_beside_the_target(tmp_path: Path) -> None:
    read_to_frame(tmp_path, PEOPLE.encode(), "people.csv")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["table.parquet"]


def test_a_failed_reading_keeps_the_table_that_was_there(tmp_path: Path) -> None:
    _, before = read_to_frame(tmp_path, PEOPLE.encode(), "people.csv")
    with pytest.raises(UserError):
        read_to_frame(tmp_path, b"", "empty.csv")
    assert pl.read_parquet(tmp_path / "out" / "table.parquet").equals(before)


def test_the_source_is_left_as_it_was(tmp_path: Path) -> None:
    read_to_frame(tmp_path, PEOPLE.encode("utf-16"), "people.csv")
    assert (tmp_path / "upload").read_bytes() == PEOPLE.encode("utf-16")


def test_sheets_are_listed_and_the_one_read_is_named(tmp_path: Path) -> None:
    case = next(case for case in ACCEPTED if case.name == "sheets.xlsx")
    result, _ = read_to_frame(tmp_path, case.content, case.name)
    assert (result.sheets, result.sheet) == (("Notes", "A", "B"), "A")


def test_progress_runs_up_and_can_cancel(tmp_path: Path) -> None:
    steps: list[tuple[str, float]] = []
    source = tmp_path / "upload"
    source.write_text(PEOPLE)
    read_file(
        source,
        "a.csv",
        tmp_path / "a.parquet",
        progress=lambda step, share: steps.append((step, share)),
    )
    assert steps[-1] == ("Reading the table", 1.0)
    assert all(0 <= share <= 1 for _, share in steps)

    def stop(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read_file(source, "a.csv", tmp_path / "b.parquet", progress=stop)
    assert not (tmp_path / "b.parquet").exists()


cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), max_size=12
)
numbers = st.integers(-(10**12), 10**12)
moments = st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2040, 1, 1))


@QUICK
@given(
    rows=st.lists(st.tuples(numbers, cells, moments), min_size=2, max_size=30),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")),
    quoting=st.sampled_from((csv.QUOTE_ALL, csv.QUOTE_MINIMAL)),
    ending=st.sampled_from(("\n", "\r\n")),
)
def test_any_table_survives_any_delimiter_encoding_and_quoting(
    rows: list[tuple[int, str, datetime.datetime]],
    delimiter: str,
    encoding: str,
    quoting: int,
    ending: str,
    tmp_path: Path,
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=ending)  # type: ignore[arg-type]
    writer.writerow(["number", "words", "moment"])
    # A letter in front keeps the words from being numbers, dates, or empty.
    writer.writerows((number, f"w{word}", moment.isoformat(" ")) for number, word, moment in rows)
    _, table = read_to_frame(tmp_path, text.getvalue().encode(encoding), "table.csv")
    assert table.rows() == [(number, f"w{word}", moment) for number, word, moment in rows]


@QUICK
@given(
    values=st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=2, max_size=30),
    style=st.sampled_from((",.", ".,", " ,", " .")),
)
def test_any_decimals_are_read_in_any_style(values: list, style: str, tmp_path: Path) -> None:
    swap = str.maketrans(",.", style)
    lines = [f"{i};{f'{value:,.2f}'.translate(swap)}" for i, value in enumerate(values)]
    _, table = read_to_frame(tmp_path, "\n".join(["id;x", *lines]).encode(), "table.csv")
    assert table["x"].cast(pl.Float64).to_list() == [float(value) for value in values]


MAGICS = (
    b"PAR1",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"{",
    b"[",
    b"\xff\xfe",
    b"",
)


@settings(QUICK, max_examples=200)
@given(
    magic=st.sampled_from(MAGICS),
    content=st.one_of(
        st.binary(max_size=300), st.text('0a,;"\t\n[]{}:. -/', max_size=120).map(str.encode)
    ),
    extension=st.sampled_from(EXTENSIONS),
)
def test_arbitrary_bytes_are_a_table_or_a_sentence(
    magic: bytes, content: bytes, extension: str, tmp_path: Path
) -> None:
    try:
        result, table = read_to_frame(tmp_path, magic + content, "upload" + extension)
    except UserError:
        return
    assert table.height == result.rows > 0


@settings(QUICK, max_examples=100)
@given(case=st.sampled_from(ACCEPTED), data=st.data())
def test_a_damaged_file_is_a_table_or_a_sentence(
    case: Accepted, data: st.DataObject, tmp_path: Path
) -> None:
    content = bytearray(case.content[:20_000])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        result, table = read_to_frame(tmp_path, bytes(content), case.name)
    except UserError:
        return
    assert table.height == result.rows > 0
