"""What is told of segments agrees with the customers, however odd these are."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from core.errors import UnknownSegment
from core.model import NOISE, Rule, Segmentation, Verdicts
from core.profile.explanation import build_explanation
from core.profile.importance import permutation_importance
from core.profile.markers import (
    LEAST_DIFFERENCE,
    MOST_MARKERS,
    find_markers,
    measure_contrasts,
)
from core.profile.pairs import find_differences
from core.profile.rules.tree_columns import encode_for_tree
from core.profile.sentences import typical_sentence, write_sentences
from core.profile.typical_customers import MOST_LISTED
from core.profile.words import difference_sentence, means_sentence, round_alike
from core.text import format_number
from tests.support.handmade_analyses import make_analysis

LABELS = np.repeat([0, 1, 2], (60, 30, 10))


def mixed() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({
        "spend": np.array([100, 900, -50])[LABELS] + rng.normal(size=100) * 20,
        "age": rng.normal(40, 9, 100),
        "channel": pd.Categorical(np.where(LABELS == 1, "shop", "web")),
    })  # fmt: skip
    frame.loc[frame.index[::11], "age"] = np.nan
    return frame


def test_markers_are_means_in_original_units_against_all_others() -> None:
    frame = mixed()
    segmentation = Segmentation(make_analysis(frame, LABELS, titles={"spend": "Spend (euros)"}), 2.0)
    spend = next(one for one in find_markers(segmentation)[1] if one.feature == "spend")
    own, others = frame["spend"][LABELS == 1].mean(), frame["spend"][LABELS != 1].mean()
    assert (spend.own, spend.others) == pytest.approx((own, others))
    assert spend.difference == pytest.approx((own - others) / frame["spend"].std(ddof=0))
    assert spend.sentence == (f"Average spend {own:,.0f} euros; everyone else {others:,.0f}")
    shop = next(one for one in find_markers(segmentation)[1] if one.feature == "channel")
    assert (shop.value, shop.own, shop.others) == ("shop", 1.0, 0.0)
    assert all(one.feature != "age" for own in find_markers(segmentation) for one in own)


def test_a_marker_differs_enough_and_the_strongest_come_first() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(100, 9)) + LABELS[:, None] * np.arange(9))
    segmentation = Segmentation(
        make_analysis(frame.set_axis([f"f{i}" for i in range(9)], axis=1), LABELS), 2.0
    )
    for own, measured in zip(find_markers(segmentation), measure_contrasts(segmentation), strict=True):
        strengths = [abs(one.difference) for one in own]
        assert len(own) == MOST_MARKERS and strengths == sorted(strengths, reverse=True)
        assert min(strengths) >= LEAST_DIFFERENCE and len(measured) == 9
    # Values of either sign have no mean to take a share of.
    signed = Segmentation(make_analysis(pd.DataFrame({"x": np.r_[-1.0, 1.2] * np.tile([1, 1.1], 50)[:, None]}.get("x").ravel()[:100].reshape(-1, 1), columns=["x"]), LABELS), 2.0)  # fmt: skip
    assert find_markers(signed) == [(), (), ()]


def test_what_is_known_of_few_of_a_segment_is_no_marker_of_it() -> None:
    frame = mixed()
    frame["gap"] = np.array([50.0, 10.0, 10.0])[LABELS]
    frame.loc[:30, "gap"] = np.nan
    known = find_markers(Segmentation(make_analysis(frame, LABELS), 2.0))
    assert [any(one.feature == "gap" for one in own) for own in known] == [False, True, True]
    frame.loc[:29, "gap"] = 50.0
    assert any(
        one.feature == "gap" for one in find_markers(Segmentation(make_analysis(frame, LABELS), 2.0))[0]
    )


def test_a_few_customers_unlike_all_others_are_no_marker_of_their_segment() -> None:
    days = np.full(1000, 100.0)
    days[:20] = 50.0
    frame = pd.DataFrame({"days": days, "b": np.random.default_rng(0).normal(size=1000)})
    assert find_markers(Segmentation(make_analysis(frame, np.repeat([0, 1], 500)), 2.0)) == [
        (),
        (),
    ]


def test_sentences_tell_the_figures_of_the_table() -> None:
    frame = mixed()
    story = build_explanation(Segmentation(make_analysis(frame, LABELS, money="spend"), 2.0)).profiles[
        1
    ]
    typical, different, _ = story.sentences
    assert f"{float(frame['spend'][LABELS == 1].median()):,.0f}" in typical
    assert f"{float(frame['spend'][LABELS == 1].mean()):,.0f}" in different
    assert story.money == pytest.approx(frame["spend"][LABELS == 1].sum())
    assert story.money_share == pytest.approx(story.money / frame["spend"].sum())
    assert story.means["age"] == pytest.approx(frame["age"][LABELS == 1].mean())


def test_money_given_back_is_told_first() -> None:
    frame = mixed()
    story = build_explanation(Segmentation(make_analysis(frame, LABELS, money="spend"), 2.0)).profiles[
        2
    ]
    given_back = format_number(float(frame["spend"][LABELS == 2].sum()))
    assert story.sentences[2].startswith(
        f"These customers returned more than they bought: {given_back} in all."
    )
    assert "Only 10 customers: treat the averages with care." in story.sentences[2]


@pytest.mark.parametrize(
    ("kind", "jaccard", "says"),
    [
        ("natural", 0.9, "A solid, clearly bounded group."),
        (
            "none",
            0.9,
            "Large and consistent, but the line to its neighbours is a choice, not a natural break.",
        ),
        ("constructed", 0.9, "partly a choice: use it with care"),
        ("natural", 0.7, "About 30 % of this group would land elsewhere"),
        ("natural", 0.5, "Unstable: about 50 % of this group"),
    ],
)
def test_no_segment_is_surer_than_the_verdict_on_all(kind: str, jaccard: float, says: str) -> None:
    frame = pd.DataFrame({"spend": np.repeat([1.0, 500.0], 60) + np.arange(120) % 5})
    analysis = make_analysis(frame, np.repeat([0, 1], 60))
    verdicts = Verdicts(
        (kind,), ("",), ({},), ((jaccard, jaccard),), (("", ""),), (2,), np.ones((1, 1))
    )
    story = build_explanation(Segmentation(replace(analysis, verdicts=verdicts), 2.0)).profiles[0]
    assert says in story.sentences[2]


def test_a_rule_of_whose_finds_few_belong_is_rough() -> None:
    rule = Rule((), 200, 0.51, 0.99, "", "", "")
    analysis = make_analysis(
        pd.DataFrame({"spend": np.repeat([1.0, 500.0], 60)}), np.repeat([0, 1], 60)
    )
    told = write_sentences(Segmentation(analysis, 2.0), 0, (), rule, 0.0)
    assert (
        told[2]
        == "Hard to describe by a short rule: the best catches 99 % of the segment, and 51 % of its "
        "matches are right."
    )


def test_one_customer_who_carries_the_money_is_told() -> None:
    frame = mixed()
    frame.loc[0, "spend"] = 5_000.0
    caution = (
        build_explanation(Segmentation(make_analysis(frame, LABELS, money="spend"), 2.0))
        .profiles[0]
        .sentences[2]
    )
    assert re.match(r"One customer brings \d\d % of its revenue \(5,000\)\.", caution)


def test_a_segment_of_one_and_one_of_all_are_told() -> None:
    frame = pd.DataFrame({"spend": [1.0, 2.0, 3.0, 900.0]})
    alone = build_explanation(Segmentation(make_analysis(frame, [0, 0, 0, 1]), 2.0)).profiles[1]
    assert alone.sentences[0] == "Typical: spend 900."
    assert alone.typical == (3,) and alone.size == 1
    (everyone,) = build_explanation(Segmentation(make_analysis(frame, [0] * 4), 2.0)).profiles
    assert everyone.rule is None and everyone.markers == () and everyone.borderline == ()
    assert everyone.sentences[1] == "Nothing in the data sets this group apart."


def test_a_table_of_categories_alone_is_told() -> None:
    frame = pd.DataFrame(
        {"c": pd.Categorical(["a"] * 40 + ["b"] * 20), "d": pd.Categorical(["x", "y"] * 30)}
    )
    story = build_explanation(
        Segmentation(make_analysis(frame, np.repeat([0, 1], (40, 20))), 2.0)
    ).profiles[0]
    assert story.sentences[:2] == (
        "Typical: c a (100 %) and d x (50 %).",
        "c is a for 100 %; everyone else 0 %.",
    )
    assert story.rule is not None and story.rule.words == "c is a"


def test_noise_is_among_the_others_and_no_segment_has_nothing_to_tell() -> None:
    frame, labels = mixed(), LABELS.copy()
    labels[labels == 2] = NOISE
    explanation = build_explanation(Segmentation(make_analysis(frame, labels), 2.0))
    assert (len(explanation.profiles), explanation.noise) == (2, 10)
    spend = next(one for one in explanation.profiles[0].markers if one.feature == "spend")
    assert spend.others == pytest.approx(frame["spend"][LABELS != 0].mean())
    nobody = build_explanation(Segmentation(make_analysis(frame, np.full(100, NOISE)), 2.0))
    assert (nobody.profiles, nobody.noise, nobody.fidelity) == ((), 100, None)
    assert nobody.per_segment.shape == (0, 3)


def test_the_deciding_feature_is_the_most_important() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"tells": LABELS * 9 + rng.normal(size=100), "noise": rng.normal(size=100)})
    explanation = build_explanation(Segmentation(make_analysis(frame, LABELS), 2.0))
    assert explanation.features == ("tells", "noise")
    assert explanation.importance[0] > 0.3 > 0.05 > explanation.importance[1] >= 0
    assert explanation.per_segment.shape == (3, 2) and (explanation.per_segment[:, 0] > 0.2).all()


def test_what_tells_nothing_decides_nothing_however_few_the_customers() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(120, 4)), columns=list("abcd"))
    segmentation = Segmentation(make_analysis(frame, rng.permutation(np.arange(120) % 2)), 2.0)
    assert (
        permutation_importance(
            segmentation, encode_for_tree(segmentation, segmentation.features), 0
        ).whole.max()
        < 0.05
    )
    few = Segmentation(make_analysis(frame[:2], [0, 1]), 2.0)
    assert not permutation_importance(few, encode_for_tree(few, few.features), 0).whole.any()


def test_typical_customers_are_central_and_borderline_ones_are_not() -> None:
    line = np.r_[np.linspace(0, 10, 60), np.linspace(10.5, 14, 30), np.linspace(30, 31, 10)]
    first = build_explanation(
        Segmentation(make_analysis(pd.DataFrame({"x": line}), LABELS), 2.0)
    ).profiles[0]
    assert len(first.typical) == len(first.borderline) == MOST_LISTED
    assert np.abs(line[list(first.typical)] - 5).max() < 0.6
    assert first.borderline == (53, 54, 52, 55, 51)[:MOST_LISTED] or min(first.borderline) > 45
    last = build_explanation(
        Segmentation(make_analysis(pd.DataFrame({"x": line}), LABELS), 2.0)
    ).profiles[2]
    assert last.borderline == ()


def test_the_same_seed_tells_the_same() -> None:
    analysis = make_analysis(mixed(), LABELS)
    one, other = (
        build_explanation(Segmentation(analysis, 2.0), 4),
        build_explanation(Segmentation(analysis, 2.0), 4),
    )
    assert one.profiles == other.profiles and one.fidelity == other.fidelity
    assert (one.importance == other.importance).all()


def test_two_segments_differ_by_effect_sizes() -> None:
    frame = mixed()
    found = {
        one.feature: one
        for one in find_differences(Segmentation(make_analysis(frame, LABELS), 2.0), 1, 2)
    }
    a, b = frame["spend"][LABELS == 0], frame["spend"][LABELS == 1]
    pooled = np.sqrt((a.var() * 59 + b.var() * 29) / 88)
    assert found["spend"].effect == pytest.approx((a.mean() - b.mean()) / pooled)
    assert (found["channel"].effect, found["channel"].measure) == (pytest.approx(1.0), "Cramér's V")
    assert list(found)[-1] == "age" and found["age"].word in ("negligible", "small")
    back = {
        one.feature: one
        for one in find_differences(Segmentation(make_analysis(frame, LABELS), 2.0), 2, 1)
    }
    assert back["spend"].difference == -found["spend"].difference
    with pytest.raises(UnknownSegment):
        find_differences(Segmentation(make_analysis(frame, LABELS), 2.0), 1, 4)


@pytest.mark.parametrize(
    ("orders", "says"),
    [(1.0, "Typically bought once, 240 days ago, for 214."), (2.0, "Typically bought twice, last 240 days ago, for 214 in all."),
     (1234.0, "Typically bought 1,234 times, last 240 days ago, for 214 in all.")],
)  # fmt: skip
def test_what_is_typical_of_a_shop_s_customers_reads_as_one_would_say_it(
    orders: float, says: str
) -> None:
    frame = pd.DataFrame({"recency": [240.0] * 4 + [3.0] * 2, "frequency": [orders] * 4 + [50.0] * 2,
                          "monetary": [214.4] * 4 + [9_000.0] * 2})  # fmt: skip
    analysis = make_analysis(frame, [0] * 4 + [1] * 2)
    analysis = replace(analysis, recipe=analysis.recipe.with_changes(table="transactions"))
    assert typical_sentence(Segmentation(analysis, 2.0), 0, list(frame)) == says
    assert typical_sentence(Segmentation(analysis, 2.0), 0, []) == says


@pytest.mark.parametrize(
    ("inside", "outside", "texts"),
    [(56.3, 33.8, ("56", "34")), (105.2, 227.9, ("105", "228")), (0.54, 0.14, ("0.5", "0.1")),
     (12.61, 12.68, ("12.6", "12.7")), (0.001, 0.002, ("0.001", "0.002")), (5_000.4, 5_000.2, ("5,000.4", "5,000.2")),
     (-0.01, -0.4, ("0", "-0.4"))],
)  # fmt: skip
def test_two_means_have_as_few_digits_as_tell_them_apart(
    inside: float, outside: float, texts: tuple[str, str]
) -> None:
    assert round_alike(inside, outside) == texts


@pytest.mark.parametrize(
    ("title", "inside", "outside", "sentence"),
    [
        ("Recency (days)", 359.2, 135.4, "Last order 359 days ago on average; everyone else 135"),
        ("Frequency (orders)", 1.04, 8.6, "1 order per customer; everyone else 8.6"),
        (
            "Return rate (share of spend)",
            0.12,
            0.034,
            "Return rate 12 % on average; everyone else 3.4 %",
        ),
        ("Share of wallet", 3.2, 1.1, "Average share of wallet 3.2; everyone else 1.1"),
        ("Household size", 3.2, 1.1, "Average household size 3.2; everyone else 1.1"),
    ],
)
def test_averages_are_said_as_a_person_would(
    title: str, inside: float, outside: float, sentence: str
) -> None:
    assert means_sentence(title, inside, outside) == sentence


def test_two_differences_are_two_sentences() -> None:
    assert difference_sentence(["Average age 56; everyone else 34", "B"], "") == (
        "Average age 56; everyone else 34. B."
    )
    assert difference_sentence([], "B") == "Much like everyone else. The largest difference: B."
    assert difference_sentence([], "") == "Nothing in the data sets this group apart."
