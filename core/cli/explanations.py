"""What the commands that tell of segments do."""

from argparse import Namespace

from core import pipeline
from core.cli.commands import _dataset, _recipe, _with_params, _writes
from core.cli.files import check_folder, json_text, write_files
from core.entities import Progress
from core.explaining import explained
from core.reports._explanation import explanation


def explain(given: Namespace, progress: Progress) -> None:
    """Writes segments.json to `given.out`."""
    check_folder(given.out)
    with _dataset(given.file, given.sheet, progress) as dataset:
        recipe = _with_params(given, _recipe(given, dataset))
        analysis = pipeline.analyse(None, dataset, recipe, progress)
        progress("Explaining the segments", 0.0)
        setting = pipeline.chosen_setting(analysis)
        told = explained(None, dataset, recipe, analysis, setting)
        text = json_text(explanation(told, analysis, setting))
        write_files(given.out, _writes({"segments.json": text.encode()}))
