"""What is taken away from the Segments page, for the data set's owner only."""

from flask import Flask, Response, request

from core.decisions import Decisions
from core.entities import Dataset, Recipe
from core.errors import UserError
from core.workbench import Desk, Workbench
from dashboard.live import IMAGE_TYPES, asked_setting
from dashboard.replies import download, sentences
from dashboard.sessions import current_session

WIDTH, HEIGHT = 900, 520
HEADROOM = 200  # of a figure that says how high its panels are, for title and subtitle
RULE = "/take/<dataset>/told"


class UnknownFigure(UserError):
    template = "There is no chart '{name}' on this page. Choose one of {known}."


def install(server: Flask, bench: Workbench) -> None:
    """GET /take/<dataset>/told: a chart as an image, by `recipe` (a token), `setting`, `figure`,
    `segment` (from 1, that of importance; all without it), `format` and `theme`."""

    def asked(dataset: str) -> Response:
        desk = bench.desk(current_session())
        return image(desk, desk.open(dataset), Recipe.from_token(request.args.get("recipe", "")))

    server.add_url_rule(RULE, RULE, sentences(asked))


def image(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    name, format = request.args.get("figure", ""), request.args.get("format", "png")
    segment = request.args.get("segment", type=int)
    figures = Decisions(desk).figures(dataset, recipe, asked_setting(), segment)
    if name not in figures:
        raise UnknownFigure(name=name[:20], known=", ".join(figures))
    height = figures[name]["layout"].get("height", HEIGHT - HEADROOM) + HEADROOM
    body = desk.draw(figures[name], format, request.args.get("theme", "light"), WIDTH, height)
    return download(body, IMAGE_TYPES[format], f"{name}.{format}")
