"""The commands: each takes the parsed arguments and leaves files or prints JSON.

A command imports the stages that it uses: they bring libraries that take seconds to load.
"""

from __future__ import annotations

import json
from argparse import Namespace
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from core.cli.datasets import open_dataset
from core.cli.files import Write, check_folder, json_text, read_text, write_files
from core.errors import UserError
from core.model import Recipe

if TYPE_CHECKING:
    from core.model import Analysis, Dataset, Finding, Progress, Role, Table

# Fields of a recipe that are of use for its own kind of table only.
TABLE_FIELDS = {
    "table",
    "roles",
    "fixes",
    "features",
    "weights",
    "transforms",
    "sample_weight",
    "meanings",
    "titles",
}
RECIPE_OPTIONS = (
    "table",
    "rates",
    "features",
    "snapshot",
    "transform",
    "scale",
    "sample_weight",
    "seed",
)
SAMPLE_WRITERS = {".csv": "write_csv", ".parquet": "write_parquet"}


class UnknownEnding(UserError):
    template = "'{name}' must end in one of: {known}."


class NothingFound(UserError):
    template = "None of the methods finds segments. {reason}"


class NoLabels(UserError):
    template = (
        "'{column}' cannot be the label: its rows are purchases, and a label belongs to a customer. "
        "Leave out --label."
    )


class NotByNumber(UserError):
    template = (
        "{method} finds the number of segments by itself. Leave out --k, or set its slider with "
        "--param {parameter}=VALUE."
    )


def segment(options: Namespace, progress: Progress) -> str:
    """Write customers.csv, recipe.json, scores.json and sweep.json to `options.out`, all or none."""
    from core.segment import Run

    check_folder(options.out)
    with open_dataset(options, progress) as dataset:
        recipe = with_method_options(options, read_recipe(options, dataset))
        analysis = Run(dataset, recipe, progress=progress).analyse()
        progress("Writing the results", 0.0)
        return write_files(options.out, _result_files(analysis))


def compare(options: Namespace, progress: Progress) -> str:
    """Write compare.json and compare.csv to `options.out`, both or none."""
    from core.compare import compare_methods, comparison_csv, comparison_values
    from core.segment import Run, algorithm, standard_algorithms

    check_folder(options.out)
    with open_dataset(options, progress) as dataset:
        recipe = read_recipe(options, dataset)
        if options.label is not None:
            recipe = _with_label(recipe, options.label)
        setting = recipe.params.get(algorithm(recipe.algorithm).swept)
        methods = options.methods or tuple(standard_algorithms())
        comparison = compare_methods(Run(dataset, recipe, progress=progress), setting, methods)
        if not comparison.candidates:
            raise NothingFound(reason=comparison.results[0].problem)
        return write_files(
            options.out,
            byte_writers(
                {
                    "compare.json": json_text(comparison_values(comparison, dataset.notices)).encode(),
                    "compare.csv": comparison_csv(comparison),
                }
            ),
        )


def suggest(options: Namespace, progress: Progress) -> str:
    """Write customers.csv and suggestion.json to `options.out`, both or none."""
    from core.model import Segmentation
    from core.segment import Run, chosen_setting
    from core.suggest import apply_proposal, run_proposal, suggestion_values

    check_folder(options.out)
    started = perf_counter()
    with open_dataset(options, progress) as dataset:
        recipe = read_recipe(options, dataset)
        proposal = run_proposal(Run(dataset, recipe, progress=progress))
        best = apply_proposal(recipe, proposal)
        analysis = Run(dataset, best, progress=progress).analyse()
        values = suggestion_values(
            proposal, Segmentation(analysis, chosen_setting(analysis)), dataset.notices
        )
        text = json_text({**values, "seconds": round(perf_counter() - started, 2)})
        customers = _customers_csv(analysis)
        return write_files(
            options.out, byte_writers({"customers.csv": customers, "suggestion.json": text.encode()})
        )


def verdict(options: Namespace, progress: Progress) -> str:
    """Write verdict.json to `options.out`."""
    from core.segment import Run
    from core.verdict import judge_kmeans, verdict_values

    check_folder(options.out)
    with open_dataset(options, progress) as dataset:
        judgement = judge_kmeans(
            Run(dataset, read_recipe(options, dataset), progress=progress), options.k
        )
        values = verdict_values(judgement, dataset.notices)
        return write_files(options.out, byte_writers({"verdict.json": json_text(values).encode()}))


def sample(options: Namespace, progress: Progress) -> str:
    """Write a sample to `options.out`, whole or not at all."""
    from core.data import make_sample

    write = SAMPLE_WRITERS.get(options.out.suffix.lower())
    if write is None:
        raise UnknownEnding(name=options.out.name, known=", ".join(SAMPLE_WRITERS))
    check_folder(options.out.parent)
    progress("Making the sample", 0.0)
    table = make_sample(options.kind, options.rows, options.seed)
    return write_files(options.out.parent, {options.out.name: getattr(table, write)})


def describe(options: Namespace, progress: Progress) -> str:
    """JSON of the kind of table, the roles with reasons, findings, notices."""
    with open_dataset(options, progress) as dataset:
        progress("Reading the columns", 0.9)
        return json_text(_description(dataset)).rstrip("\n")


def read_recipe(options: Namespace, dataset: Dataset) -> Recipe:
    """The recipe of `--recipe`, or else a new one for the data set, changed by the other options.

    Raises NotCustomers where it is not known what a row is.
    """
    from core.data import choose_fixes, include_features, override_roles, refuse_other_rows

    roles = dict(options.role)
    text = "{}" if options.recipe is None else read_text(options.recipe)
    start = _complete_saved(text, dataset, options.table, roles)
    changes = {name: value for name in RECIPE_OPTIONS if (value := getattr(options, name)) is not None}
    meanings = {**start.meanings, **dict(options.meaning)}
    recipe = start.with_changes(**changes, roles=override_roles(start.roles, roles), meanings=meanings)
    if options.fix:
        recipe = choose_fixes(dataset, recipe, options.fix)
        recipe = recipe.with_changes(roles=override_roles(recipe.roles, roles))
    refuse_other_rows(dataset, recipe)
    return include_features(dataset, recipe)


def with_method_options(options: Namespace, recipe: Recipe) -> Recipe:
    """The recipe with the algorithm and the parameters of the options."""
    name = options.algorithm or recipe.algorithm
    params = recipe.params if name == recipe.algorithm else {}
    return recipe.with_changes(algorithm=name, params={**params, **_method_params(options, name)})


def _with_label(recipe: Recipe, label: str) -> Recipe:
    """The recipe with that column as its only label; NoLabels where rows are no customers."""
    if recipe.table == "transactions":
        raise NoLabels(column=label)
    others = {name: "ignore" for name, role in recipe.roles.items() if role == "label"}
    return recipe.with_changes(roles={**recipe.roles, **others, label: "label"})


def _complete_saved(
    text: str, dataset: Dataset, table: Table | None, roles: Mapping[str, Role]
) -> Recipe:
    """Complete a saved recipe: one without roles gets guessed ones.

    Of one for another table than `table`, only fields that do not depend on its columns are kept.
    """
    from core.data import new_recipe

    saved, saved_fields = Recipe.from_json(text), set(json.loads(text)) - {"join"}
    is_other_table = table is not None and "table" in saved_fields and table != saved.table
    if saved.roles and not is_other_table:
        return saved
    kind = table or (saved.table if "table" in saved_fields else None)
    usable_fields = saved_fields - (TABLE_FIELDS if is_other_table else {"roles"})
    guessed = new_recipe(dataset, kind, roles)
    return guessed.with_changes(**{name: getattr(saved, name) for name in usable_fields})


def _method_params(options: Namespace, name: str) -> dict[str, Any]:
    from core.segment import algorithm

    spec = algorithm(name)
    if options.k is not None and spec.adaptive:
        raise NotByNumber(method=spec.title, parameter=spec.swept)
    number = {} if options.k is None else {spec.swept: options.k}
    return dict(options.param) | number


def _result_files(analysis: Analysis) -> dict[str, Write]:
    from core.model import Segmentation
    from core.segment import chosen_setting, complete_recipe, score_values, sweep_values

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
    from core.export import export
    from core.model import Segmentation
    from core.profile import Naming, names_at_every_setting
    from core.segment import chosen_setting

    at = analysis.sweep.at(chosen_setting(analysis))
    names = names_at_every_setting(analysis, Naming())[at]
    written = export("customers_csv").write(Segmentation(analysis, chosen_setting(analysis), names))
    return written.removeprefix(BOM_UTF8)


def byte_writers(contents: Mapping[str, bytes]) -> dict[str, Write]:
    return {name: partial(Path.write_bytes, data=data) for name, data in contents.items()}


def _description(dataset: Dataset) -> dict[str, Any]:
    from core.data import advise_joins, describe_dataset

    description = describe_dataset(dataset)
    roles, reasons = description.guess.roles, description.guess.reasons
    return {
        "table": description.guess.table,
        "reason": description.guess.reason,
        "rows": dataset.rows,
        "columns": [
            {
                "name": p.name,
                "role": roles[p.name],
                "meaning": description.meanings[p.name],
                "reason": reasons.get(p.name, ""),
                "dtype": p.dtype,
                "missing": p.missing,
                "distinct": p.distinct,
            }
            for p in description.profiles
        ],
        "findings": [_finding_values(finding) for finding in description.findings],
        "notices": [asdict(notice) for notice in advise_joins(dataset)],
        "sheets": list(dataset.sheets),
        "sheet": dataset.sheet,
        "sheet_rows": dict(dataset.sheet_rows),
        "related": [list(item.tables) for item in dataset.table_groups],
        "join": dict(dataset.plan),
    }


def _finding_values(finding: Finding) -> dict[str, Any]:
    return asdict(finding) | {"fix": finding.fix and str(finding.fix)}
