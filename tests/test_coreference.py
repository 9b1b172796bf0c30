"""One event told several times: in one article and across articles, with what a later telling adds, and what contradicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from timeline.model import Event, EventCandidate
from timeline.project import Project, check, pull

Build = Callable[[Mapping[str, str]], Path]
ORDERED = "The Harbour Ministry has ordered the Coast Guard to suspend its patrols.\n"
HERALD = "published: 2011-05-06\npublisher: Herald\n"


def events(root: Path) -> list[Event]:
    pull(Project(root))
    return list(Project(root).loaded.events)


def candidates(project_at: Build, text: str) -> tuple[EventCandidate, ...]:
    project = Project(project_at({"seeds/gazette.txt": text}))
    return project.extract(project.articles["gazette"]).candidates


def test_a_second_article_adds_its_quote_and_narrows_the_date(project_at: Build) -> None:
    root = project_at({"seeds/gazette.txt": ORDERED})
    (event,) = events(root)
    assert event.date.text == "[..2011-05-05]"
    told = "It was quiet at sea. Nobody spoke.\n\nOn 4 May 2011 the Harbour Ministry ordered the Coast Guard to suspend its patrols.\n"
    project_at({"seeds/gazette.txt": ORDERED, "seeds/herald.txt": told, "seeds/herald.yaml": HERALD})
    (event,) = events(root)
    assert event.date.text == "2011-05-04"
    assert [c.article for c in event.citations] == ["gazette", "herald"]
    assert event.body.endswith("Told again in [citation 2](#cite-2), which dates it more closely.\n")
    assert [d for d in check(Project(root))[0] if d.severity == "error"] == []


def test_a_coarser_date_widens_nothing(project_at: Build) -> None:
    exact = "On 4 May 2011 the Harbour Ministry ordered the Coast Guard to suspend its patrols.\n"
    coarse = exact.replace("On 4 May", "In May")
    root = project_at({"seeds/gazette.txt": exact, "seeds/herald.txt": coarse, "seeds/herald.yaml": HERALD})
    (event,) = events(root)
    assert (event.date.text, len(event.citations)) == ("2011-05-04", 2)


def test_a_file_that_a_person_touched_keeps_its_date(project_at: Build) -> None:
    root = project_at({"seeds/gazette.txt": ORDERED})
    (event,) = events(root)
    path = root / event.location.path
    path.write_text(path.read_text("utf-8").replace("title: ", "title: Suddenly, ", 1), "utf-8")
    before = path.read_bytes()
    exact = "On 4 May 2011 the Harbour Ministry ordered the Coast Guard to suspend its patrols.\n"
    project_at({"seeds/gazette.txt": ORDERED, "seeds/herald.txt": exact, "seeds/herald.yaml": HERALD})
    first, second = sorted(events(root), key=lambda e: bool(e.same_as))
    assert path.read_bytes() == before
    assert (second.same_as, second.date.text) == (first.id, "2011-05-04")


def test_two_days_for_one_act_are_both_shown(project_at: Build) -> None:
    first = "On 3 May 2011 the Harbour Ministry ordered the Coast Guard to suspend its patrols.\n"
    root = project_at({"seeds/gazette.txt": first, "seeds/herald.txt": first.replace("3 May", "4 May"), "seeds/herald.yaml": HERALD})
    told = events(root)
    assert [e.date.text for e in told] == ["2011-05-03", "2011-05-04"]
    assert told[1].same_as == told[0].id
    (found,) = [d for d in check(Project(root))[0] if d.slug == "dates-disagree"]
    assert "2011-05-03" in found.note and "2011-05-04" in found.note


def test_two_acts_of_the_same_kind_weeks_apart_are_two(project_at: Build) -> None:
    first = "On 3 April 2011 the Harbour Ministry ordered the Coast Guard to suspend its patrols.\n"
    root = project_at({"seeds/gazette.txt": first, "seeds/herald.txt": first.replace("3 April", "4 May"), "seeds/herald.yaml": HERALD})
    assert [e.same_as for e in events(root)] == ["", ""]


def test_two_kinds_of_doing_of_one_day_are_two_events(project_at: Build) -> None:
    found = candidates(
        project_at,
        "On 4 May 2011 the Harbour Ministry ordered the Coast Guard to suspend its patrols. On 4 May 2011 the Harbour Ministry signed an executive order on fish.\n",
    )
    assert [c.rules[0] for c in found] == ["directive.order", "directive.sign-order"]


DENIED = "On 4 May 2011 the Harbour Ministry accused Ruritania of the break-in. {} It was quiet.\n"


@pytest.mark.parametrize("words", ["Ruritania denied the accusation.", "Ruritania has denied any involvement.", "On Thursday, Ruritania denied that it was there."])
def test_a_denial_is_a_citation_of_its_own(project_at: Build, words: str) -> None:
    root = project_at({"seeds/gazette.txt": DENIED.format(words)})
    event = next(e for e in events(root) if e.type == "attribution")
    assert [(c.quote.exact if c.quote else "", c.stance) for c in event.citations][1] == (words, "denies")
    assert event.standing == "disputed"


@pytest.mark.parametrize("words", ["The Coast Guard denied the accusation.", "Ruritania denied entry to two ships.", "\u201cRuritania denied the accusation,\u201d a poster said."])
def test_what_others_deny_or_what_is_no_claim_changes_nothing(project_at: Build, words: str) -> None:
    (found,) = [c for c in candidates(project_at, DENIED.format(words)) if c.type == "attribution"]
    assert (found.standing, found.denied) == ("reported", ())


SANCTIONED = "On 4 May 2011 the Harbour Ministry imposed sanctions on Ruritania."


def test_an_answer_names_what_the_text_says_it_answers(project_at: Build) -> None:
    root = project_at({"seeds/gazette.txt": f"In response to the sanctions, Ruritania expelled Jane Grau on 5 May 2011.\n\n{SANCTIONED}\n"})
    sanction, expulsion = sorted(events(root), key=lambda e: e.type != "sanction")
    assert expulsion.type == "expulsion"
    assert expulsion.responds_to == ()  # told after it: nothing before the answer is what it answers
    root = project_at({"seeds/herald.txt": f"{SANCTIONED} In retaliation for the sanctions, Ruritania expelled the Coast Guard on 5 May 2011.\n", "seeds/herald.yaml": HERALD})
    told = events(root)
    answer = next(e for e in told if e.type == "expulsion" and e.citations[0].article == "herald")
    assert answer.responds_to == (sanction.id,)


@pytest.mark.parametrize("words", ["A day after the sanctions, Ruritania", "In response to the storm, Ruritania", "In response to sanctions on Jane Grau, Ruritania"])
def test_what_only_came_later_or_answers_something_else_is_no_answer(project_at: Build, words: str) -> None:
    found = candidates(project_at, f"{SANCTIONED} {words} expelled the Coast Guard on 5 May 2011.\n")
    assert [c.responds_to for c in found] == [(), ()]
