"""The words on the Segment page's cards that take longer than the map: they follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from core.model import Analysis, Marker, Progress, Segmentation, SegmentProfile, ignore_progress
from core.session.act_choices import ActChoices
from core.session.continuity import read_rfm_map
from core.store import Notes, Store, key_of

if TYPE_CHECKING:
    from core.act import Feedback, Playbook
    from core.features import RfmMap
    from core.session.result import Result

# Values of the table up to which the cards are written within a request: one or two seconds. Higher: sentences at
# every setting keep the map's own sentence waiting, and the server with it; lower: small tables wait for a worker.
MOST_WITHIN_REQUEST = 80_000


@dataclass(frozen=True)
class SegmentCards:
    """A sentence on each segment, and the title of the action that the plan puts first, by setting and label.

    "" where there is nothing to say; nothing at settings that are still to come.
    """

    sentences: tuple[tuple[str, ...], ...]
    actions: tuple[tuple[str, ...], ...]


def find_cards(
    store: Store, analysis: Analysis, notes: Notes, setting: float | None = None
) -> SegmentCards | None:
    """Find the cards of an analysis at every setting, or at least those at `setting`.

    None where there are none yet and a worker should write them.
    """
    if analysis.customers.frame.size <= MOST_WITHIN_REQUEST:
        return write_cards(store, analysis, notes)
    cards = store.get(SegmentCards, cards_key(analysis, notes))
    if cards is None and setting is not None:
        cards = store.get(SegmentCards, cards_key(analysis, notes, setting))
    return cards


def card_values(result: Result, setting: float | None = None) -> dict[str, Any] | None:
    """The cards at every setting, or at least those at `setting`, and what is said of names that changed or
    that no segment has; None where a worker should write them."""
    from core.profile import find_name_changes

    cards = result.cards(setting)
    if cards is None:
        return None
    changes = find_name_changes(result.analysis, result.names(), result.session.naming())
    return {**asdict(cards), **asdict(changes)}


def cards_key(analysis: Analysis, notes: Notes, setting: float | None = None) -> str:
    """Key of the cards of an analysis under the choices of a session, at one setting or at every one."""
    choices, rfm = ActChoices(notes), read_rfm_map(notes, analysis.dataset)
    inputs = choices.choice(), choices.own_playbook_text(), choices.feedback().to_list(), rfm.to_json()
    return key_of("cards 4", analysis.key, setting, *inputs)


def write_cards(
    store: Store,
    analysis: Analysis,
    notes: Notes,
    setting: float | None = None,
    progress: Progress = ignore_progress,
) -> SegmentCards:
    """Write the cards at every setting, or at one, by the session's playbook and ratings; they are kept."""
    choices, rfm = ActChoices(notes), read_rfm_map(notes, analysis.dataset)

    def write() -> SegmentCards:
        from core.act import find_playbook

        settings, pairs = analysis.sweep.settings, []
        wanted = settings if setting is None else (setting,)
        suggested = Segmentation(analysis, analysis.sweep.suggestion.chosen)
        plays, feedback = choices.playbook() or find_playbook(suggested)[0], choices.feedback()
        for place, at in enumerate(settings):
            progress("Describing the segments", place / len(settings))
            segmentation = Segmentation(analysis, at)
            pairs.append(
                _setting_cards(segmentation, rfm, plays, feedback) if at in wanted else ((), ())
            )
        return SegmentCards(tuple(s for s, _ in pairs), tuple(a for _, a in pairs))

    return store.memo(SegmentCards, cards_key(analysis, notes, setting), write)


def _setting_cards(
    segmentation: Segmentation, rfm: RfmMap, playbook: Playbook, feedback: Feedback
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    from core.act import suggest_by_segment
    from core.profile import outline_segments

    outline = outline_segments(segmentation, rfm)
    actions = suggest_by_segment(segmentation, outline, playbook, feedback)
    return (
        tuple(_sentence(profile, segmentation) for profile in outline.profiles),
        tuple(best[0].title if best else "" for best in actions),
    )


def _sentence(profile: SegmentProfile, segmentation: Segmentation) -> str:
    """The strongest difference alone, as a card has room for one; best in what segments were made by.

    Of a segment that nothing marks it is the largest of its small ones: a card says something of each.
    """
    from core.profile import measure_contrasts

    markers: Sequence[Marker] = profile.markers
    if not markers:
        contrasts = measure_contrasts(segmentation)[segmentation.label(profile.segment)]
        markers = [marker for _, marker in contrasts]
    ordered = sorted(markers, key=lambda marker: marker.feature not in segmentation.features)
    return f"{ordered[0].sentence}." if ordered else ""
