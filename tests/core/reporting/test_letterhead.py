"""What a session's next report keeps of the last: its look and logo."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.documents._logo import BadLogo
from core.reporting import PARTS, Letterhead
from core.reporting._choices import NoSection
from core.reporting._letterhead import BadChoices, LogoGone
from core.store import Notes

TODAY = date(2026, 11, 22)


@pytest.fixture
def letterhead(tmp_path: Path) -> Letterhead:
    return Letterhead(Notes(tmp_path))


def image(colour: str) -> bytes:
    target = BytesIO()
    Image.new("RGB", (4, 4), colour).save(target, "PNG")
    return target.getvalue()


def test_a_report_begins_with_the_look_of_the_last(letterhead: Letterhead) -> None:
    first = letterhead.begin(TODAY)
    assert (first["date"], first["title"], first["logo"]) == ("2026-11-22", "", "")
    assert set(first["sections"]) == set(PARTS)
    mark = letterhead.keep_logo(image("red"))
    chosen = first | {"title": "Spring", "currency": "EUR", "logo": mark, "sections": ["data"]}
    letterhead.remember(chosen)
    assert letterhead.begin(TODAY) == first | {"currency": "EUR", "logo": mark}


def test_the_logo_travels_by_its_mark(letterhead: Letterhead) -> None:
    mark = letterhead.keep_logo(image("red"))
    chosen = letterhead.begin(TODAY) | {"logo": mark}
    assert letterhead.choices(chosen).style.logo == image("red")
    assert letterhead.choices(chosen | {"logo": ""}).style.logo == b""
    letterhead.remember(chosen)
    letterhead.keep_logo(image("blue"))
    with pytest.raises(LogoGone):
        letterhead.choices(chosen)
    assert letterhead.begin(TODAY)["logo"] == ""


def test_what_is_no_image_is_not_kept(letterhead: Letterhead) -> None:
    with pytest.raises(BadLogo):
        letterhead.keep_logo(b"GIF89a")
    with pytest.raises(LogoGone):
        letterhead.choices(letterhead.begin(TODAY) | {"logo": "0" * 16})


@pytest.mark.parametrize(
    "wrong", [{"date": ""}, {"date": None}, {"title": 7}, {"language": []}, {"accent": None}]
)
def test_choices_that_are_none_are_a_sentence(letterhead: Letterhead, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadChoices, match="Give it a date"):
        letterhead.choices(letterhead.begin(TODAY) | wrong)
    with pytest.raises(BadChoices):
        letterhead.choices({})


def test_a_report_without_sections_is_refused(letterhead: Letterhead) -> None:
    with pytest.raises(NoSection):
        letterhead.choices(letterhead.begin(TODAY) | {"sections": []})
