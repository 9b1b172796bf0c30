"""Know what linking reads and writes while it works on one article: its words, its sentences, what was named so far."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from timeline.extract.sentences import split_sentences
from timeline.knowledge.gazetteer import Gazetteer
from timeline.knowledge.tokens import cut
from timeline.model import Article, LinkMethod, Mention, MentionForm, Passage
from timeline.text import Span


@dataclass(slots=True)
class Draft:
    """A mention in the making; `start` and `end` count words of its stretch."""

    start: int
    end: int
    form: MentionForm
    actor: str = ""
    candidates: tuple[str, ...] = ()
    method: LinkMethod = "none"
    state: str = ""  # of an adjective or a group: the state
    full: bool = False  # a person's full name


class Stretch:
    """A passage as words, with its sentences and the mentions found in it so far."""

    __slots__ = ("_owners", "_years", "first_words", "kind", "sentence_of", "sentences", "words")

    def __init__(self, text: str, passage: Passage) -> None:
        self.kind = passage.kind
        self.words = cut(text, *passage.span)
        self.sentences = split_sentences(text, passage.span)
        self.sentence_of = _sentence_numbers(self.words.starts, self.sentences)
        self.first_words = _first_words(self.words.written, self.words.starts, self.sentences)
        self._owners: list[Draft | None] = [None] * len(self.words.starts)
        self._years: list[int] | None = None

    # --- words ---

    def opens_sentence(self, at: int) -> bool:
        """Tell whether the word at `at` is the first of its sentence, marks left aside."""
        return at in self.first_words

    def before(self, at: int) -> str:
        """Give the word before `at` as compared, or ""."""
        return self.words.compared[at - 1] if at > 0 else ""

    def after(self, at: int) -> str:
        """Give the word at `at` as compared, or "" after the last."""
        return self.words.compared[at] if at < len(self.words.compared) else ""

    def is_capital(self, at: int) -> bool:
        return 0 <= at < len(self.words.written) and self.words.written[at][0].isupper()

    def year_before(self, at: int) -> int:
        """Give the last year that is named before the word at `at`, or 0."""
        if self._years is None:
            self._years, year = [], 0
            for word in self.words.written:
                self._years.append(year)
                year = int(word) if len(word) == 4 and word.isascii() and word.isdigit() and word[:2] in ("19", "20") else year
        return self._years[at]

    # --- drafts ---

    def drafts(self) -> list[Draft]:
        """List the drafts in order."""
        found: list[Draft] = []
        for draft in self._owners:
            if draft is not None and (not found or found[-1] is not draft):
                found.append(draft)
        return found

    def places_of(self, words: Container[str]) -> list[int]:
        """Give the places at which a draft stands or one of `words` does."""
        owners = self._owners
        return [n for n, word in enumerate(self.words.compared) if word in words or owners[n] is not None]

    def free_capitals(self) -> list[int]:
        """Give the places of the capital words that no draft covers."""
        owners = self._owners
        return [n for n, word in enumerate(self.words.written) if word[0].isupper() and owners[n] is None]

    def draft_at(self, at: int) -> Draft | None:
        """Give the draft that the word at `at` belongs to."""
        return self._owners[at] if 0 <= at < len(self._owners) else None

    def draft_ending(self, at: int) -> Draft | None:
        """Give the draft that ends right before the word at `at`."""
        draft = self.draft_at(at - 1)
        return draft if draft is not None and draft.end == at else None

    def is_free(self, start: int, end: int) -> bool:
        return not any(self._owners[start:end])

    def put(self, draft: Draft) -> None:
        """Add a draft in its place; those that it overlaps go."""
        for n in range(draft.start, draft.end):
            self.remove(self._owners[n])
        self._owners[draft.start : draft.end] = [draft] * (draft.end - draft.start)

    def add(self, draft: Draft | None) -> None:
        """Add a draft where its place is free."""
        if draft is not None and self.is_free(draft.start, draft.end):
            self.put(draft)

    def remove(self, draft: Draft | None) -> None:
        if draft is not None:
            self._owners[draft.start : draft.end] = [None] * (draft.end - draft.start)

    def mention(self, text: str, draft: Draft) -> Mention:
        span = Span(self.words.starts[draft.start], self.words.end(draft.end - 1))
        return Mention(span.of(text), span, draft.form, draft.candidates, draft.actor, draft.method)


@dataclass
class Reading:
    """What is known of an article while its mentions are linked."""

    article: Article
    gazetteer: Gazetteer
    home: str  # the state that the publisher belongs to, or ""
    publisher: str  # the actor that published it, or ""
    stretches: list[Stretch] = field(default_factory=list)
    people: dict[str, set[str]] = field(default_factory=dict)  # surname -> actors given with their full name
    surnames: dict[str, set[str]] = field(default_factory=dict)  # surname -> actors for whom it is enough alone
    strangers: dict[str, int] = field(default_factory=dict)  # surname -> where a full name with it first stands that no file knows
    named: set[str] = field(default_factory=set)  # actors named in a way that is enough alone
    acronyms: dict[str, str] = field(default_factory=dict)  # short form that the text introduces -> actor, or ""

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that the article has in small letters."""
        return frozenset(w for stretch in self.stretches for w in stretch.words.written if w.islower())

    @property
    def day(self) -> date | None:
        return self.article.document_creation_time


def open_reading(article: Article, gazetteer: Gazetteer) -> Reading:
    """Cut an article into stretches and note who published it."""
    named = (article.publisher, *article.publisher.split(",")) if article.publisher else ()  # "Department of Ropes, Office of Knots"
    publisher = next((actor for name in named if (actor := gazetteer.actor_named(name))), "")
    reading = Reading(article, gazetteer, gazetteer.state_of.get(publisher, ""), publisher)
    reading.stretches = [Stretch(article.text, passage) for passage in article.passages]
    return reading


def stretch_of(text: str) -> Stretch:
    """Cut a title into words."""
    return Stretch(text, Passage("heading", Span(0, len(text))))


def _sentence_numbers(starts: list[int], sentences: tuple[Span, ...]) -> list[int]:
    """Give for each word the number of its sentence."""
    bounds = [*(bisect_left(starts, sentence.start) for sentence in sentences[1:]), len(starts)]
    numbers: list[int] = []
    for number, bound in enumerate(bounds):
        numbers += [number] * (bound - len(numbers))
    return numbers


def _first_words(written: list[str], starts: list[int], sentences: tuple[Span, ...]) -> frozenset[int]:
    """Give the places at which a sentence has its first word; marks are none."""
    first: list[int] = []
    count = len(starts)
    for sentence in sentences:
        n = bisect_left(starts, sentence.start)
        while n < count and starts[n] < sentence.end and not written[n][0].isalnum():
            n += 1
        first.append(n)
    return frozenset(first)
