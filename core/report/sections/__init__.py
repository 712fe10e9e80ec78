"""The parts of a report by name."""

from collections.abc import Callable, Mapping

from core.report.document.content import Section
from core.report.report_data import ReportData
from core.report.sections.appendix import appendix
from core.report.sections.campaign import campaign
from core.report.sections.data import data, method
from core.report.sections.evidence import charts, features, settings, verdict
from core.report.sections.segments import segments
from core.report.sections.summary import summary

SectionWriter = Callable[[ReportData], tuple[Section, ...]]

# In their order, with what a person calls them.
SECTIONS: Mapping[str, tuple[str, SectionWriter]] = {
    "summary": ("The answer on one page", summary),
    "segments": ("A page for each segment", segments),
    "campaign": ("What a campaign may bring", campaign),
    "map": ("Segment map", charts),
    "verdict": ("Are the segments real?", verdict),
    "features": ("What sets the segments apart", features),
    "settings": ("How many segments", settings),
    "method": ("How it was made", method),
    "data": ("Data and its quality", data),
    "appendix": ("Rules (SQL) and all figures", appendix),
}
APPENDIX = ("verdict", "features", "settings", "method", "data", "appendix")  # statistics and method
