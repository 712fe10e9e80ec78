"""What the commands that tell of segments do."""

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
from core.cli.commands import byte_writers, open_dataset, read_recipe, with_method_options
from core.cli.files import check_folder, json_text, read_text, write_files
from core.explain import explain_segments, explanation_values
from core.model import Progress, Segmentation
from core.segment import Run, chosen_setting
from core.store import NO_STORE


def explain(given: Namespace, progress: Progress) -> str:
    """Writes segments.json to `given.out`."""
    check_folder(given.out)
    plays, said = chosen_playbook(given), chosen_ratings(given)
    with open_dataset(given.file, given.sheet, progress) as dataset:
        recipe = with_method_options(given, read_recipe(given, dataset))
        analysis = Run(dataset, recipe, progress=progress).analyse()
        progress("Explaining the segments", 0.0)
        setting = chosen_setting(analysis)
        told = explain_segments(NO_STORE, Segmentation(analysis, setting), votes=said.votes())
        progress("Looking at the products", 0.5)
        found = plan_actions(NO_STORE, Segmentation(analysis, setting), told, plays, said)
        text = json_text(add_plans(explanation_values(told, Segmentation(analysis, setting)), found))
        return write_files(given.out, byte_writers({"segments.json": text.encode()}))


def chosen_playbook(given: Namespace) -> Playbook | None:
    """The playbook of `--playbook`: a built-in one's name or a file; None where it is left out."""
    if given.playbook is None:
        return None
    name = str(given.playbook)
    return built_in_playbook(name) if name in BUILT_IN else read_playbook(read_text(given.playbook))


def chosen_ratings(given: Namespace) -> Feedback:
    """The ratings of `--ratings`."""
    return Feedback() if given.ratings is None else read_feedback(read_text(given.ratings))
