"""Who refused is not counted among those who may be contacted."""

from pathlib import Path
from typing import Any

import pytest

from core.act.audience.reach import count_contactable
from core.model import Segmentation
from core.store import NO_STORE
from tests.support.contactable_customers import PEOPLE, contact_table, contactable_analysis

HALF = PEOPLE // 2


@pytest.mark.parametrize(
    ("columns", "counts"),
    [
        ({}, (HALF, HALF)),  # nobody was asked
        ({"consent": ["yes"] * 5 + ["no"] * 35}, (5, 0)),
        ({"email_opt_in": ["yes"] * HALF + [""] * HALF}, (HALF, 0)),  # calls ask for no less
        ({"sms_consent": ["no"] * PEOPLE}, (HALF, HALF)),  # e-mail is left
        ({"unsubscribed": ["yes"] * 3 + ["no"] * 37}, (HALF - 3, HALF)),
        ({"accepts direct mail": ["no"] * PEOPLE, "sms_consent": ["no"] * PEOPLE}, (HALF, HALF)),
        ({"email_opt_in": ["no"] * PEOPLE, "sms_consent": ["yes"] * 9 + ["no"] * 31}, (9, 0)),
    ],
)
def test_who_refused_every_way_is_not_counted(
    tmp_path: Path, columns: dict[str, list[Any]], counts: tuple[int, int]
) -> None:
    analysis = contactable_analysis(tmp_path, contact_table(**columns))
    assert count_contactable(NO_STORE, Segmentation(analysis, 2)).by_label[:2] == counts
