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
# Whose shares are not of the whole segment.
OF_SAME_TASTE = {"offers": "Offer next (shares of customers of the same taste)"}
REPLAY_NOTE = (
    "Save the recipe as recipe.json and run: tessera segment FILE --recipe recipe.json --out DIR. "
    "The same file and recipe give the same segments."
)


def appendix(told: Material) -> tuple[Section, ...]:
    """Scores of every setting, all means, and the recipe to replay it with."""
    blocks: tuple[Block, ...] = (
        scores(told),
        *_means_tables(told),
        Heading("To make it again"),
        Paragraph(REPLAY_NOTE),
        *(Paragraph(f"{of}: {digest}", "note") for of, digest in _hashes(told)),
        Paragraph(_recipe(told), "code"),
    )
    return (Section("Appendix: all figures", blocks, fresh=True),)


def _hashes(told: Material) -> Iterator[tuple[str, str]]:
    yield "SHA-256 of the data", told.analysis.dataset.source or told.analysis.dataset.id
    yield "SHA-256 of the recipe", told.recipe.digest()


def _recipe(told: Material) -> str:
    return json.dumps(asdict(told.recipe), sort_keys=True, ensure_ascii=False)


def scores(told: Material) -> Table:
    """A row a setting of the slider."""
    swept = told.analysis.sweep
    kinds = {"Segments": "count", "Customers_in_them": "count", "Sum_of_squares": "number",
             "Silhouette": "number", "Davies-Bouldin": "number", "Calinski-Harabasz": "number",
             "Smallest": "count"}  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (len(s.sizes), sum(s.sizes), s.wcss, s.silhouette, s.davies_bouldin, s.calinski_harabasz,
         min(s.sizes, default=None))
        for s in swept.scores
    )  # fmt: skip
    if not swept.counts:
        kinds = {swept.parameter: "number", **kinds}
        rows = tuple((setting, *row) for setting, row in zip(swept.settings, rows, strict=True))
    by = "number of segments" if swept.counts else "setting"
    return Table(f"Scores by {by}", columns(**kinds), rows)


def _means_tables(told: Material) -> Iterator[Table]:
    """Means of the segments side by side, as many as a page is wide enough for."""
    whole = means(told)
    for start in range(1, len(whole.columns), SEGMENTS_A_TABLE):
        kept = (0, *range(len(whole.columns))[start : start + SEGMENTS_A_TABLE])
        yield replace(
            whole,
            title=whole.title + (" (continued)" if start > 1 else ""),
            columns=tuple(whole.columns[i] for i in kept),
            rows=tuple(tuple(row[i] for i in kept) for row in whole.rows),
        )


def means(told: Material) -> Table:
    """A row a feature: the mean of each segment in original units."""
    titles = told.analysis.customers.titles
    features = dict.fromkeys(name for story in told.stories for name in story.means)
    rows = tuple(
        (titles.get(name, name), *(story.means.get(name) for story in told.stories))
        for name in features
    )
    named = (Column(numbered_name(story), "number") for story in told.stories)
    return Table("Means by segment", (Column("Feature"), *named), rows)


def sheets(told: Material) -> tuple[Sheet, ...]:
    """The tables of the workbook; those with nothing in them are left out."""
    found = {
        "Segments": _segments(told),
        "Markers": _markers(told),
        "Rules": _rules(told),
        "Means": means(told),
        "Importance": importance(told),
        "Verdict": _verdict(told),
        "Stability": stability(told),
        "Scores": scores_in_words(told),
        "Scores by setting": scores(told),
        "Actions": _actions(told),
        "Products": _products(told),
        "Data": findings(told),
        "To keep in mind": _notices(told),
        "Preparation": preparation(told),
        "How it was made": _replay_table(told),
    }
    return tuple(Sheet(name, table) for name, table in found.items() if table.rows)


def _segments(told: Material) -> Table:
    whole = overview(told, "")
    said = [told.prose(" ".join(story.sentences)) for story in told.stories] + [""]
    rows = tuple((*row, text) for row, text in zip(whole.rows, said, strict=False))
    return Table("", (*whole.columns, *columns(In_words="text")), rows)


def _markers(told: Material) -> Table:
    kinds = columns(Segment="text", Feature="text", Value="text", This_segment="number", Everyone_else="number",
                    All="number", Difference_in_SD="signed", In_words="text")  # fmt: skip
    rows = tuple(
        (
            numbered_name(s),
            m.title,
            m.value,
            m.own,
            m.others,
            m.overall,
            m.difference,
            told.prose(m.sentence),
        )
        for s in told.stories
        for m in s.markers
    )
    return Table("", kinds, rows)


def _rules(told: Material) -> Table:
    kinds = columns(Segment="text", In_words="text", Covers="count", Precision="share", Recall="share",
                    SQL="text", pandas="text")  # fmt: skip
    rows = tuple(
        (numbered_name(s), told.prose(r.words), r.covered, r.precision, r.recall, r.sql, r.pandas)
        for s in told.stories
        if (r := s.rule) is not None
    )
    return Table("", kinds, rows)


def _verdict(told: Material) -> Table:
    """What it is called, and the figures that it rests on."""
    title, sentence = told.verdict
    figures = tuple((f.title, f.value, f.note) for f in verdict_figures(told))
    kinds = columns(Verdict="text", Value="number", In_words="text")
    return Table("", kinds, ((title, None, told.prose(sentence)), *figures))


def _notices(told: Material) -> Table:
    trust = told.analysis.trust
    judged = tuple(told.prose(notice.text) for notice in trust.notices) if trust else ()
    return Table(
        "", columns(To_keep_in_mind="text"), tuple((said,) for said in (*notices(told), *judged))
    )


def _replay_table(told: Material) -> Table:
    """What it takes to make the same again, step by step."""
    rows = (*recipe_steps(told), ("Version of Tessera", version("tessera")), *_hashes(told),
            ("To make it again", REPLAY_NOTE), ("Recipe", _recipe(told)))  # fmt: skip
    return Table("", columns(What="text", How="text"), rows)


def _actions(told: Material) -> Table:
    kinds = columns(Segment="text", Action="text", Why="text", Goal="text", Channel="text", Measure="text",
                    Reward="text")  # fmt: skip
    rows = tuple(
        (numbered_name(s), a.title, told.prose(a.trigger), a.goal, a.channel, a.measure, a.reward)
        for s in told.stories
        for a in told.plans[s.segment].actions
    )
    return Table("", kinds, rows)


def _products(told: Material) -> Table:
    kinds = columns(Segment="text", List="text", Product="text", Buyers="count", Share_here="share",
                    Share_elsewhere="share", Lift="number", p_value="number")  # fmt: skip
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
        for s in told.stories
        for name, title in BASKETS.items()
        for p in _plan_products(told, s.segment, name)
    )
    return Table("", kinds, rows)


def _plan_products(told: Material, segment: int, name: str) -> tuple[Product, ...]:
    found: tuple[Product, ...] = getattr(told.plans[segment], name)
    return found
