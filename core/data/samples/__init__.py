"""Sample data of our own making: seeded, realistic, equal on every machine, of any size."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl

from core.data.samples.bank import make_bank_sample
from core.data.samples.shop import make_shop_blocks, make_shop_sample
from core.data.samples.wholesale import make_wholesale_sample
from core.errors import UserError
from core.model import Table


class UnknownSample(UserError):
    template = "There is no sample '{kind}'. Choose one of: {known}."


class BadSampleSize(UserError):
    template = "A sample has a whole number of rows, at least 1; {rows!r} is not."


@dataclass(frozen=True)
class SampleSpec:
    """A sample to try the product with: its name and story, usual size and kind of table."""

    title: str
    summary: str
    default_rows: int
    table: Table
    make: Callable[[int, int], pl.DataFrame]


SAMPLES: Mapping[str, SampleSpec] = MappingProxyType(
    {
        "shop": SampleSpec(
            "Home goods shop",
            "Two years of invoice lines of about 5,000 customers, with returns, one-time buyers, "
            "lapsed, loyal, seasonal and trade customers.",
            150_000,
            "transactions",
            make_shop_sample,
        ),
        "wholesale": SampleSpec(
            "Wholesale customers",
            "Yearly spend of restaurants and retailers in six product groups.",
            440,
            "customers",
            make_wholesale_sample,
        ),
        "bank": SampleSpec(
            "Bank customers",
            "Numbers, categories and yes-no answers with unknown values, and whether each customer "
            "took up the last offer.",
            4_000,
            "customers",
            make_bank_sample,
        ),
    }
)


def make_sample(kind: str, rows: int | None, seed: int) -> pl.DataFrame:
    """Make exactly `rows` rows (None: the usual size) of that sample, equal for equal `seed`.

    Raises UnknownSample for a kind not in SAMPLES, BadSampleSize for fewer rows than one.
    """
    if kind not in SAMPLES:
        raise UnknownSample(kind=kind, known=", ".join(SAMPLES))
    spec = SAMPLES[kind]
    return spec.make(_check_rows(spec.default_rows if rows is None else rows), seed)


def make_sample_blocks(rows: int, seed: int) -> Iterator[pl.DataFrame]:
    """Make the shop's lines in blocks of customers, for sizes that should not be held in memory at
    once.

    Together they are the lines of `make_sample("shop", rows, seed)`; each block is ordered by date.
    """
    return make_shop_blocks(_check_rows(rows), seed)


def _check_rows(rows: int) -> int:
    if not isinstance(rows, int) or rows < 1:
        raise BadSampleSize(rows=rows)
    return rows
