"""What a report is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pandas.api.types import is_numeric_dtype

from core.charts import segment_colour
from core.model import (
    ActionPlan,
    Analysis,
    Explanation,
    Finding,
    Plan,
    Recipe,
    Scores,
    Segmentation,
    SegmentProfile,
)
from core.report.document.content import Column, KeyFigure
from core.report.document.style import ENGLISH, Style
from core.segment import complete_recipe
from core.text import VERDICTS, short_title, strip_unit


@dataclass(frozen=True)
class Material:
    """One setting of an analysis with all that is told of it; `style` is how figures are written."""

    analysis: Analysis
    setting: float
    explanation: Explanation
    playbook: ActionPlan
    findings: Sequence[Finding]
    style: Style

    @cached_property
    def recipe(self) -> Recipe:
        """The recipe with nothing left open, which gives the same result anywhere."""
        return complete_recipe(Segmentation(self.analysis, self.setting))

    @property
    def at(self) -> int:
        return self.analysis.sweep.at(self.setting)

    @property
    def scores(self) -> Scores:
        return self.analysis.sweep.scores[self.at]

    @property
    def stories(self) -> tuple[SegmentProfile, ...]:
        return self.explanation.stories

    @property
    def customers(self) -> int:
        return len(self.analysis.customers.frame)

    @cached_property
    def plans(self) -> Mapping[int, Plan]:
        """The plans by segment; an empty one where there is none."""
        found = {plan.segment: plan for plan in self.playbook.plans}
        return {s.segment: found.get(s.segment, Plan(s.segment, ())) for s in self.stories}

    @property
    def verdict(self) -> tuple[str, str]:
        """What the verdict is called, and its sentence."""
        trust = self.analysis.trust
        if trust is None or not trust.kinds[self.at]:
            said = trust.sentences[self.at] if trust else ""
            return VERDICTS[""], said or "Whether these segments are real has not been looked into."
        return VERDICTS[trust.kinds[self.at]], trust.sentences[self.at]

    @property
    def doubted(self) -> bool:
        """Whether the verdict is that these segments are not to be found in the data."""
        trust = self.analysis.trust
        return trust is not None and trust.kinds[self.at] in ("none", "constructed")

    @property
    def money(self) -> float | None:
        """What all segments bring together, where that is known."""
        known = [story.money for story in self.stories if story.money is not None]
        return sum(known) if known and len(known) == len(self.stories) else None

    def name(self, segment: int) -> str:
        """What the segment of a number is called; empty where there is none."""
        return next((story.name for story in self.stories if story.segment == segment), "")

    def prose(self, text: str) -> str:
        """The text with its figures in the chosen language, but for those in names and values of the
        data."""
        return self.style.prose(text, self._names)

    @cached_property
    def _names(self) -> frozenset[str]:
        """The names with figures in them, and the values of categories with what stands before them."""
        people = self.analysis.customers
        titles = {name: people.titles.get(name, name) for name in people.features}
        found = {*self.analysis.dataset.columns, *(story.name for story in self.stories)}
        found |= {
            cut for title in titles.values() for cut in (title, strip_unit(title), short_title(title))
        }
        found = {name for name in found if not ENGLISH.fullmatch(name)}
        found |= {numbered_name(story) for story in self.stories}
        for name, title in titles.items():
            if not is_numeric_dtype(people.frame[name]):
                values = people.frame[name].dropna().unique()
                found |= {
                    f"{strip_unit(title)} {verb}{v}" for v in values for verb in ("", "is ", "is not ")
                }
        return frozenset(name for name in found if self.style.prose(name) != name)


def profile_colour(story: SegmentProfile) -> str:
    """The segment's colour, the same as on every page."""
    return segment_colour(story.segment)


def numbered_name(story: SegmentProfile) -> str:
    """1 · Champions"""
    return f"{story.segment} · {story.name}"


def count_figure(title: str, number: int, note: str = "") -> KeyFigure:
    return KeyFigure(title, number, "count", note)


def columns(**kinds: str) -> tuple[Column, ...]:
    """Columns of words: `columns(Segment="text", Customers="count")`."""
    return tuple(Column(title.replace("_", " "), kind) for title, kind in kinds.items())  # type: ignore[arg-type]
