"""Data sets of files as they come: the tables of an archive that belong together become one."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from core.data.joining.export_file import read_export
from core.data.joining.run import join_datasets
from core.data.reading.archives import archive_tables
from core.data.reading.source import Limits
from core.errors import UserError
from core.model import Dataset, Progress
from core.store import Workspace


def add_file(
    workspace: Workspace,
    source: Path,
    name: str,
    digest: str,
    progress: Progress,
    limits: Limits | None = None,
    saved_plan: Mapping[str, Any] | None = None,
) -> Dataset:
    """Make a data set of a file, in the workspace, whose SHA-256 is `digest`.

    Several tables in a zip are joined as files that come at once are; where nothing ties them
    together, or one cannot be read, the best of them is read and the others are named.
    """
    bounds = limits or Limits()
    reader = partial(read_export, limits=bounds)
    key = workspace.id_of(digest)
    tables = () if workspace.has(key) else archive_tables(source, name, bounds)
    if not tables:
        return workspace.add(source, name, digest, None, progress, reader)
    original, parts = workspace.keep(source, digest), list[Dataset]()
    try:
        for table in tables:
            parts.append(workspace.add(original, name, digest, table, progress, reader))
        join = partial(join_datasets, saved_plan=saved_plan, progress=progress)
        return workspace.add_joined(parts, "", name, join, key)
    except UserError:
        dataset = workspace.add(original, name, digest, None, progress, reader)
        for part in parts:
            workspace.remove(part.id)
        return dataset
