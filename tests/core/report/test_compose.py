"""A report says what the analysis says, in the order and style that were chosen."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pypdf import PdfReader

from core.act import GroupChoices, plan_actions, plan_groups
from core.charts import SEGMENT_COLOURS
from core.model import NOISE, ActionPlan, Analysis, Finding, Fix, Notice, Product, Recipe, Segmentation
from core.profile import profile_segments
from core.report import Choices, ReportData, compose_document
from core.report.choices import LongTitle, UnknownSection
from core.report.document.content import Document, Figure, Section, Table
from core.report.document.repeats import split_sentences
from core.report.document.style import Style
from core.report.formats import document_formats, write_document
from core.report.rendering.page_values import preview_pages
from core.report.report_data import numbered_name
from core.report.sections.figures import _strip_markup
from core.store import NO_STORE
from core.text import VERDICTS
from tests.core.report.documents import MARKUP
from tests.support import small_analyses
from tests.support.pictures import picture

DAY = date(2026, 11, 22)
FINDING = Finding(
    "repeats", "1,500 rows repeat.", fix=Fix("drop_duplicates"), fix_label="Leave them out"
)


def report_data(analysis: Analysis, setting: int = 4) -> ReportData:
    segmentation = Segmentation(analysis, setting)
    explanation = profile_segments(NO_STORE, segmentation)
    plan = plan_actions(NO_STORE, segmentation, explanation)
    return ReportData(segmentation, explanation, plan, (FINDING,), Style())


def with_analysis(report: ReportData, **changes: Any) -> ReportData:
    segmentation = report.segmentation
    analysis = replace(segmentation.analysis, **changes)
    return replace(report, segmentation=replace(segmentation, analysis=analysis))


@pytest.fixture(scope="module")
def report() -> ReportData:
    made = small_analyses.analysis(settings=(2, 3, 4))
    people = replace(made.customers, money="monetary")
    return report_data(replace(made, customers=people))


@pytest.fixture(scope="module")
def document(report: ReportData) -> Document:
    return compose_document(report, Choices(DAY))


def images(document: Document) -> dict[str, bytes]:
    return {figure.name: picture() for figure in document.figures}


def section(document: Document, title: str) -> Section:
    return next(part for part in document.sections if part.title == title)


def sheet(document: Document, name: str) -> Table:
    return next(sheet.table for sheet in document.sheets if sheet.name == name)


def test_the_figures_are_those_of_the_analysis(report: ReportData, document: Document) -> None:
    scores = report.segmentation.sweep.scores
    table = sheet(document, "Scores by setting")
    assert [row[2:6] for row in table.rows] == [
        (s.wcss, s.silhouette, s.davies_bouldin, s.calinski_harabasz) for s in scores
    ]
    rows = sheet(document, "Segments").rows
    assert [row[1] for row in rows] == list(scores[2].sizes)
    frame, labels = report.segmentation.customers.frame, report.segmentation.sweep.labels[2]
    means = {row[0]: row[1:] for row in sheet(document, "Means").rows}
    expected = [frame["recency"].to_numpy()[labels == i].mean() for i in range(4)]
    np.testing.assert_allclose(means["Recency (days)"], expected)
    revenue = [frame["monetary"].to_numpy()[labels == i].sum() for i in range(4)]
    np.testing.assert_allclose([row[3] for row in rows], revenue)


def test_the_pdf_names_rules_actions_and_what_it_takes_to_replay(
    report: ReportData, document: Document
) -> None:
    read = PdfReader(io.BytesIO(write_document(document, "pdf", images(document))))
    text = "".join("".join(page.extract_text() for page in read.pages).split())
    root: Any = read.trailer["/Root"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    story, plan = report.profiles[0], report.plan.plans[0]
    rule = story.rule
    assert rule is not None
    title, sentence = report.verdict
    _size, *typical = split_sentences(story.sentences[0])
    for said in (story.name, *typical, *story.sentences[1:], rule.words, rule.sql, plan.actions[0].title, title,
                 sentence, "1,500 rows repeat.", report.recipe.digest(), "seed 0"):  # fmt: skip
        assert "".join(said.split()) in text


@pytest.mark.parametrize(
    ("kind", "verb"),
    [("natural", "fall into"), ("none", "were divided into"), ("constructed", "were divided into")],
)
def test_the_summary_does_not_say_more_than_the_verdict(
    report: ReportData, kind: str, verb: str
) -> None:
    verdicts = report.segmentation.verdicts
    assert verdicts is not None
    judged = with_analysis(report, verdicts=replace(verdicts, kinds=(kind,) * len(verdicts.kinds)))
    summary = section(compose_document(judged, Choices(DAY)), "Summary")
    assert f"240 customers {verb} 4 segments." in str(summary)


def test_what_to_offer_is_told_with_shares_of_its_own(report: ReportData) -> None:
    offer = Product("Vase", 3, 0.06, 0.3, 0.2, 0.001)
    plans = [replace(plan, offers=(offer,)) for plan in report.plan.plans]
    changed = replace(report, plan=replace(report.plan, plans=tuple(plans)))
    page = next(part for part in compose_document(changed, Choices(DAY)).sections if part.colour)
    (table,) = [b for b in page.blocks if isinstance(b, Table) and b.title.startswith("Offer next")]
    assert table.rows == (("Vase", 0.06, 0.3),)
    assert [column.title for column in table.columns][1:] == [
        "Share who have it here", "Share elsewhere"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "title"),
    [("shop.csv.gz", "shop"), ("Shop 2011.xlsx", "Shop 2011"), ("shop (sample)", "shop (sample)"),
     ("v1.2 final.csv", "v1.2 final")],
)  # fmt: skip
def test_the_title_is_without_the_files_ending(report: ReportData, name: str, title: str) -> None:
    named = with_analysis(report, dataset=replace(report.segmentation.dataset, name=name))
    made = compose_document(named, Choices(DAY))
    assert made.title == f"Customer segments of {title}"


def test_every_part_has_its_place_and_can_be_left_out(report: ReportData, document: Document) -> None:
    names = [numbered_name(profile) for profile in report.profiles]
    tops = [part.title for part in document.sections if part.level == 1]
    assert tops == ["Summary", *names, "Segment map", "Appendix: statistics and method"]
    assert [part.title for part in document.sections if part.level == 2] == [
        "Are the segments real?", "What sets the segments apart", "How many segments", "How it was made",
        "Data and its quality", "Rules and all figures",
    ]  # fmt: skip
    few = compose_document(report, Choices(DAY, "Ours", ("segments", "summary")))
    assert [part.title for part in few.sections] == ["Summary", *names]
    (only,) = compose_document(report, Choices(DAY, sections=("data",))).sections
    assert (only.title, only.level) == ("Data and its quality", 1)
    assert few.title == "Ours" and few.sheets == document.sheets
    for wrong in ((), ("summary", "finale")):
        with pytest.raises(UnknownSection):
            Choices(DAY, sections=wrong)
    with pytest.raises(LongTitle):
        Choices(DAY, "x" * 121)


def test_choices_survive_their_way_to_a_worker() -> None:
    style = Style("de-DE", "EUR", picture(), "#8a1c4a")
    chosen = Choices(DAY, MARKUP, ("summary",), style)
    assert Choices.from_json(chosen.to_json()) == chosen


def test_segments_keep_their_colours_on_charts_and_charts_no_ids(report: ReportData) -> None:
    numbers, segmentation = (3, 1, 2, 6), report.segmentation
    profiles = tuple(
        replace(story, segment=number) for story, number in zip(report.profiles, numbers, strict=True)
    )
    changed = replace(
        report,
        segmentation=replace(segmentation, analysis=segmentation.analysis.with_numbers(4, numbers)),
        explanation=replace(report.explanation, profiles=profiles),
    )
    made = compose_document(changed, Choices(DAY))
    chart = next(figure.chart for figure in made.figures if figure.name == "segment_map")
    points = [trace for trace in chart["data"] if (trace.get("meta") or {}).get("segment")]
    shades = [SEGMENT_COLOURS[number - 1] for number in numbers]
    assert [trace["marker"]["color"] for trace in points] == shades
    assert [part.colour for part in made.sections if part.colour] == shades
    assert not any("text" in trace for trace in points) and "C00001" not in str(chart)


def test_numbers_are_written_in_the_chosen_language(report: ReportData) -> None:
    german = replace(report, style=Style("de-DE", "EUR"))
    made = compose_document(german, Choices(DAY, style=german.style))
    assert "1.500 rows repeat." in str(section(made, "Data and its quality").blocks)
    assert all(figure.chart["layout"]["separators"] == ",." for figure in made.figures)


def test_sentences_of_the_workbook_are_written_in_the_chosen_language(report: ReportData) -> None:
    german = replace(report, style=Style("de-DE", "EUR"))
    for name in ("Segments", "Markers", "Rules", "Actions", "Verdict", "Data"):
        given, written_ = (
            sheet(compose_document(one, Choices(DAY)), name).rows for one in (report, german)
        )
        said, expected = (
            [c for row in rows for c in row if isinstance(c, str)] for rows in (written_, given)
        )
        code = {c for s in report.profiles if s.rule for c in (s.rule.sql, s.rule.pandas)}
        assert said == [c if c in code else german.prose(c) for c in expected]


def test_the_workbook_has_every_figure(report: ReportData, document: Document) -> None:
    verdicts = report.segmentation.verdicts
    assert verdicts is not None
    stable = sheet(document, "Stability").rows
    assert [row[1:] for row in stable] == list(zip(verdicts.jaccard[2], verdicts.words[2], strict=True))
    known = set(verdicts.figures[2].values())
    assert {row[1] for row in sheet(document, "Verdict").rows} - {None} <= known
    assert sheet(document, "Verdict").rows[0] == (report.verdict[0], None, report.verdict[1])
    assert sorted(row[1] for row in sheet(document, "Importance").rows) == sorted(
        report.explanation.importance
    )
    assert sheet(document, "Data").rows == (("1,500 rows repeat.", "Left as it is"),)
    assert len(sheet(document, "Preparation").rows) == len(report.segmentation.feature_matrix.features)
    made = {row[0]: row[1] for row in sheet(document, "How it was made").rows}
    assert made["SHA-256 of the recipe"] == report.recipe.digest() and made["Seed"] == "0"
    assert made["Version of Tessera"] and made["SHA-256 of the data"] == report.segmentation.dataset.id
    assert Recipe.from_json(str(made["Recipe"])) == report.recipe


def test_the_workbook_says_what_is_to_be_kept_in_mind(report: ReportData) -> None:
    source = replace(report.segmentation.dataset, notices=(Notice("1,500 rows were read."),))
    noted = replace(with_analysis(report, dataset=source), style=Style("de-DE"))
    made = compose_document(noted, Choices(DAY))
    assert ("1.500 rows were read.",) in sheet(made, "Keep in mind").rows


def test_names_and_values_of_the_data_are_written_as_they_are(report: ReportData) -> None:
    people = report.segmentation.customers
    frame = people.frame.assign(release="2.5")
    changed = replace(people, frame=frame, features=(*people.features, "release"),
                      titles={**people.titles, "release": "Release", "recency": "Tenure <12 and >5.5"})  # fmt: skip
    profiles = tuple(replace(story, name=f"vip_{story.segment}.5") for story in report.profiles)
    made = replace(
        with_analysis(report, customers=changed), style=Style("de-DE"),
        explanation=replace(report.explanation, profiles=profiles),
    )  # fmt: skip
    said = "Release is 2.5 and Tenure <12 and >5.5 at most 1,250.5"
    assert made.prose(said) == said.replace("1,250.5", "1.250,5")
    assert made.prose(said.replace("is 2.5", "is not 2.5")).startswith("Release is not 2.5 ")
    means = sheet(compose_document(made, Choices(DAY)), "Means")
    assert means.columns[1].title == "1 · vip_1.5"
    assert (
        _strip_markup("<b>Tenure <12 and Income >50k</b><br>R&amp;D")
        == "Tenure <12 and Income >50k R&amp;D"
    )


def nameless(report: ReportData) -> ReportData:
    return replace(with_analysis(report, verdicts=None), plan=ActionPlan("none", ()))


def poor(report: ReportData) -> ReportData:
    profiles = tuple(
        replace(s, money=None, money_share=None, rule=None, markers=()) for s in report.profiles
    )
    return replace(report, explanation=replace(report.explanation, profiles=profiles, fidelity=None))


def nasty(report: ReportData) -> ReportData:
    profiles = tuple(
        replace(s, name=f"{MARKUP} {s.segment} שלום 😀 {'x' * 60}") for s in report.profiles
    )
    product = Product(MARKUP, 5, 0.5, 0.1, 5.0, 0.01)
    plans = tuple(replace(plan, overbought=(product,) * 9) for plan in report.plan.plans)
    return replace(
        report,
        explanation=replace(report.explanation, profiles=profiles),
        plan=replace(report.plan, plans=plans),
    )


@pytest.mark.parametrize("change", [nameless, poor, nasty])
def test_whatever_is_missing_or_odd_every_format_is_written(report: ReportData, change) -> None:
    made = compose_document(change(report), Choices(DAY))
    pictures = images(made)
    assert all(write_document(made, name, pictures) for name in document_formats())


def test_one_segment_with_noise_is_told_and_has_pages() -> None:
    made = small_analyses.analysis(rows=60, settings=(2,))
    labels = np.where(made.sweep.labels == 1, NOISE, made.sweep.labels).astype(np.uint8)
    left = int((labels == NOISE).sum())
    scores = replace(made.sweep.scores[0], sizes=(60 - left,), noise=left, silhouette=None,
                     davies_bouldin=None, calinski_harabasz=None, segment_silhouettes=(0.0,))  # fmt: skip
    sweep = replace(
        made.sweep,
        labels=labels,
        scores=(scores,),
        numbers=((1,),),
        centres=(made.sweep.centres[0][:1],),
    )
    document = compose_document(report_data(replace(made, sweep=sweep, verdicts=None), 2), Choices(DAY))
    assert sheet(document, "Segments").rows[-1][:2] == ("In no segment (noise)", left)
    assert VERDICTS[""] in str(section(document, "Are the segments real?"))
    assert len(preview_pages(document, images(document))) > 3


def test_another_number_than_the_recommended_one_is_said_to_be_chosen(report: ReportData) -> None:
    advised, other = int(report.advice.setting), int(report.advice.setting) + 1
    words = {k: str(section(compose_document(report_data(report.segmentation.analysis, k), Choices(DAY)), "How many segments"))
             for k in (advised, other)}  # fmt: skip
    assert f"The author chose {other} segments." in words[other]
    assert "The author chose" not in words[advised]
    for text in words.values():
        assert report.advice.sentence in text
        assert all(reason.sentence in text for reason in report.advice.reasons)


def test_stability_stands_beside_its_own_segment(report: ReportData) -> None:
    numbers = (4, 3, 2, 1)
    changed = report_data(report.segmentation.analysis.with_numbers(4, numbers))
    verdicts = report.segmentation.verdicts
    assert verdicts is not None
    (table,) = [b for b in section(compose_document(changed, Choices(DAY)), "Are the segments real?").blocks
                if isinstance(b, Table) and b.title.startswith("How well")]  # fmt: skip
    assert [row[1] for row in table.rows] == list(verdicts.jaccard[verdicts.ks.index(4)][::-1])
    assert [str(row[0])[0] for row in table.rows] == ["1", "2", "3", "4"]


def test_a_dozen_segments_fit_on_pages_and_slides() -> None:
    many = compose_document(
        report_data(small_analyses.analysis(rows=300, settings=(12,)), 12), Choices(DAY)
    )
    tables = [b for b in section(many, "Rules and all figures").blocks if isinstance(b, Table)]
    assert [len(table.columns) for table in tables[2:]] == [7, 7]
    assert write_document(many, "pptx", images(many)) and write_document(many, "pdf", images(many))


def test_fewer_points_are_drawn_than_on_the_page_and_the_map_says_so(
    report: ReportData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.report.sections.figures.MOST_DRAWN", 100)
    (figure,) = [b for b in section(compose_document(report, Choices(DAY)), "Segment map").blocks
                 if isinstance(b, Figure) and b.name == "segment_map"]  # fmt: skip
    points = [t for t in figure.chart["data"] if (t.get("meta") or {}).get("segment")]
    assert sum(len(trace["x"]) for trace in points) <= 100
    assert "stratified sample" in figure.note


def test_the_recipe_in_the_appendix_makes_the_same_again(
    report: ReportData, document: Document
) -> None:
    code = [b.text for b in section(document, "Rules and all figures").blocks
            if getattr(b, "kind", "") == "code"]  # fmt: skip
    assert Recipe.from_json(code[0]) == report.recipe


@pytest.mark.parametrize("is_own", [True, False])
def test_the_rules_say_what_their_sql_runs_on(report: ReportData, is_own: bool) -> None:
    columns = tuple(report.segmentation.customers.frame.columns) if is_own else ()
    dataset = replace(report.segmentation.dataset, columns=columns)
    shown = with_analysis(report, dataset=dataset)
    document = compose_document(shown, Choices(DAY))
    blocks = section(document, "Rules and all figures").blocks
    text = " ".join(getattr(block, "text", "") for block in blocks)
    assert ("columns of your table follows WHERE" in text) == is_own
    assert ("exported customers (customers.csv)" in text) == (not is_own)
    table = sheet(document, "Rules")
    place = [column.title for column in table.columns].index("Runs on")
    assert {row[place] for row in table.rows} == {"your table" if is_own else "customers.csv"}


def test_a_group_of_ones_own_has_a_page_and_changes_no_other(
    report: ReportData, document: Document, tmp_path: Path
) -> None:
    report.segmentation.customers.frame.reset_index().to_parquet(tmp_path / "made.parquet")
    dataset = replace(report.segmentation.dataset, path=str(tmp_path / "made.parquet"))
    plain = with_analysis(report, dataset=dataset).segmentation
    rows = np.flatnonzero(report.segmentation.labels < 2)[::2]
    groups = plan_groups(NO_STORE, plain, {"Guests": rows, "Nobody": rows[:0]}, GroupChoices())
    with_group = compose_document(replace(report, groups=groups), Choices(DAY))
    page = section(with_group, "Your own: Guests")
    assert "not added to the totals" in str(page.blocks[0]) and str(page.slide[0]) == str(
        page.blocks[0]
    )
    assert f"{len(rows)}" in str(page.blocks[1])
    others = tuple(each for each in with_group.sections if each is not page)
    assert [each.title for each in others] == [each.title for each in document.sections]
    assert section(with_group, "Summary") == section(document, "Summary")
    assert with_group.sheets == document.sheets
