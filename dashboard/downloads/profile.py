"""Charts of the Profiles page and of the grid, for the data set's owner only."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request

from core.errors import UserError
from core.profile import rfm_cells_csv
from core.session import Result, Services, set_file
from dashboard.replies import IMAGE_TYPES, add_routes, download
from dashboard.requests import requested_result, requested_setting

WIDTH, HEIGHT = 900, 520
GRID, GRID_HEIGHT = "grid", 760
HEADROOM = 200  # of a figure that says how high its panels are, for title and subtitle
RULE = "/take/<dataset>/told"


class UnknownFigure(UserError):
    template = "There is no chart '{name}' on this page. Choose one of {known}."


def install(server: Flask, services: Services) -> None:
    """GET /take/<dataset>/told: a chart as an image, by `recipe` (a token), `setting`, `figure`,
    `segment` (from 1, that of importance; all without it), `by` ("money" or "customers", what the grid
    is coloured by), `format` and `theme`; /take/<dataset>/cells: the grid's cells, by `recipe`; /take/<dataset>/own: a set
    of one's own, by `recipe`, `setting`, `name` and `file` ("customers" or "audience")."""

    add_routes(
        server,
        {
            RULE: lambda dataset: send_image(services, dataset),
            "/take/<dataset>/cells": lambda dataset: send_cells(services, dataset),
            "/take/<dataset>/own": lambda dataset: send_own_set(services, dataset),
        },
    )


def send_cells(services: Services, dataset: str) -> Response:
    """The cells of the grid of recency and frequency as CSV."""
    body = rfm_cells_csv(requested_result(services, dataset).rfm_grid())
    return download(body, "text/csv; charset=utf-8", "rfm-cells.csv")


def send_own_set(services: Services, dataset: str) -> Response:
    """A set of one's own as a list or as an audience."""
    result = requested_result(services, dataset, requested_setting)
    kind = "audience" if request.args.get("file") == "audience" else "customers"
    body = set_file(result.session.notes, result.named_segmentation, request.args.get("name", ""), kind)
    return download(body, "text/csv; charset=utf-8", f"{kind}.csv")


def send_image(services: Services, dataset: str) -> Response:
    name, format = request.args.get("figure", ""), request.args.get("format", "png")
    if name == GRID:
        result = requested_result(services, dataset)
        figure, height = result.rfm_figure(request.args.get("by") == "money"), GRID_HEIGHT
    else:
        result = requested_result(services, dataset, requested_setting)
        figure, height = _figure(result, name)
    body = result.session.draw(figure, format, request.args.get("theme", "light"), WIDTH, height)
    return download(body, IMAGE_TYPES[format], f"{name}.{format}")


def _figure(result: Result, name: str) -> tuple[Mapping[str, Any], int]:
    """A chart of the Profiles page and its height."""
    figures = result.figures(request.args.get("segment", type=int))
    if name not in figures:
        raise UnknownFigure(name=name[:20], known=", ".join(figures))
    return figures[name], figures[name]["layout"].get("height", HEIGHT - HEADROOM) + HEADROOM
