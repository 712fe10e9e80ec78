"""Join of several data sets into one, with its match report."""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path, PurePath
from typing import Any

import polars as pl

from core.data.joining.build import JoinedTable, build_table, sum_expressions
from core.data.joining.joined_roles import joined_roles
from core.data.joining.linkage import linkage_advice
from core.data.joining.links import Links, propose_links
from core.data.joining.match import Link, Match, measure_match
from core.data.joining.plan import JoinPlan, NotJoinable, choose_plan, fit_plan
from core.data.joining.stack import Stack, group_alike, stack_tables
from core.data.joining.tables import JoinTable, open_table
from core.data.joining.words import (
    SOURCES_ADVICE,
    join_notices,
    left_out_notice,
    many_to_many_advice,
    many_to_many_reason,
    rival_notice,
    stack_notices,
)
from core.model import Dataset, Notice, Progress, Role, ignore_progress
from core.text import join_quoted


@dataclass(frozen=True)
class JoinSummary:
    """Summary of a joined table: rows, columns, the match report, roles and the plan as values."""

    rows: int
    columns: tuple[str, ...]
    notices: tuple[Notice, ...]
    roles: Mapping[str, Role] = field(default_factory=dict)
    plan: Mapping[str, Any] = field(default_factory=dict)


def join_datasets(
    datasets: Sequence[Dataset],
    target: Path,
    saved_plan: Mapping[str, Any] | None = None,
    progress: Progress = ignore_progress,
) -> JoinSummary:
    """Join data sets into Parquet at `target`, whole or not at all; by `saved_plan` if there is one.

    Those of the same columns are put below each other, others are joined by the keys that they
    share. Raises NotJoinable where nothing ties them together, or only what would multiply rows;
    MissingTable where the plan does not fit.
    """
    progress("Comparing the tables", 0.0)
    tables = [open_table(d, name) for d, name in zip(datasets, _names(datasets), strict=True)]
    own_notices = tuple(_own_notices(tables))
    with tempfile.TemporaryDirectory(prefix=".joining-", dir=target.parent) as scratch:
        stacks, tables = _stack_alike(tables, Path(scratch), progress)
        stacked = [notice for stack in stacks for notice in stack_notices(stack)]
        part = Path(scratch) / "joined.parquet"
        if len(tables) == 1:
            Path(tables[0].path).rename(part)
            roles, plan = dict(tables[0].fixed_roles), JoinPlan(tables[0].name)
            notices: list[Notice] = []
        else:
            plan, joined, notices = _join_by_keys(tables, saved_plan, progress)
            joined.frame.sink_parquet(part, compression="lz4", engine="streaming")
            roles = joined_roles(plan, tables, joined)
        table = pl.scan_parquet(part)
        columns = tuple(table.collect_schema())
        rows = int(table.select(pl.len()).collect().item())
        expected = next(t.rows for t in tables if t.name == plan.grain)
        if rows != expected:
            raise AssertionError(f"a join made {rows} rows of {expected}")
        part.replace(target)
    return JoinSummary(
        rows, columns, (*notices, *stacked, *own_notices), roles=roles, plan=plan.to_values()
    )


MOST_IN_NAME = 3


def joined_name(parts: Sequence[Dataset]) -> str:
    """Return the name of what is joined: that of each part, or of the first and the last of many."""
    names = tuple(dict.fromkeys(part.name for part in parts))
    if len(names) <= MOST_IN_NAME:
        return " + ".join(names)
    return f"{len(names)} files: {names[0]} … {names[-1]}"


def _names(datasets: Sequence[Dataset]) -> list[str]:
    """A name for each: the sheet's where a workbook gives several, numbered where two are called alike."""
    twice = Counter(dataset.source for dataset in datasets)
    names = [d.sheet if d.sheet and twice[d.source] > 1 else d.name for d in datasets]
    seen: Counter[str] = Counter()
    for place, name in enumerate(names):
        seen[name] += 1
        path = PurePath(name)
        names[place] = f"{path.stem} ({seen[name]}){path.suffix}" if seen[name] > 1 else name
    return names


def _own_notices(tables: Sequence[JoinTable]) -> list[Notice]:
    """Notices about each file's reading, with the file's name in front."""
    return [
        Notice(f"{table.name}: {notice.text}", notice.level, notice.about)
        for table in tables
        for notice in table.notices
    ]


def _stack_alike(
    tables: Sequence[JoinTable], scratch: Path, progress: Progress
) -> tuple[list[Stack], list[JoinTable]]:
    stacks, whole = [], []
    for number, group in enumerate(group_alike(tables)):
        progress("Stacking the files", number / len(tables))
        if len(group) > 1:
            stacks.append(stack_tables(group, scratch / f"stack-{number}.parquet"))
            whole.append(stacks[-1].table)
        else:
            whole.append(group[0])
    return stacks, whole


def _join_by_keys(
    tables: Sequence[JoinTable], saved_plan: Mapping[str, Any] | None, progress: Progress
) -> tuple[JoinPlan, JoinedTable, list[Notice]]:
    progress("Matching keys", 0.3)
    if saved_plan:
        plan = fit_plan(JoinPlan.from_values(saved_plan), tables)
        links = Links((), ())
    else:
        links = propose_links(tables)
        plan = choose_plan(tables, links)
    if not plan.lookups and not plan.sums:
        raise _not_joinable(tables, links)
    by_name = {table.name: table for table in tables}
    matches = {link: _match_of(link, by_name, links) for link in (*plan.lookups, *plan.sums)}
    joined = build_table(plan, tables)
    notices = list(join_notices(plan, matches, joined, tables))
    notices += _left_out_notices(plan, tables, links)
    progress("Joining the tables", 0.6)
    return plan, joined, notices


def _match_of(link: Link, by_name: Mapping[str, JoinTable], links: Links) -> Match:
    proposal = links.of(link.many, link.single)
    if proposal and proposal.link == link:
        return proposal.match
    return measure_match(by_name[link.many], by_name[link.single], link)


def _not_joinable(tables: Sequence[JoinTable], links: Links) -> NotJoinable:
    named = join_quoted(table.name for table in tables)
    if links.many_to_many:
        reason = _many_to_many_reason(links.many_to_many[0], tables)
        return NotJoinable(tables=named, advice=many_to_many_advice(reason))
    hints = (linkage_advice(first, second) for first, second in combinations(tables, 2))
    advice = next((hint for hint in hints if hint), "")
    return NotJoinable(tables=named, advice=" ".join(filter(None, (advice, SOURCES_ADVICE))))


def _many_to_many_reason(link: Link, tables: Sequence[JoinTable]) -> str:
    by_name = {table.name: table for table in tables}
    return many_to_many_reason(measure_match(by_name[link.many], by_name[link.single], link))


def _left_out_notices(plan: JoinPlan, tables: Sequence[JoinTable], links: Links) -> list[Notice]:
    by_name = {table.name: table for table in tables}
    reached = {plan.grain, *(x.single for x in plan.lookups), *(x.many for x in plan.sums)}
    notices, apart = [], []
    for table in tables:
        parents = [p.link.single for p in links.from_table(table.name) if p.link.single in reached]
        if table.name not in reached and parents:
            sums = _money_sums(table, by_name[plan.grain])
            notices.append(rival_notice(table.name, plan, parents[0], sums))
        elif table.name not in reached:
            apart.append(table.name)
    between = [x for x in links.many_to_many if {x.many, x.single} & {*apart}]
    why = _many_to_many_reason(between[0], tables) if between else ""
    return [*notices, *([left_out_notice(apart, why)] if apart else [])]


def _money_sums(*tables: JoinTable) -> tuple[float, float] | None:
    """Sums of the amounts of two tables; None where one has none."""
    sums = []
    for table in tables:
        measures = sum_expressions(table)
        amount = measures.get(table.column_for("amount") or "amount")
        if amount is not None:
            sums.append(float(table.frame.select(amount.sum()).collect(engine="streaming").item()))
    return (sums[0], sums[1]) if len(sums) == len(tables) == 2 else None
