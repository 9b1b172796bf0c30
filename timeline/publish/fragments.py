"""Know how an address points at the very words of a page that is quoted, and at its archived copy."""

from __future__ import annotations

import re
from urllib.parse import quote

from timeline.text import QuoteSelector

_WHOLE = 10  # words; a longer quote is named by its first and last words
_ENDS = 5  # words at each end of a longer one
_SHORT = 3  # words; so short a quote needs what stands before it
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_STAMP = re.compile(r"/web/(\d{4})(\d{2})(\d{2})\d{0,6}[a-z_]{0,3}/")


def at_passage(url: str, selector: QuoteSelector | None) -> str:
    """Give the address with a text fragment (WICG scroll-to-text) that shows the passage."""
    if selector is None or not selector.exact.strip():
        return url
    said = _HIDDEN.sub("", selector.exact)
    lines = [line.split() for line in said.split("\n") if line.strip()]
    total = sum(map(len, lines))
    if len(lines) == 1 and total <= _WHOLE:
        directive = _encoded(lines[0])
        before = selector.prefix.split()[-_SHORT:]
        if total <= _SHORT and before:
            directive = f"{_encoded(before)}-,{directive}"
    else:  # each end within its own block of the page
        directive = f"{_encoded(lines[0][:_ENDS])},{_encoded(lines[-1][-_ENDS:])}"
    return f"{url}{'' if '#' in url else '#'}:~:text={directive}"


def percent_encoded(text: str, safe: str = "") -> str:
    """Quote a text for an address; most words need nothing, and `urllib` is slow to find that out."""
    return text if text.isalnum() and text.isascii() else quote(text, safe=safe)


def _encoded(words: list[str]) -> str:
    # "-" is what a prefix ends with and a suffix begins with, so it is never left as it is.
    return "%20".join(percent_encoded(word) for word in words).replace("-", "%2D")


def archived_day(url: str) -> str:
    """Give the day on which a web archive took its copy, where its address says so, as YYYY-MM-DD."""
    stamp = _STAMP.search(url[:200])
    return f"{stamp[1]}-{stamp[2]}-{stamp[3]}" if stamp and "01" <= stamp[2] <= "12" and "01" <= stamp[3] <= "31" else ""
