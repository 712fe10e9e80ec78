"""The Profiles page's cards and its table of two segments."""

from collections import Counter
from typing import Any

from core.act import Rating
from core.model import RatedSubject
from core.profile import Difference
from layouts.profile_card import card_heads, name_lines
from layouts.profile_page import pair_choices, pair_table, profile_body, summary
from tests.support.explanations import make_explanation, make_profile

PERSON = {"customer": "17", "Spend": "210"}


def drawn(*args: Any) -> str:
    return str(profile_body(*args))


def test_a_card_tells_all_of_a_segment() -> None:
    about = RatedSubject.parse("champions/name/Champions")
    vote = {("Champions", about): Rating(about, "d/Champions", 1, "of the name")}
    on_it = RatedSubject.parse("champions/name/")
    note = {("Champions", on_it): Rating(on_it, "d/Champions", 0, "fine")}
    sql = {1: {"SQL": "WHERE x > 1"}}
    page = drawn(make_explanation(), {1: [PERSON]}, {}, vote | note, sql)
    for words in ("Champions", "9,000", "70 %", "45 %", "Three.", "WHERE", "Typical customers", "210",
                  "90 %", "80 %", "fine", "others 80", "No short rule", "Nothing in the data sets", "data-rename"):  # fmt: skip
        assert words in page
    assert "of the name" not in page


def test_two_segments_of_a_kind_have_thumbs_notes_and_ids_of_their_own() -> None:
    both = make_explanation(make_profile(1, "Champions"), make_profile(2, "Champions, higher spend"))
    about = RatedSubject.parse("champions/sentence/typical")
    rating = Rating(about, "d/Champions", -1, "only here")
    parts = profile_body(both, {}, {}, {("Champions", about): rating})
    assert str(parts).count("only here") == 1
    found = Counter(
        str(part.id) for top in parts for part in top._traverse() if getattr(part, "id", "")
    )
    assert set(found.values()) == {1}


def test_a_note_stays_with_a_renamed_segment() -> None:
    about = RatedSubject.parse("champions/name/")
    said = {("Champions", about): Rating(about, "d/Champions", 0, "ask Eva")}
    assert "ask Eva" in drawn(
        make_explanation(make_profile(1, "Eager", suggested="Champions", named=True)), {}, {}, said
    )


def lines(*profiles: Any) -> str:
    return str(name_lines(make_explanation(*profiles), profiles[0]))


def test_a_suggested_name_can_be_taken_where_the_user_gave_another() -> None:
    own = make_profile(1, "My best", suggested="Champions", named=True)
    assert "Suggested: Champions" in lines(own, make_profile(2, "Lost"))
    assert "Suggested" not in lines(own, make_profile(2, "champions"))
    assert "Suggested" not in lines(make_profile(1, "Champions", suggested="Loyal"))
    assert "Suggested" not in lines(make_profile(1, "My best", suggested="L" * 61, named=True))


def test_thumbs_on_names_can_be_taken_back() -> None:
    page = lines(make_profile(1, "Loyal", instead="Champions"))
    assert 'we suggest "Loyal", not "Champions".' in page and "Back to Champions" in page


def test_the_script_is_told_what_a_name_changes() -> None:
    about = RatedSubject.parse("champions/name/Champions")
    down = {("Champions", about): Rating(about, "d/Champions", -1)}
    assert card_heads(make_explanation(), down)[0] == {
        "segment": 1,
        "name": "Champions",
        "thing": str(about),
        "vote": -1,
    }
    assert card_heads(make_explanation(), {})[1]["vote"] == 0


def test_the_summary_names_noise_and_fidelity() -> None:
    assert summary(make_explanation()) == (
        "2 segments · 10 customers in no segment (noise) · tested on customers they had not seen, the "
        "rules are right for 87 %"
    )


def test_two_segments_side_by_side() -> None:
    found = (
        Difference("spend", "Spend", 200.0, 80.0, 120.0, "Cohen's d", 1.25, "large"),
        Difference("channel", "Channel", 0.8, 0.3, 0.5, "Cramér's V", None, "", value="online"),
    )
    page = str(pair_table(found, *make_explanation().profiles))
    for words in ("+120", "large", "Cohen's d 1.25", "Channel: online", "+50 points", "unknown", "80 %",
                  "Champions", "Lost"):  # fmt: skip
        assert words in page
    assert pair_choices(make_explanation(), 1) == [(2, "2 Lost")]


def test_one_segment_is_not_compared_with_itself() -> None:
    assert "side by side" in drawn(make_explanation(), {}, {}, {})
    assert "side by side" not in drawn(make_explanation(make_profile(1, "All")), {}, {}, {})


def test_charts_can_be_saved_and_fill_the_screen_and_importance_has_a_choice() -> None:
    page = drawn(make_explanation(), {}, {}, {})
    assert page.count("data-told-image") == 6 and page.count("expand-card") == 2
    assert "'label': 'All segments'}" in page and "value='all'" in page and "2 Lost" in page
