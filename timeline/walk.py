"""Know how to walk an editor through the proposals in a terminal: one at a time, each decision can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import click

from timeline import store
from timeline.diagnostics import suggest
from timeline.disk import write_atomically
from timeline.edtf import words
from timeline.model import Article, Citation, Event
from timeline.project import Project
from timeline.text import find_quote

KEYS = "a accept   e edit   m merge   r reject   s skip   u undo   q quit"
Snapshot = Mapping[Path, bytes | None]  # files as they were before a decision; none: not there


def walk(root: Path, *, today: date, edit: Callable[[Path], None]) -> int:
    """Show every proposal and do what the editor says; give how many were decided."""
    project = Project(root)
    waiting = [e.id for e in project.loaded.events if e.status == "proposed"]
    done: list[tuple[int, Snapshot]] = []  # the place in `waiting`, and what undoes the decision
    at = 0
    while at < len(waiting):
        project = Project(root)
        events = {e.id: e for e in project.loaded.events}
        event = events.get(waiting[at])
        if event is None:
            at += 1
            continue
        click.echo(f"\n[{at + 1}/{len(waiting)}] " + _shown(event, project.articles, events))
        key = click.prompt(KEYS, prompt_suffix="\n> ", default="s", show_default=False).strip()[:1].lower()
        if key == "q":
            break
        if key == "u":
            if not done:
                click.echo("there is nothing to undo")
                continue
            at, before = done.pop()
            _restore(before)
            click.echo("undone")
            continue
        if key == "e":
            edit(root / event.location.path)
            continue
        if key == "s":
            at += 1
            continue
        undo = _decide(root, key, event, events, today)
        if undo is not None:
            done.append((at, undo))
            at += 1
    click.echo(f"{len(done)} decided, {len(waiting) - len(done)} left")
    return len(done)


def _decide(root: Path, key: str, event: Event, events: Mapping[str, Event], today: date) -> Snapshot | None:
    """Do what a letter says; give what undoes it, or none where nothing was done."""
    own, rejected = root / event.location.path, root / store.REJECTED
    if key == "a":
        before = _snapshot(own)
        store.set_status(root, event, "reviewed")
        return before
    if key == "r":
        before = _snapshot(own, rejected)
        faults = store.reject(root, event, when=today, why=click.prompt("why (may be empty)", default="", show_default=False))
        for fault in faults:
            click.echo(fault.message, err=True)
        return None if faults else before
    if key == "m":
        return _merge(root, event, events)
    click.echo("type one of the letters")
    return None


def _merge(root: Path, event: Event, events: Mapping[str, Event]) -> Snapshot | None:
    named = click.prompt("merge into", default=event.same_as or None)
    target = events.get(named)
    if target is None or target.id == event.id:
        near = suggest(named, events.keys() - {event.id})
        click.echo(f"there is no such event{f'; did you mean {near}?' if near else ''}", err=True)
        return None
    before = _snapshot(root / event.location.path, root / target.location.path)
    why_not = store.merge_into(root, target, event)
    if why_not:
        click.echo(why_not, err=True)
        return None
    return before


def _shown(event: Event, articles: Mapping[str, Article], events: Mapping[str, Event]) -> str:
    who = ", ".join(f"{p.actor} ({p.role})" for p in event.participants)
    lines = [
        click.style(event.title, bold=True),
        f"{event.location.path}",
        f"{words(event.date)} = {event.date.text}   {event.type}   {event.standing}",
        who,
    ]
    if event.same_as:
        first = events.get(event.same_as)
        other = f", which says {words(first.date)}" if first is not None and not first.date.overlaps(event.date) else ""
        lines.append(f"looks like another telling of {event.same_as}{other}")
    if event.responds_to:
        lines.append(f"responds to {', '.join(event.responds_to)}")
    for citation in event.citations:
        lines += ["", _evidence(citation, articles)]
        lines += [f"  {citation.stance} it"] if citation.stance != "reports" else []
        lines += [f"  {citation.attribution}"] if citation.attribution else []
    return "\n".join(lines)


def _evidence(citation: Citation, articles: Mapping[str, Article]) -> str:
    """Give the paragraph around a quote, the quote itself underlined."""
    article, quote = articles.get(citation.article), citation.quote
    if quote is None:
        return f"  {citation.url or citation.article}, without a quote"
    hits = find_quote(article.text, quote) if article else ()
    if article is None or not hits:
        return f"  > {_flat(quote.exact)}"
    hit = hits[0]
    around = next((p.span for p in article.passages if p.span.covers(hit)), hit)
    before, after = article.text[around.start : hit.start], article.text[hit.end : around.end]
    return f"  {_flat(before)} {click.style(_flat(quote.exact), underline=True)} {_flat(after)}".replace("   ", "  ").rstrip()


def _flat(text: str) -> str:
    return " ".join(text.split())


def _snapshot(*paths: Path) -> Snapshot:
    return {path: path.read_bytes() if path.exists() else None for path in paths}


def _restore(before: Snapshot) -> None:
    for path, raw in before.items():
        if raw is None:
            path.unlink(missing_ok=True)
        elif not path.exists() or path.read_bytes() != raw:
            write_atomically(path, raw)
