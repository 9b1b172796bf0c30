"""Who is meant: every case of tests/cases/linking, and what holds for mentions in general.

A case shows the expected mentions in the text itself, as links: [the words](actor), [the words](-) for somebody whom no
file knows, [the words](?one,other) where two fit. A case lists all mentions of its text; there may be no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from timeline.diagnostics import Diagnostic, Location
from timeline.edtf import known
from timeline.extract.linking import find_mentions
from timeline.knowledge.actors import compile_gazetteer, load_actors
from timeline.knowledge.gazetteer import Gazetteer
from timeline.model import Actor, Alias, Article, Mention, Passage, Term
from timeline.text import Span

HERE = Path(__file__).parent
CASES = HERE / "cases" / "linking"


def actor(id_: str, kind: str, name: str, *aliases: Alias | str, parent: str = "", terms: tuple[Term, ...] = ()) -> Actor:
    forms = tuple(Alias(a) if isinstance(a, str) else a for a in aliases)
    return Actor(id_, kind, "north", name, name, Location(f"content/actors/{id_}.md"), forms, terms, parent=parent)


def term(office: str, of: str, start: str = "", end: str = "") -> Term:
    return Term(office, known(start) if start else None, known(end) if end else None, of)


def near(text: str, valid: str = "") -> Alias:
    return Alias(text, known(valid) if valid else None, needs_context=True)


# Two states, their bodies, and the people in them; all of them are made up but the states, whose adjectives are data.
ACTORS: Mapping[str, Actor] = {
    a.id: a
    for a in (
        actor("norway", "state", "Norway", near("Oslo")),
        actor("estonia", "state", "Estonia", near("Tallinn")),
        actor("fisheries", "agency", "Norwegian Department of Fisheries", "Department of Fisheries", "DoF", parent="norway"),
        actor("ice-patrol", "military-unit", "Ice Patrol", "ICEPAT", parent="norway"),
        actor("harbor-office", "agency", "Harbor Office", parent="norway"),
        actor("norwegian-officials", "group", "Norwegian officials", "Norwegian official", parent="norway"),
        actor("storting", "body", "Storting", near("lawmakers"), parent="norway"),
        actor("quill-cabinet", "body", "Quill cabinet", near("the cabinet", "2009/2012")),
        actor("reed-cabinet", "body", "Reed cabinet", near("the cabinet", "2013/2016")),
        actor("estonian-navy", "military-unit", "Estonian Navy", parent="estonia"),
        actor("gazette", "outlet", "The Gazette"),
        actor("northwind", "company", "Northwind", "Northwind Energy"),
        actor("kelp", "group", "KelpWorm", "Kelp Worm"),
        actor("tern", "company", "Tern", near("the ferryman")),
        actor(
            "ada-quill",
            "person",
            "Ada Quill",
            "Quill",
            terms=(term("Prime Minister of Norway", "norway", "2009-01-20", "2013-01-20"),),
        ),
        actor("tomas-reed", "person", "Tomas Reed", terms=(term("Prime Minister of Norway", "norway", "2013-01-20"),)),
        actor("sigrid-holm", "person", "Sigrid Holmgren", terms=(term("Director of the Harbor Office", "harbor-office", "2010"),)),
        actor("mart-saar", "person", "Mart Saar", terms=(term("Prime Minister of Estonia", "estonia", "2010", "2014"),)),
        actor("john-tern", "person", "John Tern"),
        actor("ann-berg", "person", "Ann Berg", near("Berg")),
        actor("olav-berg", "person", "Olav Berg", near("Berg")),
    )
}


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    return compile_gazetteer(ACTORS)


def article(text: str, *, dct: str = "2011-05-04", title: str = "", publisher: str = "") -> Article:
    passages = tuple(Passage("paragraph", Span(m.start(), m.end())) for m in re.finditer(r"\S[^\n]*", text))
    day = date.fromisoformat(dct) if dct else None
    return Article("x", "seeds/x.txt", "text/plain", text, passages, "0", title=title, publisher=publisher, document_creation_time=day)


def link(text: str, **more: str) -> tuple[tuple[Mention, ...], list[Diagnostic]]:
    return find_mentions(article(text, **more), gazetteer(), ACTORS)


# --- cases ----------------------------------------------------------------------------------------


@dataclass
class Case:
    name: str
    settings: dict[str, str] = field(default_factory=dict)
    marked: str = ""

    def text(self) -> str:
        return _MARK.sub(lambda m: m[1], self.marked)

    def expected(self) -> list[tuple[str, str]]:
        return [(m[1], m[2]) for m in _MARK.finditer(self.marked)]


_MARK = re.compile(r"\[([^\]]+)\]\(([^)]*)\)")


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.md")):
        case: Case | None = None
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("## "):
                case = Case(f"{path.stem}: {line[3:]}")
                yield case
            elif case is not None and line.startswith("> "):
                case.marked += ("\n" if case.marked else "") + line[2:]
            elif case is not None and (setting := re.fullmatch(r"(dct|title|publisher): (.*)", line)):
                case.settings[setting[1]] = setting[2] if setting[2] != "none" else ""


def shown(mention: Mention) -> tuple[str, str]:
    return mention.text, mention.actor or ("?" + ",".join(mention.candidates) if len(mention.candidates) > 1 else "-")


ALL_CASES = list(cases())


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda c: c.name)
def test_a_case_has_the_mentions_it_shows(case: Case) -> None:
    mentions, _ = link(case.text(), **case.settings)
    assert [shown(m) for m in mentions] == case.expected()


def test_cases_are_there_and_name_real_actors() -> None:
    named = {a for c in ALL_CASES for _, target in c.expected() for a in target.lstrip("?").split(",")} - {"-"}
    assert len(ALL_CASES) > 40
    assert named <= ACTORS.keys()


# --- forms and methods ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "form", "method"),
    [
        ("Prime Minister Ada Quill left.", "Prime Minister Ada Quill", "name", "alias"),
        ("The Norwegian prime minister left.", "Norwegian prime minister", "office", "office-in-term"),
        ("ICEPAT left.", "ICEPAT", "acronym", "alias"),
        ("Oslo denied it.", "Oslo", "metonym", "alias"),
        ("Norwegian sailors left.", "Norwegian", "description", "alias"),
        ("Ada Quill came. She left.", "She", "pronoun", "earlier-mention"),
        ("Tomas Reed came. Reed left.", "Reed", "name", "earlier-mention"),
        ("Sigrid Holmgren came. Holmgrenn left.", "Holmgrenn", "name", "near-spelling"),
        ("KelpWorm struck. The group left.", "group", "description", "earlier-mention"),
        ("Two former officials left.", "Two former officials", "description", "none"),
    ],
)
def test_a_mention_says_how_it_was_read(text: str, words: str, form: str, method: str) -> None:
    mention = next(m for m in link(text)[0] if m.text == words)
    assert (mention.form, mention.method) == (form, method)


# --- findings -------------------------------------------------------------------------------------


def test_a_near_spelling_is_told_of_with_its_place() -> None:
    _, found = link("Sigrid Holmgren came.\nLater Holmgrem left.")
    assert [(d.slug, d.location[1:]) for d in found] == [("near-spelling", (2, 7, 2, 15))]


def test_a_name_that_two_fit_is_told_of_and_linked_to_neither() -> None:
    mentions, found = link("Tern sank it. John Tern swam.")
    assert shown(mentions[0]) == ("Tern", "?john-tern,tern")
    assert [(d.slug, d.message) for d in found] == [("ambiguous-actor", "`Tern` may be John Tern or Tern")]


def test_an_office_that_two_hold_is_no_fault() -> None:
    assert link("The prime minister left.")[1] == []


# --- what holds for every text --------------------------------------------------------------------


def test_the_projects_own_actors_read_its_seed() -> None:
    root = HERE.parent
    actors, _ = load_actors(root / "content" / "actors", root)
    seed = (root / "seeds" / "000_27719627e6950b3b.txt").read_text("utf-8")
    mentions, found = find_mentions(article(seed, dct="2025-03-03"), compile_gazetteer(actors), actors)
    linked = {m.text: m.actor for m in mentions}
    assert linked["US Defense Secretary Pete Hegseth"] == "pete-hegseth"
    assert linked["Russian president"] == "vladimir-putin"
    assert linked["Moscow"] == "russia"
    assert linked["Senator Chuck Schumer"] == "chuck-schumer"
    assert linked["He"] == "chuck-schumer"
    assert linked["Hegsett"] == "pete-hegseth"
    assert linked["administration"] == "trump-administration"
    assert linked["American officials"] == "us-officials"
    assert [d.slug for d in found] == ["near-spelling"]
