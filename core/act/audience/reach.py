"""Customers who may be contacted at all, by the columns about consent alone."""

from dataclasses import dataclass, replace

import numpy as np

from core.act.audience.contact_columns import ContactColumns, find_contact_columns
from core.act.audience.people import consent_answers
from core.act.audience.permission import CHANNELS
from core.model import NOISE, Analysis, Segmentation
from core.store import Store, key_of


@dataclass(frozen=True)
class ContactableCounts:
    """Customers who may be contacted by e-mail or phone, by the label of their segment."""

    by_label: tuple[int, ...]


def count_contactable(store: Store, segmentation: Segmentation) -> ContactableCounts:
    """Count the customers of each segment who have not refused, and keep the counts.

    Without a column about consent all count. Details that cannot be used are left out only once an
    audience is made.
    """
    key = key_of("contactable 1", segmentation.key, float(segmentation.setting))
    return store.memo(ContactableCounts, key, lambda: _count_willing(segmentation))


def _count_willing(segmentation: Segmentation) -> ContactableCounts:
    analysis = segmentation.analysis
    contacts = find_contact_columns(segmentation.dataset, segmentation.recipe, {})
    willing = _find_willing(analysis, replace(contacts, columns={}))
    counts = np.bincount(segmentation.labels[willing], minlength=NOISE + 1)
    return ContactableCounts(tuple(map(int, counts)))


def _find_willing(
    analysis: Analysis, contacts: ContactColumns
) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Mask (n,) of the customers whom all columns about one way of contact allow to be reached by it."""
    willing = np.zeros(len(analysis.customers.frame), bool)
    if not contacts.consent:
        return ~willing
    answers = consent_answers(analysis, contacts)
    for channel in CHANNELS:
        asked = [contacts.consent.index(name) for name in contacts.consent_for(channel)]
        willing |= answers[:, asked].all(axis=1)
    return willing
