"""A full disk is told as one, whichever library meets it."""

import errno

import polars as pl
import pytest

from core.store import DiskFull, raise_disk_full

WRITING = "parquet: underlying IO error: No space left on device (os error 28)"


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), pl.exceptions.ComputeError(WRITING)]
)
def test_a_full_disk_is_said(error: Exception) -> None:
    with pytest.raises(DiskFull, match="disk is full"), raise_disk_full():
        raise error


def test_also_where_another_error_was_made_of_it() -> None:
    with pytest.raises(DiskFull), raise_disk_full():
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError:
            raise ValueError("unreadable") from None


def test_any_other_error_stays_what_it_is() -> None:
    with pytest.raises(PermissionError), raise_disk_full():
        raise PermissionError(errno.EACCES, "Permission denied")
