"""What a request asks for, checked."""

from flask import request

from core.errors import UserError
from layouts.address import number

LONGEST_ECHO = 9


class BadSettingNumber(UserError):
    template = "'{value}' is not a setting of the slider. Open the Segment page and export from there."


def requested_setting() -> float:
    value = request.args.get("setting", "")
    setting = number(value)
    if setting is None:
        raise BadSettingNumber(value=value[:LONGEST_ECHO])
    return setting
