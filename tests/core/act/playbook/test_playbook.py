"""The playbooks that come with Tessera are sound, and a team's own is refused with what is wrong."""

from dataclasses import fields
from pathlib import Path

import pytest

from core.act.playbook.fact_kinds import FACT_KINDS
from core.act.playbook.playbook import (
    BUILT_IN,
    BadPlaybook,
    Play,
    UnknownPlaybook,
    built_in_playbook,
    built_in_playbook_text,
    read_playbook,
    suitable_playbook,
)
from core.act.playbook.words import SEGMENT_FACTS
from core.features import DEFAULT_MAP

PLAY = """
name = "mine"
[[plays]]
id = "call"
title = "Call them"
goal = "An answer"
channel = "Telephone"
measure = "Answers"
when = ["[Points left] > 100", "recency_ratio <= -1.5"]
"""


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_playbook_says_everything_for_each_play(name: str) -> None:
    plays = built_in_playbook(name).plays
    assert len(plays) >= 14
    for play in plays:
        assert all((play.goal, play.channel, play.measure)) and play.when
        assert "!" not in " ".join((play.title, play.goal, play.channel, play.measure, play.reward))
    assert read_playbook(built_in_playbook_text(name)) == built_in_playbook(name)


def test_retail_has_a_play_for_every_name_of_the_map() -> None:
    kinds = {kind for play in built_in_playbook("retail").plays for kind in play.kinds}
    assert kinds == {name.lower() for name in DEFAULT_MAP.names().values()}


BRANCHES = {
    "retail": ("ID", "Income", "Wine", "Meat", "Orders", "Store purchases"),
    "subscription": ("customerID", "tenure", "Contract", "MonthlyCharges", "StreamingTV", "Churn"),
    "finance": ("age", "job", "balance", "housing", "loan", "default"),
    "insurance": ("policy_no", "Annual premium", "Claims", "Vehicle age", "Renewed"),
    "travel": ("hotel", "lead_time", "stays_in_week_nights", "adults", "arrival_date_month", "adr"),
    "charity": ("donor_id", "gifts", "total_given", "Volunteer", "last gift"),
    "b2b": ("Company", "Employees", "Industry", "Annual contract value", "Seats", "Days to renewal"),
}


@pytest.mark.parametrize(("branch", "columns"), BRANCHES.items())
def test_the_playbook_follows_from_the_columns_with_the_reason(
    branch: str, columns: tuple[str, ...]
) -> None:
    name, reason = suitable_playbook({column: column for column in columns})
    assert name == branch and reason.startswith("Chosen because of ")
    assert any(f"'{column}'" in reason for column in columns)


def test_one_sign_alone_chooses_nothing() -> None:
    lone = suitable_playbook({name: name for name in ("x", "income", "colour")})
    assert lone == ("retail", "No column points to another line of business.")
    with pytest.raises(UnknownPlaybook, match="retail, subscription"):
        built_in_playbook("hotel")


def test_a_team_can_write_its_own() -> None:
    (play,) = read_playbook(PLAY).plays
    assert [(one.fact, one.operator, one.bound) for one in play.when] == [
        ("[Points left]", ">", 100), ("recency_ratio", "<=", -1.5),
    ]  # fmt: skip
    assert play.when[1].holds(-1.5) and not play.when[0].holds(100)
    assert read_playbook(PLAY).title == "mine" and play.weight == 1 and play.contact


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("name = ", "name "), r"line 2 cannot be read \('name \"mine\"'\); write it as name = value"),
        (('title = "Call them"', "title = Call them"), "line 5 cannot be read .*quotation marks, such as title"),
        (('title = "Call them"', 'title = "Call them'), "line 5 cannot be read .*not closed"),
        (("[[plays]]", "[[plays]"), "line 3 cannot be read .*two brackets"),
        (('goal = "An answer"', 'title = "x"'), "line 6 cannot be read .*twice"),
        (('"mine"', "3"), "the playbook needs 'name'"),
        (("[[plays]]", "[plays]"), "begin with"),
        (("[[plays]]", "[[play]]"), "unknown field 'play'"),
        (('id = "call"', ""), r"entry 1 \(from line 3\) needs 'id': write id = "),
        (('goal = "An answer"', 'gaol = "x"'), r"entry 1 \('call', from line 3\) has the unknown field 'gaol'; did you mean 'goal'"),
        (('title = "Call them"', 'title = " "'), r"entry 1 \('call', from line 3\) needs 'title'"),
        (("recency_ratio", "recency_rato"), "'recency_rato', which is not a fact; did you mean 'recency_ratio'"),
        (("<= -1.5", "about 2"), "is not of the form"),
        (("when =", "reward ="), "needs 'reward'"),
        (('when = ["[Points left] > 100", "recency_ratio <= -1.5"]', ""), "at least one condition"),
        (("[[plays]]", 'signs = ["("]\n[[plays]]'), "is not a pattern"),
        (("when =", "weight = true\nwhen ="), "needs 'weight'"),
        (("when =", "contact = 1\nwhen ="), "write contact = false"),
        (("when =", "weight = 1e9\nwhen ="), "at most 10"),
        (("when =", 'kinds = "all"\nwhen ='), "needs 'kinds' as a list"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(change: tuple[str, str], said: str) -> None:
    with pytest.raises(BadPlaybook, match=said):
        read_playbook(PLAY.replace(*change))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLAY + PLAY.split("\n", 2)[2], "two entries have the id 'call'"),
        ("#" * 300_000, "larger than"),
        ('name = "a"\nplays = [1]', "entry 1 is not a table"),
    ],
)
def test_a_file_that_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadPlaybook, match=said):
        read_playbook(text)


def test_every_fact_and_field_is_in_the_reference() -> None:
    text = (Path(__file__).parents[4] / "docs" / "reference.md").read_text("utf-8")
    names = [*SEGMENT_FACTS, *(one.name for one in FACT_KINDS), *(field.name for field in fields(Play))]
    assert [name for name in (*names, *BUILT_IN) if f"`{name}`" not in text] == []
