"""What a session decides about segments: their names, and all that is told and done under those."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.act import (
    PARAMS,
    AudienceFiles,
    AudienceRequest,
    CampaignEstimate,
    ContactColumns,
    Rating,
    SegmentValue,
    Uplift,
    are_products_stored,
    build_audience_files,
    estimate_campaigns,
    find_contact_columns,
    measure_campaign_uplift,
    plan_actions,
    rating_source,
    segment_values,
)
from core.explain import (
    Difference,
    NamedSegmentation,
    Naming,
    RfmGrid,
    RfmMap,
    Segment,
    TakenName,
    build_rfm_grid,
    describe_customer,
    distributions_figure,
    explain_segments,
    find_differences,
    find_rfm_columns,
    hash_customers,
    importance_bars,
    is_explanation_stored,
    remember_segmentation,
    rfm_heatmap,
    slider_setting,
    validate_map,
)
from core.model import (
    ActionPlan,
    Analysis,
    Dataset,
    Explanation,
    RatedSubject,
    Recipe,
    Segmentation,
    SegmentProfile,
)
from core.plugins import check_params
from core.report import (
    PREVIEW,
    Bytes,
    Choices,
    RememberedChoices,
    ReportContent,
    report_key,
    report_params,
    store_content,
    stored_report,
)
from core.segment import is_analysed
from core.session.act_choices import ActChoices
from core.session.continuity import NAMES, RFM, read_naming, read_rfm_map
from core.session.session import Desk
from core.store import Notes
from core.text import validate_name


class Decisions:
    """Built on a session's desk; what it decides is kept in the notes of the session's workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._notes = Notes(desk.workspace.root)
        self.kept = ActChoices(self._notes)
        self.letterhead = RememberedChoices(self._notes)

    def start(self, dataset: Dataset, recipe: Recipe, asked: float | None) -> str | None:
        """The job that explains the segments; None where that is done."""
        done = is_analysed(self._desk.store, dataset, recipe) and self._known(dataset, recipe, asked)
        more = {"setting": asked, "rfm": self.rfm(dataset).to_json()}
        return self._desk.submit_unless(done, "explaining", dataset, recipe, more)

    def setting(self, dataset: Dataset, recipe: Recipe, asked: float | None) -> float:
        """The slider's position in full; see `explaining.position`."""
        return slider_setting(self._desk.analysis(dataset, recipe), asked)

    def explanation(self, dataset: Dataset, recipe: Recipe, setting: float) -> Explanation:
        """What is told of the segments, under the names that the session gave them."""
        return self._told(dataset, recipe, setting, self.naming())

    def naming(self) -> Naming:
        """What this session called segments."""
        return read_naming(self._notes)

    def rename(
        self, dataset: Dataset, recipe: Recipe, setting: float, segment: int, name: str
    ) -> Explanation:
        """Calls the segment of a number `name` here and wherever it is continued.

        Raises UnknownSegment, BadName, and TakenName where another segment here has that name.
        """
        where, chosen = (dataset, recipe, setting), validate_name(name)

        def renamed(naming: Naming) -> Naming:
            told = self._told(*where, naming)
            story = _find_profile(told, segment)
            _check_name_is_free(told, story, chosen)
            anew = naming.with_renamed(self._segment(*where, story), chosen)
            return anew.with_newest(self._now(*where, told, {segment: chosen}))

        return self._called(*where, renamed)

    def keep(self, dataset: Dataset, recipe: Recipe, setting: float) -> Explanation:
        """Remembers all names and numbers as they are, for the segments that will continue these."""
        where = dataset, recipe, setting
        return self._called(
            *where, lambda old: old.with_newest(self._now(*where, self._told(*where, old), {}))
        )

    def reset(
        self, dataset: Dataset, recipe: Recipe, setting: float, segment: int | None = None
    ) -> Explanation:
        """Forgets what the session called a segment (by its number) here and wherever it is continued, or all
        names that it ever gave."""
        where = dataset, recipe, setting

        def forgotten(naming: Naming) -> Naming:
            if segment is None:
                return Naming()
            story = _find_profile(self._told(*where, naming), segment)
            return naming.without_name(self._segment(*where, story))

        return self._called(*where, forgotten)

    def rfm(self, dataset: Dataset) -> RfmMap:
        """How recency, frequency and money are scored and named in a data set."""
        return read_rfm_map(self._notes, dataset)

    def choose_rfm(self, dataset: Dataset, chosen: RfmMap) -> None:
        """Scores and names them like that from now on; raises as `validate_map`."""
        validate_map(chosen)
        self._notes.write(f"{RFM} {dataset.id}", chosen.to_json())
        self._suggest_anew()

    def has_rfm(self, dataset: Dataset, recipe: Recipe) -> bool:
        """Whether the customers have recency, frequency and money."""
        return find_rfm_columns(self._desk.analysis(dataset, recipe).customers) is not None

    def rfm_grid(self, dataset: Dataset, recipe: Recipe) -> RfmGrid:
        """The customers by their scores; NoRfm where they have none."""
        return build_rfm_grid(self._desk.analysis(dataset, recipe).customers, self.rfm(dataset))

    def rfm_figure(
        self, dataset: Dataset, recipe: Recipe, by_money: bool, small: bool = False
    ) -> dict[str, Any]:
        """The grid as a chart, coloured by money or by customers; raises as `build_rfm_grid`."""
        grid = self.rfm_grid(dataset, recipe)
        return rfm_heatmap(grid.counts, grid.money, grid.names, by_money, small)

    def figures(
        self, dataset: Dataset, recipe: Recipe, setting: float, segment: int | None = None
    ) -> Mapping[str, Mapping[str, Any]]:
        """The charts "distributions" and "importance", this of one segment (by its number) or of all."""
        told, analysis = (
            self.explanation(dataset, recipe, setting),
            self._analysis(dataset, recipe, setting),
        )
        return {
            "importance": importance_bars(told, analysis.customers.titles, segment),
            "distributions": distributions_figure(Segmentation(analysis, setting), told.stories),
        }

    def contrast(
        self, dataset: Dataset, recipe: Recipe, setting: float, first: int, second: int
    ) -> tuple[Difference, ...]:
        """What differs between two segments (by number), the largest effect first."""
        return find_differences(
            Segmentation(self._analysis(dataset, recipe, setting), setting), first, second
        )

    def people(
        self, dataset: Dataset, recipe: Recipe, setting: float, which: str
    ) -> Mapping[int, list[dict[str, str]]]:
        """The "typical" or "borderline" customers of each segment (by number), as texts by title."""
        told, analysis = (
            self.explanation(dataset, recipe, setting),
            self._analysis(dataset, recipe, setting),
        )
        return {
            story.segment: [describe_customer(analysis, row) for row in getattr(story, which)]
            for story in told.stories
        }

    def plan(self, dataset: Dataset, recipe: Recipe, setting: float) -> ActionPlan:
        """What to do with each segment by the session's playbook (`kept.choose`) and ratings."""
        analysis = self._analysis(dataset, recipe, setting)
        told = self.explanation(dataset, recipe, setting)
        given = Segmentation(analysis, setting), told
        return plan_actions(self._desk.store, *given, self.kept.playbook(), self.kept.feedback())

    def rate(
        self, dataset: Dataset, subject: RatedSubject, vote: int, note: str = "", segment: str = ""
    ) -> None:
        """Take a thumb (1, -1, or 0 for none) and a note on a subject; `segment` is the rated one's
        name from the evidence."""
        self.kept.rate(Rating(subject, rating_source(dataset.id, segment), vote, note))
        if vote < 0 and subject.what == "name":
            self._suggest_anew()

    def forget_votes_on_names(self, kind: str) -> None:
        """Takes back all thumbs on names of a kind of segment: the evidence names it again."""
        self.kept.forget_votes_on_names(kind)
        self._suggest_anew()

    def what_if(
        self, dataset: Dataset, recipe: Recipe, setting: float, given: Mapping[str, Any]
    ) -> tuple[tuple[SegmentValue, CampaignEstimate], ...]:
        """What each segment brings, and what contacting it would, under values of `value.PARAMS`."""
        analysis = self._analysis(dataset, recipe, setting)
        told = self.explanation(dataset, recipe, setting)
        params = check_params("The what-if", PARAMS, given)
        worth = segment_values(Segmentation(analysis, setting), told, params["margin"])
        return tuple(zip(worth, estimate_campaigns(worth, params), strict=True))

    def contacts(self, dataset: Dataset, recipe: Recipe) -> ContactColumns:
        """The columns that hold contact details, as they are found."""
        return find_contact_columns(dataset, recipe, {})

    def audience(
        self, dataset: Dataset, recipe: Recipe, setting: float, target: str, segments: Sequence[int],
        holdout: float = 0.0, country: str = "", contacts: Mapping[str, str] | None = None,
    ) -> AudienceFiles:  # fmt: skip
        """Segments (by number) as files for a campaign tool; see `campaign.Aim`. Their names are kept."""
        told = self.keep(dataset, recipe, setting)
        names = {segment: _find_profile(told, segment).name for segment in segments}
        aim = AudienceRequest(target, names, holdout, country, contacts or {})
        return build_audience_files(
            Segmentation(self._analysis(dataset, recipe, setting), setting), aim
        )

    def uplift(self, assignment: Dataset, result: Dataset, column: str = "") -> Uplift:
        """What came of a campaign: its assignment.csv and the results, each a data set of the session."""
        return measure_campaign_uplift(assignment, result, column)

    def start_report(
        self, dataset: Dataset, recipe: Recipe, setting: float, choices: Choices, kinds: Sequence[str]
    ) -> str | None:
        """The job that writes the report in each of `kinds`: registered formats, or "preview" for its
        pages as images; None where all are there. What goes out keeps its names."""
        if PREVIEW not in kinds:
            self.keep(dataset, recipe, setting)
        told, key = self._reported(dataset, recipe, setting, choices)
        more = report_params(key, told, setting, choices, kinds)
        done = all(stored_report(self._desk.store, key, kind) for kind in kinds)
        return self._desk.submit_unless(done, "reporting", dataset, recipe, more)

    def report(
        self, dataset: Dataset, recipe: Recipe, setting: float, choices: Choices, kind: str
    ) -> tuple[Bytes, ...] | None:
        """What `start_report` wrote: the file, or the pages of the "preview"; None before that."""
        key = self._reported(dataset, recipe, setting, choices)[1]
        found = stored_report(self._desk.store, key, kind)
        return None if found is None else found.parts

    def _reported(
        self, dataset: Dataset, recipe: Recipe, setting: float, choices: Choices
    ) -> tuple[str, str]:
        """Where the store has what the report tells, and under which key its files are kept."""
        told, plan = self.explanation(dataset, recipe, setting), self.plan(dataset, recipe, setting)
        numbers = self._analysis(dataset, recipe, setting).sweep.numbered(setting)
        kept = store_content(self._desk.store, ReportContent(told, plan, numbers))
        return kept, report_key(dataset, recipe, setting, kept, choices)

    def _suggest_anew(self) -> None:
        """Lets names go that the user did not give, so that others may be suggested."""
        self._change_names(Naming.with_user_names_only)

    def _change_names(self, changed: Callable[[Naming], Naming]) -> None:
        self._notes.change(NAMES, lambda raw: changed(Naming.from_json(raw)).to_json())

    def _called(
        self, dataset: Dataset, recipe: Recipe, setting: float, changed: Callable[[Naming], Naming]
    ) -> Explanation:
        self._change_names(changed)
        return self.explanation(dataset, recipe, setting)

    def _told(self, dataset: Dataset, recipe: Recipe, setting: float, naming: Naming) -> Explanation:
        analysis = self._analysis(dataset, recipe, setting)
        said = naming, self.rfm(dataset), self.kept.feedback().votes()
        return explain_segments(self._desk.store, Segmentation(analysis, setting), *said)

    def _now(
        self, dataset: Dataset, recipe: Recipe, setting: float, told: Explanation, said: Mapping[int, str]
    ) -> NamedSegmentation:  # fmt: skip
        """The segments as they are called now, but for those that are `said` otherwise."""
        analysis = self._analysis(dataset, recipe, setting)
        swept = analysis.sweep
        stories = [told.stories[told.place(number)] for number in swept.numbered(setting)]
        return remember_segmentation(
            hash_customers(analysis),
            swept.labels[swept.at(setting)],
            [said.get(story.segment, story.name) for story in stories],
            [story.named or story.segment in said for story in stories],
            [story.segment for story in stories],
        )

    def _segment(
        self, dataset: Dataset, recipe: Recipe, setting: float, story: SegmentProfile
    ) -> Segment:
        analysis = self._analysis(dataset, recipe, setting)
        labels = analysis.sweep.labels[analysis.sweep.at(setting)]
        label = analysis.sweep.label(setting, story.segment)
        return Segment(hash_customers(analysis), labels, label, story.name)

    def _analysis(self, dataset: Dataset, recipe: Recipe, setting: float) -> Analysis:
        analysis = self._desk.analysis(dataset, recipe)
        analysis.sweep.at(setting)  # UnknownSetting for one that was not swept
        return analysis

    def _known(self, dataset: Dataset, recipe: Recipe, asked: float | None) -> bool:
        setting, analysis = self.setting(dataset, recipe, asked), self._desk.analysis(dataset, recipe)
        store = self._desk.store
        told = is_explanation_stored(store, Segmentation(analysis, setting), self.rfm(dataset))
        return told and are_products_stored(store, Segmentation(analysis, setting))


def _find_profile(told: Explanation, segment: int) -> SegmentProfile:
    return told.stories[told.place(segment)]


def _check_name_is_free(told: Explanation, story: SegmentProfile, name: str) -> None:
    for other in told.stories:
        if other != story and other.name.casefold() == name.casefold():
            raise TakenName(segment=other.segment, name=name)
