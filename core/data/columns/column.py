"""One column of a table: its profile, and what can be read off it and its name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from core.data.columns.column_names import is_ordinal, name_words, role_hints
from core.data.columns.name_meanings import EMAIL_NAME, TELEPHONE_NAME, names_row_number
from core.model import ColumnProfile, Role

# Share of the rows that must have a value of their own in an id; below it an id repeats, and the rows
# may be transactions.
UNIQUE_SHARE = 0.95
ENOUGH_ROWS = 20  # rows from which two values, or keys without a repeat, are no chance
SHORTEST_TELEPHONE = 100_000  # whole numbers below it are too short to be telephone numbers
SHORTEST_NUMBER = 10_000  # whole numbers below it are too short for a card's
MOST_SELDOM = 0.1  # mean, as a share of the largest number, of numbers that are nearly always 0
MOST_OF = 0.75  # share of the examples that must look alike for the column to be called so
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LETTERS = r"[^\W\d_](?:[^\W\d_]|['.\u2019-])*"
_PERSON = re.compile(rf"{_LETTERS}(?:,? {_LETTERS}){{1,3}}")
_PLACE = re.compile(r"\(?-?\d{1,3}\.\d+ ?[,;/ ] ?-?\d{1,3}\.\d+\)?")
_YES_NO = (
    ("yes", "no"),
    ("y", "n"),
    ("true", "false"),
    ("t", "f"),
    ("ja", "nein"),
    ("oui", "non"),
    ("si", "no"),
    ("sí", "no"),
    ("sim", "não"),
    ("ja", "nee"),
    ("on", "off"),
    ("wahr", "falsch"),
    ("vrai", "faux"),
)
YES, NO = (frozenset(words) for words in zip(*_YES_NO, strict=True))


@dataclass(frozen=True)
class Column:
    """A profile with what can be read off it."""

    profile: ColumnProfile
    rows: int

    @cached_property
    def words(self) -> str:
        return name_words(self.profile.name)

    @cached_property
    def role_hints(self) -> dict[Role, int]:
        return role_hints(self.profile.name)

    @property
    def present(self) -> int:
        return self.rows - self.profile.missing

    @property
    def distinct(self) -> int:
        return self.profile.distinct

    @property
    def unique(self) -> bool:
        return self.distinct > 0 and self.distinct >= UNIQUE_SHARE * self.present

    @property
    def has_few_values(self) -> bool:
        """True for one or two values that repeat: a yes or no rather than an id."""
        return self.distinct <= 2 and not self.unique

    @property
    def constant(self) -> bool:
        return self.rows > 1 and self.profile.missing == 0 and self.distinct == 1

    @property
    def numeric(self) -> bool:
        return self.profile.dtype in ("integer", "number")

    @property
    def could_be_key(self) -> bool:
        return self.profile.dtype in ("integer", "text")

    @property
    def counts_rows(self) -> bool:
        """True for whole numbers that count the rows without a gap."""
        low, high = self.profile.minimum, self.profile.maximum
        if self.profile.dtype != "integer" or low is None or high is None:
            return False
        return self.unique and high - low + 1 == self.distinct

    @property
    def row_number(self) -> bool:
        """True for numbers of the rows: whole, each once, under a name that says so; or from 0 or 1 up
        to the last row under one that says nothing."""
        if self.profile.dtype != "integer" or not self.unique:
            return False
        if names_row_number(self.profile.name):
            return True
        from_start = self.profile.minimum in (0, 1) and self.rows >= ENOUGH_ROWS
        silent = not self.role_hints and not is_ordinal(self.profile.name)
        return silent and from_start and self.counts_rows and self.distinct == self.rows

    @property
    def two_valued(self) -> bool:
        return self.distinct == 2 and (self.profile.dtype == "boolean" or self.present >= ENOUGH_ROWS)

    @property
    def yes_no(self) -> bool:
        words = {example.casefold() for example in self.profile.examples}
        return (
            self.profile.dtype == "text"
            and any(words.issuperset(pair) for pair in _YES_NO)
            and len(words) <= 3
        )

    @property
    def telephone(self) -> bool:
        """True for telephone numbers: text, or whole numbers too long to count anything, under such a
        name."""
        if not TELEPHONE_NAME.search(self.words) or not self.could_be_key:
            return False
        low = self.profile.minimum
        long = low is not None and abs(low) >= SHORTEST_TELEPHONE
        return long or (self.profile.dtype == "text" and self._mostly(_has_many_digits))

    @property
    def long_numbers(self) -> bool:
        """True for numbers of five digits and more, as cards and accounts have, in numbers or text."""
        if self.profile.dtype == "integer":
            return self.profile.minimum is not None and self.profile.minimum >= SHORTEST_NUMBER
        return self.profile.dtype == "text" and self._mostly(
            lambda text: len(re.sub(r"\D", "", text)) >= 5
        )

    @property
    def mail(self) -> bool:
        """True for e-mail addresses, or hashes of them under such a name."""
        if self.profile.dtype != "text":
            return False
        hashed = EMAIL_NAME.search(self.words) and re.search(r"\b(?:hash\w*|sha\d*|md5)\b", self.words)
        return bool(hashed) or self._mostly(lambda text: _MAIL.search(text) is not None)

    @property
    def people(self) -> bool:
        """True for text that looks like first and last names."""
        return self.profile.dtype == "text" and self._mostly(
            lambda text: _PERSON.fullmatch(text) is not None
        )

    @property
    def places(self) -> bool:
        """True for text that holds latitude and longitude in one."""
        return self.profile.dtype == "text" and self._mostly(
            lambda text: _PLACE.fullmatch(text.strip()) is not None
        )

    @property
    def share(self) -> bool:
        """True for fractions from 0 to 1: a share or a rate, never money."""
        low, high = self.profile.minimum, self.profile.maximum
        return (
            self.profile.dtype == "number"
            and low is not None
            and high is not None
            and 0 <= low <= high <= 1
        )

    @property
    def mostly_zero(self) -> bool:
        """True for numbers that are nearly always 0: what was adjusted, refunded or given back."""
        mean, high = self.profile.mean, self.profile.maximum
        rare = self.present >= ENOUGH_ROWS and self.distinct * ENOUGH_ROWS <= self.present
        if not rare or mean is None or high is None:
            return False
        return float(self.profile.examples[0]) == 0 and 0 <= mean <= MOST_SELDOM * high

    def within(self, limit: float) -> bool:
        low, high = self.profile.minimum, self.profile.maximum
        return low is not None and high is not None and -limit <= low <= high <= limit

    def _mostly(self, test: Callable[[str], bool]) -> bool:
        examples = self.profile.examples
        return bool(examples) and sum(map(test, examples)) >= MOST_OF * len(examples)


def _has_many_digits(text: str) -> bool:
    return sum(character.isdigit() for character in text) >= 6  # an extension or short code has fewer
