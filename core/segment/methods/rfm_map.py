"""The map of recency and frequency: the ten groups that marketers know, by scores from 1 to 5."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import UserError
from core.model import Customers, FitResult, Floats, Progress
from core.plugins import AlgorithmSpec, Param

if TYPE_CHECKING:
    from core.features import RfmMap

DEFAULT_BINS = 5
LETTERS = 2_000  # of a map of one's own: about 50 names
# Neighbours on the map that are one group where fewer are wanted, from ten groups down to two.
JOINS = (
    (("New customers", "Promising"), "New and promising"),
    (("About to sleep", "Need attention"), "Slipping"),
    (("Can't lose them", "At risk"), "Win back"),
    (("Potential loyalists", "New and promising"), "Growing"),
    (("Champions", "Loyal customers"), "Best customers"),
    (("Slipping", "Win back"), "Slipping away"),
    (("Slipping away", "Hibernating"), "Gone quiet"),
    (("Best customers", "Growing"), "Active"),
)


class NoRecencyAndFrequency(UserError):
    template = (
        "The RFM map needs recency and frequency, and these customers have no {missing}. Upload a file of "
        "purchases with their dates, or choose another method."
    )


class NoNames(UserError):
    template = (
        "The usual ten names are for scores from 1 to 5. For 1 to {bins}, write names of your own, a line "
        "each, such as 'Champions: R {bins}, F {bins}'."
    )


def reads(customers: Customers, params: Mapping[str, Any]) -> Floats:  # noqa: ARG001
    """Recency and frequency (n, 2) of the customers; NoRecencyAndFrequency where they have none."""
    from core.features import find_rfm_columns, missing_rfm_parts

    columns = find_rfm_columns(customers)
    if columns is None:
        raise NoRecencyAndFrequency(missing=" and no ".join(missing_rfm_parts(customers)))
    names = [columns.recency, columns.frequency]
    return np.ascontiguousarray(customers.frame[names].to_numpy(float))


def sweep(
    matrix: Floats,
    settings: tuple[float, ...],
    params: Mapping[str, Any],
    seed: int,  # noqa: ARG001
    progress: Progress,
) -> FitResult:
    """Score recency and frequency, `matrix` (n, 2), and give each customer the name of the cell.

    Every cell of the map has exactly one name, so that the groups are exclusive and complete. Fewer
    groups than ten join neighbours; a map of one's own has as many groups as names. Raises what
    `read_map` and `validate_map` do, and NoNames.
    """
    from core.features import quantile_cuts, score_values
    from core.segment.fitting.rule_groups import OUTSIDE, build_rule_result, join_groups

    chosen = chosen_map(params)
    cells = chosen.names()
    cuts = [
        chosen.cuts.get(part) or quantile_cuts(column, chosen.bins)
        for part, column in zip(("recency", "frequency"), matrix.T, strict=True)
    ]
    recency = score_values(matrix[:, 0], cuts[0], lowest_is_best=True)
    frequency = score_values(matrix[:, 1], cuts[1], lowest_is_best=False)
    names = tuple(dict.fromkeys(area.name for area in chosen.named_areas))
    table = np.full((chosen.bins + 1, chosen.bins + 1), OUTSIDE)
    for cell, name in cells.items():
        table[cell] = names.index(name)
    steps = join_groups(names, table[recency, frequency], () if chosen.areas else JOINS)
    by_count = {len(step[0]): step for step in steps}
    reason = _reason(len(names), not chosen.areas)
    return build_rule_result(matrix, by_count, settings, len(names), reason, progress)


def chosen_map(params: Mapping[str, Any]) -> RfmMap:
    """The map that the parameters describe; raises what `read_map` and `validate_map` do, and NoNames."""
    from core.features import read_map, validate_map

    cuts = {part: params[f"{part}_cuts"] for part in ("recency", "frequency")}
    chosen = read_map(params["bins"], cuts, params["names"])
    if not validate_map(chosen):
        raise NoNames(bins=chosen.bins)
    return chosen


def map_params(chosen: RfmMap) -> dict[str, Any]:
    """Parameters of the method that describe a map; those that are the defaults are left out."""
    from core.features import DEFAULT_MAP, write_cuts, write_map

    params: dict[str, Any] = {
        f"{part}_cuts": write_cuts(points) for part, points in chosen.cuts.items() if part != "monetary"
    }
    if chosen.areas is not None:
        params["names"] = write_map(chosen)
    return params if chosen.bins == DEFAULT_MAP.bins else {**params, "bins": chosen.bins}


def _reason(groups: int, usual: bool) -> str:
    if usual:
        return "These are the ten usual groups. Move the slider to join neighbours."
    return f"These are the {groups} groups of your own map."


SPEC = AlgorithmSpec(
    name="rfm_map",
    title="RFM map",
    summary="The ten groups that marketers know, from Champions to Hibernating: each customer is scored by how recently and how often they bought.",
    source="Hughes, Strategic Database Marketing, 1994 (quintile scores)",
    params=(
        Param(
            "groups",
            "Segments",
            default=10,
            low=2,
            high=10,
            most=50,
            help="Fewer than ten join neighbours on the map.",
        ),
        Param(
            "bins",
            "Scores from 1 to",
            default=DEFAULT_BINS,
            low=2,
            high=10,
            help="How finely customers are scored. The usual names are for 5.",
        ),
        Param(
            "names",
            "Names of your own",
            default="",
            letters=LETTERS,
            help="A line each, such as 'Champions: R 5, F 4-5'. Empty: the ten usual ones.",
        ),
        Param(
            "recency_cuts",
            "Days at which recency scores change",
            default="",
            letters=200,
            help="Ascending, separated by commas. Empty: equal-sized groups.",
        ),
        Param(
            "frequency_cuts",
            "Orders at which frequency scores change",
            default="",
            letters=200,
            help="Ascending, separated by commas. Empty: equal-sized groups.",
        ),
    ),
    swept="groups",
    sweep=sweep,
    reads=reads,
)
