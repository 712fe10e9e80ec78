"""Hypothesis strategies for any table that reading may write."""

from datetime import datetime

import polars as pl
from hypothesis import strategies as st

_KINDS = {
    pl.Int64: st.integers(-(2**62), 2**62) | st.sampled_from([-1, 0, 1, 2, 999]),
    pl.Float64: st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([-1.0, 0.0, 3.0, 999.0]),
    pl.Boolean: st.booleans(),
    pl.String: st.text(min_size=1, max_size=8)
    | st.sampled_from(
        [
            "unknown",
            "yes",
            "no",
            "n/a",
            "C12",
            "c12",
            "12",
            "012",
            "cancelled",
            "pending",
            "paid",
            "EUR",
            "USD",
        ]
    ),
    pl.Datetime("us"): st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),
}
_NAMES = st.text(max_size=6) | st.sampled_from(
    ["customer_id", "id", "date", "order date", "amount", "price", "qty", "order", "sku", "y", "lat", "lon",
     "country", "*", "^a.*$", "a:b", "index", "Channel", "0|missing", "rows", "value", "status", "currency", "refund", "line_items", "amount_cents", "email",
     "cancelled", "cancelled at", "year of birth", "^items$"]
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    """Up to six columns under odd or telling names, up to 30 rows, gaps anywhere, often repeated rows."""
    rows = draw(st.integers(0, 30))
    names = draw(st.lists(_NAMES, max_size=6, unique=True))
    columns = []
    for name in names:
        kind = draw(st.sampled_from(list(_KINDS)))
        pool = draw(st.lists(_KINDS[kind], min_size=1, max_size=8))
        values = draw(st.lists(st.none() | st.sampled_from(pool), min_size=rows, max_size=rows))
        # Polars reads "^$" as a pattern when it builds a series, so the name comes last.
        columns.append(pl.Series("x", values, dtype=kind).rename(name))
    return pl.DataFrame(columns)
