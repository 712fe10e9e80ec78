"""Roles of a joined table's columns: those of the tables that they came from, each single role once."""

from collections.abc import Iterator, Mapping, Sequence

from core.data.columns.column import Column
from core.data.columns.column_names import role_hints
from core.data.columns.leftover_roles import leftover_role
from core.data.columns.role_rules import SINGLE
from core.data.joining.build import JoinedTable, sum_expressions
from core.data.joining.plan import JoinPlan
from core.data.joining.tables import PERSON, PRODUCT, JoinTable, column_entity
from core.model import Role

PLACES: tuple[Role, ...] = ("country", "latitude", "longitude")


def joined_roles(plan: JoinPlan, tables: Sequence[JoinTable], joined: JoinedTable) -> dict[str, Role]:
    """Role of every column of a joined table; empty where the grain is a list of people."""
    by_name = {table.name: table for table in tables}
    grain = by_name[plan.grain]
    if grain.entity == PERSON:
        return {}
    names = [grain.name, *(link.single for link in plan.lookups)]
    singles = dict(_single_roles(plan, by_name, names))
    roles: dict[str, Role] = {}
    for (name, column), place in joined.places.items():
        if name in names and place not in roles and place in joined.columns:
            roles[place] = _plain_role(by_name[name], column)
    roles |= {place: "ignore" for (name, _), place in joined.places.items() if name not in names}
    for role, (name, column) in singles.items():
        roles[joined.places[name, column]] = role
    return roles


def _plain_role(table: JoinTable, column: str) -> Role:
    """The role of a column that is not the joined table's date, amount and so on."""
    role = table.roles[column]
    return role if role not in SINGLE else leftover_role(Column(table.by_name[column], table.rows))[0]


def _single_roles(
    plan: JoinPlan, by_name: Mapping[str, JoinTable], names: Sequence[str]
) -> Iterator[tuple[Role, tuple[str, str]]]:
    """The column that each single role is given to, as a table's name and its column."""
    grain, lookups = by_name[plan.grain], [by_name[name] for name in names[1:]]
    for role in SINGLE:
        chosen = _linked_column(role, plan, by_name) or _measured_column(role, plan, by_name)
        if chosen is None:
            tables = [grain, *(t for t in lookups if _may_give(role, t))]
            columns = ((t.name, column) for t in tables if (column := _role_column(t, role)))
            chosen = next(columns, None)
        if role == "date":
            chosen = _surest_date([grain, *lookups]) or chosen
        if chosen is not None:
            yield role, chosen


def _role_column(table: JoinTable, role: Role) -> str | None:
    column = table.column_for(role)
    weak = column is None or (role in ("order", "product") and not role_hints(column))
    return None if weak else column


def _linked_column(
    role: Role, plan: JoinPlan, by_name: Mapping[str, JoinTable]
) -> tuple[str, str] | None:
    """The key by which a person, or the order of the grain's line, is looked up."""
    if role == "id":
        return _person_column(plan, by_name)
    for link in plan.lookups:
        single = by_name[link.single]
        if role == "order" and link.many == plan.grain and single.entity not in (PERSON, PRODUCT):
            return link.many, link.many_key
    return None


def _person_column(plan: JoinPlan, by_name: Mapping[str, JoinTable]) -> tuple[str, str] | None:
    """The key of the list of people; another one of that list that several of its entries share, as
    where a shop numbers its customers anew with every order."""
    links = [link for link in plan.lookups if by_name[link.single].entity == PERSON]
    if not links:
        return None
    link = max(links, key=lambda x: column_entity(x.many_key) == PERSON)
    people = by_name[link.single]
    shared = [
        profile
        for profile in people.profiles
        if profile.name != link.single_key
        and column_entity(profile.name) == PERSON
        and not profile.missing
        and people.is_unique(link.single_key)
        and people.rows / 2 <= profile.distinct < people.rows
    ]
    return (people.name, shared[0].name) if shared else (link.many, link.many_key)


def _measured_column(
    role: Role, plan: JoinPlan, by_name: Mapping[str, JoinTable]
) -> tuple[str, str] | None:
    """The amount or quantity that was summed up for the grain, where it has none of its own."""
    if role not in ("amount", "quantity") or by_name[plan.grain].column_for(role):
        return None
    for link in plan.sums:
        many = by_name[link.many]
        column = many.column_for(role) or ("amount" if role == "amount" else "")
        if column in sum_expressions(many):
            return many.name, column
    return None


def _may_give(role: Role, table: JoinTable) -> bool:
    """Tell whether a looked-up table may give a role: a person's spend is no line's amount."""
    if role in PLACES:
        return True
    if table.entity == PERSON:
        return role == "id"
    if table.entity == PRODUCT:
        return role in ("unit_price", "product")
    return role in ("id", "date", "order")


def _surest_date(tables: Sequence[JoinTable]) -> tuple[str, str] | None:
    """The date whose name speaks most for that of an order; people's and products' dates are none."""
    dates = [
        (role_hints(column).get("date", 0), -place, table.name, column)
        for place, table in enumerate(tables)
        if table.entity not in (PERSON, PRODUCT) and (column := table.column_for("date"))
    ]
    return max(dates)[2:] if dates else None
