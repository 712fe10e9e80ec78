"""The web routes: uploads stream, sessions are apart, headers protect."""

import json
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from callbacks.shell import show_page
from core.jobs import QueueFull
from core.model import Recipe
from core.report import PREVIEW, RememberedChoices
from core.segment import Run
from core.session import Decisions, Desk, ServerLimits, Services
from core.store import Notes
from dashboard.app import create_app
from dashboard.sessions import COOKIE
from dashboard.settings import BadSetting, Settings
from layouts.address import Address
from tests.support.documents import picture

CUSTOMERS = b"customer_id,visits,spend\n" + b"".join(
    b"%d,%d,%d\n" % (i, i % 7, i * 3 % 11) for i in range(90)
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    made = Services(ServerLimits(tmp_path_factory.mktemp("bench"), workers=1))
    yield made
    made.close()


@pytest.fixture(scope="module")
def app(bench: Services) -> object:
    return create_app(Settings(upload_mb=1), bench).server


@pytest.fixture
def client(app: object) -> FlaskClient:
    return app.test_client()  # type: ignore[attr-defined,no-any-return]


def uploaded(client: FlaskClient, bench: Services, content: bytes = CUSTOMERS) -> str:
    """The id of a data set that this client has sent and that was read."""
    answer = client.put("/upload?name=c.csv", data=content).get_json()
    finished(own_desk(client, bench), answer["job"])
    return str(answer["dataset"])


def own_desk(client: FlaskClient, bench: Services) -> Desk:
    return Desk(bench, client.get_cookie(COOKIE).value)  # type: ignore[union-attr]


def finished(desk: Desk, job: str) -> None:
    deadline = time.monotonic() + 60
    while (status := desk.status(job)).state not in {"done", "failed"}:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert status.state == "done", status.message


def analysed(client: FlaskClient, bench: Services, name: str) -> str:
    """The token of the data set's first recipe, whose result is there."""
    desk = own_desk(client, bench)
    dataset = desk.open(name)
    recipe = desk.new_recipe(dataset)
    if job := desk.start(dataset, recipe):
        finished(desk, job)
    return recipe.to_token()


def test_a_file_is_streamed_read_and_opened_by_its_owner_only(
    client: FlaskClient, app: object, bench: Services
) -> None:
    dataset = uploaded(client, bench)
    token = "recipe="
    other = app.test_client()  # type: ignore[attr-defined]
    for part in ("live/{}/summary", "live/{}/points", "take/{}/recipe"):
        assert other.get(f"/{part.format(dataset)}?{token}").status_code == 404
        assert "not here" in other.get(f"/{part.format(dataset)}?{token}").get_json()["error"]


def test_a_made_up_recipe_gets_a_sentence(client: FlaskClient, bench: Services) -> None:
    answer = client.get(f"/live/{uploaded(client, bench)}/summary?recipe=nonsense")
    assert answer.status_code == 400
    assert "not a Tessera recipe" in answer.get_json()["error"]


def test_too_large_is_refused_by_the_announced_length(client: FlaskClient) -> None:
    answer = client.put("/upload?name=c.csv", data=b"x" * (2 << 20))
    assert answer.status_code == 413
    assert "limit of 1 MB" in answer.get_json()["error"]


def test_too_large_is_refused_while_it_streams(client: FlaskClient, bench: Services) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    environ = {"wsgi.input_terminated": True}
    answer = client.put(
        "/upload?name=c.csv", data=b"x" * (2 << 20), headers=headers, environ_overrides=environ
    )
    assert answer.status_code == 413
    assert not list(Path(bench.bounds.root).rglob("*.upload"))


def test_a_file_that_cannot_be_queued_is_not_kept(
    client: FlaskClient, bench: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> str:
        raise QueueFull(waiting=64)

    monkeypatch.setattr(bench.jobs, "submit", full)
    answer = client.put("/upload?name=c.csv", data=CUSTOMERS)
    assert answer.status_code == 400
    assert "64 computations are waiting" in answer.get_json()["error"]
    assert not list(Path(bench.bounds.root).rglob("*.upload"))


def test_the_customers_are_written_by_a_worker_and_then_sent(
    client: FlaskClient, bench: Services
) -> None:
    dataset = uploaded(client, bench)
    link = f"/take/{dataset}/table?recipe={analysed(client, bench, dataset)}&format=customers_csv&setting=3"
    answer = client.get(link)
    while answer.status_code == 202:
        time.sleep(0.05)
        answer = client.get(f"{link}&job={answer.get_json()['job']}")
    assert answer.status_code == 200
    assert answer.content_length == len(answer.data)
    assert answer.data.decode("utf-8-sig").startswith("customer_id,")
    assert len(answer.data.splitlines()) == 91


def test_segments_are_on_their_way_while_the_data_is_looked_at(
    client: FlaskClient, bench: Services
) -> None:
    name = uploaded(
        client, bench, b"customer_id,visits\n" + b"".join(b"%d,%d\n" % (i, i % 9) for i in range(60))
    )
    desk = own_desk(client, bench)
    dataset = desk.open(name)
    asked = desk.start(dataset, desk.new_recipe(dataset).with_changes(reducer="tsne"))
    show_page(desk, "/", Address(name).search(), None)
    deadline = time.monotonic() + 60
    while not Run(dataset, desk.new_recipe(dataset), bench.store).is_analysed:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert asked is not None
    finished(desk, asked)


def test_what_nobody_asked_for_ends_with_the_next_request(bench: Services) -> None:
    desk = Desk(bench, "impatient")
    reading = desk.sample("shop")
    finished(desk, reading.job)
    dataset = desk.open(reading.dataset)
    desk.start_ahead(dataset, desk.new_recipe(dataset).with_changes(reducer="tsne", seed=3))
    (ahead,) = (n for n, job in bench.jobs._jobs.items() if job.owner == "impatient" and job.live)
    small = desk.sample("wholesale")
    finished(desk, small.job)
    assert desk.status(ahead).state == "cancelled"
    there = desk.open(small.dataset)
    finished(desk, desk.start(there, desk.new_recipe(there)) or "")
    desk.start_ahead(dataset, desk.new_recipe(dataset).with_changes(reducer="tsne", seed=4))
    (ahead,) = (n for n, job in bench.jobs._jobs.items() if job.owner == "impatient" and job.live)
    assert desk.start(there, desk.new_recipe(there)) is None
    assert desk.status(ahead).state == "cancelled"


def test_data_that_gives_no_segments_is_still_shown(client: FlaskClient, bench: Services) -> None:
    name = uploaded(client, bench)
    impossible = Address(name, Recipe(params={"n_clusters": 999}).to_token())
    _, text, *_ = show_page(own_desk(client, bench), "/", impossible.search(), None)
    assert text == "c.csv · 90 rows"


def test_the_listed_customers_are_the_picked_ones(client: FlaskClient, bench: Services) -> None:
    name = uploaded(client, bench)
    recipe, desk = Recipe.from_token(analysed(client, bench, name)), own_desk(client, bench)
    dataset = desk.open(name)
    everyone = desk.people(dataset, recipe, 3, range(90), 0, 1000)
    segment = desk.people(dataset, recipe, 3, None, 2, 5)
    second = everyone[everyone["segment"] == 2]
    assert list(segment["customer_id"]) == list(second["customer_id"])[:5]
    lasso = desk.people(dataset, recipe, 3, [4, 2, -1, 90], 0, 1000)
    assert list(lasso["customer_id"]) == list(everyone["customer_id"].iloc[[4, 2]])


def test_a_comparison_is_made_and_taken_away_by_its_owner_only(
    client: FlaskClient, app: object, bench: Services
) -> None:
    named = b"customer_id,visits,=1+1\n" + b"".join(
        b"%d,%d,%d\n" % (i, i % 7, i * i % 11) for i in range(80)
    )
    name = uploaded(client, bench, named)
    token, desk = analysed(client, bench, name), own_desk(client, bench)
    recipe, dataset, methods = Recipe.from_token(token), desk.open(name), ["kmeans", "hierarchical"]
    finished(desk, desk.start_compare(dataset, recipe, 3, methods) or "")
    assert desk.start_compare(dataset, recipe, 3, methods) is None
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
    client: FlaskClient, app: object, bench: Services
) -> None:
    name = uploaded(client, bench)
    chosen = {
        **RememberedChoices(Notes(Path("nowhere"))).begin("d", date(2026, 11, 22)),
        "sections": ["data"],
    }
    asked = f"recipe={analysed(client, bench, name)}&setting=3&choices={quote(json.dumps(chosen))}"
    link = f"/take/{name}/report?{asked}&format=html"
    for part in ("report", "page"):
        other = app.test_client().get(f"/take/{name}/{part}?{asked}")  # type: ignore[attr-defined]
        assert other.status_code == 404
    answer = client.get(link)
    while answer.status_code == 202:
        time.sleep(0.05)
        answer = client.get(f"{link}&job={answer.get_json()['job']}")
    assert b"Customer segments of c<" in answer.data
    desk = own_desk(client, bench)
    assert Decisions(desk).letterhead.begin(name, date(2026, 11, 23))["sections"] == ["data"]
    dataset, recipe = desk.open(name), Recipe.from_token(analysed(client, bench, name))
    decisions = Decisions(desk)
    job = decisions.start_report(dataset, recipe, 3, decisions.letterhead.choices(chosen), [PREVIEW])
    finished(desk, job or "")
    page = client.get(f"/take/{name}/page?{asked}&page=1")
    assert page.data.startswith(b"\x89PNG") and "private" in page.headers["Cache-Control"]
    for wrong in ("page=9", "page=", "page=1.5"):
        assert (
            "The report has 2 pages."
            in client.get(f"/take/{name}/page?{asked}&{wrong}").get_json()["error"]
        )
    assert client.get(f"{link}&format=odt".replace("&format=html", "")).status_code == 400
    nonsense = f"/take/{name}/report?recipe={recipe.to_token()}&setting=3&format=pdf&choices=[]"
    assert "Choose its date" in client.get(nonsense).get_json()["error"]


def test_a_logo_is_checked_before_it_is_kept(client: FlaskClient) -> None:
    assert "damaged" in client.put("/upload/logo", data=b"no image").get_json()["error"]
    assert "too large" in client.put("/upload/logo", data=b"x" * (3 << 20)).get_json()["error"]
    kept = client.put("/upload/logo", data=picture())
    assert re.fullmatch("[0-9a-f]{16}", kept.get_json()["logo"])


def test_a_file_that_cannot_be_written_says_why(client: FlaskClient, bench: Services) -> None:
    dataset = uploaded(client, bench)
    link = f"/take/{dataset}/table?recipe={analysed(client, bench, dataset)}&format=customers_csv&setting=99"
    answer = client.get(link)
    while answer.status_code == 202:
        time.sleep(0.05)
        answer = client.get(f"{link}&job={answer.get_json()['job']}")
    assert answer.status_code == 400
    assert "The slider has no stop at 99" in answer.get_json()["error"]


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


def test_a_setting_that_is_no_number_stops_the_start() -> None:
    with pytest.raises(BadSetting, match="TESSERA_UPLOAD_MB must be a whole number"):
        Settings.from_environment({"TESSERA_UPLOAD_MB": "lots"})
