"""Rules that find a segment: at most three conditions from a shallow decision tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.explain.facts import Facts
from core.explain.rules.conditions import (
    Mask,
    as_pandas,
    as_sql,
    as_words,
    match_all,
    merge_conditions,
    round_bounds,
)
from core.explain.rules.tree_columns import EncodedFeatures
from core.explain.stratified_sample import StratifiedSample, draw_stratified_sample
from core.model import NOISE, Condition, Integers, Rule

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

MOST_CONDITIONS = 3
HELD_OUT_SHARE = 0.3
MOST_LEARNT = 10_000  # customers whom a tree is grown on; above, a stratified sample

TRIFLING_GAIN = 0.002  # of F1: a condition that adds no more than this is left out

Conditions = tuple[Condition, ...]


@dataclass(frozen=True)
class SegmentRules:
    """A rule for each segment, None where none was found, and the share of held-out customers whom
    they put into their own segment; None where that cannot be told. `learnt` customers were not held
    out."""

    rules: tuple[Rule | None, ...]
    fidelity: float | None
    learnt: int


def learn_rules(facts: Facts, coded: EncodedFeatures, seed: int) -> SegmentRules:
    """Rules learnt on all but HELD_OUT of each segment's customers.

    A tree of three levels is grown a segment against all others, with and without weighting both
    sides alike (Breiman et al., Classification and Regression Trees, 1984). Its best path becomes the
    rule; of the two the one of higher F1. Held-out customers decide nothing, and so can judge.
    """
    if facts.k < 2:
        return SegmentRules((None,) * facts.k, None, 0)
    held = _draw_held_out(facts.labels, seed)
    learner = _Learner(
        facts, coded, held, draw_stratified_sample(facts.labels, ~held, MOST_LEARNT, seed), seed
    )
    rules = tuple(_build_rule(learner.best(label), facts, label) for label in range(facts.k))
    return SegmentRules(rules, _fidelity(rules, facts, held), int((~held).sum()))


@dataclass(frozen=True)
class _Learner:
    """Grows trees on the `sample`, and judges rules by all customers who are not `held` out."""

    facts: Facts
    coded: EncodedFeatures
    held: Mask
    sample: StratifiedSample
    seed: int

    def best(self, label: int) -> Conditions:
        """The conditions for a segment (from 0)."""
        own = self.facts.labels == label
        drafts = [self._draft(own, weighting) for weighting in (None, "balanced")]
        return max(drafts, key=lambda draft: self._worth(draft, own))

    def _worth(self, conditions: Conditions, own: Mask) -> float:
        """The F1 score of the conditions."""
        found = match_all(conditions, self.facts.frame) & ~self.held
        return float(2 * (found & own).sum() / max(1, found.sum() + (own & ~self.held).sum()))

    def _draft(self, own: Mask, weighting: str | None) -> Conditions:
        from sklearn.tree import DecisionTreeClassifier

        tree = DecisionTreeClassifier(
            max_depth=MOST_CONDITIONS, class_weight=weighting, random_state=self.seed
        )
        rows, weights = self.sample.rows, self.sample.weights
        tree.fit(self.coded.matrix[rows], own[rows], sample_weight=weights)
        paths = [merge_conditions(path) for path in _leaf_paths(tree, self.coded)]
        best = max(paths, key=lambda path: self._worth(path, own))
        return round_bounds(self._shortened(best, own), self.facts.frame, int(own.sum()))

    def _shortened(self, conditions: Conditions, own: Mask) -> Conditions:
        """Without the conditions that hardly tell anything."""
        least = self._worth(conditions, own) - TRIFLING_GAIN
        for one in conditions:
            rest = tuple(other for other in conditions if other != one)
            if rest and self._worth(rest, own) >= least:
                return self._shortened(rest, own)
        return conditions


def _leaf_paths(
    tree: DecisionTreeClassifier, coded: EncodedFeatures, node: int = 0, path: Conditions = ()
) -> Iterator[Conditions]:
    """The conditions on the way to each leaf."""
    grown = tree.tree_
    if grown.children_left[node] < 0:
        yield path
        return
    column, split = coded.columns[grown.feature[node]], float(grown.threshold[node])
    for above, child in enumerate((grown.children_left[node], grown.children_right[node])):
        yield from _leaf_paths(tree, coded, child, (*path, column.condition(split, bool(above))))


def _draw_held_out(labels: Integers, seed: int) -> Mask:
    """HELD_OUT of the customers of each segment; of one with very few, none."""
    order = np.random.default_rng(seed).permutation(len(labels))
    held = np.zeros(len(labels), bool)
    for label in np.unique(labels):
        members = order[labels[order] == label]
        held[members[: int(HELD_OUT_SHARE * len(members))]] = True
    return held


def _build_rule(conditions: Conditions, facts: Facts, label: int) -> Rule | None:
    """The conditions with what they find among all customers."""
    if not conditions:
        return None
    found, own = match_all(conditions, facts.frame), facts.labels == label
    both = int((found & own).sum())
    return Rule(
        conditions=conditions,
        covered=int(found.sum()),
        precision=both / max(1, int(found.sum())),
        recall=both / int(own.sum()),
        words=as_words(conditions),
        sql=as_sql(conditions),
        pandas=as_pandas(conditions),
    )


def _fidelity(rules: Sequence[Rule | None], facts: Facts, held: Mask) -> float | None:
    """Where several rules hold, the one of highest precision among all others says where a held-out
    customer belongs."""
    judged = held & (facts.labels != NOISE)
    if not judged.any():
        return None
    said = np.full(len(held), -1)
    found = {label: match_all(rule.conditions, facts.frame) for label, rule in enumerate(rules) if rule}
    for label in sorted(
        found, key=lambda label: _precision(found[label], facts.labels == label, ~held)
    ):
        said[found[label]] = label
    return float((said == facts.labels)[judged].mean())


def _precision(found: Mask, own: Mask, judges: Mask) -> float:
    return float((found & own & judges).sum() / max(1, (found & judges).sum()))
