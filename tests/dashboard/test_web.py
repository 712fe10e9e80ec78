"""The web routes: uploads stream, sessions are apart, headers protect."""

import io
import json
import os
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from callbacks.data import follow, load_recipe
from callbacks.shell import show_page
from core.jobs import QueueFull
from core.model import Recipe
from core.report import PREVIEW, RememberedChoices
from core.segment import Run
from core.session import ServerLimits, Services, Session
from core.store import Notes
from dashboard.app import create_app, health
from dashboard.sessions import COOKIE
from dashboard.settings import BadSetting, Settings
from layouts.address import Address, parse
from tests.support.pictures import picture

CUSTOMERS = b"customer_id,visits,spend\n" + b"".join(
    b"%d,%d,%d\n" % (i, i % 7, i * 3 % 11) for i in range(90)
)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = Services(ServerLimits(tmp_path_factory.mktemp("services"), workers=1))
    yield services
    services.close()


@pytest.fixture(scope="module")
def app(services: Services) -> object:
    return create_app(Settings(upload_mb=1), services).server


@pytest.fixture
def client(app: object) -> FlaskClient:
    return app.test_client()  # type: ignore[attr-defined,no-any-return]


def uploaded(client: FlaskClient, services: Services, content: bytes = CUSTOMERS) -> str:
    """The id of a data set that this client has sent and that was read."""
    answer = client.put("/upload?name=c.csv", data=content).get_json()
    finished(own_session(client, services), answer["job"])
    return str(answer["dataset"])


def own_session(client: FlaskClient, services: Services) -> Session:
    return Session(services, client.get_cookie(COOKIE).value)  # type: ignore[union-attr]


def finished(session: Session, job: str) -> None:
    deadline = time.monotonic() + 60
    while (status := session.status(job)).state not in {"done", "failed"}:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert status.state == "done", status.message


def analysed(client: FlaskClient, services: Services, name: str) -> str:
    """The token of the data set's first recipe, whose result is there."""
    session = own_session(client, services)
    dataset = session.open(name)
    recipe = session.new_recipe(dataset)
    if job := session.result(dataset, recipe).start():
        finished(session, job)
    return recipe.to_token()


def test_a_file_is_streamed_read_and_opened_by_its_owner_only(
    client: FlaskClient, app: object, services: Services
) -> None:
    dataset = uploaded(client, services)
    token = "recipe="
    other = app.test_client()  # type: ignore[attr-defined]
    for part in ("live/{}/summary", "live/{}/points", "take/{}/recipe"):
        assert other.get(f"/{part.format(dataset)}?{token}").status_code == 404
        assert "not here" in other.get(f"/{part.format(dataset)}?{token}").get_json()["error"]


def test_a_made_up_recipe_gets_a_sentence(client: FlaskClient, services: Services) -> None:
    answer = client.get(f"/live/{uploaded(client, services)}/summary?recipe=nonsense")
    assert answer.status_code == 400
    assert "not a Tessera recipe" in answer.get_json()["error"]


def test_too_large_is_refused_by_the_announced_length(client: FlaskClient) -> None:
    answer = client.put("/upload?name=c.csv", data=b"x" * (2 << 20))
    assert answer.status_code == 413
    assert "limit of 1 MB" in answer.get_json()["error"]


def test_too_large_is_refused_while_it_streams(client: FlaskClient, services: Services) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    environ = {"wsgi.input_terminated": True}
    answer = client.put(
        "/upload?name=c.csv", data=b"x" * (2 << 20), headers=headers, environ_overrides=environ
    )
    assert answer.status_code == 413
    assert not list(Path(services.limits.root).rglob("*.upload"))


def test_a_file_that_cannot_be_queued_is_not_kept(
    client: FlaskClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> str:
        raise QueueFull(waiting=64)

    monkeypatch.setattr(services.jobs, "submit", full)
    answer = client.put("/upload?name=c.csv", data=CUSTOMERS)
    assert answer.status_code == 400
    assert "64 computations are waiting" in answer.get_json()["error"]
    assert not list(Path(services.limits.root).rglob("*.upload"))


def test_the_customers_are_written_by_a_worker_and_then_sent(
    client: FlaskClient, services: Services
) -> None:
    dataset = uploaded(client, services)
    link = f"/take/{dataset}/table?recipe={analysed(client, services, dataset)}&format=customers_csv&setting=3"
    answer = client.get(link)
    while answer.status_code == 202:
        time.sleep(0.05)
        answer = client.get(f"{link}&job={answer.get_json()['job']}")
    assert answer.status_code == 200
    assert answer.content_length == len(answer.data)
    assert answer.data.decode("utf-8-sig").startswith("customer_id,")
    assert len(answer.data.splitlines()) == 91


def test_segments_are_on_their_way_while_the_data_is_looked_at(
    client: FlaskClient, services: Services
) -> None:
    name = uploaded(
        client, services, b"customer_id,visits\n" + b"".join(b"%d,%d\n" % (i, i % 9) for i in range(60))
    )
    session = own_session(client, services)
    dataset = session.open(name)
    asked = session.result(dataset, session.new_recipe(dataset).with_changes(reducer="tsne")).start()
    show_page(session, "/", Address(name).search(), None)
    deadline = time.monotonic() + 60
    while not Run(dataset, session.new_recipe(dataset), services.store).is_analysed:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert asked is not None
    finished(session, asked)


def test_what_nobody_asked_for_ends_with_the_next_request(services: Services) -> None:
    session = Session(services, "impatient")
    reading = session.sample("shop")
    finished(session, reading.job)
    dataset = session.open(reading.dataset)
    session.result(
        dataset, session.new_recipe(dataset).with_changes(reducer="tsne", seed=3)
    ).start_ahead()
    (ahead,) = (n for n, job in services.jobs._jobs.items() if job.owner == "impatient" and job.live)
    small = session.sample("wholesale")
    finished(session, small.job)
    assert session.status(ahead).state == "queued"  # it runs no more unless somebody still asks
    there = session.open(small.dataset)
    finished(session, session.result(there, session.new_recipe(there)).start() or "")
    session.result(
        dataset, session.new_recipe(dataset).with_changes(reducer="tsne", seed=4)
    ).start_ahead()
    (ahead,) = (n for n, job in services.jobs._jobs.items() if job.owner == "impatient" and job.live)
    assert session.result(there, session.new_recipe(there)).start() is None
    assert session.status(ahead).state == "queued"  # it runs no more unless somebody still asks


def test_data_that_gives_no_segments_is_still_shown(client: FlaskClient, services: Services) -> None:
    name = uploaded(client, services)
    impossible = Address(name, Recipe(params={"n_clusters": 999}).to_token())
    _, text, *_ = show_page(own_session(client, services), "/", impossible.search(), None)
    assert text == "c.csv · 90 rows"


def test_the_listed_customers_are_the_picked_ones(client: FlaskClient, services: Services) -> None:
    name = uploaded(client, services)
    recipe, session = Recipe.from_token(analysed(client, services, name)), own_session(client, services)
    dataset = session.open(name)
    everyone = session.result(dataset, recipe, 3).customers(range(90), 0, 1000)
    segment = session.result(dataset, recipe, 3).customers(None, 2, 5)
    second = everyone[everyone["Segment"] == 2]
    assert list(segment["Customer id"]) == list(second["Customer id"])[:5]
    lasso = session.result(dataset, recipe, 3).customers([4, 2, -1, 90], 0, 1000)
    assert list(lasso["Customer id"]) == list(everyone["Customer id"].iloc[[4, 2]])


def test_a_comparison_is_made_and_taken_away_by_its_owner_only(
    client: FlaskClient, app: object, services: Services
) -> None:
    named = b"customer_id,visits,=1+1\n" + b"".join(
        b"%d,%d,%d\n" % (i, i % 7, i * i % 11) for i in range(80)
    )
    name = uploaded(client, services, named)
    token, session = analysed(client, services, name), own_session(client, services)
    recipe, dataset, methods = Recipe.from_token(token), session.open(name), ["kmeans", "hierarchical"]
    finished(session, session.result(dataset, recipe, 3).start_comparison(methods) or "")
    assert session.result(dataset, recipe, 3).start_comparison(methods) is None
    asked = f"recipe={token}&setting=3&methods={','.join(methods)}"
    for part in ("comparison", "compared"):
        other = app.test_client().get(f"/take/{name}/{part}?{asked}")  # type: ignore[attr-defined]
        assert other.status_code == 404
    lines = client.get(f"/take/{name}/comparison?{asked}").data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("method,parameter,setting")
    assert {line.split(",")[0] for line in lines[1:]} == set(methods)
    assert client.get(f"/take/{name}/comparison?{asked}&format=xlsx").data[:2] == b"PK"
    image = client.get(f"/take/{name}/compared?{asked}&figure=scores&format=svg")
    assert b"Hierarchical" in image.data
    assert client.get(f"/take/{name}/comparison?{asked}&format=ods").status_code == 400
    assert (
        client.get(f"/take/{name}/comparison?recipe={token}&setting=3&methods=none").status_code == 400
    )
    assert client.get(f"/take/{name}/compared?{asked}&figure=pie").status_code == 400


def test_a_report_is_made_and_taken_away_by_its_owner_only(
    client: FlaskClient, app: object, services: Services
) -> None:
    name = uploaded(client, services)
    chosen = {
        **RememberedChoices(Notes(Path("nowhere"))).begin("d", date(2026, 11, 22)),
        "sections": ["data"],
    }
    asked = f"recipe={analysed(client, services, name)}&setting=3&choices={quote(json.dumps(chosen))}"
    link = f"/take/{name}/report?{asked}&format=html"
    for part in ("report", "page"):
        other = app.test_client().get(f"/take/{name}/{part}?{asked}")  # type: ignore[attr-defined]
        assert other.status_code == 404
    answer = client.get(link)
    while answer.status_code == 202:
        time.sleep(0.05)
        answer = client.get(f"{link}&job={answer.get_json()['job']}")
    assert b"Customer segments of c<" in answer.data
    session = own_session(client, services)
    assert session.report_choices.begin(name, date(2026, 11, 23))["sections"] == ["data"]
    dataset, recipe = session.open(name), Recipe.from_token(analysed(client, services, name))
    choices = session.report_choices.choices(chosen)
    job = session.result(dataset, recipe, 3).start_report(choices, [PREVIEW])
    finished(session, job or "")
    page = client.get(f"/take/{name}/page?{asked}&page=1")
    assert page.data.startswith(b"\x89PNG") and "private" in page.headers["Cache-Control"]
    for wrong in ("page=9", "page=", "page=1.5"):
        assert (
            "The report has 1 page."
            in client.get(f"/take/{name}/page?{asked}&{wrong}").get_json()["error"]
        )
    assert client.get(f"{link}&format=odt".replace("&format=html", "")).status_code == 400
    nonsense = f"/take/{name}/report?recipe={recipe.to_token()}&setting=3&format=pdf&choices=[]"
    assert "Choose its date" in client.get(nonsense).get_json()["error"]


def test_a_logo_is_checked_before_it_is_kept(client: FlaskClient) -> None:
    assert "damaged" in client.put("/upload/logo", data=b"no image").get_json()["error"]
    assert "too large" in client.put("/upload/logo", data=b"x" * (3 << 20)).get_json()["error"]
    answer = client.put("/upload/logo", data=picture())
    assert re.fullmatch("[0-9a-f]{16}", answer.get_json()["logo"])


def test_a_file_that_cannot_be_written_says_why(client: FlaskClient, services: Services) -> None:
    dataset = uploaded(client, services)
    link = f"/take/{dataset}/table?recipe={analysed(client, services, dataset)}&format=customers_csv&setting=99"
    answer = client.get(link)
    while answer.status_code == 202:
        time.sleep(0.05)
        answer = client.get(f"{link}&job={answer.get_json()['job']}")
    assert answer.status_code == 400
    assert "The slider has no stop at 99" in answer.get_json()["error"]


PURCHASES = b"order_id,customer_id,order_date,amount\n" + b"".join(
    b"B%d,%d,2024-%02d-%02d,%d.5\n" % (i, i % 30, 1 + i % 12, 1 + i % 27, i % 9) for i in range(120)
)


def test_files_that_belong_together_become_one_data_set(
    client: FlaskClient, services: Services
) -> None:
    bodies = {"orders.csv": PURCHASES, "people.csv": CUSTOMERS}
    parts = [client.put(f"/upload?part=1&name={n}", data=b).get_json() for n, b in bodies.items()]
    answer = client.put("/upload/join", json={"parts": parts}).get_json()
    session = own_session(client, services)
    finished(session, answer["job"])
    dataset = session.open(answer["dataset"])
    assert (dataset.name, dataset.rows) == ("orders.csv + people.csv", 120)
    assert any("120 of 120 rows match" in notice.text for notice in dataset.notices)
    assert not list(session.inbox.glob("*.upload"))


def test_a_file_is_added_to_an_open_data_set(client: FlaskClient, services: Services) -> None:
    dataset = uploaded(client, services, PURCHASES)
    for content, rows in (
        (CUSTOMERS, 120),
        (PURCHASES.replace(b"2024", b"2025").replace(b"B", b"D"), 240),
    ):
        part = client.put("/upload?part=1&name=more.csv", data=content).get_json()
        answer = client.put("/upload/join", json={"parts": [part], "dataset": dataset}).get_json()
        session = own_session(client, services)
        finished(session, answer["job"])
        dataset = session.open(answer["dataset"]).id
        assert session.open(dataset).rows == rows
    assert len(session.open(dataset).parts) == 3


def joined(client: FlaskClient, dataset: str | None = None, **bodies: bytes) -> Any:
    """Answer to these files of one data set, by their names without ".csv"."""
    parts = [client.put(f"/upload?part=1&name={n}.csv", data=b).get_json() for n, b in bodies.items()]
    asked = {"parts": parts} if dataset is None else {"parts": parts, "dataset": dataset}
    return client.put("/upload/join", json=asked)


def test_a_file_that_is_there_already_is_said(client: FlaskClient, services: Services) -> None:
    copy = joined(client, may=PURCHASES, june=PURCHASES)
    assert copy.status_code == 400
    assert "'june.csv' adds nothing new: 'may.csv' has exactly the same" in copy.get_json()["error"]
    answer = joined(client, may=PURCHASES, june=PURCHASES, people=CUSTOMERS).get_json()
    session = own_session(client, services)
    finished(session, answer["job"])
    dataset = session.open(answer["dataset"])
    assert dataset.rows == 120
    assert "'june.csv' is the same as 'may.csv', so it counts once." in str(dataset.notices)
    again = joined(client, dataset.id, orders=PURCHASES)
    assert again.status_code == 400 and "adds nothing new" in again.get_json()["error"]


def test_the_files_of_a_data_set_last_as_long_as_it(client: FlaskClient, services: Services) -> None:
    answer = joined(client, orders=PURCHASES, people=CUSTOMERS).get_json()
    session = own_session(client, services)
    finished(session, answer["job"])
    dataset = session.open(answer["dataset"])
    for stored in session.workspace.list_stored():
        os.utime(session.workspace.root / f"{stored.dataset.id}.json", (1, 1))
    session.open(dataset.id)
    assert all(stored.used > 1 for stored in session.workspace.list_stored())
    session.workspace.remove(dataset.parts[0])
    assert session.open(dataset.id).rows == 120
    late = joined(client, dataset.id, june=PURCHASES.replace(b"2024", b"2025"))
    assert late.status_code == 400 and "Upload all of its files again" in late.get_json()["error"]


def test_the_parts_of_one_are_never_anothers(client: FlaskClient, services: Services) -> None:
    part = client.put("/upload?part=1&name=orders.csv", data=PURCHASES).get_json()
    dataset = uploaded(client, services)
    stranger = client.application.test_client()
    stranger.get("/")
    for asked in ({"parts": [part]}, {"parts": [part], "dataset": dataset}):
        answer = stranger.put("/upload/join", json=asked)
        assert answer.status_code == 400 and "Upload them again" in answer.get_json()["error"]
    own = joined(stranger, dataset, people=CUSTOMERS)
    assert own.status_code == 400 and "another browser" in own.get_json()["error"]


def test_the_sheets_of_a_workbook_are_joined(client: FlaskClient, services: Services) -> None:
    book = openpyxl.Workbook()
    for name, body in (("Orders", PURCHASES), ("People", CUSTOMERS)):
        sheet = book.create_sheet(name)
        for line in body.decode().splitlines():
            sheet.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    book.remove(book.worksheets[0])
    body = io.BytesIO()
    book.save(body)
    answer = client.put("/upload?name=shop.xlsx", data=body.getvalue()).get_json()
    session = own_session(client, services)
    finished(session, answer["job"])
    pending = session.join_sheets(session.open(answer["dataset"]), ("Orders", "People"))
    finished(session, pending.job)
    dataset = session.open(pending.dataset)
    assert (dataset.name, dataset.rows, len(dataset.parts)) == ("shop.xlsx", 120, 2)
    assert "120 of 120 rows match" in str(dataset.notices)


@pytest.mark.parametrize("asked", [{}, {"parts": [{"digest": "../x", "name": "a"}]}, {"parts": ["a"]}])
def test_parts_that_are_not_here_are_refused(client: FlaskClient, asked: object) -> None:
    answer = client.put("/upload/join", json=asked)
    assert answer.status_code == 400
    assert "Upload them again" in answer.get_json()["error"]


def test_an_empty_upload_is_refused(client: FlaskClient) -> None:
    answer = client.put("/upload?name=c.csv", data=b"")
    assert answer.status_code == 400
    assert "empty" in answer.get_json()["error"]


def test_a_forged_session_is_replaced(client: FlaskClient) -> None:
    client.set_cookie(COOKIE, "../../etc")
    client.get("/")
    assert len(client.get_cookie(COOKIE).value) == 43  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "beside",
    [
        "/health", "/favicon.ico", "/assets/1-theme.css", "/assets/nope.css", "/robots.txt",
        "/apple-touch-icon.png", "/.well-known/appspecific/com.chrome.devtools.json",
    ],
)  # fmt: skip
def test_what_is_asked_for_beside_a_page_brings_no_session(client: FlaskClient, beside: str) -> None:
    for answer in (client.get(beside), client.head(beside)):
        assert "Set-Cookie" not in answer.headers
    picture = client.get("/segment", headers={"Sec-Fetch-Dest": "image"})
    assert "Set-Cookie" not in picture.headers
    assert "Set-Cookie" in client.get("/segment").headers


def test_scripts_are_loaded_once(client: FlaskClient) -> None:
    page = client.get("/").text
    script = re.search(r'src="(/assets/[^"]+\?m=[^"]+)"', page)[1]
    assert "immutable" in client.get(script).headers["Cache-Control"]
    assert "immutable" not in client.get(script.split("?")[0]).headers["Cache-Control"]
    assert "no-store" in client.get("/assets/none.js?m=1").headers["Cache-Control"]


def test_headers_protect(client: FlaskClient) -> None:
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_health(client: FlaskClient) -> None:
    assert client.get("/health").get_json()["status"] == "ok"


def test_nothing_is_loaded_from_elsewhere(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert "http://" not in page
    assert "https://" not in page


def test_settings_are_read_by_name() -> None:
    settings = Settings.from_environment(
        {"PORT": "9000", "TESSERA_UPLOAD_MB": "7", "TESSERA_SECURE_COOKIES": "yes"}
    )
    assert (settings.port, settings.upload_mb, settings.secure_cookies) == (9000, 7, True)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("TESSERA_UPLOAD_MB", "lots", "TESSERA_UPLOAD_MB must be a whole number"),
        ("PORT", "99999", "PORT must be a number from 1 to 65535"),
        ("TESSERA_SECURE_COOKIES", "maybe", "must be yes or no; 'maybe' is neither"),
        ("TESSERA_CHROME", "/no/chrome", "names no program"),
    ],
)
def test_a_wrong_setting_stops_the_start(variable: str, value: str, words: str) -> None:
    with pytest.raises(BadSetting, match=words):
        Settings.from_environment({variable: value})


def test_a_data_folder_that_keeps_nothing_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match="Set TESSERA_DATA_DIR to a folder"):
        Settings(data_dir=str(tmp_path / "file")).check_data_folder()
    Settings(data_dir=str(tmp_path / "new")).check_data_folder()
    assert (tmp_path / "new").is_dir()


def test_health_without_a_worker(tmp_path: Path) -> None:
    (tmp_path / "jobs").touch()
    services = Services(ServerLimits(tmp_path, workers=1))
    with Flask("health").app_context():
        answer, status = health(services)
    services.close()
    assert status == 503 and answer.get_json()["workers"] == 0


def test_a_data_set_opens_with_its_settings_a_recipe_or_afresh(
    client: FlaskClient, services: Services
) -> None:
    name = uploaded(client, services)
    session = own_session(client, services)
    dataset = session.open(name)
    session.start_afresh(dataset)
    chosen = session.new_recipe(dataset).with_changes(scale="robust")
    looked_at = Address(name, chosen.to_token(), 4)
    show_page(session, "/segment", looked_at.search(), f"/segment{looked_at.search()}")
    assert session.starting_recipe(dataset) == chosen.with_changes(params={"n_clusters": 4})
    page, *_ = show_page(session, "/", Address(name).search(), None)
    assert "settings from last time" in str(page)
    page, *_ = show_page(session, "/", Address(name, chosen.to_token()).search(), None)
    assert "settings from last time" not in str(page)  # they were made just now
    assert session.start_afresh(dataset) == session.starting_recipe(dataset)
    page, *_ = show_page(session, "/", Address(name).search(), None)
    assert "Start afresh" not in str(page)
    file = {"name": "club.json", "text": chosen.with_changes(scale="minmax").to_json()}
    reading = load_recipe(session, Address(name).search(), file)
    finished(session, reading["job"])
    progress = follow(session, reading)
    loaded = Recipe.from_token(parse(progress.href.removeprefix("/")).recipe)
    assert (loaded.scale, progress.error) == ("minmax", "")
    page, *_ = show_page(session, "/", progress.href.removeprefix("/"), None)
    assert "The recipe 'club.json' is used" in str(page)
    second = load_recipe(session, progress.href.removeprefix("/"), file)
    finished(session, second["job"])
    assert follow(session, second).error == "The page shows this recipe already."
