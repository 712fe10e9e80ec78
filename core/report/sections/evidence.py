"""The verdict on the segments, and their charts."""

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
    "agreement": ("Two redraws agree", "number", "adjusted Rand index, at most 1"),
    "jaccard_lowest": ("Least stable segment", "number", "mean Jaccard, at most 1"),
    "valley_lowest": ("Shallowest gap", "share", "of the middle between two segments is empty"),
    "margin": ("Tighter than chance", "number", "standard deviations; needed: {needed}"),
}


def verdict(material: Material) -> tuple[Section, ...]:
    """The verdict with the figures that it rests on, how stable each segment is, the line of scores."""
    title, sentence = material.verdict
    blocks = [
        Paragraph(title, "lead"),
        Paragraph(material.prose(sentence)),
        *_verdict_blocks(material),
        scores_in_words(material),
    ]
    return (Section("Are the segments real?", tuple(blocks)),)


def _verdict_blocks(material: Material) -> Iterator[Block]:
    verdicts = material.analysis.verdicts
    if verdicts is None:
        return
    if figures := verdict_figures(material):
        yield KeyFigures(figures)
    if verdicts.jaccard[material.at]:
        yield stability(material)
        yield from slot_figure(material, "verdict")
    if verdicts.notices:
        yield Bullets(tuple(material.prose(notice.text) for notice in verdicts.notices))


def verdict_figures(material: Material) -> tuple[KeyFigure, ...]:
    """Figures that the verdict rests on, as far as they are known."""
    verdicts = material.analysis.verdicts
    figures = verdicts.figures[material.at] if verdicts else {}
    needed = material.style.text(figures.get("margin_needed"), "number")
    return tuple(
        KeyFigure(title, figures[name], kind, note.format(needed=needed))  # type: ignore[arg-type]
        for name, (title, kind, note) in FIGURES.items()
        if name in figures
    )


def stability(material: Material) -> Table:
    """A row a segment: how alike it comes out of resamples; no rows where that is not known."""
    verdicts, at = material.analysis.verdicts, material.at
    rows: tuple[tuple[Cell, ...], ...] = ()
    if verdicts is not None and verdicts.jaccard[at]:
        order = material.analysis.sweep.order(material.setting)
        rows = tuple(
            (numbered_name(profile), verdicts.jaccard[at][label], verdicts.words[at][label])
            for profile, label in zip(material.profiles, order, strict=True)
        )
    kinds = columns(Segment="text", Comes_out_alike="number", In_a_word="text")
    return Table(
        "How alike each segment comes out of other samples (mean Jaccard, 0 to 1)", kinds, rows
    )


def scores_in_words(material: Material) -> Table:
    """A row a score of the chosen setting, with a word on it and what it means."""
    lines = score_lines(Segmentation(material.analysis, material.setting))
    rows = tuple(
        (line.title, material.prose(line.value), material.prose(line.word), line.help) for line in lines
    )
    return Table("Scores", columns(Score="text", Value="text", Word="text", Meaning="text"), rows)


def charts(material: Material) -> tuple[Section, ...]:
    """The map with the segments' names, and their sizes."""
    figures = (*slot_figure(material, "map"), *slot_figure(material, "sizes"))
    return (Section("Segment map", (overview(material, ""), *figures), fresh=True),)


def settings(material: Material) -> tuple[Section, ...]:
    """The recommended number of segments, what each criterion says of it, elbow and silhouette."""
    figures = tuple(f for slot in ("elbow", "silhouette") for f in slot_figure(material, slot))
    words = Paragraph(
        material.prose(f"{_chosen_sentence(material)} {material.advice.sentence}".strip())
    )
    reasons = Bullets(tuple(material.prose(reason.sentence) for reason in material.advice.reasons))
    return (Section("How many segments", (words, reasons, *figures)),)


def _chosen_sentence(material: Material) -> str:
    """Sentence that the author chose the number of segments, where it is not the recommended one."""
    if material.setting == material.advice.setting:
        return ""
    return f"This report has {format_count(len(material.profiles), 'segment')}, as was chosen by its author."


def features(material: Material) -> tuple[Section, ...]:
    """Comparison of the segments' means, and the features that decide."""
    figures = slot_figure(material, "features")
    return (Section("What sets the segments apart", (*figures, importance(material))),)


def importance(material: Material) -> Table:
    """A row a feature, the one that decides most first."""
    titles, explanation = material.analysis.customers.titles, material.explanation
    pairs = sorted(
        zip(explanation.importance.tolist(), explanation.features, strict=True), reverse=True
    )
    rows = tuple((titles.get(name, name), value) for value, name in pairs)
    kinds = columns(Feature="text", Importance="share")
    return Table(
        "What decides: how many customers lose their segment when the feature is shuffled",
        kinds,
        rows,
    )
