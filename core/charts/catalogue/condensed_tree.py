"""The tree of ever denser groups, those that are segments in their colours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.charts.labels import default_segment_name
from core.charts.method_evidence import method_arrays, missing_method_figure
from core.charts.theme import NOISE_COLOUR, PERCENT, SURFACE, TEXT, axis, build_figure, segment_colour
from core.model import Floats, Segmentation
from core.plugins import ChartSpec
from core.text import format_count, format_integer, format_number, format_percent

TITLE = "Tree of dense groups"
NAMES = ("parent", "birth", "death", "size", "left", "falls", "cluster")
LABELLED = 0.035  # of all customers: a narrower branch has no room for its number
HEADROOM = 0.18  # of the picture, for a number above the first segment
NEARLY_ALL = 0.99  # of the customers have left where the picture ends, if the last take long

OTHERS = {"fillcolor": "rgba(140,147,157,0.35)", "line": {"color": NOISE_COLOUR, "width": 0.7}}

Points = list[tuple[float, float]]


@dataclass(frozen=True)
class _Tree:
    """The branches (b,) at one stop, as `core.segment.fitting.density.condensed_tree.branch_arrays` says; `start` is where
    each begins from the left, and `total` how many there are with those that are not drawn."""

    parent: Floats
    birth: Floats
    death: Floats
    size: Floats
    left: Floats
    falls: Floats
    cluster: Floats
    start: Floats
    total: int

    def middle(self, branch: int) -> float:
        return float(self.start[branch] + self.size[branch] / 2)

    def segments(self) -> list[int]:
        """The branches that are segments: in one, split from what is in none."""
        inside = self.cluster >= 0
        return [b for b in np.flatnonzero(inside).tolist() if not inside[int(self.parent[b])]]

    def outline(self, branch: int) -> Points:
        """Outline down the right side, which draws in as customers leave, and up the left one."""
        gone = self.size[branch] - self.left[branch]
        steps = self.falls.shape[1]
        shares = self.size[branch] - gone * np.arange(1, steps + 1) / steps
        depths = [self.birth[branch], *self.falls[branch], self.death[branch]]
        halves = np.array([self.size[branch], *shares, self.left[branch]]) / 2
        right = list(zip(self.middle(branch) + halves, depths, strict=True))
        left = list(zip(self.middle(branch) - halves, depths, strict=True))
        return [(round(float(x), 5), float(f"{y:.4g}")) for x, y in [*right, *left[::-1]]]

    def first_density(self) -> float:
        """Density just before the first branch loses a step of its customers, with room for the numbers."""
        return min(0.9 * float(self.falls[0, 0]), float(self.death[0]) - HEADROOM * self.end())

    def end(self) -> float:
        """The density at which the picture ends: the last, or where nearly all have left if that is
        less than half as far."""
        gone = np.repeat((self.size - self.left) / self.falls.shape[1], self.falls.shape[1])
        order = np.argsort(self.falls.ravel())
        reached = np.cumsum(gone[order]) >= NEARLY_ALL * gone.sum()
        nearly = float(self.falls.ravel()[order][np.argmax(reached)])
        last = float(self.death.max())
        return nearly if nearly < last / 2 else last


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """Icicles as wide as their customers, down to the density at which they fall apart (McInnes, Healy
    and Astels, "hdbscan: Hierarchical density based clustering", 2017, `condensed_tree_.plot`)."""
    arrays = method_arrays(segmentation.analysis, "branches", *(f"branch_{name}" for name in NAMES))
    if arrays is None:
        return missing_method_figure(TITLE, "HDBSCAN")
    at, customers = segmentation.place, segmentation.sweep.labels.shape[1]
    numbers = segmentation.sweep.numbers[at]
    tree = _tree(int(arrays[0][at]), *(array[at] for array in arrays[1:]))
    branches, segments, end = range(len(tree.size)), tree.segments(), tree.end()
    return build_figure(
        [
            *(_branch(tree, branch, customers, numbers) for branch in branches),
            _numbers(tree, segments, numbers),
        ],
        _title(len(segments), tree.total),
        f"from {format_count(int(segmentation.setting), 'customer')} on, dense below",
        _note(tree, end),
        xaxis=axis(
            "Share of customers", showgrid=False, range=[-0.01, 1.01], tickformat=PERCENT, dtick=0.25
        ),
        yaxis=axis("Density", nticks=5, range=[1.03 * end, tree.first_density()]),
    )


def _tree(total: int, *arrays: Floats) -> _Tree:
    """Each branch below its parent, beside those that split from it before."""
    filled = ~np.isnan(arrays[0])
    parent, birth, death, size, left, falls, cluster = (array[filled] for array in arrays)
    start, used_up = np.zeros(len(size)), (size - left) / 2
    for branch, above in enumerate(parent[1:].astype(int), 1):
        start[branch] = start[above] + used_up[above]
        used_up[above] += size[branch]
    return _Tree(parent, birth, death, size, left, falls, cluster, start, total)


def _branch(tree: _Tree, branch: int, customers: int, numbers: tuple[int, ...]) -> dict[str, Any]:
    points, label = tree.outline(branch), int(tree.cluster[branch])
    people = format_count(round(customers * float(tree.size[branch])), "customer")
    name = default_segment_name(numbers[label]) if label >= 0 else "In no segment"
    span = f"density {format_number(tree.birth[branch])} to {format_number(tree.death[branch])}"
    looks = (
        OTHERS
        if label < 0
        else {
            "fillcolor": segment_colour(numbers[label]),
            "line": {"color": SURFACE, "width": 0.7},
            "meta": {"segment": numbers[label]},
        }
    )
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "fill": "toself",
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": f"<b>{name}</b><br>{people}<br>{span}",
        **looks,
    }


def _numbers(tree: _Tree, segments: list[int], numbers: tuple[int, ...]) -> dict[str, Any]:
    """The segments' numbers where their branches begin, as far as there is room."""
    wide = [branch for branch in segments if tree.size[branch] >= LABELLED]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [tree.middle(branch) for branch in wide],
        "y": [float(tree.birth[branch]) for branch in wide],
        "text": [str(numbers[int(tree.cluster[branch])]) for branch in wide],
        "textposition": "top center",
        "textfont": {"color": TEXT, "size": 12},
        "hoverinfo": "skip",
    }


def _title(segments: int, branches: int) -> str:
    verb = "is a segment" if segments == 1 else "are segments"
    return f"{format_integer(segments)} of {format_integer(branches)} branches {verb}"


def _note(tree: _Tree, end: float) -> str:
    sentences = [
        "Customers leave a branch where it gets too dense for them; wide and long branches last."
    ]
    if (folded := tree.total - len(tree.size)) > 0:
        sentences.append(f"Not drawn: the {format_integer(folded)} smallest.")
    if (last := float(tree.death.max())) > end:
        sentences.append(
            f"The last {format_percent(1 - NEARLY_ALL)} of customers go on to {format_number(last)}."
        )
    return " ".join(sentences)


SPEC = ChartSpec(
    name="condensed_tree",
    title=TITLE,
    summary="Which dense groups split into which, how long each lasts, and which of them are segments.",
    slot="elbow",
    build=build,
    version=2,
    fits=lambda method: method.name == "hdbscan",
)
