"""The Segments page's cards and its table of two segments."""

from core.actions.feedback import Rating
from core.explain.pairs import Difference
from layouts.segments_page import pair_table, segments_body, summary
from tests.layouts.told import story, told

PERSON = {"customer": "17", "Spend": "210"}


def test_a_card_tells_all_of_a_segment() -> None:
    vote = {"champions/name/Champions": Rating("champions/name/Champions", "d", 1, "fine")}
    page = str(segments_body(told(), {1: [PERSON]}, {}, vote))
    for words in ("Champions", "9,000", "70 %", "45 %", "Three.", "WHERE", "Typical customers", "210",
                  "90 %", "80 %", "fine", "others 80", "No short rule", "No feature sets"):  # fmt: skip
        assert words in page


def test_a_suggested_name_can_be_taken_back() -> None:
    page = str(segments_body(told(story(1, "My best", suggested="Champions")), {}, {}, {}))
    assert "Suggested: Champions" in page


def test_the_summary_names_noise_and_fidelity() -> None:
    assert summary(told()) == (
        "2 segments · 10 customers in none (noise) · the rules put 87 % of held-out customers into "
        "their own segment"
    )


def test_two_segments_side_by_side() -> None:
    found = (
        Difference("spend", "Spend", 200.0, 80.0, 120.0, "Cohen's d", 1.25, "large"),
        Difference("channel", "Channel", 0.8, 0.3, 0.5, "Cramér's V", None, "", value="online"),
    )
    page = str(pair_table(found))
    for words in ("+120", "large (Cohen's d 1.25)", "Channel: online", "+50 points", "unknown", "80 %"):
        assert words in page
