"""Built-in samples as data sets of a workspace."""

from core.data import SAMPLES, make_sample, read_file
from core.model import Dataset, ignore_progress
from core.store import Workspace


def add_sample(workspace: Workspace, kind: str = "wholesale", rows: int | None = None) -> Dataset:
    """The sample of that kind, or one of so many rows, as a data set that the workspace holds."""
    source = workspace.root / f"{kind}.upload"
    make_sample(kind, rows, 0).write_parquet(source)
    title = f"{SAMPLES[kind].title} (sample)"
    return workspace.add(source, title, "0" * 64, None, ignore_progress, read_file)
