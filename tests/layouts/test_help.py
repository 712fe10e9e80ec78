"""Words that are explained, and where."""

import json

import pytest

from core.charts import charts
from layouts import ids
from layouts.cards import chart_card
from layouts.glossary import GLOSSARY
from layouts.help import TOUR, help_contents, term_button, tour
from layouts.parts import field, select
from layouts.shell import STEPS

# What a manager met on screen and could not know.
JARGON = (
    "silhouette, davies-bouldin, calinski-harabasz, dunn index, variance shown, pca, t-sne, component, loadings, "
    "bic, eps, hdbscan, spectral, eigenvalues, adjusted rand, jaccard, cohen's d, cramer's v, sd, yeo-johnson, "
    "standardise, extreme values, seed, perplexity, noise, borderline, interquartile range, snapshot date, recency, "
    "frequency, monetary, tenure, lift, held out, uplift, recipe, playbook, toml, pandas, chosen borders, "
    "reliable groups, natural groups, no natural groups"
)


@pytest.mark.parametrize("word", JARGON.split(", "))
def test_every_word_of_the_trade_is_explained(word: str) -> None:
    assert any(term.casefold().startswith(word) for term in GLOSSARY)


def test_explanations_are_short_and_in_order() -> None:
    assert list(GLOSSARY) == sorted(GLOSSARY, key=str.casefold)
    assert all(words.endswith(".") and len(words) <= 170 for words in GLOSSARY.values())
    panel = str(help_contents())
    assert "href='/guide'" in panel and "Days since a customer's first order." in panel


def test_a_field_with_help_has_a_button_for_it_and_one_without_has_none() -> None:
    control = select("segment-seed-select", [("0", "0")], "0")
    assert "data-help='All of it.'" in str(field("Seed", control, "All of it."))
    assert "term-button" not in str(field("Seed", control))
    assert "What is the seed?" in str(term_button("the seed", "All of it."))


def test_a_chart_s_button_knows_every_chart_that_its_card_may_show() -> None:
    features = [spec for spec in charts().values() if spec.slot == "features"]
    card = chart_card("features", features)
    (button,) = (part for part in card._traverse() if getattr(part, "className", "") == "term-button")
    assert json.loads(getattr(button, "data-helps")) == {spec.name: spec.summary for spec in features}


def test_the_tour_has_five_steps_that_are_on_the_rail() -> None:
    rail = {id for _, _, _, id in STEPS}
    assert len(TOUR) == 5 and {link for _, _, link in TOUR} <= rail
    steps = [part for part in tour()._traverse() if getattr(part, "className", "") == "tour-step"]
    assert [part.hidden for part in steps] == [False, True, True, True, True]
    assert tour().id == ids.SHELL_TOUR_BOX and tour().hidden
