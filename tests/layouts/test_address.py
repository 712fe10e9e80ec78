"""An address is read back as it was written, and whatever else is in one is left aside."""

import pytest

from layouts.address import Address, parse


def test_an_address_survives_being_written() -> None:
    address = Address("data", "token", 5, {"dimensions": "3", "features": "bars"})
    assert parse(address.search()) == address


@pytest.mark.parametrize(
    ("text", "setting"), [("4", 4), ("0.534", 0.534), ("1e-05", 1e-05), ("2.0", 2)]
)
def test_a_setting_may_be_a_count_or_a_distance(text: str, setting: float) -> None:
    assert parse(f"?data=a&k={text}").setting == setting


@pytest.mark.parametrize("text", ["²", "٣", "-1", "1.5.2", "nan", "1e999", "three", "9" * 5_000])
def test_what_is_no_setting_is_left_aside(text: str) -> None:
    assert parse(f"?data=a&k={text}") == Address("a")
