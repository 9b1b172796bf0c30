"""Actor files: what is read, and what each fault in one is called and where it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline.cache import ParseCache
from timeline.diagnostics import Diagnostic
from timeline.knowledge.actors import ID_LENGTH, load_actors, parse_actor, sort_name
from timeline.knowledge.gazetteer import compile_gazetteer
from timeline.model import Actor, Alias

ROOT = Path(__file__).parent.parent

QUILL = """\
---
name: Ada Quill
kind: person
side: north
aliases:
  - Quill
  - {text: the harbormaster, valid: 2009-01-20/2011-03, needs_context: true}
terms:
  - {office: Minister of Fisheries, start: 2007-02-01, end: 2009~, of: ministry}
same_as: [https://example.org/quill]
---
Writes about ropes.
"""
MINISTRY = "---\nname: Ministry\nkind: agency\nside: north\n---\n"


def load(tmp_path: Path, files: dict[str, str | bytes]) -> tuple[dict[str, Actor], list[Diagnostic]]:
    folder = tmp_path / "content" / "actors"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return load_actors(folder, tmp_path)


def faults(tmp_path: Path, text: str | bytes, name: str = "ada-quill.md") -> list[tuple[str, int, int]]:
    _, found = load(tmp_path, {name: text, "ministry.md": MINISTRY})
    return [(d.slug, d.location.line, d.location.column) for d in found]


def test_every_field_is_read(tmp_path: Path) -> None:
    actors, found = load(tmp_path, {"ada-quill.md": QUILL, "ministry.md": MINISTRY})
    quill = actors["ada-quill"]
    assert found == []
    assert (quill.name, quill.kind, quill.side, quill.sort_name) == ("Ada Quill", "person", "north", "Quill, Ada")
    assert quill.aliases[0] == Alias("Quill")
    assert (quill.aliases[1].text, str(quill.aliases[1].valid), quill.aliases[1].needs_context) == (
        "the harbormaster",
        "2009-01-20/2011-03",
        True,
    )
    assert [(t.office, str(t.start), str(t.end), t.of) for t in quill.terms] == [
        ("Minister of Fisheries", "2007-02-01", "2009~", "ministry")
    ]
    assert quill.same_as == ("https://example.org/quill",)
    assert quill.body == "Writes about ropes."
    assert quill.location.path == "content/actors/ada-quill.md"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param(("side: north", "sides: north"), ("unknown-field", 4, 1), id="a field misspelled"),
        pytest.param(("name: Ada Quill\n", ""), ("missing-field", 2, 1), id="no name"),
        pytest.param(("kind: person", "kind: persona"), ("bad-value", 3, 7), id="a kind that there is not"),
        pytest.param(("2007-02-01", "2007-02-31"), ("bad-date", 9, 52), id="a day that there is not"),
        pytest.param(("Ada Quill\n", "Ada\u202e Quill\n"), ("hidden-characters", 2, 7), id="a mark that turns the text"),
        pytest.param(("of: ministry", "of: ministri"), ("unknown-actor", 2, 7), id="a body without a file"),
        pytest.param(("---\nWrites", "Writes"), ("front-matter-unclosed", 1, 1), id="no closing line"),
    ],
)
def test_a_fault_is_named_with_its_place(
    tmp_path: Path, changed: tuple[str, str], expected: tuple[str, int, int]
) -> None:
    assert expected in faults(tmp_path, QUILL.replace(*changed))


def test_a_file_with_an_error_gives_no_actor_and_the_rest_is_read(tmp_path: Path) -> None:
    actors, _ = load(tmp_path, {"ada-quill.md": QUILL.replace("kind: person", "kind: fish"), "ministry.md": MINISTRY})
    assert set(actors) == {"ministry"}


@pytest.mark.parametrize("name", ["Ada Quill.md", "ada--quill.md", "-ada.md", "ada_quill.md", "a" * (ID_LENGTH + 1) + ".md"])
def test_a_name_that_is_no_id_is_refused(tmp_path: Path, name: str) -> None:
    assert ("bad-id", 1, 1) in faults(tmp_path, QUILL, name)


def test_bytes_that_are_no_utf8_are_told_of(tmp_path: Path) -> None:
    assert ("bad-encoding", 1, 1) in faults(tmp_path, QUILL.encode().replace(b"ropes", b"r\xf6pes"))


def test_a_link_in_the_folder_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_text(QUILL)
    (tmp_path / "content" / "actors").mkdir(parents=True)
    (tmp_path / "content" / "actors" / "ada-quill.md").symlink_to(elsewhere)
    actors, found = load_actors(tmp_path / "content" / "actors", tmp_path)
    assert (actors, [d.slug for d in found]) == ({}, ["symlink-refused"])


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    assert faults(tmp_path, QUILL + "x" * 70_000)[0][0] == "file-too-large"


def test_a_missing_folder_is_an_empty_one(tmp_path: Path) -> None:
    assert load_actors(tmp_path / "content" / "actors", tmp_path) == ({}, [])


def other(text: str) -> str:
    return f"---\nname: Other\nkind: company\nside: north\naliases:\n  - {text}\n---\n"


def test_an_alias_that_two_share_is_told_of(tmp_path: Path) -> None:
    assert [s for s, *_ in faults(tmp_path, other("Ministry"), "other.md")] == ["ambiguous-alias"]


@pytest.mark.parametrize(
    "alias", ["{text: Ministry, needs_context: true}", "ministry", "{text: Board, valid: 1990/1999}"]
)
def test_an_alias_that_is_restricted_is_not_ambiguous(tmp_path: Path, alias: str) -> None:
    board = MINISTRY.replace("---\n", "", 1).replace("---", "aliases:\n  - {text: Board, valid: 2001/2002}\n---")
    _, found = load(tmp_path, {"other.md": other(alias), "ministry.md": "---\n" + board})
    assert found == []


def test_a_name_may_be_restricted_by_an_alias_of_the_same_words(tmp_path: Path) -> None:
    restricted = MINISTRY.replace("side: north\n", "side: north\naliases:\n  - {text: Ministry, needs_context: true}\n")
    _, found = load(tmp_path, {"other.md": other("Ministry"), "ministry.md": restricted})
    assert found == []


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Ada Quill", "person", "Quill, Ada"),
        ("Ada R. Quill Jr.", "person", "Quill, Ada R. Jr."),
        ("Plato", "person", "Plato"),
        ("The Gazette", "outlet", "Gazette"),
        ("Theater Board", "body", "Theater Board"),
    ],
)
def test_people_are_sorted_by_surname_and_the_rest_without_the(name: str, kind: str, expected: str) -> None:
    assert sort_name(name, kind) == expected


def test_an_unchanged_file_is_not_parsed_again(tmp_path: Path) -> None:
    load(tmp_path, {"ada-quill.md": QUILL, "ministry.md": MINISTRY})
    folder = tmp_path / "content" / "actors"
    cache = ParseCache(tmp_path / "parsed.bin", "1")
    first = load_actors(folder, tmp_path, cache)
    cache.save()
    warm = ParseCache(tmp_path / "parsed.bin", "1")
    parsed = []
    original = warm.parsed
    warm.parsed = lambda kind, path, raw, parse: original(kind, path, raw, lambda: parsed.append(path) or parse())  # type: ignore[method-assign, func-returns-value]
    assert load_actors(folder, tmp_path, warm) == first
    assert parsed == []


def test_any_bytes_give_findings_and_no_exception() -> None:
    for raw in (b"", b"---", b"\xff\xfe", b"---\n[\n---\n", b"---\n- a\n---\n", b"---\naliases: {a: b}\nterms: x\n---\n"):
        actor, found = parse_actor("content/actors/x.md", raw)
        assert actor.id == "" and found, raw


def test_the_projects_own_actors_are_sound() -> None:
    actors, found = load_actors(ROOT / "content" / "actors", ROOT)
    assert found == []
    assert len(actors) > 300


def test_each_of_the_projects_actors_is_found_by_its_name() -> None:
    actors, _ = load_actors(ROOT / "content" / "actors", ROOT)
    gazetteer = compile_gazetteer(actors)
    restricted = {a.id for a in actors.values() if any(x.text == a.name and x.needs_context for x in a.aliases)}
    lost = {a.id for a in actors.values() if a.kind != "person" and gazetteer.actor_named(a.name) != a.id}
    assert lost == restricted
