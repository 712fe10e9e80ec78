"""Plan of a join: the table whose rows stay, what is looked up for them and what is summed up first."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Self, get_args

from core.data.joining.links import Links, Proposal
from core.data.joining.match import Link, Spelling
from core.data.joining.tables import LINE, PERSON, PRODUCT, JoinTable
from core.errors import UserError


class BadJoinPlan(UserError):
    template = "The recipe's plan for several files cannot be read: {reason}. Leave out --recipe."


class MissingTable(UserError):
    template = (
        "The recipe joins a table like '{name}' (with {columns}), and none of these files has its "
        "columns. Add that file, or leave out --recipe."
    )


class NotJoinable(UserError):
    template = "{tables} share no column that ties their rows together. {advice}"


@dataclass(frozen=True)
class JoinPlan:
    """Plan of a join: the rows of `grain` stay; `lookups` in order add columns to them; `sums` are lists
    with several rows for each of `grain`, which are added up first. `columns` are each table's, by
    which next month's files are told apart.
    """

    grain: str
    lookups: tuple[Link, ...] = ()
    sums: tuple[Link, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_values(self) -> dict[str, Any]:
        """The plan as values for JSON; empty where nothing was joined."""
        return json.loads(json.dumps(asdict(self))) if self.lookups or self.sums else {}

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Read a plan; BadJoinPlan for what `to_values` could not have written."""
        try:
            links = {name: tuple(Link(**link) for link in values[name]) for name in ("lookups", "sums")}
            columns = {str(name): tuple(map(str, cols)) for name, cols in values["columns"].items()}
            plan = cls(str(values["grain"]), links["lookups"], links["sums"], columns)
        except (AttributeError, KeyError, TypeError):
            raise BadJoinPlan(reason="it is not complete") from None
        if any(link.spelling not in get_args(Spelling) for link in plan.lookups + plan.sums):
            raise BadJoinPlan(reason="it compares keys in an unknown way")
        return plan

    def rename(self, names: Mapping[str, str]) -> Self:
        """Rename the tables, as for the files of another month."""
        columns = {names[name]: columns for name, columns in self.columns.items()}
        lookups, sums = (_rename_links(links, names) for links in (self.lookups, self.sums))
        return type(self)(names[self.grain], lookups, sums, columns)


def _rename_links(links: Sequence[Link], names: Mapping[str, str]) -> tuple[Link, ...]:
    return tuple(replace(x, many=names[x.many], single=names[x.single]) for x in links)


def fit_plan(plan: JoinPlan, tables: Sequence[JoinTable]) -> JoinPlan:
    """Fit a plan to other tables: each takes the place of the one whose columns it has most of.

    MissingTable where a table lacks a column that ties it to the others.
    """
    names: dict[str, str] = {}
    for name, columns in plan.columns.items():
        keys = {x.many_key for x in plan.lookups + plan.sums if x.many == name}
        keys |= {x.single_key for x in plan.lookups + plan.sums if x.single == name}
        fitting = [t for t in tables if keys <= {*t.columns} and t.name not in names.values()]
        if not fitting:
            raise MissingTable(name=name, columns=", ".join(sorted(keys)))
        names[name] = max(fitting, key=lambda t: len({*columns} & {*t.columns})).name
    return plan.rename(names)


def choose_plan(tables: Sequence[JoinTable], links: Links) -> JoinPlan:
    """Choose the grain: purchases before people, the list from which most others can be looked up.

    Lists with several rows for each of the grain's are summed up; where such a list and the grain both
    have several rows for each of a third one, that third one is the grain instead, unless the grain
    has products and money of its own.
    """
    by_name = {table.name: table for table in tables}
    routes = {table.name: _lookup_routes(table.name, links) for table in tables}
    grain = max(tables, key=lambda table: _grain_rank(table, routes[table.name], by_name))
    rivals = _rivals(grain, tables, routes[grain.name], links)
    if rivals and not _has_lines(grain):
        grain = _common_parent(grain, rivals, by_name, links) or grain
    lookups = routes[grain.name]
    sums = [p.link for p in _rivals_of(grain.name, tables, lookups, links)]
    names = {grain.name, *(p.link.single for p in lookups), *(link.many for link in sums)}
    columns = {table.name: table.columns for table in tables if table.name in names}
    return JoinPlan(grain.name, tuple(p.link for p in lookups), tuple(sums), columns)


def _lookup_routes(start: str, links: Links) -> list[Proposal]:
    """Links that reach every table that can be looked up from `start`, each table once, near ones first."""
    reached, routes = [start], []
    for name in reached:  # grows as tables are reached
        for proposal in sorted(links.from_table(name), key=lambda p: (-p.sure, -p.match.coverage)):
            if proposal.link.single not in reached:
                reached.append(proposal.link.single)
                routes.append(proposal)
    return routes


def _grain_rank(
    table: JoinTable, routes: Sequence[Proposal], by_name: Mapping[str, JoinTable]
) -> tuple[Any, ...]:
    reached = [table, *(by_name[p.link.single] for p in routes)]
    people = any(t.entity == PERSON or t.column_for("id") for t in reached)
    dated = any(t.column_for("date") for t in reached if t.entity not in (PERSON, PRODUCT))
    bought = table.entity not in (PERSON, PRODUCT)
    return (
        bought and people and dated and has_money(table, reached),
        bought and people and dated,
        len(reached),
        _has_lines(table),
        table.rows,
    )


def has_money(table: JoinTable, reached: Sequence[JoinTable]) -> bool:
    """Tell whether the table's rows have an amount, or a quantity with a price here or of the product."""
    if table.column_for("amount"):
        return True
    priced = any(
        t.column_for("unit_price") for t in (table, *reached) if t in (table,) or t.entity == PRODUCT
    )
    return priced and table.column_for("quantity") is not None


def _has_lines(table: JoinTable) -> bool:
    """Tell whether the rows are lines of products with money of their own."""
    product = table.entity == LINE or table.column_for("product") is not None
    return product and (has_money(table, ()) or table.column_for("quantity") is not None)


def _rivals(
    grain: JoinTable, tables: Sequence[JoinTable], lookups: Sequence[Proposal], links: Links
) -> list[str]:
    """Tables with several rows for each of a list that the grain, too, looks things up in."""
    reached = {grain.name, *(p.link.single for p in lookups)}
    return [
        t.name
        for t in tables
        if t.name not in reached and any(p.link.single in reached for p in links.from_table(t.name))
    ]


def _rivals_of(
    grain: str, tables: Sequence[JoinTable], lookups: Sequence[Proposal], links: Links
) -> list[Proposal]:
    """Links of tables with several rows for each row of the grain itself."""
    reached = {grain, *(p.link.single for p in lookups)}
    proposals = (links.of(t.name, grain) for t in tables if t.name not in reached)
    return [proposal for proposal in proposals if proposal]


def _common_parent(
    grain: JoinTable, rivals: Sequence[str], by_name: Mapping[str, JoinTable], links: Links
) -> JoinTable | None:
    """List of orders that the grain and a rival both belong to; people and products are none."""
    parents = [by_name[p.link.single] for p in links.from_table(grain.name)]
    shared = [p for p in parents if any(links.of(rival, p.name) for rival in rivals)]
    return next((p for p in shared if p.entity not in (PERSON, PRODUCT)), None)
