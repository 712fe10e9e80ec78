"""What the Act page gives away: whole files for the owner, nothing for anybody else."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from core.act import read_playbook
from core.data import new_recipe, read_file
from core.model import ignore_progress
from core.segment import Run
from core.session import ActChoices, ServerLimits, Services, Session
from dashboard.app import create_app
from dashboard.sessions import COOKIE
from dashboard.settings import Settings
from layouts.address import Address, download_address

PEOPLE = 60
LINES = [f"c{i},p{i}@example.org,{i % 2 * 50 + i % 5},{i % 2 * 300 + i % 7}" for i in range(PEOPLE)]


@pytest.fixture(scope="module")
def app(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[FlaskClient, FlaskClient, Address]]:
    """The owner, a stranger, and what the owner's Act page tells of."""
    services = Services(ServerLimits(tmp_path_factory.mktemp("services"), workers=0))
    server = create_app(Settings(upload_mb=1), services).server
    owner = server.test_client()
    owner.get("/")
    session = Session(services, owner.get_cookie(COOKIE).value)  # type: ignore[union-attr]
    yield owner, server.test_client(), analysed_result(session)
    services.close()


def analysed_result(session: Session) -> Address:
    """The address of a result that the session has."""
    services = session.services
    source = session.inbox / "people.upload"
    source.write_text("\n".join(["customer_id,email,visits,spend", *LINES]) + "\n")
    workspace = services.limits.workspaces().of(session.id)
    dataset = workspace.add(source, "p.csv", "1" * 64, None, ignore_progress, read_file)
    recipe = new_recipe(dataset)
    Run(dataset, recipe, services.store).analyse()
    return Address(dataset.id, recipe.to_token(), 2)


def inside(body: bytes) -> dict[str, bytes]:
    archive = zipfile.ZipFile(io.BytesIO(body))
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_owner_saves_the_files_whole_or_one_by_one(app) -> None:  # type: ignore[no-untyped-def]
    owner, _, address = app
    query = [("target", "mailchimp"), ("segments", "1"), ("holdout", 0.5)]
    files = inside(owner.get(download_address(address, "audience", query)).data)
    assert set(files) == {"audience.csv", "assignment.csv", "holdout.csv"}
    for name, content in files.items():
        assert (
            owner.get(download_address(address, "audience", [*query, ("file", name)])).data == content
        )
    other = owner.get(download_address(address, "audience", [*query, ("contact", "email=nowhere")]))
    assert other.status_code == 400 and "no column 'nowhere'" in other.get_json()["error"]


def test_a_hold_out_that_is_no_number_contacts_nobody(app) -> None:  # type: ignore[no-untyped-def]
    owner, _, address = app
    for share in ("", "x", "nan"):
        query = [("target", "mailchimp"), ("segments", "1"), ("holdout", share)]
        answer = owner.get(download_address(address, "audience", query))
        assert answer.status_code == 400 and "hold-out share" in answer.get_json()["error"]


def test_decisions_are_saved_with_their_recipe(app) -> None:  # type: ignore[no-untyped-def]
    owner, _, address = app
    files = inside(owner.get(download_address(address, "decisions")).data)
    assert set(files) == {"recipe.json", "ratings.json", "names.json"}
    assert set(json.loads(files["names.json"])) == {"1", "2"}
    assert json.loads(files["ratings.json"]) == []


def test_a_playbook_of_ones_own_is_among_the_decisions(app, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    owner, _, address = app
    monkeypatch.setattr(ActChoices, "own_playbook_text", lambda _: 'name = "ours"')
    assert (
        inside(owner.get(download_address(address, "decisions")).data)["playbook.toml"]
        == b'name = "ours"'
    )


def test_a_built_in_playbook_can_be_read_again(app) -> None:  # type: ignore[no-untyped-def]
    owner, _, address = app
    text = owner.get(download_address(address, "playbook", [("name", "retail")])).text
    assert read_playbook(text).name == "retail"
    assert (
        owner.get(download_address(address, "playbook", [("name", "../../facts")])).status_code == 400
    )


@pytest.mark.parametrize("part", ["audience", "decisions", "playbook"])
def test_nobody_else_gets_anything(app, part: str) -> None:  # type: ignore[no-untyped-def]
    _, stranger, address = app
    assert stranger.get(download_address(address, part)).status_code == 404
