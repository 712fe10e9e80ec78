"""The parts of a report by name."""

from collections.abc import Callable, Mapping

from core.report.document.content import Section
from core.report.report_data import ReportData
from core.report.sections.appendix import appendix
from core.report.sections.data import data, method
from core.report.sections.evidence import charts, features, settings, verdict
from core.report.sections.segments import segments
from core.report.sections.summary import summary

SectionWriter = Callable[[ReportData], tuple[Section, ...]]

# In their order, with what a person calls them.
SECTIONS: Mapping[str, tuple[str, SectionWriter]] = {
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
