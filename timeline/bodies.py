"""Know what the Markdown of a body may not hold, and where it stands; refuse to render it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from timeline.diagnostics import Diagnostic, Location

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
HARMLESS_TAGS = frozenset("abbr b br cite em i kbd q small strong sub sup".split())
MAX_BRACKETS = 500  # "[" in one block: Python-Markdown takes quadratic time on them
MAX_QUOTE_DEPTH = 50  # ">" at the start of a line: each is a level of recursion

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(`{1,8})(?!`)[^`\n]{1,2000}(?<!`)\1(?!`)")
_TAG = re.compile(r"<(?:/?([A-Za-z][A-Za-z0-9-]{0,30})(?:[\s/][^<>\n]{0,2000})?>|(!--|!\[CDATA\[|\?))")
_INLINE_LINK = re.compile(r"\]\(\s{0,9}<?([^\s)<>]{1,2000})")
_REFERENCE = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:\s{0,9}<?(\S{1,2000})")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,30}:[^\s<>]{1,2000})>")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")
_CITE = re.compile(r"#cite-(\d{1,4})$")


def lint_body(body: str, path: str, first_line: int, *, citations: int) -> tuple[Diagnostic, ...]:
    """Find raw HTML, unsafe links, links to citations that are not there, and blocks that would stall the build.

    `first_line` is the line of the file at which the body begins; `citations` is how many the event has.
    """
    if not any(mark in body for mark in "<[]>"):
        return ()
    return tuple(_lint(body, path, first_line, citations))


def is_safe_url(url: str) -> bool:
    """Tell whether a link target is relative or has an allowed scheme, however it is disguised."""
    plain = re.sub(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]", "", html.unescape(url))
    if plain.startswith(("//", "\\", "/\\")):
        return False
    scheme = _SCHEME.match(plain)
    return scheme is None or scheme[1].lower() in SAFE_SCHEMES


def _lint(body: str, path: str, first_line: int, citations: int) -> Iterator[Diagnostic]:
    fence = ""
    brackets = 0
    for number, line in enumerate(body.split("\n"), first_line):
        opening = _FENCE.match(line)
        if opening and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else opening[1]
            continue
        if fence:
            continue
        was_complex = brackets > MAX_BRACKETS
        brackets = brackets + line.count("[") if line.strip() else 0
        depth = len(line) - len(line.lstrip("> "))
        if (brackets > MAX_BRACKETS and not was_complex) or line[:depth].count(">") > MAX_QUOTE_DEPTH:
            yield Diagnostic("body-too-complex", "this paragraph is bracketed or nested too deeply to be rendered", Location(path, number))
        plain = _CODE_SPAN.sub(lambda m: " " * len(m[0]), line)
        yield from _raw_html(plain, path, number)
        yield from _links(plain, path, number, citations)


def _raw_html(line: str, path: str, number: int) -> Iterator[Diagnostic]:
    if "<" not in line:
        return
    for m in _TAG.finditer(line):
        tag = (m[1] or "").lower()
        if tag not in HARMLESS_TAGS:
            place = Location(path, number, m.start() + 1, number, m.end() + 1)
            what = f"the HTML element `{tag}`" if tag else "an HTML comment or instruction"
            yield Diagnostic("raw-html", f"{what} is left out of the page", place, help="write it as Markdown, or remove it")


def _links(line: str, path: str, number: int, citations: int) -> Iterator[Diagnostic]:
    for pattern in (_INLINE_LINK, _REFERENCE, _AUTOLINK):
        for m in pattern.finditer(line):
            target = m[1]
            place = Location(path, number, m.start(1) + 1, number, m.end(1) + 1)
            if not is_safe_url(target):
                yield Diagnostic("unsafe-link", f"the link `{target[:80]}` is not one that a page may hold", place, help="use an address that begins with https://, or remove the link")
            cite = _CITE.match(target)
            if cite and not 1 <= int(cite[1]) <= citations:
                have = f"the citations are #cite-1 to #cite-{citations}" if citations > 1 else "the only citation is #cite-1"
                yield Diagnostic("broken-link", f"the event has no citation {cite[1]}", place, help=have)
