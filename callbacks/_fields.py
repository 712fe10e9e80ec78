"""What a number's field holds."""

from typing import Any

from core.errors import UserError
from core.specs import Param


class NoNumber(UserError):
    template = "'{title}' needs a number from {low:,.15g} to {most:,.15g}."


def given(param: Param, value: Any) -> Any:
    """What a field holds; NoNumber where that is nothing or beyond its limits."""
    if value is None:
        raise NoNumber(title=param.title, low=param.low, most=param.most or param.high)
    return param.check(value)
