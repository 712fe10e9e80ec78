"""What the commands about campaigns do: the audience before one, the uplift after it."""

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict, replace

from core.act import AudienceRequest, build_audience_files, measure_campaign_uplift
from core.cli.commands import byte_writers, open_dataset, read_recipe, with_method_options
from core.cli.files import check_folder, json_text, write_files
from core.explain import explain_segments
from core.model import Progress, Segmentation
from core.segment import Run, chosen_setting
from core.store import NO_STORE
from core.text import format_count


def audience(given: Namespace, progress: Progress) -> str:
    """Writes audience.csv, assignment.csv, audience.json and, with a hold-out, holdout.csv: all or none."""
    check_folder(given.out)
    # Before anything is read: what is wrong with the rest of the aim.
    aim = AudienceRequest(
        given.target,
        dict.fromkeys(given.segment, ""),
        given.holdout,
        given.country,
        dict(given.contact),
    )
    with open_dataset(given.file, given.sheet, progress) as dataset:
        recipe = with_method_options(given, read_recipe(given, dataset))
        analysis = Run(dataset, recipe, progress=progress).analyse()
        progress("Explaining the segments", 0.0)
        setting = chosen_setting(analysis)
        told = explain_segments(NO_STORE, Segmentation(analysis, setting))
        names = {number: told.stories[told.place(number)].name for number in given.segment}
        progress("Writing the audience", 0.5)
        made = build_audience_files(Segmentation(analysis, setting), replace(aim, segments=names))
        values = {
            "target": given.target,
            "segments": given.segment,
            "names": list(names.values()),
            "holdout": given.holdout,
            "seed": recipe.seed,
            "counts": made.counts,
            "columns": made.columns,
            "notices": [asdict(notice) for notice in made.notices],
        }
        files = byte_writers({**made.files, "audience.json": json_text(values).encode()})
        return f"{write_files(given.out, files)} {_recipients_sentence(names, made.counts)}"


def _recipients_sentence(names: Mapping[int, str], counts: Mapping[str, int]) -> str:
    """Who is written to, and of how many customers how many, to be compared with what was meant."""
    people = format_count(counts["in_segment"], "customer")
    who = ", ".join(f"{number} {name}" for number, name in names.items())
    held = f" and {counts['held_out']:,} held out" if counts["held_out"] else ""
    return f"{who}: of {people}, {counts['contacted']:,} are contacted{held}."


def uplift(given: Namespace, progress: Progress) -> str:
    """Writes uplift.json to `given.out`; its sentence."""
    check_folder(given.out)
    with (
        open_dataset(given.assignment, None, progress) as assignment,
        open_dataset(given.file, None, progress) as result,
    ):
        found = measure_campaign_uplift(assignment, result, given.outcome)
        write_files(given.out, byte_writers({"uplift.json": json_text(asdict(found)).encode()}))
    return found.sentence
