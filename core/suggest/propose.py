"""Proposal of a method and its setting, from gaps, agreement between methods and stability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from threadpoolctl import threadpool_limits

from core.errors import UserError
from core.model import (
    NOISE,
    FeatureMatrix,
    Floats,
    Integers,
    Notice,
    Progress,
    ignore_progress,
    ignore_steps,
)
from core.plugins import check_params
from core.segment import (
    AllAlike,
    adjusted_rand,
    algorithm,
    as_kernel_array,
    check_matrix,
    count_distinct_rows,
    standard_algorithms,
)
from core.suggest.options import find_options
from core.suggest.ranking import Finalist, RankedOption, rank_finalists
from core.suggest.words import (
    beats_null_models,
    proposal_reasons,
    proposal_sentence,
    sampled_notices,
    unlike_notices,
)
from core.text import STABLE
from core.verdict import (
    CLEAR_GAP,
    COMPARING,
    Clearness,
    Kind,
    Method,
    count_segments,
    has_heaps,
    judge_table,
    measure_clearness,
    possible_settings,
)

# Seconds on 2 cores that the usual draw of customers takes at most (docs/suggest.md has measured times). A
# smaller budget looks at proportionally fewer customers.
BUDGET_S = 60.0

# Customers looked at: at most ROWS, fewer where there are so many features that VALUES numbers would be passed,
# never under FEWEST_ROWS (docs/suggest.md). Higher ones make rankings surer and take longer; the comparisons of
# pairs grow with their square.
ROWS, FEWEST_ROWS, VALUES = 2_000, 500, 16_000


class NothingUsable(UserError):
    template = (
        "None of the methods finds usable segments: two or more, none of them tiny. Add customers, "
        "choose other features, or choose a method yourself."
    )


@dataclass(frozen=True)
class Proposal:
    """The method and setting to start with, and why.

    `kind` is as in a verdict and `sentence` says it; `reasons` are sentences with figures, `runners_up`
    the next best, one a method. All figures are those of the `measured` ones of `customers`, but for the
    setting, `k` and `noise` of a `chosen` method that is adaptive: these are of all customers.
    """

    chosen: Finalist
    kind: Kind
    sentence: str
    reasons: tuple[str, ...]
    runners_up: tuple[Finalist, ...]
    measured: int
    customers: int
    notices: tuple[Notice, ...] = ()


def propose_method(
    feature_matrix: FeatureMatrix,
    methods: Sequence[str] | None = None,
    seed: int = 0,
    progress: Progress = ignore_progress,
    budget_seconds: float = BUDGET_S,
) -> Proposal:
    """Propose one of the registered `methods` (None: all that need no extra), each at its defaults.

    Options are ranked by how clear the gaps around their segments are, by what methods of other kinds
    make of the same customers, and by whether the segments return among other customers. How many
    customers are looked at follows from `budget_seconds`, not from a clock, so that equal input gives
    an equal answer. What `progress` raises ends the work. AllAlike, NotANumber or NothingUsable where
    no method can be proposed.
    """
    rows = check_matrix(feature_matrix)
    if count_distinct_rows(rows, 2) < 2:
        raise AllAlike()
    chosen = _draw_rows(rows, seed, budget_seconds)
    looked_at = as_kernel_array(rows[chosen])
    candidates = [
        _default_method(name) for name in (standard_algorithms() if methods is None else methods)
    ]
    with threadpool_limits(1, "blas"):
        options = find_options(looked_at, candidates, seed, progress)
        if not options.usable:
            raise NothingUsable()
        best, *others = rank_finalists(looked_at, options.usable, seed, progress)
        nulls = _null_clearness(best, looked_at, seed, progress)
        kind = _claimable_kind(best.finalist, nulls, looked_at, seed, progress)
        first, notices = _suit_all_customers(best, rows, chosen, seed, progress)
    runners_up = tuple(other.finalist for other in others)
    sentence, reasons = proposal_sentence(kind, first), proposal_reasons(first, runners_up, nulls)
    sampled = sampled_notices(len(chosen), len(rows))
    every = (*sampled, *_problem_notices(options.problems), *notices)
    return Proposal(first, kind, sentence, reasons, runners_up, len(chosen), len(rows), every)


def _draw_rows(rows: Floats, seed: int, budget: float) -> Integers:
    """Draw the rows (m,) that are looked at, ascending: all, or as many as the budget allows."""
    n, p = rows.shape
    usual = int(np.clip(VALUES // p, FEWEST_ROWS, ROWS))
    most = max(FEWEST_ROWS, int(usual * min(1.0, budget / BUDGET_S)))
    if n <= most:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, most, replace=False))


def _default_method(name: str) -> Method:
    spec = algorithm(name)
    return Method(spec, check_params(spec.title, spec.params, {}))


def _null_clearness(
    best: RankedOption, rows: Floats, seed: int, progress: Progress
) -> Clearness | None:
    """Compare the gaps with those that the method finds in tables without segments, in up to as
    many segments (finer ones take a mixture long, and their gaps are rarely the clearest).

    None where they could not make the segments natural in any case.
    """
    first, method = best.finalist, best.option.method
    clear = first.clearness >= CLEAR_GAP and first.murkiest > 0
    if not clear or not _is_stable(first) or has_heaps(rows):
        return None
    settings = possible_settings(method.spec, rows)
    stops = [stop for stop in settings if stop <= first.setting]
    labels = best.option.labels[None]
    return measure_clearness(rows, method, stops, labels, seed, partial(progress, COMPARING))


def _is_stable(first: Finalist) -> bool:
    return (first.stability or 0.0) >= STABLE


def _claimable_kind(
    first: Finalist, nulls: Clearness | None, rows: Floats, seed: int, progress: Progress
) -> Kind:
    """Decide what can be claimed of the segments: where gaps do not speak for them, no more than of the table."""
    if nulls is not None and beats_null_models(nulls):
        return "natural"
    try:
        table = judge_table(rows, seed, progress).kind
    except UserError:  # too few customers for a verdict
        return "constructed"
    if table == "none":
        return "none"
    return "reproducible" if _is_stable(first) and table != "constructed" else "constructed"


def _suit_all_customers(
    best: RankedOption, rows: Floats, chosen: Integers, seed: int, progress: Progress
) -> tuple[Finalist, tuple[Notice, ...]]:
    """Move the finalist to the setting that suits all customers: what an adaptive method finds at one
    depends on how many there are."""
    first, method = best.finalist, best.option.method
    if len(chosen) == len(rows) or not method.spec.adaptive:
        return first, ()
    report = ignore_steps(partial(progress, f"Fitting {first.title} to all customers"))
    parts = method.spec.sweep(rows, (), method.params, seed, report)
    drawn = best.option.labels
    agreements = [float(adjusted_rand(part.labels[chosen], drawn)) for part in parts.partitions]
    at = int(np.argmax(agreements))
    setting, labels = parts.settings[at], parts.partitions[at].labels
    first = replace(
        first,
        setting=setting,
        params={**first.params, method.spec.swept: setting},
        k=count_segments(labels),
        noise=float(np.mean(labels == NOISE)),
    )
    return first, unlike_notices(first, agreements[at])


def _problem_notices(problems: Mapping[str, str]) -> tuple[Notice, ...]:
    return tuple(
        Notice(f"{algorithm(name).title} could not be tried. {problem}", about="suggestion")
        for name, problem in problems.items()
    )
