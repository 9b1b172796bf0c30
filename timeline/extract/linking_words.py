"""Know what linking reads and writes while it works on one article: its words, its sentences, what was named so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from timeline.extract.sentences import split_sentences
from timeline.knowledge.gazetteer import Gazetteer
from timeline.knowledge.tokens import Tokens, cut
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


@dataclass(slots=True)
class Stretch:
    """A passage as words, with its sentences and the mentions found in it so far."""

    kind: str
    words: Tokens
    sentences: tuple[Span, ...]
    sentence_of: list[int]  # for each word the number of its sentence
    drafts: list[Draft] = field(default_factory=list)

    def opens_sentence(self, at: int) -> bool:
        """Tell whether the word at `at` begins its sentence, marks before it left aside."""
        n = at - 1
        while n >= 0 and self.sentence_of[n] == self.sentence_of[at]:
            if self.words.written[n][0].isalnum():
                return False
            n -= 1
        return True

    def before(self, at: int) -> str:
        """Give the word before `at` as compared, or ""."""
        return self.words.compared[at - 1] if at > 0 else ""

    def after(self, at: int) -> str:
        """Give the word at `at` as compared, or "" after the last."""
        return self.words.compared[at] if at < len(self.words.compared) else ""

    def is_capital(self, at: int) -> bool:
        return 0 <= at < len(self.words.written) and self.words.written[at][0].isupper()

    def draft_at(self, at: int) -> Draft | None:
        """Give the draft that the word at `at` belongs to."""
        return next((d for d in self.drafts if d.start <= at < d.end), None)

    def put(self, draft: Draft) -> None:
        """Add a draft in its place; those that it overlaps go."""
        kept = [d for d in self.drafts if d.end <= draft.start or draft.end <= d.start]
        self.drafts = sorted([*kept, draft], key=lambda d: d.start)

    def mention(self, text: str, draft: Draft) -> Mention:
        span = Span(self.words.starts[draft.start], self.words.ends[draft.end - 1])
        return Mention(span.of(text), span, draft.form, draft.candidates, draft.actor, draft.method)


@dataclass(slots=True)
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

    @property
    def day(self) -> date | None:
        return self.article.document_creation_time


def open_reading(article: Article, gazetteer: Gazetteer) -> Reading:
    """Cut an article into stretches and note who published it."""
    publisher = gazetteer.actor_named(article.publisher) if article.publisher else ""
    reading = Reading(article, gazetteer, gazetteer.state_of.get(publisher, ""), publisher)
    reading.stretches = [_stretch(article.text, passage) for passage in article.passages]
    return reading


def stretch_of(text: str) -> Stretch:
    """Cut a title into words."""
    return _stretch(text, Passage("heading", Span(0, len(text))))


def _stretch(text: str, passage: Passage) -> Stretch:
    words = cut(text, *passage.span)
    sentences = split_sentences(text, passage.span)
    numbers: list[int] = []
    at, last = 0, len(sentences) - 1
    for start in words.starts:
        while at < last and start >= sentences[at].end:
            at += 1
        numbers.append(at)
    return Stretch(passage.kind, words, sentences, numbers)
