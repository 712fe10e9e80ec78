"""Analysis, explanation and plans -> a document, and the document -> files."""

from core.report.choices import Choices, RememberedChoices
from core.report.compose import compose_document
from core.report.material import Material
from core.report.pictures import PREVIEW, draw_figures, open_exporter
from core.report.run import (
    Bytes,
    Pages,
    ReportContent,
    add_verdict,
    report_files,
    report_key,
    report_params,
    store_content,
    stored_report,
    write_report,
)
from core.report.sections import SECTIONS

__all__ = [
    "PREVIEW",
    "SECTIONS",
    "Bytes",
    "Choices",
    "Material",
    "Pages",
    "RememberedChoices",
    "ReportContent",
    "add_verdict",
    "compose_document",
    "draw_figures",
    "open_exporter",
    "report_files",
    "report_key",
    "report_params",
    "store_content",
    "stored_report",
    "write_report",
]  # fmt: skip
