"""Errors that a user can act on. Anything else that is raised is a bug."""


class UserError(Exception):
    """Something the user can put right: what happened, and what to do about it.

    Subclasses set `template`, one or two sentences with named fields; the fields are kept
    on the error, so a test names the subclass rather than its words.
    """

    template = "{what}"

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.template.format(**fields))


class Cancelled(Exception):
    """The user or a newer request stopped this work."""
