"""Callbacks of the pages: one module a page, each with one `register`."""

from collections.abc import Callable

from dash import Dash

from callbacks import (
    act,
    act_campaigns,
    compare,
    data,
    profile,
    profile_rfm,
    report,
    result_page,
    segment,
    segment_contents,
    segment_customers,
    shell,
    suggest,
    verdict,
)
from core.session import Session


def register(app: Dash, session: Callable[[], Session]) -> None:
    """Register the callbacks of all pages; `session` returns the session of whoever asks."""
    for page in (
        shell,
        data,
        segment,
        segment_contents,
        segment_customers,
        verdict,
        suggest,
        compare,
        result_page,
        profile,
        act,
        act_campaigns,
        report,
        profile_rfm,
    ):
        page.register(app, session)
