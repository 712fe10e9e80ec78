"""Files of the Act page, for the data set's owner only."""

import json

from flask import Flask, Response, request

from core.act import MOST_HELD_OUT, BadHoldout, built_in_playbook, built_in_playbook_text
from core.session import Result, Services
from dashboard.replies import add_routes, download, zip_files
from dashboard.requests import requested_result, requested_session, requested_setting
from layouts.address import number

LONGEST_ECHO = 20  # characters of a wrong value that a message repeats


def install(server: Flask, services: Services) -> None:
    """GET /take/<dataset>/audience | decisions | playbook.

    The first two take `recipe` (a token) and `setting`; the audience also `target`, `segments`
    (numbers between commas), `own` (the name of a set of one's own, may be repeated), `holdout` (a share), `country`, `contact` (field=column, may be repeated)
    and `file` (one of the files; all as a zip otherwise). The playbook takes the `name` of a built-in one.
    """

    def result(dataset: str) -> Result:
        return requested_result(services, dataset, requested_setting)

    add_routes(
        server,
        {
            "/take/<dataset>/audience": lambda dataset: send_audience(result(dataset)),
            "/take/<dataset>/decisions": lambda dataset: send_decisions(result(dataset)),
            "/take/<dataset>/playbook": lambda dataset: send_playbook(services, dataset),
        },
    )


def send_audience(result: Result) -> Response:
    args = request.args
    audience = result.audience(
        args.get("target", ""),
        [int(part) for part in args.get("segments", "").split(",") if part.isdecimal()],
        _requested_holdout(),
        args.get("country", ""),
        dict(part.partition("=")[::2] for part in args.getlist("contact")),
        own_sets=args.getlist("own"),
    )
    name = args.get("file", "")
    if name in audience.files:
        return download(audience.files[name], "text/csv", name)
    return download(zip_files(audience.files), "application/zip", "audience.zip")


def _requested_holdout() -> float:
    """The share held out; BadHoldout unless it is a number: nobody may be contacted by mistake."""
    text = request.args.get("holdout", "")
    share = number(text)
    if share is None:
        raise BadHoldout(share=text[:LONGEST_ECHO], most=MOST_HELD_OUT)
    return share


def send_decisions(result: Result) -> Response:
    """Send the session's decisions beside the recipe: names by segment, ratings with their notes, and
    its own playbook."""
    choices = result.session.act_choices
    names = {profile.segment: profile.name for profile in result.explanation().profiles}
    files = {
        "recipe.json": result.complete_recipe().to_json(),
        "ratings.json": choices.ratings_file(),
        "names.json": json.dumps(names, indent=2, ensure_ascii=False) + "\n",
    }
    if playbook := choices.own_playbook_text():
        files["playbook.toml"] = playbook
    body = zip_files({name: text.encode() for name, text in files.items()})
    return download(body, "application/zip", "decisions.zip")


def send_playbook(services: Services, dataset: str) -> Response:
    """Send a built-in playbook, to begin one's own with; UnknownPlaybook for another name."""
    requested_session(services).open(dataset)
    playbook = built_in_playbook(request.args.get("name", ""))
    body = built_in_playbook_text(playbook.name).encode()
    return download(body, "application/toml", f"{playbook.name}.toml")
