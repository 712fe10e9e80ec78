"""All figures: for the last pages of a report, and for the sheets of its workbook."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from importlib.metadata import version

from core.model import Product
from core.report.document.content import Block, Column, Heading, Paragraph, Section, Sheet, Table
from core.report.document.style import Cell
from core.report.material import Material, columns, numbered_name
from core.report.sections.data import findings, notices, preparation, recipe_steps
from core.report.sections.evidence import importance, scores_in_words, stability, verdict_figures
from core.report.sections.segments import BASKETS
from core.report.sections.summary import overview

SEGMENTS_A_TABLE = 6
# Products whose shares are not of the whole segment.
OF_SAME_TASTE = {"offers": "Offer next (shares of customers of the same taste)"}
REPLAY_NOTE = (
    "Save the recipe as recipe.json and run: tessera segment FILE --recipe recipe.json --out DIR. "
    "The same file and recipe give the same segments."
)


def appendix(material: Material) -> tuple[Section, ...]:
    """Scores of every setting, all means, and the recipe to replay it with."""
    blocks: tuple[Block, ...] = (
        scores(material),
        *_means_tables(material),
        Heading("To make it again"),
        Paragraph(REPLAY_NOTE),
        *(Paragraph(f"{of}: {digest}", "note") for of, digest in _hashes(material)),
        Paragraph(_recipe(material), "code"),
    )
    return (Section("Appendix: all figures", blocks, fresh=True),)


def _hashes(material: Material) -> Iterator[tuple[str, str]]:
    yield "SHA-256 of the data", material.analysis.dataset.source or material.analysis.dataset.id
    yield "SHA-256 of the recipe", material.recipe.digest()


def _recipe(material: Material) -> str:
    return json.dumps(asdict(material.recipe), sort_keys=True, ensure_ascii=False)


def scores(material: Material) -> Table:
    """A row a setting of the slider."""
    sweep = material.analysis.sweep
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


def _means_tables(material: Material) -> Iterator[Table]:
    """Means of the segments side by side, as many as a page is wide enough for."""
    table = means(material)
    for start in range(1, len(table.columns), SEGMENTS_A_TABLE):
        places = (0, *range(len(table.columns))[start : start + SEGMENTS_A_TABLE])
        yield replace(
            table,
            title=table.title + (" (continued)" if start > 1 else ""),
            columns=tuple(table.columns[i] for i in places),
            rows=tuple(tuple(row[i] for i in places) for row in table.rows),
        )


def means(material: Material) -> Table:
    """A row a feature: the mean of each segment in original units."""
    titles = material.analysis.customers.titles
    features = dict.fromkeys(name for profile in material.profiles for name in profile.means)
    rows = tuple(
        (titles.get(name, name), *(profile.means.get(name) for profile in material.profiles))
        for name in features
    )
    named = (Column(numbered_name(profile), "number") for profile in material.profiles)
    return Table("Means by segment", (Column("Feature"), *named), rows)


def sheets(material: Material) -> tuple[Sheet, ...]:
    """The tables of the workbook; those with nothing in them are left out."""
    tables = {
        "Segments": _segments(material),
        "Markers": _markers(material),
        "Rules": _rules(material),
        "Means": means(material),
        "Importance": importance(material),
        "Verdict": _verdict(material),
        "Stability": stability(material),
        "Scores": scores_in_words(material),
        "Scores by setting": scores(material),
        "Actions": _actions(material),
        "Products": _products(material),
        "Data": findings(material),
        "To keep in mind": _notices(material),
        "Preparation": preparation(material),
        "How it was made": _replay_table(material),
    }
    return tuple(Sheet(name, table) for name, table in tables.items() if table.rows)


def _segments(material: Material) -> Table:
    table = overview(material, "")
    sentences = [material.prose(" ".join(profile.sentences)) for profile in material.profiles] + [""]
    rows = tuple((*row, text) for row, text in zip(table.rows, sentences, strict=False))
    return Table("", (*table.columns, *columns(In_words="text")), rows)


def _markers(material: Material) -> Table:
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
            material.prose(m.sentence),
        )
        for s in material.profiles
        for m in s.markers
    )
    return Table("", kinds, rows)


def _rules(material: Material) -> Table:
    kinds = columns(
        Segment="text",
        In_words="text",
        Covers="count",
        Precision="share",
        Recall="share",
        SQL="text",
        pandas="text",
    )
    rows = tuple(
        (numbered_name(s), material.prose(r.words), r.covered, r.precision, r.recall, r.sql, r.pandas)
        for s in material.profiles
        if (r := s.rule) is not None
    )
    return Table("", kinds, rows)


def _verdict(material: Material) -> Table:
    """Name of the verdict and the figures that it rests on."""
    title, sentence = material.verdict
    figures = tuple((f.title, f.value, f.note) for f in verdict_figures(material))
    kinds = columns(Verdict="text", Value="number", In_words="text")
    return Table("", kinds, ((title, None, material.prose(sentence)), *figures))


def _notices(material: Material) -> Table:
    verdicts = material.analysis.verdicts
    verdict_notices = (
        tuple(material.prose(notice.text) for notice in verdicts.notices) if verdicts else ()
    )
    return Table(
        "",
        columns(To_keep_in_mind="text"),
        tuple((text,) for text in (*notices(material), *verdict_notices)),
    )


def _replay_table(material: Material) -> Table:
    """Steps and hashes by which the same report can be made again."""
    rows = (
        *recipe_steps(material),
        ("Version of Tessera", version("tessera")),
        *_hashes(material),
        ("To make it again", REPLAY_NOTE),
        ("Recipe", _recipe(material)),
    )
    return Table("", columns(What="text", How="text"), rows)


def _actions(material: Material) -> Table:
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
        (numbered_name(s), a.title, material.prose(a.trigger), a.goal, a.channel, a.measure, a.reward)
        for s in material.profiles
        for a in material.plans[s.segment].actions
    )
    return Table("", kinds, rows)


def _products(material: Material) -> Table:
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
        for s in material.profiles
        for name, title in BASKETS.items()
        for p in _plan_products(material, s.segment, name)
    )
    return Table("", kinds, rows)


def _plan_products(material: Material, segment: int, name: str) -> tuple[Product, ...]:
    products: tuple[Product, ...] = getattr(material.plans[segment], name)
    return products
