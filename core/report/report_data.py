"""The data that a report is written from: a segmentation, its explanation, plans and findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.charts import segment_colour
from core.model import (
    ActionPlan,
    Explanation,
    Finding,
    Plan,
    Recipe,
    Recommendation,
    Segmentation,
    SegmentProfile,
)
from core.report.document.content import Column, KeyFigure
from core.report.document.style import ENGLISH, Style
from core.segment import complete_recipe, recommend
from core.text import VERDICTS, short_title, strip_unit


@dataclass(frozen=True)
class ReportData:
    """A segmentation with all that a report says of it; `style` is how figures are written."""

    segmentation: Segmentation
    explanation: Explanation
    plan: ActionPlan
    findings: Sequence[Finding]
    style: Style

    @cached_property
    def recipe(self) -> Recipe:
        """The recipe with nothing left open, which gives the same result anywhere."""
        return complete_recipe(self.segmentation)

    @property
    def profiles(self) -> tuple[SegmentProfile, ...]:
        return self.explanation.profiles

    @property
    def customers(self) -> int:
        return len(self.segmentation.customers.frame)

    @cached_property
    def plans(self) -> Mapping[int, Plan]:
        """The plans by segment; an empty one where there is none."""
        plans = {plan.segment: plan for plan in self.plan.plans}
        return {s.segment: plans.get(s.segment, Plan(s.segment, ())) for s in self.profiles}

    @property
    def verdict(self) -> tuple[str, str]:
        """Name of the verdict, and its sentence."""
        verdicts = self.segmentation.verdicts
        if verdicts is None or not verdicts.kinds[self.segmentation.place]:
            sentence = verdicts.sentences[self.segmentation.place] if verdicts else ""
            return VERDICTS[""], sentence or "Whether these segments are real has not been looked into."
        return VERDICTS[verdicts.kinds[self.segmentation.place]], verdicts.sentences[
            self.segmentation.place
        ]

    @cached_property
    def advice(self) -> Recommendation:
        """Recommendation of how many segments, with its reasons."""
        return recommend(self.segmentation.sweep, self.segmentation.verdicts)

    @property
    def is_doubtful(self) -> bool:
        """True if the verdict is that the data do not hold these segments."""
        verdicts = self.segmentation.verdicts
        return verdicts is not None and verdicts.kinds[self.segmentation.place] in (
            "none",
            "constructed",
        )

    @property
    def money(self) -> float | None:
        """Revenue of all segments together; None where it is not known of each."""
        amounts = [profile.money for profile in self.profiles if profile.money is not None]
        return sum(amounts) if amounts and len(amounts) == len(self.profiles) else None

    def name(self, segment: int) -> str:
        """Name of the segment with a number; empty where there is none."""
        return next((profile.name for profile in self.profiles if profile.segment == segment), "")

    def prose(self, text: str) -> str:
        """The text with its figures in the chosen language, but for those in names and values of the
        data."""
        return self.style.prose(text, self._names)

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names with figures in them, and the values of categories with what stands before them."""
        customers = self.segmentation.customers
        titles = {name: customers.title(name) for name in customers.features}
        names = {*self.segmentation.dataset.columns, *(profile.name for profile in self.profiles)}
        names |= {
            cut for title in titles.values() for cut in (title, strip_unit(title), short_title(title))
        }
        names = {name for name in names if not ENGLISH.fullmatch(name)}
        names |= {numbered_name(profile) for profile in self.profiles}
        for name, title in titles.items():
            if name not in customers.numeric:
                values = customers.frame[name].dropna().unique()
                names |= {
                    f"{strip_unit(title)} {verb}{v}" for v in values for verb in ("", "is ", "is not ")
                }
        return frozenset(name for name in names if self.style.prose(name) != name)


def profile_colour(profile: SegmentProfile) -> str:
    """The segment's colour, the same as on every page."""
    return segment_colour(profile.segment)


def numbered_name(profile: SegmentProfile) -> str:
    """1 · Champions"""
    return f"{profile.segment} · {profile.name}"


def count_figure(title: str, number: int, note: str = "") -> KeyFigure:
    return KeyFigure(title, number, "count", note)


def columns(**kinds: str) -> tuple[Column, ...]:
    """Columns of words: `columns(Segment="text", Customers="count")`."""
    return tuple(Column(title.replace("_", " "), kind) for title, kind in kinds.items())  # type: ignore[arg-type]
