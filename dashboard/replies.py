"""How the web routes answer: bytes with a media type, or an error as one sentence."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from flask import Response, jsonify

from core.errors import UserError
from core.store import DatasetNotFound


def download(body: bytes, media_type: str, name: str) -> Response:
    """A file to save under `name`."""
    response = Response(body, mimetype=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def sentences(route: Callable[..., Response]) -> Callable[..., Response]:
    """Turns a UserError of the route into {error}: 404 for a data set that is not the session's."""

    @wraps(route)
    def guarded(*args: Any, **kwargs: Any) -> Response:
        try:
            return route(*args, **kwargs)
        except UserError as error:
            response = jsonify(error=str(error))
            response.status_code = 404 if isinstance(error, DatasetNotFound) else 400
            return response

    return guarded
