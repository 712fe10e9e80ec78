"""Figures: theme, axes, labels, curves, and the catalogue of charts."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.charts.axes import axis_end, feature_scale, panel_axes
    from core.charts.catalogue import chart, charts, charts_by_slot
    from core.charts.contrasts import find_contrasts
    from core.charts.frames import chart_frames, pack_points
    from core.charts.labels import describe_drawn, tick_labels
    from core.charts.named_segments import name_segments
    from core.charts.points import drawn_customers, thin_rows
    from core.charts.theme import (
        ACCENT,
        LINE,
        MUTED,
        NOISE_COLOUR,
        PERCENT,
        SEGMENT_COLOURS,
        SEQUENTIAL,
        SURFACE,
        TEXT,
        THEMES,
        axis,
        build_figure,
        empty_figure,
        legend,
        resolve_colours,
        segment_colour,
    )
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "ACCENT",
    "LINE",
    "MUTED",
    "NOISE_COLOUR",
    "PERCENT",
    "SEGMENT_COLOURS",
    "SEQUENTIAL",
    "SURFACE",
    "TEXT",
    "THEMES",
    "axis",
    "axis_end",
    "build_figure",
    "chart",
    "chart_frames",
    "charts",
    "charts_by_slot",
    "describe_drawn",
    "drawn_customers",
    "empty_figure",
    "feature_scale",
    "find_contrasts",
    "legend",
    "name_segments",
    "pack_points",
    "panel_axes",
    "resolve_colours",
    "segment_colour",
    "thin_rows",
    "tick_labels",
]
