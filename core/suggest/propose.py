"""The recommendation over methods: another than K-Means where that finds clearer groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

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
    Recommendation,
    Sweep,
    Verdicts,
    ignore_progress,
    ignore_steps,
)
from core.plugins import check_params
from core.segment import (
    KMEANS,
    MOST_LEFT_OUT,
    REACHABLE_SHARE,
    AllAlike,
    adjusted_rand,
    algorithm,
    as_kernel_array,
    check_matrix,
    count_distinct_rows,
    recommend,
    run_sweep,
    standard_algorithms,
)
from core.suggest.options import Option, describe_option, find_options
from core.suggest.ranking import Finalist, RankedOption, rank_finalists
from core.suggest.words import (
    beats_null_models,
    clearer_sentence,
    fitting_step,
    other_method_reasons,
    problem_sentence,
    proposal_reasons,
    recommended_sentence,
    sampled_notices,
    unlike_notices,
)
from core.text import STABLE
from core.verdict import (
    CLEAR_GAP,
    COMPARING,
    Clearness,
    Method,
    count_segments,
    gather_evidence,
    has_heaps,
    judge_sweep,
    measure_clearness,
    possible_settings,
)

# Seconds on 2 cores that the usual draw of customers takes at most (docs/suggest.md has measured times). A
# smaller budget looks at proportionally fewer customers.
BUDGET_S = 60.0

# Clearness by which a method's gaps must be clearer than those around the recommended segments, on the scale from -1
# to 1. Higher keeps to K-Means more often.
CLEARER = 0.1

# Customers looked at: at most ROWS, fewer where there are so many features that VALUES numbers would be passed,
# never under FEWEST_ROWS (docs/suggest.md). Higher ones make rankings surer and take longer; the comparisons of
# pairs grow with their square.
ROWS, FEWEST_ROWS, VALUES = 2_000, 500, 16_000


@dataclass(frozen=True)
class Proposal:
    """The method and setting to use, and why.

    Where a method finds `clearer` groups than the K-Means segments that are recommended, it is `chosen`;
    else these are. `kind` is as in a verdict, "" where there is none, and `sentence` says it; `reasons` are
    sentences with figures, `runners_up` the next best, one a method. All figures are those of the `measured`
    ones of `customers`, but for the setting, `k` and `noise` of a `chosen` method that is adaptive: these are
    of all customers.
    """

    chosen: Finalist
    clearer: bool
    kind: str
    sentence: str
    reasons: tuple[str, ...]
    runners_up: tuple[Finalist, ...]
    measured: int
    customers: int
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Recommended:
    """The K-Means segments that are recommended: of a `sweep`, with the `verdicts` if there are any."""

    sweep: Sweep
    verdicts: Verdicts | None

    @cached_property
    def advice(self) -> Recommendation:
        return recommend(self.sweep, self.verdicts)

    @property
    def place(self) -> int:
        return self.sweep.at(self.advice.setting)

    @property
    def stability(self) -> float | None:
        """Agreement between two redraws of these segments; None where it is not known."""
        figures = self.verdicts.figures[self.place] if self.verdicts else {}
        redraws = self.sweep.redraws
        return figures.get("agreement", redraws.agreement[self.place] if redraws else None)

    @property
    def kind(self) -> str:
        """The verdict on these segments; "" where there is none."""
        return self.verdicts.kinds[self.place] if self.verdicts else ""


def recommend_kmeans(
    feature_matrix: FeatureMatrix, seed: int = 0, progress: Progress = ignore_progress
) -> Recommended:
    """Recommend K-Means segments of the matrix, settled where there are enough customers for a verdict."""
    sweep = run_sweep(feature_matrix, KMEANS, {}, seed, progress)
    try:
        evidence = gather_evidence(feature_matrix.matrix, seed=seed, progress=progress)
    except UserError:
        return Recommended(sweep, None)
    return Recommended(sweep, judge_sweep(sweep, evidence, KMEANS))


def propose_method(
    feature_matrix: FeatureMatrix,
    methods: Sequence[str] | None = None,
    seed: int = 0,
    progress: Progress = ignore_progress,
    budget_seconds: float = BUDGET_S,
    recommended: Recommended | None = None,
) -> Proposal:
    """Propose one of the registered `methods` (None: all that need no extra), each at its defaults, where it
    finds clearer groups than the K-Means segments that are `recommended` (None: looked into here), else these.

    Options are ranked by how clear the gaps around their segments are, by what methods of other kinds
    make of the same customers, and by whether the segments return among other customers. How many
    customers are looked at follows from `budget_seconds`, not from a clock, so that equal input gives
    an equal answer. What `progress` raises ends the work. AllAlike or NotANumber where nothing can be
    proposed.
    """
    rows = check_matrix(feature_matrix)
    if count_distinct_rows(rows, 2) < 2:
        raise AllAlike()
    base = recommended or recommend_kmeans(feature_matrix, seed, progress)
    chosen = _draw_rows(rows, seed, budget_seconds)
    looked_at = as_kernel_array(rows[chosen])
    candidates = [
        _default_method(name) for name in (standard_algorithms() if methods is None else methods)
    ]
    with threadpool_limits(1, "blas"):
        options = find_options(looked_at, candidates, seed, progress)
        ranking = rank_finalists(looked_at, options.usable, seed, progress)
        nulls = _null_clearness(ranking[0], looked_at, seed, progress) if ranking else None
        labels = np.asarray(base.sweep.labels)[base.place, chosen]
        current = describe_option(looked_at, _default_method(KMEANS.name), base.advice.setting, labels)
        if ranking and _is_clearer(ranking[0].finalist, nulls, current):
            answer = _clearer_proposal(ranking, nulls, rows, chosen, seed, progress)
        else:
            answer = _recommended_proposal(current, ranking, nulls, base)
    sampled = sampled_notices(len(chosen), len(rows))
    every = (*sampled, *_problem_notices(options.problems), *answer.notices)
    return replace(answer, measured=len(chosen), customers=len(rows), notices=every)


def _is_clearer(first: Finalist, nulls: Clearness | None, current: Option) -> bool:
    """True where gaps clearer than by chance, and clearer than around the recommended segments, set apart groups
    that a campaign can reach."""
    if first.method == KMEANS.name or nulls is None or not beats_null_models(nulls):
        return False
    reachable = first.smallest >= REACHABLE_SHARE and first.noise <= MOST_LEFT_OUT
    return reachable and first.clearness >= current.clearness + CLEARER


def _clearer_proposal(
    ranking: Sequence[RankedOption],
    nulls: Clearness | None,
    rows: Floats,
    chosen: Integers,
    seed: int,
    progress: Progress,
) -> Proposal:
    first, notices = _suit_all_customers(ranking[0], rows, chosen, seed, progress)
    others = tuple(other.finalist for other in ranking[1:])
    reasons = proposal_reasons(first, others, nulls)
    return Proposal(first, True, "natural", clearer_sentence(first), reasons, others, 0, 0, notices)


def _recommended_proposal(
    current: Option, ranking: Sequence[RankedOption], nulls: Clearness | None, base: Recommended
) -> Proposal:
    """The recommended K-Means segments, and why no other method goes before them."""
    others = tuple(other.finalist for other in ranking if other.finalist.method != current.name)
    reasons = (
        *(reason.sentence for reason in base.advice.reasons),
        *other_method_reasons(others, nulls if ranking and ranking[0].finalist in others else None),
    )
    sentence = recommended_sentence(current.title, base.advice)
    first = replace(RankedOption(current, base.stability).finalist, k=base.advice.k)
    return Proposal(first, False, base.kind, sentence, reasons, others, 0, 0)


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


def _suit_all_customers(
    best: RankedOption, rows: Floats, chosen: Integers, seed: int, progress: Progress
) -> tuple[Finalist, tuple[Notice, ...]]:
    """Move the finalist to the setting that suits all customers: what an adaptive method finds at one
    depends on how many there are."""
    first, method = best.finalist, best.option.method
    if len(chosen) == len(rows) or not method.spec.adaptive:
        return first, ()
    report = ignore_steps(partial(progress, fitting_step(first.title)))
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
        Notice(problem_sentence(algorithm(name).title, problem), about="suggestion")
        for name, problem in problems.items()
    )
