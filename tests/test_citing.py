"""An entry and its sources can be cited; what programs read is what was meant, whatever characters it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from samples import GAZETTE, SETTINGS, event, timeline_of

from timeline.model import Citation
from timeline.publish.citing import Work, as_bibtex, as_csl, as_text, csl_date, entry, works_cited

PUBLISHED = replace(SETTINGS, base_url="https://example.org/harbor/", author="Harbor Desk")
UPDATED = date(2021, 5, 6)
WORK = Work("storm", "The storm", "Gazette", "Jane Doe", "2021-05-05", "https://gazette.example/storm")


def read(entries: str) -> dict[str, dict[str, str]]:
    """Read BibTeX as another program does, LaTeX's way of writing characters included."""
    library = parse_string(entries, append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return {each.key: {"type": each.entry_type, **{f.key: f.value for f in each.fields}} for each in library.entries}


# --- text -----------------------------------------------------------------------------------------


def test_an_entry_is_cited_with_its_date_its_site_and_its_address() -> None:
    cited = as_text(entry(event("closing", "[..2021-05-04]", title="Navy closes the harbor"), PUBLISHED, UPDATED))
    assert cited == (
        "Harbor Desk. \u201cNavy closes the harbor\u201d (by 4 May 2021). Harbor timeline, 6 May 2021. "
        "https://example.org/harbor/events/closing.html."
    )


def test_without_an_address_and_an_author_nothing_stands_in_their_place() -> None:
    assert as_text(entry(event("a", title="It rains"), SETTINGS, UPDATED)) == "\u201cIt rains\u201d (4 May 2021). Harbor timeline, 6 May 2021."


def test_a_site_that_is_its_own_author_is_named_once() -> None:
    own = replace(SETTINGS, author=SETTINGS.title)
    assert as_text(entry(event("a"), own, UPDATED)).count("Harbor timeline") == 1


def test_an_unreviewed_entry_is_cited_as_such_to_programs() -> None:
    work = entry(event("a", status="proposed"), SETTINGS, UPDATED)
    assert as_csl(work)["status"] == "unreviewed"
    assert "Unreviewed" in as_bibtex(work)


# --- BibTeX ---------------------------------------------------------------------------------------


def test_bibtex_says_who_what_where_and_when() -> None:
    assert read(as_bibtex(WORK)) == {
        "storm": {
            "type": "misc", "title": "The storm", "author": "Jane Doe", "howpublished": "Gazette",
            "year": "2021", "month": "may", "day": "5", "url": "https://gazette.example/storm",
        }
    }  # fmt: skip


@pytest.mark.parametrize(
    "title",
    ["50% of #1 & $2_000", "a\\b ~c^d", "{", "}", "}}, evil = {x", "@comment{x}", "Журнал «Гавань» – Łódź", 'say "no"', "a\nb\tc"],
)
def test_a_title_comes_out_of_bibtex_as_it_went_in(title: str) -> None:
    (found,) = read(as_bibtex(WORK._replace(title=title))).values()  # which takes \textasciicircum for U+02C6
    assert found["title"].replace("\u02c6", "^") == " ".join(title.split())
    assert "evil" not in found


@pytest.mark.parametrize("url", ["https://example.org/a_b%20c#d~e&f=g", "https://example.org/{x}", "https://example.org/}", "https://example.org/a\\b"])
def test_an_address_is_not_escaped_but_cannot_end_its_field(url: str) -> None:
    text = as_bibtex(WORK._replace(url=url))
    line = next(line for line in text.splitlines() if line.startswith("  url"))
    assert line.removeprefix("  url = {").removesuffix("},") == url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


@pytest.mark.parametrize(
    ("issued", "parts", "said"),
    [
        ("2021-05-05", {"year": "2021", "month": "may", "day": "5"}, ""),
        ("2021-05", {"year": "2021", "month": "may"}, "Published: May 2021"),
        ("2021", {"year": "2021"}, "Published: 2021"),
        ("2021~", {}, "Published: about 2021"),
        ("[2020-12-30..2021-01-02]", {}, "Published: between 30 December 2020 and 2 January 2021"),
        ("soon", {}, "Published: soon"),
        ("", {}, ""),
    ],
)
def test_bibtex_gives_as_much_of_a_date_as_is_certain(issued: str, parts: dict[str, str], said: str) -> None:
    (found,) = read(as_bibtex(WORK._replace(issued=issued))).values()
    assert {name: found[name] for name in ("year", "month", "day") if name in found} == parts
    assert found.get("note", "") == said


# --- CSL-JSON -------------------------------------------------------------------------------------

# From csl-data.json of CSL 1.0.2: the variables we write and the type of each; an item may have no others.
SCHEMA: dict[str, type] = {
    "id": str, "type": str, "title": str, "container-title": str, "publisher": str, "author": list, "issued": dict,
    "event-date": dict, "URL": str, "archive_location": str, "keyword": str, "status": str,
}  # fmt: skip


def assert_is_csl(item: dict[str, Any]) -> None:
    assert item.keys() <= SCHEMA.keys()
    assert {name for name, value in item.items() if not isinstance(value, SCHEMA[name])} == set()
    assert item["type"] in ("webpage", "document")
    assert all(name.keys() == {"literal"} for name in item.get("author", []))
    for name in ("issued", "event-date"):
        assert_is_csl_date(item.get(name, {}))


def assert_is_csl_date(of: dict[str, Any]) -> None:
    assert of.keys() <= {"date-parts", "season", "circa", "literal"}
    parts = of.get("date-parts", [])
    assert len(parts) <= 2
    for each in parts:
        assert 1 <= len(each) <= 3
        assert all(isinstance(number, int) and low <= number <= high for number, low, high in zip(each, (1, 1, 1), (9999, 12, 31), strict=False))


def test_csl_says_who_what_where_and_when() -> None:
    item = as_csl(entry(event("closing", "2021-05-04", title="Navy closes the harbor", tags=("harbor", "navy")), PUBLISHED, UPDATED))
    assert_is_csl(item)
    assert item == {
        "id": "closing", "type": "webpage", "title": "Navy closes the harbor", "container-title": "Harbor timeline",
        "author": [{"literal": "Harbor Desk"}], "issued": {"date-parts": [[2021, 5, 6]]}, "event-date": {"date-parts": [[2021, 5, 4]]},
        "URL": "https://example.org/harbor/events/closing.html", "keyword": "harbor, navy",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("edtf", "csl"),
    [
        ("2021-05-04", {"date-parts": [[2021, 5, 4]]}),
        ("2021-05-04T14:30Z", {"date-parts": [[2021, 5, 4]]}),
        ("2021-05", {"date-parts": [[2021, 5]]}),
        ("2021-05-XX", {"date-parts": [[2021, 5]]}),
        ("2021-XX-XX", {"date-parts": [[2021]]}),
        ("2021", {"date-parts": [[2021]]}),
        ("2021~", {"date-parts": [[2021]], "circa": True}),
        ("2021-05?", {"date-parts": [[2021, 5]], "circa": True}),
        ("2021-22", {"date-parts": [[2021]], "season": 2}),
        ("2021-24~", {"date-parts": [[2021]], "season": 4, "circa": True}),
        ("202X", {"date-parts": [[2020], [2029]]}),
        ("20XX", {"date-parts": [[2000], [2099]]}),
        ("2021-05-04/2021-06", {"date-parts": [[2021, 5, 4], [2021, 6]]}),
        ("2021-21/2022", {"date-parts": [[2021], [2022]]}),
        ("2021/..", {"literal": "from 2021"}),
        ("[..2021-05-04]", {"literal": "by 4 May 2021"}),
        ("[2021-01-20..2021-03-03]", {"literal": "between 20 January and 3 March 2021"}),
        ("next week", {"literal": "next week"}),
    ],
)
def test_csl_has_a_date_in_parts_only_where_they_say_all(edtf: str, csl: dict[str, Any]) -> None:
    assert_is_csl_date(csl)
    assert csl_date(edtf) == csl


# --- the sources of a timeline ----------------------------------------------------------------------

TOLD = Citation(url="https://example.org/told", title="Told", publisher="Post", author="A. B.", published="2021-05", archived="https://web.archive.org/web/2021/x")


def test_each_source_is_cited_once_with_the_events_that_rest_on_it() -> None:
    works = {w.key: w for w in works_cited(timeline_of(event("a"), event("b", citations=(TOLD, Citation(article="gazette"))), event("c", citations=(TOLD,))))}
    (told,) = (w for w in works.values() if w.url == TOLD.url)
    assert (told.title, told.container, told.author, told.issued, told.archived) == ("Told", "Post", "A. B.", "2021-05", TOLD.archived)
    assert told.keywords == ("b", "c")
    assert works["gazette"].issued == GAZETTE.published
    assert works["gazette"].keywords == ("a", "b")


def test_a_source_that_only_one_event_cites_and_one_without_an_address_are_cited_too() -> None:
    works = works_cited(timeline_of(event("a", citations=(TOLD, Citation(title="A letter", published="1999")))))
    assert sorted(w.title for w in works) == ["A letter", "Told"]
    for work in works:
        assert_is_csl(as_csl(work))


def test_no_two_works_share_a_key() -> None:
    line = timeline_of(event("gazette"), event("b", citations=(Citation(article="gazette"), Citation(title="x"), Citation(title="y"))))
    keys = [entry(e, SETTINGS, UPDATED).key for e in line.events] + [w.key for w in works_cited(line)]
    assert len(set(keys)) == len(keys)


def test_an_address_that_is_not_of_the_web_is_not_cited() -> None:
    (work,) = works_cited(timeline_of(event("a", citations=(Citation(url="javascript:alert(1)", title="x"),))))
    assert work.url == ""
