"""Tables of the same columns below each other: monthly files, a file a shop."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polars as pl

from core.data.columns.column_names import name_words
from core.data.columns.profile import exact_column, profile_columns
from core.data.joining.tables import SOURCE_COLUMN, JoinTable
from core.model import ColumnProfile, Role

# Two tables are parts of one list where this share of all their columns is in both: a column that came
# or went is no other list.
SAME_COLUMNS = 0.8
FEWEST_COLUMNS = 4  # below it, equal columns without a date or money say little
ROW = "\0row"
# Share of the order numbers in two files that belong to other customers there, above which each file
# counts its orders from the start, as the tills of two shops do.
RESTARTED = 0.5


@dataclass(frozen=True)
class Stack:
    """Tables below each other: the whole, its parts, and what was met on the way.

    `mixed` are columns of different types, `absent` those that a part lacks, `copies` rows that stood
    in an earlier file already, `shared` order numbers in several files, `restarted` whether they are
    different orders there, `people` how many customers' numbers are in several shops' files.
    """

    table: JoinTable
    parts: tuple[JoinTable, ...]
    mixed: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]
    copies: int
    copies_dropped: bool
    shared: "SharedValues"
    restarted: bool
    people: int


def group_alike(tables: Sequence[JoinTable]) -> list[list[JoinTable]]:
    """Group tables of the same columns, whatever their order and spelling."""
    groups: list[list[JoinTable]] = []
    for table in tables:
        group = next((g for g in groups if _are_alike(g[0], table)), None)
        if group is None:
            groups.append([table])
        else:
            group.append(table)
    return groups


def _are_alike(first: JoinTable, second: JoinTable) -> bool:
    left, right = (set(map(_words, table.columns)) for table in (first, second))
    if first.is_named and second.is_named and first.entity != second.entity:
        return False  # customers and suppliers may have the same columns
    says_more = {"date", "amount", "unit_price"} & set(first.roles.values())
    is_short_list = len(left) < FEWEST_COLUMNS and any(map(first.is_unique, first.columns))
    if is_short_list and first.entity != second.entity and not says_more:
        return False  # so may any two lists of codes and names
    return len(left & right) >= SAME_COLUMNS * len(left | right)


def _words(column: str) -> str:
    return name_words(column) or column


def stack_tables(parts: Sequence[JoinTable], target: Path) -> Stack:
    """Put the tables below each other into Parquet at `target`, with the file that each row came from.

    Rows that an earlier file has already are left out where rows have an order number or a customer
    and a date, by which equal rows are the same purchase.
    """
    columns = _all_columns(parts)
    mixed = tuple(name for name in columns if len(_types(parts, name)) > 1)
    whole = pl.concat([_align(part, columns, parts) for part in parts], how="vertical")
    order, customer, day = (parts[0].column_for(role) for role in ("order", "id", "date"))
    shared = _shared_values(whole, order, (customer, day))
    restarted = customer is not None and shared.differing > RESTARTED * shared.count
    if restarted and order:  # behind the number, whose first letter may mean that it was cancelled
        number = pl.concat_str(exact_column(order).cast(pl.String), SOURCE_COLUMN, separator=" / ")
        whole = whole.with_columns(number.alias(order))
    copies = 0 if restarted else _count_copies(whole)
    dropped = bool(copies and (order or (customer and day)))
    (_drop_copies(whole) if dropped else whole).sink_parquet(target, compression="lz4")
    written = pl.scan_parquet(target)
    role = _source_role(parts)
    fixed = (*parts[0].fixed_roles, (SOURCE_COLUMN, role))
    rows = written.select(pl.len()).collect().item()
    return Stack(
        table=JoinTable(_common_name(parts), str(target), rows, profile_columns(written), (), fixed),
        parts=tuple(parts),
        mixed=mixed,
        absent=tuple(_absent_columns(parts, columns)),
        copies=copies,
        copies_dropped=dropped,
        shared=_shared_values(written, order) if dropped else shared,
        restarted=restarted,
        people=_shared_values(written, customer).count if role == "category" else 0,
    )


def _all_columns(parts: Sequence[JoinTable]) -> list[str]:
    """Columns of all parts, each under the name that it has first."""
    names: dict[str, str] = {}
    for part in parts:
        for column in part.columns:
            names.setdefault(_words(column), column)
    return list(names.values())


def _column_of(part: JoinTable, name: str) -> ColumnProfile | None:
    words = _words(name)
    return next((p for p in part.profiles if _words(p.name) == words), None)


def _types(parts: Sequence[JoinTable], name: str) -> set[str]:
    """Types of a column in the parts that have values of it; two kinds of numbers are one."""
    profiles = (_column_of(part, name) for part in parts)
    return {"number" if p.dtype == "integer" else p.dtype for p in profiles if p and p.distinct}


def _align(part: JoinTable, columns: Sequence[str], parts: Sequence[JoinTable]) -> pl.LazyFrame:
    schema = part.frame.collect_schema()
    aligned = []
    for name in columns:
        profile, dtype = _column_of(part, name), _common_type(parts, name)
        value = exact_column(profile.name) if profile else pl.lit(None)
        is_date = profile is not None and schema[profile.name].is_temporal() and dtype == pl.String
        text = value.dt.strftime("%Y-%m-%d %H:%M:%S") if is_date else value
        alias = f"{name} 2" if name == SOURCE_COLUMN else name  # of an earlier join
        aligned.append(text.cast(dtype, strict=False).alias(alias))
    return part.frame.select(*aligned, pl.lit(part.stem).alias(SOURCE_COLUMN))


def _common_type(parts: Sequence[JoinTable], name: str) -> pl.DataType:
    """The type that holds the values of all parts: text where they differ."""
    types = _types(parts, name)
    if len(types) > 1:
        return pl.String()
    dtypes = {
        part.frame.collect_schema()[p.name]
        for part in parts
        if (p := _column_of(part, name)) and (p.distinct or not types)
    }
    return dtypes.pop() if len(dtypes) == 1 else pl.Float64()


def _count_copies(whole: pl.LazyFrame) -> int:
    """Rows whose every cell stands in an earlier file already."""
    hashed = whole.select(pl.struct(pl.exclude(SOURCE_COLUMN)).hash().alias(ROW), SOURCE_COLUMN)
    counted = hashed.group_by(ROW, SOURCE_COLUMN).len().group_by(ROW)
    extra = counted.agg(pl.col("len").sum() - pl.col("len").max())
    return int(extra.select(pl.col("len").sum()).collect(engine="streaming").item() or 0)


def _drop_copies(whole: pl.LazyFrame) -> pl.LazyFrame:
    """Keep of equal rows as many as the file has that has most of them: the first ones."""
    row = pl.struct(pl.exclude(SOURCE_COLUMN)).hash()
    numbered = whole.with_columns(row.alias(ROW))
    place = pl.int_range(pl.len()).over(ROW, SOURCE_COLUMN).alias("\0place")
    return (
        numbered.with_columns(place)
        .unique([ROW, "\0place"], keep="first", maintain_order=True)
        .drop(ROW, "\0place")
    )


@dataclass(frozen=True)
class SharedValues:
    """Values of a column that stand in several files: their count, those that go with different values
    of other columns, and examples."""

    count: int = 0
    differing: int = 0
    examples: tuple[str, ...] = ()


def _shared_values(
    whole: pl.LazyFrame, column: str | None, beside: Sequence[str | None] = ()
) -> SharedValues:
    if column is None:
        return SharedValues()
    others = [exact_column(name) for name in beside if name] or [pl.lit(0)]
    values = whole.group_by(exact_column(column).cast(pl.String).alias("value")).agg(
        files=pl.col(SOURCE_COLUMN).n_unique(), others=pl.struct(others).n_unique()
    )
    several = values.filter(pl.col("value").is_not_null() & (pl.col("files") > 1))
    shared = several.sort("value").collect(engine="streaming")
    differing = int((shared["others"] >= shared["files"]).sum()) if len(shared) else 0
    return SharedValues(len(shared), differing, tuple(shared["value"].head(3).to_list()))


def _source_role(parts: Sequence[JoinTable]) -> Role:
    """A category where the files are shops or channels of one time; months tell nothing of customers."""
    periods = sorted(filter(None, map(period_of, parts)))
    follow = sum(earlier[1] <= later[0] for earlier, later in pairwise(periods))
    in_turn = len(periods) == len(parts) and follow * 2 >= len(parts) - 1
    return "ignore" if in_turn else "category"


def period_of(table: JoinTable) -> tuple[float, float] | None:
    """First and last date in seconds since 1970; None for a table without dates."""
    column = table.column_for("date")
    profile = table.by_name[column] if column else None
    if profile is None or profile.minimum is None or profile.maximum is None:
        return None
    return profile.minimum, profile.maximum


def _absent_columns(parts: Sequence[JoinTable], columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    for part in parts:
        yield from ((part.name, name) for name in columns if _column_of(part, name) is None)


def _common_name(parts: Sequence[JoinTable]) -> str:
    """Beginning that the names of the files share, as long as it is a word; else the first name."""
    first, last = min(p.stem for p in parts), max(p.stem for p in parts)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    start = first[:length].rstrip("_- .0123456789(")
    return start if len(start) > 2 else parts[0].name
