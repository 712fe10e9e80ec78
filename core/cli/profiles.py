"""The command that explains segments, and the options that it shares with reports."""

from argparse import Namespace

from core.act import (
    BUILT_IN,
    Feedback,
    Playbook,
    add_plans,
    built_in_playbook,
    plan_actions,
    read_feedback,
    read_playbook,
)
from core.cli.commands import byte_writers, read_recipe, with_method_options
from core.cli.datasets import open_dataset
from core.cli.files import check_folder, json_text, read_text, write_files
from core.model import Progress, Segmentation
from core.profile import explanation_values, profile_segments
from core.segment import Run, chosen_setting
from core.store import NO_STORE


def profile(options: Namespace, progress: Progress) -> str:
    """Write segments.json to `options.out`."""
    check_folder(options.out)
    playbook, ratings = chosen_playbook(options), chosen_ratings(options)
    with open_dataset(options, progress) as dataset:
        recipe = with_method_options(options, read_recipe(options, dataset))
        analysis = Run(dataset, recipe, progress=progress).analyse()
        progress("Profiling the segments", 0.0)
        setting = chosen_setting(analysis)
        explanation = profile_segments(NO_STORE, Segmentation(analysis, setting), votes=ratings.votes())
        progress("Reading the products", 0.5)
        plans = plan_actions(NO_STORE, Segmentation(analysis, setting), explanation, playbook, ratings)
        text = json_text(
            add_plans(explanation_values(explanation, Segmentation(analysis, setting)), plans)
        )
        return write_files(options.out, byte_writers({"segments.json": text.encode()}))


def chosen_playbook(options: Namespace) -> Playbook | None:
    """The playbook of `--playbook`: a built-in one's name or a file; None where it is left out."""
    if options.playbook is None:
        return None
    name = str(options.playbook)
    return built_in_playbook(name) if name in BUILT_IN else read_playbook(read_text(options.playbook))


def chosen_ratings(options: Namespace) -> Feedback:
    """The ratings of `--ratings`."""
    return Feedback() if options.ratings is None else read_feedback(read_text(options.ratings))
