"""Know how a timeline is told to TimelineJS; refuse to give it a date that is sharper than what is known."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from typing import Any

from timeline import edtf
from timeline.config import Settings
from timeline.edtf import Edtf
from timeline.model import Event, Timeline
from timeline.publish.pieces import Parts
from timeline.publish.plain import body_html, clean, event_address, event_pieces

_PARTS = {"year": 1, "decade": 1, "century": 1, "season": 2, "month": 2}  # how many of year, month, day a precision has


def render_timelinejs(timeline: Timeline, settings: Settings) -> Parts:
    """Give a document in the JSON format of TimelineJS3, one slide a line; groups are the sides of the agents."""
    sides = {side.id: side.label for side in settings.sides}
    title = {"text": {"headline": _html(settings.title), "text": _html(settings.description)}}
    head = f'{{"title": {_encode(title)},\n"events": [\n'
    slides = event_pieces(timeline.events, lambda event: _encode(_slide(event, timeline, settings, sides)))
    return Parts(head.encode("utf-8", "replace"), slides, b"\n]}\n", b",\n")


def _slide(event: Event, timeline: Timeline, settings: Settings, sides: dict[str, str]) -> dict[str, Any]:
    of = event.date
    slide: dict[str, Any] = {
        "unique_id": event.id,
        "start_date": _date(of.earliest or of.sort_day, of),
        "display_date": edtf.words(of),
        "text": {"headline": _headline(event, settings), "text": body_html(event.body)},
    }
    if of.kind == "interval" and of.latest and of.latest != of.earliest:
        slide["end_date"] = _date(of.latest, of)
    group = next((sides[a.side] for id_ in event.agents if (a := timeline.actors.get(id_)) and a.side in sides), "")
    if group:
        slide["group"] = clean(group)
    return slide


def _date(day: date, of: Edtf) -> dict[str, int]:
    shown = _PARTS.get(of.precision, 3)
    return dict(zip(("year", "month", "day"), (day.year, day.month, day.day)[:shown], strict=False))


def _headline(event: Event, settings: Settings) -> str:
    address = event_address(settings, event.id)
    title = _html(event.title)
    return f'<a href="{escape(address)}">{title}</a>' if address else title


def _html(text: str) -> str:
    return escape(clean(text), quote=False)


_encode = json.JSONEncoder(ensure_ascii=False).encode
