"""A document as one web page that asks nothing of any network: charts can be zoomed and hovered."""

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from core.charts._theme import THEMES
from core.documents._content import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from core.documents._interactive import chart_json
from core.documents._pages import texts
from core.documents._spec import DocumentFormat, Images
from core.documents._style import Style
from core.reports._chrome import PLOTLY_JS


def write(document: Document, images: Images) -> bytes:
    """UTF-8. The page allows only its own scripts, by their hashes, and has light, dark and print."""
    del images  # charts are drawn by the page
    library, script = PLOTLY_JS.read_text("utf-8"), _beside("_page.js")
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
{_beside("_page.css")}</style>
</head>
<body>
{body}
<script type="application/json" id="themes">{_safe(THEMES)}</script>
<script>{library}</script>
<script>{script}</script>
</body>
</html>
""".encode()


def _beside(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


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
        yield _block(block, level + 1, style)
    yield "</section>"


def _block(block: Block, level: int, style: Style) -> str:
    match block:
        case Heading(text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text, "code"):
            return f"<pre><code>{escape(text)}</code></pre>"
        case Paragraph(text, kind):
            return f"<p class='{kind}'>{escape(text)}</p>"
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
        case KeyFigures():
            return _key_figures(block, style)
        case Table():
            return _table(block, style)
        case Figure():
            return _figure(block)


def _key_figures(block: KeyFigures, style: Style) -> str:
    boxes = (
        f"<div><dt>{escape(f.title)}</dt><dd><strong>{escape(style.text(f.value, f.kind))}</strong>"
        f"<span>{escape(f.note)}</span></dd></div>"
        for f in block.figures
    )
    return f"<dl class='figures'>{''.join(boxes)}</dl>"


def _table(block: Table, style: Style) -> str:
    sides = ["" if column.kind == "text" else " class='right'" for column in block.columns]
    titles = [escape(column.title) for column in block.columns]
    head = "".join(f"<th scope='col'{s}>{t}</th>" for t, s in zip(titles, sides, strict=True))
    rows = (
        "".join(f"<td{side}>{escape(text)}</td>" for text, side in zip(row, sides, strict=True))
        for row in texts(block, style)
    )
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    caption = f"<caption>{escape(block.title)}</caption>" if block.title else ""
    return (
        f"<div class='table' tabindex='0' role='region' aria-label='{escape(block.title or 'Table')}'>"
        f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _figure(block: Figure) -> str:
    return (
        f"<figure><figcaption>{escape(block.title)}</figcaption>"
        f"<div class='chart' role='img' aria-label='{escape(block.alt)}' style='aspect-ratio: 1 / {block.height:.2f}'></div>"
        f"<script type='application/json' class='chart-data'>{chart_json(block.chart)}</script>"
        f"<p class='note'>{escape(block.note)}</p></figure>"
    )


def _safe(values: Any) -> str:
    """JSON that cannot end the script element that it stands in."""
    return json.dumps(values).replace("<", "\\u003c")


SPEC = DocumentFormat(
    name="html",
    title="Web page",
    extension="html",
    media_type="text/html; charset=utf-8",
    write=write,
    pictures=False,
)
