"""Rules that find a segment: at most three conditions from a shallow decision tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.model import NOISE, Condition, Integers, Rule, Segmentation
from core.profile.rules.conditions import (
    Mask,
    as_pandas,
    as_sql,
    as_words,
    match_all,
    merge_conditions,
    round_bounds,
)
from core.profile.rules.tree_columns import EncodedFeatures
from core.profile.stratified_sample import StratifiedSample, draw_stratified_sample

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

MOST_CONDITIONS = 3  # of a rule, and levels of its tree
# Share of each segment's customers who decide nothing, so that fidelity is measured on them. Higher: a
# surer fidelity, of rules that were learnt on fewer.
HELD_OUT_SHARE = 0.3
# Customers whom a tree is grown on; above, a stratified sample, and a notice says so. More: slower trees.
MOST_LEARNT = 10_000
# F1 that a condition must add to stay in a rule. Higher: shorter rules that fit less well.
TRIFLING_GAIN = 0.002

Conditions = tuple[Condition, ...]


@dataclass(frozen=True)
class SegmentRules:
    """A rule for each segment, None where there is none.

    `fidelity` is the share of held-out customers whom the rules put into their own segment, None where
    there is nothing to measure it on. `learnt` customers were not held out.
    """

    rules: tuple[Rule | None, ...]
    fidelity: float | None
    learnt: int


def learn_rules(segmentation: Segmentation, encoded: EncodedFeatures, seed: int) -> SegmentRules:
    """Learn a rule for each segment on all but HELD_OUT_SHARE of its customers.

    A tree of three levels is grown a segment against all others, with and without weighting both
    sides alike (Breiman et al., Classification and Regression Trees, 1984). Its best path becomes the
    rule; of the two the one of higher F1. Held-out customers decide nothing, and so can judge.
    """
    if segmentation.k < 2:
        return SegmentRules((None,) * segmentation.k, None, 0)
    held = _draw_held_out(segmentation.labels, seed)
    sample = draw_stratified_sample(segmentation.labels, ~held, MOST_LEARNT, seed)
    learner = _Learner(segmentation, encoded, held, sample, seed)
    rules = tuple(
        _build_rule(learner.best(label), segmentation, label) for label in range(segmentation.k)
    )
    return SegmentRules(rules, _fidelity(rules, segmentation, held), int((~held).sum()))


@dataclass(frozen=True)
class _Learner:
    """Grows trees on the `sample`, and judges rules by all customers who are not `held` out."""

    segmentation: Segmentation
    encoded: EncodedFeatures
    held: Mask
    sample: StratifiedSample
    seed: int

    def best(self, label: int) -> Conditions:
        """Return the best conditions for a segment, by its label from 0."""
        members = self.segmentation.labels == label
        drafts = [self._draft(members, weighting) for weighting in (None, "balanced")]
        return max(drafts, key=lambda draft: self._f1_score(draft, members))

    def _f1_score(self, conditions: Conditions, members: Mask) -> float:
        matched = match_all(conditions, self.segmentation.customers.frame) & ~self.held
        size = matched.sum() + (members & ~self.held).sum()
        return float(2 * (matched & members).sum() / max(1, size))

    def _draft(self, members: Mask, weighting: str | None) -> Conditions:
        from sklearn.tree import DecisionTreeClassifier

        tree = DecisionTreeClassifier(
            max_depth=MOST_CONDITIONS, class_weight=weighting, random_state=self.seed
        )
        rows, weights = self.sample.rows, self.sample.weights
        tree.fit(self.encoded.matrix[rows], members[rows], sample_weight=weights)
        paths = [merge_conditions(path) for path in _leaf_paths(tree, self.encoded)]
        best = max(paths, key=lambda path: self._f1_score(path, members))
        return round_bounds(
            self._shorten(best, members), self.segmentation.customers.frame, int(members.sum())
        )

    def _shorten(self, conditions: Conditions, members: Mask) -> Conditions:
        """Leave out conditions that hardly improve the rule."""
        least = self._f1_score(conditions, members) - TRIFLING_GAIN
        for condition in conditions:
            shorter = tuple(other for other in conditions if other != condition)
            if shorter and self._f1_score(shorter, members) >= least:
                return self._shorten(shorter, members)
        return conditions


def _leaf_paths(
    tree: DecisionTreeClassifier, encoded: EncodedFeatures, node: int = 0, path: Conditions = ()
) -> Iterator[Conditions]:
    """Yield the conditions on the way to each leaf."""
    nodes = tree.tree_
    if nodes.children_left[node] < 0:
        yield path
        return
    column, split = encoded.columns[nodes.feature[node]], float(nodes.threshold[node])
    for above, child in enumerate((nodes.children_left[node], nodes.children_right[node])):
        yield from _leaf_paths(tree, encoded, child, (*path, column.condition(split, bool(above))))


def _draw_held_out(labels: Integers, seed: int) -> Mask:
    """Draw HELD_OUT_SHARE of the customers of each segment; of one with very few, none."""
    order = np.random.default_rng(seed).permutation(len(labels))
    held = np.zeros(len(labels), bool)
    for label in np.unique(labels):
        members = order[labels[order] == label]
        held[members[: int(HELD_OUT_SHARE * len(members))]] = True
    return held


def _build_rule(conditions: Conditions, segmentation: Segmentation, label: int) -> Rule | None:
    """Make a rule of conditions, with the precision and recall that it has among all customers."""
    if not conditions:
        return None
    matched, members = match_all(conditions, segmentation.customers.frame), segmentation.labels == label
    both = int((matched & members).sum())
    return Rule(
        conditions=conditions,
        covered=int(matched.sum()),
        precision=both / max(1, int(matched.sum())),
        recall=both / int(members.sum()),
        words=as_words(conditions),
        sql=as_sql(conditions),
        pandas=as_pandas(conditions),
    )


def _fidelity(rules: Sequence[Rule | None], segmentation: Segmentation, held: Mask) -> float | None:
    """Share of the held-out customers whom the rules put into their own segment.

    Where several rules hold, the one of highest precision among all other customers decides.
    """
    judged = held & (segmentation.labels != NOISE)
    if not judged.any():
        return None
    assigned = np.full(len(held), -1)
    matched = {
        label: match_all(rule.conditions, segmentation.customers.frame)
        for label, rule in enumerate(rules)
        if rule
    }
    for label in sorted(
        matched, key=lambda label: _precision(matched[label], segmentation.labels == label, ~held)
    ):
        assigned[matched[label]] = label
    return float((assigned == segmentation.labels)[judged].mean())


def _precision(matched: Mask, members: Mask, judges: Mask) -> float:
    return float((matched & members & judges).sum() / max(1, (matched & judges).sum()))
