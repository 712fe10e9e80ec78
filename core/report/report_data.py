"""The data that a report is written from: a segmentation, its explanation, plans and findings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.act import GroupPlan
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
from core.report.campaign import NO_CAMPAIGN, Campaign
from core.report.document.content import Column, KeyFigure
from core.report.document.style import ENGLISH, Style
from core.report.words import NOT_JUDGED
from core.segment import complete_recipe, recommend
from core.text import VERDICTS, short_title, strip_unit

ORDER_VALUE = "average_order_value"  # of transactions, beside the money itself
# What follows a figure that is no money, though the clause is about money.
COUNTED = re.compile(r"\s?(?:%|times|orders?|days?|weeks?|months?|years?|customers?|items?)\b|\s?%")
# Before what lines of the file add up to, and what customers spent.
SUMS = ("comes to ", "come to ", ", for ", "Spend of ")
CLAUSE_END = re.compile(r"; |\. |\(")  # a figure in brackets is of a formula


@dataclass(frozen=True)
class ReportData:
    """A segmentation with all that a report says of it; `style` is how figures are written, `campaign`
    what writing to each segment once may bring, `groups` customers of one's own beside the segments."""

    segmentation: Segmentation
    explanation: Explanation
    plan: ActionPlan
    findings: Sequence[Finding]
    style: Style
    campaign: Campaign = NO_CAMPAIGN
    groups: Sequence[GroupPlan] = ()

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
            return VERDICTS[""], sentence or NOT_JUDGED
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

    @cached_property
    def money_features(self) -> frozenset[str]:
        """The columns that hold money."""
        of_orders = {ORDER_VALUE} if self.recipe.table == "transactions" else set()
        return frozenset(of_orders | {self.segmentation.customers.money or ""} - {""})

    def name(self, segment: int) -> str:
        """Name of the segment with a number; empty where there is none."""
        return next((profile.name for profile in self.profiles if profile.segment == segment), "")

    def prose(self, text: str) -> str:
        """The text with its figures in the chosen language, but for those in names and values of the
        data; amounts of money have the currency's sign where one is chosen."""
        parts, done = [], 0
        for amount in self._amounts(text):
            written = self.style.text(float(amount[0].replace(",", "")), "money")
            parts += [self.style.prose(text[done : amount.start()], self._names), written]
            done = amount.end()
        return "".join((*parts, self.style.prose(text[done:], self._names)))

    def _amounts(self, text: str) -> Iterator[re.Match[str]]:
        """The figures that are money: those after the title of a money feature, up to the next title or
        clause, what lines come to and what an order brings."""
        if not self.style.currency:
            return
        titles = sorted((m.start(), m[0]) for m in self._title_pattern.finditer(text))
        for figure in ENGLISH.finditer(text):
            before = [at for at in titles if at[0] < figure.start()]
            start, title = before[-1] if before else (0, "")
            if figure.start() < start + len(title):
                continue  # part of the title
            in_clause = not CLAUSE_END.search(text, start + len(title), figure.start())
            of_money = title in self._money_titles and in_clause
            of_money = of_money or text.endswith(SUMS, 0, figure.start())
            of_money = of_money and not COUNTED.match(text, figure.end())
            if of_money or text.startswith((" an order", " per order"), figure.end()):
                yield figure

    @cached_property
    def _title_pattern(self) -> re.Pattern[str]:
        """Titles of all features as sentences name them, the longest first."""
        titles = {title for name in self._titles for title in self._titles[name]}
        longest_first = sorted(titles, key=lambda title: (-len(title), title))
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

    @cached_property
    def _money_titles(self) -> frozenset[str]:
        return frozenset(t for name in self.money_features for t in self._titles.get(name, ()))

    @cached_property
    def _titles(self) -> Mapping[str, frozenset[str]]:
        """Each column's title, whole and as it is cut in sentences."""
        customers = self.segmentation.customers
        names = dict.fromkeys((*customers.features, *([customers.money] if customers.money else ())))
        titles = {name: customers.title(name) for name in names}
        return {name: frozenset((t, strip_unit(t), short_title(t))) for name, t in titles.items()}

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
    """Columns of words: `columns(Segment="text", Customers="count")`; "_" is a space."""
    return tuple(Column(title.replace("_", " "), kind) for title, kind in kinds.items())  # type: ignore[arg-type]
