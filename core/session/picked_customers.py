"""Customers that are picked on the Segment page, as files to take along."""

from collections.abc import Sequence

from core.act import AudienceRequest, build_audience_files
from core.export import chosen_customers_csv, member_rows
from core.session.result import Result


def picked_list(result: Result, rows: Sequence[int] | None, segment: int) -> bytes:
    """Return the customers at `rows`, or of the segment of a number, as customers.csv."""
    return chosen_customers_csv(result.segmentation, _picked_rows(result, rows, segment))


def picked_audience(result: Result, rows: Sequence[int] | None, segment: int) -> bytes:
    """Return those of them who may and can be contacted as audience.csv for any tool, nobody held out.

    Customers in no segment are left out; their names are kept. Raises as `build_audience_files`.
    """
    names = {profile.segment: profile.name for profile in result.keep_names().profiles}
    request = AudienceRequest("generic", names, rows=_picked_rows(result, rows, segment))
    return build_audience_files(result.segmentation, request).files["audience.csv"]


def _picked_rows(result: Result, rows: Sequence[int] | None, segment: int) -> tuple[int, ...]:
    return tuple(member_rows(result.segmentation, segment) if rows is None else rows)
