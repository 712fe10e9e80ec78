"""Analysis and explanation -> Playbook: what to do with each segment, and what it buys."""

from dataclasses import dataclass

import polars as pl

from core.act.playbook.facts import known_meanings, segment_facts
from core.act.playbook.matching import suggest_actions
from core.act.playbook.playbook import Playbook, built_in_playbook, suitable_playbook
from core.act.playbook.ratings import Feedback
from core.act.products.products import SegmentProducts, find_segment_products
from core.act.products.purchases import find_purchases
from core.model import ActionPlan, Explanation, Notice, Plan, Segmentation
from core.store import Store, key_of
from core.text import format_count

NO_FEEDBACK = Feedback()
MOST_NAMED = 6
NO_ACTION = (
    "The playbook '{title}' has nothing that the data of {segments} speak for. Choose another playbook, "
    "or bring more columns, such as orders with their dates."
)


@dataclass(frozen=True)
class ProductsBySegment:
    """The products of the segments in order; none where the data tell no products."""

    segments: tuple[SegmentProducts, ...]
    notices: tuple[Notice, ...] = ()


def plan_actions(
    store: Store, segmentation: Segmentation,
    explanation: Explanation, plays: Playbook | None = None, feedback: Feedback = NO_FEEDBACK,
) -> ActionPlan:  # fmt: skip
    """A plan for each told segment at one setting, with the products where the data hold any.

    `plays` is the playbook (None: the built-in one that suits the features). Products are kept in
    the store; actions follow from them in no time.
    """
    chosen = plays or built_in_playbook(suitable_playbook(known_meanings(segmentation.analysis)))
    known = segment_facts(segmentation, explanation)
    goods = find_products(store, segmentation)
    plans, votes = [], feedback.votes()
    for story, own in zip(explanation.stories, known, strict=True):
        label = segmentation.label(story.segment)
        sold = goods.segments[label] if goods.segments else SegmentProducts()
        found = suggest_actions(chosen, story.kind, own, votes)
        plans.append(Plan(story.segment, found, sold.overbought, sold.bestsellers, sold.offers))
    return ActionPlan(chosen.name, tuple(plans), (*goods.notices, *_no_action_notice(chosen, plans)))


def find_products(store: Store, segmentation: Segmentation) -> ProductsBySegment:
    """What the segments buy; one pass over the file, kept."""
    key = _products_key(segmentation)
    return store.memo(ProductsBySegment, key, lambda: _find_in_lines(segmentation))


def are_products_stored(store: Store, segmentation: Segmentation) -> bool:
    """Whether `find_products` would only read."""
    return store.get(ProductsBySegment, _products_key(segmentation)) is not None


def _products_key(segmentation: Segmentation) -> str:
    return key_of("products 2", segmentation.key, float(segmentation.setting))


def _find_in_lines(segmentation: Segmentation) -> ProductsBySegment:
    dataset, recipe = segmentation.dataset, segmentation.recipe
    if recipe.table != "transactions":
        return ProductsBySegment(())
    found = find_purchases(pl.scan_parquet(dataset.path), recipe, segmentation.customers.frame.index)
    if found is None:
        text = "No column tells which product was bought. Give one the role Product to see products."
        return ProductsBySegment((), (Notice(text),))
    labels = segmentation.labels
    return ProductsBySegment(find_segment_products(found, labels), _services_notice(found.left_out))


def _services_notice(services: tuple[str, ...]) -> tuple[Notice, ...]:
    if not services:
        return ()
    more = f" and {len(services) - MOST_NAMED} more" if len(services) > MOST_NAMED else ""
    named = ", ".join(services[:MOST_NAMED])
    return (Notice(f"Left out of the products, as services and corrections: {named}{more}."),)


def _no_action_notice(chosen: Playbook, plans: list[Plan]) -> tuple[Notice, ...]:
    empty = sum(not plan.actions for plan in plans)
    text = NO_ACTION.format(title=chosen.title, segments=format_count(empty, "segment"))
    return (Notice(text),) if empty else ()
