"""Evidence of the verdict: stability and null checks, for every number of segments at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.errors import UserError
from core.model import NOISE, Floats, Integers, Notice, Progress, ignore_progress, report_within
from core.segment import count_distinct_rows, silhouette, suggest_number
from core.verdict.notice_words import (
    COMPARING,
    RESAMPLING,
    few_customers_sentence,
    sampling_sentence,
)
from core.verdict.null_models import NullCheck, check_null_models
from core.verdict.stability import (
    Resamples,
    Stability,
    choose_rows,
    number_by_size,
    pair_agreement,
    refit,
    resample,
    segment_stability,
)

SETTINGS = tuple(range(2, 13))  # numbers of segments that verdicts are given for; more take longer

# Customers who differ, of the table and a segment, below which there is no verdict (docs/verdict.md). Lower ones
# judge smaller segments, on fewer customers each.
FEWEST, FEWEST_IN_SEGMENT = 20, 5

# Customers a feature below which the stricter bars of `rules` count, with a notice (docs/verdict.md). Higher asks
# more tables for stronger evidence.
PER_FEATURE = 60


class OneSegment(UserError):
    template = "A verdict compares segments with one another; ask for two or more."


class TooFewCustomers(UserError):
    template = (
        "A verdict on {segments} segments needs at least {needed} customers who differ, and there are "
        "only {distinct}. Add customers or features, or ask for fewer segments."
    )


@dataclass(frozen=True)
class Evidence:
    """Evidence by K-Means, at each of `settings`, on resampled customers and on customers without
    segments.

    `rows` (m, p) are the customers it was gathered on, all n or a draw; `checks` are the null checks
    by name; `suggested` is the setting that elbow and silhouette suggest on those customers.
    """

    customers: int
    rows: Floats
    stability: Stability
    resamples: Resamples
    checks: Mapping[str, NullCheck]
    suggested: int
    notices: tuple[Notice, ...]

    @property
    def settings(self) -> tuple[int, ...]:
        return self.stability.settings

    @property
    def small(self) -> bool:
        """True where there are under PER_FEATURE customers a feature."""
        return bool(self.customers < PER_FEATURE * self.rows.shape[1])

    def count_drawn(self, labels: Integers, k: int) -> Integers:
        """Number of customers (k,) of each segment of `labels` (n,) among the `rows`."""
        row_labels = labels[self.stability.rows]
        return np.bincount(row_labels[row_labels != NOISE], minlength=k)

    def missed_segments(self, labels: Integers, k: int) -> Integers:
        """Segments of `labels` (n,) that a draw has under FEWEST_IN_SEGMENT customers of; none
        where all customers are looked at."""
        if len(self.rows) == self.customers:
            return np.empty(0, np.intp)
        return np.flatnonzero(self.count_drawn(labels, k) < FEWEST_IN_SEGMENT)


def gather_evidence(
    matrix: Floats,
    settings: Sequence[int] = SETTINGS,
    seed: int = 0,
    progress: Progress = ignore_progress,
) -> Evidence:
    """Gather the evidence on the prepared `matrix` (n, p), at each of `settings` that the customers allow.

    TooFewCustomers where they do not allow the lowest, OneSegment for a setting below 2. `progress`
    hears the share of the whole; what it raises ends the work.
    """
    chosen = choose_rows(matrix, seed)
    rows = np.ascontiguousarray(matrix[chosen], dtype=np.float64)
    allowed = _allowed_settings(rows, settings)
    fitted = refit(rows, allowed, np.random.default_rng(seed))
    labels = number_by_size(fitted.labels)
    resampling = report_within(partial(progress, RESAMPLING), 0.0, 0.4)
    resamples = resample(rows, allowed, seed, resampling)
    comparing = report_within(partial(progress, COMPARING), 0.4, 0.6)
    checks = check_null_models(rows, fitted, allowed, seed, comparing)
    segments = (segment_stability(resamples, s, labelling) for s, labelling in enumerate(labels))
    stability = Stability(allowed, chosen, labels, pair_agreement(resamples), tuple(segments))
    total = float(((rows - rows.mean(axis=0)) ** 2).sum())
    silhouettes = [silhouette(rows, labelling) for labelling in labels]
    suggested = int(suggest_number(allowed, [total, *fitted.wcss], silhouettes).chosen)
    return Evidence(
        len(matrix),
        rows,
        stability,
        resamples,
        checks,
        suggested,
        (
            *_sampling_notices(len(matrix), len(rows)),
            *_few_customers_notices(len(matrix), rows.shape[1]),
        ),
    )


def _allowed_settings(rows: Floats, settings: Sequence[int]) -> tuple[int, ...]:
    """Return the ascending settings of which each segment can have FEWEST_IN_SEGMENT different customers."""
    ordered = tuple(sorted({int(k) for k in settings}))
    if ordered[0] < 2:
        raise OneSegment()
    distinct = count_distinct_rows(rows, max(FEWEST, FEWEST_IN_SEGMENT * ordered[-1]))
    needed = max(FEWEST, FEWEST_IN_SEGMENT * ordered[0])
    if distinct < needed:
        raise TooFewCustomers(segments=ordered[0], needed=needed, distinct=distinct)
    return tuple(k for k in ordered if FEWEST_IN_SEGMENT * k <= distinct)


def _sampling_notices(customers: int, rows: int) -> tuple[Notice, ...]:
    if rows == customers:
        return ()
    return (Notice(sampling_sentence(customers, rows), about="verdict"),)


def _few_customers_notices(customers: int, features: int) -> tuple[Notice, ...]:
    if customers >= PER_FEATURE * features:
        return ()
    text = few_customers_sentence(customers, features, PER_FEATURE)
    return (Notice(text, "warning", "verdict"),)
