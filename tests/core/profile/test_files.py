"""The grid as files that are taken along."""

import csv
import io
from dataclasses import replace

import numpy as np

from core.profile import RfmGrid, rfm_cells_csv


def test_the_cells_are_a_table_with_the_best_first() -> None:
    counts, money = np.array([[4, 0], [1, 2]]), np.array([[40.0, 0.0], [1.005, 99.5]])
    grid = RfmGrid(2, counts, money, {(2, 2): "=Best", (1, 1): "Résté"}, {}, {})
    head, *rows = csv.reader(io.StringIO(rfm_cells_csv(grid).decode("utf-8-sig")))
    assert head == ["recency_score", "frequency_score", "name", "customers", "money"]
    assert rows[0] == ["2", "2", "'=Best", "2", "99.5"]
    assert rows[-1] == ["1", "1", "Résté", "4", "40.0"]
    without = rfm_cells_csv(replace(grid, money=None)).decode("utf-8-sig")
    assert "money" not in without and len(without.splitlines()) == 5
