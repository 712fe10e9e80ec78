"""What every method makes of the same customers, at every setting, seen with the same eyes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from core.errors import UserError
from core.model import NOISE, FitResult, Floats, Integers, Progress
from core.plugins import AlgorithmSpec
from core.segment import adjusted_rand, count_distinct_rows
from core.verdict import Method, Reach, count_segments, is_usable

# Methods that look for the same kind of segment agree easily, so they speak with one voice.
KINDS: Mapping[str, str] = {"hierarchical": "kmeans", "dbscan": "hdbscan"}


@dataclass(frozen=True)
class Option:
    """One method at one setting: its `labels` (m,) of the sampled customers and what they look like.

    `clearness` is the mean of `Reach.clearness` over customers, `murkiest` the least of a segment,
    `apartness` as in `Reach`. `best_bic` tells that the information criterion of the method's own
    model is best here. `consensus` is how well methods of other kinds agree (adjusted Rand index, the
    mean over kinds of the most similar that they find); `like` names the method that agrees best.
    """

    method: Method
    setting: float
    labels: Integers
    k: int
    noise: float
    clearness: float
    murkiest: float
    apartness: float
    best_bic: bool
    consensus: float = 0.0
    like: str = ""

    @property
    def name(self) -> str:
        return self.method.spec.name

    @property
    def title(self) -> str:
        return self.method.spec.title


@dataclass(frozen=True)
class Options:
    """The usable options of all methods, and the `problems` of those that could not be run."""

    usable: tuple[Option, ...]
    problems: Mapping[str, str]


def find_options(rows: Floats, methods: Sequence[Method], seed: int, progress: Progress) -> Options:
    """Every setting of every method on `rows` (m, p) whose segments are usable."""
    reach, found, problems = Reach.of(rows), list[Option](), dict[str, str]()
    for done, method in enumerate(methods):
        tell = partial(_report_share, progress, f"Trying {method.spec.title}", done, len(methods))
        try:
            fitted = _fit_method(rows, method, seed, tell)
        except UserError as error:
            problems[method.spec.name] = str(error)
            continue
        found += _describe_options(reach, method, fitted)
    return Options(tuple(_add_consensus(found)), problems)


def possible_settings(spec: AlgorithmSpec, rows: Floats) -> tuple[float, ...]:
    """The slider's settings that so many different customers allow; none where the method chooses."""
    if spec.adaptive:
        return ()
    distinct = count_distinct_rows(rows, max(spec.settings))
    return tuple(k for k in spec.settings if k <= distinct)


def _fit_method(rows: Floats, method: Method, seed: int, progress: Progress) -> FitResult:
    return method.spec.sweep(rows, possible_settings(method.spec, rows), method.params, seed, progress)


def _describe_options(reach: Reach, method: Method, fitted: FitResult) -> Iterator[Option]:
    for setting, part in zip(fitted.settings, fitted.partitions, strict=True):
        labels = part.labels
        if not is_usable(labels):
            continue
        k, noise = count_segments(labels), float(np.mean(labels == NOISE))
        whole = reach.filled(labels)
        clear, shares = reach.clearness(whole), np.bincount(whole) / len(whole)
        yield Option(
            method, setting, labels, k, noise, float(shares @ clear), float(clear.min()),
            reach.apartness(labels), "bic" in fitted.evidence and setting == fitted.suggested,
        )  # fmt: skip


def _add_consensus(found: Sequence[Option]) -> Iterator[Option]:
    kinds = [KINDS.get(option.name, option.name) for option in found]
    alike = np.eye(len(found))
    for one in range(len(found)):
        for other in range(one):
            value = adjusted_rand(found[one].labels, found[other].labels)
            alike[one, other] = alike[other, one] = value
    for at, option in enumerate(found):
        others = {kind: np.flatnonzero([k == kind for k in kinds]) for kind in set(kinds) - {kinds[at]}}
        best = {kind: int(own[alike[at, own].argmax()]) for kind, own in others.items()}
        shares = {found[i].title: float(alike[at, i]) for i in sorted(best.values())}
        if shares:
            mean = float(np.mean(list(shares.values())))
            option = replace(option, consensus=mean, like=max(shares, key=lambda t: shares[t]))
        yield option


def _report_share(progress: Progress, step: str, done: int, of: int, _: str, share: float) -> None:
    progress(step, (done + share) / of)
