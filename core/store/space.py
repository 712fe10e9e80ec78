"""Errors of a full disk, said in words."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import UserError

FULL = (errno.ENOSPC, errno.EDQUOT)


class DiskFull(UserError):
    template = (
        "The server's disk is full, so this file could not be kept. Try a smaller one, or ask whoever "
        "runs Tessera for more space."
    )


class ResultNotKept(UserError):
    template = (
        "The server has no room to keep this result. Ask whoever runs Tessera to free disk space or to "
        "raise TESSERA_CACHE_MB."
    )


@contextmanager
def raise_disk_full() -> Iterator[None]:
    """Raise DiskFull for an error that a full disk is behind, whatever library met it."""
    try:
        yield
    except Exception as error:
        if any(map(_is_disk_full, _error_chain(error))):
            raise DiskFull from error
        raise


def _error_chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _is_disk_full(error: BaseException) -> bool:
    """Tell whether the error is the system's; Polars names it only in its message."""
    return getattr(error, "errno", None) in FULL or any(f"(os error {n})" in str(error) for n in FULL)
