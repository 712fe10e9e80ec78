"""Compiles the numerical kernels once, so that test processes do not each do it.

python -m tools.kernels
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from core import pipeline
from core.data.samples import sample
from core.entities import Dataset, quiet
from core.judging import judged
from core.tasks import warm


def main() -> None:
    warm({}, quiet)
    with TemporaryDirectory() as folder:
        path, table = Path(folder) / "sample.parquet", sample("wholesale", 60, 0)
        table.write_parquet(path)
        dataset = Dataset("kernels", "kernels", str(path), table.height, tuple(table.columns))
        judged(None, dataset, pipeline.new_recipe(None, dataset))


if __name__ == "__main__":
    main()
