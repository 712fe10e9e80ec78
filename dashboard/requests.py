"""Values of a request, checked: the result that it names, of the session's own data sets, and more."""

import json
from collections.abc import Callable
from typing import Any

from flask import request

from core.errors import UserError
from core.model import Recipe
from core.session import Result, Services, Session
from dashboard.sessions import current_session
from layouts.address import number

LONGEST_ECHO = 9  # characters of a wrong value that a message repeats


class BadSettingNumber(UserError):
    template = "'{value}' is not a setting of the slider. Open the Segment page and export from there."


def requested_session(services: Services) -> Session:
    return Session(services, current_session())


def requested_result(
    services: Services,
    dataset: str,
    read_setting: Callable[[], float | None] = lambda: None,
    record: bool = True,
) -> Result:
    """The result of the data set and the token `recipe`, at the setting that `read_setting` reads.

    See `Session.result` for `record`.
    """
    session = requested_session(services)
    # First the data set: whoever does not have it hears no more than that it is not here.
    own_dataset = session.open(dataset)
    recipe = Recipe.from_token(request.args.get("recipe", ""))
    return session.result(own_dataset, recipe, read_setting(), record)


def requested_setting() -> float:
    """The setting of the slider; BadSettingNumber where it is missing or no number."""
    value = request.args.get("setting", "")
    setting = number(value)
    if setting is None:
        raise BadSettingNumber(value=value[:LONGEST_ECHO])
    return setting


def requested_slider() -> float | None:
    """Position of the page's slider, if the request has one."""
    return number(request.args.get("at", ""))


def requested_object(name: str) -> dict[str, Any]:
    """A JSON object of the address; anything else counts as an empty one."""
    try:
        value = json.loads(request.args.get(name, "{}"))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
