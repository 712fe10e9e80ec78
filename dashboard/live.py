"""What a page follows its slider with and what is taken away, for the data set's owner only."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, request

from core.entities import Dataset, Recipe
from core.errors import UserError
from core.jobs import JobStatus
from core.reports import export
from core.tasks import Bytes
from core.workbench import Desk, Look, Workbench
from dashboard.replies import download, sentences
from dashboard.sessions import current_session
from layouts.address import number

BINARY = "application/octet-stream"
LONGEST_ECHO = 9
T = TypeVar("T")


class BadSettingNumber(UserError):
    template = "'{value}' is not a setting of the slider. Open the Segment page and export from there."


class NotWritten(UserError):
    template = "The file could not be made. {why}"


def install(server: Flask, bench: Workbench) -> None:
    """GET /live/<dataset>/points | frames | summary | names and /take/<dataset>/chart | table | recipe.

    All take `recipe` (a token); charts take `chart` and `options` (JSON), images and tables also
    `setting`, images `format` and `theme`; `at` is where the page's slider stands.
    """

    def asked(dataset: str) -> tuple[Desk, Dataset, Recipe]:
        desk = bench.desk(current_session())
        desk.at = number(request.args.get("at", ""))
        return desk, desk.open(dataset), Recipe.from_token(request.args.get("recipe", ""))

    routes = {
        "/live/<dataset>/points": lambda dataset: points(*asked(dataset)),
        "/live/<dataset>/frames": lambda dataset: frames(*asked(dataset)),
        "/live/<dataset>/summary": lambda dataset: summary(*asked(dataset)),
        "/live/<dataset>/names": lambda dataset: names(*asked(dataset)),
        "/take/<dataset>/chart": lambda dataset: image(*asked(dataset)),
        "/take/<dataset>/table": lambda dataset: table(*asked(dataset)),
        "/take/<dataset>/recipe": lambda dataset: recipe_file(*asked(dataset)),
    }
    for rule, route in routes.items():
        server.add_url_rule(rule, rule, sentences(route))


def points(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    return Response(desk.points(dataset, recipe), mimetype=BINARY)


def frames(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    """{chart: [figure of each setting]}; one figure where a chart ignores the slider."""
    wanted = request.args.getlist("chart")
    options = _options()
    parts = (
        f'"{name}":[{",".join(desk.frames(dataset, recipe, name, options))}]'
        for name in map(desk.known_chart, wanted)
    )
    return Response("{" + ",".join(parts) + "}", mimetype="application/json")


def summary(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    return Response(json.dumps(desk.summary(dataset, recipe)), mimetype="application/json")


def names(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    return Response(json.dumps(desk.names(dataset, recipe)), mimetype="application/json")


def image(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    chart = desk.known_chart(request.args.get("chart", ""))
    look = Look(chart, request.args.get("format", "png"), request.args.get("theme", "light"))
    body = desk.image(dataset, recipe, look, asked_setting(), _options())
    return download(body, IMAGE_TYPES[look.format], f"{chart.replace('_', '-')}.{look.format}")


def table(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    """The file; status 202 while it is being written, see `once_written`."""
    kind, setting = request.args.get("format", ""), asked_setting()
    where = dataset, recipe, kind, setting

    def send(body: Bytes) -> Response:
        spec = export(kind)
        return download(memoryview(body), spec.media_type, f"customers.{spec.extension}")

    return once_written(desk, lambda: desk.table(*where), lambda: desk.start_table(*where), send)


def once_written(
    desk: Desk,
    find: Callable[[], T | None],
    start: Callable[[], str | None],
    send: Callable[[T], Response],
) -> Response:
    """What `send` makes of what `find` has; until then status 202 with {job, share, step}: the job that
    `start` gives, to be asked again with that `job`, and how far it is. NotWritten where the job ended
    without it."""
    job = request.args.get("job")
    status = desk.status(job) if job else None
    # Asked after the status: what a job that has ended then left behind is found.
    found = find()
    if found is not None:
        return send(found)
    if status is None:
        job = start()
    elif status.state not in ("queued", "running"):
        stopped = "It was stopped." if status.state == "cancelled" else "Please try again."
        raise NotWritten(why=status.message or stopped)
    now = status or JobStatus("queued")
    going = {"job": job, "share": now.share, "step": now.step}
    return Response(json.dumps(going), status=202, mimetype="application/json")


def recipe_file(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    settled = desk.settled(dataset, recipe, asked_setting())
    return download(settled.to_json().encode(), "application/json", "recipe.json")


IMAGE_TYPES = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}


def _options() -> dict[str, Any]:
    """The chart's options; anything that is not a JSON object counts as none."""
    try:
        options = json.loads(request.args.get("options", "{}"))
    except ValueError:
        return {}
    return options if isinstance(options, dict) else {}


def asked_setting() -> float:
    value = request.args.get("setting", "")
    setting = number(value)
    if setting is None:
        raise BadSettingNumber(value=value[:LONGEST_ECHO])
    return setting
