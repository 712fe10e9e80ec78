"""Partitions of small tables into 1, 2, ... segments by a method that is told their number."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from core.errors import UserError
from core.model import Floats, Integers, ignore_progress
from core.plugins import AlgorithmSpec
from core.segment import AllAlike, as_kernel_array, count_distinct_rows


class NotByNumber(UserError):
    template = "{method} finds the number of segments by itself, so {score} cannot be measured for it."


class Segments(NamedTuple):
    """Partition: `labels` (n,) from 0 and the means (k, p) of their segments."""

    labels: Integers
    centres: Floats


def draw_sample(matrix: Floats, most: int, rng: np.random.Generator) -> Floats:
    """Return the matrix (n, p), or `most` of its rows drawn evenly, in their order."""
    rows = as_kernel_array(matrix)
    if len(rows) <= most:
        return rows
    return as_kernel_array(rows[np.sort(rng.choice(len(rows), most, replace=False))])


def require_by_number(spec: AlgorithmSpec, rows: Floats, score: str) -> None:
    """Raise NotByNumber for an adaptive method, AllAlike where no two customers differ."""
    if spec.adaptive:
        raise NotByNumber(method=spec.title, score=score)
    if count_distinct_rows(rows, 2) < 2:
        raise AllAlike()


def most_segments(spec: AlgorithmSpec, rows: Floats) -> int:
    """The slider's last number, or the last that leaves two customers who differ in one segment."""
    high = int(spec.slider.high)
    return max(1, min(high, count_distinct_rows(rows, high + 1) - 1))


def cluster_by_number(
    spec: AlgorithmSpec, rows: Floats, most: int, params: Mapping[str, Any], seed: int
) -> tuple[Segments, ...]:
    """Divide `rows` (n, p) into 1, 2, ... `most` segments by the method, a partition each."""
    single = Segments(np.zeros(len(rows), np.uint8), rows.mean(axis=0)[None])
    if most < 2:
        return (single,)
    fitted = spec.sweep(rows, tuple(range(2, most + 1)), params, seed, ignore_progress)
    return single, *(Segments(partition.labels, partition.centres) for partition in fitted.partitions)
