"""A file of pieces has the same bytes whether its pieces are new or those of the last build."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from samples import SETTINGS, many, timeline_of

from timeline.model import Citation, Timeline
from timeline.publish.exports import export, parts_of
from timeline.publish.outputs import Output, digest
from timeline.publish.pieces import Parts, Piece, Pieced
from timeline.publish.write import write_site

UPDATED = datetime(2021, 5, 6, tzinfo=UTC)


class Words:
    """A file with a piece for each word; `made` are those that had to be made."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def _make(self, word: str) -> bytes:
        self.made.append(word)
        return word.encode()

    def _parts(self, words: list[str]) -> Parts:
        return Parts(f"{len(words)}:".encode(), [Piece(word, partial(self._make, word)) for word in words], b".", b", ")

    def build(self, root: Path, words: list[str], *, shared: str = "", path: str = "words.txt") -> str:
        self.made = []
        parts = partial(self._parts, words)
        output = Output(path, digest(shared, *words), lambda: parts().whole(), Pieced("words", shared, parts))
        assert not write_site(root / "out", [output], state=root / "state").diagnostics
        return (root / "out" / path).read_text("utf-8")


def test_only_a_new_piece_is_made(tmp_path: Path) -> None:
    words = Words()
    assert words.build(tmp_path, ["one", "three"]) == "2:one, three."
    assert words.build(tmp_path, ["one", "two", "three"]) == "3:one, two, three."
    assert words.made == ["two"]
    assert words.build(tmp_path, ["three", "two"]) == "2:three, two."
    assert words.made == []


def test_pieces_are_found_again_under_another_path(tmp_path: Path) -> None:
    words = Words()
    words.build(tmp_path, ["one", "two"], path="words-1.txt")
    assert words.build(tmp_path, ["one", "two", "three"], path="words-2.txt") == "3:one, two, three."
    assert words.made == ["three"]


def test_what_all_pieces_depend_on_makes_them_all_anew(tmp_path: Path) -> None:
    words = Words()
    words.build(tmp_path, ["one", "two"])
    words.build(tmp_path, ["one", "two"], shared="other")
    assert words.made == ["one", "two"]


def test_a_file_that_somebody_changed_gives_no_pieces(tmp_path: Path) -> None:
    words = Words()
    words.build(tmp_path, ["one", "two"])
    (tmp_path / "out" / "words.txt").write_text("2:ill, two and more.", "utf-8")
    assert words.build(tmp_path, ["one", "two", "three"]) == "3:one, two, three."


@pytest.mark.parametrize("notes", ["", "words.txt\n", "words.txt\tx\t\t1\t2\none\t99999999\n"])
def test_notes_that_cannot_be_right_give_no_pieces(tmp_path: Path, notes: str) -> None:
    words = Words()
    words.build(tmp_path, ["one", "two"])
    (kept,) = (tmp_path / "state").glob("*.pieces")
    first, _, rest = kept.read_text("utf-8").partition("\n")
    kept.write_text(notes or f"{first}\n{rest.replace('3', '3000')}", "utf-8")
    assert words.build(tmp_path, ["one", "two", "three"]) == "3:one, two, three."


def test_every_data_file_is_the_same_after_an_edit_and_when_made_anew(tmp_path: Path) -> None:
    def build(timeline: Timeline) -> None:
        outputs = [
            Output(name, digest(name, *(e.digest for e in timeline.events)), bytes, Pieced(name, "", parts))
            for name, parts in parts_of(timeline, SETTINGS, UPDATED).items()
        ]
        assert not write_site(tmp_path / "out", outputs, state=tmp_path / "state").diagnostics
        for output in outputs:
            assert (tmp_path / "out" / output.path).read_bytes() == export(output.path, timeline, SETTINGS, UPDATED)

    events = many(9)
    cited = Citation(url="https://example.org/new", title="New", published="2021-01-02")
    build(timeline_of(*events))
    build(timeline_of(*events[:3], replace(events[3], title="New \u00fc", digest="new", citations=(cited,)), *events[5:]))
    build(timeline_of())
