"""Names that no file knows: who is worth telling of, what the text says of them, and what kind they seem to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from timeline.diagnostics import Diagnostic
from timeline.project import Project

Build = Callable[[Mapping[str, str]], Path]


def told(project_at: Build, text: str) -> list[Diagnostic]:
    project = Project(project_at({"seeds/gazette.txt": text}))
    found = project.extract(project.articles["gazette"]).diagnostics
    return [d for d in found if d.slug == "new-actor"]


@pytest.mark.parametrize(
    ("named", "kind", "said"),
    [
        ("Peter Miller, a Ruritanian national", "person", "a Ruritanian national"),
        ("Peter Miller (Miller), a senior member of the gang", "person", "a senior member of the gang"),
        ("a Ruritanian lawyer, Otto Qorvath", "person", "a Ruritanian lawyer"),
        ("Peter Miller", "person", ""),
        ("Northern Herring Ltd", "company", ""),
        ("the Ports Development Agency", "agency", ""),
        ("the Fisheries Advisory Council", "body", ""),
    ],
)
def test_a_newcomer_is_told_with_what_the_text_says(project_at: Build, named: str, kind: str, said: str) -> None:
    (found,) = told(project_at, f"On 4 May 2011 the Harbour Ministry sanctioned {named}.\n")
    name = found.message.split("`")[1]
    assert name in named
    assert found.message.endswith(f"(kind: {kind})")
    assert found.note == (f"the text says: {said}" if said else "")
    assert found.help == f'timeline new actor "{name}" --kind {kind}'
    assert (found.location.path, found.location.line) == ("seeds/gazette.txt", 1)


def test_a_surname_is_told_by_its_full_name_and_once(project_at: Build) -> None:
    text = "Peter Miller, a Ruritanian lawyer, was at sea. On 4 May 2011 the Harbour Ministry sanctioned Miller. On 6 May 2011 it expelled Miller.\n"
    assert [d.message for d in told(project_at, text)] == ["no file knows `Peter Miller` (kind: person)"]


def test_who_has_a_file_or_no_part_in_an_event_is_not_told(project_at: Build) -> None:
    assert told(project_at, "On 4 May 2011 the Harbour Ministry sanctioned Jane Grau. Peter Miller was at sea.\n") == []


def test_no_event_names_a_newcomer_until_a_file_does(project_at: Build) -> None:
    project = Project(project_at({"seeds/gazette.txt": "On 4 May 2011 the Harbour Ministry sanctioned Peter Miller.\n"}))
    (candidate,) = project.extract(project.articles["gazette"]).candidates
    assert [(p.actor, p.name) for p in candidate.participants if p.role == "target"] == [("", "Peter Miller")]


def test_two_that_fit_are_both_shown_and_neither_is_new(project_at: Build) -> None:
    project = Project(
        project_at(
            {
                "content/actors/john-grau.md": "---\nname: John Grau\nkind: person\nside: us\n---\n",
                "seeds/gazette.txt": "Jane Grau and John Grau met. On 4 May 2011 the Harbour Ministry sanctioned Grau.\n",
            }
        )
    )
    found = project.extract(project.articles["gazette"]).diagnostics
    assert [d.message for d in found if d.slug == "ambiguous-actor"] == ["`Grau` may be Jane Grau or John Grau"]
    assert not [d for d in found if d.slug == "new-actor"]
