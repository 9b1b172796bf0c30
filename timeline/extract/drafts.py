"""Know how to word the body of a proposal: who says so, and what the date rests on; invent nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from timeline.diagnostics import Diagnostic
from timeline.edtf import day, words
from timeline.extract.state import ArticleState
from timeline.model import Article, EventCandidate


def draft_bodies(state: ArticleState) -> Iterator[Diagnostic]:
    """Give every candidate a body of one or two sentences, each linked to its citation."""
    state.candidates = tuple(replace(c, body=_body(c, state.article)) for c in state.candidates)
    return iter(())


def _body(candidate: EventCandidate, article: Article) -> str:
    told = f"Source given in the text: {candidate.attribution}" if candidate.attribution else "Told by the article itself"
    cites = ", ".join(f"[citation {n}](#cite-{n})" for n in range(1, len(candidate.quotes) + 1))
    return f"{told} ({cites}). {_date_note(candidate, article)}\n"


def _date_note(candidate: EventCandidate, article: Article) -> str:
    published = article.document_creation_time
    if "document-bound" in candidate.rules and published:
        note = f"The article gives no date for the act; it was published on {words(day(published))}"
        earliest = candidate.date.earliest
        return f"{note}, and who acted did so from {words(day(earliest))} on." if earliest and earliest != published else f"{note}."
    if "document" in candidate.rules:
        return "The article tells it as done on the day of its publication."
    return "The date follows from the quoted words."
