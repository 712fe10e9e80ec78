"""What is taken away from the Compare page, for the data set's owner only."""

from flask import Flask, Response, request

from core.compare import Comparison, comparison_figure, comparison_file
from core.model import Dataset, Recipe
from core.session import Desk, Services
from dashboard.replies import IMAGE_TYPES, answer_errors, download
from dashboard.requests import requested_setting
from dashboard.sessions import current_session

ROW_PIXELS, WIDTH = 52, 1200
HEIGHTS = {"scores": 230, "agreement": 640, "consensus": 720}


def install(server: Flask, bench: Services) -> None:
    """GET /take/<dataset>/comparison (table) and /take/<dataset>/compared (image).

    Both take `recipe` (a token), `setting` and `methods` (names between commas); the table `format`
    csv or xlsx, the image `figure`, `format` and `theme`.
    """

    def asked(dataset: str) -> tuple[Desk, Dataset, Recipe]:
        desk = Desk(bench, current_session())
        return desk, desk.open(dataset), Recipe.from_token(request.args.get("recipe", ""))

    routes = {
        "/take/<dataset>/comparison": lambda dataset: send_table(*asked(dataset)),
        "/take/<dataset>/compared": lambda dataset: send_image(*asked(dataset)),
    }
    for rule, route in routes.items():
        server.add_url_rule(rule, rule, answer_errors(route))


def send_table(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    body, form = comparison_file(_comparison(desk, dataset, recipe), request.args.get("format", "csv"))
    return download(body, form.media_type, f"comparison.{form.extension}")


def send_image(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    name, format = request.args.get("figure", "scores"), request.args.get("format", "png")
    found = _comparison(desk, dataset, recipe)
    figure = comparison_figure(found, desk.analysis(dataset, recipe), name)
    height = HEIGHTS[name] + (ROW_PIXELS * len(found.results) if name == "scores" else 0)
    theme = request.args.get("theme", "light")
    body = desk.draw(figure, format, theme, WIDTH if name == "scores" else 900, height)
    return download(body, IMAGE_TYPES[format], f"comparison-{name}.{format}")


def _comparison(desk: Desk, dataset: Dataset, recipe: Recipe) -> Comparison:
    methods = [name for name in request.args.get("methods", "").split(",") if name]
    return desk.compared(dataset, recipe, requested_setting(), methods)
