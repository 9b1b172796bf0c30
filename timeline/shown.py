"""Know how an extraction is shown: as the JSON record that scripts read, and as text for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from timeline.diagnostics import Diagnostic, record
from timeline.extract.pipeline import Extraction
from timeline.model import Actor, Article
from timeline.text import LineIndex


def extraction_record(
    article: Article, extraction: Extraction, found: Iterable[Diagnostic], actors: Mapping[str, Actor]
) -> dict[str, Any]:
    """Give the record of one article; spans are offsets into `article.text`, in code points."""
    published = article.document_creation_time
    return {
        "article": {
            "id": article.id,
            "path": article.path,
            "title": article.title,
            "publisher": article.publisher,
            "url": article.url,
            "published": published.isoformat() if published else None,
            "text": article.text,
        },
        "events": [
            {
                "date": c.date.text,
                "type": c.type,
                "title": c.title,
                "participants": [
                    {"actor": p.actor or None, "name": actors[p.actor].name if p.actor in actors else p.name, "role": p.role}
                    for p in c.participants
                ],
                "evidence": [{"start": s.start, "end": s.end, "exact": s.of(article.text)} for s in c.evidence],
                "attribution": c.attribution,
                "rules": list(c.rules),
            }
            for c in extraction.candidates
        ],
        "timexes": [
            {
                "start": t.span.start,
                "end": t.span.end,
                "text": t.text,
                "type": t.type,
                "value": t.value,
                "mod": t.mod,
                "edtf": t.edtf.text if t.edtf else None,
                "rule": t.rule,
            }
            for t in extraction.timexes
        ],
        "mentions": [
            {"start": m.span.start, "end": m.span.end, "text": m.text, "actor": m.actor or None, "method": m.method}
            for m in extraction.mentions
        ],
        "diagnostics": [record(d) for d in found],
    }


def extraction_json(
    article: Article, extraction: Extraction, found: Iterable[Diagnostic], actors: Mapping[str, Actor]
) -> str:
    """Give the record of one article on one line."""
    return json.dumps(extraction_record(article, extraction, found, actors), ensure_ascii=False)


def extraction_text(article: Article, extraction: Extraction) -> str:
    """Show the candidates with the sentence behind each."""
    lines = [f"{article.path}: {len(extraction.candidates)} events"]
    for c in extraction.candidates:
        who = ", ".join(f"{p.actor or p.name} ({p.role})" for p in c.participants)
        lines += ["", f"{c.date.text}  {c.type}  {c.title}", f"  {who}"]
        lines += [f"  {c.attribution}"] if c.attribution else []
        lines += [f"  > {' '.join(q.exact.split())}" for q in c.quotes]
    return "\n".join(lines)


def explanation_text(article: Article, extraction: Extraction) -> str:
    """Show every temporal expression and every mention with the rule or method that read it."""
    places = LineIndex(article.text)
    lines = []
    for t in extraction.timexes:
        line, column = places.place(t.span.start)
        value = t.value or f"unresolved: {t.reason}"
        calendar = f" = {t.edtf.text}" if t.edtf else ""
        lines.append(f"{article.path}:{line}:{column}: {t.type} \u201c{t.text}\u201d {value}{calendar} [{t.rule}; anchor {t.anchor}]")
    for m in extraction.mentions:
        line, column = places.place(m.span.start)
        who = m.actor or ("one of " + ", ".join(m.candidates) if m.candidates else "nobody known")
        lines.append(f"{article.path}:{line}:{column}: {m.form} \u201c{' '.join(m.text.split())}\u201d {who} [{m.method}]")
    lines += ["", extraction_text(article, extraction)]
    return "\n".join(lines)
