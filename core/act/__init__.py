"""Work with segments: actions from playbooks, products, value, and lists for campaigns."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.act.audience.audience import (
        MOST_HELD_OUT,
        AudienceFiles,
        AudienceRequest,
        BadHoldout,
        build_audience_files,
    )
    from core.act.audience.contact_columns import FIELDS, ContactColumns, find_contact_columns
    from core.act.audience.tool_spec import AudienceSpec
    from core.act.audience.tools import audience_tools, find_audience_tool
    from core.act.campaign import (
        BY_SEGMENT,
        CELLS,
        CONTACTED,
        CampaignSegment,
        WhatIf,
        estimate_what_if,
    )
    from core.act.files import add_plans
    from core.act.own_groups import GroupChoices, GroupPlan, plan_groups
    from core.act.playbook.editing import EDITABLE, edit_play, write_playbook
    from core.act.playbook.playbook import (
        BUILT_IN,
        BadPlaybook,
        Playbook,
        UnknownPlaybook,
        built_in_playbook,
        built_in_playbook_text,
        read_playbook,
    )
    from core.act.playbook.ratings import (
        BadFeedback,
        Feedback,
        Rating,
        parse_feedback,
        rating_source,
        read_feedback,
    )
    from core.act.power import USUAL_HOPE, HopedEffect
    from core.act.run import (
        are_products_stored,
        find_playbook,
        find_products,
        plan_actions,
        suggest_by_segment,
    )
    from core.act.uplift.uplift import GroupMean, Uplift, measure_campaign_uplift
    from core.act.what_if import PARAMS
    from core.act.words import OVERLAPS
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "BUILT_IN",
    "BY_SEGMENT",
    "CELLS",
    "CONTACTED",
    "EDITABLE",
    "FIELDS",
    "MOST_HELD_OUT",
    "OVERLAPS",
    "PARAMS",
    "USUAL_HOPE",
    "AudienceFiles",
    "AudienceRequest",
    "AudienceSpec",
    "BadFeedback",
    "BadHoldout",
    "BadPlaybook",
    "CampaignSegment",
    "ContactColumns",
    "Feedback",
    "GroupChoices",
    "GroupMean",
    "GroupPlan",
    "HopedEffect",
    "Playbook",
    "Rating",
    "UnknownPlaybook",
    "Uplift",
    "WhatIf",
    "add_plans",
    "are_products_stored",
    "audience_tools",
    "build_audience_files",
    "built_in_playbook",
    "built_in_playbook_text",
    "edit_play",
    "estimate_what_if",
    "find_audience_tool",
    "find_contact_columns",
    "find_playbook",
    "find_products",
    "measure_campaign_uplift",
    "parse_feedback",
    "plan_actions",
    "plan_groups",
    "rating_source",
    "read_feedback",
    "read_playbook",
    "suggest_by_segment",
    "write_playbook",
]
