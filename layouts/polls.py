"""The clocks by which pages ask how far a job is."""

from collections.abc import Mapping

from dash import dcc

from layouts import ids

PERIODS_MS: Mapping[str, int] = {
    ids.DATA_READING_INTERVAL: 150,
    ids.SEGMENT_JOB_INTERVAL: 150,
    ids.SEGMENT_JUDGING_INTERVAL: 500,
    ids.SEGMENT_PROPOSING_INTERVAL: 500,
    ids.COMPARE_JOB_INTERVAL: 250,
    ids.DECIDE_JOB_INTERVAL: 250,
    ids.REPORT_JOB_INTERVAL: 250,
    ids.ACT_UPLIFT_INTERVAL: 400,
}


def polling(id: str, disabled: bool = True) -> dcc.Interval:
    return dcc.Interval(id=id, interval=PERIODS_MS[id], disabled=disabled)
