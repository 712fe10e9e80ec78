"""Links between tables: pairs of key columns, proposed by their names and confirmed by their values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import polars as pl

from core.data.columns.column_names import role_hints
from core.data.columns.name_meanings import EMAIL_NAME, TELEPHONE_NAME, is_person_name
from core.data.joining.match import KEY, Link, Match, Spelling, best_spelling, key_text, measure_match
from core.data.joining.tables import (
    ORDER,
    PERSON,
    PRODUCT,
    JoinTable,
    column_entity,
    is_generic_key,
    key_words,
)
from core.model import ColumnProfile

SAME_NAME, SAME_ENTITY, SAME_CONTACT, NO_NAME = 4, 3, 2, 0
# Share of the rows with a key that must match, by what the names say: a column of the same name may be
# sparse, names that merely point to one another need half, and values alone nearly all.
FEWEST_MATCHES = {SAME_NAME: 0.1, SAME_ENTITY: 0.5, SAME_CONTACT: 0.1, NO_NAME: 0.9}
FEWEST_KEYS_BY_VALUE = 10
FEWEST_CONTACTS = 3  # fewer equal addresses or telephone numbers may be an office that two lists share
SHORTEST_KEY_BY_VALUE = 4
SMALLEST_NUMBER_BY_VALUE = 10_000
# A list that is looked up may name this share of its keys twice; of each the first row is taken.
MOST_REPEATED = 0.05
SHORT_LIST = 200_000  # rows of a list that is looked through for rows that stand in it again


@dataclass(frozen=True)
class Proposal:
    """A link with how surely the names speak for it and how its values match."""

    match: Match
    sure: int

    @property
    def link(self) -> Link:
        return self.match.link


@dataclass(frozen=True)
class Links:
    """Links that can be taken, the best of each pair of tables, and those with many rows on both sides."""

    usable: tuple[Proposal, ...]
    many_to_many: tuple[Link, ...]

    def of(self, many: str, single: str) -> Proposal | None:
        return next((p for p in self.usable if (p.link.many, p.link.single) == (many, single)), None)

    def from_table(self, many: str) -> list[Proposal]:
        return [proposal for proposal in self.usable if proposal.link.many == many]


def propose_links(tables: Sequence[JoinTable]) -> Links:
    """Propose for each pair of tables the link that names and values speak for most."""
    usable: list[Proposal] = []
    many_to_many: list[Link] = []
    for many, single in permutations(tables, 2):
        one_sided: list[Proposal] = []
        for link, sure in _named_pairs(many, single):
            if not _may_be_lookup(single, link.single_key):
                many_to_many += [link] if sure >= SAME_ENTITY else []
                continue
            measure = best_spelling if sure else measure_match
            proposal = Proposal(measure(many, single, link), sure)
            if not _is_supported(proposal, many, single):
                continue
            if _is_lookup(proposal.match, single):
                one_sided.append(proposal)
            elif sure >= SAME_ENTITY:
                many_to_many.append(link)
        if one_sided:
            usable.append(max(one_sided, key=lambda p: (p.sure, p.match.coverage)))
    return Links(tuple(usable), tuple(many_to_many))


def _named_pairs(many: JoinTable, single: JoinTable) -> Iterator[tuple[Link, int]]:
    """Pairs of columns that may mean the same key, with how surely their names say so."""
    for asking in filter(_could_be_key, many.profiles):
        for holding in filter(_could_be_key, single.profiles):
            sure, spelling = _name_evidence(asking, many, holding, single)
            if sure or _could_tie_by_value(asking, holding):
                yield Link(many.name, asking.name, single.name, holding.name, spelling), sure


def _may_be_lookup(single: JoinTable, key: str) -> bool:
    """Tell by its profile whether a column may hold each key once; a list without money may hold the
    same rows again."""
    profile = single.by_name[key]
    times = (single.rows - profile.missing) / profile.distinct
    if single.entity in (PERSON, PRODUCT) or not any(map(is_measure, single.profiles)):
        return single.rows <= SHORT_LIST or times <= 1 + 2 * MOST_REPEATED
    return times <= 1


def _could_be_key(profile: ColumnProfile) -> bool:
    if profile.dtype not in ("integer", "text") or not profile.distinct or is_person_name(profile.name):
        return False
    return "ignore" not in role_hints(profile.name)


def _name_evidence(
    asking: ColumnProfile, many: JoinTable, holding: ColumnProfile, single: JoinTable
) -> tuple[int, Spelling]:
    """Evidence of the names that both columns mean the same key, and how its values are compared."""
    left, right = key_words(asking.name), key_words(holding.name)
    if EMAIL_NAME.search(left) and EMAIL_NAME.search(right):
        return SAME_CONTACT, "email"
    if TELEPHONE_NAME.search(left) and TELEPHONE_NAME.search(right):
        return SAME_CONTACT, "phone"
    entities = [
        table.entity if is_generic_key(column.name) else column_entity(column.name)
        for column, table in ((asking, many), (holding, single))
    ]
    if not entities[0] or entities[0] != entities[1]:
        return NO_NAME, "exact"
    if left == right:
        return (NO_NAME if is_generic_key(asking.name) else SAME_NAME), "exact"
    return SAME_ENTITY, "exact"


def _could_tie_by_value(asking: ColumnProfile, holding: ColumnProfile) -> bool:
    """Tell whether the values are such that equal ones are no chance: codes, or long sparse numbers."""
    return (
        asking.dtype == holding.dtype
        and asking.distinct >= FEWEST_KEYS_BY_VALUE
        and all(map(_has_telling_values, (asking, holding)))
    )


def _has_telling_values(profile: ColumnProfile) -> bool:
    low, high = profile.minimum, profile.maximum
    if profile.dtype == "integer":
        sparse = low is not None and high is not None and profile.distinct * 2 < high - low + 1
        return sparse and low is not None and low >= SMALLEST_NUMBER_BY_VALUE
    codes = [e for e in profile.examples if len(e) >= SHORTEST_KEY_BY_VALUE and " " not in e]
    return len(codes) == len(profile.examples) and all(any(c.isdigit() for c in e) for e in codes)


def _is_supported(proposal: Proposal, many: JoinTable, single: JoinTable) -> bool:
    match = proposal.match
    covered = match.coverage >= FEWEST_MATCHES[proposal.sure]
    used = proposal.sure >= SAME_ENTITY and match.unused * 2 <= match.single_keys  # returns of orders
    if not match.matched or not (covered or used):
        return False
    if proposal.sure == NO_NAME:
        return match.matched_keys >= FEWEST_KEYS_BY_VALUE
    if proposal.sure == SAME_CONTACT:
        return match.matched_keys >= FEWEST_CONTACTS
    named = column_entity(match.link.many_key) or many.entity
    return not (
        named not in (PERSON, ORDER, PRODUCT)
        and _numbers_rows(many, match.link.many_key)
        and _numbers_rows(single, match.link.single_key)
    )


def _numbers_rows(table: JoinTable, column: str) -> bool:
    """Tell whether the column counts the rows, 1, 2, 3 ...: any two such columns overlap."""
    profile = table.by_name[column]
    low, high = profile.minimum, profile.maximum
    dense = low is not None and high is not None and high - low + 1 == profile.distinct
    return profile.dtype == "integer" and dense and table.is_unique(column)


def _is_lookup(match: Match, single: JoinTable) -> bool:
    """Tell whether each key stands once in `single`, but for few exceptions or whole rows again.

    Where its rows hold money, no exception is made: the rows behind the first would be lost.
    """
    if not match.repeated:
        return True
    if single.entity not in (PERSON, PRODUCT) and any(map(is_measure, single.profiles)):
        return False
    if match.repeated_rows <= MOST_REPEATED * match.single_keys:
        return True
    key = key_text(single.frame, match.link.single_key, match.link.spelling).alias(KEY)
    different = single.frame.with_columns(key).unique().select(pl.len(), keys=pl.col(KEY).n_unique())
    rows, keys = different.collect(engine="streaming").row(0)
    return bool(rows - keys <= MOST_REPEATED * keys)


def is_measure(profile: ColumnProfile) -> bool:
    """Tell whether a column holds money, quantities or other measures, which must not count twice."""
    hints = role_hints(profile.name)
    named = {"amount", "quantity", "unit_price"} & hints.keys()
    place = {"latitude", "longitude"} & hints.keys()
    return not place and (profile.dtype == "number" or (profile.dtype == "integer" and bool(named)))
