"""Whatever a text holds, mentions are exact, in order and apart, and take no longer than the text is long."""

from __future__ import annotations

import time
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timeline.extract.linking import find_mentions
from timeline.extract.sentences import split_sentences
from timeline.knowledge.actors import compile_gazetteer, load_actors
from timeline.knowledge.gazetteer import Gazetteer
from timeline.model import Actor, Article, Mention, Passage
from timeline.text import Span

ROOT = Path(__file__).parent.parent.parent
NAMES = ["Vladimir Putin", "Putin", "the Treasury Secretary", "U.S.", "US", "officials", "Moscow", "He", "the company", "(CISA)", "Mr."]
GLUE = [" ", "\n", ". ", ", ", "'s ", "-", " (", ") ", "\u201c", "\u201d", '"', " and ", " of the ", ": ", " 2016 ", "\u00e9", "\u200b", "\x00"]

pieces = st.lists(st.sampled_from(NAMES + GLUE) | st.text(max_size=8), max_size=40).map("".join)


@lru_cache(maxsize=1)
def knowledge() -> tuple[Gazetteer, dict[str, Actor]]:
    actors, _ = load_actors(ROOT / "content" / "actors", ROOT)
    return compile_gazetteer(actors), actors


def mentions(text: str) -> tuple[Mention, ...]:
    gazetteer, actors = knowledge()
    passages = (Passage("paragraph", Span(0, len(text))),) if text else ()
    article = Article("x", "seeds/x.txt", "text/plain", text, passages, "0", document_creation_time=date(2021, 6, 1))
    return find_mentions(article, gazetteer, actors)[0]


@given(pieces)
@settings(max_examples=300, deadline=None)
@example("")
@example("U.S")
@example("-" * 30)
def test_mentions_are_slices_in_order_and_apart(text: str) -> None:
    found = mentions(text)
    assert all(text[m.span.start : m.span.end] == m.text != "" for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(pieces)
@settings(max_examples=200, deadline=None)
def test_a_mention_is_linked_by_a_method_or_not_at_all(text: str) -> None:
    _, actors = knowledge()
    for mention in mentions(text):
        assert (mention.actor != "") == (mention.method != "none")
        assert not mention.actor or mention.actor in actors
        assert set(mention.candidates) <= actors.keys()


@given(pieces)
@settings(max_examples=200, deadline=None)
def test_sentences_hold_everything_but_white_space(text: str) -> None:
    spans = split_sentences(text, Span(0, len(text)))
    outside = list(text)
    for span in spans:
        outside[span.start : span.end] = " " * (span.end - span.start)
    assert "".join(outside).strip() == ""
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize(
    "piece",
    ["A ", "Aa Bb ", "Putin ", "US ", ". ", "(", "\u201c", "of ", "president ", "the company ", "he ", "officials ", "Gen. ", "A. ", "A-", "-", "Hegsett ", "(the ", "Trump campaign ", "senior ", "Karl Holmgrem "],
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        started = time.process_time()
        mentions(text)
        return time.process_time() - started

    seconds(1_000)
    small, large = min(seconds(10_000) for _ in range(3)), seconds(80_000)
    assert large < max(24 * small, 2.0), f"{small:.3f} s for 10,000 characters, {large:.3f} s for 80,000"
