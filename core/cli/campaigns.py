"""What the commands about campaigns do: the audience before one, the uplift after it."""

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict

from core import pipeline
from core.actions.campaign import Aim, audience_files
from core.actions.uplift import campaign_uplift
from core.cli.commands import _dataset, _recipe, _with_params, _writes
from core.cli.files import check_folder, json_text, write_files
from core.entities import Progress
from core.words import count


def audience(given: Namespace, progress: Progress) -> str:
    """Writes audience.csv, assignment.csv, audience.json and, with a hold-out, holdout.csv: all or none."""
    check_folder(given.out)
    segments = {number: f"Segment {number}" for number in given.segment}
    aim = Aim(given.target, segments, given.holdout, given.country, dict(given.contact))
    with _dataset(given.file, given.sheet, progress) as dataset:
        recipe = _with_params(given, _recipe(given, dataset))
        analysis = pipeline.analyse(None, dataset, recipe, progress)
        progress("Writing the audience", 0.0)
        made = audience_files(analysis, pipeline.chosen_setting(analysis), aim)
        told = {
            "target": given.target,
            "segments": given.segment,
            "holdout": given.holdout,
            "seed": recipe.seed,
            "counts": made.counts,
            "columns": made.columns,
            "notices": [asdict(notice) for notice in made.notices],
        }
        files = _writes({**made.files, "audience.json": json_text(told).encode()})
        return f"{write_files(given.out, files)} {_how_many(made.counts)}"


def _how_many(counts: Mapping[str, int]) -> str:
    """Of how many customers how many are contacted, to be compared with what was meant."""
    people = count(counts["in_segment"], "customer")
    held = f" and {counts['held_out']:,} held out" if counts["held_out"] else ""
    return f"Of {people} in the segment, {counts['contacted']:,} are contacted{held}."


def uplift(given: Namespace, progress: Progress) -> str:
    """Writes uplift.json to `given.out`; its sentence."""
    check_folder(given.out)
    with (
        _dataset(given.assignment, None, progress) as assignment,
        _dataset(given.file, None, progress) as result,
    ):
        found = campaign_uplift(assignment, result, given.outcome)
        write_files(given.out, _writes({"uplift.json": json_text(asdict(found)).encode()}))
    return found.sentence
