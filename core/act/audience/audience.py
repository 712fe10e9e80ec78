"""Segments as a file for a campaign tool, with people held out at random to measure the effect."""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.act.audience.cleaning import clean_text
from core.act.audience.contact_columns import FIELDS, ContactColumns, find_contact_columns
from core.act.audience.countries import country_code
from core.act.audience.notice_words import AudienceCounts, audience_notices
from core.act.audience.people import ContactDetails, contact_details, same_person
from core.act.audience.permission import CHANNELS, Permissions, read_permissions
from core.act.audience.tool_spec import AudienceSpec, Column, Person
from core.act.audience.tools import find_audience_tool
from core.act.power import USUAL_HOPE, HopedEffect
from core.errors import UserError
from core.model import Integers, Notice, Segmentation
from core.text import escape_formula

MOST_HELD_OUT = 0.9  # share; with more held out a campaign has hardly anybody to reach
CONTACTED, HELD_OUT = "contacted", "held out"


class NoSegments(UserError):
    template = "No segment is chosen. Choose at least one."


class BadHoldout(UserError):
    template = "The hold-out share must be from 0 to {most}; {share} is not."


class BadCountry(UserError):
    template = "'{country}' is not a country. Write DE, FR or US, or its name."


class NoContacts(UserError):
    template = "No column holds what {title} needs: {needed}. Choose the column that does, or upload a file that has it."


class NobodyLeft(UserError):
    template = "Nobody in {segments} can be contacted. {reasons}"


@dataclass(frozen=True)
class AudienceRequest:
    """The segments to be contacted, and the tool to do so.

    `segments` are numbers with the names that the file shows, `holdout` the share that is left out at
    random, `country` that of people who have none in the data, `contacts` the columns (by field of
    `contact_columns.FIELDS`) that go before those that are found, `hoped` the effect that the hold-out
    shall show, `rows` the only customers of the segments that are meant (None: all), `own_sets` rows of further
    customers by the name that the file shows for them. Raises UnknownName, NoSegments, BadHoldout, BadCountry.
    """

    target: str
    segments: Mapping[int, str]
    holdout: float = 0.0
    country: str = ""
    contacts: Mapping[str, str] = field(default_factory=dict)
    hoped: HopedEffect = USUAL_HOPE
    rows: tuple[int, ...] | None = None
    own_sets: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all that is chosen."""
        return (*self.segments.values(), *self.own_sets)

    def __post_init__(self) -> None:
        find_audience_tool(self.target)
        if not self.names:
            raise NoSegments()
        if not 0 <= self.holdout <= MOST_HELD_OUT:
            raise BadHoldout(share=self.holdout, most=MOST_HELD_OUT)
        if self.country and not self.region:
            raise BadCountry(country=self.country)

    @property
    def region(self) -> str:
        """Country in two letters; "" where there is none."""
        return country_code(self.country)


@dataclass(frozen=True)
class AudienceFiles:
    """Files by name, counts of people at each step, the columns that were read, and notices."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    columns: Mapping[str, str]
    notices: tuple[Notice, ...]


def build_audience_files(segmentation: Segmentation, request: AudienceRequest) -> AudienceFiles:
    """Write audience.csv for the tool, assignment.csv and, with a hold-out, holdout.csv.

    Whoever has not consented, cannot be reached or stands in the file already is in none of them.
    Customers who share an e-mail address or phone number count as one person, also through others.
    Who is held out follows from the recipe's seed and the customer ids alone. Raises UserError where
    the request does not fit the analysis or the data.
    """
    tool = find_audience_tool(request.target)
    rows, titles = _chosen_rows(segmentation, request)
    contacts = find_contact_columns(segmentation.dataset, segmentation.recipe, request.contacts)
    _check_reachable(tool, contacts, request)
    details = contact_details(segmentation.analysis, rows, contacts, request.region)
    persons = [
        {**person, "segment": title} for person, title in zip(details.persons, titles, strict=True)
    ]
    people = same_person(persons)
    permissions = read_permissions(persons, people, details.answers, contacts, tool)
    selected, counts = _select_people(persons, permissions, details, tool)
    if not selected:
        raise NobodyLeft(segments=", ".join(request.names), reasons=counts.reasons_left_out())
    selected_people = [people[person["customer"]] for person in selected]
    groups = _assign_groups(selected_people, request.holdout, segmentation.recipe.seed)
    contacted = [person for person, group in zip(selected, groups, strict=True) if group == CONTACTED]
    totals = {
        **counts.counts,
        "held_out": len(selected) - len(contacted),
        "contacted": len(contacted),
    }
    customer = str(segmentation.customers.frame.index.name or "customer")
    files = {
        "audience.csv": _audience_csv(tool, contacted),
        **_assignment_files(selected, groups, customer),
    }
    notices = audience_notices(counts, contacts, totals, tool.hashed, request.hoped)
    return AudienceFiles(files, totals, _columns_read(contacts), notices)


def _chosen_rows(segmentation: Segmentation, request: AudienceRequest) -> tuple[Integers, list[str]]:
    """Return the rows of the customers who are chosen, and what the file calls each one's segment; a set of
    one's own goes before a segment. UnknownSegment."""
    labels, titles = segmentation.labels, np.full(len(segmentation.labels), "", object)
    meant = np.ones(len(labels), bool)
    if request.rows is not None:
        meant[:] = False
        meant[list(request.rows)] = True
    for segment, title in request.segments.items():
        titles[(labels == segmentation.label(segment)) & meant] = clean_text(title)
    for name, rows in request.own_sets.items():
        titles[list(rows)] = clean_text(name)
    chosen = np.flatnonzero(titles != "")
    return chosen, titles[chosen].tolist()


def _check_reachable(tool: AudienceSpec, contacts: ContactColumns, request: AudienceRequest) -> None:
    """Raise NoContacts where the tool could recognise nobody by the columns that there are."""
    fields = {"customer", *contacts.columns} | ({"country"} if request.region else set())
    if "full_name" in fields:
        fields |= {"first_name", "last_name"}
    if not any(fields.issuperset(group) for group in tool.reached):
        groups = [" and ".join(FIELDS[name] for name in group) for group in tool.reached]
        raise NoContacts(title=tool.title, needed=", or ".join(groups))


def _select_people(
    persons: Sequence[Person],
    permissions: Permissions,
    details: ContactDetails,
    tool: AudienceSpec,
) -> tuple[list[Person], AudienceCounts]:
    """Select the people who may and can be contacted, each once, in the order of the customers.

    A way by which somebody may not be contacted is left empty, as is a phone number that another row
    has already.
    """
    willing = [place for place, is_willing in enumerate(permissions.willing) if is_willing]
    permitted = [_permitted_details(persons[place], permissions.granted[place]) for place in willing]
    reachable = [person for person in permitted if tool.reaches(person)]
    selected, shared_phones = _drop_repeats(reachable)
    counts = {
        "in_segment": len(persons),
        "without_consent": len(persons) - len(willing),
        "unreachable": len(willing) - len(reachable),
        "repeated": len(reachable) - len(selected),
    }
    refused: dict[str, int] = {
        channel: sum(
            bool(persons[place][channel]) and not permissions.granted[place][channel]
            for place in willing
        )
        for channel in CHANNELS
    }
    return selected, AudienceCounts(counts, permissions, shared_phones, refused, details)


def _permitted_details(person: Person, granted: Mapping[str, bool]) -> Person:
    """Return the person without the e-mail address or phone number that may not be used."""
    return {**person, **{channel: "" for channel in CHANNELS if not granted[channel]}}


def _drop_repeats(reachable: Sequence[Person]) -> tuple[list[Person], int]:
    """Leave each e-mail address and phone number once; count the numbers that are emptied for that."""
    selected: list[Person] = []
    seen: set[str] = set()
    shared_phones = 0
    for person in reachable:
        email, phone = person["email"], person["phone"]
        if (email or phone) not in seen:
            selected.append({**person, "phone": "" if phone in seen else phone})
            shared_phones += phone in seen
            seen |= {email, phone} - {""}
    return selected, shared_phones


def _assign_groups(people: Sequence[str], share: float, seed: int) -> list[str]:
    """Assign a group to each, `share` of the different `people` held out, at least one a group.

    Those of the lowest hashes of seed and id are held out: a new customer hardly changes who else is.
    """
    order = sorted({*people}, key=lambda who: hashlib.sha256(f"{seed} {who}".encode()).digest())
    size = min(max(round(share * len(order)), 1), len(order) - 1) if share else 0
    held_out = {*order[:size]}
    return [HELD_OUT if who in held_out else CONTACTED for who in people]


def _audience_csv(tool: AudienceSpec, contacted: Sequence[Person]) -> bytes:
    columns = _used_columns(tool, contacted)
    rows = ([column.write(person) for column in columns] for person in contacted)
    return _csv_bytes([column.header for column in columns], rows)


def _used_columns(tool: AudienceSpec, contacted: Sequence[Person]) -> list[Column]:
    """Return the columns that somebody has a value for; those that count only together, all or none."""
    used = [c for c in tool.columns if any(person.get(f) for person in contacted for f in c.fields)]
    complete = {column.header for column in used}.issuperset(tool.together)
    return [column for column in used if complete or column.header not in tool.together]


def _assignment_files(
    selected: Sequence[Person], groups: Sequence[str], customer: str
) -> dict[str, bytes]:
    """Write the group of each customer id, and the ids of those held out once more alone."""
    rows = [
        [escape_formula(person["customer"]), escape_formula(person["segment"]), group]
        for person, group in zip(selected, groups, strict=True)
    ]
    header = escape_formula(customer)
    files = {"assignment.csv": _csv_bytes([header, "segment", "group"], rows)}
    held_out = [[row[0]] for row in rows if row[-1] == HELD_OUT]
    return files | ({"holdout.csv": _csv_bytes([header], held_out)} if held_out else {})


def _csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write UTF-8 without a byte order mark, which import pages take for part of the first header."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def _columns_read(contacts: ContactColumns) -> dict[str, str]:
    return {
        **contacts.columns,
        **({"consent": ", ".join(contacts.consent)} if contacts.consent else {}),
    }
