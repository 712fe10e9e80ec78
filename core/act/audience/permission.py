"""Ways by which people may be contacted: their own answers, and those of all who are the same person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.act.audience.contact_columns import ContactColumns
from core.act.audience.tool_spec import AudienceSpec, Field, Person

CHANNELS: tuple[Field, ...] = ("email", "phone")


@dataclass(frozen=True)
class Permissions:
    """Ways by which each person may be contacted, in the order of the persons.

    `channels` are those by which the tool reaches people, `granted` what all who are the same person
    allow together, `willing` who may be contacted by one of the channels that he has. `by_others`
    counts who is left out because of others alone, `by_column` the people left out of whom a column
    says no.
    """

    channels: tuple[Field, ...]
    granted: tuple[Mapping[str, bool], ...]
    willing: tuple[bool, ...]
    by_others: int
    by_column: Mapping[str, int]


def read_permissions(
    persons: Sequence[Person],
    people: Mapping[str, str],
    answers: Sequence[Sequence[bool]],
    contacts: ContactColumns,
    tool: AudienceSpec,
) -> Permissions:
    """Read who may be contacted how. A refusal holds for everybody who is the same person."""
    channels = tuple(c for c in CHANNELS if any(c in group for group in tool.reached)) or CHANNELS
    alone = [_granted_channels(row, contacts) for row in answers]
    granted = _granted_together([people[person["customer"]] for person in persons], alone)
    ways = [[c for c in channels if person.get(c)] or channels for person in persons]
    willing = [any(map(g.get, w)) for g, w in zip(granted, ways, strict=True)]
    left_out = [place for place, is_willing in enumerate(willing) if not is_willing]
    asked = dict.fromkeys(name for channel in channels for name in contacts.consent_for(channel))
    by_column = {
        name: sum(not answers[place][contacts.consent.index(name)] for place in left_out)
        for name in asked
    }
    by_others = sum(any(map(alone[place].get, ways[place])) for place in left_out)
    return Permissions(channels, granted, tuple(willing), by_others, by_column)


def _granted_together(
    owners: Sequence[str], alone: Sequence[Mapping[str, bool]]
) -> tuple[Mapping[str, bool], ...]:
    """Return for each row what all rows of its owner allow."""
    refused = {
        (owner, channel)
        for owner, granted in zip(owners, alone, strict=True)
        for channel in CHANNELS
        if not granted[channel]
    }
    return tuple({channel: (owner, channel) not in refused for channel in CHANNELS} for owner in owners)


def _granted_channels(answers: Sequence[bool], contacts: ContactColumns) -> dict[str, bool]:
    """Return for each way of contact whether all columns about it allow it."""
    allowed = dict(zip(contacts.consent, answers, strict=True))
    return {
        channel: all(allowed[name] for name in contacts.consent_for(channel)) for channel in CHANNELS
    }
