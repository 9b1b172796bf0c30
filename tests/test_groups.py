"""Pages of types and of periods: what they list, how they are cut, and what lies beside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from samples import PERIODS, SETTINGS, event, many, timeline_of

from timeline.knowledge.periods import load_periods
from timeline.knowledge.types import load_types
from timeline.model import Event
from timeline.publish.groups import period_index, period_page, type_index, type_page
from timeline.publish.records import Link
from timeline.publish.whole import Whole


def whole_of(*events: Event) -> Whole:
    return Whole(timeline_of(*events), SETTINGS)


# --- types -------------------------------------------------------------------------------------------


def test_a_type_lists_its_events_by_year_and_who_acted_most_often() -> None:
    whole = whole_of(event("a", "2019-01-01"), event("b", "2020-01-01", agent="ruritania"), event("c", "2020-02-01"), event("d", "2020-03-01", type_="statement"))
    page = type_page(whole, "directive")
    assert [(section.label, [row.id for row in section.rows]) for section in page.sections] == [("2019", ["a"]), ("2020", ["b", "c"])]
    assert (page.size, page.first, page.last) == (3, "1 January 2019", "1 February 2020")
    assert page.agents == (Link("navy", "Northern Navy", 2), Link("ruritania", "Ruritania", 1))


def test_a_type_of_many_events_is_cut_by_time_and_begins_with_the_latest() -> None:
    whole = whole_of(*many(240, days=4))
    page = type_page(whole, "directive")
    assert [link.id for link in page.pages] == ["types/directive/2001.html", "types/directive/2002.html", "types/directive/2003.html"]
    assert page.sections[0].rows[0].id == "e239"
    assert sum(len(section.rows) for section in page.sections) == 25
    assert page.pictures[0].lanes[0].columns[0].first.place.startswith("../index.html#e-")


def test_a_picture_of_what_the_page_lists_leads_to_its_own_rows() -> None:
    page = type_page(whole_of(*many(190, days=3)), "directive")
    assert {column.first.place.partition("#")[0] for column in page.pictures[0].lanes[0].columns} == {""}


def test_two_events_make_no_picture() -> None:
    assert type_page(whole_of(*many(2)), "directive").pictures == ()


def test_the_picture_by_type_has_a_row_for_each_type_in_their_order() -> None:
    whole = whole_of(event("a", type_="statement"), event("b", "2020", type_="directive"), event("c", "2021", type_="diplomacy"))
    for picture in type_index(whole).pictures:
        assert [lane.label for lane in picture.lanes] == [("Directive",), ("Diplomacy",), ("Statement",)]


# --- periods -----------------------------------------------------------------------------------------


def test_a_period_has_a_page_only_where_an_event_is_filed_under_one_of_its_days() -> None:
    whole = whole_of(event("before", "2016-12-31"), event("in", "2017-01-20"), event("last", "2021-01-20"), event("vague", "2020"))
    assert {id_: [whole.events[n].id for n in numbers] for id_, numbers in whole.by_period.items()} == {
        "first": ["in", "vague", "last"],
        "second": ["last"],
        "war": ["last"],
    }


def test_a_period_that_its_kind_keeps_off_the_site_has_no_page() -> None:
    timeline = timeline_of(event("a", "2020-05-01"), periods={"first": replace(PERIODS["first"], page=False)})
    assert Whole(timeline, SETTINGS).by_period == {}


def test_a_period_says_its_dates_its_events_and_what_was_at_the_same_time() -> None:
    whole = whole_of(event("a", "2020-05-01"), event("b", "2021-05-01", type_="statement"))
    page = period_page(whole, "war")
    assert (page.name, page.kind, page.dates) == ("The herring war", "war", "February 2020 to December 2021")
    assert [(type_.label, count) for type_, count in page.types] == [("Directive", 1), ("Statement", 1)]
    assert page.beside == (Link("first", "First administration", 1), Link("second", "Second administration", 1))


def test_periods_of_a_kind_lead_to_one_another() -> None:
    whole = whole_of(event("a", "2020-05-01"), event("b", "2021-05-01"))
    assert (period_page(whole, "first").previous, period_page(whole, "first").next) == (None, Link("second", "Second administration", 1))
    assert period_page(whole, "second").previous == Link("first", "First administration", 1)


def test_a_picture_of_a_period_shows_the_whole_of_it() -> None:
    page = period_page(whole_of(event("z", "2016-01-01"), *(event(f"e{n}", f"2019-05-0{n}") for n in range(1, 6))), "first")
    assert (page.pictures[0].first, page.pictures[0].end) == ("2017-01-01", "2019-07-01")


@pytest.mark.parametrize(("count", "pages"), [(250, ["index.html#y2017", "index.html#y2018", "index.html#y2019"]), (310, ["years/2017.html", "years/2018.html", "years/2019.html"])])
def test_a_period_of_many_events_leads_to_the_pages_of_its_years(count: int, pages: list[str]) -> None:
    page = period_page(whole_of(*many(count, year=2017, days=3)), "first")
    assert [link.id for link in page.pages] == pages
    assert sum(link.size for link in page.pages) == page.size
    assert sum(len(section.rows) for section in page.sections) == 25


def test_periods_are_listed_by_kind_with_their_events() -> None:
    index = period_index(whole_of(event("a", "2020-05-01"), event("b", "2021-05-01")))
    assert [(kind, [link.id for link, _ in each]) for kind, each in index.kinds] == [("administration", ["first", "second"]), ("war", ["war"])]


# --- what the files say of them ----------------------------------------------------------------------


def test_a_kind_says_how_its_periods_are_drawn_and_whether_they_have_pages(tmp_path: Path) -> None:
    path = tmp_path / "periods.yaml"
    path.write_text(
        "kinds:\n  reign: {band: shade}\n  storm: {band: strip, page: false}\nperiods:\n"
        "  - {id: a, kind: reign, dates: 2001/2002}\n  - {id: b, kind: storm, dates: 2001}\n  - {id: c, kind: fair, dates: 2001}\n",
        "utf-8",
    )
    periods, found = load_periods(path, tmp_path)
    assert found == []
    assert [(p.band, p.page) for p in periods.values()] == [("shade", True), ("strip", False), ("", True)]


def test_a_band_that_is_not_known_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "periods.yaml"
    path.write_text("kinds:\n  reign: {band: shady}\nperiods: []\n", "utf-8")
    (fault,) = load_periods(path, tmp_path)[1]
    assert (fault.location.line, "shade" in fault.help) == (2, True)


@pytest.mark.parametrize("id_", ["../x", "index", "Two Words", "-"])
def test_a_type_whose_id_cannot_be_the_name_of_a_page_is_refused(tmp_path: Path, id_: str) -> None:
    path = tmp_path / "types.yaml"
    path.write_text(f'types:\n  - {{id: "{id_}"}}\n  - {{id: fine}}\n', "utf-8")
    types, found = load_types(path, tmp_path)
    assert ([*types], [fault.slug for fault in found]) == (["fine"], ["bad-id"])
