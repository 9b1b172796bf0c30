"""The review in a real terminal: keys typed into tmux, decisions found in the files."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from timeline import store
from timeline.project import Project, pull

Build = Callable[[Mapping[str, str]], Path]
PATIENCE = 60.0  # seconds for a busy machine; a good one needs less than one a step

# The server installs tmux, so that this runs there; the header of the run says where it does not.
pytestmark = pytest.mark.skipif(shutil.which("tmux") is None and os.environ.get("CI") != "true", reason="no tmux on this machine")

TEXT = (
    "The Harbour Ministry has ordered the Coast Guard to suspend its patrols.\n\n"
    "On 1 May 2011 the Harbour Ministry imposed sanctions on Ruritania.\n\n"
    "On 2 May 2011 the Harbour Ministry expelled Jane Grau.\n\n"
    "On 3 May 2011 Ruritania condemned the Harbour Ministry.\n"
)
MINE = """\
---
title: Patrols end
date: 2011-05
type: directive
actors:
  - {actor: harbour-ministry, role: agent}
citations:
  - url: https://example.org/patrols
---
Told by hand.
"""


class Terminal:
    """A terminal of its own, with the program in it."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket

    def tmux(self, *words: str) -> str:
        return subprocess.run(["tmux", "-S", str(self.socket), "-f", os.devnull, *words], capture_output=True, text=True, check=True).stdout

    def start(self, root: Path, editor: Path) -> None:
        program = f"cd {shlex.quote(str(root))} && EDITOR={shlex.quote(str(editor))} VISUAL= {shlex.quote(sys.executable)} -m timeline review; sleep 600"
        self.tmux("new-session", "-d", "-x", "150", "-y", "50", "sh", "-c", program)

    def type(self, keys: str) -> None:
        self.tmux("send-keys", "-l", keys)
        self.tmux("send-keys", "Enter")

    def wait_for(self, words: str) -> str:
        """Wait until the screen shows some words, and give it."""
        end = time.monotonic() + PATIENCE
        while words not in (screen := self.tmux("capture-pane", "-p", "-S", "-")):
            assert time.monotonic() < end, f"`{words}` does not come:\n{screen}"
            time.sleep(0.05)
        return screen

    def close(self) -> None:
        subprocess.run(["tmux", "-S", str(self.socket), "kill-server"], capture_output=True, check=False)


@pytest.fixture
def terminals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Terminal]]:
    folder = tmp_path_factory.mktemp("t")
    opened: list[Terminal] = []

    def open_one() -> Terminal:
        opened.append(Terminal(folder / str(len(opened))))
        return opened[-1]

    yield open_one
    for terminal in opened:
        terminal.close()


@pytest.fixture
def root(project_at: Build) -> Path:
    made = project_at({"seeds/gazette.txt": TEXT, "content/events/mine.md": MINE})
    assert len(pull(Project(made)).proposed) == 4
    return made


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    """An editor that changes one word and closes."""
    path = tmp_path / "editor"
    path.write_text(f"#!{sys.executable}\nimport pathlib, sys\nat = pathlib.Path(sys.argv[1])\nat.write_text(at.read_text().replace('title: ', 'title: Suddenly, ', 1))\n")
    path.chmod(0o755)
    return path


def test_an_editor_works_through_the_proposals_quits_and_resumes(root: Path, editor: Path, terminals: Callable[[], Terminal]) -> None:
    first = terminals()
    first.start(root, editor)
    first.wait_for("[1/4]")
    first.type("a")
    first.wait_for("[2/4]")
    first.type("u")
    first.wait_for("undone")
    first.type("a")
    first.type("e")
    first.wait_for("Suddenly,")
    first.type("a")
    first.wait_for("[3/4]")
    first.type("q")
    screen = first.wait_for("2 decided, 2 left")
    assert "Traceback" not in screen

    second = terminals()
    second.start(root, editor)
    screen = second.wait_for("[1/2]")
    assert "Suddenly" not in screen
    second.type("r")
    second.wait_for("why (may be empty)")
    second.type("not for us")
    second.wait_for("[2/2]")
    second.type("m")
    second.wait_for("merge into")
    second.type("mine")
    second.wait_for("2 decided, 0 left")

    events = {e.id: e for e in Project(root).loaded.events}
    assert sorted(e.status for e in events.values()) == ["reviewed"] * 3
    assert [t for t in (e.title for e in events.values()) if t.startswith("Suddenly, ")]
    assert [c.url or c.article for c in events["mine"].citations] == ["https://example.org/patrols", "gazette"]
    assert "not for us" in (root / store.REJECTED).read_text("utf-8")
    assert pull(Project(root)).proposed == ()
