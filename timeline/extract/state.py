"""Know what the stages of the pipeline have found in one article so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from timeline.extract.annotators import Annotator, VerbReading
from timeline.extract.clauses import Sentence
from timeline.knowledge.gazetteer import Gazetteer
from timeline.knowledge.temporal import TemporalRules
from timeline.knowledge.triggers import Triggers
from timeline.model import Actor, Article, EventCandidate, Mention, Period, Timex


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the stages look things up in: the editors' knowledge and the language's."""

    actors: Mapping[str, Actor]
    gazetteer: Gazetteer
    periods: Mapping[str, Period]
    temporal: TemporalRules
    triggers: Triggers
    annotators: tuple[Annotator, ...] = ()  # heard after the program's own rules


@dataclass(slots=True)
class ArticleState:
    """One article on its way through the pipeline; each stage fills one field."""

    article: Article
    lexicon: Lexicon
    timexes: tuple[Timex, ...] = ()
    mentions: tuple[Mention, ...] = ()
    verbs: Mapping[int, VerbReading] = field(default_factory=dict)  # what annotators say of verbs, by offset
    candidates: tuple[EventCandidate, ...] = ()
    sentences: tuple[Sentence, ...] = ()  # those of the running text that name somebody
