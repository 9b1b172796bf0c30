"""TimelineJS gets the dates as sharp as they are, and text that holds no markup of its own."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from samples import SETTINGS, event, timeline_of

from timeline.config import Settings
from timeline.model import Event
from timeline.publish.timelinejs import render_timelinejs


def slides(*events: Event, settings: Settings = SETTINGS) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(render_timelinejs(timeline_of(*events), settings).whole())["events"]
    return told


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("2021-05-04", {"year": 2021, "month": 5, "day": 4}, None),
        ("2021-05", {"year": 2021, "month": 5}, None),
        ("2021", {"year": 2021}, None),
        ("2021-22", {"year": 2021, "month": 6}, None),
        ("202X", {"year": 2020}, None),
        ("[..2021-05-04]", {"year": 2021, "month": 5, "day": 4}, None),
        ("2021-05-04/2021-06-01", {"year": 2021, "month": 5, "day": 4}, {"year": 2021, "month": 6, "day": 1}),
        ("2020/2021", {"year": 2020}, {"year": 2021}),
    ],
)
def test_a_slide_has_no_sharper_date_than_its_event(when: str, start: dict[str, int], end: dict[str, int] | None) -> None:
    (slide,) = slides(event("a", when))
    assert (slide["start_date"], slide.get("end_date")) == (start, end)


def test_a_slide_says_the_date_in_words_and_the_side_of_who_acted() -> None:
    (slide,) = slides(event("a", "[..2021-05-04]", agent="ruritania"))
    assert (slide["unique_id"], slide["display_date"], slide["group"]) == ("a", "by 4 May 2021", "The South")


def test_markup_in_a_title_is_text_and_a_body_is_clean_html() -> None:
    published = replace(SETTINGS, base_url="https://example.org/")
    (slide,) = slides(event("a", title="<b>x</b>", body="See [the report](#cite-1). <script>alert(1)</script>"), settings=published)
    assert slide["text"]["headline"] == '<a href="https://example.org/events/a.html">&lt;b&gt;x&lt;/b&gt;</a>'
    assert "<script" not in slide["text"]["text"]
    assert "See the report." in slide["text"]["text"]
