"""Rules: what they find, in words, as SQL and for pandas."""

import sqlite3

import numpy as np
import pandas as pd
import pytest

from core.model import Condition, Rule, Segmentation
from core.profile.rules.conditions import (
    ROUNDING_SHARE,
    as_pandas,
    as_sql,
    as_words,
    match_all,
    merge_conditions,
    round_bounds,
)
from core.profile.rules.rules import SegmentRules, learn_rules
from core.profile.rules.tree_columns import encode_for_tree
from tests.support.handmade_analyses import make_analysis

NASTY = (
    "net spend", 'say "so"', "it's", "Größe (m²)", "select", "class", "x;y--", "a.b/c", "100 %", "@home", "back\\slash",
)  # fmt: skip
VALUES = ("web", "it's", 'a"b', "ü ß", "@x", "&", "a`b", "1", "2.0", "None", "\\n")


def rules_of(frame: pd.DataFrame, labels: np.ndarray, seed: int = 0) -> SegmentRules:
    segmentation = Segmentation(make_analysis(frame, labels), 2.0)
    return learn_rules(segmentation, encode_for_tree(segmentation, segmentation.features), seed)


def found_by_sql(rule: str, frame: pd.DataFrame) -> np.ndarray:
    with sqlite3.connect(":memory:") as base:
        plain = frame.astype(dict.fromkeys(frame.select_dtypes("category"), object))
        plain.reset_index(drop=True).to_sql("customers", base, index_label="row number of all")
        rows = base.execute(f'SELECT "row number of all" FROM customers WHERE {rule}').fetchall()
    return np.isin(np.arange(len(frame)), [row for (row,) in rows])


def found_by_pandas(rule: str, frame: pd.DataFrame) -> np.ndarray:
    numbered = frame.set_axis(np.arange(len(frame)))
    return np.isin(np.arange(len(frame)), numbered.query(rule).index)


def box() -> tuple[pd.DataFrame, np.ndarray]:
    """Whole numbers from 1 to 100 twice over; the segment is 21 to 50 and up to 30."""
    x, y = map(np.ravel, np.meshgrid(np.arange(1, 101), np.arange(1, 101)))
    inside = (x > 20) & (x <= 50) & (y <= 30)
    return pd.DataFrame({"x": x * 1.0, "y": y * 1.0}), np.where(inside, 1, 0)


def test_a_rule_finds_the_bounds_that_were_put_there() -> None:
    frame, labels = box()
    rule = rules_of(frame, labels).rules[1]
    assert rule is not None and (rule.precision, rule.recall, rule.covered) == (1.0, 1.0, 900)
    bounds = {(one.feature, one.operator, one.value) for one in rule.conditions}
    assert bounds == {("x", ">", 20.0), ("x", "<=", 50.0), ("y", "<=", 30.0)}


def test_fidelity_is_that_of_customers_whom_no_rule_has_seen() -> None:
    frame, labels = box()
    separable = rules_of(frame, np.where(frame["x"] > 50, 1, 0))
    assert separable.fidelity == 1.0
    rng = np.random.default_rng(3)
    blind = rules_of(frame, rng.integers(0, 2, len(frame)))
    assert blind.fidelity is not None and blind.fidelity < 0.6
    assert rules_of(frame, labels).learnt == 7000


def test_fidelity_of_few_customers_with_labels_at_random_is_chance() -> None:
    found = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        frame = pd.DataFrame(rng.normal(size=(120, 4)), columns=list("abcd"))
        found.append(rules_of(frame, rng.permutation(np.arange(120) % 4), seed).fidelity)
    assert np.mean(found) < 0.25


@pytest.mark.parametrize("name", NASTY)
def test_names_of_any_kind_are_quoted(name: str) -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({name: rng.normal(size=200), "other": rng.normal(size=200)})
    frame.iloc[::9, 0] = np.nan
    rule = rules_of(frame, np.where(frame[name] > 0.3, 1, 0)).rules[1]
    assert rule is not None
    mask = match_all(rule.conditions, frame)
    assert 0 < mask.sum() == rule.covered
    assert (found_by_sql(rule.sql, frame) == mask).all()
    assert (found_by_pandas(rule.pandas, frame) == mask).all()


@pytest.mark.parametrize("name", ["a`b", "new\nline"])
def test_a_name_that_query_cannot_spell_is_left_to_sql(name: str) -> None:
    frame = pd.DataFrame({name: [1.0, 2.0, 3.0]})
    condition = (Condition(name, "X", ">", 1.5),)
    assert as_pandas(condition) == ""
    assert found_by_sql(as_sql(condition), frame).tolist() == [False, True, True]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("operator", ["=", "!="])
def test_values_of_any_kind_are_quoted_and_missing_ones_are_not_covered(
    value: str, operator: str
) -> None:
    frame = pd.DataFrame({"kind of": pd.Categorical([*VALUES, None, value])})
    condition = (Condition("kind of", "Kind", operator, value),)
    mask = match_all(condition, frame)
    assert mask.sum() == (2 if operator == "=" else len(VALUES) - 1)
    assert not mask[len(VALUES)]
    assert (found_by_sql(as_sql(condition), frame) == mask).all()
    assert (found_by_pandas(as_pandas(condition), frame) == mask).all()
    again = frame.astype(object)
    assert (found_by_pandas(as_pandas(condition), again) == mask).all()


def test_codes_that_were_read_as_numbers_are_found_too() -> None:
    rule = as_pandas((Condition("Channel", "Channel", "=", "2"),))
    assert found_by_pandas(rule, pd.DataFrame({"Channel": [1, 2, 2]})).tolist() == [False, True, True]


def test_conditions_on_one_feature_are_merged() -> None:
    more, most = Condition("x", "X", ">", 3.0), Condition("x", "X", ">", 5.0)
    below, is_a = Condition("x", "X", "<=", 9.0), Condition("c", "C", "=", "a")
    not_b, not_d = Condition("c", "C", "!=", "b"), Condition("d", "D", "!=", "b")
    assert merge_conditions((most, more, below, Condition("x", "X", "<=", 10.0))) == (most, below)
    assert merge_conditions((not_b, is_a, not_d)) == (is_a, not_d)


def test_words_name_units() -> None:
    told = as_words((
        Condition("recency", "Recency (days)", "<=", 50.0),
        Condition("frequency", "Frequency (orders)", ">", 1.0),
        Condition("channel", "Channel", "!=", "web"),
        Condition("spend", "Spend", ">", 12345.5),
    ))  # fmt: skip
    assert (
        told
        == "Recency at most 50 days and Frequency above 1 order and Channel is not web and Spend above 12,345.5"
    )


def test_bounds_are_as_round_as_a_hair_allows() -> None:
    values = np.sort(np.random.default_rng(0).gamma(2, 1000, 5000))
    frame = pd.DataFrame({"spend": values})
    (bound,) = round_bounds((Condition("spend", "Spend", ">", 1234.5678),), frame, 2000)
    assert len(str(bound.value).rstrip("0").rstrip(".")) <= 4
    moved = match_all((bound,), frame) != (values > 1234.5678)
    assert moved.sum() <= ROUNDING_SHARE * len(frame)
    few = pd.DataFrame({"spend": [1.0, 1234.5, 1234.6, 9.0]})
    (kept,) = round_bounds((Condition("spend", "Spend", ">", 1234.5678),), few, 1)
    assert match_all((kept,), few).tolist() == [False, False, True, False]
    whole = pd.DataFrame({"orders": [1.0, 2.0, 3.0, 4.0]})
    (count,) = round_bounds((Condition("orders", "Orders", "<=", 2.5),), whole, 2)
    assert count.value == 2.0


def test_huge_and_missing_values_do_not_trouble_a_tree() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {"x": rng.normal(size=90) * 1e150, "y": np.where(rng.random(90) < 0.5, np.nan, 1.0)}
    )
    rule = rules_of(frame, np.where(frame["x"] > 0, 1, 0)).rules[1]
    assert rule is not None and rule.precision == 1.0 and rule.recall > 0.95


def test_segments_of_one_customer_and_of_all_have_what_can_be_said() -> None:
    frame = pd.DataFrame({"x": [1.0, 2.0, 3.0, 4.0, 5.0, 60.0]})
    rules = rules_of(frame, np.array([0, 0, 0, 0, 0, 1]))
    assert isinstance(rules.rules[1], Rule) and rules.rules[1].covered == 1
    assert rules_of(frame, np.zeros(6, int)).rules == (None,)
    alone = rules_of(frame.iloc[:2], np.array([0, 1]))
    assert alone.fidelity is None
