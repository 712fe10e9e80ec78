"""Building of the joined table: rows of the grain, looked-up columns beside them, sums of further lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from core.data.columns.profile import exact_column, finite_numbers
from core.data.joining.links import is_measure
from core.data.joining.match import KEY, Link, key_columns
from core.data.joining.plan import JoinPlan
from core.data.joining.tables import PERSON, PRODUCT, JoinTable

HELD = "\0held"


@dataclass
class JoinedTable:
    """A table under construction: `places` says which of its columns a table's column became,
    `repeated` which tables stand on several rows, `left_out` which measures would repeat, `strangers`
    whose names and addresses are not the customers'.
    """

    frame: pl.LazyFrame
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    repeated: set[str] = field(default_factory=set)
    left_out: dict[str, tuple[str, ...]] = field(default_factory=dict)
    strangers: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.frame.collect_schema())

    def free_name(self, column: str, table: JoinTable) -> str:
        """Name for a table's column that no other has."""
        names = (column, f"{column} ({table.stem})", f"{column} ({table.name})")
        free = (name for name in names if name not in self.columns)
        return next(free, f"{column} ({len(self.columns)})")


def build_table(plan: JoinPlan, tables: Sequence[JoinTable]) -> JoinedTable:
    """Build the table of a plan lazily: as many rows as the grain has, whatever is joined to them."""
    by_name = {table.name: table for table in tables}
    grain = by_name[plan.grain]
    joined = JoinedTable(grain.frame, {(grain.name, column): column for column in grain.columns})
    for link in plan.sums:
        _add_sums(joined, link, by_name)
    for link in plan.lookups:
        _look_up(joined, link, by_name)
    return joined


def _look_up(joined: JoinedTable, link: Link, by_name: Mapping[str, JoinTable]) -> None:
    """Add the columns of the single side; the key itself becomes the single side's spelling."""
    many, single = by_name[link.many], by_name[link.single]
    if link.many in joined.repeated or not many.is_unique(link.many_key):
        joined.repeated.add(single.name)
    key = joined.places[many.name, link.many_key]
    measures = _repeating_measures(single) if single.name in joined.repeated else ()
    joined.left_out |= {single.name: measures} if measures else {}
    contacts = single.contact_columns() if single.is_of_others(link.single_key) else ()
    joined.strangers |= {single.name: contacts} if contacts else {}
    rest = [c for c in single.columns if c not in (link.single_key, *measures, *contacts)]
    names = {column: joined.free_name(column, single) for column in rest}
    asking, holding = key_columns(joined.frame, key, single.frame, link.single_key, link.spelling)
    listed = single.frame.select(
        holding.alias(KEY),
        exact_column(link.single_key).cast(pl.String).alias(HELD),
        *(exact_column(column).alias(name) for column, name in names.items()),
    )
    listed = listed.filter(pl.col(KEY).is_not_null())
    if listed.collect_schema()[KEY] != pl.Int64 or not single.is_unique(link.single_key):
        listed = listed.unique(KEY, keep="first", maintain_order=True)
    keyed = joined.frame.with_columns(asking.alias(KEY))
    looked_up = keyed.join(listed, on=KEY, how="left", maintain_order="left")
    if link.spelling != "exact" or not _same_type(joined.frame, key, single, link):
        looked_up = looked_up.with_columns(pl.coalesce(HELD, KEY).alias(key))
    joined.frame = looked_up.drop(KEY, HELD)
    joined.places |= {(single.name, column): name for column, name in names.items()}
    joined.places[single.name, link.single_key] = key


def _same_type(frame: pl.LazyFrame, key: str, single: JoinTable, link: Link) -> bool:
    return bool(frame.collect_schema()[key] == single.frame.collect_schema()[link.single_key])


def _repeating_measures(table: JoinTable) -> tuple[str, ...]:
    """Money and quantities of a whole order, which would count once for each of its lines."""
    if table.entity in (PERSON, PRODUCT):
        return ()
    return tuple(p.name for p in table.profiles if is_measure(p))


def _add_sums(joined: JoinedTable, link: Link, by_name: Mapping[str, JoinTable]) -> None:
    """Add up the rows of a list for each row of the grain, and count them."""
    many, single = by_name[link.many], by_name[link.single]
    sums = sum_expressions(many)
    names = {column: joined.free_name(f"{column} ({many.stem})", many) for column in sums}
    count = joined.free_name(f"rows of {many.stem}", many)
    held = joined.places[single.name, link.single_key]
    holding, asking = key_columns(joined.frame, held, many.frame, link.many_key, link.spelling)
    totals = (
        many.frame.with_columns(asking.alias(KEY))
        .filter(pl.col(KEY).is_not_null())
        .group_by(KEY)
        .agg(pl.len().alias(count), *(value.sum().alias(names[c]) for c, value in sums.items()))
    )
    # Where the grain has a key twice, the sums stand on its first row only.
    keyed = joined.frame.with_columns(holding.alias(KEY)).with_columns(
        pl.when(pl.col(KEY).is_first_distinct()).then(KEY)
    )
    joined.frame = keyed.join(totals, on=KEY, how="left", maintain_order="left").drop(KEY)
    joined.places |= {(many.name, column): name for column, name in names.items()}
    joined.places[many.name, ""] = count


def sum_expressions(table: JoinTable) -> dict[str, pl.Expr]:
    """Measures of a list that may be added up, by their names; price times quantity where there is no
    amount."""
    prices = {name for name, role in table.roles.items() if role == "unit_price"}
    measures = [p.name for p in table.profiles if is_measure(p) and p.name not in prices]
    sums = {name: finite_numbers(name) for name in measures}
    price, quantity = table.column_for("unit_price"), table.column_for("quantity")
    if price and quantity and not table.column_for("amount"):
        sums["amount"] = finite_numbers(price) * finite_numbers(quantity)
    return sums
