"""All figures: for the last pages of a report, and for the sheets of its workbook."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from importlib.metadata import version

from core.model import Product
from core.profile import runs_on_own_table
from core.report.document.content import Block, Column, Heading, Paragraph, Section, Sheet, Table
from core.report.document.style import Cell
from core.report.report_data import ReportData, columns, numbered_name
from core.report.sections.data import findings, notices, preparation, recipe_steps
from core.report.sections.evidence import importance, scores_in_words, stability, verdict_figures
from core.report.sections.segments import BASKETS
from core.report.sections.summary import overview
from core.report.words import (
    REPLAY_NOTE,
    SQL_OF_TRANSACTIONS,
    SQL_ON_EXPORTED_TABLE,
    SQL_ON_OWN_TABLE,
    fidelity_sentence,
)

SEGMENTS_A_TABLE = 6
# Products whose shares are not of the whole segment.
OF_SAME_TASTE = {"offers": "Offer next (shares of similar customers)"}


def appendix(report: ReportData) -> tuple[Section, ...]:
    """Rules with their SQL, scores of every setting, all means, and the recipe to replay it with."""
    blocks: tuple[Block, ...] = (
        *_rules_in_words(report),
        scores(report),
        *_means_tables(report),
        Heading("How to repeat it"),
        Paragraph(REPLAY_NOTE),
        *(Paragraph(f"{of}: {digest}", "note") for of, digest in _hashes(report)),
        Paragraph(_recipe(report), "code"),
    )
    return (Section("Rules and all figures", blocks),)


def _rules_in_words(report: ReportData) -> Iterator[Block]:
    rules = [(profile, profile.rule) for profile in report.profiles if profile.rule is not None]
    if not rules:
        return
    if report.explanation.fidelity is not None:
        right = report.style.text(report.explanation.fidelity, "share")
        yield Paragraph(fidelity_sentence(right))
    kinds = columns(
        Segment="text", Rule="text", SQL_condition="text", Precision="share", Recall="share"
    )
    rows = tuple(
        (numbered_name(profile), report.prose(rule.words), rule.sql, rule.precision, rule.recall)
        for profile, rule in rules
    )
    yield Table("Rules that find the segments", kinds, rows)
    on_own_table = {runs_on_own_table(report.segmentation, rule) for _, rule in rules}
    if True in on_own_table:
        yield Paragraph(SQL_ON_OWN_TABLE, "note")
    if False in on_own_table:
        further = SQL_OF_TRANSACTIONS if report.recipe.table == "transactions" else ""
        yield Paragraph(SQL_ON_EXPORTED_TABLE + further, "note")


def _hashes(report: ReportData) -> Iterator[tuple[str, str]]:
    yield "SHA-256 of the data", report.segmentation.dataset.source or report.segmentation.dataset.id
    yield "SHA-256 of the recipe", report.recipe.digest()


def _recipe(report: ReportData) -> str:
    return json.dumps(asdict(report.recipe), sort_keys=True, ensure_ascii=False)


def scores(report: ReportData) -> Table:
    """A row a setting of the slider."""
    sweep = report.segmentation.sweep
    kinds = {
        "Segments": "count",
        "Customers_in_them": "count",
        "Sum_of_squares": "number",
        "Silhouette": "number",
        "Davies-Bouldin": "number",
        "Calinski-Harabasz": "number",
        "Smallest": "count",
    }
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            len(s.sizes),
            sum(s.sizes),
            s.wcss,
            s.silhouette,
            s.davies_bouldin,
            s.calinski_harabasz,
            min(s.sizes, default=None),
        )
        for s in sweep.scores
    )
    if not sweep.counts:
        kinds = {sweep.parameter: "number", **kinds}
        rows = tuple((setting, *row) for setting, row in zip(sweep.settings, rows, strict=True))
    by = "number of segments" if sweep.counts else "setting"
    return Table(f"Scores by {by}", columns(**kinds), rows)


def _means_tables(report: ReportData) -> Iterator[Table]:
    """Means of the segments side by side, as many as a page is wide enough for."""
    table = means(report)
    for start in range(1, len(table.columns), SEGMENTS_A_TABLE):
        places = (0, *range(len(table.columns))[start : start + SEGMENTS_A_TABLE])
        yield replace(
            table,
            title=table.title + (" (continued)" if start > 1 else ""),
            columns=tuple(table.columns[i] for i in places),
            rows=tuple(tuple(row[i] for i in places) for row in table.rows),
        )


def means(report: ReportData) -> Table:
    """A row a feature: the mean of each segment in original units."""
    customers = report.segmentation.customers
    features = dict.fromkeys(name for profile in report.profiles for name in profile.means)
    rows = tuple(
        (customers.title(name), *(profile.means.get(name) for profile in report.profiles))
        for name in features
    )
    named = (Column(numbered_name(profile), "number") for profile in report.profiles)
    return Table("Means by segment", (Column("Feature"), *named), rows)


def sheets(report: ReportData) -> tuple[Sheet, ...]:
    """The tables of the workbook; those with nothing in them are left out."""
    tables = {
        "Segments": _segments(report),
        "Markers": _markers(report),
        "Rules": _rules(report),
        "Means": means(report),
        "Importance": importance(report),
        "Verdict": _verdict(report),
        "Stability": stability(report),
        "Scores": scores_in_words(report),
        "Scores by setting": scores(report),
        "Actions": _actions(report),
        "Products": _products(report),
        "Data": findings(report),
        "Keep in mind": _notices(report),
        "Preparation": preparation(report),
        "How it was made": _replay_table(report),
    }
    return tuple(Sheet(name, table) for name, table in tables.items() if table.rows)


def _segments(report: ReportData) -> Table:
    table = overview(report, "")
    sentences = [report.prose(" ".join(profile.sentences)) for profile in report.profiles] + [""]
    rows = tuple((*row, text) for row, text in zip(table.rows, sentences, strict=False))
    return Table("", (*table.columns, *columns(In_words="text")), rows)


def _markers(report: ReportData) -> Table:
    kinds = columns(
        Segment="text",
        Feature="text",
        Value="text",
        This_segment="number",
        Everyone_else="number",
        All="number",
        Difference_in_SD="signed",
        In_words="text",
    )
    rows = tuple(
        (
            numbered_name(s),
            m.title,
            m.value,
            m.own,
            m.others,
            m.overall,
            m.difference,
            report.prose(m.sentence),
        )
        for s in report.profiles
        for m in s.markers
    )
    return Table("", kinds, rows)


def _rules(report: ReportData) -> Table:
    kinds = columns(
        Segment="text",
        In_words="text",
        Covers="count",
        Precision="share",
        Recall="share",
        SQL_condition="text",
        Runs_on="text",
        pandas="text",
    )
    rows = tuple(
        (
            numbered_name(s),
            report.prose(r.words),
            r.covered,
            r.precision,
            r.recall,
            r.sql,
            "your table" if runs_on_own_table(report.segmentation, r) else "customers.csv",
            r.pandas,
        )
        for s in report.profiles
        if (r := s.rule) is not None
    )
    return Table("", kinds, rows)


def _verdict(report: ReportData) -> Table:
    """Name of the verdict and the figures that it rests on."""
    title, sentence = report.verdict
    figures = tuple((f.title, f.value, f.note) for f in verdict_figures(report))
    kinds = columns(Verdict="text", Value="number", In_words="text")
    return Table("", kinds, ((title, None, report.prose(sentence)), *figures))


def _notices(report: ReportData) -> Table:
    verdicts = report.segmentation.verdicts
    verdict_notices = (
        tuple(report.prose(notice.text) for notice in verdicts.notices) if verdicts else ()
    )
    return Table(
        "",
        columns(Keep_in_mind="text"),
        tuple((text,) for text in (*notices(report), *verdict_notices)),
    )


def _replay_table(report: ReportData) -> Table:
    """Steps and hashes by which the same report can be made again."""
    rows = (
        *recipe_steps(report),
        ("Version of Tessera", version("tessera")),
        *_hashes(report),
        ("How to repeat it", REPLAY_NOTE),
        ("Recipe", _recipe(report)),
    )
    return Table("", columns(What="text", How="text"), rows)


def _actions(report: ReportData) -> Table:
    kinds = columns(
        Segment="text",
        Action="text",
        Why="text",
        Goal="text",
        Channel="text",
        Measure="text",
        Reward="text",
    )
    rows = tuple(
        (numbered_name(s), a.title, report.prose(a.trigger), a.goal, a.channel, a.measure, a.reward)
        for s in report.profiles
        for a in report.plans[s.segment].actions
    )
    return Table("", kinds, rows)


def _products(report: ReportData) -> Table:
    kinds = columns(
        Segment="text",
        List="text",
        Product="text",
        Buyers="count",
        Share_here="share",
        Share_elsewhere="share",
        Lift="number",
        p_value="number",
    )
    rows = tuple(
        (
            numbered_name(s),
            OF_SAME_TASTE.get(name, title),
            p.name,
            p.buyers,
            p.share,
            p.others,
            p.lift,
            p.p_value,
        )
        for s in report.profiles
        for name, title in BASKETS.items()
        for p in _plan_products(report, s.segment, name)
    )
    return Table("", kinds, rows)


def _plan_products(report: ReportData, segment: int, name: str) -> tuple[Product, ...]:
    products: tuple[Product, ...] = getattr(report.plans[segment], name)
    return products
