"""Each session's data sets: who may open what, what stays and what goes."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.errors import Cancelled, UserError
from core.model import Notice, Progress, RelatedTables, ignore_progress
from core.store import DatasetNotFound, Workspace, Workspaces
from core.store.workspace import UploadGone

DAY_S = 86_400.0


@dataclass(frozen=True)
class Summary:
    """What the stand-in for the reader tells."""

    rows: int
    columns: tuple[str, ...]
    notices: tuple[Notice, ...]
    sheets: tuple[str, ...]
    sheet: str | None
    sheet_rows: Mapping[str, int] = field(default_factory=dict)
    table_groups: tuple[RelatedTables, ...] = ()


class UnreadableUpload(UserError):
    template = "This cannot be read. Send another."


class Reader:
    """Stands in for `core.data.reading.read.read_file`: copies the bytes and counts its calls."""

    def __init__(self, sheets: tuple[str, ...] = ()) -> None:
        self.sheets = sheets
        self.calls = 0

    def __call__(
        self, source: Path, name: str, target: Path, *, sheet: str | None, progress: Progress
    ) -> Summary:
        self.calls += 1
        progress("Reading", 0.0)
        if source.read_bytes() == b"bad":
            raise UnreadableUpload
        target.write_bytes(source.read_bytes())
        return Summary(3, ("a", "b"), (Notice(f"read {name}"),), self.sheets, sheet)


@pytest.fixture
def spaces(tmp_path: Path) -> Workspaces:
    return Workspaces(tmp_path / "workspaces", DAY_S, 10_000)


def upload(workspace: Workspace, content: bytes = b"x") -> tuple[Path, str]:
    """An uploaded file in the workspace, and its SHA-256."""
    path = workspace.root / f"{time.monotonic_ns()}.upload"
    path.write_bytes(content)
    return path, hashlib.sha256(content).hexdigest()


def add_upload(workspace: Workspace, content: bytes = b"x", sheet: str | None = None) -> str:
    source, digest = upload(workspace, content)
    return workspace.add(source, "kunden.csv", digest, sheet, ignore_progress, Reader()).id


def make_idle(path: Path, seconds: float) -> None:
    moment = time.time() - seconds
    os.utime(path, (moment, moment))


def test_a_file_becomes_a_data_set(spaces: Workspaces) -> None:
    workspace = spaces.of("ada")
    source, digest = upload(workspace)
    steps: list[str] = []
    made = workspace.add(
        source, "kunden.csv", digest, "S2", lambda step, _: steps.append(step), Reader()
    )
    assert (
        made.id == hashlib.sha256(f"{digest}S2".encode()).hexdigest() == workspace.id_of(digest, "S2")
    )
    assert (made.name, made.rows, made.columns, made.sheet) == ("kunden.csv", 3, ("a", "b"), "S2")
    assert (made.source, made.notices) == (digest, (Notice("read kunden.csv"),))
    assert Path(made.path).read_bytes() == b"x" and steps == ["Reading"]
    assert spaces.of("ada").open(made.id) == made
    assert spaces.of("ada").datasets() == (made,)


def test_the_same_file_is_not_read_again_and_takes_the_new_name(spaces: Workspaces) -> None:
    workspace, reader = spaces.of("ada"), Reader()
    for name in ("old.csv", "new.csv"):
        source, digest = upload(workspace)
        made = workspace.add(source, name, digest, None, ignore_progress, reader)
        assert not source.exists()
    assert reader.calls == 1
    assert workspace.open(made.id).name == "new.csv"


def test_no_session_opens_anothers(spaces: Workspaces) -> None:
    made = add_upload(spaces.of("ada"))
    with pytest.raises(DatasetNotFound):
        spaces.of("bob").open(made)
    spaces.of("bob").remove(made)
    assert spaces.of("bob").datasets() == ()
    assert spaces.of("ada").open(made).id == made


def test_a_session_needs_a_name(spaces: Workspaces) -> None:
    with pytest.raises(ValueError, match="name of its own"):
        spaces.of("")


@pytest.mark.parametrize(
    "session", ["../../etc", "a/b", "/", "ä" * 500, "\0", "."], ids=lambda text: repr(text)[:12]
)
def test_any_text_is_a_session_and_stays_inside(
    spaces: Workspaces, tmp_path: Path, session: str
) -> None:
    root = spaces.of(session).root
    assert root.parent == tmp_path / "workspaces" and root.is_dir()
    assert root.name == hashlib.sha256(session.encode()).hexdigest()


@pytest.mark.parametrize(
    "guess", ["", "x", "../secret", "a" * 63, "A" * 64, "a" * 64, "a" * 64 + "\n", "../" + "a" * 61]
)
def test_ids_that_are_none_are_not_found(spaces: Workspaces, guess: str) -> None:
    workspace = spaces.of("ada")
    add_upload(workspace)
    for ask in (workspace.open, workspace.original):
        with pytest.raises(DatasetNotFound):
            ask(guess)
    workspace.remove(guess)
    assert len(workspace.datasets()) == 1


def test_an_id_cannot_lead_out_of_the_workspace(spaces: Workspaces) -> None:
    made = add_upload(spaces.of("ada"))
    other = spaces.of("bob")
    with pytest.raises(DatasetNotFound):
        other.open(f"../{spaces.of('ada').root.name}/{made}")


def test_a_file_that_cannot_be_read_leaves_nothing(spaces: Workspaces) -> None:
    workspace = spaces.of("ada")
    source, digest = upload(workspace, b"bad")
    with pytest.raises(UnreadableUpload):
        workspace.add(source, "x.csv", digest, None, ignore_progress, Reader())
    assert not list(workspace.root.iterdir())


def test_a_file_that_an_earlier_reading_took_is_asked_for_again(spaces: Workspaces) -> None:
    workspace = spaces.of("ada")
    path, digest = upload(workspace)

    def stop(_step: str, _share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        workspace.add(path, "may.csv", digest, None, stop, Reader())
    with pytest.raises(UploadGone, match=r"may\.csv"):
        workspace.add(path, "may.csv", digest, None, ignore_progress, Reader())


def test_a_file_of_somebody_else_is_left_where_it_is(spaces: Workspaces, tmp_path: Path) -> None:
    source = tmp_path / "mine.csv"
    source.write_bytes(b"x")
    spaces.of("ada").add(source, "mine.csv", "0" * 64, None, ignore_progress, Reader())
    assert source.exists()


def test_what_an_older_version_wrote_is_opened(spaces: Workspaces) -> None:
    workspace = spaces.of("ada")
    source, digest = upload(workspace)
    dataset = workspace.add(source, "a.csv", digest, None, ignore_progress, Reader())
    record = workspace.root / f"{dataset.id}.json"
    node = json.loads(record.read_text())
    del node["fields"]["table_groups"], node["fields"]["sheet_rows"]
    record.write_text(json.dumps(node))
    assert workspace.open(dataset.id) == dataset
    node["fields"]["of a later version"] = 1
    record.write_text(json.dumps(node))
    with pytest.raises(DatasetNotFound):
        workspace.open(dataset.id)


def test_a_workbook_is_kept_for_its_other_sheets(spaces: Workspaces) -> None:
    workspace, reader = spaces.of("ada"), Reader(("S1", "S2"))
    source, digest = upload(workspace, b"book")
    first = workspace.add(source, "book.xlsx", digest, None, ignore_progress, reader)
    assert first.sheets == ("S1", "S2") and not source.exists()
    original = workspace.original(digest)
    second = workspace.add(original, "book.xlsx", digest, "S2", ignore_progress, reader)
    assert original.read_bytes() == b"book" and second.id != first.id
    workspace.remove(first.id)
    assert original.exists()
    workspace.remove(second.id)
    assert not list(workspace.root.iterdir())


def spoil_meta(workspace: Workspace, dataset: str) -> None:
    (workspace.root / f"{dataset}.json").write_text('{"class": "Dataset", "fie')


def drop_meta(workspace: Workspace, dataset: str) -> None:
    (workspace.root / f"{dataset}.json").unlink()


def drop_table(workspace: Workspace, dataset: str) -> None:
    (workspace.root / f"{dataset}.parquet").unlink()


@pytest.mark.parametrize("harm", [spoil_meta, drop_meta, drop_table])
def test_a_broken_data_set_is_not_found_and_can_be_added_again(
    spaces: Workspaces, harm: Callable[[Workspace, str], None]
) -> None:
    workspace = spaces.of("ada")
    made = add_upload(workspace)
    harm(workspace, made)
    with pytest.raises(DatasetNotFound):
        workspace.open(made)
    assert workspace.datasets() == ()
    assert add_upload(workspace) == made and workspace.open(made).id == made


def test_a_moved_root_keeps_its_data_sets(spaces: Workspaces, tmp_path: Path) -> None:
    made = add_upload(spaces.of("ada"))
    (tmp_path / "workspaces").rename(tmp_path / "moved")
    moved = Workspaces(tmp_path / "moved", DAY_S, 10_000).of("ada").open(made)
    assert Path(moved.path).is_file()


def test_others_on_the_host_cannot_read(spaces: Workspaces) -> None:
    workspace = spaces.of("ada")
    add_upload(workspace)
    assert workspace.root.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in workspace.root.iterdir()} == {0o600}


def test_the_last_used_comes_first(spaces: Workspaces) -> None:
    workspace = spaces.of("ada")
    made = [add_upload(workspace, content) for content in (b"1", b"2", b"3")]
    for age, dataset in enumerate(made):
        make_idle(workspace.root / f"{dataset}.json", 100 + age)
    assert [item.id for item in workspace.datasets()] == made
    workspace.open(made[2])
    assert [item.id for item in workspace.datasets()] == [made[2], made[0], made[1]]


def test_old_data_sets_go_though_their_session_goes_on(spaces: Workspaces) -> None:
    workspace = spaces.of("ada")
    old, recent, used = (add_upload(workspace, content) for content in (b"old", b"kept", b"used"))
    for dataset, seconds in ((old, DAY_S + 10), (recent, DAY_S - 100), (used, DAY_S + 10)):
        make_idle(workspace.root / f"{dataset}.json", seconds)
    spaces.of("ada").open(used)
    spaces.evict()
    assert {item.id for item in workspace.datasets()} == {recent, used}
    assert not list(workspace.root.glob(f"{old}*"))


def test_workspaces_that_are_empty_and_idle_go(spaces: Workspaces) -> None:
    left, back, busy = spaces.of("left"), spaces.of("back"), spaces.of("busy")
    for workspace in (left, back):
        make_idle(workspace.root / f"{add_upload(workspace)}.json", DAY_S + 10)
    add_upload(busy)
    for workspace in (left, back, busy):
        make_idle(workspace.root, DAY_S + 10)
    spaces.of("back")
    spaces.evict()
    assert not left.root.exists() and len(busy.datasets()) == 1
    assert back.root.exists() and back.datasets() == ()


def test_the_least_recently_used_data_sets_make_room(spaces: Workspaces) -> None:
    made = []
    for number, session in enumerate(["ada", "bob", "ada", "bob"]):
        workspace = spaces.of(session)
        dataset = add_upload(workspace, bytes([number]) * 3_000)
        make_idle(workspace.root / f"{dataset}.json", 1000 - number)
        made.append((workspace, dataset))
    made[0][0].open(made[0][1])
    spaces.evict()
    left = [dataset in {item.id for item in workspace.datasets()} for workspace, dataset in made]
    assert left == [True, False, False, True]
    spaces.evict()
    assert len(made[0][0].datasets()) == 1


def test_unfinished_files_go_after_a_while(spaces: Workspaces) -> None:
    workspace = spaces.of("ada")
    made = add_upload(workspace)
    stale, unfinished = upload(workspace, b"1")[0], upload(workspace, b"2")[0]
    orphan = workspace.root / ("0" * 64 + ".parquet")
    orphan.touch()
    for path in (stale, orphan, workspace.root / f"{made}.parquet"):
        make_idle(path, 2 * 3600)
    spaces.evict()
    assert not stale.exists() and not orphan.exists()
    assert unfinished.exists() and workspace.open(made).id == made


def test_a_directory_that_a_reader_left_goes_once_it_is_idle(spaces: Workspaces) -> None:
    workspace = spaces.of("ada")
    left, busy = workspace.root / ".reading-left", workspace.root / ".reading-busy"
    for folder in (left, busy):
        folder.mkdir()
        (folder / "part").touch()
        make_idle(folder, 2 * 3600)
    make_idle(left / "part", 2 * 3600)
    spaces.evict()
    assert not left.exists() and busy.exists()


def test_a_workspace_in_trouble_keeps_no_other_from_being_tidied(
    spaces: Workspaces, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stale = [upload(spaces.of(session))[0] for session in ("ada", "bob")]
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path == stale[0]:
            raise PermissionError(13, "Permission denied", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    (stale[0].parent.parent / "stray file").touch()
    for path in stale:
        make_idle(path, 2 * 3600)
    spaces.evict()
    assert [path.exists() for path in stale] == [True, False]
    assert "PermissionError" in caplog.text and stale[0].name not in caplog.text


def test_evict_without_any_workspace_does_nothing(spaces: Workspaces) -> None:
    spaces.evict()


def test_the_same_file_twice_at_once_is_one_data_set(spaces: Workspaces) -> None:
    workspace = spaces.of("ada")
    with ThreadPoolExecutor(8) as threads:
        made = set(threads.map(lambda _: add_upload(workspace), range(40)))
    assert len(made) == 1 and [item.id for item in workspace.datasets()] == list(made)
    assert len(list(workspace.root.iterdir())) == 2
