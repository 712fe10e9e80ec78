"""What the Act page's handlers give back for what was chosen, right or wrong."""

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from callbacks import act
from callbacks.act_campaigns import AudiencePanel, measure, prepare
from callbacks.shared.requests import ResultRequest
from core.act import (
    BY_SEGMENT,
    PARAMS,
    AudienceFiles,
    CampaignSegment,
    ContactColumns,
    GroupMean,
    GroupPlan,
    HopedEffect,
    Uplift,
    WhatIf,
    built_in_playbook,
)
from core.errors import UserError
from core.jobs import JobStatus
from core.model import ActionPlan, Plan, Recipe
from core.session import ActChoices
from layouts import ids
from tests.support.explanations import make_explanation

SHOWN = ResultRequest("d", Recipe().to_token(), 4)
PLAY = """name = "ours"
[[plays]]
id = "call"
title = "Call them"
goal = "g"
channel = "c"
measure = "m"
when = ["size > 0"]
"""
ROW = CampaignSegment(1, "", 9, 9, 90.0, 0.5, 10.0, 0.02, 1.0, 0.4, True)
VALUES = {param.name: param.default for param in PARAMS}


class Impossible(UserError):
    template = "That cannot be."


class HandmadeResult:
    """A result whose answers are made by hand; its session notes what the last one was asked for."""

    def __init__(self, session: "HandmadeSession", dataset: Any) -> None:
        self.session, self.run = session, SimpleNamespace(dataset=dataset, recipe=Recipe())

    def explanation(self) -> Any:
        return make_explanation()

    def plan(self) -> ActionPlan:
        playbook = self.session.act_choices.choice() or "retail"
        return ActionPlan(playbook, (Plan(1, ()), Plan(2, ())))

    def what_if(self, assumptions: Mapping[str, Any]) -> WhatIf:
        """Two segments as they begin, or as their cells say."""
        self.session.request = assumptions
        given = assumptions.get(BY_SEGMENT, {})
        rows = [
            replace(ROW, segment=i, name=name, response=given.get(name, {}).get("response", 2) / 100)
            for i, name in ((1, "Champions"), (2, "Lost"))
        ]
        return WhatIf(tuple(rows), 0, "order", "", (), "Contact all.")

    def contact_columns(self) -> ContactColumns:
        return ContactColumns({"email": "mail"})

    def audience(self, target: str, *choices: Any) -> AudienceFiles:
        self.session.request = target, *choices
        if target == "never":
            raise Impossible
        return AudienceFiles({"audience.csv": b"a", "assignment.csv": b"b"}, {"contacted": 9}, {}, ())


class HandmadeSession:
    """A session in which every job has the same state; `request` is what was asked for last."""

    request: Any = None

    def __init__(self, state: str = "done", message: str = "") -> None:
        self.state, self.message, notes = state, message, {}
        self.notes: Any = SimpleNamespace(read=notes.get, write=notes.__setitem__)
        self.act_choices = ActChoices(self.notes)

    def open(self, id: str) -> Any:
        return SimpleNamespace(id=id, name=id, columns=("id", "bought"))

    def result(self, dataset: Any, _recipe: Recipe, _setting: Any, _record: bool) -> HandmadeResult:
        return HandmadeResult(self, dataset)

    def status(self, _job: str) -> JobStatus:
        return JobStatus(self.state, "", 0.5, self.message)  # type: ignore[arg-type]

    def uplift(self, assignment: Any, result: Any, column: str) -> Uplift:
        self.request = assignment.name, result.name, column
        if column == "never":
            raise Impossible
        return Uplift(
            "conversion", GroupMean(9, 0.5), GroupMean(9, 0.5), 0, 0, 0, 1, 0, 0, 0, "No effect."
        )


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(act, "plan_own_sets", lambda _result: ())
    return HandmadeSession()


def test_the_page_has_plans_and_addresses_of_this_data_set(session: Any) -> None:
    page = str(act.show(session, SHOWN))
    for words in (
        "Champions",
        "/take/d/decisions?recipe=",
        "/take/d/playbook?",
        "setting=4",
        "email",
        "mail",
    ):
        assert words in page


def test_a_playbook_of_ones_own_is_used_from_then_on(session: Any) -> None:
    _, choices, chosen, error = act.bring_playbook(session, SHOWN, PLAY)
    assert (chosen, error) == ("own", "") and [one["value"] for one in choices][-1] == "own"
    act.choose_playbook(session, SHOWN, "finance")
    assert session.act_choices.choice() == "finance"


def test_what_was_brought_and_assumed_is_there_again(session: Any) -> None:
    act.bring_playbook(session, SHOWN, PLAY)
    worth(session, contact_cost=0.02)
    worth(session, margin=None)
    page = str(act.show(session, SHOWN))
    assert repr(PLAY) in page and "value=0.02" in page and "value=40.0" in page
    assert "value=0.02" not in str(act.show(session, replace(SHOWN, dataset="other")))


def test_an_edited_action_is_in_a_playbook_of_ones_own(session: Any) -> None:
    edit = {
        "id": "vip_service",
        "title": "Ring",
        "goal": "g",
        "channel": "c",
        "measure": "m",
        "number": 1,
    }
    play_id = built_in_playbook("retail").plays[0].id
    *_, chosen, text, error = act.edit_action(session, SHOWN, edit | {"id": play_id})
    assert (chosen, error) == ("own", "") and 'title = "Ring"' in text
    assert "needs 'title'" in act.edit_action(session, SHOWN, edit | {"id": play_id, "title": ""})[-1]
    act.choose_playbook(session, SHOWN, "finance")
    assert "Choose 'Your own'" in act.edit_action(session, SHOWN, edit)[-1]
    assert 'title = "Ring"' in session.act_choices.own_playbook_text()


def test_what_is_wrong_with_a_playbook_is_said(session: Any) -> None:
    assert "line 1 cannot be read" in act.bring_playbook(session, SHOWN, "name = ")[3]
    assert session.act_choices.choice() == ""


def worth(session: Any, cells: Mapping[str, Any] | None = None, **changes: Any) -> act.WorthView:
    return act.show_worth(session, SHOWN, VALUES | changes, cells or {})


def test_an_empty_field_or_one_beyond_its_limits_is_said(session: Any) -> None:
    worth(session)
    assert session.request == VALUES
    assert "'Margin (%)' needs a number from 0 to 100." in str(worth(session, margin=None).answer)
    assert "must be a number from 0 to 100" in str(worth(session, margin=101).answer)
    assert "from 0 to 1,000,000,000,000" in str(worth(session, budget=-1).answer)
    assert worth(session, budget=-1).results == {}
    worth(session, contact_cost=3.0, budget=None, orders_each=None)
    assert session.request == VALUES | {"contact_cost": 3.0, "budget": 0.0}


def test_only_what_differs_from_the_beginning_is_kept_of_cells(session: Any) -> None:
    view = worth(session, {"1/response": 2.0, "2/response": 7.5, "1/margin": None, "2/contacted": True})
    assert session.request[BY_SEGMENT] == {"Lost": {"response": 7.5}}
    assert session.act_choices.what_if_values("d")[BY_SEGMENT] == {"Lost": {"response": 7.5}}
    assert view.cells["2/response"] == 7.5 and view.cells["1/margin"] == 40
    assert "1/profit" in view.results and "all/expected" in view.results
    worth(session, {"2/response": 2.0})
    assert session.act_choices.what_if_values("d")[BY_SEGMENT] == {}


def panel(**changes: Any) -> AudiencePanel:
    plain = {"target": "meta", "segments": [2, 1], "holdout": 10, "country": " DE ", "contacts": {},
             "usual": 4, "extra": 1}  # fmt: skip
    return AudiencePanel(**plain | changes)  # type: ignore[arg-type]


def test_files_are_asked_for_as_they_are_saved(session: Any) -> None:
    page = str(prepare(session, SHOWN, panel(contacts={"email": "mail"})))
    assert session.request == (
        "meta",
        [1, 2],
        0.1,
        "DE",
        {"email": "mail"},
        HopedEffect(0.04, 0.01),
        [],
    )
    for words in ("target=meta", "segments=1%2C2", "holdout=0.1", "contact=email%3Dmail",
                  "file=assignment.csv", "Champions, Lost"):  # fmt: skip
        assert words in page


def test_sets_of_ones_own_are_planned_below_the_segments(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = replace(make_explanation().profiles[0], segment=0, name="Your own: Guests")
    row = replace(ROW, segment=0, name="Your own: Guests", customers=7, money=70.0)
    explained = replace(make_explanation(), profiles=(profile,))
    group = GroupPlan(None, explained, Plan(0, ()), row)  # type: ignore[arg-type]
    monkeypatch.setattr(act, "plan_own_sets", lambda _result: (group,))
    page = str(act.show(session, SHOWN))
    assert page.count("Overlaps with segments; not added to the totals.") == 2
    assert page.index("All") < page.index("Your own: Guests")
    assert "'data-audience': 'Guests'" in page or "data-audience='Guests'" in page
    view = worth(session)
    assert {"0/profit", "0/response", "all/expected"} <= view.results.keys()
    assert "0/response" not in view.cells


def test_sets_of_ones_own_are_chosen_beside_segments(session: Any) -> None:
    session.notes.write(f"own sets {SHOWN.dataset}", {"Guests": ["7"]})
    assert "Your own: Guests" in str(act.show(session, SHOWN))
    page = str(prepare(session, SHOWN, panel(segments=[2, "Guests"])))
    assert session.request[1] == [2] and session.request[-1] == ["Guests"]
    assert "own=Guests" in page and "segments=2" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"segments": []}, "at least one segment"),
        ({"holdout": None}, "'Held out (%)' needs a number from 0 to 90."),
        ({"extra": 0}, "'Hoped for in addition (%)' must be a number from 0.1 to 99"),
        ({"target": "never"}, "That cannot be."),
    ],
)
def test_what_no_files_can_be_made_of_is_said(
    session: Any, changes: dict[str, Any], words: str
) -> None:
    assert words in str(prepare(session, SHOWN, panel(**changes)))


def uploads(*names: str) -> dict[str, Any]:
    stores = ids.ACT_ASSIGNMENT_STORE, ids.ACT_RESULT_STORE
    return {s: {"job": "j", "dataset": s, "name": "x.csv"} if s in names else None for s in stores}


BOTH = uploads(ids.ACT_ASSIGNMENT_STORE, ids.ACT_RESULT_STORE)


@pytest.mark.parametrize(
    ("state", "message", "files", "waiting", "words"),
    [
        ("running", "", BOTH, True, "Reading x.csv"),
        ("failed", "Too wide.", BOTH, False, "Too wide."),
        ("cancelled", "", BOTH, False, "Choose assignment.csv again."),
        ("done", "", uploads(ids.ACT_RESULT_STORE), False, "Still missing: assignment.csv."),
        ("done", "", BOTH, False, "No effect."),
    ],
)
def test_a_campaign_is_measured_once_both_files_are_read(
    state: str, message: str, files: Any, waiting: bool, words: str
) -> None:
    view = measure(HandmadeSession(state, message), files, "")
    assert words in str(view.answer) and view.waiting == waiting


def test_results_that_do_not_fit_are_said_with_the_columns_to_choose_from(session: Any) -> None:
    view = measure(session, BOTH, "never")
    assert "That cannot be." in str(view.answer) and view.columns == ("id", "bought")
    measure(session, BOTH, "bought")
    assert session.request == (ids.ACT_ASSIGNMENT_STORE, ids.ACT_RESULT_STORE, "bought")
