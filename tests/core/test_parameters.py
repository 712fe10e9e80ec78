"""A parameter refuses whatever is outside its limits with a sentence."""

from typing import Any

import pytest

from core.plugins import BadParameter, Param


@pytest.mark.parametrize("value", [10**400, -(10**400), float("inf"), "9" * 400, None, [3], "3", True])
@pytest.mark.parametrize("default", [3, 0.5])
def test_what_is_no_number_within_the_limits_is_refused(default: float, value: Any) -> None:
    with pytest.raises(BadParameter, match="must be a"):
        Param("n", "N", default, high=9).check(value)
