"""Explanation of segments: their profiles, markers and rules, as frozen values.

Segments bear the numbers that a person calls them by, see `Sweep`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Self

from core.errors import UnknownSegment
from core.model.arrays import Floats
from core.model.base import Notice

# Share of a segment's customers who must have a value of a feature before it is spoken of.
MIN_KNOWN_SHARE = 0.5
SENTENCES = ("typical", "different", "caution")
_RATED = re.compile(r"(.*?)/(action|name|sentence)/(.*)", re.DOTALL)


@dataclass(frozen=True)
class Marker:
    """A feature by which a segment differs from all other customers.

    `own`, `others` and `overall` are means in original units, or for a category the shares of
    customers who have `value`. `difference` is (own - others) in standard deviations of all customers
    (of the share's indicator for a category). `sentence` says so with units.
    """

    feature: str
    title: str
    own: float
    others: float
    overall: float
    difference: float
    sentence: str
    value: str | None = None


@dataclass(frozen=True)
class Condition:
    """One part of a rule, in original units: `feature` `operator` `value`."""

    feature: str
    title: str
    operator: Literal["<=", ">", "=", "!="]
    value: float | str


@dataclass(frozen=True)
class Rule:
    """At most three conditions that all must hold.

    `covered` customers fulfil them; `precision` is the share of those who are in the segment,
    `recall` the share of the segment who are among them. `words`, `sql` (a WHERE clause) and `pandas`
    (for `DataFrame.query`, empty where that cannot spell a column's name) spell it out.
    """

    conditions: tuple[Condition, ...]
    covered: int
    precision: float
    recall: float
    words: str
    sql: str
    pandas: str


@dataclass(frozen=True)
class Outcome:
    """What became of a segment's customers: the share who gave an answer, or the mean of a number.

    `title` names it, with the answer `value` where it is no yes or no. `low` and `high` are the ends of
    the 95 % interval around `own` (None: too few customers), `others` is everyone else's, `answers` the
    customers of the segment of whom it is known. `sentence` says all of it.
    """

    title: str
    value: str
    kind: Literal["share", "mean"]
    own: float
    low: float | None
    high: float | None
    others: float | None
    answers: int
    sentence: str


@dataclass(frozen=True)
class SegmentProfile:
    """Profile of one segment: its size, name, markers, rule and most typical customers.

    `name` is what it is called, `named` whether the user said so, `suggested` what the evidence calls
    it, or, where ratings chose that `instead` of the evidence's first name, what is liked; `kind` what kind of segment
    it is, for advice that was rated before ("champions", or its strongest markers). `money` is what
    its customers bring, where that is known. `means` are those of the numeric features, in original
    units. `typical` and `borderline` are rows of the customers' table, the most typical or the most
    borderline first. `topics` are what the `sentences` are about, each of SENTENCES once.
    `outcomes` are what became of its customers, where columns say so.
    """

    segment: int
    name: str
    suggested: str
    kind: str
    size: int
    share: float
    money: float | None
    money_share: float | None
    sentences: tuple[str, ...]
    markers: tuple[Marker, ...]
    rule: Rule | None
    means: Mapping[str, float]
    typical: tuple[int, ...]
    borderline: tuple[int, ...]
    named: bool = False
    instead: str = ""
    topics: tuple[str, ...] = SENTENCES
    outcomes: tuple[Outcome, ...] = ()

    @property
    def name_by_evidence(self) -> str:
        """Name that the evidence gives it, whatever was rated; no other segment of the table has it."""
        return self.instead or self.suggested


@dataclass(frozen=True)
class Explanation:
    """Explanation of all segments of one setting.

    `fidelity` is the share of held-out customers whom the rules put into their own segment.
    `importance` (p,) of `features` for the whole segmentation: how much less well a surrogate tree
    finds the segments when the feature is shuffled; `per_segment` (k, p) the same for each segment
    alone. `cuts` are the cut points of recency, frequency and money scores, where names come from
    those.
    """

    profiles: tuple[SegmentProfile, ...]
    noise: int
    features: tuple[str, ...]
    importance: Floats
    per_segment: Floats
    fidelity: float | None
    cuts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()

    def profile(self, number: int) -> SegmentProfile:
        """Profile of the segment of that number; UnknownSegment where there is none."""
        return self.profiles[self.place(number)]

    def place(self, segment: int) -> int:
        """Position of the segment of a number among the profiles.

        UnknownSegment where there is none.
        """
        numbers = [story.segment for story in self.profiles]
        if segment not in numbers:
            raise UnknownSegment.among(numbers, segment)
        return numbers.index(segment)


@dataclass(frozen=True, order=True)
class RatedSubject:
    """The subject of a vote or note: the "action", "name" or "sentence" `which` of a kind of segment.

    Ratings are stored and sent with the text "kind/what/which", which is written and read here alone;
    `which` is "" for a note on all names of a kind. A text of no such form is a `kind` alone.
    """

    kind: str
    what: str = ""
    which: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.what}/{self.which}" if self.what else self.kind

    @classmethod
    def parse(cls, text: str) -> Self:
        match = _RATED.fullmatch(text)
        return cls(text) if match is None else cls(*match.groups())

    def is_name_of(self, kind: str) -> bool:
        return self.what == "name" and self.kind == kind
