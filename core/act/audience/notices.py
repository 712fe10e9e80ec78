"""Notices about an audience file before it is sent: counts in words, nothing personal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.act.audience.contact_columns import ContactColumns
from core.model import Notice
from core.text import format_count, join_quoted, verb_form

# Fewer are not matched: Meta's "How to format a customer list" (business help 2082575038703844) and
# Google's list of audience segment sizes, both 100 people.
FEWEST_PEOPLE = 100  # higher: more files and hold-outs are warned of


@dataclass(frozen=True)
class AudienceCounts:
    """Counts of people at each step, and of details that could not be used.

    `by_others` are people without consent only because another customer of the same e-mail address or
    phone number refused, `shared_phones` the numbers that stand in an earlier row already.
    `phones_without_country` are the bad ones of people who have no known country.
    """

    counts: Mapping[str, int]
    by_others: int
    shared_phones: int
    bad_emails: int
    bad_phones: int
    phones_without_country: int
    bad_countries: int

    def reasons_left_out(self) -> str:
        """Say why people are left out, a sentence a reason."""
        return " ".join(_left_out_reasons(self.counts))


def audience_notices(
    counts: AudienceCounts, contacts: ContactColumns, totals: Mapping[str, int], platform: bool
) -> tuple[Notice, ...]:
    """Write all notices; `totals` are counts by step, `platform` says whether the file is for advertising."""
    left_out = (*_left_out_reasons(counts.counts), *_shared_details(counts))
    warnings = (*_unusable_details(counts, contacts), *_small_group_warnings(totals, platform))
    return (
        *(Notice(text, "warning", "consent") for text in _consent_warning(contacts)),
        *(Notice(text, "info", "audience") for text in left_out),
        *(Notice(text, "warning", "audience") for text in warnings),
        *(Notice(text, "info", "consent") for text in _refusal_notes(contacts)),
    )


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


def _shared_details(counts: AudienceCounts) -> Iterator[str]:
    if count := counts.by_others:
        yield (
            f"Among those without consent {verb_form(count, 'is', 'are')} {_count_people(count)} who "
            f"{verb_form(count, 'shares', 'share')} an e-mail address or phone number with somebody who refused."
        )
    if count := counts.shared_phones:
        yield f"{_emptied_details(count, 'phone number')}: another row of the file has the same."


def _count_people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _unusable_details(counts: AudienceCounts, contacts: ContactColumns) -> Iterator[str]:
    if count := counts.bad_emails:
        yield f"{_emptied_details(count, 'e-mail address')}: not of the form name@example.com."
    if count := counts.bad_phones:
        yield f"{_emptied_details(count, 'phone number')}: not valid.{_numbers_without_country(counts.phones_without_country)}"
    if count := counts.bad_countries:
        where = join_quoted([contacts.columns["country"]])
        yield f"{format_count(count, 'customer')} {verb_form(count, 'has', 'have')} a country in {where} that is not known."


def _numbers_without_country(count: int) -> str:
    """Ask for the country that the numbers of people without one need."""
    if not count:
        return ""
    are = f"{verb_form(count, 'is', 'are')} of people without a country"
    return f" Of these {count:,} {are}: say which it is, as numbers need its code."


def _emptied_details(count: int, noun: str) -> str:
    plural = noun + "es" if noun.endswith("s") else noun + "s"
    return f"{count:,} {noun if count == 1 else plural} {verb_form(count, 'is', 'are')} left empty"


def _small_group_warnings(counts: Mapping[str, int], platform: bool) -> Iterator[str]:
    if counts["contacted"] < FEWEST_PEOPLE:
        reason = (
            f"Advertising platforms match lists of {FEWEST_PEOPLE} people or more."
            if platform
            else f"What a campaign to fewer than {FEWEST_PEOPLE} brings is mostly chance."
        )
        yield f"Only {_count_people(counts['contacted'])} in the file. {reason}"
    if 0 < counts["held_out"] < FEWEST_PEOPLE:
        yield (
            f"Only {_count_people(counts['held_out'])} held out: a small effect cannot be told from chance "
            "with so few."
        )
