"""Know a saved web page: its main text and what it says of itself; refuse to fetch anything."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from timeline.dateline import find_full_dates
from timeline.edtf import EdtfFault
from timeline.edtf import parse as parse_edtf
from timeline.model import Passage, PassageKind
from timeline.text import Span

MAX_TAGS = 50_000  # of a page; trafilatura takes the square of some kinds of them


class _Element(Protocol):
    """What we use of lxml's elements, which have no types."""

    tag: object
    text: str | None
    tail: str | None

    def get(self, name: str) -> str | None: ...
    def iter(self, tag: str | None = None) -> Iterator[_Element]: ...
    def itertext(self) -> Iterator[str]: ...
    def __iter__(self) -> Iterator[_Element]: ...


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a page gives of itself; "" for what it does not say."""

    text: str
    passages: tuple[Passage, ...]
    title: str = ""
    author: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""  # EDTF, as fine as the page says it and no finer
    language: str = ""


def read_webpage(html: str) -> WebPage | None:
    """Read a page; none where it has more tags than can be read in bearable time."""
    if html.count("<") > MAX_TAGS:
        return None
    import trafilatura

    if "<html" not in html[:4096].lower():  # trafilatura takes a part of a page for no page
        html = f"<html>{html}</html>"
    tree = trafilatura.load_html(html)
    if tree is None:
        return WebPage("", ())
    document = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True, date_extraction_params={"extensive_search": False})
    if document is None or isinstance(document, dict):
        return WebPage("", (), published=_published(tree), language=_language(tree))
    text, passages = _joined(_blocks(document.body, "paragraph"))
    return WebPage(
        text,
        passages,
        title=_clean(document.title),
        author=_clean(document.author),
        publisher=_clean(document.sitename),
        url=_address(document.url),
        published=_published(tree) or _address_day(_address(document.url)),
        language=_language(tree),
    )


# --- the text -------------------------------------------------------------------------------------

# trafilatura's own names for the parts of a text, after TEI.
_KINDS: dict[str, PassageKind] = {"head": "heading", "p": "paragraph", "item": "list-item", "quote": "quotation", "cell": "cell"}
_BLOCKS = frozenset({*_KINDS, "list", "table", "row", "div", "body"})
_LEFT_OUT = frozenset({"code", "graphic"})


def _blocks(element: _Element, kind: PassageKind) -> Iterator[tuple[PassageKind, int, str]]:
    """Walk an element: the kind, the level of a heading and the words of each block of text, in order."""
    level = int(m[1]) if (m := re.fullmatch(r"h([1-6])", element.get("rend") or "")) else 1
    words = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _LEFT_OUT:
            words.append(" ")
        elif child.tag in _BLOCKS:
            yield kind, level, _clean("".join(words))
            words = []
            # A paragraph within an item or a quotation is a part of that.
            yield from _blocks(child, kind if child.tag == "p" else _KINDS.get(child.tag, kind))
        else:
            words += ["\n" if child.tag == "lb" else "", *child.itertext()]
        words.append(child.tail or "")
    yield kind, level, _clean("".join(words))


def _joined(blocks: Iterable[tuple[PassageKind, int, str]]) -> tuple[str, tuple[Passage, ...]]:
    """Join blocks with an empty line between them, and say where each is."""
    parts: list[str] = []
    passages: list[Passage] = []
    above: list[tuple[int, str]] = []
    at = 0
    for kind, level, words in blocks:
        if not words:
            continue
        if kind == "heading":
            above = [each for each in above if each[0] < level]
        passages.append(Passage(kind, Span(at, at + len(words)), tuple(heading for _, heading in above)))
        if kind == "heading":
            above.append((level, words))
        parts.append(words)
        at += len(words) + 2
    return "\n\n".join(parts), tuple(passages)


_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")


def _clean(text: str | None) -> str:
    """Give text as it is seen: without what is invisible, each white space one blank."""
    return " ".join(_INVISIBLE.sub("", text or "").split())


# --- what the page says of itself -----------------------------------------------------------------

_ADDRESS = re.compile(r"https?://[^\s/?#\"'<>]{1,255}(?:[/?#][^\s\"'<>]{0,2000})?")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def _address(url: str | None) -> str:
    return url if url and _ADDRESS.fullmatch(url) else ""


def _language(tree: _Element) -> str:
    found = _LANGUAGE.fullmatch((tree.get("lang") or "").strip())
    return found[0].replace("_", "-") if found else ""


# Names under which pages give the day of publication, surest first; not those of the last change.
_META = (
    "article:published_time", "og:article:published_time", "datepublished", "citation_publication_date", "citation_date",
    "parsely-pub-date", "sailthru.date", "publish-date", "publish_date", "publication_date", "publicationdate", "pubdate",
    "published_date", "article.published", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created",
    "dc.date", "dcterms.date", "date",
)  # fmt: skip
_NAMES = ("property", "name", "itemprop")
# Classes of what shows the day of publication, and what makes it another day.
_SHOWS_DAY = re.compile(r"(?<![a-z])(?:date|pubdate|published|publication|dateline|posted|timestamp)(?![a-z])")
_ANOTHER_DAY = re.compile(r"updat|modif|revis|event|birth|copyright|comment", re.IGNORECASE)


def _published(tree: _Element) -> str:
    """Find the day of publication: in linked data, in the head, in a marked `time`, where it is shown as such.

    Not by htmldate, which comes with trafilatura: it takes a day of change for want of another, makes a month its
    first day, reads 03/04/2025 one way, and leaves out what is after today.
    """
    candidates = [*_linked_dates(tree), *_meta_dates(tree), *_marked_times(tree), *_shown_dates(tree)]
    return next((read for said in candidates if (read := _edtf(said))), "")


def _marked_times(tree: _Element) -> list[str]:
    marked = (e for e in tree.iter("time") if e.get("pubdate") is not None or e.get("itemprop") == "datePublished")
    return [e.get("datetime") or "" for e in marked]


def _shown_dates(tree: _Element) -> list[str]:
    """Give the day that is shown as that of publication: within the article, else on the page, if it is but one."""
    for scope in [*islice(tree.iter("article"), 1), tree]:
        days = {read for element in scope.iter() if isinstance(element.tag, str) and (read := _edtf(_shown_date(element)))}
        if days:
            return [*days] if len(days) == 1 else []
    return []


def _shown_date(element: _Element) -> str:
    name = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    if (element.tag != "time" and not _SHOWS_DAY.search(name)) or _ANOTHER_DAY.search(name):
        return ""
    words = "".join(islice(element.itertext(), 20)).strip()
    if len(words) > 80 or _ANOTHER_DAY.search(words):
        return ""
    days = {day for _, _, day in find_full_dates(words)}
    return element.get("datetime") or (days.pop().isoformat() if len(days) == 1 else "")


def _address_day(url: str) -> str:
    """Give the day in an address such as /2025/03/03/harbour."""
    found = re.search(r"/(\d{4})/(\d{2})/(\d{2})/", url)
    return _edtf("-".join(found.groups())) if found else ""


def _meta_dates(tree: _Element) -> list[str]:
    said: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in _NAMES:
            said.setdefault((element.get(attribute) or "").lower(), element.get("content") or "")
    return [said[name] for name in _META if name in said]


def _linked_dates(tree: _Element) -> list[str]:
    """Give the dates of publication in JSON-LD, those of articles before those of pages around them."""
    of_articles: list[str] = []
    of_others: list[str] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            for record in _records(script.text or ""):
                said = record.get("datePublished")
                if isinstance(said, str):
                    kind = json.dumps(record.get("@type"))
                    (of_articles if re.search(r"Article|Report|Posting", kind) else of_others).append(said)
    return of_articles + of_others


def _records(text: str) -> Iterator[dict[str, Any]]:
    """Give every object in a JSON text, the outer before the inner, without what others said of it."""
    try:
        waiting: deque[Any] = deque([[json.loads(text, strict=False)]])
    except (ValueError, RecursionError):  # written by somebody else's template, and often broken
        return
    while waiting:
        value: Any = waiting.popleft()
        if isinstance(value, dict):
            yield value
            value = [each for name, each in value.items() if name not in ("comment", "review", "isPartOf", "citation")]
        waiting.extend(each for each in value if isinstance(each, (dict, list)))


_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?(?![\d-]).{0,60}", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})[/.]?(\d{2})[/.]?(\d{2})(?:T?\d{4,6}Z?)?")


def _edtf(said: str | None) -> str:
    """Read a date as pages write it; the day is the page's own, whatever its time zone."""
    text = (said or "").strip()[:80]
    if found := (_ISO.fullmatch(text) or _COMPACT.fullmatch(text)):
        text = "-".join(part for part in found.groups() if part)
    elif not re.fullmatch(r"\d{4}", text):
        text = next((day.isoformat() for _, _, day in find_full_dates(text)), "")
    return "" if not text or isinstance(parse_edtf(text), EdtfFault) else text
