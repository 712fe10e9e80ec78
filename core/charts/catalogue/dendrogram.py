"""The tree of merges, cut into the current number of segments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.charts.labels import default_segment_name
from core.charts.method_evidence import method_arrays, missing_method_figure
from core.charts.theme import ACCENT, MUTED, axis, build_figure, segment_colour
from core.model import Analysis, Floats, Segmentation
from core.plugins import ChartSpec
from core.text import format_count, format_number

TITLE = "Tree of merges"
NARROWEST = 0.5  # of an even share: a branch of few customers is drawn this wide
APART = 0.065  # between two segments' numbers, in shares of the tree's width
WIDTH = (-0.01, 1.03)  # of the axis, in shares of the tree's

Path = list[tuple[float, float]]


@dataclass(frozen=True)
class _Tree:
    """A tree over groups of customers, its nodes being the groups first and then the merges.

    `x` and `height` (nodes,) place every node, `children` (merges, 2) are nodes, and `sizes`
    (groups,) count customers.
    """

    x: Floats
    height: Floats
    children: Floats
    sizes: Floats

    @property
    def groups(self) -> int:
        return len(self.sizes)

    def segments(self, clusters: int) -> Floats:
        """The segment, from 0 by descending size, of every node below the cut; -1 above it."""
        labels = np.full(len(self.x), -1)
        first = len(self.x) - clusters + 1
        below = [int(child) for pair in self.children[first - self.groups :] for child in pair]
        tops = [node for node in below if node < first] or [len(self.x) - 1]
        members = [self._under(top) for top in tops]
        customers = [
            self.sizes[[node for node in nodes if node < self.groups]].sum() for nodes in members
        ]
        order = sorted(range(len(tops)), key=lambda i: (-customers[i], min(members[i])))
        for label, i in enumerate(order):
            labels[members[i]] = label
        return labels

    def _under(self, node: int) -> list[int]:
        """The node and all below it."""
        nodes, waiting = [], [node]
        while waiting:
            nodes.append(waiting.pop())
            if nodes[-1] >= self.groups:
                waiting += [int(child) for child in self.children[nodes[-1] - self.groups]]
        return nodes


def build(segmentation: Segmentation, options: Mapping[str, Any]) -> dict[str, Any]:
    """The branches in their segments' colours up to the cut, grey above it."""
    arrays = method_arrays(segmentation.analysis, "merges", "leaf_sizes", "leaf_order", "heights")
    if arrays is None:
        return missing_method_figure(TITLE, "Hierarchical")
    tree, cut = _place_nodes(*arrays[:3]), float(arrays[3][segmentation.place])
    labels = tree.segments(int(segmentation.setting))
    numbers = segmentation.numbers
    return build_figure(
        [
            _merges_above_cut(tree, labels, cut),
            *(_branch(tree, labels, *pair, cut) for pair in enumerate(numbers)),
            _cut_line(cut),
        ],
        f"Cutting at {format_number(cut)} gives {format_count(len(numbers), 'segment')}",
        _subtitle(tree, segmentation.analysis),
        "The higher two branches merge, the less alike they are; long bare branches tell segments apart.",
        xaxis=axis(
            "Segment", showgrid=False, range=list(WIDTH), **_number_ticks(tree, labels, numbers)
        ),
        yaxis=axis("Height", nticks=5, range=[0, 1.04 * float(tree.height.max())]),
    )


def _place_nodes(merges: Floats, sizes: Floats, order: Floats) -> _Tree:
    """Groups side by side, as wide as they have customers; merges midway between what they join."""
    wide = np.maximum(sizes / sizes.sum(), NARROWEST / len(sizes))[order.astype(int)]
    ends = np.cumsum(wide / wide.sum())
    x = np.empty(len(sizes) + len(merges))
    x[order.astype(int)] = ends - wide / wide.sum() / 2
    children = merges[:, :2].astype(int)
    for node, pair in enumerate(children, len(sizes)):
        x[node] = x[pair].mean()
    return _Tree(x, np.concatenate([np.zeros(len(sizes)), merges[:, 2]]), children, sizes)


def _merge_bracket(tree: _Tree, node: int, low: float = 0.0) -> Path:
    """The bracket of a merge, its legs down to what it joins, or to `low` where that is higher."""
    left, right = sorted(tree.children[node - tree.groups], key=lambda child: tree.x[child])
    top = tree.height[node]
    return [
        (tree.x[left], max(tree.height[left], low)),
        (tree.x[left], top),
        (tree.x[right], top),
        (tree.x[right], max(tree.height[right], low)),
    ]


def _merges_above_cut(tree: _Tree, labels: Floats, cut: float) -> dict[str, Any]:
    merges = [node for node in range(tree.groups, len(tree.x)) if labels[node] < 0]
    paths = [_merge_bracket(tree, node, cut) for node in merges]
    return _path_trace(paths, MUTED) | {"hovertemplate": "Merged at %{y:.3~g}<extra></extra>"}


def _branch(tree: _Tree, labels: Floats, label: int, segment: int, cut: float) -> dict[str, Any]:
    nodes = np.flatnonzero(labels == label)
    customers = int(tree.sizes[nodes[nodes < tree.groups]].sum())
    top = int(nodes[-1])
    stem = [(tree.x[top], tree.height[top]), (tree.x[top], cut)]
    paths = [stem, *(_merge_bracket(tree, int(node)) for node in nodes[nodes >= tree.groups])]
    return _path_trace(paths, segment_colour(segment)) | {
        "name": default_segment_name(segment),
        "meta": {"segment": segment},
        "hovertemplate": f"<b>{default_segment_name(segment)}</b><br>{format_count(customers, 'customer')}<extra></extra>",
    }


def _path_trace(paths: list[Path], shade: str) -> dict[str, Any]:
    """All paths as one trace, a gap between each two."""
    points = [point for path in paths for point in [*path, (None, None)]][:-1]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "line": {"color": shade, "width": 1.5},
    }


def _cut_line(height: float) -> dict[str, Any]:
    """The line across the tree, and a grip at its end."""
    grip = {"symbol": "diamond-tall", "size": [0, 14], "color": ACCENT, "opacity": 1}
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "meta": {"cut": True},
        "x": list(WIDTH),
        "y": [height, height],
        "line": {"color": ACCENT, "width": 1.5, "dash": "dash"},
        "marker": grip | {"line": {"width": 0}},
        "hovertemplate": f"Cut at {format_number(height)}<extra></extra>",
        "cliponaxis": False,
    }


def _number_ticks(tree: _Tree, labels: Floats, numbers: tuple[int, ...]) -> dict[str, Any]:
    """A number below each segment's branch, the largest segments' first as far as there is room."""
    groups, x = labels[: tree.groups], tree.x[: tree.groups]
    spans = [x[groups == label] for label in range(int(groups.max()) + 1)]
    middles = [float(span.min() + span.max()) / 2 for span in spans]
    numbered: list[int] = []
    for label in range(len(middles)):
        wider = sorted([*numbered, label], key=middles.__getitem__)
        home = [middles[i] for i in wider]
        if len(wider) * APART < 1 and np.abs(_spread_middles(home) - home).max() <= APART:
            numbered = wider
    places = _spread_middles([middles[i] for i in numbered]).tolist()
    names = [str(numbers[i]) for i in numbered]
    return {"tickmode": "array", "tickangle": 0, "tickvals": places, "ticktext": names}


def _spread_middles(middles: list[float]) -> Floats:
    """The middles, rising, moved where they are less than APART from each other."""
    steps = APART * np.arange(len(middles))
    down = np.maximum.accumulate(np.array(middles) - steps)
    places: Floats = np.minimum(down, 1 - steps[-1]) + steps
    return places


def _subtitle(tree: _Tree, analysis: Analysis) -> str:
    merges, total = len(tree.children), len(analysis.customers.frame)
    which = "every merge" if tree.groups == total else f"the last {format_count(merges, 'merge')}"
    return f"{which}, branches as wide as their customers"


SPEC = ChartSpec(
    name="dendrogram",
    title=TITLE,
    summary="Which groups merge into which, and how unlike they are; a line cuts it into segments.",
    slot="elbow",
    rank=-1,
    build=build,
    fits=lambda method: method.name == "hierarchical",
)
