"""Analysis, explanation and plans -> a document, and the document -> files."""

from typing import TYPE_CHECKING

from core.faces import load_on_demand

if TYPE_CHECKING:
    from core.report.campaign import Campaign, CampaignLine, estimate_campaign
    from core.report.choices import MOST_LETTERS, Choices, RememberedChoices
    from core.report.compose import compose_document
    from core.report.document.content import Document
    from core.report.document.style import LANGUAGES, Style
    from core.report.formats import document_format, document_formats
    from core.report.pictures import PREVIEW, SCALE, WIDTH, draw_figures, open_exporter
    from core.report.report_data import ReportData
    from core.report.run import (
        Bytes,
        Pages,
        ReportInputs,
        add_verdict,
        find_currency,
        inputs_key,
        report_files,
        report_key,
        report_params,
        stored_report,
        write_report,
    )
    from core.report.sections import SECTIONS
else:
    __getattr__ = load_on_demand(__name__)

__all__ = [
    "LANGUAGES",
    "MOST_LETTERS",
    "PREVIEW",
    "SCALE",
    "SECTIONS",
    "WIDTH",
    "Bytes",
    "Campaign",
    "CampaignLine",
    "Choices",
    "Document",
    "Pages",
    "RememberedChoices",
    "ReportData",
    "ReportInputs",
    "Style",
    "add_verdict",
    "compose_document",
    "document_format",
    "document_formats",
    "draw_figures",
    "estimate_campaign",
    "find_currency",
    "inputs_key",
    "open_exporter",
    "report_files",
    "report_key",
    "report_params",
    "stored_report",
    "write_report",
]
