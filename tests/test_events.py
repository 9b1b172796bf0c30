"""What a sentence tells: who did what to whom and when, across joined verbs, lists, asides and leftovers of web pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from timeline.model import EventCandidate
from timeline.project import Project

Build = Callable[[Mapping[str, str]], Path]
Told = Callable[[str], list[EventCandidate]]
FURTHER = {
    "content/actors/northern-herring.md": "---\nname: Northern Herring\nkind: company\nside: other\naliases: [NH]\n---\n",
    "content/actors/otto-quill.md": "---\nname: Otto Quill\nkind: person\nside: other\n---\n",
}


@pytest.fixture
def told(project_at: Build) -> Told:
    def read(text: str) -> list[EventCandidate]:
        project = Project(project_at({**FURTHER, "seeds/gazette.txt": text}))
        return list(project.extract(project.articles["gazette"]).candidates)

    return read


def who(candidate: EventCandidate, role: str) -> list[str]:
    return [p.actor or p.name for p in candidate.participants if p.role == role]


def short(candidates: list[EventCandidate]) -> list[tuple[str, str, list[str], list[str]]]:
    return [(c.type, c.date.text, who(c, "agent"), who(c, "target")) for c in candidates]


def test_verbs_that_share_a_subject_are_acts_of_their_own(told: Told) -> None:
    found = told("On 4 May 2011 the Harbour Ministry sanctioned Northern Herring, expelled Jane Grau and indicted Otto Quill.\n")
    assert short(found) == [
        ("sanction", "2011-05-04", ["harbour-ministry"], ["northern-herring"]),
        ("expulsion", "2011-05-04", ["harbour-ministry"], ["jane-grau"]),
        ("indictment", "2011-05-04", ["harbour-ministry"], ["otto-quill"]),
    ]
    assert [c.title for c in found] == ["Harbour Ministry sanctions Northern Herring", "Harbour Ministry expels Jane Grau", "Harbour Ministry indicts Otto Quill"]


def test_each_of_two_joined_verbs_has_its_own_date(told: Told) -> None:
    found = told("Otto Quill pleaded guilty on 3 March 2011 and was sentenced to nine years in prison on 1 April 2011.\n")
    assert [(c.date.text, c.title) for c in found] == [("2011-03-03", "Otto Quill pleads guilty"), ("2011-04-01", "Otto Quill is sentenced to nine years in prison")]


@pytest.mark.parametrize("bullet", ["- ", "* ", "\u2022 "])
def test_a_list_under_a_sentence_says_to_whom_it_was_done(told: Told, bullet: str) -> None:
    names = "".join(f"{bullet}{name}\n" for name in ("Northern Herring, a company;", "the Coast Guard; and", "Otto Quill."))
    (found,) = told(f"On 4 May 2011 the Harbour Ministry sanctioned the following:\n\n{names}\nMore would come.\n")
    assert who(found, "target") == ["northern-herring", "coast-guard", "otto-quill"]
    assert found.title == "Harbour Ministry sanctions Northern Herring and 2 more"
    assert [q.exact.splitlines()[0] for q in found.quotes] == ["On 4 May 2011 the Harbour Ministry sanctioned the following:", "Northern Herring, a company;"]


def test_a_long_list_is_quoted_by_as_many_items_as_fit(told: Told) -> None:
    names = "".join(f"- Northern Herring Number {n}\n" for n in range(200))
    (found,) = told(f"On 4 May 2011 the Harbour Ministry sanctioned:\n\n{names}")
    assert len(found.quotes) == 2
    assert 300 < len(found.quotes[1].exact) <= 600


def test_leftovers_of_a_web_page_tell_nothing(told: Told) -> None:
    page = "Skip to main content\nHome | News | Press\nShare this page\n\nHarbour Ministry Sanctions Northern Herring\n\nMay 5, 2011\n\n{}\n\nContact us\nSubscribe\n"
    (found,) = told(page.format("SEA CITY \u2014 Today the Harbour Ministry sanctioned Northern Herring."))
    assert (found.date.text, who(found, "target")) == ("2011-05-05", ["northern-herring"])


@pytest.mark.parametrize(
    "text",
    [
        "\u201cRuritania hacked us on 1 May 2011. Ruritania attacked the Coast Guard on 2 May 2011,\u201d Jane Grau said.",
        "Did the Harbour Ministry sanction Northern Herring on 4 May 2011?",
        "On 4 May 2011 the Harbour Ministry announced plans to impose sanctions on Ruritania.",
        "On 4 May 2011 the Harbour Ministry began to consolidate its operations in Ruritania.",
        "On 4 May 2011 the Harbour Ministry reported that the Coast Guard had been aware of a hack.",
    ],
)
def test_quotations_questions_plans_and_preparations_are_no_acts(told: Told, text: str) -> None:
    assert [c.title for c in told(text + "\n") if c.type != "statement"] == []


def test_what_an_act_begins_is_the_act(told: Told) -> None:
    (found,) = told("On 4 May 2011 Ruritania began hacking the Coast Guard.\n")
    assert (found.title, who(found, "target")) == ("Ruritania begins hacking the Coast Guard", ["coast-guard"])


def test_a_body_acts_through_its_people(told: Told) -> None:
    for words in ("Officers of the Coast Guard", "Coast Guard officers", "Two experts from the Coast Guard"):
        (found,) = told(f"In April 2011 {words.replace('Two', 'two')} hacked Northern Herring.\n")
        assert who(found, "agent") == ["coast-guard"], words


def test_who_leads_a_body_is_acted_on_and_not_the_body(told: Told) -> None:
    (found,) = told("On 4 May 2011 the Harbour Ministry indicted Northern Herring founder Otto Quill.\n")
    assert who(found, "target") == ["otto-quill"]
    assert who(found, "mentioned") == ["northern-herring"]


def test_dates_that_lie_ahead_or_belong_to_another_thing_are_not_the_acts(told: Told) -> None:
    (found,) = told("Earlier today, the Harbour Ministry sent a letter to Jane Grau proposing to meet next week.\n")
    assert found.date.text == "2011-05-05"
    assert told("It was quiet at sea. Nobody came. The Coast Guard was at home.\n\nThe Harbour Ministry informed Jane Grau about its May 2010 meeting.\n") == []


def test_what_goes_on_with_the_days_news_is_of_that_day(told: Told) -> None:
    found = told("Today, the Harbour Ministry expelled Jane Grau. The Harbour Ministry has also ordered the Coast Guard to leave.\n")
    assert [(c.type, c.date.text) for c in found] == [("expulsion", "2011-05-05"), ("directive", "2011-05-05")]


def test_an_act_by_and_to_nobody_known_counts_where_it_is_dated_and_names_somebody(told: Told) -> None:
    (found,) = told("One of the men who was arrested on 4 May 2011 had sold the files of Northern Herring.\n")
    assert (found.title, short([found])) == ("One of the men is arrested", [("arrest-or-extradition", "2011-05-04", [], [])])
    assert who(found, "mentioned") == ["northern-herring"]
    assert told("It was quiet. Nobody came. The sea was calm.\n\nOne of the men who was arrested had sold the files of Northern Herring.\n") == []


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("From December 2010 to February 2011, the Coast Guard conducted operations against Ruritania.", "2010-12/2011-02"),
        ("Between 2008 and 2010 the Coast Guard conducted operations against Ruritania.", "2008/2010"),
        ("By March 2011 the Coast Guard had hacked Ruritania.", "[..2011-03-31]"),
        ("Jane Grau served until 4 May 2011, when the Harbour Ministry fired Jane Grau.", "2011-05-04"),
    ],
)
def test_a_date_reaches_as_far_as_the_words_around_it_say(told: Told, words: str, date: str) -> None:
    (found,) = told(words + "\n")
    assert found.date.text == date


def test_a_sentence_without_end_tells_nothing_and_costs_little(told: Told) -> None:
    assert told("Ruritania ordered, and sanctioned " * 3000 + ".\n") == []
