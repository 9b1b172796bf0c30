"""Walking through proposals in a terminal: what is shown, decided, and undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from support import EVENT

from timeline import store
from timeline.project import Project, pull
from timeline.walk import walk

Build = Callable[[Mapping[str, str]], Path]
TODAY = date(2026, 11, 24)
TEXT = (
    "It was quiet. The Harbour Ministry has ordered the Coast Guard to suspend its patrols. The move was not explained.\n\n"
    "On 4 May 2011 the Harbour Ministry imposed sanctions on Ruritania.\n"
)


@pytest.fixture
def root(project_at: Build) -> Path:
    made = project_at({"seeds/gazette.txt": TEXT})
    assert len(pull(Project(made)).proposed) == 2
    return made


def typed(root: Path, keys: str, edit: Callable[[Path], None] = lambda path: None) -> str:
    @click.command()
    def command() -> None:
        walk(root, today=TODAY, edit=edit)

    result = CliRunner().invoke(command, input=keys, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def statuses(root: Path) -> list[str]:
    return [e.status for e in Project(root).loaded.events]


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted((root / "content").rglob("*")) if p.is_file()}


def test_a_proposal_is_shown_with_the_paragraph_around_its_quote(root: Path) -> None:
    shown = typed(root, "s\nq\n")
    assert "[1/2] " in shown and "[2/2] " in shown
    assert "It was quiet. The Harbour Ministry has ordered the Coast Guard to suspend its patrols. The move was not" in shown
    assert "harbour-ministry (agent)" in shown
    assert "0 decided, 2 left" in shown


def test_accepting_and_rejecting_are_done_at_once(root: Path) -> None:
    assert "2 decided, 0 left" in typed(root, "a\nr\ntold elsewhere\n")
    assert statuses(root) == ["reviewed"]
    assert "told elsewhere" in (root / store.REJECTED).read_text("utf-8")
    assert pull(Project(root)).proposed == ()


def test_every_decision_can_be_undone(root: Path) -> None:
    before = files(root)
    typed(root, "a\nu\nr\n\nu\nq\n")
    assert files(root) == before


def test_merging_asks_for_the_event_and_names_a_near_one(root: Path, project_at: Build) -> None:
    project_at({"content/events/mine.md": EVENT.replace("article: gazette", "url: https://example.org/a"), "seeds/gazette.txt": TEXT})
    before = files(root)
    shown = typed(root, "m\nmin\nm\nmine\nq\n")
    assert "did you mean mine?" in shown
    assert "article: gazette" in (root / "content/events/mine.md").read_text("utf-8")
    assert len(Project(root).loaded.events) == 2
    assert files(root) != before


def test_editing_comes_back_to_the_same_proposal(root: Path) -> None:
    def edit(path: Path) -> None:
        path.write_text(path.read_text("utf-8").replace("title: ", "title: Now ", 1), "utf-8")

    shown = typed(root, "e\na\nq\n", edit)
    assert shown.count("[1/2]") == 2
    assert statuses(root).count("reviewed") == 1


def test_nothing_to_undo_and_a_wrong_letter_are_said(root: Path) -> None:
    shown = typed(root, "u\nx\nq\n")
    assert "there is nothing to undo" in shown
    assert "type one of the letters" in shown
