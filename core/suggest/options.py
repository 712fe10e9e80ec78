"""Options to propose: every method at every setting, measured alike on the same customers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from core.errors import UserError
from core.model import NOISE, FitResult, Floats, Integers, Progress, ignore_steps, report_within
from core.segment import adjusted_rand
from core.verdict import Method, Reach, count_segments, is_usable, possible_settings

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
    def smallest(self) -> float:
        """Share of the customers in the smallest segment."""
        sizes = np.bincount(self.labels[self.labels != NOISE])
        return float(sizes[sizes > 0].min() / len(self.labels))

    @property
    def title(self) -> str:
        return self.method.spec.title


@dataclass(frozen=True)
class Options:
    """The usable options of all methods, and the `problems` of those that could not be run."""

    usable: tuple[Option, ...]
    problems: Mapping[str, str]


def find_options(rows: Floats, methods: Sequence[Method], seed: int, progress: Progress) -> Options:
    """Find every setting of every method on `rows` (m, p) whose segments are usable."""
    reach, options, problems = Reach.of(rows), list[Option](), dict[str, str]()
    for done, method in enumerate(methods):
        step = partial(progress, f"Trying {method.spec.title}")
        report = report_within(step, done / len(methods), 1 / len(methods))
        try:
            fitted = _fit_method(rows, method, seed, ignore_steps(report))
        except UserError as error:
            problems[method.spec.name] = str(error)
            continue
        options += _describe_options(reach, method, fitted)
    return Options(tuple(_add_consensus(options)), problems)


def _fit_method(rows: Floats, method: Method, seed: int, progress: Progress) -> FitResult:
    settings = possible_settings(method.spec, rows)
    return method.spec.sweep(rows, settings, method.params, seed, progress)


def _describe_options(reach: Reach, method: Method, fitted: FitResult) -> Iterator[Option]:
    for setting, part in zip(fitted.settings, fitted.partitions, strict=True):
        if is_usable(part.labels):
            best_bic = "bic" in fitted.evidence and setting == fitted.suggested
            yield _describe_labels(reach, method, setting, part.labels, best_bic)


def describe_option(rows: Floats, method: Method, setting: float, labels: Integers) -> Option:
    """Describe the segments `labels` (m,) of `rows` (m, p), usable or not, without what others make of them."""
    _, numbered = np.unique(labels, return_inverse=True)  # a draw may hold nobody of a small segment
    return _describe_labels(Reach.of(rows), method, setting, numbered.astype(np.uint8), False)


def _describe_labels(
    reach: Reach, method: Method, setting: float, labels: Integers, best_bic: bool
) -> Option:
    filled = reach.fill_noise(labels)
    shares = np.bincount(filled) / len(filled)
    clear = reach.clearness(filled) if len(shares) > 1 else np.zeros(1)
    return Option(
        method,
        setting,
        labels,
        count_segments(labels),
        float(np.mean(labels == NOISE)),
        float(shares @ clear),
        float(clear.min()),
        reach.apartness(labels),
        best_bic,
    )


def _add_consensus(options: Sequence[Option]) -> Iterator[Option]:
    kinds = [KINDS.get(option.name, option.name) for option in options]
    agreements = np.eye(len(options))
    for first in range(len(options)):
        for second in range(first):
            value = float(adjusted_rand(options[first].labels, options[second].labels))
            agreements[first, second] = agreements[second, first] = value
    for at, option in enumerate(options):
        others = {kind: np.flatnonzero([k == kind for k in kinds]) for kind in set(kinds) - {kinds[at]}}
        best = {kind: int(places[agreements[at, places].argmax()]) for kind, places in others.items()}
        shares = {options[i].title: float(agreements[at, i]) for i in sorted(best.values())}
        if shares:
            mean = float(np.mean(list(shares.values())))
            option = replace(option, consensus=mean, like=max(shares, key=lambda t: shares[t]))
        yield option
