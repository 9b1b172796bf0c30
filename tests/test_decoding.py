"""Bytes become text as a browser would read them, and what was guessed or lost is said."""

from __future__ import annotations

import time

import pytest

from timeline.decoding import decode_article

CYRILLIC = "Министр закрыл порт в понедельник.\n"
LATIN = "The minister said \u201cno\u201d \u2013 and it\u2019s closed. Caf\u00e9.\n"


def decoded(raw: bytes, *, html: bool = False) -> tuple[str, list[tuple[str, int, int]]]:
    text, found = decode_article(raw, "seeds/x", html=html)
    assert {d.slug for d in found} <= {"bad-encoding"}
    return text, [(d.message, d.location.line, d.location.column) for d in found]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_a_mark(codec: str) -> None:
    assert decoded(LATIN.encode(codec)) == (LATIN, [])


def test_a_big_endian_mark_is_understood() -> None:
    assert decoded(b"\xfe\xff" + CYRILLIC.encode("utf-16-be")) == (CYRILLIC, [])


def test_line_ends_stay_as_they_are() -> None:
    assert decoded(b"a\r\nb\rc\n\x0b") == ("a\r\nb\rc\n\x0b", [])


@pytest.mark.parametrize(("text", "codec", "said"), [(CYRILLIC, "cp1251", "windows-1251"), (LATIN, "cp1252", "windows-1252")])
def test_an_older_encoding_is_recognized_and_said(text: str, codec: str, said: str) -> None:
    read, found = decoded(text.encode(codec))
    assert read == text
    assert [message for message, _, _ in found] == [f"the file is not UTF-8; it was read as {said}"]


def test_a_few_broken_bytes_do_not_make_utf8_something_else() -> None:
    raw = (CYRILLIC + CYRILLIC[:-1]).encode() + b"\xff"
    assert decoded(raw) == (CYRILLIC + CYRILLIC[:-1] + "\ufffd", [("some bytes are not UTF-8; each is shown as \ufffd", 2, 35)])


def test_a_nul_is_replaced_one_for_one() -> None:
    assert decoded(b"ab\nc\0d\0") == ("ab\nc\ufffdd\ufffd", [("the file holds 2 NUL characters", 2, 1)])


def test_half_a_character_is_replaced() -> None:
    text, found = decoded(CYRILLIC.encode() + b"\xed\xa0\x80")
    assert text.startswith(CYRILLIC)
    assert text.encode()  # nothing that UTF-8 cannot hold
    assert len(found) == 1


def test_a_replacement_that_stands_in_the_file_is_no_loss() -> None:
    assert decoded("a\ufffdb".encode()) == ("a\ufffdb", [])


@pytest.mark.parametrize(
    "tag",
    [
        '<meta charset="windows-1251">',
        "<META CHARSET=Windows-1251>",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_a_page_says_its_encoding(tag: str) -> None:
    assert decoded((tag + CYRILLIC).encode("cp1251"), html=True) == (tag + CYRILLIC, [])


def test_what_a_page_says_does_not_hold_for_plain_text() -> None:
    raw = ('<meta charset="koi8-r">' + LATIN).encode("cp1252")
    assert decoded(raw)[0].endswith(LATIN)


def test_a_page_saved_as_utf8_may_keep_its_old_tag() -> None:
    page = '<meta charset="windows-1251">' + CYRILLIC
    assert decoded(page.encode(), html=True) == (page, [])


def test_a_page_that_calls_itself_latin1_is_read_as_browsers_do() -> None:
    page = '<meta charset="iso-8859-1">' + LATIN
    assert decoded(page.encode("cp1252"), html=True) == (page, [])


@pytest.mark.parametrize("name", ["zip", "rot13", "unicode_escape", "utf-7", "nonsense", "idna", "utf-16"])
def test_a_name_that_is_no_encoding_of_the_web_is_ignored(name: str) -> None:
    page = f'<meta charset="{name}">{CYRILLIC}'
    assert decoded(page.encode("cp1251"), html=True)[0] == page
    assert decoded(page.encode(), html=True) == (page, [])


def test_bytes_that_the_said_encoding_lacks_are_reported() -> None:
    text, found = decoded(b'<meta charset="shift_jis">\xff\xfe\xff', html=True)
    assert text.endswith("\ufffd\ufffd\ufffd")
    assert [message for message, _, _ in found] == ["some bytes are not shift_jis; each is shown as \ufffd"]


@pytest.mark.parametrize("unit", [b"\xe0", b"<meta ", b"\0", b"\xff\xfe", b"<meta charset ", bytes(range(256)), b"\x80"])
def test_two_mebibytes_of_anything_end_in_a_moment(unit: bytes) -> None:
    start = time.process_time()
    text, _ = decode_article((unit * (2**21 // len(unit)))[: 2**21], "x", html=True)
    assert time.process_time() - start < 3.0
    assert "\0" not in text
