"""Know how a text is cut into words and marks for looking names up; know no name."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import NamedTuple

# "U.S.", "U. S." and "D.N.C" are one word; so is every run of letters and digits; every other mark stands alone.
# The first choice is only the quickest way to most words.
# Each takes the white space after it along, so that the lengths of all tell where each begins.
_TOKEN = re.compile(r"(?:[a-z][a-z]*(?!\w)|[A-Z](?<!\w.)(?:(?:\.[A-Z])+\b\.?|\.[ \u00a0][A-Z]\.(?!\w))|\w\w*|[^\w\s])\s*")
_SAME_MARK = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u2010": "-", "\u2011": "-", "\u2013": "-"})


class Tokens(NamedTuple):
    """The words of a piece of text: as written, as compared, and where."""

    written: list[str]
    compared: list[str]
    starts: list[int]

    def end(self, at: int) -> int:
        """Give where the word at `at` ends."""
        return self.starts[at] + len(self.written[at])


def cut(text: str, start: int = 0, end: int | None = None) -> Tokens:
    """Cut `text` into words and marks; offsets are those of the whole text."""
    stop = len(text) if end is None else end
    pieces = _TOKEN.findall(text, start, stop)
    if start < stop and text[start].isspace():
        start = stop - len(text[start:stop].lstrip())
    written = list(map(str.rstrip, pieces))
    starts = list(accumulate(map(len, pieces), initial=start))
    starts.pop()
    return Tokens(written, list(map(_COMPARED.__getitem__, written)), starts)


def compared(word: str) -> str:
    """Give a word as it is compared: without case, without the periods of "U.S.", marks that look alike as one."""
    return _COMPARED[word]


class _Compared(dict[str, str]):
    """Most words of a text have been met before."""

    def __missing__(self, word: str) -> str:
        found = _compared(word)
        if len(self) < _WORDS_AT_MOST:
            self[word] = found
        return found


_WORDS_AT_MOST = 32768
_COMPARED = _Compared()


def _compared(word: str) -> str:
    if len(word) == 1:
        return word.translate(_SAME_MARK).casefold()
    if "." in word:
        return word.replace(".", "").replace(" ", "").replace("\u00a0", "").casefold()
    return word.casefold()
