"""Describe a data set before anything is computed: columns, roles, findings, a preview and a first
recipe."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import reduce

import polars as pl

from core.data.columns.kind_words import UNCLEAR
from core.data.columns.meanings import guess_meaning
from core.data.columns.profile import profile_columns
from core.data.columns.roles import NotCustomers, override_roles
from core.data.presets import guess_with_knowledge
from core.data.quality.findings import check_quality
from core.data.quality.fixes import apply_fix, has_fix, undo_fix
from core.errors import UserError
from core.model import ColumnProfile, Dataset, Finding, Fix, Meaning, Recipe, Role, RoleGuess, Table
from core.store import NO_STORE, Store, key_of

_LEFT_OUT: tuple[Role, ...] = ("ignore", "text", "label", "id")  # roles whose columns are no features
_MIDNIGHT = time()
NO_FIXES = "none"  # the name that takes back all fixes


class NoSuchFix(UserError):
    template = "There is no fix '{fix}' for this file. {choice}"


@dataclass(frozen=True)
class Description:
    """Profiles of a data set's columns, the guesses of their roles and meanings, and the findings."""

    profiles: tuple[ColumnProfile, ...]
    guess: RoleGuess
    findings: tuple[Finding, ...]
    meanings: Mapping[str, Meaning] = field(default_factory=dict)


def describe_dataset(
    dataset: Dataset,
    table: Table | None = None,
    roles: Mapping[str, Role] | None = None,
    store: Store = NO_STORE,
) -> Description:
    """Profile a data set, guess its roles and check its quality.

    `table` and `roles` are the user's choices.
    """
    chosen = dict(roles or {})
    today = date.today().isoformat()  # findings tell of dates to come
    key = key_of("describe 11", dataset.id, today, json.dumps([table, chosen], sort_keys=True))
    return store.memo(Description, key, lambda: _describe(dataset, table, chosen))


def _describe(dataset: Dataset, table: Table | None, chosen: Mapping[str, Role]) -> Description:
    frame = pl.scan_parquet(dataset.path)
    profiles = profile_columns(frame)
    guessed = guess_with_knowledge(dataset, profiles, table, chosen)
    roles = override_roles(guessed.roles, chosen)
    meanings = {each.name: guess_meaning(each, roles.get(each.name, "ignore")) for each in profiles}
    return Description(profiles, guessed, check_quality(frame, roles, guessed.table), meanings)


def preview_rows(dataset: Dataset, rows: int) -> list[dict[str, str]]:
    """The first rows as text, keyed c0, c1, ... by the column's place; missing is empty.

    Days are without a time where the rows have none.
    """
    head = pl.scan_parquet(dataset.path).head(rows).collect()
    days = [
        s.name for s in head if s.dtype == pl.Datetime and (s.drop_nulls().dt.time() == _MIDNIGHT).all()
    ]
    head = head.with_columns(pl.col(days).cast(pl.Date))
    return [
        {f"c{i}": "" if value is None else str(value) for i, value in enumerate(row)}
        for row in head.iter_rows()
    ]


def new_recipe(
    dataset: Dataset,
    table: Table | None = None,
    roles: Mapping[str, Role] | None = None,
    store: Store = NO_STORE,
) -> Recipe:
    """The recipe that a new data set starts with: guessed roles and the recommended fixes.

    A role that was chosen stays, also where a fix would leave the column out.
    """
    chosen = roles or {}
    seen = describe_dataset(dataset, table, roles, store)
    fixes = [
        finding.fix
        for finding in seen.findings
        if finding.fix
        and finding.recommended
        and not (finding.fix.kind == "ignore" and finding.fix.column in chosen)
    ]
    start = Recipe(table=seen.guess.table, roles=override_roles(seen.guess.roles, chosen))
    return reduce(apply_fix, fixes, start)


def refuse_other_rows(dataset: Dataset, recipe: Recipe, store: Store = NO_STORE) -> None:
    """Raise NotCustomers, saying what the rows seem to be, where the recipe takes them for no customers."""
    if recipe.table == "other":
        guess = describe_dataset(dataset, store=store).guess
        raise NotCustomers(reason=guess.reason if guess.table == "other" else UNCLEAR)


def include_features(dataset: Dataset, recipe: Recipe) -> Recipe:
    """Return the recipe with a role for each feature that it names and a guess had left out.

    Columns of numbers become numbers, others categories. Transactions have features of their own.
    """
    if recipe.table != "customers":
        return recipe
    schema = pl.scan_parquet(dataset.path).collect_schema()
    named = [name for name in recipe.features or () if name in schema]
    roles: dict[str, Role] = {
        name: "number" if schema[name].is_numeric() else "category"
        for name in named
        if recipe.roles.get(name, "ignore") in _LEFT_OUT and not schema[name].is_temporal()
    }
    fixes = tuple(
        fix for fix in recipe.fixes if fix not in {str(Fix("ignore", name)) for name in named}
    )
    return recipe.with_changes(roles={**recipe.roles, **roles}, fixes=fixes)


def offered_fixes(dataset: Dataset, recipe: Recipe, store: Store = NO_STORE) -> dict[str, Fix]:
    """The fixes that the findings offer for the recipe's roles, by id."""
    # A column that a fix leaves out shows its findings in its guessed role only.
    described = (
        describe_dataset(dataset, recipe.table, roles, store) for roles in (None, recipe.roles)
    )
    findings = [finding for each in described for finding in each.findings]
    return {str(finding.fix): finding.fix for finding in findings if finding.fix}


def choose_fixes(dataset: Dataset, recipe: Recipe, names: Sequence[str]) -> Recipe:
    """The recipe with the fixes of these names as well, or after "none" with these alone.

    The names are the ids of fixes that the findings offer; NoSuchFix for any other.
    """
    offered = offered_fixes(dataset, recipe)
    # That of another day is a fix as well: a script goes on working tomorrow.
    offered |= {
        name: Fix.parse(name, dataset.columns) for name in names if name.startswith("dates_after:")
    }
    if unknown := [name for name in names if name not in {NO_FIXES, *offered}]:
        listed = ", ".join([*sorted(offered), NO_FIXES])
        raise NoSuchFix(
            fix=unknown[0], choice=f"Choose one of: {listed}." if offered else "It needs none."
        )
    if NO_FIXES in names:
        guessed = describe_dataset(dataset, recipe.table).guess.roles
        for fix in offered.values():
            recipe = undo_fix(recipe, fix, guessed) if has_fix(recipe, fix) else recipe
        recipe = recipe.with_changes(fixes=())
    return reduce(apply_fix, [offered[name] for name in names if name != NO_FIXES], recipe)
