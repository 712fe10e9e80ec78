"""The web page on a desktop, a telephone and paper, as far as it can be told without a browser."""

import json
import re

from core.export import shape_by_segment
from core.report.document.content import Column, KeyFigure, KeyFigures, Section, Table
from core.report.document.style import Style
from core.report.formats.html import _block, write
from core.report.rendering.web_charts import chart_json
from tests.core.report.documents import LONG, LONG_WORD, MARKERS, document

STYLE = Style()
PART = Section("1 · Champions", ())
ACTIONS = Table(
    "What to do",
    (Column("Action"), Column('Why "now"'), Column("Value"), Column("Goal")),
    (("Write", "reasons " * 9, "1,234.5", None), ("Call", "", "< 0.1 %", "More & more")),
)


def shown(block: KeyFigures | Table, style: Style = STYLE) -> str:
    return _block(block, PART, style)


def sheet() -> str:
    found = re.search(r"<style>(.*?)</style>", write(document(), {}).decode(), re.S)
    assert found
    return found[1]


def test_no_short_word_and_no_figure_is_cut_in_pieces() -> None:
    assert "anywhere" not in sheet()
    table = Table("", (Column("File"), Column("Share", "share")), (("online_retail.csv/.gz", 0.5),))
    assert "<wbr>" not in shown(table) and "<td class='right'>50\u00a0%</td>" in shown(table)
    assert re.search(r"td\.right \{[^}]*nowrap", sheet()) and "tabular-nums" in sheet()


def test_a_very_long_word_may_be_broken_and_is_copied_whole() -> None:
    page = shown(Table("", (Column("Word"),), ((LONG_WORD,), ("&" * 40,))))
    words = re.findall(r"<td>(.*?)</td>", page)
    assert words[0].replace("<wbr>", "") == LONG_WORD
    assert max(map(len, words[0].split("<wbr>"))) <= 25
    assert words[1].replace("<wbr>", "") == "&amp;" * 40


def test_a_table_scrolls_in_a_region_that_says_which_it_is() -> None:
    assert "tabindex='0' role='region' aria-label='1 · Champions: What sets it apart'" in shown(MARKERS)
    assert "aria-label='1 · Champions'" in shown(Table("", (Column("A"),), ()))
    assert re.search(r"td:first-child \{[^}]*sticky", sheet())


def test_rows_of_sentences_are_cards_that_say_what_each_value_is() -> None:
    page = shown(ACTIONS)
    assert "class='table cards'" in page
    assert page.count("data-label='Why &quot;now&quot;'") == page.count("data-label='Goal'") == 2
    assert "data-label" not in shown(MARKERS) + shown(LONG)
    assert "content: attr(data-label)" in sheet()


def test_figures_that_came_as_texts_stand_on_the_right_too() -> None:
    page = shown(ACTIONS)
    assert "<td data-label='Value' class='right'>1,234.5</td>" in page and "&lt; 0.1\u00a0%" in page
    assert page.count("class='right'") == 3


def test_tiles_fill_their_rows_and_hold_their_values() -> None:
    for count, across in ((1, 1), (4, 4), (5, 5), (6, 3), (9, 5)):
        tiles = tuple(KeyFigure("Revenue", 1234567.0, "money") for _ in range(count))
        assert f"class='figures' style='--tiles: {across}'" in shown(KeyFigures(tiles))
    file = KeyFigure("File", "online_retail.csv/.gz")
    page = shown(KeyFigures((KeyFigure("Revenue", 1234567.0, "money"), file)), Style("de-DE", "EUR"))
    assert "--letters: 11'><strong class='money'>1.234.567\xa0€</strong>" in page
    assert "--letters: 7'><strong class='text'>online_<wbr>retail.<wbr>csv/<wbr>.<wbr>gz<" in page


def test_each_segment_has_the_shape_that_it_has_in_print() -> None:
    points = {"type": "scattergl", "mode": "markers", "marker": {"color": "#123456"}}
    traces = [{**points, "meta": {"segment": number}} for number in (1, 2, 3)]
    drawn = json.loads(chart_json({"data": [*traces, points], "layout": {}}))["data"]
    symbols = [trace["marker"].get("symbol") for trace in drawn]
    printed = [shape_by_segment(trace | {"meta": {"segment": n}})["marker"]["symbol"]
               for n, trace in enumerate([points] * 3, 1)]  # fmt: skip
    assert symbols == [*printed, None] and len(set(printed)) == 3
    assert {trace["type"] for trace in drawn} == {"scatter"}


def test_paper_has_heads_on_every_page_and_whole_charts() -> None:
    paper = sheet().split("@media print")[1]
    assert "table-header-group" in paper and re.search(r"figure, tr,[^}]*break-inside: avoid", paper)
    page = write(document(), {}).decode()
    assert "class='fresh'" in page and ".fresh { break-before: page; }" in paper
    assert 'draw("light", onPaper)' in page
