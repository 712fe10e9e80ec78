"""What should be known of an audience file before it is sent: counts in words, nothing personal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.actions.contacts import Contacts
from core.data.checks import counted, listed, verb
from core.entities import Notice

# Fewer are not matched: Meta's "How to format a customer list" (business help 2082575038703844) and
# Google's list of audience segment sizes, both 100 people.
FEWEST = 100


@dataclass(frozen=True)
class Reached:
    """How many people came how far, and how many details could not be used.

    `by_others` are those without consent only because another customer of the same e-mail address or
    phone number refused, `shared_phones` the numbers that stand in an earlier row already.
    """

    counts: Mapping[str, int]
    by_others: int
    shared_phones: int
    bad_emails: int
    bad_phones: int
    bad_countries: int

    def words(self) -> str:
        """Why people are left out, a sentence a reason."""
        return " ".join(_left_out(self.counts))


def notices(
    reached: Reached, contacts: Contacts, counts: Mapping[str, int], country: bool
) -> tuple[Notice, ...]:
    """All that the reader should know; `country` says whether one was given for people without."""
    told = [Notice(text, "warning", "consent") for text in _consent(contacts)]
    told += [
        Notice(text, "info", "audience") for text in (*_left_out(reached.counts), *_shared(reached))
    ]
    told += [Notice(text, "warning", "audience") for text in _unusable(reached, contacts, country)]
    told += [Notice(text, "warning", "audience") for text in _small(counts)]
    told += [Notice(text, "info", "consent") for text in _refusals(contacts)]
    return tuple(told)


def _consent(contacts: Contacts) -> Iterator[str]:
    if not contacts.consent:
        yield (
            "No column says who agreed to be contacted. Make sure that everyone in the file has, or name "
            "the column that says so."
        )


def _refusals(contacts: Contacts) -> Iterator[str]:
    if contacts.against:
        yield f"A yes or a date in {listed(contacts.against)} is taken for a refusal."


def _left_out(counts: Mapping[str, int]) -> Iterator[str]:
    reasons = {
        "without_consent": "{} without consent {} left out.",
        "unreachable": "{} without a detail that the tool could recognise {} left out.",
        "repeated": "{} with the e-mail address or phone number of another {} left out.",
    }
    for reason, text in reasons.items():
        if count := counts[reason]:
            yield text.format(_people(count), verb(count, "is", "are"))


def _shared(reached: Reached) -> Iterator[str]:
    if count := reached.by_others:
        yield (
            f"Among those without consent {verb(count, 'is', 'are')} {_people(count)} who "
            f"{verb(count, 'shares', 'share')} an e-mail address or phone number with somebody who refused."
        )
    if count := reached.shared_phones:
        yield f"{_empty(count, 'phone number')}: another row of the file has the same."


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _unusable(reached: Reached, contacts: Contacts, country: bool) -> Iterator[str]:
    if count := reached.bad_emails:
        yield f"{_empty(count, 'e-mail address')}: not of the form name@example.com."
    if count := reached.bad_phones:
        hint = "" if country else " Say which country people without one are of: numbers need its code."
        yield f"{_empty(count, 'phone number')}: not valid.{hint}"
    if count := reached.bad_countries:
        where = listed([contacts.columns["country"]])
        yield f"{counted(count, 'customer')} {verb(count, 'has', 'have')} a country in {where} that is not known."


def _empty(count: int, what: str) -> str:
    noun = what + "es" if what.endswith("s") else what + "s"
    return f"{count:,} {what if count == 1 else noun} {verb(count, 'is', 'are')} left empty"


def _small(counts: Mapping[str, int]) -> Iterator[str]:
    if counts["contacted"] < FEWEST:
        yield (
            f"Only {_people(counts['contacted'])} in the file. Advertising platforms match lists of "
            f"{FEWEST} people or more."
        )
    if 0 < counts["held_out"] < FEWEST:
        yield (
            f"Only {_people(counts['held_out'])} held out: a small effect cannot be told from chance "
            "with so few."
        )
