"""A report's files are read back page by page: the answer first, none nearly empty, nothing told twice."""

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import numpy as np
import pptx
import pytest
from PIL import Image
from pypdf import PdfReader

from core.act import plan_actions
from core.model import Segmentation
from core.profile import profile_segments
from core.report import Campaign, CampaignLine, Choices, Document, ReportData, Style, compose_document
from core.report.document.content import Bullets, Figure, Paragraph, Section, Table
from core.report.document.repeats import drop_repeats, split_sentences
from core.report.formats import write_document
from core.report.rendering.page_values import preview_pages
from core.report.report_data import numbered_name
from core.store import NO_STORE
from tests.support import small_analyses

DAY = date(2026, 11, 22)
LEAST_USED = 0.15  # of a page's height
MOST_SLIDES, LEAST_POINTS = 15, 14


def made_report(segments: int, money: bool = True, currency: str = "") -> ReportData:
    made = small_analyses.analysis(rows=60 * segments, settings=(segments,))
    if money:
        made = replace(made, customers=replace(made.customers, money="monetary"))
    segmentation = Segmentation(made, segments)
    explanation = profile_segments(NO_STORE, segmentation)
    plan = plan_actions(NO_STORE, segmentation, explanation)
    lines = {
        p.segment: CampaignLine(
            p.segment, 100.0, 0.025, 50.0 - p.segment, p.size // 2, 0.02, p.size // 2, 50.0 - p.segment
        )
        for p in explanation.profiles
    }
    reachable = {p.segment: p.size // 2 for p in explanation.profiles}
    campaign = Campaign(1.0, 0.4, lines if money else {}, reachable if money else {})
    return ReportData(segmentation, explanation, plan, (), Style(currency=currency), campaign)


def drawn(document: Document) -> Mapping[str, bytes]:
    """Grey pictures of the figures' shapes."""
    images = {}
    for figure in document.figures:
        target = io.BytesIO()
        size = (300, round(300 * figure.height))
        Image.new("RGB", size, "#888888").save(target, "PNG")
        images[figure.name] = target.getvalue()
    return images


@pytest.fixture(
    scope="module",
    params=[(2, False), (5, True), (12, True)],
    ids=["two without money", "five", "twelve"],
)
def document(request: pytest.FixtureRequest) -> Document:
    return compose_document(made_report(*request.param), Choices(DAY))


def test_no_page_is_nearly_empty(document: Document) -> None:
    for number, page in enumerate(preview_pages(document, drawn(document)), 1):
        shown = np.asarray(Image.open(io.BytesIO(page)).convert("L"))
        height = len(shown)
        body = shown[int(0.06 * height) : int(0.94 * height)]  # without header and footer
        rows = np.flatnonzero((body < 250).any(axis=1))
        assert len(rows) and (rows[-1] - rows[0]) / height > LEAST_USED, number


def test_page_one_is_the_answer_and_each_segment_has_one_page(document: Document) -> None:
    texts = [
        page.extract_text()
        for page in PdfReader(io.BytesIO(write_document(document, "pdf", drawn(document)))).pages
    ]
    assert "How sure is this?" in " ".join(texts[:2])
    segments = [part.title for part in document.sections if part.colour]
    first = 1 if "How sure" in texts[0] else 2
    for place, title in enumerate(segments):
        assert "".join(title.split()) in "".join(texts[first + place].split())
    assert len(segments) > 5 or first == 1


def test_no_table_stands_twice(document: Document) -> None:
    tables = [block for part in document.sections for block in part.blocks if isinstance(block, Table)]
    assert len({(table.columns, table.rows) for table in tables}) == len(tables)
    read = docx.Document(io.BytesIO(write_document(document, "docx", drawn(document))))
    texts = [tuple(cell.text for row in table.rows for cell in row.cells) for table in read.tables]
    assert [text for text, count in Counter(texts).items() if count > 1] == []
    customers = [t for t in tables if "Customers" in {column.title for column in t.columns}]
    assert len(customers) == 1


def running_sentences(section: Section) -> list[str]:
    texts = [b.text for b in section.blocks if isinstance(b, Paragraph) and b.kind != "code"]
    texts += [item for b in section.blocks if isinstance(b, Bullets) for item in b.items]
    return [sentence for text in texts for sentence in split_sentences(text)]


def test_no_sentence_is_said_twice(document: Document) -> None:
    general = [s for part in document.sections if not part.colour for s in running_sentences(part)]
    assert [text for text, count in Counter(general).items() if count > 1] == []
    of_segments = {s for part in document.sections if part.colour for s in running_sentences(part)}
    assert not of_segments & set(general)


def font_sizes(deck: Any) -> list[float]:
    frames = [s.text_frame for slide in deck.slides for s in slide.shapes if s.has_text_frame]
    tables = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    frames += [cell.text_frame for table in tables for row in table.rows for cell in row.cells]
    runs = [run for frame in frames for part in frame.paragraphs for run in part.runs]
    return [run.font.size.pt for run in runs if run.font.size]


def test_slides_are_few_and_readable_with_a_chart_for_each_segment(document: Document) -> None:
    deck = pptx.Presentation(io.BytesIO(write_document(document, "pptx", drawn(document))))
    assert len(deck.slides) <= MOST_SLIDES and min(font_sizes(deck)) >= LEAST_POINTS
    titles = {slide.shapes.title.text_frame.text: slide for slide in deck.slides}
    assert len(titles) == len(deck.slides) and "continued" not in str(titles)
    segments = [part for part in document.sections if part.colour]
    for part in segments:
        slide = next(s for title, s in titles.items() if part.title.startswith(title.rstrip("…")))
        assert [shape for shape in slide.shapes if shape.shape_type == 13]


def test_equal_reports_are_equal_bytes() -> None:
    for kind in ("pdf", "docx", "pptx"):
        one, two = (compose_document(made_report(3), Choices(DAY)) for _ in range(2))
        assert write_document(one, kind, drawn(one)) == write_document(two, kind, drawn(two))


def test_the_first_chart_sets_share_of_customers_beside_share_of_revenue() -> None:
    report = made_report(5, currency="GBP")
    (summary, *_) = compose_document(report, Choices(DAY)).sections
    (figure,) = [block for block in summary.blocks if isinstance(block, Figure)]
    customers, revenue = figure.chart["data"]
    assert customers["x"] == [profile.share for profile in report.profiles]
    assert revenue["x"] == [profile.money_share for profile in report.profiles]
    (alone,) = next(
        block.chart["data"]
        for block in compose_document(made_report(2, money=False), Choices(DAY)).sections[0].blocks
        if isinstance(block, Figure)
    )
    assert alone["name"] == "Share of customers"


def test_a_segments_chart_has_both_averages_money_with_its_currency() -> None:
    report = made_report(5, currency="GBP")
    pages = [part for part in compose_document(report, Choices(DAY)).sections if part.colour]
    for profile, page in zip(report.profiles, pages, strict=True):
        (figure,) = [block for block in page.blocks if isinstance(block, Figure)]
        (bars,) = figure.chart["data"]
        assert bars["x"] == [marker.difference for marker in profile.markers[: len(bars["x"])]]
        for marker, label in zip(profile.markers, bars["text"], strict=False):
            assert (label.count("£") == 2) == (marker.feature == "monetary")


def test_money_in_sentences_has_the_currency_and_nothing_else_has() -> None:
    plain, pounds = made_report(3), made_report(3, currency="GBP")
    text = "Monetary averages 109, 1,673 less than the 1,782 of all other customers; Recency averages 12 days."
    assert plain.prose(text) == text
    assert pounds.prose(text) == (
        "Monetary averages £109, £1,673 less than the £1,782 of all other customers; Recency averages 12 days."
    )
    for kept in (
        "Frequency averages 5 and Recency 12 days.",
        "Monetary is missing in 33 customers and 12 % of them.",
        "Monetary (log(1 + value)) and others. 45 customers are left out.",
        "Recency above 267 days and Frequency at most 2",
    ):
        assert pounds.prose(kept) == kept
    rule = "Monetary at most 270 and Recency at most 267 days"
    assert pounds.prose(rule) == rule.replace("270", "£270")
    assert pounds.prose("239 per order; all customers 12.") == "£239 per order; all customers 12."
    spend = "Spend of 239 per customer; everyone else 12"
    assert pounds.prose(spend) == spend.replace("239", "£239")
    bought = "Typically bought 3 times, last 12 days ago, for 239 in all."
    assert pounds.prose(bought) == bought.replace("239", "£239")
    lines = "9,288 lines are cancelled. They come to 896,812, 8.4 % of revenue."
    assert pounds.prose(lines) == lines.replace("896,812", "£896,812")
    euros = replace(pounds, style=Style("de-DE", "EUR"))
    assert euros.prose("Monetary above 1,590 and Recency above 1,000") == (
        "Monetary above 1.590\xa0€ and Recency above 1.000"
    )


def test_the_what_if_and_the_audience_are_told() -> None:
    report = made_report(5, currency="EUR")
    made = compose_document(report, Choices(DAY))
    part = next(part for part in made.sections if part.title == "What a campaign may bring")
    (table,) = [block for block in part.blocks if isinstance(block, Table)]
    assert [row[:4] for row in table.rows] == [
        (numbered_name(p), p.size // 2, 100.0, 0.025) for p in report.profiles
    ]
    said = " ".join(running_sentences(part))
    assert "a contact costs €1.00, and 40 % of revenue is left" in said
    best = report.profiles[0].name
    assert f"Contact {best}" in said and "expected profit €" in said
    assert "Can be reached" in str(next(part for part in made.sections if part.colour).blocks)


def test_without_money_and_addresses_there_is_no_what_if() -> None:
    made = compose_document(made_report(2, money=False), Choices(DAY))
    assert not [part for part in made.sections if "campaign" in part.title]
    lost = made_report(3)
    lines = {
        n: replace(line, profit=-1.0, contacts=0, expected=0.0)
        for n, line in lost.campaign.lines.items()
    }
    nobody = replace(lost, campaign=replace(lost.campaign, lines=lines))
    assert "no contact pays for itself" in str(compose_document(nobody, Choices(DAY)).sections)


def test_repeats_are_left_out_of_later_sections_but_not_of_a_segments_own() -> None:
    first = Section("A", (Paragraph("One is so. Two is so."),))
    segments = [
        Section(f"{i}", (Bullets(("One is so. Mine is so.",)),), colour="#0072B2") for i in (1, 2)
    ]
    last = Section("B", (Paragraph("Two is so."), Bullets(("Three is so.", "One is so."))))
    made = drop_repeats((first, *segments, last))
    assert made[0] == first
    assert [part.blocks for part in made[1:3]] == [(Bullets(("Mine is so.",)),)] * 2
    assert made[3].blocks == (Bullets(("Three is so.",)),)
    within = Section(
        "D", (Paragraph("One is so."), Bullets(("One is so.", "Two is so."))), colour="#0072B2"
    )
    assert drop_repeats((within,))[0].blocks[1] == Bullets(("Two is so.",))
    code = Section("C", (Paragraph("One is so.", "code"),))
    assert drop_repeats((first, code))[1] == code


@pytest.mark.parametrize("segments", [10, 12])
def test_the_answer_stays_on_one_page_with_many_long_names(segments: int) -> None:
    report = made_report(segments, currency="EUR")
    named = [
        replace(p, name=f"Bought much of everything, rarely comes back in winter {p.segment}")
        for p in report.profiles
    ]
    long = replace(report, explanation=replace(report.explanation, profiles=tuple(named)))
    document = compose_document(long, Choices(DAY, sections=("summary", "segments")))
    pages = PdfReader(io.BytesIO(write_document(document, "pdf", drawn(document)))).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    (answer,) = [at for at, text in enumerate(texts) if "How sure is this?" in text]
    assert answer == 0, texts[answer]
