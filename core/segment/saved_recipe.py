"""A saved recipe on another file: what fits is taken over, and what does not is said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.data import describe_dataset, include_features, new_recipe, offered_fixes
from core.errors import UserError
from core.model import (
    ColumnProfile,
    Dataset,
    Fix,
    Progress,
    Recipe,
    Role,
    ignore_progress,
)
from core.plugins import Param, check_params
from core.segment import recipe_words
from core.segment.run import Run
from core.store import NO_STORE, Store
from core.text import join_quoted

NUMERIC = ("number", "integer")
# What the values of a column must be for these roles.
NEEDED_KINDS: Mapping[Role, tuple[str, ...]] = {
    "date": ("date",),
    **dict.fromkeys(("amount", "unit_price", "quantity"), NUMERIC),
    **dict.fromkeys(("number", "latitude", "longitude"), (*NUMERIC, "boolean")),
}
NO_USE: tuple[Role, ...] = ("ignore", "text")  # roles of columns that nothing is made of


class OtherFile(UserError):
    template = (
        "This recipe is for another file: none of its columns ({columns}) is in '{name}'. Open the file "
        "that it was saved with, or one with the same columns."
    )


@dataclass(frozen=True)
class FittedRecipe:
    """A recipe as far as it fits a data set, and a sentence on each choice that was left out."""

    recipe: Recipe
    left_out: tuple[str, ...] = ()


def fit_recipe(
    saved: Recipe,
    dataset: Dataset,
    store: Store = NO_STORE,
    declined: Collection[str] | None = None,
    progress: Progress = ignore_progress,
) -> FittedRecipe:
    """Fit a recipe to a data set that it may not be made for.

    Columns that it does not know get guessed roles. Recommended fixes beside its own are taken but for
    those in `declined`; none where that is None. OtherFile where none of its columns is here.
    """
    profiles = {p.name: p for p in describe_dataset(dataset, store=store).profiles}
    if saved.roles and not saved.roles.keys() & profiles.keys():
        raise OtherFile(columns=join_quoted(saved.roles, most=4), name=dataset.name)
    roles = {name: role for name, role in saved.roles.items() if _has_role(profiles.get(name), role)}
    start = new_recipe(dataset, saved.table if saved.roles else None, roles, store)
    with_fixes = _fit_fixes(saved, start, dataset, store, declined)
    recipe = with_fixes.recipe.with_changes(
        join={},
        meanings={name: value for name, value in saved.meanings.items() if name in profiles},
        titles={name: value for name, value in saved.titles.items() if name in profiles},
    )
    with_method = _fit_method(recipe if roles else include_features(dataset, recipe))
    gone = saved.roles.keys() - profiles.keys()
    with_features = _fit_features(with_method.recipe, dataset, store, progress, gone)
    parts = with_fixes, with_method, with_features
    words = (*_column_words(saved.roles, profiles), *(w for part in parts for w in part.left_out))
    return FittedRecipe(with_features.recipe, words)


def _has_role(profile: ColumnProfile | None, role: Role) -> bool:
    """Tell whether a column, if it is there, can have a role."""
    if profile is None:
        return False
    return role in NO_USE or (profile.distinct > 0 and profile.dtype in _needed(profile, role))


def _needed(profile: ColumnProfile, role: Role) -> tuple[str, ...]:
    return NEEDED_KINDS.get(role, (profile.dtype,))


def _column_words(roles: Mapping[str, Role], profiles: Mapping[str, ColumnProfile]) -> list[str]:
    """Sentences on columns that are missing, cannot have their role, or are not known to the recipe."""
    used = {name: role for name, role in roles.items() if role not in NO_USE}
    misfits = [name for name in used if name in profiles and not _has_role(profiles[name], used[name])]
    new = [name for name in profiles if roles and name not in roles]
    return [
        *recipe_words.missing_columns([name for name in used if name not in profiles]),
        *(recipe_words.unfit_role(profiles[name], used[name]) for name in misfits),
        *recipe_words.new_columns(new),
    ]


def _fit_fixes(
    saved: Recipe, start: Recipe, dataset: Dataset, store: Store, declined: Collection[str] | None
) -> FittedRecipe:
    """The recipe with the roles of `start` and those of its fixes that the data set offers."""
    offered = offered_fixes(dataset, start, store)
    taken = [fix for fix in saved.fixes if fix in offered]
    if declined is not None:
        taken += [fix for fix in start.fixes if fix not in declined and fix not in taken]
    subjects = {_subject(fix) for fix in taken}
    unneeded = [fix for fix in saved.fixes if _subject(fix) not in subjects]
    recipe = saved.with_changes(table=start.table, roles=start.roles, fixes=tuple(taken))
    return FittedRecipe(recipe, tuple(recipe_words.unneeded_fixes(map(_subject, unneeded))))


def _subject(text: str) -> tuple[str, str]:
    """Kind and column of a fix; the same for one with another value, such as a later day."""
    try:
        fix = Fix.parse(text)
    except UserError:
        return "", ""
    return fix.kind, fix.column


def _fit_method(recipe: Recipe) -> FittedRecipe:
    """The recipe with a method and a view that are here, and those of their parameters that they take."""
    from core.segment.methods import algorithm
    from core.segment.projections import reducer

    words = []
    for kind, params, lookup in (
        ("algorithm", "params", algorithm),
        ("reducer", "reducer_params", reducer),
    ):
        try:
            spec = lookup(getattr(recipe, kind))
        except UserError as error:
            usual = lookup(getattr(Recipe(), kind))
            recipe = recipe.with_changes(**{kind: usual.name, params: {}})
            words.append(recipe_words.other_method(str(error), usual.title))
            continue
        fitting, refusals = _fit_params(spec.title, spec.params, getattr(recipe, params))
        recipe = recipe.with_changes(**{params: fitting})
        words += refusals
    return FittedRecipe(recipe, tuple(words))


def _fit_params(
    owner: str, params: tuple[Param, ...], values: Mapping[str, object]
) -> tuple[dict[str, object], list[str]]:
    """The values that a method takes, and why it does not take the others."""
    fitting, refusals = {}, []
    for name, value in values.items():
        try:
            check_params(owner, params, {name: value})
        except UserError as error:
            refusals.append(str(error))
        else:
            fitting[name] = value
    return fitting, refusals


def _fit_features(
    recipe: Recipe, dataset: Dataset, store: Store, progress: Progress, gone: Collection[str]
) -> FittedRecipe:
    """The recipe with the features that its customers have; of columns that are `gone` is told before."""
    chosen, counting = recipe.features or (), recipe.sample_weight
    named = {*chosen, *recipe.weights, *recipe.transforms, *([counting] if counting else [])}
    if not named:
        return FittedRecipe(recipe)
    try:
        present = set(Run(dataset, recipe, store, progress).customers.features)
    except UserError:  # the page says why; what is chosen then begins with what is suggested
        present = set()
    features = tuple(name for name in chosen if name in present)
    fitted = recipe.with_changes(
        features=features or None,
        weights={name: value for name, value in recipe.weights.items() if name in present},
        transforms={name: value for name, value in recipe.transforms.items() if name in present},
        sample_weight=counting if counting in present else None,
    )
    missing = [name for name in dict.fromkeys((*chosen, *sorted(named))) if name not in present]
    unnamed = [name for name in missing if name not in gone]
    none_left = bool(chosen and not features)
    return FittedRecipe(fitted, tuple(recipe_words.missing_features(unnamed, none_left)))
