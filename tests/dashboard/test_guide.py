"""The guide's pages: what is written there, and nothing else."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard import guide


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    server = Flask("guided")
    guide.install(server)
    return server.test_client()


@pytest.mark.parametrize("page", ["", *(f"/{name}" for name in guide.PAGES)])
def test_every_page_is_there_and_its_pictures_and_links_lead_somewhere(
    client: FlaskClient, page: str
) -> None:
    answer = client.get(f"/guide{page}")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200 and answer.mimetype == "text/html"
    anchors = set(re.findall(r' id="([^"]*)"', text))
    for target in re.findall(r'href="([^"]*)"', text):
        assert not target.startswith("#") or target[1:] in anchors, target
        if target.startswith("/guide"):
            other, _, anchor = target.partition("#")
            there = client.get(other)
            assert there.status_code == 200, target
            assert not anchor or f'id="{anchor}"' in there.get_data(as_text=True), target
    for source in re.findall(r'src="(/guide/[^"]*)"', text):
        assert client.get(source).mimetype == "image/png"
    assert "&lt;img" not in text
    assert "**" not in re.sub(r"<pre.*?</pre>|<code>.*?</code>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize(
    "path",
    ["/guide/nothing", "/guide/../README", "/guide/images/../guide.md", "/guide/images/none.png"],
)
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_is_written_is_never_run() -> None:
    html = guide.render(
        "# <script>alert(1)</script>\n\n[a](javascript:alert) <img src=x onerror=y> "
        '[b](https://x.example/"onmouseover=z) ![c](images/a.png"onload=b)\n\n`<b>`\n\n| <i> | b |\n|---|---|\n| 1 | 2 |'
    )
    assert not re.search(
        r"<(script|i|b)>|<img src=x|javascript:|href=\"[^\"]*\"o|src=\"[^\"]*\"o", html
    )
    assert "<code>&lt;b&gt;</code>" in html


def test_lists_tables_code_and_marks() -> None:
    html = guide.render(
        "## A *b*\nText **c** `*d*`.\n\n- one\n  more\n- two\n\n1. x\n\n```sh\n# not a heading\n\n*e*\n```"
    )
    assert '<h2 id="a-b">A <em>b</em></h2>' in html and "<strong>c</strong> <code>*d*</code>" in html
    assert "<ul><li>one more</li><li>two</li></ul>" in html and "<ol><li>x</li></ol>" in html
    assert "# not a heading\n\n*e*</code></pre>" in html
    table = guide.render("| a | b |\n|---|---|\n| 1 | `x\\|y` |")
    assert "<th>a</th>" in table and "<td><code>x|y</code></td>" in table
