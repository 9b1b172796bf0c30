"""Know the order in which mentions of actors are found in an article and linked; the modules beside it know how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from timeline.diagnostics import Diagnostic, Location
from timeline.extract.linking_anaphora import link_references
from timeline.extract.linking_names import find_hits, link_names, survey
from timeline.extract.linking_strangers import add_strangers
from timeline.extract.linking_words import open_reading, stretch_of
from timeline.knowledge.gazetteer import Gazetteer
from timeline.model import Actor, Article, Mention
from timeline.text import LineIndex


def find_mentions(
    article: Article, gazetteer: Gazetteer, actors: Mapping[str, Actor]
) -> tuple[tuple[Mention, ...], list[Diagnostic]]:
    """Find every place that names somebody; in order, not overlapping. What two actors fit is linked to neither."""
    reading = open_reading(article, gazetteer)
    hits = [find_hits(reading, stretch) for stretch in reading.stretches]
    title = stretch_of(article.title)
    title_hits = find_hits(reading, title)
    survey(reading, title, title_hits)
    for stretch, found in zip(reading.stretches, hits, strict=True):
        survey(reading, stretch, found)
    for stretch, found in zip(reading.stretches, hits, strict=True):
        link_names(reading, stretch, found)
        add_strangers(reading, stretch)
    link_names(reading, title, title_hits)
    link_references(reading, title)
    mentions = tuple(s.mention(article.text, d) for s in reading.stretches for d in s.drafts())
    return mentions, list(_findings(article, mentions, actors))


def _findings(article: Article, mentions: tuple[Mention, ...], actors: Mapping[str, Actor]) -> Iterator[Diagnostic]:
    """Report near-spellings, and names that two actors fit; an office or pronoun that stays open is no fault."""
    lines = LineIndex(article.text)
    for mention in mentions:
        if mention.method != "near-spelling" and len(mention.candidates) < 2:
            continue
        line, column = lines.place(mention.span.start)
        end_line, end_column = lines.place(mention.span.end)
        at = Location(article.path, line, column, end_line, end_column)
        shown = " ".join(mention.text.split())
        if mention.method == "near-spelling":
            name = actors[mention.actor].name
            yield Diagnostic("near-spelling", f"`{shown}` was read as {name}", at, help="check that the same person is meant")
        elif mention.form in ("name", "acronym"):
            names = " or ".join(actors[c].name for c in mention.candidates)
            yield Diagnostic("ambiguous-actor", f"`{shown}` may be {names}", at)
