"""Ids in several spellings: invisible characters, capitals, leading zeros."""

import polars as pl
import pytest

from core.data.quality.findings import check_quality
from core.data.quality.fixes import fix_table
from core.features import build_customers
from core.model import Finding, Fix, Recipe, Role

ROLES: dict[str, Role] = {"who": "id", "day": "date", "paid": "amount"}
OTHERS = [f"X{place}" for place in range(9)]


def sales(who: list[str]) -> pl.LazyFrame:
    days = pl.date_range(pl.date(2024, 1, 1), pl.date(2024, 12, 31), eager=True).head(len(who))
    return pl.LazyFrame({"who": who, "day": days, "paid": [1.0] * len(who)})


def spelling_findings(who: list[str]) -> list[Finding]:
    findings = check_quality(sales(who), ROLES, "transactions")
    return [f for f in findings if f.kind in ("clean_ids", "fold_case", "strip_zeros")]


@pytest.mark.parametrize(
    ("spellings", "kind", "recommended"),
    [
        (["K1", "K1\u200b"], "clean_ids", True),
        (["K1", " K1 "], "clean_ids", True),
        (["\ufeffK1", "K1"], "clean_ids", True),
        (["Jo\u00a0Doe", "Jo Doe"], "clean_ids", True),
        (["Zoe\u0301", "Zo\u00e9"], "clean_ids", True),
        (["\uff2b\uff11", "K1"], "clean_ids", True),
        (["a.b@x.com", "A.B@x.com", "A.B@X.COM"], "fold_case", True),
        (["ab12", "AB12"], "fold_case", False),
        (["000123", "123"], "strip_zeros", False),
        (["0", "000"], "strip_zeros", False),
    ],
)
def test_spellings_of_one_customer(spellings: list[str], kind: str, recommended: bool) -> None:
    who = [*OTHERS, *spellings]
    (finding,) = spelling_findings(who)
    assert (finding.kind, finding.count, finding.recommended) == (kind, len(spellings), recommended)
    fixed = fix_table(sales(who), ROLES, "transactions", [str(finding.fix)])
    assert fixed.select(pl.col("who").n_unique()).collect().item() == len(OTHERS) + 1
    assert not [f for f in check_quality(fixed, ROLES, "transactions") if f.fix == finding.fix]


def test_an_address_is_written_small_and_a_number_with_its_zeros() -> None:
    who = ["A@X.com", "a@x.com", "A@X.com", "7", "7", "007", "Bo", "bo", "Bo"]
    fixed = fix_table(sales(who), ROLES, "transactions", ["fold_case", "strip_zeros"]).collect()
    assert fixed["who"].to_list() == ["a@x.com"] * 3 + ["007"] * 3 + ["Bo"] * 3


def test_other_ids_stay_apart() -> None:
    assert not spelling_findings(
        ["a@x.com", "b@x.com", "10", "100", "1", "K-01", "K-1", "é", "e", "A1", "B1"]
    )
    numbers = sales(OTHERS).with_columns(pl.int_range(pl.len()).alias("who"))
    assert not [f for f in check_quality(numbers, ROLES, "transactions") if f.fix == Fix("clean_ids")]


def test_customers_are_counted_by_person() -> None:
    who = [
        name
        for place in range(6)
        for name in (f"p{place}@x.com", f"P{place}@X.COM", f" p{place}@x.com\u200b")
    ]
    frame = sales(who)
    fixes = tuple(str(f.fix) for f in check_quality(frame, ROLES, "transactions") if f.recommended)
    recipe = Recipe(table="transactions", roles=ROLES, fixes=fixes)
    customers = build_customers(frame, recipe).frame
    assert list(customers.index) == [f"p{place}@x.com" for place in range(6)]
    assert customers["frequency"].tolist() == [3] * 6
