"""The names and colours that a session's segments keep, on the charts of every page."""

from collections.abc import Mapping
from typing import Any

from core import pipeline
from core.charts import chart
from core.charts._recoloured import recoloured
from core.entities import Analysis
from core.explain.called import Looks, looks
from core.explain.naming import Naming
from core.store import Notes

NAMES = "names"


def naming_of(notes: Notes) -> Naming:
    """What a session called segments."""
    return Naming.from_json(notes.read(NAMES))


def looks_of(analysis: Analysis, notes: Notes) -> Looks:
    """What the session called the segments of every setting, and their places in the palette."""
    return looks(analysis, naming_of(notes))


def drawn(
    analysis: Analysis, name: str, setting: float, options: Mapping[str, Any], notes: Notes
) -> dict[str, Any]:
    """A chart at one setting in the colours of the session; UnknownSetting for one not swept."""
    spec, known = chart(name), pipeline.known_setting(analysis, setting)
    figure = spec.build(analysis, known, spec.options(options))
    return recoloured(figure, looks_of(analysis, notes).places[analysis.sweep.at(known)])
