"""Compiles the numerical kernels once, so that test processes do not each do it.

python -m tools.kernels
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from core.data.describe import new_recipe
from core.data.samples import make_sample
from core.model.base import ignore_progress
from core.model.dataset import Dataset
from core.session.tasks import warm
from core.verdict.run import judge


def main() -> None:
    warm({}, ignore_progress)
    with TemporaryDirectory() as folder:
        path, table = Path(folder) / "sample.parquet", make_sample("wholesale", 60, 0)
        table.write_parquet(path)
        dataset = Dataset("kernels", "kernels", str(path), table.height, tuple(table.columns))
        judge(None, dataset, new_recipe(None, dataset))


if __name__ == "__main__":
    main()
