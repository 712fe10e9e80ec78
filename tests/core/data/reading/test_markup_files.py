"""Web pages and XML that programs save with the ending .xls: their best table is read."""

from pathlib import Path

import polars as pl
import pytest

from core.data.reading.errors import NotATable
from core.data.reading.read import ReadSummary, read_file

HEADER = ("Order", "Customer ID", "Date", "Total")
BODY = [
    (str(100 + i), f"C{i % 7:03}", f"2024-01-{i % 28 + 1:02}", f"{i * 1.5 + 2:.2f}") for i in range(40)
]
SHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def read(folder: Path, content: str) -> tuple[ReadSummary, pl.DataFrame]:
    (folder / "upload").write_text(content, "utf-8")
    summary = read_file(folder / "upload", "report.xls", folder / "table.parquet")
    return summary, pl.read_parquet(folder / "table.parquet")


def table(rows: list[tuple[str, ...]], cell: str = "td") -> str:
    lines = ("".join(f"<{cell} class=x>{value}</{cell}>" for value in row) for row in rows)
    return f"<table border=1>{''.join(f'<TR>{line}</TR>' for line in lines)}</table>"


def test_a_web_page_with_the_ending_of_a_workbook_is_read(tmp_path: Path) -> None:
    menu = table([("Home", "Help")])
    page = f"<html><style>td{{color:red}}</style><body>{menu}<p>Orders</p>{table([HEADER, *BODY])}</body></html>"
    summary, frame = read(tmp_path, page)
    assert (frame.columns, frame.height) == (list(HEADER), 40)
    assert frame["Customer ID"].to_list() == [row[1] for row in BODY]
    assert frame["Total"].sum() == pytest.approx(sum(float(row[3]) for row in BODY))
    assert any("web page or XML" in notice.text for notice in summary.notices)


def test_cells_that_take_several_columns_or_rows_keep_the_others_in_place(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td rowspan=2>C{i}&nbsp;</td><td>2024-01-0{i + 1}</td><td>{i + 5}.50</td></tr>"
        f"<tr><td>2024-02-0{i + 1}<td>{i + 6}.50</tr>"
        for i in range(9)
    )
    head = "<tr><th>Customer</th><th>Date</th><th>Total</th></tr>"
    _, frame = read(tmp_path, f"<table><tr><td colspan=3>Sales</td></tr>{head}{rows}</table>")
    assert frame["Total"].to_list() == [value + 0.5 for i in range(9) for value in (i + 5, i + 6)]


def test_a_workbook_in_xml_is_read(tmp_path: Path) -> None:
    def row(cells: tuple[str, ...]) -> str:
        first, *rest = (f'<ss:Data ss:Type="String">{cell}</ss:Data>' for cell in cells)
        others = "".join(f"<ss:Cell>{cell}</ss:Cell>" for cell in rest)
        return f'<ss:Row><ss:Cell ss:Index="2">{first}</ss:Cell>{others}</ss:Row>'

    lines = "".join(map(row, [HEADER, *BODY]))
    sheet = f'<ss:Worksheet ss:Name="A"><ss:Table>{lines}</ss:Table></ss:Worksheet>'
    _, frame = read(
        tmp_path, f'<?xml version="1.0"?><ss:Workbook xmlns:ss="{SHEET}">{sheet}</ss:Workbook>'
    )
    assert (frame.columns, frame.height) == (list(HEADER), 40)


@pytest.mark.parametrize(
    "page",
    ["<html><body><p>Please log in</p></body></html>", f"<html>{table([('Home', 'Help')])}</html>",
     "<?xml version='1.0'?><orders><order/></orders>", "<html><table></table></html>"],
)  # fmt: skip
def test_a_page_without_a_table_is_refused(page: str, tmp_path: Path) -> None:
    with pytest.raises(NotATable):
        read(tmp_path, page)
