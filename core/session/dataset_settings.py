"""What a session chose for a data set: kept for when it is opened again, and for the next one like it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from core.errors import UserError
from core.model import Dataset, Recipe
from core.store import NoteKey, Notes, Store, Workspace

if TYPE_CHECKING:
    from core.segment import Run

MOST_RECIPE_LETTERS = 1 << 18  # of a recipe's file: one of a thousand columns has a quarter of that


class RecipeTooLarge(UserError):
    template = (
        "'{name}' is too large for a recipe. Choose the recipe.json that the Segment page saved; a file "
        "of customers goes where it says 'Drop a file'."
    )


@dataclass(frozen=True)
class DatasetSettings:
    """A recipe's token, and the slider's place (None: the recipe's own or the recommended one).

    `origin` is the data set or, with `by_recipe`, the recipe's file that they came from ("": they were
    made here), and `left_out` says what of that did not fit.
    """

    token: str
    setting: float | None = None
    origin: str = ""
    by_recipe: bool = False
    left_out: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, raw: Any) -> Self | None:
        """Read what `asdict` gives; None for anything else."""
        try:
            settings = cls(**{**raw, "left_out": tuple(map(str, raw["left_out"]))})
            Recipe.from_token(settings.token)
        except (AttributeError, KeyError, TypeError, UserError):
            return None
        return settings

    def recipe(self) -> Recipe:
        """The recipe, with the slider's place where there is one."""
        from core.segment import algorithm

        recipe = Recipe.from_token(self.token)
        if self.setting is None:
            return recipe
        try:
            swept = algorithm(recipe.algorithm).swept
        except UserError:
            return recipe
        return recipe.with_changes(params={**recipe.params, swept: self.setting})


def read_settings(notes: Notes, dataset: str) -> DatasetSettings | None:
    """Read the settings for the data set of that id; None where there are none."""
    return DatasetSettings.from_json(notes.read(NoteKey.SETTINGS.of(dataset)))


def record_settings(notes: Notes, run: Run, setting: float | None) -> None:
    """Keep the settings that are looked at; without a `setting` the method keeps the one that it had."""
    dataset, recipe = run.dataset, run.recipe
    before = read_settings(notes, dataset.id)
    if setting is None and before is not None:
        is_same_method = Recipe.from_token(before.token).algorithm == recipe.algorithm
        setting = before.setting if is_same_method else None
    now = replace(before or DatasetSettings(""), token=recipe.to_token(), setting=setting)
    if now != before:
        _write_settings(notes, dataset, now)


def forget_settings(notes: Notes, dataset: Dataset) -> None:
    """Let a data set begin anew."""
    notes.write(NoteKey.SETTINGS.of(dataset.id), None)


def carry_settings(workspace: Workspace, store: Store, dataset: Dataset) -> None:
    """Open a data set that has no settings with those for the last one of the same columns."""
    from core.segment import fit_recipe, late_snapshot

    notes = Notes(workspace.root)
    if read_settings(notes, dataset.id) is not None:
        return
    latest = notes.read(NoteKey.LATEST_SETTINGS.of(_columns_key(dataset)))
    id, name = (latest["dataset"], latest["name"]) if isinstance(latest, Mapping) else ("", "")
    settings = read_settings(notes, id)
    if settings is None:
        return
    recipe = settings.recipe()
    declined = _declined_fixes(workspace, store, id, recipe)
    fitted = fit_recipe(recipe.with_changes(snapshot=None), dataset, store, declined)
    words = (*([late_snapshot(recipe.snapshot)] if recipe.snapshot else []), *fitted.left_out)
    token = fitted.recipe.to_token()
    _write_settings(notes, dataset, DatasetSettings(token, origin=name, left_out=words))


def load_settings(workspace: Workspace, store: Store, dataset: Dataset, name: str, text: str) -> None:
    """Open a data set with the recipe that is the `text` of a file; BadRecipe for any other text, and
    OtherFile for a recipe of which nothing fits."""
    from core.segment import fit_recipe

    if len(text) > MOST_RECIPE_LETTERS:
        raise RecipeTooLarge(name=name)
    fitted = fit_recipe(Recipe.from_json(text), dataset, store)
    token = fitted.recipe.to_token()
    settings = DatasetSettings(token, origin=name, by_recipe=True, left_out=fitted.left_out)
    _write_settings(Notes(workspace.root), dataset, settings)


def _write_settings(notes: Notes, dataset: Dataset, settings: DatasetSettings) -> None:
    notes.write(NoteKey.SETTINGS.of(dataset.id), asdict(settings))
    latest = {"dataset": dataset.id, "name": dataset.name}
    notes.write(NoteKey.LATEST_SETTINGS.of(_columns_key(dataset)), latest)


def _declined_fixes(workspace: Workspace, store: Store, id: str, recipe: Recipe) -> set[str]:
    """Fixes that were recommended for a data set and not taken; none where it is no longer here."""
    from core.data import new_recipe

    if not workspace.has(id):
        return set()
    return set(new_recipe(workspace.open(id), store=store).fixes) - set(recipe.fixes)


def _columns_key(dataset: Dataset) -> str:
    """Key of the columns' names and kinds, whatever their order."""
    import polars as pl

    schema = pl.scan_parquet(dataset.path).collect_schema()
    kinds = sorted((name, _kind(dtype)) for name, dtype in schema.items())
    return hashlib.sha256(json.dumps(kinds).encode()).hexdigest()


def _kind(dtype: Any) -> str:
    if dtype.is_numeric():
        return "number"
    return "date" if dtype.is_temporal() else str(dtype)
