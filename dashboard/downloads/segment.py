"""What a page follows its slider with and what is taken away, for the data set's owner only."""

import json
from typing import Any

from flask import Flask, Response, request

from core.export import export
from core.model import Dataset, Recipe
from core.session import Bytes, Desk, ImageRequest, Services
from dashboard.replies import IMAGE_TYPES, answer_errors, download, send_when_written
from dashboard.requests import requested_setting
from dashboard.sessions import current_session
from layouts.address import number

BINARY = "application/octet-stream"


def install(server: Flask, bench: Services) -> None:
    """GET /live/<dataset>/points | frames | summary | names and /take/<dataset>/chart | table | recipe.

    All take `recipe` (a token); charts take `chart` and `options` (JSON), images and tables also
    `setting`, images `format` and `theme`; `at` is where the page's slider stands.
    """

    def asked(dataset: str) -> tuple[Desk, Dataset, Recipe]:
        desk = Desk(bench, current_session())
        desk.at = number(request.args.get("at", ""))
        return desk, desk.open(dataset), Recipe.from_token(request.args.get("recipe", ""))

    routes = {
        "/live/<dataset>/points": lambda dataset: send_points(*asked(dataset)),
        "/live/<dataset>/frames": lambda dataset: send_frames(*asked(dataset)),
        "/live/<dataset>/summary": lambda dataset: send_summary(*asked(dataset)),
        "/live/<dataset>/names": lambda dataset: send_names(*asked(dataset)),
        "/take/<dataset>/chart": lambda dataset: send_image(*asked(dataset)),
        "/take/<dataset>/table": lambda dataset: send_table(*asked(dataset)),
        "/take/<dataset>/recipe": lambda dataset: send_recipe(*asked(dataset)),
    }
    for rule, route in routes.items():
        server.add_url_rule(rule, rule, answer_errors(route))


def send_points(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    return Response(desk.points(dataset, recipe), mimetype=BINARY)


def send_frames(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    """{chart: [figure of each setting]}; one figure where a chart ignores the slider."""
    wanted = request.args.getlist("chart")
    options = _chart_options()
    parts = (
        f'"{name}":[{",".join(desk.frames(dataset, recipe, name, options))}]'
        for name in map(desk.known_chart, wanted)
    )
    return Response("{" + ",".join(parts) + "}", mimetype="application/json")


def send_summary(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    return Response(json.dumps(desk.summary(dataset, recipe)), mimetype="application/json")


def send_names(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    return Response(json.dumps(desk.names(dataset, recipe)), mimetype="application/json")


def send_image(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    chart = desk.known_chart(request.args.get("chart", ""))
    look = ImageRequest(chart, request.args.get("format", "png"), request.args.get("theme", "light"))
    body = desk.image(dataset, recipe, look, requested_setting(), _chart_options())
    return download(body, IMAGE_TYPES[look.format], f"{chart.replace('_', '-')}.{look.format}")


def send_table(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    """The file; status 202 while it is being written, see `send_when_written`."""
    kind, setting = request.args.get("format", ""), requested_setting()
    where = dataset, recipe, kind, setting

    def send(body: Bytes) -> Response:
        spec = export(kind)
        return download(memoryview(body), spec.media_type, f"customers.{spec.extension}")

    return send_when_written(desk, lambda: desk.table(*where), lambda: desk.start_table(*where), send)


def send_recipe(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    settled = desk.settled(dataset, recipe, requested_setting())
    return download(settled.to_json().encode(), "application/json", "recipe.json")


def _chart_options() -> dict[str, Any]:
    """The chart's options; anything that is not a JSON object counts as none."""
    try:
        options = json.loads(request.args.get("options", "{}"))
    except ValueError:
        return {}
    return options if isinstance(options, dict) else {}
