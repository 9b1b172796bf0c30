"""The picture: everything has a place of its own, and says how surely it is dated."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.publish.arcs import Arcs
from timeline.publish.bands import Band
from timeline.publish.frames import LANES, TARGET, Lane
from timeline.publish.language import language_of
from timeline.publish.picture import Caption, Column, DrawnMark, Mark, Picture, draw, draw_rows, draw_small
from timeline.publish.shapes import shape_path

WIDTHS = {"wide": 1000.0, "medium": 700.0, "narrow": 288.0, "rows": 700.0, "rows-narrow": 288.0, "roomy": 640.0, "tight": 288.0}  # px that each layout has at least
ENGLISH = language_of("en", Path("/nowhere"))
LABELS: dict[Lane, str] = {"above": "The North", "below": "The South", "apart": "Others and multilateral bodies"}


def mark(number: int, first: date | None, last: date | None = None, *, lane: Lane = "above", soft: bool = False, lasting: bool = False) -> Mark:
    return Mark(number, first, last if last or first is None else first, soft=soft, lasting=lasting, lane=lane, shape="square", color="1")


def until(last: date) -> Mark:
    return Mark(0, None, last, soft=True, lasting=False, lane="above", shape="square", color="1")


def caption(number: int) -> Caption:
    return Caption(f"Event {number}", "3 March", f"events/{number}.html", f"years/2001.html#e-{number}")


def drawn(marks: Sequence[Mark], bands: Sequence[Band] = ()) -> dict[str, Picture]:
    return {picture.name: picture for picture in draw(marks, bands, LABELS, caption, ENGLISH)}


def px(text: str, whole: float) -> float:
    return float(text[:-1]) * whole / 100 if text.endswith("%") else float(text)


def targets(picture: Picture) -> list[tuple[float, float, float, float]]:
    """Give what can be hit of each link, as left, top, right, bottom in px at the least width."""
    width = WIDTHS[picture.name]
    found = []
    for lane in picture.lanes:
        origin = px(lane.origin, width)
        for m in lane.marks:
            x, y = origin + px(m.x, width), px(m.y, 0)
            found.append((x - TARGET / 2, y - TARGET / 2, x + TARGET / 2, y + TARGET / 2))
        for c in lane.columns:
            left, top = origin + px(c.hit.x, width), px(c.hit.y, 0)
            found.append((left, top, left + px(c.hit.width, width), top + px(c.hit.height, 0)))
    return found


def shown(picture: Picture) -> int:
    return sum(len(lane.marks) + sum(c.size for c in lane.columns) for lane in picture.lanes)


def marks_of(picture: Picture) -> list[DrawnMark]:
    return [m for lane in picture.lanes for m in lane.marks]


def columns_of(picture: Picture) -> list[Column]:
    return [c for lane in picture.lanes for c in lane.columns]


DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))
MARKS = st.lists(
    st.tuples(DAYS, st.integers(0, 900), st.sampled_from(LANES), st.booleans()),
    min_size=1,
    max_size=120,
).map(lambda rows: [mark(n, d, d + timedelta(days=more), lane=lane, soft=soft) for n, (d, more, lane, soft) in enumerate(rows)])


@given(MARKS)
def test_no_event_is_lost_and_no_target_covers_another_or_is_too_small(marks: list[Mark]) -> None:
    for picture in drawn(marks).values():
        assert shown(picture) == len(marks)
        found = targets(picture)
        for left, top, right, bottom in found:
            assert right - left >= TARGET - 0.5
            assert bottom - top >= TARGET - 0.5
        for one, other in combinations(found, 2):
            apart = one[2] <= other[0] + 0.6 or other[2] <= one[0] + 0.6 or one[3] <= other[1] + 0.6 or other[3] <= one[1] + 0.6
            assert apart, (picture.name, one, other)


@given(MARKS)
def test_nothing_stands_out_of_the_picture(marks: list[Mark]) -> None:
    for picture in drawn(marks).values():
        for left, top, right, bottom in targets(picture):
            assert left >= -TARGET / 2 - 1
            assert right <= WIDTHS[picture.name] + TARGET / 2 + 1
            assert -1 <= top < bottom <= picture.height + TARGET / 2


def test_few_events_have_marks_of_their_own_with_their_titles_beside_them() -> None:
    picture = drawn([mark(0, date(2024, 1, 15)), mark(1, date(2025, 3, 3), lane="below")])["wide"]
    assert [m.title for m in marks_of(picture)] == ["Event 0", "Event 1"]
    assert [m.caption.href for m in marks_of(picture)] == ["events/0.html", "events/1.html"]
    assert picture.single


def test_a_title_near_the_right_edge_stands_before_its_mark() -> None:
    first, last = marks_of(drawn([mark(0, date(2024, 1, 2)), mark(1, date(2024, 12, 28))])["wide"])
    assert (first.before, last.before) == (False, True)


def test_a_day_is_a_mark_without_a_stretch() -> None:
    (only,) = marks_of(drawn([mark(0, date(2024, 5, 4))])["wide"])
    assert (only.bar, only.fade, only.soft) == (None, "", False)


@pytest.mark.parametrize(
    ("told", "fade"),
    [
        (mark(0, date(2024, 1, 1), date(2024, 12, 31), soft=True), "both"),
        (until(date(2024, 6, 1)), "start"),
        (mark(0, date(2024, 2, 1), date(2024, 9, 1), lasting=True), ""),
        (Mark(0, date(2024, 2, 1), None, soft=False, lasting=True, lane="above", shape="square", color="1"), "end"),
    ],
)
def test_what_is_not_one_day_has_a_stretch_that_fades_where_it_is_not_known(told: Mark, fade: str) -> None:
    anchor = [mark(1, date(2023, 1, 1)), mark(2, date(2025, 12, 1))]
    found = next(m for m in marks_of(drawn([told, *anchor])["wide"]) if m.caption.title == "Event 0")
    assert found.bar is not None
    assert found.fade == fade


def test_events_that_fill_the_rows_become_stacks_of_their_bins() -> None:
    marks = [mark(n, date(2010 + n % 15, 5, 4)) for n in range(240)]
    picture = drawn(marks)["wide"]
    assert marks_of(picture) == []
    assert {c.size for c in columns_of(picture)} == {16}
    assert columns_of(picture)[0].label == "January 2010 to June 2010"
    assert all(c.runs and not c.bars for c in columns_of(picture))
    assert columns_of(picture)[0].first.place == "years/2001.html#e-0"


def test_ten_thousand_events_become_bars_with_their_counts() -> None:
    marks = [mark(n, date(2000, 1, 1) + timedelta(days=n % 9000), lane=LANES[n % 3], soft=n % 5 == 0) for n in range(10_000)]
    for picture in drawn(marks).values():
        columns = columns_of(picture)
        assert sum(c.size for c in columns) == 10_000
        assert len(columns) < 150
        assert all(c.bars and c.number for c in columns)
        assert not picture.keyed


def test_bars_are_as_high_as_their_counts() -> None:
    marks = [mark(n, date(2001, 5, 4)) for n in range(600)] + [mark(n, date(2005, 5, 4)) for n in range(300)]
    tall, short = (float(c.bars[0][0].height) for c in columns_of(drawn(marks)["wide"]))
    assert tall == pytest.approx(2 * short, rel=0.02)


def test_lanes_without_events_are_left_out() -> None:
    picture = drawn([mark(0, date(2024, 5, 4), lane="below"), mark(1, date(2024, 6, 4), lane="apart")])["wide"]
    assert [lane.lane for lane in picture.lanes] == ["below", "apart"]


def test_time_runs_across_on_wide_screens_and_down_on_narrow_ones() -> None:
    pictures = drawn([mark(0, date(2024, 1, 15)), mark(1, date(2025, 3, 3))])
    early, late = marks_of(pictures["wide"])
    assert px(early.x, 1000) < px(late.x, 1000)
    early, late = marks_of(pictures["narrow"])
    assert float(early.y) < float(late.y)


def test_periods_shade_the_picture_under_their_names_and_the_rest_have_strips() -> None:
    marks = [mark(0, date(2015, 1, 1)), mark(1, date(2024, 12, 1))]
    bands = [
        Band("First administration", date(2013, 1, 20), date(2017, 1, 20), 0),
        Band("Second administration", date(2017, 1, 20), None, 0),
        Band("The herring war", date(2018, 1, 1), date(2022, 1, 1), 1),
        Band("A short skirmish", date(2018, 1, 1), date(2018, 1, 9), 1),
        Band("Long ago", date(1901, 1, 1), date(1909, 1, 1), 0),
    ]
    found = drawn(marks, bands)["wide"].bands
    assert [(b.label, b.shade is not None) for b in found] == [
        ("First administration", True),
        ("Second administration", True),
        ("The herring war", False),
    ]


def test_a_name_that_does_not_fit_is_cut_at_a_word() -> None:
    marks = [mark(0, date(2000, 1, 1)), mark(1, date(2024, 12, 1))]
    (band,) = drawn(marks, [Band("Third administration of somebody", date(2003, 1, 1), date(2006, 1, 1), 0)])["wide"].bands
    assert band.label == "Third\u2026"
    assert band.name == "Third administration of somebody"


def test_the_axis_names_years_or_months() -> None:
    years = [t.label for t in drawn([mark(0, date(1999, 5, 1)), mark(1, date(2020, 5, 1))])["wide"].ticks]
    assert set(years) <= {str(year) for year in range(1998, 2021)}
    months = drawn([mark(0, date(2024, 11, 1)), mark(1, date(2025, 3, 1))])["wide"].ticks
    assert [(t.label, t.under) for t in months] == [("Nov", "2024"), ("Dec", ""), ("Jan", "2025"), ("Feb", ""), ("Mar", "")]


def test_without_events_there_is_no_picture() -> None:
    assert draw([], [], LABELS, caption, ENGLISH) == ()


def test_the_last_years_of_the_calendar_can_be_drawn() -> None:
    assert shown(drawn([mark(0, date(9999, 12, 31)), mark(1, date(1, 1, 1))])["wide"]) == 2


@pytest.mark.parametrize("shape", ["circle", "square", "diamond", "triangle", "triangle-down", "pentagon", "hexagon", "star", "cross", "plus", "bar", "ring"])
def test_every_shape_has_an_outline_of_its_own(shape: str) -> None:
    others = {"circle", "square", "diamond", "triangle", "star", "ring", "bar"} - {shape}
    assert shape_path(shape, 8.0).startswith("M")
    assert shape_path(shape, 8.0) not in {shape_path(other, 8.0) for other in others}


def test_a_circle_is_as_wide_as_two_radii() -> None:
    radius, diameter = re.findall(r"a([\d.]+) [\d.]+ 0 1 1 ([\d.]+) 0", shape_path("circle", 4.07))[0]
    assert float(diameter) == 2 * float(radius)


# --- lanes by type, and one lane alone --------------------------------------------------------------

TYPES = {f"t{n}": f"Type {n}" for n in range(15)}


def in_rows(marks: Sequence[Mark]) -> tuple[Picture, ...]:
    return draw_rows([m._replace(lane=f"t{m.number % 15}") for m in marks], [], TYPES, caption, ENGLISH)


def alone(marks: Sequence[Mark]) -> tuple[Picture, ...]:
    return draw_small(marks, [], caption, ENGLISH)


@pytest.mark.parametrize("layout", [in_rows, alone])
@given(marks=MARKS)
def test_in_rows_and_alone_no_event_is_lost_and_no_target_covers_another(layout: Callable[[Sequence[Mark]], tuple[Picture, ...]], marks: list[Mark]) -> None:
    for picture in layout(marks):
        assert shown(picture) == len(marks)
        for one, other in combinations(targets(picture), 2):
            apart = one[2] <= other[0] + 0.6 or other[2] <= one[0] + 0.6 or one[3] <= other[1] + 0.6 or other[3] <= one[1] + 0.6
            assert apart, (picture.name, one, other)
        assert all(-1 <= top < bottom <= picture.height + 1 for _, top, _, bottom in targets(picture))


def test_every_type_has_a_row_below_the_one_before_and_years_stand_above_and_below() -> None:
    picture = in_rows([mark(n, date(2001 + n % 20, 5, 4)) for n in range(60)])[0]
    feet = [float(lane.foot.y) for lane in picture.lanes]
    assert [lane.label for lane in picture.lanes] == [(label,) for label in TYPES.values()]
    assert feet == sorted(feet)
    above, below = map(float, picture.axes)
    assert above < feet[0]
    assert feet[-1] < below < picture.height


def test_ten_thousand_events_in_rows_are_few_enough_bars_for_a_page() -> None:
    pictures = in_rows([mark(n, date(2000, 1, 1) + timedelta(days=n % 9000)) for n in range(10_000)])
    assert sum(len(columns_of(picture)) for picture in pictures) <= 400


def test_one_lane_shows_the_time_that_is_asked_for() -> None:
    marks = [mark(n, date(2019, 5, n)) for n in range(1, 5)]
    (picture, _) = draw_small(marks, [], caption, ENGLISH, (date(2017, 1, 20), date(2021, 1, 20)))
    assert (picture.first, picture.end) == ("2017-01-01", "2021-04-01")


# --- arcs --------------------------------------------------------------------------------------------


def arcs_in(marks: Sequence[Mark], answers: Sequence[tuple[int, int]]) -> dict[str, Arcs | None]:
    return {picture.name: picture.arcs for picture in draw(marks, [], LABELS, caption, ENGLISH, answers)}


def ends(arcs: Arcs | None) -> list[tuple[float, float]]:
    assert arcs
    return [(float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)h0", arcs.acts + arcs.answers)]


def test_an_arc_leads_from_the_mark_of_an_act_to_that_of_its_answer() -> None:
    marks = [mark(0, date(2020, 1, 15)), mark(1, date(2022, 3, 3), lane="below"), mark(2, date(2024, 1, 1))]
    arcs = arcs_in(marks, [(0, 1)])["wide"]
    act, answer = (m for m in marks_of(drawn(marks)["wide"]) if m.caption.title in ("Event 0", "Event 1"))
    assert ends(arcs) == [(round(px(m.x, 1000), 1), float(m.y)) for m in (act, answer)]


def test_units_of_stacks_have_arcs_and_bars_have_none() -> None:
    units = [mark(n, date(2010 + n % 15, 5, 4)) for n in range(240)]
    assert arcs_in(units, [(0, 1), (0, 2)])["wide"] is not None
    bars = [mark(n, date(2010 + n % 15, 5, 4)) for n in range(900)]
    assert set(arcs_in(bars, [(0, 1), (0, 2)]).values()) == {None}


def test_where_time_runs_down_there_are_no_arcs() -> None:
    assert arcs_in([mark(0, date(2020, 1, 15)), mark(1, date(2022, 3, 3))], [(0, 1)])["narrow"] is None


def test_so_many_answers_that_they_would_be_a_tangle_are_not_drawn() -> None:
    marks = [mark(n, date(2010 + n % 15, 5, 4)) for n in range(240)]
    assert arcs_in(marks, [(n, n + 1) for n in range(150)])["wide"] is not None
    assert arcs_in(marks, [(n, n + 1) for n in range(151)])["wide"] is None


@given(marks=MARKS, answers=st.lists(st.tuples(st.integers(0, 119), st.integers(0, 119)), max_size=40))
def test_arcs_stay_in_the_picture_below_the_names_of_periods(marks: list[Mark], answers: list[tuple[int, int]]) -> None:
    bands = [Band("An administration", date(1990, 1, 1), date(2030, 1, 2), 0)]
    for picture in draw(marks, bands, LABELS, caption, ENGLISH, answers):
        for curve in re.findall(r"M[\d.]+ ([\d.]+)C[\d.]+ (-?[\d.]+) [\d.]+ (-?[\d.]+) [\d.]+ ([\d.]+)", picture.arcs.curves if picture.arcs else ""):
            start, one, other, end = map(float, curve)
            course = [(1 - t) ** 3 * start + 3 * t * (1 - t) * ((1 - t) * one + t * other) + t**3 * end for t in (n / 20 for n in range(21))]
            assert 24 * len(picture.bands) - 0.2 <= min(course)
            assert max(course) <= picture.height + 0.2
