"""Plans for segments: actions and products."""

from dataclasses import dataclass

from core.model.base import Notice


@dataclass(frozen=True)
class Action:
    """An action for a segment, and the fact that speaks for it.

    `trigger` is the sentence with the value that triggered it; `rank` the score by which actions are
    ordered, `votes` the thumbs (up less down) that this kind of segment gave it and that are in `rank`.
    `contact` is false where it says to reach nobody.
    """

    id: str
    title: str
    goal: str
    channel: str
    measure: str
    trigger: str
    reward: str = ""
    rank: float = 0.0
    votes: int = 0
    contact: bool = True


@dataclass(frozen=True)
class Product:
    """A product in one segment: `buyers` there, the `share` of the segment who bought it, `lift` over
    everyone else's share, and the two-sided p-value of that, corrected for the number of products."""

    name: str
    buyers: int
    share: float
    others: float
    lift: float
    p_value: float


@dataclass(frozen=True)
class Plan:
    """Plan for one segment: actions, the best first; products that it buys more than others;
    its best sellers; and products that it lacks though customers like it buy them (`offers`)."""

    segment: int
    actions: tuple[Action, ...]
    overbought: tuple[Product, ...] = ()
    bestsellers: tuple[Product, ...] = ()
    offers: tuple[Product, ...] = ()


@dataclass(frozen=True)
class ActionPlan:
    """The plans of all segments, and `playbook`, the one that they come from ("retail", "finance"), with
    its `title` and the `reason` for which it was chosen."""

    playbook: str
    plans: tuple[Plan, ...]
    notices: tuple[Notice, ...] = ()
    title: str = ""
    reason: str = ""
