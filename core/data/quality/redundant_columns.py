"""Number columns that repeat another one."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import polars as pl

from core.data.columns.profile import SKEWED, finite_numbers, read_batches
from core.model import Floats

# |r| above which a number column repeats an earlier one. Lower, more columns are offered to be left out.
TOO_ALIKE = 0.95
SAMPLE = 100_000  # rows that correlations are measured in; more take longer and give a steadier r
SAMPLE_CELLS = 5_000_000  # wider tables are sampled with fewer rows, so that memory stays bounded
SEED = 0
_FEWEST_PAIRS = 3  # rows that two columns must share: through two points r is always 1


class Repeat(NamedTuple):
    """A column that repeats another: `column` and `of`, and their correlation `r`, of the values or of
    their ranks.

    `sample` is the number of rows it was measured in, None where it was in all.
    """

    column: str
    of: str
    r: float
    by: Literal["values", "ranks"]
    sample: int | None = None


def pairwise_correlations(values: Floats) -> Floats:
    """Pearson's r of every pair of columns of `values` (n, p) over the rows where both are present.

    NaN means missing. Entries are 0 where fewer than three rows are shared or a column is constant.
    """
    present = ~np.isnan(values)
    indicator = present.astype(np.float64)
    counts = np.maximum(indicator.sum(axis=0), 1.0)
    # Powers of two change no digit, and below 1 neither sums nor squares overflow.
    spread = _scale_below_one(np.where(present, values, 0.0))
    centred = np.where(present, spread - spread.sum(axis=0) / counts, 0.0)
    centred /= np.maximum(np.abs(centred).max(axis=0, initial=0.0), np.finfo(float).tiny)
    shared = indicator.T @ indicator
    sums, squares = centred.T @ indicator, (centred**2).T @ indicator
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = centred.T @ centred - sums * sums.T / shared
        variance = squares - sums**2 / shared
        r = covariance / np.sqrt(variance * variance.T)
    usable = (shared >= _FEWEST_PAIRS) & np.isfinite(r) & (np.minimum(variance, variance.T) > 1e-12)
    return np.where(usable, np.clip(r, -1.0, 1.0), 0.0)


def _scale_below_one(values: Floats) -> Floats:
    """Divide each column by the power of two next above its largest size."""
    _, exponents = np.frexp(np.abs(values).max(axis=0, initial=0.0))
    scaled: Floats = np.ldexp(values, -exponents)
    return scaled


def find_repeats(frame: pl.LazyFrame, names: Sequence[str]) -> tuple[Repeat, ...]:
    """Find the columns whose |r| with an earlier column that is kept is above TOO_ALIKE.

    Pearson's r of the values; for pairs with a skewed column (above 1) also of the ranks (Spearman).
    Of a table of more rows than SAMPLE, or than SAMPLE_CELLS allows beside so many columns, as many
    are looked at, drawn with SEED.
    """
    rows = frame.select(pl.len()).collect().item() if len(names) > 1 else 0
    if not rows:
        return ()
    most = max(1, min(SAMPLE, SAMPLE_CELLS // len(names)))
    sample = most if rows > most else None
    values = _sample_numbers(frame, names, rows, sample)
    skewed = np.array([abs(skew or 0.0) > SKEWED for skew in values.select(pl.all().skew()).row(0)])
    by_rank = pairwise_correlations(_to_floats(values.select(pl.all().rank()))) if skewed.any() else 0.0
    twins = _find_twins(
        names, pairwise_correlations(_to_floats(values)), (skewed | skewed[:, None]) * by_rank
    )
    return tuple(repeat._replace(sample=sample) for repeat in twins)


def _sample_numbers(
    frame: pl.LazyFrame, names: Sequence[str], rows: int, sample: int | None
) -> pl.DataFrame:
    """Read the columns as finite numbers under their places, all rows or a sample of them."""
    places = np.random.default_rng(SEED).choice(rows, sample, replace=False) if sample else None
    columns: list[pl.Series] = []
    for _, table in read_batches(frame, names):
        part = table if places is None else table[np.sort(places)]
        columns += part.select(
            finite_numbers(alias).alias(alias) for alias in part.columns
        ).get_columns()
    return pl.DataFrame([values.alias(str(i)) for i, values in enumerate(columns)])


def _to_floats(table: pl.DataFrame) -> Floats:
    return table.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _find_twins(names: Sequence[str], by_value: Floats, by_rank: Floats) -> list[Repeat]:
    distinct: list[int] = []
    repeats = []
    for j, name in enumerate(names):
        twin = _first_twin(j, distinct, by_value, by_rank)
        if twin is None:
            distinct.append(j)
        else:
            i, by = twin
            r = by_value[i, j] if by == "values" else by_rank[i, j]
            repeats.append(Repeat(name, names[i], float(r), by))
    return repeats


def _first_twin(
    j: int, distinct: Sequence[int], by_value: Floats, by_rank: Floats
) -> tuple[int, Literal["values", "ranks"]] | None:
    by = np.abs(by_value[distinct, j]) > TOO_ALIKE
    twins = np.flatnonzero(by | (np.abs(by_rank[distinct, j]) > TOO_ALIKE))
    return (distinct[twins[0]], "values" if by[twins[0]] else "ranks") if len(twins) else None
