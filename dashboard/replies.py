"""Answers of the web routes: bytes with a media type, or an error as one sentence."""

import io
import json
import logging
import secrets
import traceback
import zipfile
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote

from dash import set_props
from flask import Flask, Response, jsonify, request

from core.errors import UserError
from core.jobs import JobStatus
from core.session import Session
from core.store import DatasetNotFound
from dashboard.words import bug_sentence
from layouts import ids

PIECE = 1 << 20

log = logging.getLogger(__name__)


def download(body: bytes | memoryview, media_type: str, name: str) -> Response:
    """A file to save under `name`, sent in pieces: what is mapped from the disk is never held whole."""
    pieces = (bytes(body[at : at + PIECE]) for at in range(0, len(body), PIECE))
    response = Response(pieces, mimetype=media_type)
    response.content_length = len(body)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """A zip file of `files` by name; equal for equal files, so entries carry no time."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return body.getvalue()


def answer_errors(route: Callable[..., Response]) -> Callable[..., Response]:
    """Turn an error of a route into {error}: 404 for a data set that is not the session's, 400
    for what the user can put right, 500 for a bug."""

    @wraps(route)
    def answer(*args: Any, **kwargs: Any) -> Response:
        try:
            return route(*args, **kwargs)
        except Exception as error:
            response = jsonify(error=error_sentence(error))
            response.status_code = _status(error)
            return response

    return answer


def add_routes(server: Flask, routes: Mapping[str, Callable[..., Response]]) -> None:
    """Add a GET route for each rule, with errors answered by `answer_errors`."""
    for rule, route in routes.items():
        server.add_url_rule(rule, rule, answer_errors(route))


def _status(error: Exception) -> int:
    if isinstance(error, DatasetNotFound):
        return 404
    return 400 if isinstance(error, UserError) else 500


def error_sentence(error: Exception) -> str:
    """Sentence of an error for the user: its own if it is a UserError, else with an id of the logged bug.

    The log has where it happened, never the message, which may hold a customer's data.
    """
    if isinstance(error, UserError):
        return str(error)
    id = secrets.token_hex(3)
    places = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{place.name} {place.filename}:{place.lineno}" for place in reversed(places))
    log.error("Error id %s: %s at %s", id, type(error).__name__, where)
    return bug_sentence(id)


def show_toast(error: Exception) -> None:
    """Show the sentence of an error in the corner of the page; Dash calls it when a callback fails."""
    set_props(ids.SHELL_TOAST, {"is_open": True, "children": error_sentence(error)})


T = TypeVar("T")


class NotWritten(UserError):
    template = "This could not be made. {why}"


def send_when_written(
    session: Session,
    find: Callable[[], T | None],
    start: Callable[[], str | None],
    send: Callable[[T], Response],
) -> Response:
    """Send what `find` returns once it is there; until then status 202 with {job, share, step}.

    The job is the one that `start` begins; the browser asks again with that `job`. NotWritten where the
    job ended without a file.
    """
    job = request.args.get("job")
    status = session.status(job) if job else None
    # Only after the status: what a job has left by the time that it is over will be found.
    file = find()
    if file is not None:
        return send(file)
    if status is None:
        job = start()
    elif status.state not in ("queued", "running"):
        stopped = "It was stopped." if status.state == "cancelled" else "Try again."
        raise NotWritten(why=status.message or stopped)
    now = status or JobStatus("queued")
    going = {"job": job, "share": now.share, "step": now.step}
    return Response(json.dumps(going), status=202, mimetype="application/json")


IMAGE_TYPES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
