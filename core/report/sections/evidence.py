"""The verdict on the segments, and their charts."""

from collections.abc import Iterator

from core.report.document.content import (
    Block,
    Bullets,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Table,
)
from core.report.document.style import Cell
from core.report.report_data import ReportData, columns, numbered_name
from core.report.sections.figures import slot_figure
from core.report.words import chosen_sentence
from core.segment import score_lines

FIGURES = {
    "agreement": ("Two redraws agree", "number", "adjusted Rand index, at most 1"),
    "jaccard_lowest": ("Least stable segment", "number", "mean Jaccard, at most 1"),
    "valley_lowest": ("Shallowest gap", "share", "of the middle between two segments is empty"),
    "margin": ("Tighter than chance", "number", "standard deviations; needed: {needed}"),
}


def verdict(report: ReportData) -> tuple[Section, ...]:
    """The verdict with the figures that it rests on, how stable each segment is, the line of scores."""
    title, sentence = report.verdict
    words = (Paragraph(title, "lead"), Paragraph(report.prose(sentence)))
    evidence = tuple(_verdict_blocks(report))
    key_figures, figures = (
        tuple(block for block in evidence if isinstance(block, kind)) for kind in (KeyFigures, Figure)
    )
    slide = (words[0], *key_figures, *figures, *words[1:])
    blocks = (*words, *evidence, scores_in_words(report))
    return (Section("Are the segments real?", blocks, slide=slide),)


def _verdict_blocks(report: ReportData) -> Iterator[Block]:
    verdicts = report.segmentation.verdicts
    if verdicts is None:
        return
    if figures := verdict_figures(report):
        yield KeyFigures(figures)
    if verdicts.jaccard[report.segmentation.place]:
        yield stability(report)
        yield from slot_figure(report, "verdict")
    if verdicts.notices:
        yield Bullets(tuple(report.prose(notice.text) for notice in verdicts.notices))


def verdict_figures(report: ReportData) -> tuple[KeyFigure, ...]:
    """Figures that the verdict rests on, as far as they are known."""
    verdicts = report.segmentation.verdicts
    figures = verdicts.figures[report.segmentation.place] if verdicts else {}
    needed = report.style.text(figures.get("margin_needed"), "number")
    return tuple(
        KeyFigure(title, figures[name], kind, note.format(needed=needed))  # type: ignore[arg-type]
        for name, (title, kind, note) in FIGURES.items()
        if name in figures
    )


def stability(report: ReportData) -> Table:
    """A row a segment: how alike it comes out of resamples; no rows where that is not known."""
    verdicts, at = report.segmentation.verdicts, report.segmentation.place
    rows: tuple[tuple[Cell, ...], ...] = ()
    if verdicts is not None and verdicts.jaccard[at]:
        order = report.segmentation.order
        rows = tuple(
            (numbered_name(profile), verdicts.jaccard[at][label], verdicts.words[at][label])
            for profile, label in zip(report.profiles, order, strict=True)
        )
    kinds = columns(Segment="text", Comes_out_again="number", Reliability="text")
    return Table("How well each segment comes out again in redraws (mean Jaccard, 0 to 1)", kinds, rows)


def scores_in_words(report: ReportData) -> Table:
    """A row a score of the chosen setting, with a word on it and what it means."""
    lines = score_lines(report.segmentation)
    rows = tuple(
        (line.title, report.prose(line.value), report.prose(line.word), line.help) for line in lines
    )
    return Table("Scores", columns(Score="text", Value="text", Word="text", Meaning="text"), rows)


def charts(report: ReportData) -> tuple[Section, ...]:
    """The map with the segments' names."""
    figures = slot_figure(report, "map")
    return (Section("Segment map", figures, slide=figures),)


def settings(report: ReportData) -> tuple[Section, ...]:
    """The recommended number of segments, what each criterion says of it, elbow and silhouette."""
    figures = tuple(f for slot in ("elbow", "silhouette") for f in slot_figure(report, slot))
    words = Paragraph(report.prose(f"{_chosen_sentence(report)} {report.advice.sentence}".strip()))
    reasons = Bullets(tuple(report.prose(reason.sentence) for reason in report.advice.reasons))
    return (Section("How many segments", (words, reasons, *figures)),)


def _chosen_sentence(report: ReportData) -> str:
    """Sentence that the author chose the number of segments, where it is not the recommended one."""
    if report.segmentation.setting == report.advice.setting:
        return ""
    return chosen_sentence(len(report.profiles))


def features(report: ReportData) -> tuple[Section, ...]:
    """Comparison of the segments' means, and the features that decide."""
    figures = slot_figure(report, "features")
    return (Section("What sets the segments apart", (*figures, importance(report))),)


def importance(report: ReportData) -> Table:
    """A row a feature, the one that decides most first."""
    customers, explanation = report.segmentation.customers, report.explanation
    pairs = sorted(
        zip(explanation.importance.tolist(), explanation.features, strict=True), reverse=True
    )
    rows = tuple((customers.title(name), value) for value, name in pairs)
    kinds = columns(Feature="text", Importance="share")
    return Table(
        "What drives the segments: customers who change segment when the feature is shuffled",
        kinds,
        rows,
    )
