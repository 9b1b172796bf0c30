"""Know how an editor would write values as YAML, so that any reader of YAML takes them for what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from timeline.yamltree import NOT_IN_YAML

_LONG_ITEMS = frozenset({"citations", "rejected"})  # lists whose items have a line for each field
_WIDTH = 100  # characters of a list on one line


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
_ESCAPED = re.compile(f'["\\\\\n\t\r\x85\u2028\u2029{NOT_IN_YAML}]')


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
