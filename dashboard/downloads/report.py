"""The report and the pages of its preview, for the data set's owner only."""

import json
from datetime import date

from flask import Flask, Response, request

from core.errors import UserError
from core.report import PREVIEW, document_format
from core.segment import ResultGone
from core.session import Result, Services, Session
from core.text import format_count
from dashboard.replies import add_routes, answer_errors, download, send_when_written
from dashboard.requests import requested_object, requested_result, requested_session, requested_setting
from layouts.address import number

KEPT_S = 3600  # a page's address changes with what it shows
MOST_LOGO_BYTES = 2 << 20  # what is read at all; what a logo may have is said by its own check


class NoPage(UserError):
    template = "The report has {pages}."


def install(server: Flask, services: Services) -> None:
    """GET /take/<dataset>/report (in a `format`) and /take/<dataset>/page (the preview's `page` from 1).

    Both take `recipe` (a token), `setting` and `choices`, a JSON object as `RememberedChoices.choices`
    takes it. PUT /upload/logo answers {logo}, the mark that `choices` then hold, or {error}.
    """

    def result(dataset: str, record: bool) -> Result:
        return requested_result(services, dataset, requested_setting, record)

    add_routes(
        server,
        {
            "/take/<dataset>/report": lambda dataset: send_report(
                result(dataset, "job" not in request.args)
            ),
            "/take/<dataset>/page": lambda dataset: send_page(result(dataset, False)),
        },
    )
    take_logo = answer_errors(lambda: receive_logo(requested_session(services)))
    server.add_url_rule("/upload/logo", "logo", take_logo, methods=["PUT"])


def send_report(result: Result) -> Response:
    """The file; status 202 while it is being written, see `send_when_written`."""
    form, remembered = document_format(request.args.get("format", "")), result.session.report_choices
    fields = requested_object("choices")
    choices = remembered.choices(fields)
    if "job" not in request.args:
        remembered.remember(result.run.dataset.id, fields, date.today())
    return send_when_written(
        result.session,
        lambda: result.report(choices, form.name),
        lambda: result.start_report(choices, [form.name]),
        lambda parts: download(memoryview(parts[0]), form.media_type, f"report.{form.extension}"),
    )


def send_page(result: Result) -> Response:
    choices = result.session.report_choices.choices(requested_object("choices"))
    pages = result.report(choices, PREVIEW)
    if pages is None:
        raise ResultGone
    place = number(request.args.get("page", ""))
    if place not in range(1, len(pages) + 1):
        raise NoPage(pages=format_count(len(pages), "page"))
    answer = Response(bytes(pages[int(place) - 1]), mimetype="image/png")
    answer.headers["Cache-Control"] = f"private, max-age={KEPT_S}"
    return answer


def receive_logo(session: Session) -> Response:
    mark = session.report_choices.keep_logo(request.stream.read(MOST_LOGO_BYTES))
    return Response(json.dumps({"logo": mark}), mimetype="application/json")
