"""Acts and their answers: what hangs together, how long it took, who says so, and where it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import SETTINGS, event, timeline_of

from timeline.model import Citation, Event
from timeline.publish.chains import Answer, Chain, cases_of, chains_of, figures_of, middle_of, pages_of
from timeline.publish.responses import responses_page
from timeline.publish.tracks import Days, Stop, track_of
from timeline.publish.whole import Whole

ACT = event("act", "2021-05-04")
ANSWER = event("answer", "2021-05-16", agent="ruritania", responds_to=("act",), relation_sources=(("act", "https://example.org/told"),))
SECOND = event("second", "2021-06-16", agent="council", responds_to=("answer",))


def whole_of(*events: Event) -> Whole:
    return Whole(timeline_of(*events), SETTINGS)


def ids(whole: Whole, chain: Chain) -> list[str]:
    return [whole.events[n].id for n in chain.events]


# --- what hangs together ---------------------------------------------------------------------------


def test_an_answer_to_an_answer_belongs_to_the_same_chain() -> None:
    whole = whole_of(ACT, ANSWER, SECOND, event("aside", "2021-05-10"))
    (chain,) = chains_of(whole)
    assert ids(whole, chain) == ["act", "answer", "second"]
    assert [answer.days for answer in chain.answers] == [12, 31]


def test_acts_with_one_common_answer_are_one_chain_and_others_are_not() -> None:
    both = event("both", "2021-07-01", responds_to=("act", "other"))
    whole = whole_of(ACT, event("other", "2021-05-05"), both, event("lone", "2022-01-01"), event("reply", "2022-01-02", responds_to=("lone",)))
    assert [ids(whole, chain) for chain in chains_of(whole)] == [["act", "other", "both"], ["lone", "reply"]]


def test_days_from_a_month_are_not_counted() -> None:
    (chain,) = chains_of(whole_of(event("act", "2021-05"), event("answer", "2021-06-16", responds_to=("act",))))
    assert chain.answers[0].days is None


def test_an_event_that_answers_itself_or_nobody_makes_no_chain() -> None:
    assert chains_of(whole_of(event("a", responds_to=("a", "gone")))) == ()


def test_a_case_has_its_steps_in_order_after_what_they_are_steps_of() -> None:
    whole = whole_of(ACT, event("last", "2021-08-01", part_of="act"), event("first", "2021-06-01", part_of="act"), event("lone", part_of="gone"))
    assert [ids(whole, case) for case in cases_of(whole)] == [["act", "first", "last"]]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40))
def test_every_answer_is_in_one_chain_and_no_event_is_in_two(pairs: list[tuple[int, int]]) -> None:
    answers: dict[int, set[str]] = {}
    for one, other in pairs:
        answers.setdefault(one, set()).add(f"e{other}")
    whole = whole_of(*(event(f"e{n}", responds_to=tuple(sorted(answers.get(n, ())))) for n in range(31)))
    chains = chains_of(whole)
    told = [answer[:2] for chain in chains for answer in chain.answers]
    assert sorted(told) == sorted({(whole.place[f"e{other}"], whole.place[f"e{one}"]) for one, other in pairs if one != other})
    numbers = [n for chain in chains for n in chain.events]
    assert len(numbers) == len(set(numbers))
    assert all({answer.act, answer.answer} <= set(chain.events) for chain in chains for answer in chain.answers)


def test_a_chain_of_five_thousand_answers_is_found_in_good_time() -> None:
    events = [event(f"e{n:04}", "2021", responds_to=(f"e{n - 1:04}",) if n else ()) for n in range(5000)]
    (chain,) = chains_of(whole_of(*events))
    assert len(chain.answers) == 4999


# --- figures -----------------------------------------------------------------------------------------


def test_the_summary_counts_who_answers_whom_with_the_median_of_the_days() -> None:
    more = [event(f"more{n}", f"2021-05-{day:02}", agent="ruritania", responds_to=("act",)) for n, day in enumerate((5, 6))]
    whole = whole_of(ACT, ANSWER, SECOND, *more)
    found = [(f.answering, f.answered, f.answers, f.days) for f in figures_of(whole, chains_of(whole))]
    assert found == [("south", "north", 3, 2), ("rest", "south", 1, 31)]


@pytest.mark.parametrize(("days", "middle"), [([1, 2, 9], 2), ([1, 2], 2), ([0, 1], 1), ([None, 4], 4), ([None], None), ([], None)])
def test_a_median_is_whole_and_of_known_days_only(days: list[int | None], middle: int | None) -> None:
    assert middle_of(days) == middle


def test_answers_whose_side_is_not_known_are_counted_apart() -> None:
    whole = whole_of(event("act", agent=""), event("reply", "2021-05-06", responds_to=("act",)))
    assert [(f.answering, f.answered) for f in figures_of(whole, chains_of(whole))] == [("north", "")]


# --- the page ----------------------------------------------------------------------------------------


def test_the_table_says_by_whom_and_who_says_so() -> None:
    page = responses_page(whole_of(ACT, ANSWER))
    (step,) = page.steps
    assert (step.act.id, step.answer.id, step.by, step.days) == ("act", "answer", "Ruritania", 12)
    assert (page.across, page.across_days) == (1, 12)
    assert (step.source, step.publisher) == ("https://example.org/told", "example.org")


def test_a_source_has_the_name_by_which_the_answer_cites_it() -> None:
    cited = event("answer", "2021-05-16", responds_to=("act",), relation_sources=(("act", "https://example.org/told/"),), citations=(Citation(url="http://www.example.org/told", publisher="Harbor Post"),))
    assert responses_page(whole_of(ACT, cited)).steps[0].publisher == "Harbor Post"


@pytest.mark.parametrize("address", ["", "javascript:alert(1)", "//example.org", "ftp://example.org/"])
def test_what_is_no_address_of_the_web_is_not_linked(address: str) -> None:
    told = event("answer", "2021-05-16", responds_to=("act",), relation_sources=(("act", address),))
    step = responses_page(whole_of(ACT, told)).steps[0]
    assert (step.source, step.publisher) == ("", "")


def test_a_side_has_a_shape_beside_its_color() -> None:
    sides = responses_page(whole_of(ACT, ANSWER, SECOND)).sides
    assert [(side.label, side.shape) for side in sides] == [("The North", "circle"), ("The South", "square"), ("The rest", "diamond")]


def many_chains(count: int, years: Sequence[int] = (2019, 2020, 2021)) -> Whole:
    events = [event(f"a{n}", f"{years[n % len(years)]}-03-01") for n in range(count)]
    return whole_of(*events, *(event(f"b{n}", f"{years[n % len(years)]}-04-01", responds_to=(f"a{n}",)) for n in range(count)))


def test_chains_that_fit_on_one_page_stay_there() -> None:
    assert len(responses_page(many_chains(50)).drawn) == 50


def test_too_many_chains_have_pages_by_the_year_of_their_beginning() -> None:
    whole = many_chains(200)
    pages = pages_of(whole, chains_of(whole))
    assert [page.key for page in pages] == ["2019", "2020", "2021"]
    first = responses_page(whole)
    assert (first.answers, first.drawn, [p.size for p in first.pages]) == (200, (), [67, 67, 66])
    assert [len(responses_page(whole, page).drawn) for page in pages] == [67, 67, 66]


def test_too_many_chains_of_one_year_have_numbered_pages() -> None:
    whole = many_chains(200, years=(2020,))
    pages = pages_of(whole, chains_of(whole))
    assert [page.key for page in pages] == ["2020-1", "2020-2", "2020-3"]
    assert sum(len(page.chains) for page in pages) == 200


# --- the picture -------------------------------------------------------------------------------------

STOPS = st.lists(st.integers(0, 9000), min_size=1, max_size=40).map(lambda days: [Stop(n, d, "circle") for n, d in enumerate(sorted(days))])


@given(STOPS)
def test_every_event_has_a_place_of_its_own_on_the_narrowest_screen(stops: list[Stop]) -> None:
    track = track_of(stops, [], Days(stops[-1].days))
    assert [stop.number for stop in track.stops] == [stop.number for stop in stops]
    places = [(float(s.x[:-1]) * 2.6, float(s.y)) for s in track.stops]
    for (x, y), (to, down) in combinations(places, 2):
        assert abs(x - to) >= 23.9 or abs(y - down) >= 24
    assert all(0 <= x <= 260 and 12 <= y <= track.height - 12 for x, y in places)


def test_a_week_and_a_decade_can_both_be_told_on_a_track() -> None:
    days = Days(3652)
    at = [days.at(each) for each in (0, 7, 30, 365, 3652)]
    assert at[0] == 0
    assert at[-1] == 1
    assert all(later - sooner > 0.08 for sooner, later in pairwise(at))


def test_a_line_that_would_pass_over_a_mark_bends() -> None:
    stops = [Stop(0, 0, "circle"), Stop(1, 100, "circle"), Stop(2, 1000, "circle")]
    straight = track_of(stops, [(0, 1)], Days(1000)).lines
    bent = track_of(stops, [(0, 2)], Days(1000)).lines
    assert straight == "M0 13.5C0 13.5 548.8 13.5 548.8 13.5"
    assert bent == "M0 13.5C0 -1.5 1000 -1.5 1000 13.5"


def test_a_part_is_drawn_from_step_to_step() -> None:
    (case,) = responses_page(whole_of(ACT, event("b", "2021-06-01", part_of="act"), event("c", "2021-07-01", part_of="act"))).cases
    assert case.track.lines.count("M") == 2
    assert case.days == 58


def test_an_answer_knows_its_act() -> None:
    (chain,) = chains_of(whole_of(ACT, ANSWER))
    assert chain.answers == (Answer(0, 1, 12, "https://example.org/told"),)
