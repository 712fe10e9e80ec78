"""What is recommended: how many segments, in a sentence, with what each criterion says."""

from dataclasses import dataclass
from typing import Literal

# What a recommended division is: groups with gaps between them, groups that look so as long as there is no verdict,
# groups that are clearer than by chance, a fair way to divide customers, a weak one, or not even several segments.
Standing = Literal["natural", "clear", "reproducible", "fair", "weak", "undivided"]


@dataclass(frozen=True)
class Redraws:
    """Redraws of the customers, segmented anew by K-Means at each setting of a sweep.

    `returned` (s,) are the shares of the `count` redraws in which every segment came out again, and
    `agreement` (s,) the mean adjusted Rand index between two of them; None where not measured.
    """

    count: int
    returned: tuple[float | None, ...]
    agreement: tuple[float | None, ...]


@dataclass(frozen=True)
class Reason:
    """What one criterion says, in a sentence; `setting` is the one that it would pick, None where none."""

    criterion: str
    sentence: str
    setting: float | None = None


@dataclass(frozen=True)
class Recommendation:
    """The setting to use, of `k` segments: `sentence` says why, `reasons` what each criterion says.

    It is `settled` once it rests on the verdict. `finer` is the number of segments of a fair finer
    division, None where none is or `setting` is fine enough.
    """

    setting: float
    k: int
    standing: Standing
    sentence: str
    reasons: tuple[Reason, ...]
    settled: bool
    finer: int | None = None
