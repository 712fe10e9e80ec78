"""Groups of customers of one's own: each planned beside the segments that it overlaps with, and in none of their sums."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.act.campaign import BY_SEGMENT, CampaignSegment, estimate_what_if
from core.act.playbook.playbook import Playbook
from core.act.playbook.ratings import Feedback
from core.act.run import NO_FEEDBACK, plan_actions
from core.features import DEFAULT_MAP, RfmMap
from core.model import NOISE, Explanation, Integers, Plan, Scores, Segmentation, SegmentProfile
from core.profile import outline_segments
from core.store import Store, key_of

WITHOUT_BUDGET = {"budget": 0}  # the budget is for segments, in which these customers are already
ONLY_SETTING = 1.0


@dataclass(frozen=True)
class GroupPlan:
    """A group of one's own as the only segment of its `segmentation`, with the number 0 or one below it.

    `campaign` is what contacting all of the group once would bring.
    """

    segmentation: Segmentation
    explanation: Explanation
    plan: Plan
    campaign: CampaignSegment

    @property
    def profile(self) -> SegmentProfile:
        return self.explanation.profiles[0]


@dataclass(frozen=True)
class GroupChoices:
    """The choices that plans of groups follow: as in `plan_actions`, `outline_segments` and
    `estimate_what_if`."""

    playbook: Playbook | None = None
    feedback: Feedback = NO_FEEDBACK
    rfm: RfmMap = DEFAULT_MAP
    assumptions: Mapping[str, Any] | None = None


def plan_groups(
    store: Store, segmentation: Segmentation, groups: Mapping[str, Integers], choices: GroupChoices
) -> tuple[GroupPlan, ...]:
    """Plan each group: its name and the rows of its customers; one without customers is left out."""
    present = {name: rows for name, rows in groups.items() if len(rows)}
    return tuple(
        _plan_group(store, isolate_group(segmentation, rows, -place), name, choices)
        for place, (name, rows) in enumerate(present.items())
    )


def _plan_group(store: Store, alone: Segmentation, name: str, choices: GroupChoices) -> GroupPlan:
    outline = outline_segments(alone, choices.rfm)
    # What they are and how they differ; how clearly a group stands apart is no question where it was picked.
    profile = outline.profiles[0]
    named = replace(profile, name=name, sentences=profile.sentences[:2])
    explanation = replace(outline, profiles=(named,))
    plan = plan_actions(store, alone, explanation, choices.playbook, choices.feedback)
    assumed = {
        key: value for key, value in (choices.assumptions or {}).items() if key != BY_SEGMENT
    } | WITHOUT_BUDGET
    what_if = estimate_what_if(store, alone, explanation, plan, assumed)
    return GroupPlan(alone, explanation, plan.plans[0], what_if.segments[0])


def isolate_group(segmentation: Segmentation, rows: Integers, number: int) -> Segmentation:
    """Make the customers at `rows` the only segment, everybody else in none."""
    analysis = segmentation.analysis
    labels = np.full(len(segmentation.labels), NOISE, np.uint8)
    labels[rows] = 0
    sizes, rest = (len(rows),), len(labels) - len(rows)
    sweep = replace(
        analysis.sweep,
        settings=(ONLY_SETTING,),
        labels=labels[None],
        scores=(Scores(sizes, 0.0, None, 0.0, (1.0,), None, None, rest),),
        numbers=((number,),),
        names=(),
        alike=(),
    )
    key = key_of("own group", segmentation.key, np.asarray(rows).tolist())
    return Segmentation(replace(analysis, sweep=sweep, verdicts=None, key=key), ONLY_SETTING)
