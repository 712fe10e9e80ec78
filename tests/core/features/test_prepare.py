"""Preparing: the published Wholesale figures, what each choice does, and what always holds."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import cdist
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture

from core.features.prepare import (
    MissingFeatures,
    NoFeatureLeft,
    Preparation,
    UnknownFeature,
    prepare_matrix,
)
from core.model import Customers, FeatureMatrix, Recipe
from core.plugins import BadParameter

SPEND = ("Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen")
FLAGGED = [65, 66, 75, 128, 154]
PLAIN = Recipe(transform="none", scale="none")
# What another test left open is not what is tested here.
pytestmark = [
    pytest.mark.filterwarnings("error"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def some_customers(columns: Mapping[str, Any]) -> Customers:
    frame = pd.DataFrame(columns)
    names = tuple(map(str, frame.columns))
    return Customers(frame, names, names, {name: f"{name} title" for name in names})


def lognormal_values(rows: int = 500, seed: int = 0) -> np.ndarray[Any, Any]:
    return np.random.default_rng(seed).lognormal(sigma=1.5, size=rows)


def notices_about(feature_matrix: FeatureMatrix, feature: str) -> list[str]:
    return [notice.text for notice in feature_matrix.notices if notice.about == feature]


@pytest.fixture
def wholesale(shared: Callable[[str], Path]) -> pd.DataFrame:
    return pd.read_csv(shared("wholesale/wholesale_customers.csv")).astype(float)


def test_from_0_to_1_a_table_with_categories_has_distances_of_gower_s_type() -> None:
    rng = np.random.default_rng(0)
    numbers = {"age": rng.uniform(18, 90, 80), "spend": rng.normal(500, 90, 80)}
    kinds = {"plan": rng.choice(list("abc"), 80), "channel": rng.choice(["shop", "web"], 80)}
    recipe = PLAIN.with_changes(scale="minmax", weights={"spend": 2.0, "plan": 0.5})
    matrix = prepare_matrix(some_customers({**numbers, **kinds}), recipe).matrix
    expected = np.zeros((80, 80))
    for name, values in numbers.items():
        gaps = np.abs(values[:, None] - values) / np.ptp(values)
        expected += (recipe.weights.get(name, 1) * gaps) ** 2
    for name, values in kinds.items():
        expected += recipe.weights.get(name, 1) ** 2 * (values[:, None] != values)
    assert_allclose(cdist(matrix, matrix, "sqeuclidean"), expected, atol=1e-12)


class TestWholesale:
    """Published figures: natural log of the six spend columns, not scaled."""

    recipe = PLAIN.with_changes(transform="log", features=SPEND)

    def ratios(self, frame: pd.DataFrame) -> list[float]:
        matrix = prepare_matrix(some_customers(frame), self.recipe).matrix
        return list(PCA().fit(matrix).explained_variance_ratio_.round(4))

    def test_variance_of_all_customers(self, wholesale: pd.DataFrame) -> None:
        assert self.ratios(wholesale) == [0.4424, 0.2766, 0.1162, 0.0962, 0.0458, 0.0229]

    def test_variance_without_the_flagged_customers(self, wholesale: pd.DataFrame) -> None:
        usual = wholesale.drop(index=FLAGGED)
        assert self.ratios(usual) == [0.4430, 0.2638, 0.1231, 0.1012, 0.0485, 0.0204]

    def test_gaussian_mixture_on_two_components(self, wholesale: pd.DataFrame) -> None:
        usual = wholesale.drop(index=FLAGGED)
        matrix = prepare_matrix(some_customers(usual), self.recipe.with_changes(components=2)).matrix
        labels = GaussianMixture(2, random_state=42).fit_predict(matrix)
        assert silhouette_score(matrix, labels) == pytest.approx(0.422, abs=5e-4)
        assert adjusted_rand_score(usual["Channel"], labels) == pytest.approx(0.647, abs=5e-4)

    def test_kmeans_on_two_components(self, wholesale: pd.DataFrame) -> None:
        usual = wholesale.drop(index=FLAGGED)
        matrix = prepare_matrix(some_customers(usual), self.recipe.with_changes(components=2)).matrix
        models = [KMeans(k, n_init=10, random_state=0).fit(matrix) for k in (2, 3, 4, 5)]
        silhouettes = [silhouette_score(matrix, model.labels_) for model in models]
        assert_allclose(silhouettes, [0.4263, 0.3890, 0.3318, 0.3510], atol=5e-5)


class TestTransform:
    @pytest.mark.parametrize(
        ("values", "words"),
        [
            (lognormal_values(), "natural log"),
            (
                np.r_[0.0, np.expm1(np.abs(np.random.default_rng(0).normal(3, 1, 499)))],
                "log(1 + value)",
            ),
            (lognormal_values() - 1, "Yeo-Johnson"),
            (np.linspace(1, 2, 500), ""),
        ],
    )
    def test_auto_looks_at_skewness_and_sign(self, values: Any, words: str) -> None:
        feature_matrix = prepare_matrix(some_customers({"a": values}), Recipe())
        assert feature_matrix.steps["a"] == (f"{words}, then standardised" if words else "standardised")
        assert bool(notices_about(feature_matrix, "transform")) == bool(words)

    def test_forced_log_of_negative_values_becomes_yeo_johnson_and_says_so(self) -> None:
        feature_matrix = prepare_matrix(
            some_customers({"a": lognormal_values() - 5}), PLAIN.with_changes(transform="log")
        )
        assert feature_matrix.steps["a"] == "Yeo-Johnson"
        assert "negative" in notices_about(feature_matrix, "a")[0]

    def test_an_exception_overrules_the_recipe(self) -> None:
        both = some_customers({"a": lognormal_values(), "b": lognormal_values(seed=1)})
        feature_matrix = prepare_matrix(both, PLAIN.with_changes(transforms={"b": "log"}))
        assert_array_equal(feature_matrix.matrix[:, 0], both.frame["a"])
        assert_allclose(feature_matrix.matrix[:, 1], np.log(both.frame["b"]))

    def test_new_customers_below_the_fitted_range_stay_finite(self) -> None:
        fitted = Preparation.fit(
            some_customers({"a": lognormal_values()}), PLAIN.with_changes(transform="log")
        )
        new = fitted.transform(pd.DataFrame({"a": [0.0, -5.0]}))
        assert_allclose(new, fitted.feature_matrix.matrix.min())

    def test_a_long_column_says_that_the_exponent_is_from_order_statistics(self) -> None:
        values = lognormal_values(100_500) - 1
        feature_matrix = prepare_matrix(some_customers({"a": values}), Recipe())
        assert "100,000 order statistics" in feature_matrix.steps["a"]
        assert abs(pd.Series(feature_matrix.matrix[:, 0]).skew()) < 1


class TestScale:
    values = np.arange(1.0, 102.0)

    @pytest.mark.parametrize(
        ("scale", "expected"),
        [
            ("standard", (values - 51) / values.std()),
            ("robust", (values - 51) / 50),
            ("minmax", (values - 1) / 100),
            ("none", values),
        ],
    )
    def test_formula(self, scale: Any, expected: Any) -> None:
        feature_matrix = prepare_matrix(some_customers({"a": self.values}), Recipe(scale=scale))
        assert_allclose(feature_matrix.matrix[:, 0], expected)

    def test_robust_without_a_range_standardises_and_says_so(self) -> None:
        mostly = np.r_[np.zeros(90), np.full(11, 1e6)]
        feature_matrix = prepare_matrix(
            some_customers({"a": mostly}), Recipe(scale="robust", transform="none")
        )
        assert feature_matrix.matrix.std() == pytest.approx(1)
        assert "interquartile range is 0" in feature_matrix.steps["a"]

    def test_winsorising_pulls_the_ends_in(self) -> None:
        feature_matrix = prepare_matrix(
            some_customers({"a": self.values}), PLAIN.with_changes(winsorise=0.1)
        )
        assert (feature_matrix.matrix.min(), feature_matrix.matrix.max()) == (11, 91)

    def test_weight_multiplies_and_zero_removes(self) -> None:
        both = some_customers({"a": self.values, "b": self.values[::-1]})
        feature_matrix = prepare_matrix(both, PLAIN.with_changes(weights={"a": 2.5, "b": 0}))
        assert feature_matrix.columns == ("a",)
        assert_allclose(feature_matrix.matrix[:, 0], 2.5 * self.values)
        assert (
            feature_matrix.steps["a"].endswith("weighted 2.5")
            and "weight is 0" in feature_matrix.steps["b"]
        )


class TestMissing:
    def test_few_are_filled_without_a_mark(self) -> None:
        values = np.r_[np.nan, np.arange(100.0)]
        feature_matrix = prepare_matrix(some_customers({"a": values}), PLAIN)
        assert feature_matrix.matrix[0, 0] == 49.5 and feature_matrix.columns == ("a",)

    def test_many_are_marked_and_told(self) -> None:
        values = np.r_[np.full(10, np.nan), np.arange(90.0)]
        feature_matrix = prepare_matrix(
            some_customers({"a": values}), PLAIN.with_changes(impute="mean")
        )
        assert feature_matrix.columns == ("a", "a: missing") and feature_matrix.sources == ("a", "a")
        assert_array_equal(feature_matrix.matrix[:, 1], np.r_[np.ones(10), np.zeros(90)])
        assert feature_matrix.matrix[0, 0] == 44.5 and "10 %" in notices_about(feature_matrix, "a")[0]

    def test_infinite_and_absurd_values_count_as_missing(self) -> None:
        values = np.r_[np.inf, -1e40, np.arange(100.0)]
        feature_matrix = prepare_matrix(some_customers({"a": values}), PLAIN)
        assert_allclose(feature_matrix.matrix[:2, 0], 49.5)
        assert "count as missing" in notices_about(feature_matrix, "a")[0]

    def test_a_missing_category_is_one_of_its_own_where_there_are_many(self) -> None:
        feature_matrix = prepare_matrix(
            some_customers({"c": pd.Categorical(["x"] * 5 + ["y"] * 4 + [None])}), PLAIN
        )
        assert feature_matrix.columns == ("c: missing", "c: x", "c: y")

    def test_a_missing_category_is_the_commonest_where_there_are_few(self) -> None:
        feature_matrix = prepare_matrix(
            some_customers({"c": pd.Categorical([None] + ["x"] * 60 + ["y"] * 39)}), PLAIN
        )
        assert feature_matrix.columns == ("c: x", "c: y") and feature_matrix.matrix[0, 0] > 0


class TestCategories:
    def test_two_categories_are_one_unit_apart(self) -> None:
        matrix = prepare_matrix(some_customers({"c": pd.Categorical(list("abcabc"))}), Recipe()).matrix
        assert np.linalg.norm(matrix[0] - matrix[1]) == pytest.approx(1)

    def test_above_twelve_the_frequency_is_used_and_told(self) -> None:
        names = [f"c{i}" for i in range(13) for _ in range(i + 1)]
        feature_matrix = prepare_matrix(some_customers({"c": pd.Categorical(names)}), PLAIN)
        assert feature_matrix.matrix[0, 0] == pytest.approx(1 / 91)
        assert "13 categories" in notices_about(feature_matrix, "c")[0]

    def test_rare_ones_share_a_column_when_a_column_each_is_asked_of_many(self) -> None:
        names = [f"c{i:02}" for i in range(60) for _ in range(i + 1)]
        feature_matrix = prepare_matrix(
            some_customers({"c": pd.Categorical(names)}), PLAIN.with_changes(encode="onehot")
        )
        assert len(feature_matrix.columns) == 50 and feature_matrix.columns[-1] == "c: other categories"
        assert feature_matrix.matrix[0, -1] > 0 and feature_matrix.columns[-2] == "c: c59"

    @pytest.mark.parametrize("encode", ["onehot", "frequency"])
    def test_an_unseen_category_is_far_from_none(self, encode: Any) -> None:
        known_customers = some_customers({"c": pd.Categorical(list("aab"))})
        fitted = Preparation.fit(known_customers, PLAIN.with_changes(encode=encode))
        assert not fitted.transform(pd.DataFrame({"c": ["z"]})).any()

    def test_codes_are_the_same_as_numbers_or_text(self) -> None:
        fitted = Preparation.fit(some_customers({"c": pd.Categorical([1, 2, 2])}), PLAIN)
        for column in ([1.0, 2.0, 2.0], ["1", "2", "2"]):
            assert_array_equal(
                fitted.transform(pd.DataFrame({"c": column})), fitted.feature_matrix.matrix
            )


class TestNotices:
    def test_constant_and_empty_features_are_left_out(self) -> None:
        columns = {"a": np.arange(9.0), "same": np.ones(9), "empty": np.full(9, np.nan)}
        columns |= {"word": pd.Categorical(["x"] * 9), "void": pd.Categorical([None] * 9)}
        feature_matrix = prepare_matrix(some_customers(columns), Recipe())
        assert feature_matrix.columns == ("a",)
        for name, why in (("same", "same value"), ("word", "same value"), ("empty", "missing")):
            assert why in feature_matrix.steps[name] and why in notices_about(feature_matrix, name)[0]
        assert "missing" in notices_about(feature_matrix, "void")[0]

    def test_a_repeated_feature_names_the_other(self) -> None:
        values = np.arange(200.0)
        noise = np.random.default_rng(0).normal(size=200)
        feature_matrix = prepare_matrix(
            some_customers({"a": values, "n": noise, "b": 5 - 2 * values}), Recipe()
        )
        assert "says the same as 'a title' (r = -1.00)" in notices_about(feature_matrix, "b")[0]
        assert not notices_about(feature_matrix, "n")

    @pytest.mark.parametrize(("rows", "warned"), [(119, True), (120, False)])
    def test_few_customers_for_the_features(self, rows: int, warned: bool) -> None:
        values = np.random.default_rng(0).uniform(size=(2, rows))
        feature_matrix = prepare_matrix(some_customers({"a": values[0], "b": values[1]}), Recipe())
        assert bool(notices_about(feature_matrix, "customers")) == warned


class TestRefused:
    three = some_customers({"a": np.arange(9.0), "b": np.arange(9.0) ** 2, "same": np.ones(9)})

    @pytest.mark.parametrize(
        "changes",
        [
            {"transform": "sqrt"},
            {"transforms": {"a": "sqrt"}},
            {"scale": "unit"},
            {"impute": "zero"},
            {"encode": "target"},
            {"weights": {"a": 3.1}},
            {"weights": {"a": -1}},
            {"weights": {"a": float("nan")}},
            {"winsorise": 0.26},
            {"winsorise": -0.1},
            {"components": 3},
            {"components": -1},
        ],
    )
    def test_choices_outside_their_limits(self, changes: dict[str, Any]) -> None:
        with pytest.raises(BadParameter):
            prepare_matrix(self.three, Recipe().with_changes(**changes))

    @pytest.mark.parametrize(
        "changes", [{"features": ("a", "z")}, {"weights": {"z": 1}}, {"transforms": {"z": "log"}}]
    )
    def test_unknown_features(self, changes: dict[str, Any]) -> None:
        with pytest.raises(UnknownFeature):
            prepare_matrix(self.three, Recipe().with_changes(**changes))

    @pytest.mark.parametrize(
        "changes", [{"features": ()}, {"features": ("same",)}, {"weights": {"a": 0, "b": 0}}]
    )
    def test_nothing_left(self, changes: dict[str, Any]) -> None:
        with pytest.raises(NoFeatureLeft):
            prepare_matrix(self.three, Recipe().with_changes(**changes))

    def test_no_customers(self) -> None:
        with pytest.raises(NoFeatureLeft):
            prepare_matrix(some_customers({"a": np.empty(0), "c": pd.Categorical([])}), Recipe())

    def test_new_customers_without_a_feature(self) -> None:
        with pytest.raises(MissingFeatures, match="'b'"):
            Preparation.fit(self.three, Recipe()).transform(self.three.frame[["a"]])


def test_a_feature_that_decides_everything_is_told() -> None:
    wide = {"a": np.arange(300) % 7, "b": np.arange(300) % 11, "c": 50 * (np.arange(300) % 5)}
    texts = [
        n.text
        for n in prepare_matrix(some_customers(wide), Recipe(scale="none")).notices
        if n.about == "c"
    ]
    assert texts and "alone makes up over 99 %" in texts[0]
    assert not [
        n for n in prepare_matrix(some_customers(wide), Recipe()).notices if "alone makes up" in n.text
    ]


def test_components_are_uncorrelated_and_told() -> None:
    columns = {name: lognormal_values(seed=seed) for seed, name in enumerate("abc")}
    feature_matrix = prepare_matrix(some_customers(columns), Recipe(components=2))
    assert feature_matrix.columns == ("Component 1", "Component 2") == feature_matrix.sources
    assert feature_matrix.features == ("a", "b", "c")
    assert np.corrcoef(feature_matrix.matrix, rowvar=False)[0, 1] == pytest.approx(0, abs=1e-9)
    assert "first 2 principal components" in notices_about(feature_matrix, "components")[0]


MAGNITUDES = st.sampled_from([1e-12, 1e-3, 1.0, 1e6, 1e18])


@st.composite
def number_columns(draw: st.DrawFn, rows: int) -> np.ndarray[Any, Any]:
    plain = st.floats(-100, 100, width=32) | st.integers(0, 3).map(float)
    odd = st.sampled_from([np.nan, np.inf, -np.inf, 1e200])
    values = draw(st.lists(plain if draw(st.booleans()) else plain | odd, min_size=rows, max_size=rows))
    return np.array(values) * draw(MAGNITUDES)


@st.composite
def customer_tables(draw: st.DrawFn) -> Customers:
    rows = draw(st.integers(1, 40))
    words = st.lists(st.sampled_from(["a", "b", "c", None]), min_size=rows, max_size=rows)
    columns = {f"n{i}": draw(number_columns(rows)) for i in range(draw(st.integers(1, 3)))}
    columns |= {f"c{i}": pd.Categorical(draw(words)) for i in range(draw(st.integers(0, 2)))}
    return some_customers(columns)


RECIPES = st.builds(
    Recipe,
    transform=st.sampled_from(["auto", "none", "log", "yeo-johnson"]),
    scale=st.sampled_from(["standard", "robust", "minmax", "none"]),
    encode=st.sampled_from(["auto", "onehot", "frequency"]),
    impute=st.sampled_from(["median", "mean"]),
    winsorise=st.sampled_from([0.0, 0.01, 0.25]),
    weights=st.sampled_from([{}, {"n0": 3.0}, {"n0": 0.5}]),
    components=st.sampled_from([0, 0, 1]),
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(customer_tables(), RECIPES, st.randoms(use_true_random=False))
def test_what_always_holds(customers: Customers, recipe: Recipe, random: Any) -> None:
    before = customers.frame.copy(deep=True)
    try:
        fitted = Preparation.fit(customers, recipe)
    except NoFeatureLeft:
        return
    finally:
        pd.testing.assert_frame_equal(customers.frame, before)
    matrix = fitted.feature_matrix.matrix
    assert np.isfinite(matrix).all() and matrix.dtype == np.float64
    assert matrix.shape == (len(before), len(fitted.feature_matrix.columns))
    assert len(fitted.feature_matrix.sources) == matrix.shape[1]
    assert_array_equal(fitted.transform(customers.frame), matrix)
    order = random.sample(range(len(before)), len(before))
    if not recipe.components:  # equal variances leave a component's direction open
        shuffled = prepare_matrix(some_customers(before.iloc[order]), recipe).matrix
        assert_allclose(shuffled, matrix[order], rtol=1e-4, atol=1e-5 * np.abs(matrix).max())
    assert np.isfinite(fitted.transform(before.assign(n0=np.nan).iloc[:1])).all()
