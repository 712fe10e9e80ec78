"""Compiles the numerical kernels once, so that test processes do not each do it.

python -m tools.kernels
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from core.data import make_sample, new_recipe
from core.model import Dataset, ignore_progress
from core.segment import Run
from core.session import warm
from core.verdict import judge


def main() -> None:
    warm({}, ignore_progress)
    with TemporaryDirectory() as folder:
        path, table = Path(folder) / "sample.parquet", make_sample("wholesale", 60, 0)
        table.write_parquet(path)
        dataset = Dataset("kernels", "kernels", str(path), table.height, tuple(table.columns))
        judge(Run(dataset, new_recipe(dataset)))


if __name__ == "__main__":
    main()
