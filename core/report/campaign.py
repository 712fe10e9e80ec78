"""What writing to each segment once may bring, and how many of its customers can be written to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.act import (
    PARAMS,
    AudienceRequest,
    build_audience_files,
    estimate_campaigns,
    find_contact_columns,
    segment_values,
)
from core.errors import UserError
from core.model import Explanation, Segmentation, SegmentProfile
from core.plugins import check_params

E_MAIL_TOOL = "mailchimp"  # reaches people by their e-mail addresses alone


@dataclass(frozen=True)
class CampaignLine:
    """One segment: what one response brings, the extra response from which a contact pays (None: never),
    what contacting all is expected to leave, and how many can be reached by e-mail (None: not known)."""

    segment: int
    response_value: float
    break_even: float | None
    profit: float
    reachable: int | None


@dataclass(frozen=True)
class Campaign:
    """One contact with each segment, under assumptions; `lines` are by segment, none where no money is known."""

    cost: float
    response: float
    margin: float
    lines: Mapping[int, CampaignLine]
    reachable: Mapping[int, int]

    @property
    def gains(self) -> tuple[CampaignLine, ...]:
        """Segments that are expected to leave a profit, the best first."""
        lines = (line for line in self.lines.values() if line.profit > 0)
        return tuple(sorted(lines, key=lambda line: (-line.profit, line.segment)))


NO_CAMPAIGN = Campaign(0.0, 0.0, 0.0, {}, {})


def estimate_campaign(
    segmentation: Segmentation, explanation: Explanation, assumptions: Mapping[str, float]
) -> Campaign:
    """Estimate one contact with each segment; `assumptions` are values of the what-if's parameters."""
    params = check_params("The what-if", PARAMS, assumptions)
    values = segment_values(segmentation, explanation, params["margin"])
    reachable = count_reachable(segmentation, explanation.profiles)
    has_money = any(value.money is not None for value in values)
    lines = [
        CampaignLine(
            line.segment, line.order_value, line.break_even, line.profit, reachable.get(line.segment)
        )
        for line in (estimate_campaigns(values, params) if has_money else ())
    ]
    return Campaign(
        cost=params["contact_cost"],
        response=params["response"] / 100,
        margin=params["margin"] / 100,
        lines={line.segment: line for line in lines},
        reachable=reachable,
    )


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
