"""Requirements of a campaign tool on a file of people.

Some platforms want fields as SHA-256: by it they recognise their own users and learn of nobody else.
"""

import hashlib
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
    """Make a column of the field as it is."""
    return Column(header, (field,), lambda person: person.get(field, ""))


def hashed_column(header: str, field: Field, normalise: Callable[[str], str] = str.lower) -> Column:
    """Make a column of hashes of the field, which `normalise` writes as the platform does before."""
    return Column(header, (field,), lambda person: hash_text(normalise(person.get(field, ""))))


def hash_text(text: str) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits; "" for an empty text."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
