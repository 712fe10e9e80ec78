"""Whether the segments are real, and what they look like."""

from collections.abc import Iterator

from core.model import Segmentation
from core.report.document.content import (
    Block,
    Bullets,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from core.report.document.style import Cell
from core.report.material import Material, columns, numbered_name
from core.report.sections.figures import slot_figure
from core.report.sections.summary import overview
from core.segment import score_lines
from core.text import format_count

FIGURES = {
    "agreement": ("Resamples agree", "number", "adjusted Rand index, at most 1"),
    "jaccard_lowest": ("Least stable segment", "number", "mean Jaccard, at most 1"),
    "valley_lowest": ("Shallowest gap", "share", "of the middle between two segments is empty"),
    "margin": ("Tighter than chance", "number", "standard deviations; needed: {needed}"),
}


def verdict(told: Material) -> tuple[Section, ...]:
    """The verdict with the figures that it rests on, how stable each segment is, the line of scores."""
    title, sentence = told.verdict
    blocks = [
        Paragraph(title, "lead"),
        Paragraph(told.prose(sentence)),
        *_verdict_blocks(told),
        scores_in_words(told),
    ]
    return (Section("Are the segments real?", tuple(blocks)),)


def _verdict_blocks(told: Material) -> Iterator[Block]:
    trust = told.analysis.trust
    if trust is None:
        return
    if known := verdict_figures(told):
        yield KeyFigures(known)
    if trust.jaccard[told.at]:
        yield stability(told)
        yield from slot_figure(told, "verdict")
    if trust.notices:
        yield Bullets(tuple(told.prose(notice.text) for notice in trust.notices))


def verdict_figures(told: Material) -> tuple[KeyFigure, ...]:
    """What the verdict rests on, as far as it is known."""
    trust = told.analysis.trust
    figures = trust.figures[told.at] if trust else {}
    needed = told.style.text(figures.get("margin_needed"), "number")
    return tuple(
        KeyFigure(title, figures[name], kind, note.format(needed=needed))  # type: ignore[arg-type]
        for name, (title, kind, note) in FIGURES.items()
        if name in figures
    )


def stability(told: Material) -> Table:
    """A row a segment: how alike it comes out of resamples; no rows where that is not known."""
    trust, at = told.analysis.trust, told.at
    rows: tuple[tuple[Cell, ...], ...] = ()
    if trust is not None and trust.jaccard[at]:
        order = told.analysis.sweep.order(told.setting)
        rows = tuple(
            (numbered_name(story), trust.jaccard[at][label], trust.words[at][label])
            for story, label in zip(told.stories, order, strict=True)
        )
    kinds = columns(Segment="text", Comes_out_alike="number", In_a_word="text")
    return Table(
        "How alike each segment comes out of other samples (mean Jaccard, 0 to 1)", kinds, rows
    )


def scores_in_words(told: Material) -> Table:
    """A row a score of the chosen setting, with a word on it and what it means."""
    lines = score_lines(Segmentation(told.analysis, told.setting))
    rows = tuple((one.title, told.prose(one.value), told.prose(one.word), one.help) for one in lines)
    return Table("Scores", columns(Score="text", Value="text", Word="text", Meaning="text"), rows)


def charts(told: Material) -> tuple[Section, ...]:
    """The map with the segments' names, and their sizes."""
    figures = (*slot_figure(told, "map"), *slot_figure(told, "sizes"))
    return (Section("Segment map", (overview(told, ""), *figures), fresh=True),)


def settings(told: Material) -> tuple[Section, ...]:
    """Why so many segments: elbow and silhouette."""
    figures = tuple(f for slot in ("elbow", "silhouette") for f in slot_figure(told, slot))
    words = Paragraph(
        told.prose(f"{_chosen_sentence(told)} {told.analysis.sweep.suggestion.sentence}".strip())
    )
    return (Section("How many segments", (words, *figures)),)


def _chosen_sentence(told: Material) -> str:
    """That the number of segments was chosen, where it is not the suggested one."""
    if told.setting == told.analysis.sweep.suggestion.chosen:
        return ""
    return f"This report has {format_count(len(told.stories), 'segment')}, as was chosen by its author."


def features(told: Material) -> tuple[Section, ...]:
    """What sets the segments apart: the comparison of their means, and what decides."""
    figures = slot_figure(told, "features")
    return (Section("What sets the segments apart", (*figures, importance(told))),)


def importance(told: Material) -> Table:
    """A row a feature, the one that decides most first."""
    titles, found = told.analysis.customers.titles, told.explanation
    pairs = sorted(zip(found.importance.tolist(), found.features, strict=True), reverse=True)
    rows = tuple((titles.get(name, name), value) for value, name in pairs)
    kinds = columns(Feature="text", Importance="share")
    return Table(
        "What decides: how many customers lose their segment when the feature is shuffled",
        kinds,
        rows,
    )
