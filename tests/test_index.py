"""The index for filters and search: what stands in it, and when it changes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from samples import ACTORS, SETTINGS, event, timeline_of

from timeline.edtf import known
from timeline.model import Alias, Citation, Participant, Timeline
from timeline.publish.index import index_of, index_outputs
from timeline.publish.plan import plan_site
from timeline.publish.render import default_templates
from timeline.publish.whole import Whole

PATROLS = event(
    "patrols", "2021-05-04", title="Navy suspends patrols", status="proposed",
    participants=(Participant("navy", "agent"), Participant("ruritania", "target"), Participant("", "mentioned", "a bystander")),
    body="The **order** named [no reason](#cite-1).\n\n> A quotation.",
    citations=(Citation(article="gazette"), Citation(url="https://example.org/a", publisher="Harbor Post")),
)  # fmt: skip
ANSWER = event("answer", "[..2021-06-01]", agent="ruritania", type_="statement", standing="denied")


def files(timeline: Timeline) -> tuple[dict[str, Any], list[str]]:
    """Give what the two files set."""
    whole = Whole(timeline, SETTINGS)
    made = [output.render().decode() for output in index_outputs(whole, index_of(whole, ()))]
    values = []
    for text, name in zip(made, ("timelineIndex", "timelineTexts"), strict=True):
        assert text.startswith(f"self.{name}=")
        values.append(json.loads(text.removeprefix(f"self.{name}=").removesuffix(";\n")))
    return values[0], values[1]


def names(timeline: Timeline) -> set[str]:
    outputs = plan_site(timeline, SETTINGS, template_folders=(default_templates(),), updated=date(2021, 5, 6))
    return {output.path for output in outputs if output.path.startswith(("assets/index-", "assets/texts-"))}


def test_every_event_has_its_place_in_every_column() -> None:
    rows, texts = files(timeline_of(PATROLS, ANSWER))
    columns = ("id", "title", "date", "type", "agents", "others", "standing", "unreviewed", "publisher")
    assert {len(rows[name]) for name in columns} == {len(texts)} == {2}
    assert rows["id"] == ["patrols", "answer"]
    assert [rows["types"][n][0] for n in rows["type"]] == ["directive", "statement"]
    assert [[rows["actors"][n][1] for n in each] for each in rows["agents"]] == [["Northern Navy"], ["Ruritania"]]
    assert [rows["standings"][n] for n in rows["standing"]] == ["reported", "denied"]
    assert rows["unreviewed"] == [1, 0]
    assert rows["dates"][rows["date"][0]] == ["4 May 2021", "2021-05-04", 20210504, 20210504, 20210504]


def test_an_actor_has_its_side_and_its_other_names() -> None:
    rows, _ = files(timeline_of(PATROLS))
    assert [actor[0] for actor in rows["actors"]] == ["navy", "ruritania"], "who has no file is no option"
    by_id = {actor[0]: actor for actor in rows["actors"]}
    assert by_id["navy"] == ["navy", "Northern Navy", 0, "The Fleet"]
    assert rows["sides"][by_id["ruritania"][2]] == ["south", "The South", "below"]


def test_publishers_are_those_of_the_citations_else_of_their_sources() -> None:
    timeline = timeline_of(PATROLS)
    source = replace(timeline.sources["gazette"], publisher="The Gazette")
    rows, _ = files(replace(timeline, sources={**timeline.sources, "gazette": source}))
    assert [rows["publishers"][n] for n in rows["publisher"][0]] == ["Harbor Post", "The Gazette"]


def test_the_text_has_the_words_of_a_body_without_its_marks() -> None:
    _, texts = files(timeline_of(PATROLS))
    assert texts[0].split() == "The order named no reason. A quotation.".split()


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2021-05", 20210501, 20210531),
        ("[2021-01-20..2021-03-03]", 20210120, 20210303),
        ("[..2021-03-03]", 20210303, 20210303),  # where the list shows it, not everything before
        ("2021/..", 20210101, 99999999),  # still going on
        ("../2021-03-03", 0, 20210303),
    ],
)
def test_bounds_are_the_days_that_a_date_can_mean(written: str, first: int, last: int) -> None:
    rows, _ = files(timeline_of(event("a", written)))
    assert rows["dates"][0][2:4] == [first, last]
    assert rows["dates"][0][4] == int(known(written).sort_day.isoformat().replace("-", ""))


def test_hostile_words_stay_words() -> None:
    words = "</script>\u2028`${1}\\\" '"
    rows, texts = files(timeline_of(event("a", title=words, body=words)))
    assert rows["title"] == [words]
    assert "</script>" in texts[0]


def test_the_same_events_have_the_same_index_and_another_word_has_another() -> None:
    before = timeline_of(PATROLS, ANSWER)
    assert names(before) == names(timeline_of(ANSWER, PATROLS))
    renamed = {**ACTORS, "navy": replace(ACTORS["navy"], aliases=(Alias("The Admirals"),))}
    elsewhere = replace(ANSWER, citations=(Citation(title="A letter", publisher="Elsewhere"),))
    for after in (
        timeline_of(PATROLS, replace(ANSWER, title="Council objects")),
        timeline_of(PATROLS, elsewhere),
        timeline_of(PATROLS, ANSWER, actors=renamed),
        replace(before, types={**before.types, "directive": replace(before.types["directive"], label="Order")}),
    ):
        assert names(after) - names(before) == {name for name in names(after) if name.startswith("assets/index-")}


def test_new_words_of_a_body_give_other_texts_and_the_same_rows() -> None:
    before, after = names(timeline_of(PATROLS, ANSWER)), names(timeline_of(PATROLS, replace(ANSWER, body="New.", digest="edited")))
    assert after - before == {name for name in after if name.startswith("assets/texts-")}


def test_pages_other_than_the_searchable_ones_do_not_depend_on_the_index() -> None:
    def keys(timeline: Timeline) -> dict[str, str]:
        outputs = plan_site(timeline, SETTINGS, template_folders=(default_templates(),), updated=date(2021, 5, 6))
        return {output.path: output.key for output in outputs}

    before, after = keys(timeline_of(PATROLS, ANSWER)), keys(timeline_of(PATROLS, replace(ANSWER, digest="edited")))
    assert before["events/patrols.html"] == after["events/patrols.html"]
    assert before["search.html"] != after["search.html"]


def test_a_timeline_without_events_has_no_search() -> None:
    paths = {o.path for o in plan_site(timeline_of(), SETTINGS, template_folders=(default_templates(),), updated=date(2021, 5, 6))}
    assert not [path for path in paths if path.startswith(("assets/timeline", "assets/index", "assets/texts")) or path == "search.html"]
