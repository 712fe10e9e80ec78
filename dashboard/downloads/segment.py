"""What a page follows its slider with and what is taken away, for the data set's owner only."""

import json
from typing import Any

from flask import Flask, Response, request

from core.export.formats import export
from core.model.dataset import Dataset
from core.model.recipe import Recipe
from core.session.services import Workbench
from core.session.session import Desk, Look
from core.session.tasks import Bytes
from dashboard.replies import IMAGE_TYPES, download, once_written, sentences
from dashboard.requests import asked_setting
from dashboard.sessions import current_session
from layouts.address import number

BINARY = "application/octet-stream"


def install(server: Flask, bench: Workbench) -> None:
    """GET /live/<dataset>/points | frames | summary | names and /take/<dataset>/chart | table | recipe.

    All take `recipe` (a token); charts take `chart` and `options` (JSON), images and tables also
    `setting`, images `format` and `theme`; `at` is where the page's slider stands.
    """

    def asked(dataset: str) -> tuple[Desk, Dataset, Recipe]:
        desk = Desk(bench, current_session())
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


def recipe_file(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    settled = desk.settled(dataset, recipe, asked_setting())
    return download(settled.to_json().encode(), "application/json", "recipe.json")


def _options() -> dict[str, Any]:
    """The chart's options; anything that is not a JSON object counts as none."""
    try:
        options = json.loads(request.args.get("options", "{}"))
    except ValueError:
        return {}
    return options if isinstance(options, dict) else {}
