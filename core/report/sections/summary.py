"""The answer on one page: who they are, what they are worth, what to do first, how sure that is."""

from collections.abc import Iterator

from core.model import SegmentProfile
from core.report import words
from core.report.document.content import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Section,
    Table,
)
from core.report.document.repeats import split_sentences
from core.report.document.style import Cell
from core.report.report_data import ReportData, columns, numbered_name
from core.report.sections.own_charts import value_figure
from core.text import format_count

# Segments whose first actions have room on a slide beside the whole verdict, and at all.
MOST_BESIDE_SENTENCE, MOST_LISTED = 4, 6
# Segments that have room on the page one by one, and, where there are more, how many have.
MOST_DESCRIBED, MOST_ROWS = 9, 5
LITTLE = 0.5  # of its share of customers: what a segment brings that is told as bringing little

MOST_OUTCOMES = 2  # columns of a table that has more to say


def summary(report: ReportData) -> tuple[Section, ...]:
    """One section: what is found, a chart of shares, a row a segment, and the verdict."""
    lead = Paragraph(_lead(report), "lead")
    sure = (Heading("How sure is this?"), Paragraph(report.prose(report.verdict[1])))
    figures = value_figure(report)
    blocks: tuple[Block, ...] = (lead, *figures, _answers(report), *_others(report), *sure)
    return (Section("Summary", blocks, slide=(lead, *figures, *_slide_words(report, sure[1]))),)


def _slide_words(report: ReportData, sentence: Paragraph) -> Iterator[Block]:
    """The verdict and the first actions, both shorter the more segments there are."""
    segments = len(report.profiles)
    verdict = sentence if segments <= MOST_BESIDE_SENTENCE else Paragraph(f"{report.verdict[0]}.")
    if items := first_actions(report):
        yield Heading("What to do first")
        yield Bullets(items if segments <= MOST_LISTED else _grouped_actions(report))
    yield Heading("How sure is this?")
    yield verdict


def _grouped_actions(report: ReportData) -> tuple[str, ...]:
    """The first actions, each once with the numbers of its segments."""
    numbers: dict[str, list[str]] = {}
    for profile in report.profiles:
        numbers.setdefault(_first_action(report, profile), []).append(str(profile.segment))
    return tuple(f"{', '.join(at)}: {action}" for action, at in numbers.items() if action)


def _answers(report: ReportData) -> Table:
    """A row a segment: who they are, how many, what they bring, what to do first."""
    described = len(report.profiles) <= MOST_DESCRIBED
    who = {"Who they are": "text"} if described else {}
    kinds = {"Segment": "text", **who, "Customers": "count"}
    with_money = report.money is not None
    kinds |= {"Revenue": "money"} if with_money else {}
    kinds |= {"What to do first": "text"} if first_actions(report) else {}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            numbered_name(profile),
            *([report.prose(_who_they_are(profile))] if described else []),
            profile.size,
            *([profile.money] if with_money else []),
            *([_first_action(report, profile)] if first_actions(report) else []),
        )
        for profile in _listed(report)
    )
    if report.explanation.noise:
        empty: tuple[Cell, ...] = (None,) * len(kinds)
        start: tuple[Cell, ...] = (
            "In no segment (noise)",
            *([""] if described else []),
            report.explanation.noise,
        )
        rows = (*rows, (*start, *empty)[: len(kinds)])
    return Table("", columns(**kinds), rows)


def _listed(report: ReportData) -> tuple[SegmentProfile, ...]:
    """All segments, or those that bring most, else are largest, where there is no room for all."""
    if len(report.profiles) <= MOST_DESCRIBED:
        return report.profiles
    largest = sorted(report.profiles, key=lambda p: (-(p.money or 0.0), -p.size))[:MOST_ROWS]
    return tuple(profile for profile in report.profiles if profile in largest)


def _others(report: ReportData) -> tuple[Paragraph, ...]:
    others = len(report.profiles) - len(_listed(report))
    return (Paragraph(words.others_sentence(others), "note"),) if others else ()


def _who_they_are(profile: SegmentProfile) -> str:
    """Sentence on what is typical, without its size, which has a column of its own."""
    typical = dict(zip(profile.topics, profile.sentences, strict=False)).get("typical", "")
    return " ".join(part for part in split_sentences(typical) if not tells_size(part, profile))


def tells_size(sentence: str, profile: SegmentProfile) -> bool:
    """True for a sentence that only says how many customers there are."""
    start = format_count(profile.size, "customer")
    return sentence.startswith(start) and len(sentence) < len(start) + 24


def _first_action(report: ReportData, profile: SegmentProfile) -> str:
    actions = report.plans[profile.segment].actions
    return actions[0].title if actions else ""


def first_actions(report: ReportData) -> tuple[str, ...]:
    """The first action for each segment that has one."""
    return tuple(
        f"{numbered_name(profile)}: {action}"
        for profile in report.profiles
        if (action := _first_action(report, profile))
    )


def overview(report: ReportData, title: str) -> Table:
    """A row a segment: size, share, what it brings and what became of it where that is known."""
    kinds = {"Segment": "text", "Customers": "count", "Share": "share"}
    rows = [
        (numbered_name(s), s.size, s.share, *_money(report, s), *_outcomes(report, s))
        for s in report.profiles
    ]
    if report.explanation.noise:
        noise = report.explanation.noise
        rows.append(("In no segment (noise)", noise, noise / report.customers))
    if report.money is not None:
        kinds |= {"Revenue": "money", "Share_of_revenue": "share"}
    kinds |= _outcome_columns(report)
    empty = (None,) * len(kinds)
    return Table(title, columns(**kinds), tuple((*row, *empty)[: len(kinds)] for row in rows))


def _money(report: ReportData, profile: SegmentProfile) -> tuple[float | None, ...]:
    return () if report.money is None else (profile.money, profile.money_share)


def _outcome_columns(report: ReportData) -> dict[str, str]:
    """Titles of the first outcomes that are known of any segment, with how their figures are written."""
    kinds = {
        o.title: "share" if o.kind == "share" else "number" for s in report.profiles for o in s.outcomes
    }
    return dict(list(kinds.items())[:MOST_OUTCOMES])


def _outcomes(report: ReportData, profile: SegmentProfile) -> tuple[float | None, ...]:
    figures = {outcome.title: outcome.own for outcome in profile.outcomes}
    return tuple(figures.get(title) for title in _outcome_columns(report))


def _lead(report: ReportData) -> str:
    """Sentences on the number of segments, the best one, and those that are many and bring little."""
    customers = format_count(report.customers - report.explanation.noise, "customer")
    start = report.prose(words.lead_sentence(customers, len(report.profiles), report.is_doubtful))
    best = max(report.profiles, key=lambda profile: profile.money_share or 0.0, default=None)
    if best is None or not best.money_share or report.money is None:
        return start
    return " ".join(filter(None, (start, _top_earner(report, best), _many_for_little(report))))


def _top_earner(report: ReportData, best: SegmentProfile) -> str:
    money, brings, size = (
        report.style.text(best.money, "money"),
        report.style.text(best.money_share, "share"),
        report.style.text(best.share, "share"),
    )
    return words.top_earner_sentence(best.name, money, brings, size)


def _many_for_little(report: ReportData) -> str:
    """Sentence on the segments that bring much less than their number; empty where there are none."""
    little = [
        p for p in report.profiles if p.money_share is not None and p.money_share < LITTLE * p.share
    ]
    if not little or len(little) == len(report.profiles):
        return ""
    size, brings = (
        report.style.text(sum(parts), "share")
        for parts in ([p.share for p in little], [p.money_share or 0.0 for p in little])
    )
    return words.little_sentence([p.name for p in little], brings, size)
