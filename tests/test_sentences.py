"""Sentences end where a reader ends them, and offsets never drift."""

from __future__ import annotations

import time

import pytest

from timeline.extract.sentences import split_sentences
from timeline.text import Span


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(["The ferry left.", "It was late."], id="a plain full stop"),
        pytest.param(["Gen. Ada Quill met the mayor."], id="a rank before a name"),
        pytest.param(["Sen. Tom Reed, D-N.Y., spoke first."], id="a party and a state"),
        pytest.param(["The port opened on Jan. 5.", "Nobody came."], id="a month before a day"),
        pytest.param(["J. R. Quill signed.", "So did A. Reed."], id="initials"),
        pytest.param(["It was built in the U.S.", "The crew is Danish."], id="an abbreviation that ends a sentence"),
        pytest.param(["The U.S. Coast Guard came.", "It left at 5 p.m. local time."], id="an abbreviation inside"),
        pytest.param(["Quill Inc. said so.", "Reed Corp. denied it."], id="companies"),
        pytest.param(['The mayor said "it is over."', "The crew left."], id="final marks inside quotation marks"),
        pytest.param(["“Why now?” the mayor asked.", "Nobody answered."], id="a question that is quoted"),
        pytest.param(["“Why now?” Mayor Quill asked.", "Nobody answered."], id="a quoted question and a name"),
        pytest.param(["The rope (see below. And mind the knot.) held.", "All clapped."], id="brackets"),
        pytest.param(["He waited ... and left.", "Then…", "Nothing came."], id="an ellipsis"),
        pytest.param(["See No. 5 and Fig. 3 for this.", "He said no.", "Then he went."], id="numbers"),
        pytest.param(["The log ends in 2016.[5][6]", "It was found later."], id="notes in square brackets"),
        pytest.param(["1. Read the rope.", "2. Cut it."], id="numbered items"),
        pytest.param(["It cost 3.5 million.", "The fee of 2.1 percent stayed."], id="decimals"),
        pytest.param(["Stop!", "Who goes there?", "A friend."], id="exclamations and questions"),
    ],
)
def test_a_passage_splits_where_its_sentences_end(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Heading\n\n  The ferry left.\nIt was late. \n\nEnd."
    passage = Span(text.index("  The"), text.index("\n\nEnd"))
    assert [s.of(text) for s in split_sentences(text, passage)] == ["The ferry left.", "It was late."]


def test_white_space_alone_is_no_sentence() -> None:
    assert sentences(" \n\t ") == []


@pytest.mark.parametrize("piece", [". ", "(. ", "A. ", ".", '."', "[1] ", ")(", "? ", "U.S. ", "“ "])
def test_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        started = time.process_time()
        split_sentences(text, Span(0, len(text)))
        return time.process_time() - started

    assert seconds(100_000) < 4.0
