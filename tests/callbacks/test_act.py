"""What the Act page's handlers give back for what was chosen, right or wrong."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from callbacks import act, act_campaigns
from callbacks.act_campaigns import AudienceRequest, measure, prepare
from core.act import PARAMS, AudienceFiles, ContactColumns, GroupMean, Uplift
from core.errors import UserError
from core.jobs import JobStatus
from core.model import ActionPlan, Plan, Recipe
from core.session.act_choices import ActChoices
from layouts import ids
from tests.support.explanations import told

FOUND = {"dataset": "d", "token": Recipe().to_token(), "setting": 4}
PLAY = """name = "ours"
[[plays]]
id = "call"
title = "Call them"
goal = "g"
channel = "c"
measure = "m"
when = ["size > 0"]
"""
VALUES = {param.name: param.default for param in PARAMS}


class Impossible(UserError):
    template = "That cannot be."


class Decided:
    """Session of which each answer is made by hand; `asked` is what the last one was asked."""

    asked: Any = None
    notes: dict[str, Any]

    def __init__(self, _desk: Any) -> None:
        self.kept = ActChoices(SimpleNamespace(read=self.notes.get, write=self.notes.__setitem__))  # type: ignore[arg-type]

    def explanation(self, *_place: Any) -> Any:
        return told()

    def plan(self, *_place: Any) -> ActionPlan:
        return ActionPlan(self.kept.choice() or "retail", (Plan(1, ()), Plan(2, ())))

    def contacts(self, *_place: Any) -> ContactColumns:
        return ContactColumns({"email": "mail"})

    def what_if(self, _dataset: Any, _recipe: Any, _setting: float, given: Mapping[str, Any]) -> Any:
        Decided.asked = given
        return ()

    def audience(self, *asked: Any) -> AudienceFiles:
        Decided.asked = asked[3:]
        if asked[3] == "never":
            raise Impossible
        return AudienceFiles({"audience.csv": b"a", "assignment.csv": b"b"}, {"contacted": 9}, {}, ())

    def uplift(self, assignment: Any, result: Any, column: str) -> Uplift:
        Decided.asked = assignment.name, result.name, column
        if column == "never":
            raise Impossible
        return Uplift(
            "conversion", GroupMean(9, 0.5), GroupMean(9, 0.5), 0, 0, 0, 1, 0, 0, 0, "No effect."
        )


@pytest.fixture(autouse=True)
def _decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Decided, "notes", {}, raising=False)
    monkeypatch.setattr(act, "Session", Decided)
    monkeypatch.setattr(act_campaigns, "Session", Decided)


def session(state: str = "done", message: str = "") -> Any:
    return SimpleNamespace(
        open=lambda name: SimpleNamespace(id=name, name=name, columns=("id", "bought")),
        status=lambda _: JobStatus(state, "", 0.5, message),  # type: ignore[arg-type]
    )


def test_the_page_has_plans_and_addresses_of_this_data_set() -> None:
    page = str(act.show(session(), FOUND))
    for words in (
        "Champions",
        "/take/d/decisions?recipe=",
        "/take/d/playbook?",
        "setting=4",
        "email",
        "mail",
    ):
        assert words in page


def test_a_playbook_of_ones_own_is_used_from_then_on() -> None:
    _, choices, chosen, error = act.bring_playbook(session(), FOUND, PLAY)
    assert (chosen, error) == ("own", "") and [one["value"] for one in choices][-1] == "own"
    act.choose_playbook(session(), FOUND, "finance")
    assert Decided(None).kept.choice() == "finance"


def test_what_was_brought_and_assumed_is_there_again() -> None:
    act.bring_playbook(session(), FOUND, PLAY)
    act.show_worth(session(), FOUND, VALUES | {"contact_cost": 0.02})
    act.show_worth(session(), FOUND, VALUES | {"margin": None})
    page = str(act.show(session(), FOUND))
    assert repr(PLAY) in page and "value=0.02" in page and "value=40.0" in page
    assert "value=0.02" not in str(act.show(session(), FOUND | {"dataset": "other"}))


def test_what_is_wrong_with_a_playbook_is_said() -> None:
    assert "is not TOML" in act.bring_playbook(session(), FOUND, "name = ")[3]
    assert Decided(None).kept.choice() == ""


def test_an_empty_field_or_one_beyond_its_limits_is_said() -> None:
    act.show_worth(session(), FOUND, VALUES)
    assert Decided.asked == VALUES
    assert "'Margin (%)' needs a number from 0 to 100." in str(
        act.show_worth(session(), FOUND, VALUES | {"margin": None})
    )
    assert "must be a number from 0 to 100" in str(
        act.show_worth(session(), FOUND, VALUES | {"margin": 101})
    )
    assert "from 0 to 1,000,000,000,000" in str(
        act.show_worth(session(), FOUND, VALUES | {"budget": -1})
    )
    act.show_worth(session(), FOUND, VALUES | {"contact_cost": 3.0, "budget": None})
    assert Decided.asked == VALUES | {"contact_cost": 3.0, "budget": 0.0}


def asked(**changes: Any) -> AudienceRequest:
    plain = {"target": "meta", "segments": [2, 1], "holdout": 10, "country": " DE ", "contacts": {}}
    return AudienceRequest(**plain | changes)  # type: ignore[arg-type]


def test_files_are_asked_for_as_they_are_saved() -> None:
    page = str(prepare(session(), FOUND, asked(contacts={"email": "mail"})))
    assert Decided.asked == ("meta", [1, 2], 0.1, "DE", {"email": "mail"})
    for words in ("target=meta", "segments=1%2C2", "holdout=0.1", "contact=email%3Dmail",
                  "file=assignment.csv", "Champions, Lost"):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"segments": []}, "at least one segment"),
        ({"holdout": None}, "'Held out (%)' needs a number from 0 to 90."),
        ({"target": "never"}, "That cannot be."),
    ],
)
def test_what_no_files_can_be_made_of_is_said(changes: dict[str, Any], words: str) -> None:
    assert words in str(prepare(session(), FOUND, asked(**changes)))


def sent(*given: str) -> dict[str, Any]:
    stores = ids.ACT_ASSIGNMENT_STORE, ids.ACT_RESULT_STORE
    return {s: {"job": "j", "dataset": s, "name": "x.csv"} if s in given else None for s in stores}


BOTH = sent(ids.ACT_ASSIGNMENT_STORE, ids.ACT_RESULT_STORE)


@pytest.mark.parametrize(
    ("state", "message", "files", "waiting", "words"),
    [
        ("running", "", BOTH, True, "Reading x.csv"),
        ("failed", "Too wide.", BOTH, False, "Too wide."),
        ("cancelled", "", BOTH, False, "Choose assignment.csv again."),
        ("done", "", sent(ids.ACT_RESULT_STORE), False, "Still to come: assignment.csv."),
        ("done", "", BOTH, False, "No effect."),
    ],
)
def test_a_campaign_is_measured_once_both_files_are_read(
    state: str, message: str, files: Any, waiting: bool, words: str
) -> None:
    seen = measure(session(state, message), files, "")
    assert words in str(seen.shown) and seen.waiting == waiting


def test_results_that_do_not_fit_are_said_with_the_columns_to_choose_from() -> None:
    seen = measure(session(), BOTH, "never")
    assert "That cannot be." in str(seen.shown) and seen.columns == ("id", "bought")
    measure(session(), BOTH, "bought")
    assert Decided.asked == (ids.ACT_ASSIGNMENT_STORE, ids.ACT_RESULT_STORE, "bought")
