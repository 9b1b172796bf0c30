"""Know how an event, or the whole site, is told on the picture that goes with a shared link; refuse to draw what its font cannot write.

The words are set here and the template `card.svg` paints them, so that a project may have a look of its own. The font
ships with the program and no other is asked for: the same words give the same bytes on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from timeline.config import Settings
from timeline.diagnostics import Diagnostic, Location
from timeline.model import Event
from timeline.publish.outputs import Output, digest
from timeline.publish.plain import clean, site_address
from timeline.publish.render import TemplateFault, Templates
from timeline.publish.shapes import shape_path
from timeline.publish.whole import Whole
from timeline.version import build_id

WIDTH, HEIGHT = 1200, 630
TEMPLATE = "card.svg"
SITE = "assets/card.png"  # ids begin with a letter or digit, so none of them is this
RENDERER = "resvg_py"
INSTALL = "pip install 'sourced-timeline[cards]'"

_FONTS = Path(__file__).resolve().parents[1] / "data" / "fonts"
_ROOM = WIDTH - 2 * 76  # for a line
_SIZES = ((84, 2), (72, 3), (62, 4), (48, 5))  # of a title, in pixels, each with the lines that there is room for
_TEXT = 36  # pixels, the size of what stands below it
_FOOT = 28
_BOTTOM = 536  # no baseline of it is lower


class Line(NamedTuple):
    """A line of text, from its baseline."""

    text: str
    y: int


class Card(NamedTuple):
    """What a card says."""

    kicker: str
    mark: str  # an SVG path
    color: str  # of the palette
    title: tuple[Line, ...]
    size: int  # of the title
    text: tuple[Line, ...]  # below it
    text_size: int
    unreviewed: bool
    foot: str


def wanted(settings: Settings) -> bool:
    """Tell whether cards are made: their addresses must be whole, so only a site that has one has cards."""
    return settings.cards and bool(site_address(settings)) and find_spec(RENDERER) is not None


def missing(settings: Settings, at: Location) -> list[Diagnostic]:
    """Tell that cards are asked for and cannot be drawn."""
    if not settings.cards or find_spec(RENDERER) is not None:
        return []
    return [Diagnostic("bad-config", f"`cards` needs the package `{RENDERER}`, which is not installed", at, help=f"{INSTALL}, or remove the line")]


class Cards:
    """The cards of a site: which there are, and the files they are drawn into."""

    def __init__(self, whole: Whole, templates: Templates) -> None:
        self._whole = whole
        self._templates = templates
        self._cards: dict[str, Card] = {}
        if wanted(whole.settings):
            drawn = {SITE: site_card(whole), **{f"cards/{event.id}.png": event_card(whole, event) for event in whole.events}}
            self._cards = {path: card for path, card in drawn.items() if card}
        self.site = SITE if SITE in self._cards else ""

    def of(self, event: Event) -> str:
        """Give the path of an event's card, or "" where it has none."""
        path = f"cards/{event.id}.png"
        return path if path in self._cards else ""

    def outputs(self) -> Iterable[Output]:
        template = self._templates.files.get(TEMPLATE, b"").decode("utf-8", "replace") if self._cards else ""
        shared = digest(build_id(), template, self._whole.language.digest)
        for path, card in self._cards.items():
            yield Output(path, digest(shared, repr(card)), partial(render_card, self._templates, card, f"the picture {path}"))


def event_card(whole: Whole, event: Event) -> Card | None:
    """Give an event's card, or none where the font lacks a letter of it."""
    type_ = whole.type_of(event)
    label, when = whole.language.text(type_.label), whole.language.words(event.date)
    mark = shape_path(type_.shape, 17, 93, 118)
    return _card(label, mark, type_.color, event.title, when, whole.settings.title, unreviewed=event.status == "proposed")


def site_card(whole: Whole) -> Card | None:
    settings = whole.settings
    return _card("", "", "", settings.title, settings.description, site_address(settings).partition("://")[2].strip("/"))


def render_card(templates: Templates, card: Card, about: str) -> bytes:
    """Draw a card as PNG."""
    import resvg_py

    svg = templates.render(TEMPLATE, about, {"card": card, "width": WIDTH, "height": HEIGHT})
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=str(svg),
            skip_system_fonts=True,
            font_files=[str(_FONTS / f"card-serif-{face}.ttf") for face in ("regular", "bold")],
            font_family="Card Serif",
        )
    except ValueError as fault:
        raise TemplateFault(Diagnostic("template-error", f"{about} cannot be drawn: {fault}", Location(f"templates/{TEMPLATE}"))) from fault
    return bytes(png)


# --- setting the words ------------------------------------------------------------------------------


def _card(kicker: str, mark: str, color: str, title: str, text: str, foot: str, *, unreviewed: bool = False) -> Card | None:
    said = [" ".join(clean(part).split()) for part in (kicker, title, text, foot)]
    if not all(_can_write(part) for part in said):
        return None
    kicker, title, text, foot = said
    size, titles = _fitted(title)
    top, step = 180 + size, round(size * 1.16)
    below, step_below = top + (len(titles) - 1) * step + 44 + round(size * 0.35), round(_TEXT * 1.35)
    texts = _cut(wrap(text, "regular", _TEXT, _ROOM), 1 + (_BOTTOM - below) // step_below)
    return Card(
        kicker=kicker,
        mark=mark,
        color=color,
        title=_lines(titles, top, step),
        size=size,
        text=_lines(texts, below, step_below),
        text_size=_TEXT,
        unreviewed=unreviewed,
        foot="".join(_cut(wrap(foot, "bold", _FOOT, _ROOM), 1)),
    )


def _lines(texts: Iterable[str], first: int, step: int) -> tuple[Line, ...]:
    return tuple(Line(text, first + n * step) for n, text in enumerate(texts))


def _fitted(title: str) -> tuple[int, list[str]]:
    """Give the largest size at which a title has room, and its lines; one that never has is cut."""
    lines: list[str] = []
    size = 0
    for size, most in _SIZES:
        lines = wrap(title, "bold", size, _ROOM)
        if len(lines) <= most:
            return size, lines
    return size, _cut(lines, _SIZES[-1][1])


def _cut(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1].rstrip(",;:. ")[:-1] + "\u2026"]


def wrap(text: str, face: str, size: int, room: int) -> list[str]:
    """Break a text into lines that fit; a word that is longer than a line is broken, too."""
    lines: list[str] = []
    words: list[str] = []
    used, space = 0.0, width(" ", face, size)
    for word in _short(text.split(), face, size, room):
        wide = width(word, face, size)
        if words and used + space + wide > room:
            lines.append(" ".join(words))
            words, used = [], 0.0
        used += wide + (space if words else 0)
        words.append(word)
    return [*lines, " ".join(words)] if words else lines


def _short(words: Iterable[str], face: str, size: int, room: int) -> Iterable[str]:
    most = max(1, int(room / size))  # characters that fit whatever they are
    for word in words:
        if len(word) <= most or width(word, face, size) <= room:
            yield word
        else:
            yield from (word[n : n + most] for n in range(0, len(word), most))


def width(text: str, face: str, size: int) -> float:
    """Give how many pixels a text takes; the font has no kerning, so it is the sum of its letters'."""
    widths = _widths()[face]
    return sum(widths.get(char, 1000) for char in text) * size / 1000


def _can_write(text: str) -> bool:
    return _widths()["bold"].keys() >= set(text)


@cache
def _widths() -> Mapping[str, Mapping[str, int]]:
    """Read the widths of the letters, in thousandths of the size, by face."""
    told = json.loads((_FONTS / "widths.json").read_text("utf-8"))
    return {face: {char: int(wide) for wide, chars in groups.items() for char in chars} for face, groups in told.items()}
