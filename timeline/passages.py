"""Know the blocks of plain and of Markdown text by their layout: headings, paragraphs, items; refuse to read what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from timeline.model import Passage, PassageKind
from timeline.text import Span


class Line(NamedTuple):
    """A line without the white space around it."""

    start: int
    end: int
    text: str
    indent: int


# Bounded at both ends: no run of any character makes these slow.
_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+|(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])")
_BULLET = re.compile(r"(?:[-*+\u2022\u2023\u25aa\u25cf\u25e6\u00b7\u2013\u2014]|\(?(?:\d{1,3}|[a-z])[.)])[ \t\u00a0]{1,8}(?=\S)")
_ENDS_SENTENCE = re.compile(r"[.!?\u2026:;,\u2013\u2014][\"'\u201d\u2019\u00bb)\]]{0,3}\Z")
_MAX_HEADING = (100, 16)  # characters, words
_WRAPPED = range(40, 101)  # columns at which text that is broken into lines by hand is broken


def lines_of(text: str) -> list[Line]:
    """Divide a text into its lines, whatever ends them; an empty line is one with equal ends."""
    found: list[Line] = []
    open_, at = True, 0  # whether a line has yet to be given for what precedes the next line end
    for hit in _LINE.finditer(text):
        written, start = hit[0], hit.start()
        if written[0] in "\n\r\x0b\x0c\x85\u2028\u2029":
            if open_:
                found.append(Line(start, start, "", 0))
            open_, at = True, hit.end()
            continue
        stripped = written.strip()
        start += written.index(stripped[0]) if stripped else 0
        found.append(Line(start, start + len(stripped), stripped, start - at))
        open_ = False
    return found


# --- plain text -----------------------------------------------------------------------------------


def plain_passages(text: str) -> tuple[Passage, ...]:
    """Find the passages of plain text: one a line, or one a block where lines are broken at a width."""
    blocks = list(_blocks(lines_of(text)))
    found: list[Passage] = []
    headings: tuple[str, ...] = ()
    for n, block in enumerate(blocks):
        is_last = n + 1 == len(blocks)
        head, rest = _split_heading(block, is_first=n == 0, is_last=is_last)
        if head:
            headings = (head.text,)
            found.append(Passage("heading", Span(head.start, head.end)))
        found += (_plain_passage(group, headings) for group in _groups(rest))
    return tuple(found)


def _blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if line.text:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _split_heading(block: list[Line], *, is_first: bool, is_last: bool) -> tuple[Line | None, list[Line]]:
    """Take the heading off a block: a short line alone between blank lines, or the title over the first lines."""
    first = block[0]
    if not _could_be_heading(first.text):
        return None, block
    if len(block) == 1:
        return (None, block) if is_last else (first, [])
    is_title = is_first and len(block[1].text) > max(_MAX_HEADING[0], 2 * len(first.text))
    return (first, block[1:]) if is_title else (None, block)


def _could_be_heading(text: str) -> bool:
    return (
        len(text) <= _MAX_HEADING[0]
        and len(text.split()) <= _MAX_HEADING[1]
        and not _ENDS_SENTENCE.search(text)
        and not _BULLET.match(text)
        and any(c.isalpha() for c in text)
    )


def _groups(block: Sequence[Line]) -> Iterator[list[Line]]:
    """Divide a block into passages, each of one line or, where the lines are broken at a width, of several."""
    width = _width(block)
    group: list[Line] = []
    for line in block:
        if group and not _continues_item(line, group) and (not width or _begins_passage(line, group, width)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _width(block: Sequence[Line]) -> int:
    """Give the column at which the lines of a block are broken, or 0 where each line is whole.

    A line was broken there if the first word of the next would not have fitted any more.
    """
    if len(block) < 2:
        return 0
    width = max(line.end - line.start + line.indent for line in block)
    if width not in _WRAPPED:
        return 0
    if len(block) == 2:
        return 0 if _ENDS_SENTENCE.search(block[0].text) or _BULLET.match(block[1].text) else width
    # An item or the end of a paragraph is shorter for another reason.
    broken = [_is_full(one, two, width) for one, two in pairwise(block) if not _BULLET.match(two.text)]
    ended = [bool(_ENDS_SENTENCE.search(one.text)) for one, two in pairwise(block) if not _BULLET.match(two.text)]
    fits = sum(full or end for full, end in zip(broken, ended, strict=True))
    return width if broken and any(broken) and fits >= 0.8 * len(broken) and sum(broken) >= 0.5 * len(broken) else 0


def _is_full(line: Line, following: Line, width: int) -> bool:
    # Some programs break at a width that they do not say, so a few columns either way count as full.
    return line.indent + len(line.text) + 1 + len(following.text.split(None, 1)[0]) > width - 8


def _begins_passage(line: Line, group: Sequence[Line], width: int) -> bool:
    before = group[-1]
    if _BULLET.match(line.text):
        return True
    is_indented = line.indent > before.indent and line.indent > group[0].indent
    return is_indented or (not _is_full(before, line, width) and bool(_ENDS_SENTENCE.search(before.text)))


def _continues_item(line: Line, group: Sequence[Line]) -> bool:
    """Say whether a line hangs under the words of the item above it."""
    return line.indent > group[0].indent and bool(_BULLET.match(group[0].text)) and not _BULLET.match(line.text)


def _plain_passage(group: Sequence[Line], headings: tuple[str, ...]) -> Passage:
    bullet = _BULLET.match(group[0].text)
    kind: PassageKind = "list-item" if bullet else "paragraph"
    return Passage(kind, Span(group[0].start + (bullet.end() if bullet else 0), group[-1].end), headings)


# --- Markdown -------------------------------------------------------------------------------------

_HEADING = re.compile(r"(#{1,6})[ \t]{1,9}(?=\S)")
_CLOSING_MARKS = re.compile(r"[ \t]#{1,100}\Z")
_UNDERLINE = re.compile(r"=+\Z|-+\Z")
_RULE = re.compile(r"(?:[-*_][ \t]{0,9}){3,200}\Z")
_FENCE = re.compile(r"`{3,99}|~{3,99}")
_QUOTE = re.compile(r"(?:>[ \t]{0,3}){1,9}")
_IMAGE = re.compile(r"!\[[^\]\n]{0,2000}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])?\Z")
_REFERENCE = re.compile(r"\[[^\]\n]{1,200}\]:[ \t]{0,9}\S")
_CELL = re.compile(r"[^|]+")
_TABLE_RULE = re.compile(r"[|:\- \t]{3,}\Z")
_MARKDOWN_BULLET = re.compile(r"(?:[-*+\u2022]|\d{1,3}[.)])[ \t]{1,8}(?=\S)")


def markdown_passages(text: str) -> tuple[Passage, ...]:
    """Find the passages of Markdown; code, rules, pictures alone and bare HTML are no prose and give none."""
    return tuple(_Markdown().read(lines_of(text)))


class _Markdown:
    """Read Markdown line by line, keeping the passage that is still open and the headings above it."""

    def __init__(self) -> None:
        self.found: list[Passage] = []
        self.above: list[tuple[int, str]] = []  # level and words of the headings that hold here
        self.kind: PassageKind = "paragraph"
        self.open: list[Line] = []
        self.fence = ""

    def read(self, lines: Sequence[Line]) -> list[Passage]:
        for line in lines:
            if self.fence or _FENCE.match(line.text):
                self.fenced(line)
            else:
                self.line(line)
        self.close()
        return self.found

    def fenced(self, line: Line) -> None:
        mark = _FENCE.match(line.text)
        if not self.fence:
            self.close()
            self.fence = mark[0] if mark else ""
        elif mark and mark[0].startswith(self.fence) and mark.end() == len(line.text):
            self.fence = ""

    def line(self, line: Line) -> None:
        heading, quote, bullet = _HEADING.match(line.text), _QUOTE.match(line.text), _MARKDOWN_BULLET.match(line.text)
        if not line.text:
            self.close()
        elif heading:
            self.close()
            self.heading(len(heading[1]), _without(line, heading.end()))
        elif _UNDERLINE.match(line.text) and self.open and self.kind == "paragraph":
            self.underlined(1 if line.text[0] == "=" else 2)
        elif _RULE.match(line.text) or _REFERENCE.match(line.text) or (line.text[0] == "<" and line.text[-1] == ">"):
            self.close()
        elif line.text.startswith("|"):
            self.close()
            self.row(line)
        elif _IMAGE.match(line.text):
            self.close()
            self.add("caption", line.start + 2, line.start + line.text.index("]"))
        elif quote:
            self.take("quotation", _without(line, quote.end()), begins=self.kind != "quotation")
        elif bullet:
            self.take("list-item", _without(line, bullet.end()), begins=True)
        else:
            self.take(self.kind if self.open else "paragraph", line, begins=False)

    def take(self, kind: PassageKind, line: Line, *, begins: bool) -> None:
        """Add a line to the open passage, or begin one."""
        if begins or not line.text:
            self.close()
        if line.text:
            self.kind = kind
            self.open.append(line)

    def heading(self, level: int, line: Line) -> None:
        closing = _CLOSING_MARKS.search(line.text)
        words = line.text[: closing.start()].rstrip() if closing else line.text
        self.above = [each for each in self.above if each[0] < level]
        self.add("heading", line.start, line.start + len(words))
        self.above.append((level, words))

    def underlined(self, level: int) -> None:
        lines, self.open = self.open, []
        self.above = [each for each in self.above if each[0] < level]
        self.add("heading", lines[0].start, lines[-1].end)
        self.above.append((level, " ".join(line.text for line in lines)))

    def row(self, line: Line) -> None:
        for cell in () if _TABLE_RULE.match(line.text) else _CELL.finditer(line.text):
            words = cell[0].strip()
            start = line.start + cell.start() + len(cell[0]) - len(cell[0].lstrip())
            self.add("cell", start, start + len(words))

    def close(self) -> None:
        if self.open:
            self.add(self.kind, self.open[0].start, self.open[-1].end)
        self.open, self.kind = [], "paragraph"

    def add(self, kind: PassageKind, start: int, end: int) -> None:
        if end > start:
            self.found.append(Passage(kind, Span(start, end), tuple(words for _, words in self.above)))


def _without(line: Line, length: int) -> Line:
    """Give a line without the marks at its beginning."""
    rest = line.text[length:]
    words = rest.lstrip()
    return Line(line.end - len(words), line.end, words, line.indent)
