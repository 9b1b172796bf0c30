"""A card says what its event says, in the font that ships, and never more than there is room for."""

from __future__ import annotations

import importlib.util
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
import resvg_py
from samples import SETTINGS, event, timeline_of

from timeline.config import Settings
from timeline.diagnostics import Location
from timeline.model import Event
from timeline.publish import cards
from timeline.publish.cards import (
    HEIGHT,
    SITE,
    WIDTH,
    Card,
    Cards,
    event_card,
    missing,
    render_card,
    site_card,
    width,
    wrap,
)
from timeline.publish.language import language_of
from timeline.publish.render import TemplateFault, Templates, default_templates
from timeline.publish.whole import Whole

WITH_CARDS = replace(SETTINGS, cards=True, base_url="https://example.org/harbor/")
TEMPLATES = Templates((default_templates(),), SETTINGS.root, language_of("en", SETTINGS.root))
BROAD = "W" * 40


def whole_of(*events: Event, settings: Settings = WITH_CARDS) -> Whole:
    return Whole(timeline_of(*events), settings)


def card_of(told: Event) -> Card:
    card = event_card(whole_of(told), told)
    assert card is not None
    return card


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Give width, height and the rows of a PNG of 8 bits a channel, as they are stored."""
    wide, high = struct.unpack(">II", png[16:24])
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    return wide, high, zlib.decompress(data)


def test_a_card_has_the_size_that_the_pages_say_and_the_same_bytes_each_time() -> None:
    card = card_of(event("a", title="Navy closes the harbor"))
    png = render_card(TEMPLATES, card, "a")
    assert pixels(png)[:2] == (WIDTH, HEIGHT) == (1200, 630)
    assert render_card(TEMPLATES, card, "a") == png


def test_the_words_are_drawn() -> None:
    blank = pixels(render_card(TEMPLATES, card_of(event("a"))._replace(title=()), "a"))
    assert pixels(render_card(TEMPLATES, card_of(event("a")), "a")) != blank


def test_a_card_says_type_title_date_and_site() -> None:
    card = card_of(event("a", "[..2021-05-04]", title="Navy closes the harbor", status="proposed"))
    assert (card.kicker, card.foot, card.unreviewed) == ("Directive", "Harbor timeline", True)
    assert [line.text for line in card.title] == ["Navy closes the harbor"]
    assert [line.text for line in card.text] == ["by 4 May 2021"]


def test_the_sites_card_says_its_title_and_its_scope() -> None:
    card = site_card(whole_of())
    assert card is not None
    assert [line.text for line in (*card.title, *card.text)] == ["Harbor timeline", "Acts that concern harbors."]
    assert card.foot == "example.org/harbor"


@pytest.mark.parametrize("title", ["A", "Navy closes the harbor " * 4, "Navy closes the harbor " * 30, BROAD, f"{BROAD} {BROAD} {BROAD} a b c d {BROAD}"])
def test_every_line_has_room(title: str) -> None:
    card = card_of(event("a", "2021-05-04/2021-06-07", title=title))
    for line in card.title:
        assert width(line.text, "bold", card.size) <= WIDTH - 2 * 76
    baselines = [line.y for line in (*card.title, *card.text)]
    assert baselines == sorted(set(baselines))
    assert baselines[-1] < 545
    assert card.text


def test_a_title_that_has_no_room_ends_in_dots() -> None:
    card = card_of(event("a", title="Navy closes the harbor " * 30))
    assert card.title[-1].text.endswith("\u2026")


def test_a_line_is_broken_between_words_and_a_word_only_where_it_must_be() -> None:
    assert wrap("one two  three", "bold", 40, 160) == ["one two", "three"]
    pieces = wrap("W" * 60, "bold", 40, 400)
    assert "".join(pieces) == "W" * 60
    assert all(width(piece, "bold", 40) <= 400 for piece in pieces)


def test_widths_are_those_that_are_drawn() -> None:
    size, text = 100, "Hamburgefonstiv Жы"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="200"><text x="100" y="150" font-size="{size}" font-weight="700" font-family="Card Serif">{text}|</text></svg>'
    fonts = [str(cards._FONTS / "card-serif-bold.ttf")]
    wide, high, rows = pixels(bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=fonts, background="#ffffff")))
    channels = len(rows) // high // wide
    inked = _inked_columns(rows, wide, high, channels)
    bar = width("|", "bold", size)
    assert abs(max(inked) - (100 + width(text, "bold", size) + bar / 2)) < bar / 2


def _inked_columns(rows: bytes, wide: int, high: int, channels: int) -> set[int]:
    """Undo the filters of the rows (PNG, section 9), and give the columns with a dark pixel."""
    stride, before, inked = wide * channels, bytearray(wide * channels), set()
    for y in range(high):
        kind, raw = rows[y * (stride + 1)], rows[y * (stride + 1) + 1 : (y + 1) * (stride + 1)]
        line = bytearray(stride)
        for x in range(stride):
            left, up, corner = (line[x - channels] if x >= channels else 0), before[x], (before[x - channels] if x >= channels else 0)
            guess = left + up - corner
            nearest = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            line[x] = (raw[x] + (0, left, up, (left + up) // 2, nearest)[kind]) & 255
        inked |= {x // channels for x in range(0, stride, channels) if line[x] < 128}
        before = line
    return inked


def test_what_the_font_cannot_write_has_no_card_of_its_own() -> None:
    plain, foreign = event("plain"), event("foreign", title="港を閉じる")
    made = Cards(whole_of(plain, foreign), TEMPLATES)
    assert (made.of(plain), made.of(foreign)) == ("cards/plain.png", "")
    assert [output.path for output in made.outputs()] == [SITE, "cards/plain.png"]


def test_markup_in_a_title_is_text() -> None:
    assert pixels(render_card(TEMPLATES, card_of(event("a", title="</text><script>&amp; \"x' <!-- ]]>")), "a"))[:2] == (WIDTH, HEIGHT)


def test_a_card_is_drawn_anew_only_where_its_words_change() -> None:
    one, other = event("one"), event("other")
    before = {o.path: o.key for o in Cards(whole_of(one, other), TEMPLATES).outputs()}
    after = {o.path: o.key for o in Cards(whole_of(one, replace(other, title="Corrected")), TEMPLATES).outputs()}
    assert {path for path in before if before[path] != after[path]} == {"cards/other.png"}


@pytest.mark.parametrize("settings", [SETTINGS, replace(SETTINGS, cards=True), replace(WITH_CARDS, cards=False)])
def test_only_a_site_that_asks_for_cards_and_has_an_address_has_them(settings: Settings) -> None:
    made = Cards(whole_of(event("a"), settings=settings), TEMPLATES)
    assert (made.site, list(made.outputs())) == ("", [])


def test_cards_without_the_package_that_draws_them_are_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    at = Location("timeline.toml", 3, 1)
    assert missing(WITH_CARDS, at) == []
    # Uninstalling it would take it from the other tests, too.
    monkeypatch.setattr(cards, "find_spec", lambda name: None if name == "resvg_py" else importlib.util.find_spec(name))
    (found,) = missing(WITH_CARDS, at)
    assert (found.slug, found.location) == ("bad-config", at)
    assert "sourced-timeline[cards]" in found.help
    assert missing(SETTINGS, at) == []
    assert Cards(whole_of(event("a")), TEMPLATES).site == ""


def test_a_template_that_is_no_svg_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "card.svg").write_text("<p>no picture</p>")
    with pytest.raises(TemplateFault) as fault:
        render_card(Templates((tmp_path, default_templates()), tmp_path, language_of("en", tmp_path)), card_of(event("a")), "the picture cards/a.png")
    assert fault.value.diagnostic.slug == "template-error"
    assert "cards/a.png" in fault.value.diagnostic.message


def test_the_picture_that_ships_has_the_size_that_the_pages_say() -> None:
    assert pixels(TEMPLATES.files["assets/card.png"])[:2] == (WIDTH, HEIGHT)
