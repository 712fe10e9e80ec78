"""What the command about reports does."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from core.act.playbook.playbook import Plays
from core.act.playbook.ratings import Feedback
from core.act.run import planned
from core.cli.commands import _dataset, _recipe, _with_params, _writes
from core.cli.explanations import chosen_feedback, chosen_plays
from core.cli.files import CannotRead, check_folder, write_files
from core.data.describe import describe_dataset
from core.explain.run import explained
from core.model.analysis import Analysis
from core.model.base import Progress
from core.model.explanation import Explanation
from core.model.plan import Playbook
from core.report import Choices, Material, browser, compose, files, with_verdict
from core.report.document.style import Style
from core.segment.analyse import analyse, chosen_setting
from core.store import Store

STORE_BYTES = 4 << 30


def report(given: Namespace, progress: Progress) -> str:
    """Writes report.pdf and its like to `given.out`, all or none."""
    check_folder(given.out)
    choices, plays, said = _choices(given), chosen_plays(given), chosen_feedback(given)
    with (
        browser(given.format) as exporter,
        _dataset(given.file, given.sheet, progress) as dataset,
        _store() as store,
    ):
        recipe = _with_params(given, _recipe(given, dataset))
        found = analyse(store, dataset, recipe, progress)
        analysis = with_verdict(store, found, choices, progress)
        told = _told(store, analysis, plays, said, progress)
        seen = describe_dataset(store, dataset, recipe.table, recipe.roles)
        setting = chosen_setting(analysis)
        document = compose(Material(analysis, setting, *told, seen.findings, choices.style), choices)
        return write_files(given.out, _writes(files(document, given.format, exporter, progress)))


def _choices(given: Namespace) -> Choices:
    logo = b"" if given.logo is None else _read(given.logo)
    style = Style(given.language, given.currency, logo, given.accent)
    sections = {} if given.sections is None else {"sections": given.sections}
    return Choices(given.date or date.today(), given.title, style=style, **sections)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(path=path, reason=(error.strerror or "the system refused").lower()) from None


@contextmanager
def _store() -> Iterator[Store]:
    """A store as long as the block, so that the verdict finds the stages of the analysis."""
    with TemporaryDirectory(prefix="tessera-") as folder:
        store = Store(Path(folder), STORE_BYTES)
        try:
            yield store
        finally:
            store.close()


def _told(
    store: Store, analysis: Analysis, plays: Plays | None, said: Feedback, progress: Progress
) -> tuple[Explanation, Playbook]:
    """What is told of the segments, and what to do with them."""
    asked = analysis.dataset, analysis.recipe, analysis, chosen_setting(analysis)
    progress("Explaining the segments", 0.0)
    told = explained(store, *asked, votes=said.votes())
    progress("Looking at the products", 0.5)
    return told, planned(store, *asked, told, plays, said)
