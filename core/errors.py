"""Errors that a user can act on. Anything else that is raised is a bug."""

from collections.abc import Iterable
from typing import Self


class UserError(Exception):
    """An error that the user can put right: what happened, and what to do about it.

    Subclasses set `template`, one or two sentences with named fields; the fields are kept
    on the error, so a test names the subclass rather than its words.
    """

    template = "{what}"

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.template.format(**fields))


class UnknownSegment(UserError):
    template = "There is no segment {segment} here. Choose one of: {known}."

    @classmethod
    def among(cls, numbers: Iterable[int], segment: int) -> Self:
        """Make the error for a `segment` that is none of `numbers`."""
        return cls(segment=segment, known=", ".join(map(str, sorted(numbers))))


class Cancelled(Exception):
    """Raised in work that the user or a newer request stopped."""
