"""The verdict that a report tells of."""

from dataclasses import replace

from core import pipeline
from core.entities import Analysis, Progress, quiet
from core.errors import UserError
from core.judging import judged
from core.reporting._choices import Choices
from core.store import Store

TELLING = {"summary", "verdict"}  # the sections that say whether the segments are real


def with_verdict(
    store: Store, analysis: Analysis, choices: Choices, progress: Progress = quiet
) -> Analysis:
    """The analysis with its verdict, which is looked into where a chosen section tells of it.

    It stays without one where the table is too small for that.
    """
    if not TELLING & set(choices.sections):
        return analysis
    where = store, analysis.dataset, analysis.recipe
    known = pipeline.trusted(*where)
    try:
        return replace(analysis, trust=known if pipeline.complete(known) else judged(*where, progress))
    except UserError:
        return analysis
