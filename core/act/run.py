"""Plans: actions for each segment, and the products that it buys."""

from dataclasses import dataclass

import polars as pl

from core.act.playbook.facts import segment_facts
from core.act.playbook.matching import suggest_actions
from core.act.playbook.playbook import BUILT_IN, Playbook, built_in_playbook, suitable_playbook
from core.act.playbook.ratings import Feedback
from core.act.playbook.words import PURCHASES
from core.act.products.products import SegmentProducts, find_segment_products
from core.act.products.purchases import find_purchases
from core.act.words import NO_PRODUCTS, no_action_sentence, services_sentence
from core.model import Action, ActionPlan, Explanation, Notice, Plan, Segmentation
from core.store import Store, key_of
from core.text import distinct_titles, join_names

NO_FEEDBACK = Feedback()
MOST_NAMED = 6  # services in the notice on products that are left out


@dataclass(frozen=True)
class ProductsBySegment:
    """The products of the segments in order; none where the data tell no products."""

    segments: tuple[SegmentProducts, ...]
    notices: tuple[Notice, ...] = ()


def plan_actions(
    store: Store,
    segmentation: Segmentation,
    explanation: Explanation,
    playbook: Playbook | None = None,
    feedback: Feedback = NO_FEEDBACK,
) -> ActionPlan:
    """Plan what to do with each explained segment, with its products where the data hold any.

    `playbook` is None for the built-in one that suits the features. Products are kept in the store;
    actions follow from them in no time.
    """
    reason = "Your choice."
    if playbook is None:
        playbook, reason = find_playbook(segmentation)
    by_segment = suggest_by_segment(segmentation, explanation, playbook, feedback)
    products, plans = find_products(store, segmentation), []
    for profile, actions in zip(explanation.profiles, by_segment, strict=True):
        label = segmentation.label(profile.segment)
        bought = products.segments[label] if products.segments else SegmentProducts()
        plans.append(
            Plan(profile.segment, actions, bought.overbought, bought.bestsellers, bought.offers)
        )
    notices = (*products.notices, *_no_action_notice(playbook, plans))
    return ActionPlan(playbook.name, tuple(plans), notices, playbook.title, reason)


def _column_titles(segmentation: Segmentation) -> dict[str, str]:
    """Titles of the data set's columns; those of the customers' features where they have one."""
    titles = distinct_titles(segmentation.dataset.columns)
    return titles | {
        name: title for name, title in segmentation.customers.titles.items() if name in titles
    }


def suggest_by_segment(
    segmentation: Segmentation,
    explanation: Explanation,
    playbook: Playbook | None = None,
    feedback: Feedback = NO_FEEDBACK,
) -> list[tuple[Action, ...]]:
    """Suggest the actions of each explained segment, the best first; `playbook` as in `plan_actions`."""
    if playbook is None:
        playbook, _ = find_playbook(segmentation)
    votes, facts = feedback.votes(), segment_facts(segmentation, explanation)
    return [
        suggest_actions(playbook, profile.kind, of_segment, votes)
        for profile, of_segment in zip(explanation.profiles, facts, strict=True)
    ]


def find_playbook(segmentation: Segmentation) -> tuple[Playbook, str]:
    """Find the built-in playbook that suits the customers' columns, and say why it does."""
    name, reason = suitable_playbook(_column_titles(segmentation))
    if name == BUILT_IN[0] and segmentation.recipe.table == "transactions":
        reason = PURCHASES
    return built_in_playbook(name), reason


def find_products(store: Store, segmentation: Segmentation) -> ProductsBySegment:
    """Find the products that segments buy, in one pass over the file, and keep them."""
    key = _products_key(segmentation)
    return store.memo(ProductsBySegment, key, lambda: _find_in_lines(segmentation))


def are_products_stored(store: Store, segmentation: Segmentation) -> bool:
    """Tell whether the store holds what `find_products` would compute."""
    return store.get(ProductsBySegment, _products_key(segmentation)) is not None


def _products_key(segmentation: Segmentation) -> str:
    return key_of("products 2", segmentation.key, float(segmentation.setting))


def _find_in_lines(segmentation: Segmentation) -> ProductsBySegment:
    dataset, recipe = segmentation.dataset, segmentation.recipe
    if recipe.table != "transactions":
        return ProductsBySegment(())
    customers = segmentation.customers.frame.index
    purchases = find_purchases(pl.scan_parquet(dataset.path), recipe, customers)
    if purchases is None:
        return ProductsBySegment((), (Notice(NO_PRODUCTS),))
    segments = find_segment_products(purchases, segmentation.labels)
    return ProductsBySegment(segments, _services_notice(purchases.left_out))


def _services_notice(services: tuple[str, ...]) -> tuple[Notice, ...]:
    if not services:
        return ()
    names = join_names(services, ", ", MOST_NAMED)
    return (Notice(services_sentence(names)),)


def _no_action_notice(playbook: Playbook, plans: list[Plan]) -> tuple[Notice, ...]:
    empty = sum(not plan.actions for plan in plans)
    return (Notice(no_action_sentence(playbook.title, empty)),) if empty else ()
