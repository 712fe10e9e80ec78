"""A document as one web page that asks nothing of any network: charts can be zoomed and hovered."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from html import escape
from math import ceil
from pathlib import Path
from typing import Any

from core.charts import THEMES
from core.export import PLOTLY_JS
from core.report import rendering
from core.report.document.content import (
    Block,
    Bullets,
    Document,
    DocumentFormat,
    Figure,
    Heading,
    Images,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from core.report.document.style import Style
from core.report.rendering.page_values import cell_texts
from core.report.rendering.web_charts import chart_json

TILES_A_ROW = 5
SENTENCE = 60  # characters
CROWDED = 8  # columns
LONG = re.compile(r"\S{24}(?=\S\S)")
MARK = re.compile("[_./-]")
FIGURE = re.compile(r"[<>+-]?\s*\d[\d.,\s]*%?")


def write(document: Document, images: Images) -> bytes:
    """UTF-8. The page allows only its own scripts, by their hashes, and has light, dark and print."""
    del images  # charts are drawn by the page
    library, script = PLOTLY_JS.read_text("utf-8"), _read_beside("page.js")
    body = "\n".join(_body(document))
    return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(library, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Tessera">
<title>{escape(document.title)}</title>
<style>:root {{ --accent: {document.style.accent}; }}
{_read_beside("page.css")}</style>
</head>
<body>
{body}
<script type="application/json" id="themes">{_script_json(THEMES)}</script>
<script>{library}</script>
<script>{script}</script>
</body>
</html>
""".encode()


def _read_beside(name: str) -> str:
    return (Path(rendering.__file__).parent / name).read_text("utf-8")


def _policy(*scripts: str) -> str:
    allowed = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _body(document: Document) -> Iterator[str]:
    style = document.style
    yield "<header>"
    if style.logo:
        kind = "png" if style.logo.startswith(b"\x89PNG") else "jpeg"
        data = base64.b64encode(style.logo).decode()
        yield f'<img class="logo" alt="Logo" src="data:image/{kind};base64,{data}">'
    yield f"<h1>{escape(document.title)}</h1><p class='subtitle'>{escape(document.subtitle)}</p>"
    yield f"<p class='note'>{escape(style.day(document.date))}</p></header>"
    yield from _contents(document)
    yield "<main>"
    for number, section in enumerate(document.sections):
        yield from _section(number, section, style)
    yield f"</main><footer>{escape(document.footer)}</footer>"


def _contents(document: Document) -> Iterator[str]:
    yield "<nav aria-label='Contents'><ul>"
    for number, part in enumerate(document.sections):
        yield f"<li class='level-{part.level}'><a href='#part-{number}'>{escape(part.title)}</a></li>"
    yield "</ul></nav>"


def _section(number: int, section: Section, style: Style) -> Iterator[str]:
    level = section.level + 1
    chip = f"<span class='chip' style='background:{escape(section.colour)}'></span>"
    fresh = " class='fresh'" if section.fresh else ""
    yield f"<section id='part-{number}'{fresh}>"
    yield f"<h{level}>{chip if section.colour else ''}{escape(section.title)}</h{level}>"
    for block in section.blocks:
        yield _block(block, section, style)
    yield "</section>"


def _block(block: Block, section: Section, style: Style) -> str:
    match block:
        case Heading(text):
            return f"<h{section.level + 2}>{escape(text)}</h{section.level + 2}>"
        case Paragraph(text, "code"):
            return f"<pre><code>{escape(text)}</code></pre>"
        case Paragraph(text, kind):
            return f"<p class='{kind}'>{_escape_text(text)}</p>"
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{_escape_text(item)}</li>' for item in items)}</ul>"
        case KeyFigures():
            return _key_figures(block, style)
        case Table():
            return _table(block, section, style)
        case Figure():
            return _figure(block)


def _key_figures(block: KeyFigures, style: Style) -> str:
    """Tiles in rows that are as full as each other."""
    rows = ceil(len(block.figures) / TILES_A_ROW)
    tiles = "".join(_tile(figure, style) for figure in block.figures)
    return f"<dl class='figures' style='--tiles: {ceil(len(block.figures) / rows)}'>{tiles}</dl>"


def _tile(figure: KeyFigure, style: Style) -> str:
    """The page's style makes the letters so small that the longest part stands on one line."""
    value = style.text(figure.value, figure.kind)
    parts = MARK.sub("\\g<0> ", value).split() if figure.kind == "text" else [value]
    markup = MARK.sub("\\g<0><wbr>", escape(value)) if figure.kind == "text" else escape(value)
    return (
        f"<div><dt>{_escape_text(figure.title)}</dt><dd style='--letters: {max(map(len, parts), default=1)}'>"
        f"<strong class='{figure.kind}'>{markup}</strong><span>{_escape_text(figure.note)}</span></dd></div>"
    )


def _table(block: Table, section: Section, style: Style) -> str:
    """In a region that scrolls sideways by itself; on a phone rows with sentences become cards."""
    rows = cell_texts(block, style)
    sides = [_alignment(block, rows, place) for place in range(len(block.columns))]
    titles = [column.title for column in block.columns]
    wordy = len(titles) > 3 and any(len(text) > SENTENCE for row in rows for text in row)
    head = "".join(
        f"<th scope='col'{s}>{_escape_text(t)}</th>" for t, s in zip(titles, sides, strict=True)
    )
    labels = [f" data-label='{escape(title)}'" if wordy else "" for title in titles]
    attributes = [label + side for label, side in zip(labels, sides, strict=True)]
    body = "".join(f"<tr>{_cells(row, attributes)}</tr>" for row in rows)
    named = escape(": ".join(filter(None, (section.title, block.title))))
    caption = f"<caption><span>{_escape_text(block.title)}</span></caption>" if block.title else ""
    kind = " cards" if wordy else " crowded" if len(titles) > CROWDED else ""
    return (
        f"<div class='table{kind}' tabindex='0' role='region' aria-label='{named}'>"
        f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _alignment(block: Table, rows: Sequence[Sequence[str]], place: int) -> str:
    """Attribute that aligns a column of figures to the right, also of figures given as text."""
    texts_there = [row[place] for row in rows if row[place]]
    figures = block.columns[place].kind != "text" or (
        place > 0 and bool(texts_there) and all(map(FIGURE.fullmatch, texts_there))
    )
    return " class='right'" if figures else ""


def _cells(row: Sequence[str], attributes: Sequence[str]) -> str:
    cells = zip(row, attributes, strict=True)
    return "".join(f"<td{attribute}>{_escape_text(text)}</td>" for text, attribute in cells)


def _escape_text(text: str) -> str:
    """Escaped; a share is not torn from its sign, and only a very long word may be broken."""
    unbroken = text.replace(" %", "\u00a0%")
    return escape(LONG.sub("\\g<0>\0", unbroken)).replace("\0", "<wbr>")


def _figure(block: Figure) -> str:
    return (
        f"<figure><figcaption>{_escape_text(block.title)}</figcaption>"
        f"<div class='chart' role='img' aria-label='{escape(block.alt)}' style='aspect-ratio: 1 / {block.height:.2f}; max-width: {100 * block.width:g}%'></div>"
        f"<script type='application/json' class='chart-data'>{chart_json(block.chart)}</script>"
        f"<p class='note'>{_escape_text(block.note)}</p></figure>"
    )


def _script_json(values: Any) -> str:
    """JSON that cannot end the script element that it stands in."""
    return json.dumps(values).replace("<", "\\u003c")


SPEC = DocumentFormat(
    name="html",
    title="Web page",
    extension="html",
    media_type="text/html; charset=utf-8",
    write=write,
    pictures=False,
    version=2,
)
