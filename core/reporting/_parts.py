"""The parts of a report by name."""

from collections.abc import Callable, Mapping

from core.documents._content import Section
from core.reporting._appendix import appendix
from core.reporting._data import data, method
from core.reporting._evidence import charts, features, settings, verdict
from core.reporting._material import Material
from core.reporting._segments import segments
from core.reporting._summary import summary

Part = Callable[[Material], tuple[Section, ...]]

# In their order, with what a person calls them.
PARTS: Mapping[str, tuple[str, Part]] = {
    "summary": ("Summary", summary),
    "data": ("Data and its quality", data),
    "method": ("How it was made", method),
    "verdict": ("Are the segments real?", verdict),
    "map": ("Segment map and sizes", charts),
    "settings": ("How many segments", settings),
    "features": ("What sets the segments apart", features),
    "segments": ("A page for each segment", segments),
    "appendix": ("Appendix: all figures", appendix),
}
