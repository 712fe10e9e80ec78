"""Results of clustering: partitions, their scores, a sweep of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import UnknownSegment, UserError
from core.model.arrays import Floats, Integers
from core.model.base import Notice
from core.model.recommendation import Redraws


class UnknownSetting(UserError):
    template = "The slider has no stop at {setting}. Choose one of: {settings}."


@dataclass(frozen=True)
class Partition:
    """One clustering: `labels` uint8 (n,), clusters numbered from 0 by descending size, or NOISE.

    `centres` float64 (k, p) are the members' means on the feature matrix, weighted where customers
    were counted by a weight; `distance` float32 (n,)
    from each customer to the own centre, NaN for noise; `probability` float32 (n,) how surely
    customers belong to their cluster, None where the algorithm does not tell.
    """

    labels: Integers
    centres: Floats
    distance: Floats
    probability: Floats | None = None


@dataclass(frozen=True)
class FitResult:
    """Result of a method: a partition at each of `settings`, its slider's values, ascending.

    `suggested` is the setting that a criterion of its own prefers and `reason` says so in a sentence;
    `evidence` are arrays that its own charts draw. `names` are what the method itself calls its clusters at
    each setting, in the order of the labels; none where it has no names for them.
    """

    settings: tuple[float, ...]
    partitions: tuple[Partition, ...]
    suggested: float | None = None
    reason: str = ""
    evidence: Mapping[str, Floats] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Scores:
    """Quality of one setting's partition on the feature matrix, its `noise` customers left out.

    `silhouette_error` is the standard error where the silhouette was sampled, 0 where it is exact;
    silhouette, davies_bouldin and calinski_harabasz are None where undefined (fewer than two
    segments).
    """

    sizes: tuple[int, ...]
    wcss: float
    silhouette: float | None
    silhouette_error: float
    segment_silhouettes: tuple[float, ...]
    davies_bouldin: float | None
    calinski_harabasz: float | None
    noise: int = 0


@dataclass(frozen=True)
class SuggestedSetting:
    """The setting that is recommended before there is a verdict: `chosen`, with a `sentence`.

    Beside it what three criteria prefer: the elbow's `knee`, the `silhouette`, and what the method's
    own criterion `preferred`, with its `reason`.
    """

    knee: float | None
    silhouette: float | None
    chosen: float
    sentence: str
    preferred: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class Sweep:
    """Every setting of one slider: `labels` uint8 (s, n), `scores` (s,) and what was sampled.

    `settings` are the slider's values, which count segments where `counts` is true; `wcss_one` is
    the total sum of squares (the elbow's k = 1), `centres[i]` (k_i, p), `distance` float32 (s, n).
    `sampled` (m,) are the rows whose silhouettes were computed (all rows where exact), `silhouettes`
    float32 (s, m) their values, NaN for noise, and `weights` (m,) how many customers each of them
    stands for (None: itself alone). `probability` float32 (s, n), `evidence` and `names` are as in `FitResult`.
    `numbers[i]` (k_i,) are what a person calls the segments, from 1: a segment keeps its number from
    one setting to the next; by size where nothing else is given. `seconds` is how long all of it took.
    `redraws` say how often the segments come out again; None for a method that is not redrawn at once.
    `alike` (s,) is how many segments of each setting tell the same story as another.
    """

    parameter: str
    settings: tuple[float, ...]
    labels: Integers
    distance: Floats
    centres: tuple[Floats, ...]
    scores: tuple[Scores, ...]
    wcss_one: float
    sampled: Integers
    silhouettes: Floats
    suggestion: SuggestedSetting
    notices: tuple[Notice, ...] = ()
    weights: Floats | None = None
    counts: bool = True
    probability: Floats | None = None
    evidence: Mapping[str, Floats] = field(default_factory=dict)
    numbers: tuple[tuple[int, ...], ...] = ()
    seconds: float = 0.0
    names: tuple[tuple[str, ...], ...] = ()
    redraws: Redraws | None = None
    alike: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.numbers:
            by_size = tuple(tuple(range(1, len(scores.sizes) + 1)) for scores in self.scores)
            object.__setattr__(self, "numbers", by_size)
        if not self.alike:
            object.__setattr__(self, "alike", (0,) * len(self.settings))

    def at(self, setting: float) -> int:
        """Position of a setting; UnknownSetting for one that was not swept."""
        if setting not in self.settings:
            settings = ", ".join(f"{stop:g}" for stop in self.settings)
            raise UnknownSetting(setting=f"{setting:g}", settings=settings)
        return self.settings.index(setting)

    def numbered(self, setting: float) -> tuple[int, ...]:
        """The number of each segment at a setting, in the order of the labels."""
        return self.numbers[self.at(setting)]

    def order(self, setting: float) -> list[int]:
        """The labels in the order of their numbers, in which a person reads them."""
        numbers = self.numbered(setting)
        return sorted(range(len(numbers)), key=numbers.__getitem__)

    def label(self, setting: float, number: int) -> int:
        """The label of the segment of that number at a setting; UnknownSegment where there is none."""
        numbers = self.numbered(setting)
        if number not in numbers:
            raise UnknownSegment.among(numbers, number)
        return numbers.index(number)

    def information(self, setting: float) -> dict[str, float]:
        """The `bic` and `aic` of the method's own model at a setting; empty for a method without."""
        at, evidence = self.at(setting), self.evidence
        return {name: float(evidence[name][at]) for name in ("bic", "aic") if name in evidence}
