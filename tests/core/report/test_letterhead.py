"""What a session's next report keeps of the last: its look and logo."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.report import SECTIONS, RememberedChoices
from core.report.choices import BadChoices, LogoGone, NoDate, NoSection
from core.report.document.logo import BadLogo
from core.store import Notes

TODAY = date(2026, 11, 22)


@pytest.fixture
def letterhead(tmp_path: Path) -> RememberedChoices:
    return RememberedChoices(Notes(tmp_path))


def image(colour: str) -> bytes:
    target = BytesIO()
    Image.new("RGB", (4, 4), colour).save(target, "PNG")
    return target.getvalue()


def test_a_report_begins_as_the_last_of_its_data_in_the_look_of_the_last(
    letterhead: RememberedChoices,
) -> None:
    first = letterhead.begin("d", TODAY)
    assert (first["date"], first["title"], first["logo"]) == ("2026-11-22", "", "")
    assert set(first["sections"]) == set(SECTIONS)
    look = {"currency": "EUR", "logo": letterhead.keep_logo(image("red"))}
    chosen = first | look | {"title": "Spring", "sections": ["data"], "date": "2026-12-01"}
    letterhead.remember("d", chosen, TODAY)
    assert letterhead.begin("d", TODAY) == chosen
    assert letterhead.begin("other", TODAY) == first | look


def test_todays_date_is_not_kept_for_another_day(letterhead: RememberedChoices) -> None:
    letterhead.remember("d", letterhead.begin("d", TODAY), TODAY)
    assert letterhead.begin("d", date(2026, 11, 23))["date"] == "2026-11-23"


def test_the_logo_travels_by_its_mark(letterhead: RememberedChoices) -> None:
    mark = letterhead.keep_logo(image("red"))
    chosen = letterhead.begin("d", TODAY) | {"logo": mark}
    assert letterhead.choices(chosen).style.logo == image("red")
    assert letterhead.choices(chosen | {"logo": ""}).style.logo == b""
    letterhead.remember("d", chosen, TODAY)
    letterhead.keep_logo(image("blue"))
    with pytest.raises(LogoGone):
        letterhead.choices(chosen)
    assert letterhead.begin("d", TODAY)["logo"] == ""


def test_what_is_no_image_is_not_kept(letterhead: RememberedChoices) -> None:
    with pytest.raises(BadLogo):
        letterhead.keep_logo(b"GIF89a")
    with pytest.raises(LogoGone):
        letterhead.choices(letterhead.begin("d", TODAY) | {"logo": "0" * 16})


@pytest.mark.parametrize("wrong", [{"date": None}, {"title": 7}, {"language": []}, {"accent": None}])
def test_choices_that_are_none_are_a_sentence(
    letterhead: RememberedChoices, wrong: dict[str, Any]
) -> None:
    with pytest.raises(BadChoices, match="Choose its date and its sections"):
        letterhead.choices(letterhead.begin("d", TODAY) | wrong)
    with pytest.raises(BadChoices):
        letterhead.choices({})


def test_a_report_without_sections_or_date_is_refused(letterhead: RememberedChoices) -> None:
    with pytest.raises(NoDate):
        letterhead.choices(letterhead.begin("d", TODAY) | {"date": ""})
    with pytest.raises(NoSection):
        letterhead.choices(letterhead.begin("d", TODAY) | {"sections": []})
