"""What is taken away from the Segments page and the grid's, for the data set's owner only."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request

from core.errors import UserError
from core.model import Dataset, Recipe
from core.session import Decisions, Desk, Services
from dashboard.replies import IMAGE_TYPES, answer_errors, download
from dashboard.requests import requested_setting
from dashboard.sessions import current_session

WIDTH, HEIGHT = 900, 520
GRID, GRID_HEIGHT = "grid", 760
HEADROOM = 200  # of a figure that says how high its panels are, for title and subtitle
RULE = "/take/<dataset>/told"


class UnknownFigure(UserError):
    template = "There is no chart '{name}' on this page. Choose one of {known}."


def install(server: Flask, bench: Services) -> None:
    """GET /take/<dataset>/told: a chart as an image, by `recipe` (a token), `setting`, `figure`,
    `segment` (from 1, that of importance; all without it), `by` ("money" or "customers", what the grid
    is coloured by), `format` and `theme`."""

    def asked(dataset: str) -> Response:
        desk = Desk(bench, current_session())
        return send_image(desk, desk.open(dataset), Recipe.from_token(request.args.get("recipe", "")))

    server.add_url_rule(RULE, RULE, answer_errors(asked))


def send_image(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    name, format = request.args.get("figure", ""), request.args.get("format", "png")
    if name == GRID:
        by_money = request.args.get("by") == "money"
        figure, height = Decisions(desk).rfm_figure(dataset, recipe, by_money), GRID_HEIGHT
    else:
        figure, height = _figure(desk, dataset, recipe, name)
    body = desk.draw(figure, format, request.args.get("theme", "light"), WIDTH, height)
    return download(body, IMAGE_TYPES[format], f"{name}.{format}")


def _figure(desk: Desk, dataset: Dataset, recipe: Recipe, name: str) -> tuple[Mapping[str, Any], int]:
    """A chart of the Segments page and how high it is."""
    segment = request.args.get("segment", type=int)
    figures = Decisions(desk).figures(dataset, recipe, requested_setting(), segment)
    if name not in figures:
        raise UnknownFigure(name=name[:20], known=", ".join(figures))
    return figures[name], figures[name]["layout"].get("height", HEIGHT - HEADROOM) + HEADROOM
