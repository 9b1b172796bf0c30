"""Know the order of the stages that turn an article into event candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from timeline.diagnostics import Diagnostic, Location
from timeline.extract.annotators import annotate
from timeline.extract.coreference import group_tellings
from timeline.extract.drafts import draft_bodies
from timeline.extract.events import find_events
from timeline.extract.linking import find_mentions
from timeline.extract.newcomers import meet_newcomers
from timeline.extract.reading import read_sentences
from timeline.extract.state import ArticleState, Lexicon
from timeline.extract.timex import find_timexes
from timeline.model import Article, EventCandidate, Mention, Timex
from timeline.text import LineIndex

Stage = Callable[[ArticleState], Iterable[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article gave."""

    candidates: tuple[EventCandidate, ...]
    timexes: tuple[Timex, ...]
    mentions: tuple[Mention, ...]
    diagnostics: tuple[Diagnostic, ...]


def date_expressions(state: ArticleState) -> Iterator[Diagnostic]:
    """Fill `state.timexes`; an expression that could not be resolved is a note with the reason."""
    state.timexes = find_timexes(state.article, state.lexicon.temporal, state.lexicon.periods)
    lines = LineIndex(state.article.text)
    for timex in state.timexes:
        if timex.reason and timex.type in ("DATE", "TIME"):
            line, column = lines.place(timex.span.start)
            place = Location(state.article.path, line, column, line, column + len(timex.text))
            yield Diagnostic("unresolved-date", f"`{timex.text}` could not be dated", place, note=timex.reason)


def link_actors(state: ArticleState) -> Iterator[Diagnostic]:
    """Fill `state.mentions`."""
    state.mentions, found = find_mentions(state.article, state.lexicon.gazetteer, state.lexicon.actors)
    yield from found


def hear_annotators(state: ArticleState) -> Iterator[Diagnostic]:
    """Add to `state.mentions`, and fill `state.verbs`, where the project names annotators."""
    if state.lexicon.annotators:
        state.mentions, state.verbs = annotate(state.article.text, state.mentions, state.lexicon.annotators)
    return iter(())


STAGES: Sequence[tuple[str, Stage]] = (
    ("date expressions", date_expressions),
    ("link actors", link_actors),
    ("hear annotators", hear_annotators),
    ("read sentences", read_sentences),
    ("find events", find_events),
    ("group tellings", group_tellings),
    ("draft bodies", draft_bodies),
    ("meet newcomers", meet_newcomers),
)


def extract(article: Article, lexicon: Lexicon) -> Extraction:
    """Run every stage over an article."""
    state = ArticleState(article, lexicon)
    found = [diagnostic for _, stage in STAGES for diagnostic in stage(state)]
    return Extraction(state.candidates, state.timexes, state.mentions, tuple(found))
