"""The table has an event a row, its sources in one order, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest
from samples import GAZETTE, QUOTE, SETTINGS, event, timeline_of

from timeline.model import Citation, Event, Participant
from timeline.publish.tables import COLUMNS, render_csv


def rows(*events: Event) -> list[dict[str, str]]:
    published = replace(SETTINGS, base_url="https://example.org/")
    return list(csv.DictReader(StringIO(render_csv(timeline_of(*events), published).whole().decode("utf-8"), newline=""), strict=True))


def test_an_event_is_a_row() -> None:
    participants = (Participant("navy", "agent"), Participant("council", "agent"), Participant("ruritania", "target"))
    (row,) = rows(event("closing", "[..2021-05-04]", title="Navy, council close harbor", participants=participants, body="It *was*\nclosed.", tags=("a", "b")))
    assert tuple(row) == COLUMNS
    assert row == {
        **row,
        "id": "closing", "title": "Navy, council close harbor", "date": "[..2021-05-04]", "date_in_words": "by 4 May 2021",
        "earliest": "", "latest": "2021-05-04", "type": "directive", "type_label": "Directive", "standing": "reported",
        "agents": "Northern Navy | Council of Ports", "targets": "Ruritania", "text": "It was closed.", "tags": "a | b",
        "quotes": QUOTE.exact, "source_dates": GAZETTE.published, "url": "https://example.org/events/closing.html",
    }  # fmt: skip


def test_the_sources_stand_in_the_same_order_in_every_column() -> None:
    cited = (Citation(url="https://a.example/", title="A"), Citation(url="https://b.example/", publisher="B  Post"))
    (row,) = rows(event("a", citations=cited))
    assert (row["source_titles"], row["source_publishers"], row["source_urls"]) == ("A | ", " | B Post", "https://a.example/ | https://b.example/")
    assert row["source_dates"] == ""


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1"])
def test_no_cell_begins_as_a_formula_does(title: str) -> None:
    (row,) = rows(event("a", title=title))
    assert row["title"].startswith("'")


@pytest.mark.parametrize("title", ['say "no", twice', "a\nb", "Łódź — порт", "a;b|c"])
def test_a_cell_holds_any_text(title: str) -> None:
    (row,) = rows(event("a", title=title))
    assert row["title"] == title
