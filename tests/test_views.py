"""What pages say: actors with roles, citations with all that is known, relations with their days."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from samples import ACTORS, QUOTE, SETTINGS, event, many, timeline_of

from timeline.model import Citation, Event, Participant
from timeline.publish import records, views
from timeline.publish.fragments import archived_day, at_passage
from timeline.publish.language import language_of
from timeline.publish.whole import PAGE, Whole, cut
from timeline.text import QuoteSelector


def whole_of(*events: Event, **settings: str) -> Whole:
    return Whole(timeline_of(*events), replace(SETTINGS, **settings))  # type: ignore[arg-type]


def page_of(told: Event, *others: Event, **settings: str) -> records.EventPage:
    whole = whole_of(told, *others, **settings)
    return views.event_page(whole, whole.place[told.id])


# --- events --------------------------------------------------------------------------------------


def test_a_bounded_date_is_worded_and_has_no_machine_form() -> None:
    page = page_of(event("a", "[..2021-05-04]"))
    assert (page.date, page.datetime, page.edtf) == ("by 4 May 2021", "", "[..2021-05-04]")


def test_actors_stand_under_their_roles_and_lead_to_their_pages() -> None:
    people = (Participant("ruritania", "target"), Participant("navy", "agent"), Participant("grau", "agent"), Participant("", "mentioned", "two officials"))
    assert page_of(event("a", participants=people)).roles == (
        ("agent", (records.Named("navy", "Northern Navy"), records.Named("grau", "Jane Grau"))),
        ("target", (records.Named("ruritania", "Ruritania"),)),
        ("mentioned", (records.Named("", "two officials"),)),
    )


def test_a_citation_of_an_article_has_what_the_article_says_of_itself() -> None:
    (cited,) = page_of(event("a")).citations
    assert (cited.published, cited.published_at, cited.publisher, cited.url) == ("5 May 2021", "2021-05-05", "", "")
    assert (cited.quote, cited.checked, cited.source) == (QUOTE.exact, True, "gazette")


def test_a_citation_of_an_address_leads_to_its_words() -> None:
    citation = Citation(url="https://example.org/a", title="A", quote=QUOTE, archived="https://web.archive.org/web/20210506101010/https://example.org/a")
    (cited,) = page_of(event("a", citations=(citation,))).citations
    assert cited.passage == "https://example.org/a#:~:text=The%20navy%20closed%20the%20harbor%20on%20Monday."
    assert (cited.archived_day, cited.checked, cited.source) == ("2021-05-06", False, "")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "//example.org", "data:text/html,x"])
def test_an_address_that_is_not_of_the_web_is_not_linked(address: str) -> None:
    (cited,) = page_of(event("a", citations=(Citation(url=address, archived=address, quote=QUOTE),))).citations
    assert (cited.url, cited.passage, cited.archived) == ("", "", "")


def test_two_passages_of_one_source_count_as_one_source() -> None:
    passages = (Citation(article="gazette", quote=QUOTE), Citation(article="gazette", quote=QuoteSelector("closed")))
    other = Citation(url="https://example.org/no", stance="denies")
    assert page_of(event("a", citations=(*passages, other))).stances == (("reports", 1), ("denies", 1))


def test_an_answer_names_the_days_between() -> None:
    act, answer = event("act", "2021-05-04"), event("answer", "2021-05-16", responds_to=("act",))
    assert page_of(answer, act).answers == (records.Related("act", "The event act", "4 May 2021", 12),)
    assert page_of(act, answer).answered == (records.Related("answer", "The event answer", "16 May 2021", 12),)


def test_a_relation_names_the_page_that_tells_of_it_on_both_sides() -> None:
    url = "https://www.post.example/answer"
    act, case = event("act", "2021-05-04"), event("case", "2021-01-01")
    answer = event("answer", "2021-05-16", responds_to=("act",), part_of="case", relation_sources=(("act", url), ("case", "https://www.court.example/1")), citations=(Citation(url=url, publisher="Post"),))
    (answered,), (answers,) = page_of(act, answer, case).answered, page_of(answer, act, case).answers
    assert [(r.told_at, r.told_by) for r in (answered, answers)] == [(url, "Post")] * 2
    whole, (part,) = page_of(answer, act, case).part_of, page_of(case, act, answer).parts
    assert whole and (whole.told_by, part.told_by) == ("court.example", "court.example")


def test_a_page_that_is_not_of_the_web_tells_of_no_relation() -> None:
    act = event("act", "2021-05-04")
    answer = event("answer", "2021-05-16", responds_to=("act",), relation_sources=(("act", "javascript:alert(1)"),))
    assert page_of(answer, act).answers[0].told_at == ""


def test_a_primary_source_is_told_apart() -> None:
    cited = page_of(event("a", citations=(Citation(url="https://example.org/order", kind="primary"), Citation(url="https://example.org/b")))).citations
    assert [c.primary for c in cited] == [True, False]


def test_the_act_itself_is_no_report_of_it() -> None:
    order, report = Citation(url="https://example.org/order", kind="primary"), Citation(url="https://example.org/b")
    denial = Citation(url="https://example.org/no", kind="primary", stance="denies")
    page = page_of(event("a", citations=(order, order, report, denial)))
    assert (page.primaries, page.stances) == (1, (("reports", 1), ("denies", 1)))


def test_days_are_not_counted_from_a_month() -> None:
    act, answer = event("act", "2021-05"), event("answer", "2021-06-16", responds_to=("act",))
    assert page_of(answer, act).answers[0].days is None


def test_neighbors_are_those_in_time() -> None:
    page = page_of(event("b", "2021-05-04"), event("c", "2021-05-05"), event("a", "2021"))
    assert page.previous and page.previous.id == "a"
    assert page.next and page.next.id == "c"


def test_a_part_and_its_whole_know_each_other() -> None:
    part, case = event("part", part_of="case"), event("case", "2021-05-01")
    part_of = page_of(part, case).part_of
    assert part_of and part_of.id == "case"
    assert [p.id for p in page_of(case, part).parts] == ["part"]


def test_an_entry_can_be_edited_only_where_there_is_a_repository() -> None:
    assert page_of(event("a")).edit == ""
    page = page_of(event("a"), repository="https://example.org/repo", branch="main")
    assert page.edit == "https://example.org/repo/edit/main/content/events/a.md"
    assert page.file == "content/events/a.md"


def test_an_unknown_type_has_a_mark_all_the_same() -> None:
    assert page_of(event("a", type_="regatta")).type == records.Type("regatta", "circle", "8", "regatta")


# --- addresses of passages ---------------------------------------------------------------------------


def fragment(exact: str, prefix: str = "", url: str = "https://example.org/a") -> str:
    return at_passage(url, QuoteSelector(exact, prefix))


def test_a_long_quotation_is_named_by_its_ends() -> None:
    words = [f"w{n}" for n in range(30)]
    assert fragment(" ".join(words)).endswith("#:~:text=w0%20w1%20w2%20w3%20w4,w25%20w26%20w27%20w28%20w29")


def test_what_has_a_meaning_in_a_fragment_is_encoded() -> None:
    said = "A well-known \u201cact\u201d, so & so"
    address = fragment(said)
    directive = address.split(":~:text=")[1]
    assert not set(directive) & set("-,& \u201c")
    assert unquote(directive) == said


def test_each_end_of_a_quotation_of_two_paragraphs_lies_within_one() -> None:
    directive = fragment("One two.\n\nThree four five six seven eight.").split(":~:text=")[1]
    assert directive == "One%20two.,four%20five%20six%20seven%20eight."


def test_a_short_quotation_has_the_words_before_it() -> None:
    assert fragment("denied it", "the ministry has").endswith("#:~:text=the%20ministry%20has-,denied%20it")


def test_a_fragment_that_is_there_is_kept() -> None:
    assert fragment("Ten words", url="https://example.org/a#part").startswith("https://example.org/a#part:~:text=")


def test_without_a_quotation_the_address_is_as_it_was() -> None:
    assert at_passage("https://example.org/a", None) == "https://example.org/a"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://web.archive.org/web/20210506101010/https://example.org/", "2021-05-06"),
        ("https://web.archive.org/web/20210506id_/https://example.org/", "2021-05-06"),
        ("https://web.archive.org/web/20219906101010/https://example.org/", ""),
        ("https://archive.example.org/abc", ""),
    ],
)
def test_the_day_of_an_archived_copy_is_read_from_its_address(address: str, found: str) -> None:
    assert archived_day(address) == found


# --- lists ---------------------------------------------------------------------------------------


def test_a_small_timeline_is_listed_by_year_on_the_front_page() -> None:
    page = views.home(whole_of(event("a", "2020-05-04"), event("b", "2021"), event("c", "2021-03-03", status="proposed")))
    assert [(s.label, [r.id for r in s.rows]) for s in page.sections] == [("2020", ["a"]), ("2021", ["b", "c"])]
    assert [(y.id, y.label, y.size) for y in page.years] == [("#y2020", "2020", 1), ("#y2021", "2021", 2)]
    assert (page.events, page.unreviewed, page.actors, page.sources) == (3, 1, 1, 1)
    assert page.sections[1].rows[1].unreviewed


def test_a_large_timeline_has_pages_for_its_years_and_the_newest_events_in_front() -> None:
    page = views.home(whole_of(*many(900)))
    assert page.sections == ()
    assert len(page.latest) == views.LATEST
    assert page.latest[0].id == "e899"
    assert page.years[0].id == "years/2001.html"


def test_a_long_year_is_cut_by_month_and_a_long_month_by_number() -> None:
    events = timeline_of(*(event(f"e{n}", f"2001-0{1 + n % 2}-{1 + n % 28:02}") for n in range(PAGE * 2 + 60)), event("x", "2002")).events
    chunks = cut(events, range(len(events)), language_of("en", Path()))
    assert [(c.key, c.label) for c in chunks] == [
        ("2001-01-1", "January 2001, part 1"),
        ("2001-01-2", "January 2001, part 2"),
        ("2001-02-1", "February 2001, part 1"),
        ("2001-02-2", "February 2001, part 2"),
        ("2002", "2002"),
    ]
    assert all(len(c.events) <= PAGE for c in chunks)
    assert sorted(n for c in chunks for n in c.events) == list(range(len(events)))


def test_events_of_no_known_month_are_not_put_into_one() -> None:
    whole = whole_of(*many(400), event("vague", "2002"), event("summer", "2002-22"))
    chunk = next(c for c in whole.chunks if c.year == 2002)
    first, second, *_ = views.chunk_page(whole, chunk).sections
    assert (first.label, {r.id for r in first.rows}) == ("", {"vague", "summer"})
    assert second.label == "January 2002"


# --- the picture's lanes ---------------------------------------------------------------------------


def test_an_event_stands_in_the_lane_of_its_first_agents_side() -> None:
    (picture, *_) = views.home(whole_of(event("a"), event("b", agent="ruritania"), event("c", agent=""))).pictures
    assert [(lane.lane, lane.label) for lane in picture.lanes] == [
        ("above", ("The North",)),
        ("below", ("The South",)),
        ("apart", ("The rest",)),
    ]


def test_without_sides_there_is_one_lane() -> None:
    whole = Whole(timeline_of(event("a"), event("b", agent="ruritania")), replace(SETTINGS, sides=()))
    (picture, *_) = views.home(whole).pictures
    assert [lane.lane for lane in picture.lanes] == ["above"]


def test_administrations_and_wars_stand_behind_the_events_and_elections_do_not() -> None:
    (picture, *_) = views.home(whole_of(event("a", "2019-01-01"), event("b", "2022-01-01"))).pictures
    assert {band.name for band in picture.bands} == {"First administration", "Second administration", "The herring war"}


def test_an_empty_timeline_has_a_front_page() -> None:
    page = views.home(whole_of())
    assert (page.events, page.pictures, page.sections) == (0, (), ())


# --- actors and sources ------------------------------------------------------------------------------


def test_an_actors_page_tells_offices_names_and_events_by_role() -> None:
    told = event("a", participants=(Participant("grau", "agent"), Participant("ruritania", "target")))
    other = event("b", "2022", participants=(Participant("ruritania", "agent"), Participant("grau", "target")))
    page = views.actor_page(whole_of(told, other), "grau")
    assert (page.name, page.side, page.size) == ("Jane Grau", "The North", 2)
    assert page.offices == (records.Office("Admiral", "from January 2019", records.Named("", "Northern Navy")),)
    assert [(role, [r.id for r in rows]) for role, rows in page.roles] == [("agent", ["a"]), ("target", ["b"])]
    assert page.counterparts == (records.Link("ruritania", "Ruritania", 2),)


def test_an_actor_of_many_events_has_further_pages() -> None:
    whole = whole_of(*many(900, days=5))
    chunks = whole.actor_chunks("navy")
    assert sum(len(c.events) for c in chunks) == 300
    page = views.actor_page(whole, "navy")
    assert [link.id for link in page.pages] == [f"navy/{c.key}.html" for c in chunks]
    assert sum(len(rows) for _, rows in page.roles) == views.LATEST


def test_the_index_has_the_actors_of_events_by_letter_of_their_sort_names() -> None:
    index = views.actor_index(whole_of(event("a"), event("b", agent="grau"), event("c", agent="council")))
    assert [(letter, [link.label for link, *_ in actors]) for letter, actors in index.letters] == [
        ("C", ["Council of Ports"]),
        ("G", ["Grau, Jane"]),
        ("N", ["Northern Navy"]),
    ]
    assert "unseen" in ACTORS


def test_a_sources_page_has_every_statement_with_its_words() -> None:
    page = views.source_page(whole_of(event("a"), event("b", "2022")), "gazette")
    assert [s.row.id for s in page.statements] == ["a", "b"]
    assert page.statements[0].citations[0].quote == QUOTE.exact
    assert (page.path, page.text) == ("seeds/gazette.txt", "")


def test_an_address_that_two_events_cite_is_a_source_of_both() -> None:
    citation = Citation(url="https://example.org/report", title="The report")
    whole = whole_of(event("a", citations=(citation,)), event("b", citations=(citation,)))
    (id_,) = [link.id for link, *_ in views.source_index(whole).rows if link.id != "gazette"]
    assert [s.row.id for s in views.source_page(whole, id_).statements] == ["a", "b"]
    assert views.event_page(whole, 0).citations[0].source == id_
