"""What every page keeps to: known ids, no way to a cloud, one set of theme tokens."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dash import Dash, dcc

import callbacks
from callbacks.shell import ASIDE, PAGES
from core.charts import THEMES
from core.data import Description, Draft
from core.model import ColumnProfile, Dataset, Finding, Fix, Notice, Recipe, RoleGuess
from core.report import RememberedChoices
from core.store import Notes
from layouts import ids
from layouts.address import Address
from layouts.compare_page import compare_page
from layouts.data_page import data_page, review
from layouts.profile_rfm import rfm_page
from layouts.report_page import preview, report_body, report_page
from layouts.segment_controls import features, transforms
from layouts.segment_page import nothing_to_segment, segment_page
from layouts.shell import lost_page, shell

ROOT = Path(__file__).parents[2]
KNOWN = {value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)}
NOT_OURS = re.compile(r"(segment|compare)-[a-z]+-(card|expand)")


def pages() -> list[Any]:
    column = ColumnProfile("spend", "number", 0, 9, ("1", "2"))
    recipe = Recipe(roles={"spend": "number"})
    dataset = Dataset(
        "0" * 64, "c.csv", "", 9, ("spend",), (Notice("Read as CSV."),), "", ("a", "b"), "a"
    )
    finding = Finding(
        "constant", "It is constant.", ("spend",), 1, Fix("ignore", "spend"), "Leave out", True
    )
    seen = Description(
        (column,), RoleGuess("customers", "One row each.", {"spend": "number"}, {}), (finding,)
    )
    return [
        shell(),
        data_page(review(Draft(dataset, recipe, seen), [{"c0": "1"}]), [dataset]),
        data_page(None, []),
        segment_page(recipe, Address("0" * 64, "token", 4, {"features": "bars", "dimensions": "3"})),
        compare_page(recipe, Address("0" * 64, "token", 4)),
        report_page(recipe, Address("0" * 64, "token", 4)),
        *report_body(
            RememberedChoices(Notes(ROOT / "nowhere")).begin("d", date(2026, 11, 22)), "c.csv"
        ),
        *preview(["/page"]),
        rfm_page(recipe, Address("0" * 64, "token", 4)),
        nothing_to_segment(),
        lost_page("Gone."),
        *features({"spend": "Spend"}, ["spend"], {}, {}),
        *transforms({"spend": "Spend"}, {}),
    ]


def components() -> Iterator[Any]:
    for page in pages():
        yield page
        yield from page._traverse()


def test_every_id_is_a_known_constant() -> None:
    for component in components():
        id = getattr(component, "id", None)
        name = id["family"] if isinstance(id, dict) else id
        assert name is None or name in KNOWN or NOT_OURS.fullmatch(name), name


def test_every_id_is_spelled_page_noun_kind() -> None:
    assert [
        name
        for name in KNOWN
        if not re.fullmatch(
            r"(shell|data|segment|compare|result|profiles|act|report|rfm)-[a-z]+-[a-z]+", name
        )
    ] == []


def test_a_member_of_a_family_is_spelled_as_in_the_page() -> None:
    assert ids.text(ids.keyed("f", 1)) == '{"family":"f","key":1}'
    assert ids.text(ids.keyed("f", 'a"é')) == '{"family":"f","key":"a\\"é"}'


def test_no_graph_can_send_its_data_away() -> None:
    graphs = [component for component in components() if isinstance(component, dcc.Graph)]
    assert len(graphs) >= 5
    assert all(graph.config["showSendToCloud"] is False for graph in graphs)
    assert all(graph.config["displaylogo"] is False for graph in graphs)


def test_graphs_are_made_in_one_place() -> None:
    users = [path.name for path in ROOT.glob("[cl]a*/*.py") if "dcc.Graph(" in path.read_text()]
    assert users == ["cards.py"]


def scripts() -> dict[str, str]:
    """The text of each script of ours by its path under `assets/`."""
    folder = ROOT / "assets"
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.glob("*/**/*.js")}


def test_the_scripts_name_only_known_ids() -> None:
    pages, kinds = ({name.split("-")[part] for name in KNOWN} for part in (0, 2))
    named = {
        (script, name)
        for script, text in scripts().items()
        for name in re.findall(r"[\"'`#]([a-z]+-[a-z]+-[a-z]+)\b", text)
        if name.split("-")[0] in pages or name.split("-")[2] in kinds
    }
    assert [
        part for part in sorted(named) if part[1] not in KNOWN and not NOT_OURS.fullmatch(part[1])
    ] == []
    folders = {script.split("/")[0] for script, _ in named}
    assert folders == {"act", "data", "profile", "report", "segment", "shared"}


def test_the_scripts_have_every_function_that_a_callback_names() -> None:
    app = Dash(suppress_callback_exceptions=True)
    callbacks.register(app, lambda: None)  # type: ignore[arg-type,return-value]
    wired = [part["clientside_function"] for part in app._callback_list]
    named = [function for function in wired if function]
    assert {function["namespace"] for function in named} == {"tessera"}
    text = "\n".join(scripts().values())
    written = set(re.findall(r"\btessera\.callbacks\.(\w+) = ", text))
    assert {function["function_name"] for function in named} == written


def test_a_page_beside_the_steps_marks_one_of_them() -> None:
    named = dict(re.findall(r'"(/[a-z]+)": "(/[a-z]+)"', scripts()["shared/shell.js"]))
    assert named.keys() == ASIDE.keys() and set(named.values()) <= PAGES.keys()


def test_page_and_images_share_their_colours() -> None:
    css = (ROOT / "assets" / "1-theme.css").read_text()
    for theme, tokens in THEMES.items():
        block = css.split(f'[data-bs-theme="{theme}"] {{')[1].split("}")[0]
        written = dict(re.findall(r"--ts-([a-z-]+): (#[0-9a-f]{6});", block))
        assert {name: written.get(name) for name in tokens} == dict(tokens)


def test_roles_that_give_no_segments_are_told_beside_the_data() -> None:
    dataset = Dataset("0" * 64, "t.csv", "", 4, ("words",), (), "", (), None)
    column = ColumnProfile("words", "text", 0, 4, ("foo",))
    for role, told in (("text", True), ("category", False)):
        guess = RoleGuess("customers", "One row each.", {"words": role}, {})
        page = review(
            Draft(dataset, Recipe(roles={"words": role}), Description((column,), guess, ())), []
        )
        assert ("to compare customers by" in str(page)) == told
        assert ("disabled=True" in str(page)) == told


def test_rows_that_are_no_customers_lead_to_one_question() -> None:
    dataset = Dataset("0" * 64, "t.csv", "", 4, ("sku",), (), "", (), None)
    column = ColumnProfile("sku", "text", 0, 4, ("foo",))
    guess = RoleGuess("other", "This looks like a list of products.", {"sku": "ignore"}, {})
    page = review(Draft(dataset, Recipe(table="other"), Description((column,), guess, ())), [])
    shown = str(page)
    assert "What is each row?" in shown and "list of products" in shown
    assert "disabled=True" in shown and "not clear what a row" in shown
    kind = next(part for part in page._traverse() if getattr(part, "id", None) == ids.DATA_TABLE_KIND)
    assert kind.value not in [option["value"] for option in kind.options]


def test_a_snapshot_before_every_date_is_said_beside_its_field() -> None:
    dataset = Dataset("0" * 64, "t.csv", "", 4, ("day",), (), "", (), None)
    first = datetime(2010, 12, 1, 8, 26, tzinfo=UTC).timestamp()
    column = ColumnProfile("day", "date", 0, 4, ("2010-12-01",), first, first + 86_400)
    guess = RoleGuess("transactions", "One row a sale.", {"day": "date"}, {})
    for snapshot in (None, "2010-12-01", "2010-12-02", "1999-01-01", "no date"):
        recipe = Recipe(table="transactions", roles={"day": "date"}, snapshot=snapshot)
        page = str(review(Draft(dataset, recipe, Description((column,), guess, ())), []))
        said = "No purchase is that early. Choose a day after 2010-12-01." in page
        assert said == (snapshot in ("2010-12-01", "1999-01-01"))
