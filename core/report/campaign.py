"""What writing to each segment once may bring, and how many of its customers can be written to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.act import (
    AudienceRequest,
    CampaignSegment,
    build_audience_files,
    estimate_what_if,
    find_contact_columns,
)
from core.errors import UserError
from core.model import ActionPlan, Explanation, Segmentation, SegmentProfile
from core.store import Store

E_MAIL_TOOL = "mailchimp"  # reaches people by their e-mail addresses alone


@dataclass(frozen=True)
class CampaignLine:
    """One segment: what one response brings, the response from which a contact pays (None: never),
    what contacting all is expected to leave, how many can be reached by e-mail (None: not known); the
    response that is assumed, and of the budget the `contacts` and what they are expected to leave."""

    segment: int
    response_value: float
    break_even: float | None
    profit: float
    reachable: int | None
    response: float
    contacts: int
    expected: float


@dataclass(frozen=True)
class Campaign:
    """One contact with each segment, under assumptions; `lines` are by segment, none where no money is known."""

    cost: float
    margin: float
    lines: Mapping[int, CampaignLine]
    reachable: Mapping[int, int]
    sentence: str = ""
    notes: tuple[str, ...] = ()

    @property
    def gains(self) -> tuple[CampaignLine, ...]:
        """Segments that the budget goes to, those that are expected to leave most first."""
        lines = (line for line in self.lines.values() if line.contacts)
        return tuple(sorted(lines, key=lambda line: (-line.expected, line.segment)))


NO_CAMPAIGN = Campaign(0.0, 0.0, {}, {})


def estimate_campaign(
    store: Store,
    segmentation: Segmentation,
    explanation: Explanation,
    plan: ActionPlan,
    assumptions: Mapping[str, Any],
) -> Campaign:
    """Estimate one contact with each segment; `assumptions` are those of the Act page's what-if."""
    what_if = estimate_what_if(store, segmentation, explanation, plan, assumptions)
    reachable = count_reachable(segmentation, explanation.profiles)
    lines = campaign_lines(what_if.segments, reachable)
    first = what_if.segments[0]
    return Campaign(
        cost=first.contact_cost,
        margin=first.margin,
        lines=lines,
        reachable=reachable,
        sentence=what_if.sentence,
        notes=what_if.notes if lines else (),
    )


def campaign_lines(
    rows: Sequence[CampaignSegment], reachable: Mapping[int, int]
) -> dict[int, CampaignLine]:
    """The lines by segment; none of one whose money is not known."""
    lines = [
        CampaignLine(
            row.segment, row.response_value, row.break_even, row.profit, reachable.get(row.segment),
            row.response, row.contacts, row.expected,
        )
        for row in rows
        if row.response_value is not None and row.profit is not None
    ]  # fmt: skip
    return {line.segment: line for line in lines}


def count_reachable(segmentation: Segmentation, profiles: Sequence[SegmentProfile]) -> dict[int, int]:
    """People of each segment who may and can be written to by e-mail; empty without e-mail addresses."""
    if "email" not in find_contact_columns(segmentation.dataset, segmentation.recipe, {}).columns:
        return {}
    return {profile.segment: _count_people(segmentation, profile) for profile in profiles}


def _count_people(segmentation: Segmentation, profile: SegmentProfile) -> int:
    request = AudienceRequest(E_MAIL_TOOL, {profile.segment: profile.name})
    try:
        return build_audience_files(segmentation, request).counts["contacted"]
    except UserError:  # nobody is left
        return 0
