"""One recipe's result as a session sees it: all that is shown, decided and taken away of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from core.act import (
    USUAL_HOPE,
    AudienceFiles,
    AudienceRequest,
    ContactColumns,
    HopedEffect,
    WhatIf,
    are_products_stored,
    build_audience_files,
    estimate_what_if,
    find_contact_columns,
    plan_actions,
)
from core.charts import chart, chart_frames, name_segments, pack_points
from core.compare import Comparison, adopted_result, build_comparison, stored_comparison
from core.export import ImageRequest, member_rows, readable_table
from core.features import find_rfm_columns
from core.model import ActionPlan, Analysis, Explanation, Recipe, Segmentation, SegmentProfile
from core.profile import (
    Difference,
    NamedSegmentation,
    Naming,
    RfmGrid,
    Segment,
    build_rfm_grid,
    check_name_is_free,
    describe_customer,
    distributions_figure,
    find_differences,
    hash_customers,
    importance_bars,
    is_explanation_stored,
    profile_segments,
    remember_segmentation,
    rfm_heatmap,
    slider_setting,
)
from core.report import (
    PREVIEW,
    Bytes,
    Choices,
    ReportInputs,
    inputs_key,
    report_key,
    report_params,
    stored_report,
)
from core.segment import Run, complete_recipe
from core.session.continuity import find_segment_names, number_for_session
from core.session.own_sets import all_rows, rows_by_name
from core.session.page_summary import summarise
from core.session.segment_cards import SegmentCards, cards_key, find_cards
from core.session.services import AHEAD_LANE
from core.session.tasks import ExportedFile, are_computed, table_key
from core.store import NoteKey
from core.suggest import Proposal, stored_proposal
from core.text import validate_name

if TYPE_CHECKING:
    from core.session.session import Session


class Result:
    """A run of a session at one setting of its slider, under the session's numbers and names.

    Methods that need the analysis raise ResultGone where the store does not hold it, and
    UnknownSetting for a setting that was not swept.
    """

    def __init__(self, session: "Session", run: Run, setting: float | None, record: bool) -> None:
        self.session, self.run = session, run
        self._setting, self._record = setting, record

    @cached_property
    def analysis(self) -> Analysis:
        """The result at every setting, its segments under the numbers that they have in this session."""
        analysis = self.session.services.recent(self.run)
        return number_for_session(analysis, self.session.notes, self._setting, self._record)

    @cached_property
    def segmentation(self) -> Segmentation:
        return Segmentation(self.analysis, self.setting)

    @cached_property
    def named_segmentation(self) -> Segmentation:
        """Segmentation under the names that its segments have in this session."""
        return replace(self.segmentation, names=self.names()[self.segmentation.place])

    @property
    def setting(self) -> float:
        """The slider's position in full: the one asked for, the recipe's, or the suggested one."""
        return slider_setting(self.analysis, self._setting)

    # The Segment page

    def start(self) -> str | None:
        """The job that analyses; None where the result is there already.

        A newer start of the same session and data set takes the place of an older one.
        """
        lane = f"analyse {self.run.dataset.id}"
        job = None
        if self.run.is_analysed:
            self.session.leave(lane)
        else:
            job = self._analyse(lane)
        # Only now: work begun ahead that the new job has joined must not lose its last job in between.
        self.session.leave(AHEAD_LANE)
        return job

    def start_ahead(self) -> None:
        """Begin what will probably be asked for; anything that the session asks for ends it."""
        if not self.run.is_analysed:
            self._analyse(AHEAD_LANE)

    def _analyse(self, lane: str) -> str:
        key = f"analyse {self.run.dataset.id} {self.run.recipe.digest()}"
        return self.session.submit("analyse", key, self._params({}), lane)

    def frames(self, name: str, options: Mapping[str, Any]) -> tuple[str, ...]:
        """The chart at every setting of the slider as JSON texts."""
        return chart_frames(self.run, name, options, self.analysis)

    def points(self) -> bytes:
        """The drawn customers and their segment at every setting; see `pack_points`."""
        return pack_points(self.analysis)

    def summary(self) -> dict[str, Any]:
        """The words and figures of the page at every setting, as plain JSON values."""
        return summarise(self.analysis)

    def names(self) -> tuple[tuple[str, ...], ...]:
        """Names of the segments at every setting, in the order of the labels."""
        return find_segment_names(self.run.store, self.analysis, self.session.notes).names

    def cards(self, setting: float | None = None) -> SegmentCards | None:
        """Words on the segments' cards, at least at `setting`; of large tables only after `start_cards`."""
        return find_cards(self.run.store, self.analysis, self.session.notes, setting)

    def start_cards(self) -> str | None:
        params = {"key": cards_key(self.analysis, self.session.notes), "setting": self.setting}
        return self._submit_unless(self.cards() is not None, "describe_segments", params)

    def image(self, request: ImageRequest, options: Mapping[str, Any]) -> bytes:
        """One chart as an image file."""
        spec, named = chart(request.chart), self.named_segmentation
        figure = name_segments(spec.build(named, spec.options(options)), named)
        return self.session.draw(figure, request.format, request.theme)

    def complete_recipe(self) -> Recipe:
        """The recipe with the slider's position and the features that were clustered on."""
        return complete_recipe(self.segmentation)

    def table(self, kind: str) -> Bytes | None:
        """The customers with their segment as a file of the registered format `kind`, once written."""
        file = self.run.store.get(ExportedFile, table_key(self.named_segmentation, kind))
        return None if file is None else file.body

    def start_table(self, kind: str) -> str:
        """The job that writes what `table` then reads."""
        named = self.named_segmentation
        params = {"kind": kind, "setting": self.setting, "numbers": named.numbers, "names": named.names}
        return self.session.submit("export_customers", table_key(named, kind), self._params(params))

    def customers(self, rows: Sequence[int] | None, segment: int, most: int) -> pd.DataFrame:
        """The first `most` of the customers at `rows`, or of the segment of a number, rounded for reading."""
        chosen = member_rows(self.segmentation, segment) if rows is None else rows
        return readable_table(self.named_segmentation, chosen[:most])

    # Verdict, suggestion, comparison

    def start_verdict(self) -> str | None:
        """The job that looks into whether the segments are real; None where that is known."""
        return self._start_computation("verdict", {})

    def start_suggestion(self) -> str | None:
        """The job that proposes a method and its setting; None where there is a proposal."""
        return self._start_computation("suggest", {})

    def proposal(self) -> Proposal | None:
        """The proposal for the recipe's customers; None where there is none yet."""
        return stored_proposal(self.run)

    def start_comparison(self, methods: Sequence[str]) -> str | None:
        """The job that compares methods, the setting being adopted; None where all is there already."""
        params = {"setting": self._setting, "methods": list(methods)}
        job = self._start_computation("compare", params)
        self.session.leave(AHEAD_LANE)
        return job

    def comparison(self, methods: Sequence[str]) -> Comparison:
        """The methods that are done, side by side."""
        analysis, setting = self.analysis, self._setting
        adopted = None if setting is None else adopted_result(self.run.recipe, analysis.sweep, setting)
        candidates = stored_comparison(self.run, setting, methods)
        return build_comparison(candidates, analysis.customers, analysis.feature_matrix, adopted)

    # The Profiles page

    def start_explanation(self) -> str | None:
        """The job that explains the segments; None where that is done."""
        params = {"setting": self._setting, "rfm": self.session.rfm_map(self.run.dataset).to_json()}
        return self._submit_unless(self.run.is_analysed and self._is_explained(), "profile", params)

    def _is_explained(self) -> bool:
        store, rfm_map = self.run.store, self.session.rfm_map(self.run.dataset)
        explained = is_explanation_stored(store, self.segmentation, rfm_map)
        return explained and are_products_stored(store, self.segmentation)

    def explanation(self) -> Explanation:
        """Explain the segments under the names that the session gave them."""
        return self._explain(self.session.naming())

    def _explain(self, naming: Naming) -> Explanation:
        rfm_map = self.session.rfm_map(self.run.dataset)
        votes = self.session.act_choices.feedback().votes()
        return profile_segments(self.run.store, self.segmentation, naming, rfm_map, votes)

    def rename(self, segment: int, name: str) -> Explanation:
        """Call the segment of a number `name` here and wherever it is continued.

        Raises UnknownSegment, BadName, and TakenName where another segment here has that name.
        """
        valid_name = validate_name(name)

        def with_name(naming: Naming) -> Naming:
            explanation = self._explain(naming)
            profile = explanation.profile(segment)
            check_name_is_free(explanation, profile, valid_name)
            renamed = naming.with_renamed(self._segment(profile), valid_name)
            return renamed.with_newest(self._as_named(explanation, {segment: valid_name}))

        return self._change_names(with_name)

    def keep_names(self) -> Explanation:
        """Remember all names and numbers as they are, for the segments that will continue these."""
        return self._change_names(
            lambda naming: naming.with_newest(self._as_named(self._explain(naming), {}))
        )

    def reset_names(self, segment: int | None = None) -> Explanation:
        """Forget what the session called a segment (by its number) here and wherever it is continued, or
        all names that it ever gave."""

        def without_name(naming: Naming) -> Naming:
            if segment is None:
                return Naming()
            return naming.without_name(self._segment(self._explain(naming).profile(segment)))

        return self._change_names(without_name)

    def _change_names(self, change: Callable[[Naming], Naming]) -> Explanation:
        self.session.notes.change(NoteKey.NAMES, lambda raw: change(Naming.from_json(raw)).to_json())
        return self.explanation()

    def _as_named(self, explanation: Explanation, names: Mapping[int, str]) -> NamedSegmentation:
        """The segments as they are called now, but for those that `names` calls otherwise."""
        profiles = [explanation.profile(number) for number in self.segmentation.numbers]
        return remember_segmentation(
            hash_customers(self.analysis),
            self.segmentation.labels,
            [names.get(profile.segment, profile.name) for profile in profiles],
            [profile.named or profile.segment in names for profile in profiles],
            [profile.segment for profile in profiles],
        )

    def _segment(self, profile: SegmentProfile) -> Segment:
        label = self.segmentation.label(profile.segment)
        return Segment(hash_customers(self.analysis), self.segmentation.labels, label, profile.name)

    def figures(self, segment: int | None = None) -> Mapping[str, Mapping[str, Any]]:
        """The charts "distributions" and "importance", this of one segment (by its number) or of all."""
        explanation = self.explanation()
        return {
            "importance": importance_bars(explanation, self.analysis.customers.titles, segment),
            "distributions": distributions_figure(self.segmentation, explanation.profiles),
        }

    def differences(self, first: int, second: int) -> tuple[Difference, ...]:
        """Differences between two segments (by number), the largest effect first."""
        return find_differences(self.segmentation, first, second)

    def example_customers(self, which: str) -> Mapping[int, list[dict[str, str]]]:
        """The "typical" or "borderline" customers of each segment (by number), as texts by title."""
        return {
            profile.segment: [describe_customer(self.analysis, row) for row in getattr(profile, which)]
            for profile in self.explanation().profiles
        }

    def has_rfm(self) -> bool:
        """True where the customers have recency and frequency."""
        return find_rfm_columns(self.analysis.customers) is not None

    def rfm_grid(self) -> RfmGrid:
        """The customers by their scores; NoRfm where they have none."""
        return build_rfm_grid(self.analysis.customers, self.session.rfm_map(self.run.dataset))

    def rfm_figure(self, by_money: bool, small: bool = False) -> dict[str, Any]:
        """The grid as a chart, coloured by money or by customers; raises as `build_rfm_grid`."""
        grid = self.rfm_grid()
        return rfm_heatmap(grid.counts, grid.money, grid.names, by_money, small)

    # The Act page

    def plan(self) -> ActionPlan:
        """Plan what to do with each segment by the session's playbook (`act_choices.choose`) and ratings."""
        choices = self.session.act_choices
        explanation = self.explanation()
        return plan_actions(
            self.run.store, self.segmentation, explanation, choices.playbook(), choices.feedback()
        )

    def what_if(self, values: Mapping[str, Any]) -> WhatIf:
        """Estimate what a campaign would bring, under the assumptions `values` of `estimate_what_if`."""
        explanation, plan = self.explanation(), self.plan()
        return estimate_what_if(self.run.store, self.segmentation, explanation, plan, values)

    def contact_columns(self) -> ContactColumns:
        """The columns of the data set that hold contact details, as they are found."""
        return find_contact_columns(self.run.dataset, self.run.recipe, {})

    def audience(
        self,
        target: str,
        segments: Sequence[int],
        holdout: float = 0.0,
        country: str = "",
        contacts: Mapping[str, str] | None = None,
        hoped: HopedEffect = USUAL_HOPE,
        own_sets: Sequence[str] = (),
    ) -> AudienceFiles:
        """Segments (by number) and own sets (by name) as files for a campaign tool. Names are kept."""
        explanation = self.keep_names()
        names = {segment: explanation.profile(segment).name for segment in segments}
        sets = rows_by_name(self.session.notes, self.segmentation, own_sets)
        request = AudienceRequest(target, names, holdout, country, contacts or {}, hoped, None, sets)
        return build_audience_files(self.segmentation, request)

    # The Report page

    def start_report(self, choices: Choices, kinds: Sequence[str]) -> str | None:
        """The job that writes the report in each of `kinds`: formats, or "preview" for its pages as
        images; None where all are there. What goes out keeps its names."""
        if PREVIEW not in kinds:
            self.keep_names()
        inputs = self._report_inputs()
        inputs_id = inputs_key(inputs)
        key = report_key(self.run, self.setting, inputs_id, choices)
        stored = all(stored_report(self.run.store, key, kind) for kind in kinds)
        if not stored:
            self.run.store.put(inputs_id, inputs)
        params = report_params(key, inputs_id, self.setting, choices, kinds)
        return self._submit_unless(stored, "report", params)

    def report(self, choices: Choices, kind: str) -> tuple[Bytes, ...] | None:
        """Files that `start_report` made: one, or the pages of the "preview"; None before that."""
        key = report_key(self.run, self.setting, inputs_key(self._report_inputs()), choices)
        return pages.parts if (pages := stored_report(self.run.store, key, kind)) else None

    def _report_inputs(self) -> ReportInputs:
        choices = self.session.act_choices
        return ReportInputs(
            self.session.naming(),
            self.session.rfm_map(self.run.dataset),
            choices.feedback(),
            choices.playbook(),
            self.segmentation.numbers,
            choices.what_if_values(self.run.dataset.id),
            all_rows(self.session.notes, self.segmentation),
        )

    # Jobs

    def _start_computation(self, stage: str, params: Mapping[str, Any]) -> str | None:
        """The job that computes a stage of `tasks.COMPUTATIONS`; None where that is done."""
        done = are_computed(self.run, stage, params)
        return self._submit_unless(done, "compute", {"stage": stage, **params}, stage)

    def _submit_unless(
        self, stored: bool, task: str, params: Mapping[str, Any], lane: str = ""
    ) -> str | None:
        """The job, in place of an older one of the same data set (and `kinds`); None where it is done."""
        lane = f"{lane or task} {self.run.dataset.id} {params.get('kinds', '')}"
        if stored:
            self.session.leave(lane)
            return None
        key = f"{lane} {self.run.recipe.digest()} {sorted(params.items())}"
        return self.session.submit(task, key, self._params(params), lane)

    def _params(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return {"dataset": self.run.dataset.id, "recipe": self.run.recipe.to_json(), **params}
