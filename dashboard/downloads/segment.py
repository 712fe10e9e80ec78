"""Data behind the Segment page's slider, and its files, for the data set's owner only."""

import json
from typing import Any

from flask import Flask, Response, request

from core.charts import chart
from core.export import ImageRequest, export
from core.session import Bytes, Result, Services, card_values
from dashboard.replies import IMAGE_TYPES, add_routes, download, send_when_written
from dashboard.requests import requested_object, requested_result, requested_setting, requested_slider

BINARY = "application/octet-stream"


def install(server: Flask, services: Services) -> None:
    """GET /live/<dataset>/points | frames | summary | names | cards and /take/<dataset>/chart | table | recipe.

    All take `recipe` (a token); charts take `chart` and `options` (JSON), images and tables also
    `setting`, images `format` and `theme`; `at` is where the page's slider stands.
    """

    def live(dataset: str) -> Result:
        return requested_result(services, dataset, requested_slider, "job" not in request.args)

    def at_setting(dataset: str) -> Result:
        record = "job" not in request.args
        return requested_result(services, dataset, requested_setting, record)

    add_routes(
        server,
        {
            "/live/<dataset>/points": lambda dataset: send_points(live(dataset)),
            "/live/<dataset>/frames": lambda dataset: send_frames(live(dataset)),
            "/live/<dataset>/summary": lambda dataset: send_json(live(dataset).summary()),
            "/live/<dataset>/names": lambda dataset: send_json(live(dataset).names()),
            "/live/<dataset>/cards": lambda dataset: send_cards(live(dataset)),
            "/take/<dataset>/chart": lambda dataset: send_image(at_setting(dataset)),
            "/take/<dataset>/table": lambda dataset: send_table(at_setting(dataset)),
            "/take/<dataset>/recipe": lambda dataset: send_recipe(at_setting(dataset)),
        },
    )


def send_points(result: Result) -> Response:
    return Response(result.points(), mimetype=BINARY)


def send_frames(result: Result) -> Response:
    """{chart: [figure of each setting]}; one figure where a chart ignores the slider."""
    names, options = (
        [chart(name).name for name in request.args.getlist("chart")],
        requested_object("options"),
    )
    parts = (f'"{name}":[{",".join(result.frames(name, options))}]' for name in names)
    return Response("{" + ",".join(parts) + "}", mimetype="application/json")


def send_json(values: Any) -> Response:
    return Response(json.dumps(values), mimetype="application/json")


def send_cards(result: Result) -> Response:
    """Words on the cards at every setting, or with `first` at least where the slider stands; status 202 while
    it is being written, see `send_when_written`."""
    setting = result.setting if "first" in request.args else None
    return send_when_written(
        result.session,
        lambda: card_values(result, setting),
        result.start_cards,
        send_json,
    )


def send_image(result: Result) -> Response:
    name, args = chart(request.args.get("chart", "")).name, request.args
    image = ImageRequest(name, args.get("format", "png"), args.get("theme", "light"))
    body = result.image(image, requested_object("options"))
    return download(body, IMAGE_TYPES[image.format], f"{name.replace('_', '-')}.{image.format}")


def send_table(result: Result) -> Response:
    """The file; status 202 while it is being written, see `send_when_written`."""
    kind = request.args.get("format", "")

    def send(body: Bytes) -> Response:
        spec = export(kind)
        return download(memoryview(body), spec.media_type, f"customers.{spec.extension}")

    return send_when_written(
        result.session, lambda: result.table(kind), lambda: result.start_table(kind), send
    )


def send_recipe(result: Result) -> Response:
    body = result.complete_recipe().to_json().encode()
    return download(body, "application/json", "recipe.json")
