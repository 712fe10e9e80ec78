"""A session's report: written by a job, kept under all that it says, its charts drawn once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from callbacks.compare import ComparisonRequest
from callbacks.report import PreviewRequest, find_preview
from core import report
from core.data import new_recipe
from core.model import Analysis, Dataset, Recipe, ignore_progress
from core.plugins import UnknownName
from core.report import PREVIEW, Choices, Style, write_report
from core.segment import ResultGone, Run
from core.session import tasks
from core.session.services import Services
from core.session.session import Session
from core.session.tasks import ServerLimits, analyse, make_sample_dataset
from tests.support.pictures import picture
from tests.support.small_analyses import verdicts

SESSION = "ada"
Place = tuple[Session, Dataset, Recipe, float]
CHOICES = Choices(date(2026, 11, 22), sections=("summary", "map"))


class Drawn:
    """Stands for the browser and counts what it draws."""

    count = 0

    def __init__(self, chrome: str | None) -> None: ...

    def export(self, *_figure: object, **_options: object) -> bytes:
        Drawn.count += 1
        return picture()

    def prepare(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A session with segments, whose jobs nobody runs."""
    limits = ServerLimits(tmp_path_factory.mktemp("reported"), workers=0)
    common = {"session": SESSION, "bounds": limits.to_json()}
    make_sample_dataset({**common, "kind": "wholesale", "seed": 0, "digest": "0" * 64}, ignore_progress)
    (dataset,) = limits.workspaces().of(SESSION).datasets()
    recipe = new_recipe(dataset)
    analyse({**common, "dataset": dataset.id, "recipe": recipe.to_json()}, ignore_progress)
    services = Services(limits)
    yield Session(services, SESSION), dataset, recipe, 3
    services.close()


@pytest.fixture
def submitted(place: Place, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The jobs that were asked for; each is done at once."""
    jobs: list[dict[str, Any]] = []

    def submit(_task: str, _key: str, params: dict[str, Any], _lane: str = "") -> str:
        services = place[0].services
        full = params | {"session": SESSION, "bounds": services.limits.to_json()}
        jobs.append(full)
        tasks.report(full, ignore_progress)
        return "job"

    monkeypatch.setattr(place[0], "submit", submit)
    monkeypatch.setattr("core.report.pictures.ImageExporter", Drawn)
    monkeypatch.setattr("core.report.run.add_verdict", lambda _run, analysis, _choices: analysis)
    return jobs


def test_a_report_is_written_once_and_its_charts_for_all_formats(
    place: Place, submitted: list[dict[str, Any]]
) -> None:
    session, *where = place
    assert session.result(*where).report(CHOICES, "pdf") is None
    assert session.result(*where).start_report(CHOICES, ("pdf", "html")) == "job"
    files = {kind: session.result(*where).report(CHOICES, kind) for kind in ("pdf", "html")}
    assert files["pdf"] is not None and files["pdf"][0].tobytes().startswith(b"%PDF-")
    assert files["html"] is not None and b"<!doctype html>" in files["html"][0].tobytes()
    assert session.result(*where).start_report(CHOICES, ("pdf", "html")) is None
    drawn = Drawn.count
    titled = Choices(CHOICES.date, "Ours", CHOICES.sections, Style(accent="#8a1c4a"))
    assert session.result(*where).start_report(titled, (PREVIEW, "docx")) == "job"
    pages = session.result(*where).report(titled, PREVIEW)
    assert pages is not None and len(pages) >= 2
    assert all(page.tobytes().startswith(b"\x89PNG") for page in pages)
    assert drawn == Drawn.count == 2 and len(submitted) == 2


@pytest.mark.usefixtures("submitted")
def test_asking_for_what_there_is_writes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of the preview is asked for at every look, a download every 300 ms while it is made."""
    session, dataset, recipe, setting = place
    session.result(dataset, recipe, setting).start_report(CHOICES, (PREVIEW,))
    other = recipe.with_changes(seed=recipe.seed + 1)
    Run(dataset, other, session.store).analyse()
    assert session.result(dataset, other).analysis is not None  # seen last, in another tab
    writes: list[str] = []
    monkeypatch.setattr(session.store, "_keep", lambda name, _: writes.append(name))
    monkeypatch.setattr("core.store.notes.Notes.write", lambda _, name, __: writes.append(name))
    monkeypatch.setattr("core.store.notes.Notes.change", lambda _, name, __: writes.append(name))
    question = session.result(dataset, recipe, setting, record=False)
    assert question.report(CHOICES, PREVIEW) is not None
    assert question.report(CHOICES, "docx") is None
    request, chosen = (dataset.id, recipe.to_token(), setting), {**CHOICES.to_json(), "logo": ""}
    assert ComparisonRequest(*request, ("kmeans",)).state(session)["done"] == 0
    assert "pages" in find_preview(session, PreviewRequest(*request, chosen))
    assert writes == []


@pytest.mark.usefixtures("submitted")
def test_a_report_is_found_after_its_job_has_judged_the_segments(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The verdict changes sentences of the explanation, not what was asked for."""
    session, *where = place

    def judge(_run: Run, analysis: Analysis, _choices: Choices) -> Analysis:
        judged = verdicts(analysis.sweep)
        kinds = ("constructed",) * len(judged.kinds)
        return replace(analysis, verdicts=replace(judged, kinds=kinds))

    monkeypatch.setattr("core.report.run.add_verdict", judge)
    choices = Choices(CHOICES.date, sections=("summary", "segments"))
    assert session.result(*where).start_report(choices, ("html",)) == "job"
    services = session.services
    doubtful = judge(where[0], services.recent(Run(where[0], where[1], session.store)), choices)
    monkeypatch.setattr(services, "recent", lambda _run: doubtful)
    later = session.result(*where)
    (page,) = later.report(choices, "html") or ()
    caution = later.explanation().profiles[0].sentences[-1]
    doubt = "the line to its neighbours is partly a choice"
    assert doubt in caution and doubt in page.tobytes().decode()


@pytest.mark.usefixtures("submitted")
def test_a_new_name_makes_another_report(place: Place) -> None:
    session, *where = place
    few = Choices(CHOICES.date, sections=("segments",))
    session.result(*where).start_report(few, ("html",))
    session.result(*where).rename(1, "Corner shops")
    assert session.result(*where).report(few, "html") is None
    assert session.result(*where).start_report(few, ("html",)) == "job"
    files = session.result(*where).report(few, "html")
    assert files is not None and b"1 \xc2\xb7 Corner shops" in files[0].tobytes()


def test_what_cannot_be_made_is_refused(place: Place, submitted: list[dict[str, Any]]) -> None:
    session, dataset, recipe, setting = place
    with pytest.raises(UnknownName, match="pptx"):
        session.result(dataset, recipe, setting).start_report(CHOICES, ("odt",))
    lost = report.report_params("report", "told 1 gone", setting, CHOICES, ("html",))
    with pytest.raises(ResultGone):
        write_report(Run(dataset, recipe, session.store), lost, Drawn(None))  # type: ignore[arg-type]
    assert submitted == []
