"""What should be known of an audience file before it is sent: counts in words, nothing personal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.act.audience.contact_columns import ContactColumns
from core.model import Notice
from core.text import format_count, join_quoted, verb_form

# Fewer are not matched: Meta's "How to format a customer list" (business help 2082575038703844) and
# Google's list of audience segment sizes, both 100 people.
FEWEST_PEOPLE = 100


@dataclass(frozen=True)
class AudienceCounts:
    """How many people came how far, and how many details could not be used.

    `homeless_phones` are those of the bad ones whose people have no known country. `by_others` are those without consent only because another customer of the same e-mail address or
    phone number refused, `shared_phones` the numbers that stand in an earlier row already.
    """

    counts: Mapping[str, int]
    by_others: int
    shared_phones: int
    bad_emails: int
    bad_phones: int
    homeless_phones: int
    bad_countries: int

    def words(self) -> str:
        """Why people are left out, a sentence a reason."""
        return " ".join(_left_out_reasons(self.counts))


def audience_notices(
    reached: AudienceCounts, contacts: ContactColumns, counts: Mapping[str, int], platform: bool
) -> tuple[Notice, ...]:
    """All that the reader should know; `platform` says whether the file is for advertising."""
    told = [Notice(text, "warning", "consent") for text in _consent_warning(contacts)]
    told += [
        Notice(text, "info", "audience")
        for text in (*_left_out_reasons(reached.counts), *_shared_details(reached))
    ]
    told += [Notice(text, "warning", "audience") for text in _unusable_details(reached, contacts)]
    told += [Notice(text, "warning", "audience") for text in _small_group_warnings(counts, platform)]
    told += [Notice(text, "info", "consent") for text in _refusal_notes(contacts)]
    return tuple(told)


def _consent_warning(contacts: ContactColumns) -> Iterator[str]:
    if not contacts.consent:
        yield (
            "No column says who agreed to be contacted. Make sure that everyone in the file has, or name "
            "the column that says so."
        )


def _refusal_notes(contacts: ContactColumns) -> Iterator[str]:
    if contacts.against:
        yield f"A yes or a date in {join_quoted(contacts.against)} is taken for a refusal."


def _left_out_reasons(counts: Mapping[str, int]) -> Iterator[str]:
    reasons = {
        "without_consent": "{} without consent {} left out.",
        "unreachable": "{} without a detail that the tool could recognise {} left out.",
        "repeated": "{} with the e-mail address or phone number of another {} left out.",
    }
    for reason, text in reasons.items():
        if count := counts[reason]:
            yield text.format(_count_people(count), verb_form(count, "is", "are"))


def _shared_details(reached: AudienceCounts) -> Iterator[str]:
    if count := reached.by_others:
        yield (
            f"Among those without consent {verb_form(count, 'is', 'are')} {_count_people(count)} who "
            f"{verb_form(count, 'shares', 'share')} an e-mail address or phone number with somebody who refused."
        )
    if count := reached.shared_phones:
        yield f"{_emptied_details(count, 'phone number')}: another row of the file has the same."


def _count_people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _unusable_details(reached: AudienceCounts, contacts: ContactColumns) -> Iterator[str]:
    if count := reached.bad_emails:
        yield f"{_emptied_details(count, 'e-mail address')}: not of the form name@example.com."
    if count := reached.bad_phones:
        yield f"{_emptied_details(count, 'phone number')}: not valid.{_numbers_without_country(reached.homeless_phones)}"
    if count := reached.bad_countries:
        where = join_quoted([contacts.columns["country"]])
        yield f"{format_count(count, 'customer')} {verb_form(count, 'has', 'have')} a country in {where} that is not known."


def _numbers_without_country(count: int) -> str:
    """What helps those numbers that are not known to be of any country."""
    if not count:
        return ""
    are = f"{verb_form(count, 'is', 'are')} of people without a country"
    return f" Of these {count:,} {are}: say which it is, as numbers need its code."


def _emptied_details(count: int, what: str) -> str:
    noun = what + "es" if what.endswith("s") else what + "s"
    return f"{count:,} {what if count == 1 else noun} {verb_form(count, 'is', 'are')} left empty"


def _small_group_warnings(counts: Mapping[str, int], platform: bool) -> Iterator[str]:
    if counts["contacted"] < FEWEST_PEOPLE:
        why = (
            f"Advertising platforms match lists of {FEWEST_PEOPLE} people or more."
            if platform
            else f"What a campaign to fewer than {FEWEST_PEOPLE} brings is mostly chance."
        )
        yield f"Only {_count_people(counts['contacted'])} in the file. {why}"
    if 0 < counts["held_out"] < FEWEST_PEOPLE:
        yield (
            f"Only {_count_people(counts['held_out'])} held out: a small effect cannot be told from chance "
            "with so few."
        )
