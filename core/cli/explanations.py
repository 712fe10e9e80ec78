"""What the commands that tell of segments do."""

from argparse import Namespace

from core.act.files import with_plans
from core.act.playbook.playbook import BUILT_IN, Plays, built_in, read_playbook
from core.act.playbook.ratings import Feedback, read_feedback
from core.act.run import planned
from core.cli.commands import _dataset, _recipe, _with_params, _writes
from core.cli.files import check_folder, json_text, text_of, write_files
from core.explain.files import explanation
from core.explain.run import explained
from core.model.base import Progress
from core.segment.analyse import analyse, chosen_setting


def explain(given: Namespace, progress: Progress) -> str:
    """Writes segments.json to `given.out`."""
    check_folder(given.out)
    plays, said = chosen_plays(given), chosen_feedback(given)
    with _dataset(given.file, given.sheet, progress) as dataset:
        recipe = _with_params(given, _recipe(given, dataset))
        analysis = analyse(None, dataset, recipe, progress)
        progress("Explaining the segments", 0.0)
        setting = chosen_setting(analysis)
        told = explained(None, dataset, recipe, analysis, setting, votes=said.votes())
        progress("Looking at the products", 0.5)
        found = planned(None, dataset, recipe, analysis, setting, told, plays, said)
        text = json_text(with_plans(explanation(told, analysis, setting), found))
        return write_files(given.out, _writes({"segments.json": text.encode()}))


def chosen_plays(given: Namespace) -> Plays | None:
    """The playbook of `--playbook`: a built-in one's name or a file; None where it is left out."""
    if given.playbook is None:
        return None
    name = str(given.playbook)
    return built_in(name) if name in BUILT_IN else read_playbook(text_of(given.playbook))


def chosen_feedback(given: Namespace) -> Feedback:
    """The ratings of `--ratings`."""
    return Feedback() if given.ratings is None else read_feedback(text_of(given.ratings))
