"""Know how to turn the bytes of an article into text, whatever the web has done to them; refuse to know what it says."""

from __future__ import annotations

import re

from timeline.diagnostics import Diagnostic, Location

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

# What pages say of themselves -> the codec that browsers take for it (WHATWG Encoding Standard, "names and labels").
# A list, and not a look-up of any name: Python also has codecs that unpack or run through escapes.
_CODECS = {
    **{name: name for name in ("utf-8", "koi8-r", "koi8-u", "big5", "euc-jp", "euc-kr", "shift_jis", "iso-2022-jp")},
    **{f"windows-125{n}": f"cp125{n}" for n in range(9)},
    **{f"cp125{n}": f"cp125{n}" for n in range(9)},
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("utf8", "utf-16", "utf-16le", "utf-16be"), "utf-8"),  # the tag itself was readable as ASCII
    **{"ibm866": "cp866", "cp866": "cp866", "x-mac-cyrillic": "mac-cyrillic", "macintosh": "mac-roman"},
}
_LEGACY = ("cp1251", "cp1252")  # what is tried where nothing is said
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset\s{0,9}=|\?xml\b[^>]{0,100}?\bencoding\s{0,9}=)\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE
)
_DECLARED_WITHIN = 4096  # bytes; browsers look at 1,024, editors of pages do not always know


def decode_article(raw: bytes, path: str, *, html: bool = False) -> tuple[str, list[Diagnostic]]:
    """Decode an article: by its mark, by what a page says of itself, as UTF-8, or as the likeliest older encoding.

    Line ends stay as they are. A NUL becomes U+FFFD, one for one.
    """
    text, found = _decoded(raw, path, html)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        found.append(Diagnostic("bad-encoding", f"the file holds {text.count(chr(0))} NUL characters", Location(path, line), help="save the file as UTF-8 text"))
        text = text.replace("\0", "\ufffd")
    return text, found


def _decoded(raw: bytes, path: str, html: bool) -> tuple[str, list[Diagnostic]]:
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return _as(raw[len(mark) :], codec, path)
    wide = _wide_codec(raw)
    if wide:
        return _as(raw, wide, path)
    declared = _declared(raw) if html else ""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        return _as(raw, declared, path) if declared and declared != "utf-8" else _guessed(raw, path, fault)
    # Many pages are saved as UTF-8 and keep the tag of what they were; by chance, bytes are hardly ever valid UTF-8.
    if declared.startswith(("gb", "big5", "euc", "shift", "iso-2022")):
        return _as(raw, declared, path)
    return text, []


def _declared(raw: bytes) -> str:
    hit = _DECLARED.search(raw, 0, _DECLARED_WITHIN)
    return _CODECS.get(hit[1].decode("ascii", "replace").lower(), "") if hit else ""


def _wide_codec(raw: bytes) -> str:
    """Say whether these are two-byte characters without a mark: text in Latin letters then has NULs in every other place."""
    head = raw[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd == 0:
        return ""
    if max(even, odd) * 10 < len(head) * 4:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _as(raw: bytes, codec: str, path: str) -> tuple[str, list[Diagnostic]]:
    text = raw.decode(codec, "replace")
    lost = text.count("\ufffd") - raw.count("\ufffd".encode(codec, "ignore") or b"\xff\xff\xff\xff")
    if lost <= 0:
        return text, []
    return text, [_replaced(text, codec, path)]


def _replaced(text: str, codec: str, path: str) -> Diagnostic:
    at = text.index("\ufffd")
    start = text.rfind("\n", 0, at) + 1
    return Diagnostic(
        "bad-encoding",
        f"some bytes are not {_said(codec)}; each is shown as \ufffd",
        Location(path, text.count("\n", 0, at) + 1, at - start + 1),
        help="save the file as UTF-8",
    )


def _guessed(raw: bytes, path: str, fault: UnicodeDecodeError) -> tuple[str, list[Diagnostic]]:
    """Decode what is not valid UTF-8: UTF-8 with a few broken bytes, or an encoding of before UTF-8."""
    text = raw.decode("utf-8", "replace")
    wide = sum(len(run) for run in re.findall("[\x80-\ufffc\U00010000-\U0010ffff]+", text))
    if wide > 2 * text.count("\ufffd"):
        return text, [_replaced(text, "utf-8", path)]
    codec = _likeliest(raw)
    line = raw.count(b"\n", 0, fault.start) + 1
    column = fault.start - (raw.rfind(b"\n", 0, fault.start) + 1) + 1
    found = Diagnostic(
        "bad-encoding",
        f"the file is not UTF-8; it was read as {_said(codec)}",
        Location(path, line, column),
        help="check the text, and save the file as UTF-8",
    )
    return raw.decode(codec, "replace"), [found]


def _likeliest(raw: bytes) -> str:
    from charset_normalizer import from_bytes  # only where it is needed: it takes its time

    best = from_bytes(raw, cp_isolation=list(_LEGACY)).best()
    return best.encoding if best and best.encoding in _LEGACY else "cp1252"


def _said(codec: str) -> str:
    return codec.replace("cp125", "windows-125").replace("iso8859", "ISO-8859").replace("utf", "UTF")
