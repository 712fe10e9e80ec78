"""What the commands do: each takes the parsed arguments and leaves files or prints JSON."""

import json
import tempfile
from argparse import Namespace
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import polars as pl

from core.cli.files import Write, check_folder, file_digest, json_text, read_text, write_files
from core.compare import compare_methods, comparison_csv, comparison_values
from core.data import describe_dataset, make_sample, new_recipe, read_file
from core.errors import UserError
from core.export import export
from core.model import Analysis, Dataset, Progress, Recipe, Role, Segmentation, Table
from core.segment import (
    Run,
    algorithm,
    chosen_setting,
    complete_recipe,
    score_values,
    standard_algorithms,
    sweep_values,
)
from core.store import Workspace
from core.suggest import apply_proposal, run_proposal, suggestion_values
from core.verdict import judge_kmeans, verdict_values

TABLE_FIELDS = {"table", "roles", "fixes", "features", "weights", "transforms", "sample_weight"}
RECIPE_OPTIONS = ("table", "features", "snapshot", "transform", "scale", "sample_weight", "seed")
SAMPLE_WRITERS: Mapping[str, Any] = {
    ".csv": pl.DataFrame.write_csv,
    ".parquet": pl.DataFrame.write_parquet,
}


class UnknownEnding(UserError):
    template = "'{name}' must end in one of: {known}."


class NothingFound(UserError):
    template = "None of the methods finds segments. {reason}"


class NoLabels(UserError):
    template = (
        "'{column}' cannot be the label: its rows are transactions, and a label is known of customers. "
        "Leave out --label."
    )


class NotByNumber(UserError):
    template = (
        "{method} finds the number of segments by itself. Leave out --k, or set its slider with "
        "--param {parameter}=VALUE."
    )


class NoSheets(UserError):
    template = "'{name}' is not a workbook with sheets. Leave out --sheet."


def segment(given: Namespace, progress: Progress) -> str:
    """Writes customers.csv, recipe.json, scores.json and sweep.json to `given.out`, all or none."""
    check_folder(given.out)
    with open_dataset(given.file, given.sheet, progress) as dataset:
        recipe = with_method_options(given, read_recipe(given, dataset))
        analysis = Run(dataset, recipe, progress=progress).analyse()
        progress("Writing the results", 0.0)
        return write_files(given.out, _result_files(analysis))


def compare(given: Namespace, progress: Progress) -> str:
    """Writes compare.json and compare.csv to `given.out`, both or none."""
    check_folder(given.out)
    with open_dataset(given.file, given.sheet, progress) as dataset:
        recipe = read_recipe(given, dataset)
        if given.label is not None:
            recipe = _with_label(recipe, given.label)
        setting = recipe.params.get(algorithm(recipe.algorithm).swept)
        methods = given.methods or tuple(standard_algorithms())
        compared = compare_methods(Run(dataset, recipe, progress=progress), setting, methods)
        if not compared.candidates:
            raise NothingFound(reason=compared.results[0].problem)
        return write_files(given.out, byte_writers({
            "compare.json": json_text(comparison_values(compared, dataset.notices)).encode(),
            "compare.csv": comparison_csv(compared),
        }))  # fmt: skip


def suggest(given: Namespace, progress: Progress) -> str:
    """Writes customers.csv and suggestion.json to `given.out`, both or none."""
    check_folder(given.out)
    started = perf_counter()
    with open_dataset(given.file, given.sheet, progress) as dataset:
        recipe = read_recipe(given, dataset)
        found = run_proposal(Run(dataset, recipe, progress=progress))
        best = apply_proposal(recipe, found)
        analysis = Run(dataset, best, progress=progress).analyse()
        told = suggestion_values(
            found, Segmentation(analysis, chosen_setting(analysis)), dataset.notices
        )
        text = json_text({**told, "seconds": round(perf_counter() - started, 2)})
        customers = _customers_csv(analysis)
        return write_files(
            given.out, byte_writers({"customers.csv": customers, "suggestion.json": text.encode()})
        )


def verdict(given: Namespace, progress: Progress) -> str:
    """Writes verdict.json to `given.out`."""
    check_folder(given.out)
    with open_dataset(given.file, given.sheet, progress) as dataset:
        found = judge_kmeans(Run(dataset, read_recipe(given, dataset), progress=progress), given.k)
        told = verdict_values(found.verdict, found.criteria, dataset.notices)
        return write_files(given.out, byte_writers({"verdict.json": json_text(told).encode()}))


def sample(given: Namespace, progress: Progress) -> str:
    """Writes a sample to `given.out`, whole or not at all."""
    write = SAMPLE_WRITERS.get(given.out.suffix.lower())
    if write is None:
        raise UnknownEnding(name=given.out.name, known=", ".join(SAMPLE_WRITERS))
    check_folder(given.out.parent)
    progress("Making the sample", 0.0)
    table = make_sample(given.kind, given.rows, given.seed)
    return write_files(given.out.parent, {given.out.name: partial(write, table)})


def describe(given: Namespace, progress: Progress) -> str:
    """What the file is taken for: the table, roles with reasons, findings, notices."""
    with open_dataset(given.file, given.sheet, progress) as dataset:
        progress("Looking at the columns", 0.9)
        return json_text(_description(dataset)).rstrip("\n")


@contextmanager
def open_dataset(path: Path, sheet: str | None, progress: Progress) -> Iterator[Dataset]:
    """The file as a data set that lasts as long as the block."""
    digest = file_digest(path)
    with tempfile.TemporaryDirectory(prefix="tessera-") as scratch:
        workspace = Workspace(Path(scratch))
        dataset = workspace.add(path, path.name, digest, sheet, progress, read_file)
        if sheet is not None and not dataset.sheets:
            raise NoSheets(name=path.name)
        yield dataset


def read_recipe(given: Namespace, dataset: Dataset) -> Recipe:
    """The given recipe, or else a new one for the data set, changed by what the options say."""
    roles = dict(given.role)
    text = "{}" if given.recipe is None else read_text(given.recipe)
    start = _complete_saved(text, dataset, given.table, roles)
    said = {name: value for name in RECIPE_OPTIONS if (value := getattr(given, name)) is not None}
    return start.with_changes(**said, roles={**start.roles, **roles})


def with_method_options(given: Namespace, recipe: Recipe) -> Recipe:
    """The recipe with the algorithm and the parameters that the options say."""
    name = given.algorithm or recipe.algorithm
    kept = recipe.params if name == recipe.algorithm else {}
    return recipe.with_changes(algorithm=name, params={**kept, **_method_params(given, name)})


def _with_label(recipe: Recipe, label: str) -> Recipe:
    """The recipe with that column as its only label; NoLabels where rows are no customers."""
    if recipe.table == "transactions":
        raise NoLabels(column=label)
    others = {name: "ignore" for name, role in recipe.roles.items() if role == "label"}
    return recipe.with_changes(roles={**recipe.roles, **others, label: "label"})


def _complete_saved(
    text: str, dataset: Dataset, table: Table | None, roles: Mapping[str, Role]
) -> Recipe:
    """The saved recipe; what it leaves open where it has no roles is guessed.

    Of one for another table than `table`, only what does not depend on its columns is kept.
    """
    saved, said = Recipe.from_json(text), set(json.loads(text))
    other = table is not None and "table" in said and table != saved.table
    if saved.roles and not other:
        return saved
    kind = table or (saved.table if "table" in said else None)
    kept = said - (TABLE_FIELDS if other else {"roles"})
    guessed = new_recipe(dataset, kind, roles)
    return guessed.with_changes(**{name: getattr(saved, name) for name in kept})


def _method_params(given: Namespace, name: str) -> dict[str, Any]:
    spec = algorithm(name)
    if given.k is not None and spec.adaptive:
        raise NotByNumber(method=spec.title, parameter=spec.swept)
    number = {} if given.k is None else {spec.swept: given.k}
    return dict(given.param) | number


def _result_files(analysis: Analysis) -> dict[str, Write]:
    setting = chosen_setting(analysis)
    texts = {
        "recipe.json": asdict(complete_recipe(Segmentation(analysis, setting))),
        "scores.json": score_values(Segmentation(analysis, setting)),
        "sweep.json": sweep_values(analysis),
    }
    return byte_writers(
        {"customers.csv": _customers_csv(analysis)}
        | {n: json_text(v).encode() for n, v in texts.items()}
    )


def _customers_csv(analysis: Analysis) -> bytes:
    # The byte order mark is for Excel, which opens downloads; programs read it as part of a name.
    written = export("customers_csv").write(Segmentation(analysis, chosen_setting(analysis)))
    return written.removeprefix(BOM_UTF8)


def byte_writers(contents: Mapping[str, bytes]) -> dict[str, Write]:
    return {name: partial(Path.write_bytes, data=data) for name, data in contents.items()}


def _description(dataset: Dataset) -> dict[str, Any]:
    seen = describe_dataset(dataset)
    roles, reasons = seen.guess.roles, seen.guess.reasons
    return {
        "table": seen.guess.table,
        "reason": seen.guess.reason,
        "rows": dataset.rows,
        "columns": [
            {"name": p.name, "role": roles[p.name], "reason": reasons.get(p.name, ""),
             "dtype": p.dtype, "missing": p.missing, "distinct": p.distinct}
            for p in seen.profiles
        ],
        "findings": [asdict(finding) for finding in seen.findings],
        "notices": [asdict(notice) for notice in dataset.notices],
        "sheets": list(dataset.sheets),
    }  # fmt: skip
