"""What the command about reports does."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from core.act import Feedback, Playbook, plan_actions
from core.cli.commands import byte_writers, open_dataset, read_recipe, with_method_options
from core.cli.explanations import chosen_playbook, chosen_ratings
from core.cli.files import CannotRead, check_folder, write_files
from core.data import describe_dataset
from core.explain import explain_segments
from core.model import ActionPlan, Analysis, Explanation, Progress, Segmentation
from core.report import (
    Choices,
    Material,
    Style,
    add_verdict,
    compose_document,
    open_exporter,
    report_files,
)
from core.segment import Run, chosen_setting
from core.store import Store

STORE_BYTES = 4 << 30


def report(given: Namespace, progress: Progress) -> str:
    """Writes report.pdf and its like to `given.out`, all or none."""
    check_folder(given.out)
    choices, plays, said = _choices(given), chosen_playbook(given), chosen_ratings(given)
    with (
        open_exporter(given.format) as exporter,
        open_dataset(given.file, given.sheet, progress) as dataset,
        _temporary_store() as store,
    ):
        recipe = with_method_options(given, read_recipe(given, dataset))
        run = Run(dataset, recipe, store, progress)
        analysis = add_verdict(run, run.analyse(), choices)
        told = _explain_and_plan(store, analysis, plays, said, progress)
        seen = describe_dataset(dataset, recipe.table, recipe.roles, store=store)
        setting = chosen_setting(analysis)
        document = compose_document(
            Material(analysis, setting, *told, seen.findings, choices.style), choices
        )
        return write_files(
            given.out, byte_writers(report_files(document, given.format, exporter, progress))
        )


def _choices(given: Namespace) -> Choices:
    logo = b"" if given.logo is None else _read_logo(given.logo)
    style = Style(given.language, given.currency, logo, given.accent)
    sections = {} if given.sections is None else {"sections": given.sections}
    return Choices(given.date or date.today(), given.title, style=style, **sections)


def _read_logo(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(path=path, reason=(error.strerror or "the system refused").lower()) from None


@contextmanager
def _temporary_store() -> Iterator[Store]:
    """A store as long as the block, so that the verdict finds the stages of the analysis."""
    with TemporaryDirectory(prefix="tessera-") as folder:
        store = Store(Path(folder), STORE_BYTES)
        try:
            yield store
        finally:
            store.close()


def _explain_and_plan(
    store: Store, analysis: Analysis, plays: Playbook | None, said: Feedback, progress: Progress
) -> tuple[Explanation, ActionPlan]:
    """What is told of the segments, and what to do with them."""
    segmentation = Segmentation(analysis, chosen_setting(analysis))
    progress("Explaining the segments", 0.0)
    told = explain_segments(store, segmentation, votes=said.votes())
    progress("Looking at the products", 0.5)
    return told, plan_actions(store, segmentation, told, plays, said)
