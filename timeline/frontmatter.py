"""Know YAML as editors write it, with a place for every key and value; refuse to know what any field means.

Every scalar is a string: `no` is the word no and 1984 is four characters. Anchors, aliases, tags, several documents
and deep nesting are refused, since no file of a timeline needs them and each can hide or multiply what is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from timeline.diagnostics import Diagnostic, Location, suggest
from timeline.edtf import Edtf, EdtfFault
from timeline.edtf import parse as parse_edtf
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


class FrontMatter(NamedTuple):
    """A file in its two parts."""

    node: Node | None  # the fields; none where they cannot be read at all
    body: str  # everything after the closing line, as written
    body_line: int  # the line at which the body begins
    diagnostics: tuple[Diagnostic, ...]


_OPENING = re.compile(r"---[ \t]*\r?(?:\n|\Z)")
_CLOSING = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_NEARLY_CLOSING = re.compile(r"^(?:[-\u2013\u2014]{1,9}|\.\.\.|\*\*\*)[ \t]*\r?$", re.MULTILINE)


def split_front_matter(text: str, path: str) -> FrontMatter:
    """Divide a file into its fields, which stand between two lines of `---` at its top, and its body."""
    text = text.removeprefix("\ufeff")
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter(None, text, 1, (_front_matter_missing(text, path),))
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        return FrontMatter(None, "", text.count("\n") + 1, (_front_matter_unclosed(text, opening.end(), path),))
    node, found = read_yaml(text[opening.end() : closing.start()], path, first_line=2)
    body_start = min(closing.end() + 1, len(text))
    return FrontMatter(node, text[body_start:], text.count("\n", 0, body_start) + 1, tuple(found))


def _front_matter_missing(text: str, path: str) -> Diagnostic:
    before = len(text) - len(text.lstrip())
    help_ = "put the fields, such as `title: ...`, between two lines of `---` at the top of the file"
    if before and _OPENING.match(text, before):
        help_ = "remove what stands before the first line of `---`"
    return Diagnostic("front-matter-missing", "the file does not begin with a line `---`", Location(path), help=help_)


def _front_matter_unclosed(text: str, start: int, path: str) -> Diagnostic:
    nearly = _NEARLY_CLOSING.search(text, start)
    help_ = "add a line `---` after the last field"
    if nearly:
        help_ = f"line {text.count(chr(10), 0, nearly.start()) + 1} reads `{nearly[0].strip()}`: write `---`"
    return Diagnostic("front-matter-unclosed", "the front matter has no closing line `---`", Location(path, 1, 1, 1, 4), help=help_)


# What YAML 1.1 does not allow in a file; most of it can stand in double quotes as an escape.
_NOT_IN_YAML = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff"
_UNPRINTABLE = re.compile(f"[{_NOT_IN_YAML}]")


def read_yaml(text: str, path: str, *, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """Read one YAML document; `first_line` is the line of the file at which `text` begins.

    An empty text gives no fields. What is refused but does not hide the rest is reported, and the rest is read.
    """
    import yaml

    text = text.removeprefix("\ufeff")
    origin = _Origin(text, path, first_line)
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        return None, [_unprintable(unprintable, origin)]
    builder = _Builder(origin)
    parser = yaml.CSafeLoader(text)
    try:
        if not builder.take(cast("Iterator[_Event]", iter(parser.get_event, None)), yaml.ScalarEvent):
            return None, builder.found
    except yaml.MarkedYAMLError as fault:
        return None, [*builder.found, _syntax_fault(fault, origin)]
    except yaml.YAMLError as fault:  # what the reader below the scanner refuses has no mark
        return None, [*builder.found, Diagnostic("yaml-syntax", _one_line(str(fault)), Location(path, first_line))]
    return builder.root or Node({}, origin, 0, 0, None), builder.found


def _unprintable(hit: re.Match[str], origin: _Origin) -> Diagnostic:
    return Diagnostic(
        "hidden-characters",
        f"the character {_named(hit[0])} cannot stand in YAML",
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


# --- asking for fields ----------------------------------------------------------------------------

# Neither space nor ink: controls, marks that turn the direction of text, invisible operators, tag characters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
    # Joiners shape letters of some scripts and sequences of pictures; next to ASCII they do nothing.
    "|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)


def hidden_character(text: str) -> str:
    """Name the first character of `text` that cannot be seen or that turns the text around it; else ""."""
    if text.isascii() and text.isprintable():
        return ""
    hit = _HIDDEN.search(text)
    return _named(hit[0]) if hit else ""


def _named(character: str) -> str:
    import unicodedata

    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({name.lower()})" if name else "")


class Fields:
    """Ask a mapping for its fields, one by one; every fault goes to `found` with its place, and a default comes back."""

    __slots__ = ("_asked", "_found", "_named", "node")

    def __init__(self, node: Node, found: list[Diagnostic]) -> None:
        self.node, self._found = node, found
        self._asked: set[str] = set()
        self._named: dict[str, Node] = node.value if isinstance(node.value, dict) else {}
        if not isinstance(node.value, dict) and node.value not in ("", ()):
            self._report("bad-value", "fields were expected here", node.location, "write each field as `name: value`")

    def names(self) -> tuple[str, ...]:
        """Give the names of the fields, in the order of the file."""
        return tuple(self._named)

    def has(self, name: str) -> bool:
        """Say whether the field is there and not empty."""
        node = self._get(name)
        return node is not None and node.value not in ("", (), {})

    def place(self, name: str) -> Location:
        """Give the place of a field's value; of the whole where there is no such field."""
        node = self._named.get(name)
        return node.location if node else self.node.location

    def text(self, name: str, *, required: bool = False, default: str = "", verbatim: bool = False) -> str:
        """Give a field's text. `verbatim` lets characters pass that cannot be seen: a quote is as its source is."""
        node = self._get(name)
        if node is None or node.value == "":
            if required:
                self._missing(name)
            return default
        return self._text_of(node, f"`{name}`", verbatim=verbatim) or default

    def flag(self, name: str) -> bool:
        """Give a field that says true or false; false where it is missing."""
        return self.choice(name, ("true", "false"), default="false") == "true"

    def choice(self, name: str, choices: Collection[str], *, default: str) -> str:
        """Give a field's text where it is one of `choices`."""
        text = self.text(name)
        if not text or text in choices:
            return text or default
        close = suggest(text, choices)
        self._report(
            "bad-value",
            f"`{text[:60]}` is not a value of `{name}`",
            self.place(name),
            (f"did you mean `{close}`? " if close else "") + f"the values are {', '.join(choices)}",
        )
        return default

    def edtf(self, name: str, *, required: bool = False) -> Edtf | None:
        """Give a field's date. Brackets without quotes are a list to YAML and a date to us."""
        node = self._get(name)
        if node is None or node.value == "":
            if required:
                self._missing(name)
            return None
        text = node.value if isinstance(node.value, str) else node.source
        if self._hides(text, node, f"`{name}`"):
            return None
        read = parse_edtf(text)
        if isinstance(read, EdtfFault):
            self._report("bad-date", read.reason, node.place_of(read.start, read.end), read.help)
            return None
        return read

    def texts(self, name: str) -> tuple[str, ...]:
        """Give a field's list of texts; one text alone counts as a list of one."""
        node = self._get(name)
        if node is None or node.value == "":
            return ()
        if isinstance(node.value, str):
            return (node.value,) if not self._hides(node.value, node, f"`{name}`") else ()
        if isinstance(node.value, dict):
            self._report("bad-value", f"`{name}` is not a list", node.location, f"write `{name}: [one, two]`")
            return ()
        each = (self._text_of(item, f"an item of `{name}`") for item in node.value)
        return tuple(text for text in each if text)

    def items(self, name: str) -> tuple[Fields | str, ...]:
        """Give a field's list whose items are fields or texts."""
        return tuple(item for node in self._list(name) if (item := self._item(node, name)) is not None)

    def mappings(self, name: str) -> tuple[Fields, ...]:
        """Give a field's list of fields."""
        found: list[Fields] = []
        for node in self._list(name):
            if isinstance(node.value, dict):
                found.append(Fields(node, self._found))
            else:
                self._report("bad-value", f"an item of `{name}` has no fields", node.location, "write each item as `- name: value`, or as `- {name: value}`")
        return tuple(found)

    def mapping(self, name: str) -> Fields | None:
        """Give a field's own fields."""
        node = self._get(name)
        if node is None or node.value == "":
            return None
        if isinstance(node.value, dict):
            return Fields(node, self._found)
        self._report("bad-value", f"`{name}` has no fields", node.location, f"write `{name}: {{name: value}}`")
        return None

    def mapping_or_text(self, name: str) -> Fields | str | None:
        """Give a field that is either fields or one text, the text as written."""
        node = self._get(name)
        if node is None or node.value == "":
            return None
        return node.value if isinstance(node.value, str) else self.mapping(name)

    def finish(self, known: Collection[str] = ()) -> None:
        """Report the fields that nobody asked for and that are not in `known`."""
        for name, node in self._named.items():
            if name in self._asked or name in known:
                continue
            close = suggest(name, sorted({*known, *self._asked}))
            self._report(
                "unknown-field",
                f"`{name[:60]}` is not a field of this",
                node.key_location,
                f"did you mean `{close}`?" if close else "remove it, or put the text into the body",
            )

    def _get(self, name: str) -> Node | None:
        self._asked.add(name)
        return self._named.get(name)

    def _list(self, name: str) -> tuple[Node, ...]:
        node = self._get(name)
        if node is None or node.value == "":
            return ()
        if isinstance(node.value, tuple):
            return node.value
        self._report("bad-value", f"`{name}` is not a list", node.location, "begin each item with `- ` on a line of its own")
        return ()

    def _item(self, node: Node, name: str) -> Fields | str | None:
        if isinstance(node.value, dict):
            return Fields(node, self._found)
        return self._text_of(node, f"an item of `{name}`") or None

    def _text_of(self, node: Node, what: str, *, verbatim: bool = False) -> str:
        if not isinstance(node.value, str):
            self._report("bad-value", f"{what} is not a text", node.location, "put the text in quotes if its brackets are meant")
            return ""
        return "" if not verbatim and self._hides(node.value, node, what) else node.value

    def _hides(self, text: str, node: Node, what: str) -> bool:
        name = hidden_character(text)
        if name:
            self._report("hidden-characters", f"{what} holds the character {name}", node.location, "type the value anew")
        return bool(name)

    def _missing(self, name: str) -> None:
        node = self._named.get(name)
        self._report(
            "missing-field",
            f"`{name}` is " + ("empty" if node else "missing"),
            node.key_location if node else self.node.location,
            f"add a value after `{name}:`" if node else f"add `{name}: ...`",
        )

    def _report(self, slug: str, message: str, at: Location, help_: str = "") -> None:
        self._found.append(Diagnostic(slug, message, at, help=help_))


# --- writing --------------------------------------------------------------------------------------

_LONG_ITEMS = frozenset({"citations", "rejected"})  # lists whose items have a line for each field
_WIDTH = 100  # characters of a list on one line


def write_front_matter(fields: Mapping[str, object], body: str) -> str:
    """Write fields and body as an editor would by hand; `split_front_matter` gives the same back."""
    ending = "\n" if body and not body.endswith("\n") else ""
    return f"---\n{write_yaml(fields)}---\n{body}{ending}"


def write_yaml(fields: Mapping[str, object]) -> str:
    """Write fields as a YAML document, one field a line, short records in braces."""
    return "".join(f"{line}\n" for name, value in fields.items() for line in _field_lines(name, value))


def _field_lines(name: str, value: object) -> Iterator[str]:
    key = _scalar(name, flow=False)
    if not isinstance(value, (list, tuple)):
        yield f"{key}: {_inline(value, flow=False)}".rstrip(" ")
        return
    line = f"{key}: {_inline(value)}"
    if not value or (not any(isinstance(item, Mapping) for item in value) and len(line) <= _WIDTH):
        yield line
        return
    yield f"{key}:"
    for item in value:
        if name in _LONG_ITEMS and isinstance(item, Mapping) and item:
            for n, (inner, each) in enumerate(item.items()):
                yield f"  {'  ' if n else '- '}{_scalar(inner, flow=False)}: {_inline(each, flow=False)}".rstrip(" ")
        else:
            yield f"  - {_inline(item, flow=False)}"


def _inline(value: object, *, flow: bool = True) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(name)}: {_inline(each) or _EMPTY}" for name, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_inline(each) or _EMPTY for each in value) + "]"
    return _scalar(value, flow=flow)


_EMPTY = '""'
# What a plain scalar can be in every YAML reader; the first part keeps numbers and words such as `no` in quotes,
# but not days, which every reader shows as they are.
_PLAIN = re.compile(
    r"(?!(?i:y|n|yes|no|on|off|true|false|null|nan|inf)\Z)(?!(?:[\d_][\d_.,:+]*(?:[eE][+-]?\d+)?|0[xo][\da-fA-F_]+)\Z)"
    r"[^\W_](?:[^\s:#,\[\]{}\"\\]|(?<=\w)[:#,](?=[\w/])|,(?= )| (?=[^\s#]))*",
)
_FLOW_MARKS = re.compile(r"[,:\[\]{}]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ESCAPED = re.compile(f'["\\\\\n\t\r\x85\u2028\u2029{_NOT_IN_YAML}]')


def _scalar(value: object, *, flow: bool = True) -> str:
    """Write a text bare where every reader of YAML takes it for a text, else in double quotes."""
    text = _as_text(value)
    if _PLAIN.fullmatch(text) and not _ESCAPED.search(text) and not (flow and _FLOW_MARKS.search(text)):
        return text
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _escape(hit: re.Match[str]) -> str:
    character = hit[0]
    number = ord(character)
    if 0xD800 <= number <= 0xDFFF:
        return "\ufffd"  # half a character: no file can hold it
    return _ESCAPES.get(character) or (f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}")
