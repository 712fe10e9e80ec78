"""Opening of the files that a command names as one data set."""

from __future__ import annotations

import json
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.cli.files import file_digest, read_text
from core.errors import UserError
from core.store import Workspace

if TYPE_CHECKING:
    from core.model import Dataset, Progress


class NoSheets(UserError):
    template = "'{name}' is not a workbook with sheets. Leave out --sheet."


@contextmanager
def open_dataset(options: Namespace, progress: Progress) -> Iterator[Dataset]:
    """Open the files of the options as one data set that lasts as long as the block.

    Several files, or several sheets of a workbook, are joined: as the recipe says that was given, or
    by what they share.
    """
    from core.data import join_datasets, joined_name

    plan = _saved_plan(getattr(options, "recipe", None))
    with tempfile.TemporaryDirectory(prefix="tessera-") as scratch:
        workspace = Workspace(Path(scratch))
        plan_inside = plan if len(options.file) == 1 else None  # of an archive
        parts = [
            part
            for path in options.file
            for part in _read_parts(workspace, path, options.sheet or [], plan_inside, progress)
        ]
        parts = list(
            {part.id: part for part in parts}.values()
        )  # a file that is named twice counts once
        if options.sheet and not any(part.sheets for part in parts):
            raise NoSheets(name=parts[0].name)
        if len(parts) == 1:
            yield parts[0]
        else:
            join = partial(join_datasets, saved_plan=plan, progress=progress)
            how = json.dumps(plan, sort_keys=True)
            yield workspace.add_joined(parts, how, joined_name(parts), join)


@contextmanager
def open_file(path: Path, progress: Progress) -> Iterator[Dataset]:
    """Open one file as a data set that lasts as long as the block."""
    from core.data import read_file

    digest = file_digest(path)
    with tempfile.TemporaryDirectory(prefix="tessera-") as scratch:
        yield Workspace(Path(scratch)).add(path, path.name, digest, None, progress, read_file)


def _read_parts(
    workspace: Workspace,
    path: Path,
    sheets: Sequence[str],
    plan: Mapping[str, Any] | None,
    progress: Progress,
) -> list[Dataset]:
    """Read a file, or each of the sheets that are named, with commas between them."""
    from core.data import add_file

    digest = file_digest(path)
    if not sheets:
        return [add_file(workspace, path, path.name, digest, progress, saved_plan=plan)]
    return [part for named in sheets for part in _read_sheets(workspace, path, digest, named, progress)]


def _read_sheets(
    workspace: Workspace, path: Path, digest: str, named: str, progress: Progress
) -> list[Dataset]:
    from core.data import NoSuchSheet, read_export

    try:
        return [workspace.add(path, path.name, digest, named, progress, read_export)]
    except NoSuchSheet:
        if "," not in named:
            raise
    names = [name.strip() for name in named.split(",")]
    return [workspace.add(path, path.name, digest, name, progress, read_export) for name in names]


def _saved_plan(recipe: Path | None) -> Mapping[str, Any]:
    """The plan of a saved recipe by which several files were joined; empty where there is none."""
    if recipe is None:
        return {}
    try:
        plan = json.loads(read_text(recipe)).get("join") or {}
    except (AttributeError, ValueError):
        return {}  # it is told as a bad recipe where it is read
    return plan if isinstance(plan, dict) else {}
