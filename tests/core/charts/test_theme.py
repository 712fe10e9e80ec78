import re

import pytest

from core.charts.theme import (
    MARKERS,
    SEGMENT_COLOURS,
    THEMES,
    resolve_colours,
    segment_colour,
    segment_marker,
)


def luminance(code: str) -> float:
    parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink", ["text", "muted", "accent", "ok"])
def test_words_meet_wcag_aa_on_the_surface_and_the_background(theme: str, ink: str):
    values = THEMES[theme]
    assert contrast(values[ink], values["surface"]) >= 4.5
    assert contrast(values[ink], values["bg"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("shade", SEGMENT_COLOURS)
def test_segment_colours_stand_out_from_both_surfaces(theme: str, shade: str):
    assert contrast(shade, THEMES[theme]["surface"]) >= 2.0


def test_segments_beyond_the_colours_get_another_marker():
    looks = {
        (segment_colour(i), segment_marker(i))
        for i in range(1, len(SEGMENT_COLOURS) * len(MARKERS) + 1)
    }
    assert len(looks) == len(SEGMENT_COLOURS) * len(MARKERS)
    assert (segment_colour(1), segment_colour(13)) == ("#0072B2", "#0072B2")
    assert segment_marker(1) != segment_marker(13)


def test_both_themes_have_the_same_colours_all_valid():
    assert THEMES["light"].keys() == THEMES["dark"].keys()
    assert all(re.fullmatch("#[0-9a-f]{6}", v) for theme in THEMES.values() for v in theme.values())


def test_resolve_reaches_every_depth_and_leaves_the_figure_alone():
    figure = {
        "data": [{"line": {"color": ["var(--ts-text)", "#fff"]}}],
        "layout": {"x": "var(--ts-ok)"},
    }
    found = resolve_colours(figure, "dark")
    assert found["data"][0]["line"]["color"] == [THEMES["dark"]["text"], "#fff"]
    assert found["layout"]["x"] == THEMES["dark"]["ok"]
    assert figure["layout"]["x"] == "var(--ts-ok)"


def test_markup_in_a_name_is_drawn_as_it_is_written():
    name = 'Revenue <a href="x">here</a>'
    drawn = resolve_colours(
        {"data": [{"y": [name], "text": "<b>3</b><br>2 < 4<extra></extra>"}]}, "light"
    )
    (trace,) = drawn["data"]
    assert trace["y"] == ['Revenue <\u2060a href="x">here<\u2060/a>']
    assert trace["text"] == "<b>3</b><br>2 < 4<extra></extra>"
