"""Know a file of fields and text: the fields in YAML between two lines of `---`, the text after them as written.

It is also the one door to YAML: what reads or writes fields imports from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from timeline.diagnostics import Diagnostic, Location
from timeline.fields import Fields, hidden_character
from timeline.yamltree import MAX_FAULTS, Node, plain, read_yaml
from timeline.yamlwriting import write_yaml

__all__ = (
    "MAX_FAULTS",
    "Fields",
    "FrontMatter",
    "Node",
    "hidden_character",
    "plain",
    "read_yaml",
    "split_front_matter",
    "write_front_matter",
    "write_yaml",
)


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


def write_front_matter(fields: Mapping[str, object], body: str) -> str:
    """Write fields and body as an editor would by hand; `split_front_matter` gives the same back."""
    ending = "\n" if body and not body.endswith("\n") else ""
    return f"---\n{write_yaml(fields)}---\n{body}{ending}"


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
