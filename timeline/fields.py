"""Know how to ask a file for its fields, so that every fault is a finding with its place; refuse to know which fields."""

from __future__ import annotations

import re
from collections.abc import Collection

from timeline.diagnostics import Diagnostic, Location, suggest
from timeline.edtf import Edtf, EdtfFault
from timeline.edtf import parse as parse_edtf
from timeline.yamltree import Node, name_of_character

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
    return name_of_character(hit[0]) if hit else ""


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
        """Give a field's list whose items are fields or texts; one of them alone counts as a list of one."""
        node = self._get(name)
        nodes = self._list(name) if node is None or isinstance(node.value, tuple) or node.value == "" else (node,)
        return tuple(item for each in nodes if (item := self._item(each, name)) is not None)

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
