"""Analysis and explanation -> Playbook: what to do with each segment, and what it buys."""

from dataclasses import dataclass

import polars as pl

from core.act.playbook.facts import facts, meanings_of
from core.act.playbook.matching import actions
from core.act.playbook.playbook import Plays, built_in, playbook_for
from core.act.playbook.ratings import Feedback
from core.act.products.products import SegmentProducts, segment_products
from core.act.products.purchases import purchases
from core.model.analysis import Analysis
from core.model.base import Notice
from core.model.dataset import Dataset
from core.model.explanation import Explanation
from core.model.plan import Plan, Playbook
from core.model.recipe import Recipe
from core.segment.analyse import stage_keys
from core.store import Store
from core.store.store import key_of, memo
from core.text.wording import count

NO_FEEDBACK = Feedback()
MOST_NAMED = 6
NOTHING_FITS = (
    "The playbook '{title}' has nothing that the data of {segments} speak for. Choose another playbook, "
    "or bring more columns, such as orders with their dates."
)


@dataclass(frozen=True)
class Bought:
    """The products of the segments in order; none where the data tell no products."""

    segments: tuple[SegmentProducts, ...]
    notices: tuple[Notice, ...] = ()


def planned(
    store: Store | None, dataset: Dataset, recipe: Recipe, analysis: Analysis, setting: float,
    explanation: Explanation, plays: Plays | None = None, feedback: Feedback = NO_FEEDBACK,
) -> Playbook:  # fmt: skip
    """A plan for each told segment at one setting, with the products where the data hold any.

    `plays` is the playbook (None: the built-in one that suits the features). Products are kept in
    the store; actions follow from them in no time.
    """
    chosen = plays or built_in(playbook_for(meanings_of(analysis)))
    known = facts(analysis, setting, explanation)
    goods = bought(store, dataset, recipe, analysis, setting)
    plans, votes = [], feedback.votes()
    for story, own in zip(explanation.stories, known, strict=True):
        label = analysis.sweep.label(setting, story.segment)
        sold = goods.segments[label] if goods.segments else SegmentProducts()
        found = actions(chosen, story.kind, own, votes)
        plans.append(Plan(story.segment, found, sold.overbought, sold.bestsellers, sold.offers))
    return Playbook(chosen.name, tuple(plans), (*goods.notices, *_notices(chosen, plans)))


def bought(
    store: Store | None, dataset: Dataset, recipe: Recipe, analysis: Analysis, setting: float
) -> Bought:
    """What the segments buy; one pass over the file, kept."""
    key = _key(dataset, recipe, setting)
    return memo(store, Bought, key, lambda: _bought(dataset, recipe, analysis, setting))


def known(store: Store, dataset: Dataset, recipe: Recipe, setting: float) -> bool:
    """Whether `bought` would only read."""
    return store.get(Bought, _key(dataset, recipe, setting)) is not None


def _key(dataset: Dataset, recipe: Recipe, setting: float) -> str:
    swept = stage_keys(dataset, recipe)["sweep"]
    return key_of("products 2", swept, float(setting))


def _bought(dataset: Dataset, recipe: Recipe, analysis: Analysis, setting: float) -> Bought:
    if recipe.table != "transactions":
        return Bought(())
    found = purchases(pl.scan_parquet(dataset.path), recipe, analysis.customers.frame.index)
    if found is None:
        text = "No column tells which product was bought. Give one the role Product to see products."
        return Bought((), (Notice(text),))
    labels = analysis.sweep.labels[analysis.sweep.at(setting)]
    return Bought(segment_products(found, labels), _left_out(found.left_out))


def _left_out(services: tuple[str, ...]) -> tuple[Notice, ...]:
    if not services:
        return ()
    more = f" and {len(services) - MOST_NAMED} more" if len(services) > MOST_NAMED else ""
    named = ", ".join(services[:MOST_NAMED])
    return (Notice(f"Left out of the products, as services and corrections: {named}{more}."),)


def _notices(chosen: Plays, plans: list[Plan]) -> tuple[Notice, ...]:
    empty = sum(not plan.actions for plan in plans)
    text = NOTHING_FITS.format(title=chosen.title, segments=count(empty, "segment"))
    return (Notice(text),) if empty else ()
