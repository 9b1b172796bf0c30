"""Know which sentences of an article can tell an event: those of its running text that name somebody."""

from __future__ import annotations

from collections.abc import Iterator

from timeline.diagnostics import Diagnostic
from timeline.extract.clauses import Sentence, leaves_quote_open, read_sentence
from timeline.extract.sentences import split_sentences
from timeline.extract.state import ArticleState

LEAD = 2  # sentences at the start of an article that tell its news even without a date


def read_sentences(state: ArticleState) -> Iterator[Diagnostic]:
    """Fill `state.sentences`; headings, captions and cells tell nothing by themselves, and who is not named did not act."""
    words = state.lexicon.triggers.words
    text = state.article.text
    found: list[Sentence] = []
    number = 0
    for passage in state.article.passages:
        if passage.kind not in ("paragraph", "list-item"):
            continue
        in_quote = False
        mentions = [m for m in state.mentions if m.span.overlaps(passage.span)]
        if not mentions and number >= LEAD:
            continue  # only the first sentences need to know which they are
        timexes = [t for t in state.timexes if t.span.overlaps(passage.span)]
        for span in split_sentences(text, passage.span):
            if any(m.span.overlaps(span) for m in mentions):
                found.append(read_sentence(text, span, mentions, words, timexes=timexes, number=number, in_quote=in_quote, verbs=state.verbs))
            number += 1
            in_quote = leaves_quote_open(text, span, in_quote=in_quote)
    state.sentences = tuple(found)
    return iter(())
