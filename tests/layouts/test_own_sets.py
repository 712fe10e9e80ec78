"""Cards of customers that were kept as segments of one's own."""

from core.session import SetProfile
from layouts.address import Address
from layouts.own_sets import own_sets_section

ADDRESS = Address("0" * 64, "token", 4)


def test_a_card_says_who_they_are_and_leads_to_their_files() -> None:
    profile = SetProfile("Guests & friends", 45, 2, 0.05, 0.12, ((1, 30), (0, 15)))
    section = own_sets_section([profile], {0: "At risk", 1: "Champions"}, ADDRESS)
    page = str(section)
    for words in ("Your own: Guests & friends", "45 customers", "of revenue", "2 more are not in this data",
                  "30 in Champions, 15 in At risk", "name=Guests+%26+friends", "file=audience"):  # fmt: skip
        assert words in page
    assert section.hidden is False


def test_without_any_there_is_nothing_to_see() -> None:
    assert own_sets_section([], {}, ADDRESS).hidden is True


def test_what_is_not_known_is_not_said() -> None:
    page = str(own_sets_section([SetProfile("Noise", 3, 0, 0.01, None, ())], {}, ADDRESS))
    assert "revenue" not in page and "None of them is in a segment." in page
    assert "not in these data" not in page
