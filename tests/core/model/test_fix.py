"""Fixes and their ids."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import Fix, UnknownFix
from core.model.fix import FixKind

KINDS = [Fix(kind) for kind in sorted(get_args(FixKind))]
WITH_VALUE = ["missing", "dates_after", "keep_currency"]
WITH_COLUMN = [fix.kind for fix in KINDS if fix.has_column and fix.kind not in WITH_VALUE]
COLUMNS = st.text(st.sampled_from("ab: "), min_size=1, max_size=5)


@given(
    st.sampled_from([fix for fix in KINDS if not fix.has_column])
    | st.builds(Fix, st.sampled_from(WITH_COLUMN), COLUMNS)
    | st.builds(Fix, st.sampled_from(WITH_VALUE), COLUMNS, st.text(max_size=5))
)
def test_an_id_says_which_fix_it_is(fix: Fix) -> None:
    assert Fix.parse(str(fix), [fix.column]) == fix
    assert str(Fix.parse(str(fix))) == str(fix)


def test_of_several_columns_the_longest_that_fits_is_meant() -> None:
    assert Fix.parse("missing:a:b:?", ["a", "a:b"]) == Fix("missing", "a:b", "?")
    assert Fix.parse("missing:a:b:?", ["a"]) == Fix("missing", "a", "b:?")
    assert Fix.parse("missing:a:b:?") == Fix("missing", "a:b", "?")


@pytest.mark.parametrize(
    "text", ["", "drop", "missing:a", "drop_duplicates:a", "returns", "returns:keep"]
)
def test_other_texts_are_no_fix(text: str) -> None:
    with pytest.raises(UnknownFix):
        Fix.parse(text)
