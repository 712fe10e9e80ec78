"""The user guide within the application: docs/ as pages, with nothing in them but what is written there."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from flask import Flask, Response, abort, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

DOCS = Path(__file__).parent.parent / "docs"
ROUTE = "/guide"
PAGES = ("guide", "methods", "verdict", "suggest", "reference")

_CODE = re.compile(r"`([^`]+)`")
_IMAGE = re.compile(r"!\[([^\]]*)\]\(images/([\w.-]+)\)")
_SIZED_IMAGE = re.compile(
    r"&lt;img src=&quot;images/([\w.-]+)&quot; alt=&quot;(.*?)&quot; width=&quot;(\d+%?)&quot;&gt;"
)
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_ITALIC = re.compile(r"(?<![*\w])\*([^*\s][^*]*)\*(?![*\w])")
_OUTSIDE = re.compile(r"https?://[^\s\"'<>]+")
_INSIDE = re.compile(r"(?:(\w+)\.md)?(#[\w-]*)?")


def install(server: Flask) -> None:
    """GET /guide, /guide/<page> and /guide/images/<name>; other names answer 404."""
    server.add_url_rule(ROUTE, "guide", lambda: send_page("guide"))
    server.add_url_rule(f"{ROUTE}/<page>", "guide-page", send_page)
    server.add_url_rule(f"{ROUTE}/images/<name>", "guide-image", send_image)


def send_page(page: str) -> AnyResponse:
    if page not in PAGES or not (DOCS / f"{page}.md").is_file():
        abort(404)
    text = (DOCS / f"{page}.md").read_text("utf-8")
    return Response(PAGE.format(title=escape(_title(text)), body=render(text)), mimetype="text/html")


def send_image(name: str) -> AnyResponse:
    return send_from_directory(DOCS / "images", name)


def render(text: str) -> str:
    """Render the Markdown that the guide is written in; every other character is shown as it stands."""
    return "\n".join(_render_block(block) for block in _split_blocks(text))


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")


def _split_blocks(text: str) -> Iterator[list[str]]:
    """Yield the lines of each block: they end at an empty line, code at its fence."""
    block: list[str] = []
    for line in text.splitlines():
        fenced = bool(block) and block[0].startswith("```")
        if line.strip() or fenced:
            block.append(line)
        if block and (_ends_fence(block) or (not line.strip() and not fenced)):
            yield block
            block = []
    if block:
        yield block


def _ends_fence(block: Sequence[str]) -> bool:
    return len(block) > 1 and block[0].startswith("```") and block[-1].startswith("```")


def _render_block(lines: Sequence[str]) -> str:
    first = lines[0]
    if first.startswith("```"):
        return f"<pre tabindex='0'><code>{escape(chr(10).join(lines[1:-1]))}</code></pre>"
    if heading := re.fullmatch(r"(#{1,4}) (.*)", first):
        return _heading(len(heading[1]), heading[2]) + _rest(lines[1:])
    if first.startswith("|"):
        return _table(lines)
    if re.match(r"(-|\d+\.) ", first):
        return _list(lines)
    return f"<p>{_inline(' '.join(lines))}</p>"


def _rest(lines: Sequence[str]) -> str:
    return "\n" + _render_block(lines) if lines else ""


def _heading(level: int, text: str) -> str:
    """A heading under the anchor that links within the documents name."""
    anchor = re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-")
    return f'<h{level} id="{escape(anchor)}">{_inline(text)}</h{level}>'


def _list(lines: Sequence[str]) -> str:
    """A list of one level; a line without a mark of its own belongs to the item above."""
    kind = "ul" if lines[0].startswith("-") else "ol"
    items: list[str] = []
    for line in lines:
        mark = re.match(r"(?:-|\d+\.) (.*)", line)
        if mark:
            items.append(mark[1])
        else:
            items[-1] += f" {line.strip()}"
    return f"<{kind}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{kind}>"


def _table(lines: Sequence[str]) -> str:
    rows = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in lines
    ]
    parts = [list(part) for is_rule, part in groupby(rows, _is_rule) if not is_rule]
    head, body = (parts[0], parts[1]) if len(parts) > 1 else ([], parts[0])
    html = "".join(_row(row, "th") for row in head), "".join(_row(row, "td") for row in body)
    return f"<div class='guide-table' tabindex='0'><table><thead>{html[0]}</thead><tbody>{html[1]}</tbody></table></div>"


def _is_rule(row: Sequence[str]) -> bool:
    return all(re.fullmatch(r":?-+:?", cell) for cell in row)


def _row(cells: Sequence[str], kind: str) -> str:
    return f"<tr>{''.join(f'<{kind}>{_inline(cell)}</{kind}>' for cell in cells)}</tr>"


def _inline(text: str) -> str:
    """Render the marks within a line; code is taken out first, so that nothing in it is a mark."""
    codes: list[str] = []

    def keep(code: re.Match[str]) -> str:
        codes.append(f"<code>{code[1]}</code>")
        return f"\x00{len(codes) - 1}\x00"

    plain = _CODE.sub(keep, escape(text.replace("\x00", ""), quote=True).replace(r"\|", "|"))
    plain = _IMAGE.sub(rf'<img src="{ROUTE}/images/\2" alt="\1" loading="lazy">', plain)
    plain = _SIZED_IMAGE.sub(
        rf'<img src="{ROUTE}/images/\1" alt="\2" width="\3" loading="lazy">', plain
    )
    plain = _LINK.sub(lambda link: _link(link[1], link[2]), plain)
    plain = _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", plain))
    return re.sub(r"\x00(\d+)\x00", lambda at: codes[int(at[1])], plain)


def _link(words: str, target: str) -> str:
    """A link within the guide or to the web; only its words where it leads to what is not shown."""
    inside = _INSIDE.fullmatch(target)
    if inside and (inside[1] is None or inside[1] in PAGES):
        page = f"{ROUTE}/{inside[1]}" if inside[1] else ""
        return f'<a href="{page}{inside[2] or ""}">{words}</a>'
    if _OUTSIDE.fullmatch(target):
        return f'<a href="{target}" rel="noopener noreferrer">{words}</a>'
    return words


PAGE = """<!DOCTYPE html>
<html lang="en" data-bs-theme="light">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Tessera</title>
<link rel="icon" type="image/svg+xml" href="/assets/tessera.svg">
<link rel="stylesheet" href="/assets/0-bootstrap.min.css">
<link rel="stylesheet" href="/assets/1-theme.css">
<link rel="stylesheet" href="/assets/9-guide.css">
<script src="/assets/shared/theme.js"></script>
</head>
<body>
<header class="guide-head"><a href="/">Tessera</a> <a href="/guide">User guide</a></header>
<main class="guide">
{body}
</main>
</body>
</html>"""
