"""The report and the pages of its preview, for the data set's owner only."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask, Response, request

from core.errors import UserError
from core.model import Dataset, Recipe
from core.report import PREVIEW, document_format
from core.segment import ResultGone
from core.session import Decisions, Desk, Services
from core.text import format_count
from dashboard.replies import answer_errors, download, send_when_written
from dashboard.requests import requested_setting
from dashboard.sessions import current_session
from layouts.address import number

KEPT_S = 3600  # a page's address changes with what it shows
MOST_LOGO_BYTES = 2 << 20  # what is read at all; what a logo may have is said by its own check


class NoPage(UserError):
    template = "The report has {pages}."


def install(server: Flask, bench: Services) -> None:
    """GET /take/<dataset>/report (in a `format`) and /take/<dataset>/page (the preview's `send_page` from 1).

    Both take `recipe` (a token), `setting` and `choices`, a JSON object as `Letterhead.choices` takes
    it. PUT /upload/logo answers {logo}, the mark that `choices` then hold, or {error}.
    """

    def asked(dataset: str) -> tuple[Desk, Dataset, Recipe]:
        desk = Desk(bench, current_session())
        return desk, desk.open(dataset), Recipe.from_token(request.args.get("recipe", ""))

    routes = {
        "/take/<dataset>/report": lambda dataset: send_report(*asked(dataset)),
        "/take/<dataset>/page": lambda dataset: send_page(*asked(dataset)),
    }
    for rule, route in routes.items():
        server.add_url_rule(rule, rule, answer_errors(route))
    take_logo = answer_errors(lambda: receive_logo(Desk(bench, current_session())))
    server.add_url_rule("/upload/logo", "logo", take_logo, methods=["PUT"])


def send_report(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    """The file; status 202 while it is being written, see `send_when_written`."""
    decisions, form = Decisions(desk), document_format(request.args.get("format", ""))
    chosen = _requested_choices()
    where = dataset, recipe, requested_setting(), decisions.letterhead.choices(chosen)
    if "job" not in request.args:
        decisions.letterhead.remember(dataset.id, chosen, date.today())
    return send_when_written(
        desk,
        lambda: decisions.report(*where, form.name),
        lambda: decisions.start_report(*where, [form.name]),
        lambda found: download(memoryview(found[0]), form.media_type, f"report.{form.extension}"),
    )


def send_page(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    decisions = Decisions(desk)
    choices = decisions.letterhead.choices(_requested_choices())
    pages = decisions.report(dataset, recipe, requested_setting(), choices, PREVIEW)
    if pages is None:
        raise ResultGone
    place = number(request.args.get("page", ""))
    if place not in range(1, len(pages) + 1):
        raise NoPage(pages=format_count(len(pages), "page"))
    answer = Response(bytes(pages[int(place) - 1]), mimetype="image/png")
    answer.headers["Cache-Control"] = f"private, max-age={KEPT_S}"
    return answer


def receive_logo(desk: Desk) -> Response:
    data = request.stream.read(MOST_LOGO_BYTES)
    mark = Decisions(desk).letterhead.keep_logo(data)
    return Response(json.dumps({"logo": mark}), mimetype="application/json")


def _requested_choices() -> Mapping[str, Any]:
    """The choices of the address; what is not a JSON object counts as none."""
    try:
        given = json.loads(request.args.get("choices", ""))
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}
