"""Know YAML as a tree of strings, with a place for every key and value; refuse to know what any field means.

Every scalar is a string: `no` is the word no and 1984 is four characters. Anchors, aliases, tags, several documents
and deep nesting are refused, since no file of a timeline needs them and each can hide or multiply what is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from timeline.diagnostics import Diagnostic, Location
from timeline.model import NOWHERE
from timeline.text import LineIndex

if TYPE_CHECKING:
    from typing import Protocol

    import yaml

    class _Mark(Protocol):
        index: int

    class _Event(Protocol):
        """What the parser's events have, each kind a part of it."""

        start_mark: _Mark
        end_mark: _Mark
        value: str
        anchor: str | None
        tag: str | None


MAX_DEPTH = 12  # of collections inside one another; an event needs four
MAX_FAULTS = 20  # of one file; more would only bury the first

Value: TypeAlias = "str | tuple[Node, ...] | dict[str, Node]"
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


class _Origin:
    """The text that nodes point into; it counts lines only when a place is asked for."""

    __slots__ = ("_lines", "first_line", "path", "text")

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text, self.path, self.first_line = text, path, first_line
        self._lines: LineIndex | None = None

    def place(self, start: int, end: int) -> Location:
        if self._lines is None:
            self._lines = LineIndex(self.text)
        line, column = self._lines.place(start)
        if end <= start:
            return Location(self.path, line + self.first_line - 1, column)
        end_line, end_column = self._lines.place(end)
        return Location(self.path, line + self.first_line - 1, column, end_line + self.first_line - 1, end_column)


class Node:
    """A value and where it stands."""

    __slots__ = ("_end", "_key", "_origin", "_start", "value")

    def __init__(self, value: Value, origin: _Origin, start: int, end: int, key: tuple[int, int] | None) -> None:
        self.value = value
        self._origin, self._start, self._end, self._key = origin, start, end, key

    @property
    def location(self) -> Location:
        """Where the value stands; of fields or items on lines of their own, where they begin."""
        on_own_lines = not isinstance(self.value, str) and self._origin.text[self._start : self._start + 1] not in ("[", "{")
        return self._origin.place(self._start, self._start if on_own_lines else self._end)

    @property
    def key_location(self) -> Location:
        """Where its key stands; nowhere for an item of a list and for the whole."""
        return self._origin.place(*self._key) if self._key else NOWHERE

    @property
    def source(self) -> str:
        """The value as written, quotes and brackets included: `[..2025-03-03]` where YAML sees a list."""
        return self._origin.text[self._start : self._end].rstrip()

    def place_of(self, start: int, end: int) -> Location:
        """Give the place of a part of a value that is written out as it is read; else of the whole."""
        inner = self.value if isinstance(self.value, str) else self.source
        offset = self._start + self.source.find(inner) if inner and inner in self.source else -1
        return self.location if offset < 0 or end <= start else self._origin.place(offset + start, offset + end)


def plain(node: Node) -> Plain:
    """Give the bare values of a node: strings, lists and dictionaries."""
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, dict):
        return {name: plain(each) for name, each in node.value.items()}
    return [plain(each) for each in node.value]


# --- reading --------------------------------------------------------------------------------------

# What YAML 1.1 does not allow in a file; most of it can stand in double quotes as an escape.
NOT_IN_YAML = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
_UNPRINTABLE = re.compile(f"[{NOT_IN_YAML}]")


def read_yaml(text: str, path: str, *, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """Read one YAML document; `first_line` is the line of the file at which `text` begins.

    An empty text gives no fields. What is refused but does not hide the rest is reported, and the rest is read.
    """
    text = text.removeprefix("\ufeff")
    origin = _Origin(text, path, first_line)
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        return None, [_unprintable(unprintable, origin)]
    simple = _read_lines(text, origin)
    return (simple, []) if simple else _read_any(text, origin)


# `name: value`, the value one in double quotes without escapes, or words in which YAML sees nothing but letters.
_WORD = r"(?:[\w.,/()'&%=?+~;@-]|:(?=[\w/]))+"
_LINE = re.compile(rf'(?P<name>[a-z_]{{1,40}}): (?:"(?P<quoted>[ !#-\[\]-~]*)"|(?P<words>(?=[0-9A-Za-z]){_WORD}(?: {_WORD})*))\n', re.ASCII)


def _read_lines(text: str, origin: _Origin) -> Node | None:
    """Read fields that are each one simple line, as sidecars are mostly; none where YAML itself must look."""
    fields: dict[str, Node] = {}
    at = 0
    while at < len(text):
        line = _LINE.match(text, at)
        if line is None or line["name"] in fields:
            return None
        value = line["words"] if line["quoted"] is None else line["quoted"]
        fields[line["name"]] = Node(value, origin, line.end("name") + 2, line.end() - 1, line.span("name"))
        at = line.end()
    return Node(fields, origin, 0, len(text), None) if fields else None


def _read_any(text: str, origin: _Origin) -> tuple[Node | None, list[Diagnostic]]:
    import yaml

    builder = _Builder(origin)
    parser = yaml.CSafeLoader(text)
    try:
        if not builder.take(cast("Iterator[_Event]", iter(parser.get_event, None)), yaml.ScalarEvent):
            return None, builder.found
    except yaml.MarkedYAMLError as fault:
        return None, [*builder.found, _syntax_fault(fault, origin)]
    except yaml.YAMLError as fault:  # what the reader below the scanner refuses has no mark
        return None, [*builder.found, Diagnostic("yaml-syntax", _one_line(str(fault)), Location(origin.path, origin.first_line))]
    return builder.root or Node({}, origin, 0, 0, None), builder.found


def _unprintable(hit: re.Match[str], origin: _Origin) -> Diagnostic:
    return Diagnostic(
        "hidden-characters",
        f"the character {name_of_character(hit[0])} cannot stand in YAML",
        origin.place(*hit.span()),
        help="remove it",
    )


class _Open:
    """A collection that is still being read."""

    __slots__ = ("entries", "items", "key", "name", "name_at", "start")

    def __init__(self, start: int, key: tuple[int, int] | None, *, fields: bool) -> None:
        self.start, self.key = start, key
        self.entries: dict[str, Node] | None = {} if fields else None
        self.items: list[Node] = []
        self.name: str | None = None  # the key whose value comes next
        self.name_at = (0, 0)


class _Builder:
    """Build nodes from the parser's events on a stack of our own: YAML decides neither depth nor type."""

    __slots__ = ("documents", "found", "origin", "root", "stack")

    def __init__(self, origin: _Origin) -> None:
        self.origin = origin
        self.found: list[Diagnostic] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0

    def take(self, events: Iterator[_Event], scalar: type[object]) -> bool:
        """Add events to the tree until there are no more; false says that reading on makes no sense.

        Two of three events are scalars within a collection, at each build those of every event file: they stay here.
        """
        stack, origin = self.stack, self.origin
        for event in events:
            if type(event) is scalar and stack and not event.anchor and not event.tag:
                above = stack[-1]
                start, end = event.start_mark.index, event.end_mark.index
                if above.entries is None:
                    above.items.append(Node(event.value, origin, start, end, None))
                    continue
                if above.name is None:
                    above.name, above.name_at = event.value, (start, end)
                    continue
                if above.name not in above.entries:
                    above.entries[above.name] = Node(event.value, origin, start, end, above.name_at)
                    above.name = None
                    continue
            handle = _HANDLERS.get(type(event).__name__)
            if handle and not (handle(self, event) and len(self.found) < MAX_FAULTS):
                return False
        return True

    def scalar(self, event: _Event) -> bool:
        self.refuse_marks(event)
        self.key_or_value(event.value, event.start_mark.index, event.end_mark.index)
        return True

    def alias(self, event: _Event) -> bool:
        self.refuse(f"an alias `*{event.anchor}` is not read here", event, "write the value out in full")
        self.key_or_value("", event.start_mark.index, event.end_mark.index)
        return True

    def key_or_value(self, text: str, start: int, end: int) -> None:
        above = self.stack[-1] if self.stack else None
        if above is None or above.entries is None or above.name is not None:
            self.add(text, start, end)
        else:
            above.name, above.name_at = text, (start, end)

    def open(self, event: _Event) -> bool:
        self.refuse_marks(event)
        above = self.stack[-1] if self.stack else None
        key = None
        if above is not None and above.entries is not None:
            if above.name is None:
                self.refuse("the name of a field must be a word", event, "put it in quotes if its brackets are meant")
                return False
            key = above.name_at
        if len(self.stack) == MAX_DEPTH:
            self.refuse(f"values are nested more than {MAX_DEPTH} deep", event, "no field needs so many levels")
            return False
        self.stack.append(_Open(event.start_mark.index, key, fields=type(event).__name__ == "MappingStartEvent"))
        return True

    def close(self, event: _Event) -> bool:
        done = self.stack.pop()
        self.add(tuple(done.items) if done.entries is None else done.entries, done.start, event.end_mark.index)
        return True

    def document(self, event: _Event) -> bool:
        self.documents += 1
        if self.documents > 1:
            self.refuse("a second document begins here", event, "remove the line `---`, or put the text in quotes")
        return self.documents == 1

    def add(self, value: Value, start: int, end: int) -> None:
        """Put a finished value where it belongs."""
        if not self.stack:
            self.root = Node(value, self.origin, start, end, None)
            return
        above = self.stack[-1]
        if above.entries is None:
            above.items.append(Node(value, self.origin, start, end, None))
            return
        name, above.name = above.name or "", None
        if name in above.entries:
            self.found.append(_duplicate(name, self.origin.place(*above.name_at), above.entries[name]))
        else:
            above.entries[name] = Node(value, self.origin, start, end, above.name_at)

    def refuse_marks(self, event: _Event) -> None:
        if event.anchor:
            self.refuse(f"an anchor `&{event.anchor}` is not read here", event, "write the value out where it is needed")
        if event.tag:
            self.refuse(f"a tag `{event.tag[:40]}` is not read here", event, "every value is text: remove the tag, or put the text in quotes")

    def refuse(self, message: str, event: _Event, help_: str) -> None:
        self.found.append(Diagnostic("yaml-refused", message, self.origin.place(event.start_mark.index, 0), help=help_))


_HANDLERS = {
    "ScalarEvent": _Builder.scalar,
    "AliasEvent": _Builder.alias,
    "SequenceStartEvent": _Builder.open,
    "MappingStartEvent": _Builder.open,
    "SequenceEndEvent": _Builder.close,
    "MappingEndEvent": _Builder.close,
    "DocumentStartEvent": _Builder.document,
}


def _duplicate(name: str, at: Location, first: Node) -> Diagnostic:
    note = f"the first is on line {first.key_location.line}"
    return Diagnostic("duplicate-key", f"`{name[:60]}` is given twice", at, note=note, help="keep one of the two")


class _Syntax(NamedTuple):
    """How we say what the parser says."""

    says: str  # a part of its words
    message: str
    help: str
    at_opening: bool  # the fault is where the unfinished thing begins, not where the parser noticed


_SYNTAX = (
    _Syntax("did not find expected ',' or '}'", "the `{` is not closed", "add `}`, and put a value that holds `,`, `}` or a quote in quotes", True),
    _Syntax("did not find expected ',' or ']'", "the `[` is not closed", "add `]`, and put a value that holds `,`, `]` or a quote in quotes", True),
    _Syntax("found unexpected end of stream", "the quote is not closed", "add the closing quote", True),
    _Syntax("found unexpected document indicator", "the quote is not closed", "add the closing quote", True),
    _Syntax("did not find expected node content", "a value was expected here", "close the bracket, or put the value in quotes", False),
    _Syntax("could not find expected ':'", "this is not a field", "write `name: value`; a value over several lines is indented", True),
    _Syntax("mapping values are not allowed", "a `:` stands where none can", "put a value that holds `: ` in quotes", False),
    _Syntax("found unknown escape character", "the `\\` in double quotes begins no escape that YAML knows", "write `\\\\`, or use single quotes", False),
    _Syntax("found character that cannot start any token", "a value cannot begin with this character", "put the value in quotes; indent with spaces, not tabs", False),
    _Syntax("found a tab character", "a tab stands where only spaces can", "indent with spaces", False),
    _Syntax("did not find expected key", "a field was expected here", "indent all fields of one group alike, and leave nothing after a closing quote", False),
    _Syntax("did not find expected '-' indicator", "an item that begins with `- ` was expected here", "indent all items of a list alike", False),
    _Syntax("found undefined tag handle", "a value cannot begin with `!`", "put the value in quotes", False),
    _Syntax("did not find expected alphabetic or numeric character", "a value cannot begin with `*` or `&`", "put the value in quotes", False),
)
_TOO_DEEP = ("while increasing flow level", "exceeded max depth")


def _syntax_fault(fault: yaml.MarkedYAMLError, origin: _Origin) -> Diagnostic:
    problem, context = fault.problem or "", fault.context or ""
    noticed = fault.problem_mark or fault.context_mark
    if any(words in text for words in _TOO_DEEP for text in (problem, context)):
        opening = re.search(r"[\[{]", origin.text)
        at = origin.place(opening.start() if opening else 0, 0)
        return Diagnostic("yaml-refused", f"values are nested more than {MAX_DEPTH} deep", at, help="no field needs so many levels")
    known = next((each for each in _SYNTAX if each.says in problem), None)
    mark = (fault.context_mark if known and known.at_opening else None) or noticed
    index = mark.index if mark else 0
    if known is None:
        return Diagnostic("yaml-syntax", _one_line(f"{problem} {context}"), origin.place(index, 0))
    note = ""
    if noticed and mark is not noticed:
        stop = origin.place(noticed.index, 0)
        note = f"reading stopped at line {stop.line}, column {stop.column}"
    return Diagnostic("yaml-syntax", known.message, origin.place(index, 0), note=note, help=known.help)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]


def name_of_character(character: str) -> str:
    """Name a character that may not be seen: `U+202E (right-to-left override)`."""
    import unicodedata

    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name.lower()})" if name else "")
