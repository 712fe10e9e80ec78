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
from core.act.audience.notices import AudienceCounts, audience_notices
from core.act.audience.people import ContactDetails, contact_details, same_person
from core.act.audience.tool_spec import AudienceSpec, Column, Person
from core.act.audience.tools import find_audience_tool
from core.errors import UserError
from core.model import Integers, Notice, Segmentation
from core.text import escape_formula

MOST_HELD_OUT = 0.9
CONTACTED, HELD_OUT = "contacted", "held out"


class NoSegments(UserError):
    template = "No segment is chosen. Choose at least one."


class BadHoldout(UserError):
    template = "The hold-out share must be from 0 to {most}; {share} is not."


class BadCountry(UserError):
    template = "'{country}' is no country. Write it as DE, FR or US, or by its name."


class NoContacts(UserError):
    template = "No column holds what {title} needs: {needed}. Say which column does, or bring a file that has it."


class NobodyLeft(UserError):
    template = "Nobody in {segments} can be contacted. {reasons}"


@dataclass(frozen=True)
class AudienceRequest:
    """Who is to be contacted, and with what tool.

    `segments` are numbers with the names that the file shows, `holdout` the share that is left
    out at random, `country` that of people who have none in the data, `contacts` the
    columns (by field of `contacts.FIELDS`) that go before those that are found. Raises UnknownName,
    NoSegments, BadHoldout, BadCountry.
    """

    target: str
    segments: Mapping[int, str]
    holdout: float = 0.0
    country: str = ""
    contacts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        find_audience_tool(self.target)
        if not self.segments:
            raise NoSegments()
        if not 0 <= self.holdout <= MOST_HELD_OUT:
            raise BadHoldout(share=self.holdout, most=MOST_HELD_OUT)
        if self.country and not self.region:
            raise BadCountry(country=self.country)

    @property
    def region(self) -> str:
        """The country in two letters; empty where none was given."""
        return country_code(self.country)


@dataclass(frozen=True)
class AudienceFiles:
    """`files` (name to bytes), how many people came how far, which columns were read, and notices."""

    files: Mapping[str, bytes]
    counts: Mapping[str, int]
    columns: Mapping[str, str]
    notices: tuple[Notice, ...]


def build_audience_files(segmentation: Segmentation, aim: AudienceRequest) -> AudienceFiles:
    """audience.csv for the tool, assignment.csv and, with a hold-out, holdout.csv.

    Whoever has not consented, cannot be reached or stands in the file already is in none of them.
    Customers who share an e-mail address or phone number count as one person, also through others.
    Who is held out follows from the recipe's seed and the customer ids alone. Raises UserError where the aim does not fit the analysis or the data.
    """
    spec = find_audience_tool(aim.target)
    rows, labels = _segment_rows(segmentation, aim)
    contacts = find_contact_columns(segmentation.dataset, segmentation.recipe, aim.contacts)
    _check_reachable(spec, contacts, aim)
    found = contact_details(segmentation.analysis, rows, contacts, aim.region)
    titles = {number: clean_text(title) for number, title in aim.segments.items()}
    named = [{**p, "segment": titles[n]} for p, n in zip(found.persons, labels, strict=True)]
    same = same_person(named)
    kept, reached = _select_people(named, same, found, spec)
    if not kept:
        raise NobodyLeft(segments=_list_names(aim.segments), reasons=reached.words())
    groups = _assign_groups([same[p["customer"]] for p in kept], aim.holdout, segmentation.recipe.seed)
    sent = [person for person, group in zip(kept, groups, strict=True) if group == CONTACTED]
    counts = {**reached.counts, "held_out": len(kept) - len(sent), "contacted": len(sent)}
    told = audience_notices(reached, contacts, counts, spec.hashed)
    customer = str(segmentation.customers.frame.index.name or "customer")
    files = {"audience.csv": _audience_csv(spec, sent), **_assignment_files(kept, groups, customer)}
    return AudienceFiles(files, counts, _columns_read(contacts), told)


def _segment_rows(segmentation: Segmentation, aim: AudienceRequest) -> tuple[Integers, list[int]]:
    """The rows of the customers in the segments and each one's segment; UnknownSegment."""
    labels = segmentation.labels
    numbers = {segmentation.label(segment): segment for segment in aim.segments}
    rows = np.flatnonzero(np.isin(labels, list(numbers)))
    return rows, [numbers[label] for label in labels[rows].tolist()]


def _check_reachable(spec: AudienceSpec, contacts: ContactColumns, aim: AudienceRequest) -> None:
    """NoContacts where the tool could recognise nobody by the columns that there are."""
    there = {"customer", *contacts.columns} | ({"country"} if aim.region else set())
    if "full_name" in there:
        there |= {"first_name", "last_name"}
    if not any(there.issuperset(group) for group in spec.reached):
        groups = [" and ".join(FIELDS[name] for name in group) for group in spec.reached]
        raise NoContacts(title=spec.title, needed=", or ".join(groups))


def _select_people(
    named: Sequence[Person], same: Mapping[str, str], found: ContactDetails, spec: AudienceSpec
) -> tuple[list[Person], AudienceCounts]:
    """Who may and can be contacted, each once, in the order of the customers.

    A refusal holds for the whole person. A phone number that another row has already is left empty.
    """
    consents = found.consents or (True,) * len(named)
    refusing = [person["customer"] for person, yes in zip(named, consents, strict=True) if not yes]
    refused = {same[customer] for customer in refusing}
    willing = [person for person in named if same[person["customer"]] not in refused]
    reachable = [person for person in willing if spec.reaches(person)]
    kept, shared = _drop_repeats(reachable)
    counts = {
        "in_segment": len(named),
        "without_consent": len(named) - len(willing),
        "unreachable": len(willing) - len(reachable),
        "repeated": len(reachable) - len(kept),
    }
    return kept, AudienceCounts(
        counts,
        counts["without_consent"] - len(refusing),
        shared,
        found.bad_emails,
        found.bad_phones,
        found.homeless_phones,
        found.bad_countries,
    )


def _drop_repeats(reachable: Sequence[Person]) -> tuple[list[Person], int]:
    """Each e-mail address and phone number once, and how many numbers are left empty for that."""
    kept: list[Person] = []
    seen: set[str] = set()
    shared = 0
    for person in reachable:
        email, phone = person["email"], person["phone"]
        if (email or phone) not in seen:
            kept.append({**person, "phone": "" if phone in seen else phone})
            shared += phone in seen
            seen |= {email, phone} - {""}
    return kept, shared


def _assign_groups(people: Sequence[str], share: float, seed: int) -> list[str]:
    """A group each: `share` of the different `people` held out, at least one in each group that is asked for.

    Those of the lowest hashes of seed and id: a new customer hardly changes who else is held out.
    """
    drawn = sorted({*people}, key=lambda one: hashlib.sha256(f"{seed} {one}".encode()).digest())
    held = min(max(round(share * len(drawn)), 1), len(drawn) - 1) if share else 0
    chosen = {*drawn[:held]}
    return [HELD_OUT if one in chosen else CONTACTED for one in people]


def _audience_csv(spec: AudienceSpec, sent: Sequence[Person]) -> bytes:
    columns = _used_columns(spec, sent)
    rows = ([column.write(person) for column in columns] for person in sent)
    return _csv_bytes([column.header for column in columns], rows)


def _used_columns(spec: AudienceSpec, sent: Sequence[Person]) -> list[Column]:
    """The columns that somebody has something for; those that count only together, all or none."""
    used = [c for c in spec.columns if any(person.get(f) for person in sent for f in c.fields)]
    complete = {column.header for column in used}.issuperset(spec.together)
    return [column for column in used if complete or column.header not in spec.together]


def _assignment_files(kept: Sequence[Person], groups: Sequence[str], customer: str) -> dict[str, bytes]:
    """Who is in which group, by customer id; the ids of those held out once more alone."""
    rows = [
        [escape_formula(person["customer"]), escape_formula(person["segment"]), group]
        for person, group in zip(kept, groups, strict=True)
    ]
    files = {"assignment.csv": _csv_bytes([escape_formula(customer), "segment", "group"], rows)}
    held = [[row[0]] for row in rows if row[-1] == HELD_OUT]
    return files | ({"holdout.csv": _csv_bytes([escape_formula(customer)], held)} if held else {})


def _csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 without a byte order mark, which import pages take for part of the first header."""
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def _columns_read(contacts: ContactColumns) -> dict[str, str]:
    return {
        **contacts.columns,
        **({"consent": ", ".join(contacts.consent)} if contacts.consent else {}),
    }


def _list_names(segments: Mapping[int, str]) -> str:
    return ", ".join(segments.values())
