"""What is taken away from the Act page, for the data set's owner only."""

import json

from flask import Flask, Response, request

from core.act import MOST_HELD_OUT, BadHoldout, built_in_playbook, built_in_playbook_text
from core.model import Dataset, Recipe
from core.session import Decisions, Desk, Services
from dashboard.replies import answer_errors, download, zip_files
from dashboard.requests import requested_setting
from dashboard.sessions import current_session
from layouts.address import number

LONGEST_ECHO = 20


def install(server: Flask, bench: Services) -> None:
    """GET /take/<dataset>/audience | decisions | playbook.

    The first two take `recipe` (a token) and `setting`; the audience also `target`, `segments`
    (numbers between commas), `holdout` (a share), `country`, `contact` (field=column, may be repeated)
    and `file` (one of the files; all as a zip otherwise). The playbook takes the `name` of a built-in one.
    """

    def asked(dataset: str) -> tuple[Desk, Dataset, Recipe]:
        desk = Desk(bench, current_session())
        return desk, desk.open(dataset), Recipe.from_token(request.args.get("recipe", ""))

    routes = {
        "/take/<dataset>/audience": lambda dataset: send_audience(*asked(dataset)),
        "/take/<dataset>/decisions": lambda dataset: send_decisions(*asked(dataset)),
        "/take/<dataset>/playbook": lambda dataset: send_playbook(*asked(dataset)),
    }
    for rule, route in routes.items():
        server.add_url_rule(rule, rule, answer_errors(route))


def send_audience(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    wanted = request.args.get("file", "")
    made = Decisions(desk).audience(
        dataset,
        recipe,
        requested_setting(),
        request.args.get("target", ""),
        [int(part) for part in request.args.get("segments", "").split(",") if part.isdecimal()],
        _requested_holdout(),
        request.args.get("country", ""),
        dict(part.partition("=")[::2] for part in request.args.getlist("contact")),
    )
    if wanted in made.files:
        return download(made.files[wanted], "text/csv", wanted)
    return download(zip_files(made.files), "application/zip", "audience.zip")


def _requested_holdout() -> float:
    """The share held out; BadHoldout for what is no number: nobody may be contacted by mistake."""
    text = request.args.get("holdout", "")
    share = number(text)
    if share is None:
        raise BadHoldout(share=text[:LONGEST_ECHO], most=MOST_HELD_OUT)
    return share


def send_decisions(desk: Desk, dataset: Dataset, recipe: Recipe) -> Response:
    """What the session decided, beside the recipe: names by segment, ratings with their notes, and the
    playbook that it brought."""
    decided, setting = Decisions(desk), requested_setting()
    stories = decided.explanation(dataset, recipe, setting).stories
    names = {story.segment: story.name for story in stories}
    files = {
        "recipe.json": desk.settled(dataset, recipe, setting).to_json(),
        "ratings.json": decided.kept.ratings_file(),
        "names.json": json.dumps(names, indent=2, ensure_ascii=False) + "\n",
    }
    if own := decided.kept.own_playbook_text():
        files["playbook.toml"] = own
    body = zip_files({name: text.encode() for name, text in files.items()})
    return download(body, "application/zip", "decisions.zip")


def send_playbook(_desk: Desk, _dataset: Dataset, _recipe: Recipe) -> Response:
    """A built-in playbook to begin one's own with; UnknownPlaybook for another name."""
    plays = built_in_playbook(request.args.get("name", ""))
    return download(
        built_in_playbook_text(plays.name).encode(), "application/toml", f"{plays.name}.toml"
    )
