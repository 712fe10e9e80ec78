"""The command about reports."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from core.act import Feedback, Playbook, plan_actions
from core.cli.commands import byte_writers, read_recipe, with_method_options
from core.cli.datasets import open_dataset
from core.cli.files import CannotRead, check_folder, write_files
from core.cli.profiles import chosen_playbook, chosen_ratings
from core.data import describe_dataset
from core.model import ActionPlan, Explanation, Progress, Segmentation
from core.profile import profile_segments
from core.report import (
    Choices,
    ReportData,
    Style,
    add_verdict,
    compose_document,
    estimate_campaign,
    find_currency,
    open_exporter,
    report_files,
)
from core.segment import Run, chosen_setting
from core.store import Store

STORE_BYTES = 4 << 30


def report(options: Namespace, progress: Progress) -> str:
    """Write report.pdf and its like to `options.out`, all or none."""
    check_folder(options.out)
    choices, playbook, ratings = _choices(options), chosen_playbook(options), chosen_ratings(options)
    with (
        open_exporter(options.format) as exporter,
        open_dataset(options, progress) as dataset,
        _temporary_store() as store,
    ):
        recipe = with_method_options(options, read_recipe(options, dataset))
        run = Run(dataset, recipe, store, progress)
        analysis = add_verdict(run, run.analyse(), choices)
        segmentation = Segmentation(analysis, chosen_setting(analysis))
        explanation, plan = _explain_and_plan(store, segmentation, playbook, ratings, progress)
        findings = describe_dataset(dataset, recipe.table, recipe.roles, store=store).findings
        style = choices.style.with_currency(find_currency(dataset, recipe))
        campaign = estimate_campaign(store, segmentation, explanation, plan, {})
        report_data = ReportData(segmentation, explanation, plan, findings, style, campaign)
        document = compose_document(report_data, choices)
        return write_files(
            options.out, byte_writers(report_files(document, options.format, exporter, progress))
        )


def _choices(options: Namespace) -> Choices:
    logo = b"" if options.logo is None else _read_logo(options.logo)
    style = Style(options.language, options.currency, logo, options.accent)
    sections = {} if options.sections is None else {"sections": options.sections}
    return Choices(options.date or date.today(), options.title, style=style, **sections)


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
    store: Store,
    segmentation: Segmentation,
    playbook: Playbook | None,
    ratings: Feedback,
    progress: Progress,
) -> tuple[Explanation, ActionPlan]:
    """Explain the segments and plan actions for them."""
    progress("Profiling the segments", 0.0)
    explanation = profile_segments(store, segmentation, votes=ratings.votes())
    progress("Reading the products", 0.5)
    return explanation, plan_actions(store, segmentation, explanation, playbook, ratings)
