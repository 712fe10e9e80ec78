"""The words on the Segment page's cards that take longer than the map: they follow it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from core.model import Analysis, Segmentation, SegmentProfile
from core.session.act_choices import ActChoices
from core.session.continuity import read_rfm_map
from core.store import Notes, Store, key_of

if TYPE_CHECKING:
    from core.act import Feedback, Playbook
    from core.features import RfmMap
    from core.session.result import Result

# Customers up to which a page says something on each segment at every setting. Higher: with many features
# that takes a server more than some seconds.
MOST_TOLD_OF = 50_000


@dataclass(frozen=True)
class SegmentCards:
    """A sentence on each segment, and the title of the action that the plan puts first, by setting and label.

    "" where there is nothing to say, and everywhere above MOST_TOLD_OF customers.
    """

    sentences: tuple[tuple[str, ...], ...]
    actions: tuple[tuple[str, ...], ...]


def card_values(result: Result) -> dict[str, Any]:
    """The cards at every setting, and what is said of names that changed or that no segment has."""
    from core.profile import find_name_changes

    changes = find_name_changes(result.analysis, result.names(), result.session.naming())
    return {**asdict(result.cards()), **asdict(changes)}


def write_cards(store: Store, analysis: Analysis, notes: Notes) -> SegmentCards:
    """Write the cards at every setting, by the session's playbook and ratings; they are kept."""
    choices, rfm = ActChoices(notes), read_rfm_map(notes, analysis.dataset)
    playbook, feedback = choices.playbook(), choices.feedback()
    many = len(analysis.customers.frame) > MOST_TOLD_OF
    inputs: tuple[Any, ...] = (
        choices.choice(), choices.own_playbook_text(), feedback.to_list(), rfm.to_json(), many,
    )  # fmt: skip

    def write() -> SegmentCards:
        from core.act import find_playbook

        settings = () if many else analysis.sweep.settings
        suggested = Segmentation(analysis, analysis.sweep.suggestion.chosen)
        plays = playbook or find_playbook(suggested)[0]
        pairs = [_setting_cards(Segmentation(analysis, k), rfm, plays, feedback) for k in settings]
        return SegmentCards(tuple(s for s, _ in pairs), tuple(a for _, a in pairs))

    return store.memo(SegmentCards, key_of("cards 2", analysis.key, *inputs), write)


def _setting_cards(
    segmentation: Segmentation, rfm: RfmMap, playbook: Playbook, feedback: Feedback
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from core.act import suggest_by_segment
    from core.profile import outline_segments

    outline = outline_segments(segmentation, rfm)
    actions = suggest_by_segment(segmentation, outline, playbook, feedback)
    return (
        tuple(_sentence(profile, segmentation.features) for profile in outline.profiles),
        tuple(best[0].title if best else "" for best in actions),
    )


def _sentence(profile: SegmentProfile, features: Container[str]) -> str:
    """The strongest difference alone, as a card has room for one; best in what segments were made by."""
    markers = sorted(profile.markers, key=lambda marker: marker.feature not in features)
    return f"{markers[0].sentence}." if markers else ""
