"""The commands about campaigns: the audience before one, the uplift after it."""

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict, replace

from core.act import AudienceRequest, build_audience_files, measure_campaign_uplift
from core.cli.commands import byte_writers, read_recipe, with_method_options
from core.cli.datasets import open_dataset, open_file
from core.cli.files import check_folder, json_text, write_files
from core.model import Progress, Segmentation
from core.profile import profile_segments
from core.segment import Run, chosen_setting
from core.store import NO_STORE
from core.text import format_count


def audience(options: Namespace, progress: Progress) -> str:
    """Write audience.csv, assignment.csv, audience.json and, with a hold-out, holdout.csv: all or none."""
    check_folder(options.out)
    # Before anything is read: a wrong target, share or country is refused at once.
    request = AudienceRequest(
        options.target,
        dict.fromkeys(options.segment, ""),
        options.holdout,
        options.country,
        dict(options.contact),
    )
    with open_dataset(options, progress) as dataset:
        recipe = with_method_options(options, read_recipe(options, dataset))
        analysis = Run(dataset, recipe, progress=progress).analyse()
        progress("Profiling the segments", 0.0)
        setting = chosen_setting(analysis)
        explanation = profile_segments(NO_STORE, Segmentation(analysis, setting))
        names = {
            number: explanation.profiles[explanation.place(number)].name for number in options.segment
        }
        progress("Writing the audience", 0.5)
        campaign_files = build_audience_files(
            Segmentation(analysis, setting), replace(request, segments=names)
        )
        values = {
            "target": options.target,
            "segments": options.segment,
            "names": list(names.values()),
            "holdout": options.holdout,
            "seed": recipe.seed,
            "counts": campaign_files.counts,
            "columns": campaign_files.columns,
            "notices": [asdict(notice) for notice in campaign_files.notices],
        }
        files = byte_writers({**campaign_files.files, "audience.json": json_text(values).encode()})
        return f"{write_files(options.out, files)} {_recipients_sentence(names, campaign_files.counts)}"


def _recipients_sentence(names: Mapping[int, str], counts: Mapping[str, int]) -> str:
    """Sentence with the segments and the numbers contacted and held out, to be checked by the user."""
    people = format_count(counts["in_segment"], "customer")
    who = ", ".join(f"{number} {name}" for number, name in names.items())
    held_out = f" and {counts['held_out']:,} held out" if counts["held_out"] else ""
    return f"{who}: of {people}, {counts['contacted']:,} are contacted{held_out}."


def uplift(options: Namespace, progress: Progress) -> str:
    """Write uplift.json to `options.out`; its sentence."""
    check_folder(options.out)
    with (
        open_file(options.assignment, progress) as assignment,
        open_file(options.file, progress) as result,
    ):
        effect = measure_campaign_uplift(assignment, result, options.outcome)
        write_files(options.out, byte_writers({"uplift.json": json_text(asdict(effect)).encode()}))
    return effect.sentence
