"""What a campaign tool asks of a file of people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Field = Literal[
    "customer", "segment", "email", "phone", "first_name", "last_name", "city", "zip", "country"
]
# A person's known fields, clean: e-mail in lower case, phone as E.164, country as two capital letters.
Person = Mapping[Field, str]


@dataclass(frozen=True)
class Column:
    """A column of the file under its exact header. `write` gives a person's cell, empty for none.

    The column is left out where nobody has any of the `fields` that it is made of.
    """

    header: str
    fields: tuple[Field, ...]
    write: Callable[[Person], str]


@dataclass(frozen=True)
class AudienceSpec:
    """A campaign tool: the columns of its import file, in order, and by what it finds a person.

    A person is `reached` by any one of the groups of fields, all of a group being known. The columns
    in `together` (headers) are of use only all together. `source` is where the tool says so.
    """

    name: str
    title: str
    summary: str
    source: str
    columns: tuple[Column, ...]
    reached: tuple[tuple[Field, ...], ...]
    together: tuple[str, ...] = ()
    hashed: bool = False
    version: int = 1

    def reaches(self, person: Person) -> bool:
        return any(all(person.get(field) for field in group) for group in self.reached)


def plain_column(header: str, field: Field) -> Column:
    """The field as it is."""
    return Column(header, (field,), lambda person: person.get(field, ""))
