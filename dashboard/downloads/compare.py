"""Files of the Compare page, for the data set's owner only."""

from flask import Flask, Response, request

from core.compare import Comparison, comparison_figure, comparison_file
from core.session import Result, Services, describe_candidates, table_cells
from dashboard.replies import IMAGE_TYPES, add_routes, download
from dashboard.requests import requested_result, requested_setting

ROW_PIXELS, WIDTH = 52, 1200
HEIGHTS = {"scores": 230, "agreement": 640, "consensus": 720}


def install(server: Flask, services: Services) -> None:
    """GET /take/<dataset>/comparison (table) and /take/<dataset>/compared (image).

    Both take `recipe` (a token), `setting` and `methods` (names between commas); the table `format`
    csv or xlsx, the image `figure`, `format` and `theme`.
    """

    def result(dataset: str) -> Result:
        return requested_result(services, dataset, requested_setting)

    add_routes(
        server,
        {
            "/take/<dataset>/comparison": lambda dataset: send_table(result(dataset)),
            "/take/<dataset>/compared": lambda dataset: send_image(result(dataset)),
        },
    )


def send_table(result: Result) -> Response:
    comparison = _comparison(result)
    described = describe_candidates(result.run, result.analysis, comparison, result.session.notes)
    more = {place: table_cells(segments) for place, segments in described.items()}
    body, form = comparison_file(comparison, request.args.get("format", "csv"), more)
    return download(body, form.media_type, f"comparison.{form.extension}")


def send_image(result: Result) -> Response:
    name, format = request.args.get("figure", "scores"), request.args.get("format", "png")
    comparison = _comparison(result)
    figure = comparison_figure(comparison, result.analysis, name)
    height = HEIGHTS[name] + (ROW_PIXELS * len(comparison.results) if name == "scores" else 0)
    theme = request.args.get("theme", "light")
    body = result.session.draw(figure, format, theme, WIDTH if name == "scores" else 900, height)
    return download(body, IMAGE_TYPES[format], f"comparison-{name}.{format}")


def _comparison(result: Result) -> Comparison:
    return result.comparison([name for name in request.args.get("methods", "").split(",") if name])
