"""What methods by rules share: groups that are joined step by step, and the result made of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from core.errors import UserError
from core.model import NOISE, FitResult, Floats, Integers, Notice, Progress
from core.segment.fitting.partitions import build_partitions
from core.segment.notice_words import empty_groups_sentence, outside_rules_sentence

# Groups joined at each step: the name of those that it joins and of what they are together.
Joins = Sequence[tuple[tuple[str, str], str]]
OUTSIDE = -1  # the group of a customer of whom the rules cannot tell


class NobodyInAnyGroup(UserError):
    template = (
        "No customer has the values that these rules ask for. Choose another method, or other rules."
    )


def join_groups(
    names: Sequence[str], groups: Integers, joins: Joins
) -> list[tuple[tuple[str, ...], Integers]]:
    """Join `groups` (n,) of those `names` step by step: names and groups at each step, the coarsest first."""
    steps = [(tuple(names), groups)]
    for (first, second), together in joins:
        before, codes = steps[-1]
        after = (*(name for name in before if name not in (first, second)), together)
        places = [after.index(together if name in (first, second) else name) for name in before]
        moved = np.where(codes == OUTSIDE, OUTSIDE, np.array(places)[codes])
        steps.append((after, moved))
    return steps[::-1]


def build_rule_result(
    rows: Floats,
    steps: Mapping[int, tuple[tuple[str, ...], Integers]],
    asked: Sequence[float],
    suggested: float,
    reason: str,
    progress: Progress,
) -> FitResult:
    """Result of rules that put the customers `rows` (n, q) into the named groups of each of `steps`, by setting.

    Of the settings that are `asked` for, or of all where rules know none of these. Groups without customers
    are left out, customers in none are NOISE. NobodyInAnyGroup where the rules hold for nobody.
    """
    settings = [setting for setting in steps if setting in asked] or [*steps]
    labels = np.full((len(settings), len(rows)), NOISE, np.uint8)
    names = []
    for at, (group_names, groups) in enumerate(steps[setting] for setting in settings):
        progress("Dividing", at / len(settings))
        inside = groups != OUTSIDE
        codes, members = np.unique(groups[inside], return_inverse=True)
        if not len(codes):
            raise NobodyInAnyGroup()
        ranks = np.argsort(-np.bincount(members), kind="stable")
        labels[at, inside] = np.argsort(ranks)[members]
        names.append(tuple(group_names[codes[rank]] for rank in ranks))
    parts = build_partitions(rows, labels, [len(group_names) for group_names in names])
    outside = int((labels[-1] == NOISE).sum())
    return FitResult(
        tuple(settings),
        parts,
        suggested if suggested in settings else settings[-1],
        reason,
        notices=_outside_notices(outside) + _empty_notices(settings[-1], len(names[-1])),
        names=tuple(names),
    )


def _outside_notices(outside: int) -> tuple[Notice, ...]:
    if not outside:
        return ()
    return (Notice(outside_rules_sentence(outside), "warning", "segments"),)


def _empty_notices(groups: float, filled: int) -> tuple[Notice, ...]:
    if filled == groups:
        return ()
    return (Notice(empty_groups_sentence(filled, groups), about="segments"),)
