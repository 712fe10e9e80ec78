"""Notices about an audience file before it is sent: counts in words, nothing personal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.act.audience.contact_columns import ContactColumns
from core.act.audience.people import ContactDetails, Fault
from core.act.audience.permission import Permissions
from core.act.power import HopedEffect
from core.act.words import NOBODY_HELD_OUT, power_sentence
from core.model import Notice
from core.text import format_count, join_quoted, verb_form

# Fewer are not matched: Meta's "How to format a customer list" (business help 2082575038703844) and
# Google's list of audience segment sizes, both 100 people.
FEWEST_PEOPLE = 100  # higher: more files are warned of


@dataclass(frozen=True)
class AudienceCounts:
    """Counts of people at each step, and of details that could not be used.

    `shared_phones` are the numbers that stand in an earlier row already, `refused` the details of
    people in the file who may be contacted in another way only ("email", "phone").
    """

    counts: Mapping[str, int]
    permissions: Permissions
    shared_phones: int
    refused: Mapping[str, int]
    details: ContactDetails

    def reasons_left_out(self) -> str:
        """Say why people are left out, a sentence a reason."""
        return " ".join(_left_out_reasons(self))


def audience_notices(
    counts: AudienceCounts,
    contacts: ContactColumns,
    totals: Mapping[str, int],
    platform: bool,
    hoped: HopedEffect,
) -> tuple[Notice, ...]:
    """Write all notices; `totals` are counts by step, `platform` says whether the file is for advertising.

    The last one says whether enough are held out to see the effect that is `hoped` for.
    """
    left_out = (*_left_out_reasons(counts), *_shared_details(counts), *_several_addresses(counts))
    warnings = (
        *_unusable_details(counts.details, contacts),
        *_small_group_warnings(totals, platform),
    )
    return (
        *(
            Notice(text, "warning", "consent")
            for text in _consent_warning(contacts, counts.permissions)
        ),
        *(Notice(text, "info", "audience") for text in left_out),
        *(Notice(text, "warning", "audience") for text in warnings),
        *(Notice(text, "info", "consent") for text in _consent_notes(contacts, counts.permissions)),
        Notice(_hold_out_words(totals, hoped), "info", "audience"),
    )


def _hold_out_words(totals: Mapping[str, int], hoped: HopedEffect) -> str:
    if not totals["held_out"]:
        return NOBODY_HELD_OUT
    return power_sentence(totals["contacted"], totals["held_out"], hoped)


def _consent_warning(contacts: ContactColumns, permissions: Permissions) -> Iterator[str]:
    unasked = [way for way in permissions.channels if not contacts.consent_for(way)]
    if not contacts.consent:
        yield (
            "No column says who agreed to be contacted. Make sure that everyone in the file has, or choose "
            "the column that says so."
        )
    elif unasked:
        yield (
            f"No column says who agreed to {_WAYS[unasked[0]]}; {join_quoted(contacts.consent)} "
            f"{verb_form(len(contacts.consent), 'is', 'are')} about something else. Make sure that everyone "
            "in the file has agreed, or choose the column that says so."
        )


_WAYS = {"email": "e-mail", "phone": "calls or text messages", "post": "post"}


def _consent_notes(contacts: ContactColumns, permissions: Permissions) -> Iterator[str]:
    if contacts.against:
        yield f"A yes or a date in {join_quoted(contacts.against)} counts as a refusal."
    asked = {name for way in permissions.channels for name in contacts.consent_for(way)}
    for name in contacts.consent:
        if asked and name not in asked:
            yield f"'{name}' is about {_WAYS[contacts.channels[name]]}, so it leaves nobody out of this file."


def _left_out_reasons(counts: AudienceCounts) -> Iterator[str]:
    reasons = {
        "without_consent": f"{{}} without consent {{}} left out{_refusing_columns(counts.permissions)}.",
        "unreachable": "{} without an address or number that the tool could match {} left out.",
        "repeated": "{} with the e-mail address or phone number of another {} left out.",
    }
    for reason, text in reasons.items():
        if count := counts.counts[reason]:
            yield text.format(_count_people(count), verb_form(count, "is", "are"))


def _refusing_columns(permissions: Permissions) -> str:
    """Name the columns that remove people, each with their count."""
    columns = [f"'{name}' says no for {n:,}" for name, n in permissions.by_column.items() if n]
    return f": {', '.join(columns)}".replace("{", "{{").replace("}", "}}") if columns else ""


def _shared_details(counts: AudienceCounts) -> Iterator[str]:
    if count := counts.permissions.by_others:
        yield (
            f"Among those without consent {verb_form(count, 'is', 'are')} {_count_people(count)} who "
            f"{verb_form(count, 'shares', 'share')} an e-mail address or phone number with somebody who refused."
        )
    for channel, count in counts.refused.items():
        if count:
            yield f"{_emptied_details(count, _NOUNS[channel])}: no consent to {_WAYS[channel]}."
    if count := counts.shared_phones:
        yield f"{_emptied_details(count, 'phone number')}: another row of the file has the same."


def _several_addresses(counts: AudienceCounts) -> Iterator[str]:
    if count := counts.details.several_emails:
        yield f"{format_count(count, 'customer')} {verb_form(count, 'has', 'have')} several e-mail addresses in one cell: the first is used."


def _count_people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


_NOUNS = {"email": "e-mail address", "phone": "phone number"}
_FAULTS: Mapping[tuple[str, Fault], str] = {
    ("email", "made up"): "made up to fill the field, such as noemail@ or test@test",
    ("email", "shared"): "many customers share the same, so it is nobody's own",
    ("phone", "made up"): "made up to fill the field, such as 0000000000 or 1234567890",
    (
        "phone",
        "cut off",
    ): "a spreadsheet has cut off the digits, as in 4.48E+11. Export the column as text",
    ("phone", "shared"): "many customers share the same, so it is nobody's own",
}


def _unusable_details(details: ContactDetails, contacts: ContactColumns) -> Iterator[str]:
    for (field, fault), why in _FAULTS.items():
        if count := details.emptied.get((field, fault), 0):
            yield f"{_emptied_details(count, _NOUNS[field])}: {why}."
    if count := details.emptied.get(("email", "invalid"), 0):
        yield f"{_emptied_details(count, 'invalid e-mail address')}: they do not read like name@example.com."
    without_country = details.emptied.get(("phone", "no country"), 0)
    if count := details.emptied.get(("phone", "invalid"), 0) + without_country:
        yield f"{_emptied_details(count, 'invalid phone number')}.{_numbers_without_country(without_country)}"
    if count := details.bad_countries:
        where = join_quoted([contacts.columns["country"]])
        yield f"{format_count(count, 'customer')} {verb_form(count, 'has', 'have')} an unknown country in {where}."


def _numbers_without_country(count: int) -> str:
    """Ask for the country that the numbers of people without one need."""
    if not count:
        return ""
    belong = verb_form(count, "belongs", "belong")
    return f" Of these {count:,} {belong} to people without a country: choose one, as numbers need its code."


def _emptied_details(count: int, noun: str) -> str:
    plural = noun + "es" if noun.endswith("s") else noun + "s"
    return f"{count:,} {noun if count == 1 else plural} {verb_form(count, 'was', 'were')} removed"


def _small_group_warnings(counts: Mapping[str, int], platform: bool) -> Iterator[str]:
    if counts["contacted"] < FEWEST_PEOPLE:
        reason = (
            f"Advertising platforms match lists of {FEWEST_PEOPLE} people or more."
            if platform
            else f"With fewer than {FEWEST_PEOPLE} the result of a campaign is mostly chance."
        )
        yield f"Only {_count_people(counts['contacted'])} in the file. {reason}"
