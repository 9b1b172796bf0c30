"""Measure the dates: how fast, beside `dateparser.search`, and how right, on documents with gold TIMEX3 annotations.

    python benchmarks/dates.py              speed on the texts of the project's own test cases
    python benchmarks/dates.py FOLDER       speed and scores on a folder of TimeML files (*.tml)

Scores are those of TempEval-3: an expression counts as found if it shares a character with one of the gold, strictly
if it has the same ends; `value` also asks for the same TIMEX3 value.
"""

from __future__ import annotations

import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from timeline.extract.timex import find_timexes
from timeline.knowledge.temporal import load_temporal
from timeline.model import Article, Passage
from timeline.text import Span

CASES = Path(__file__).parent.parent / "tests" / "cases" / "timex"


class Expression(NamedTuple):
    start: int
    end: int
    value: str


class Document(NamedTuple):
    text: str
    dct: date | None
    gold: tuple[Expression, ...]


def read_timeml(path: Path) -> Document:
    """Read the text, the creation time and the annotated expressions of a TimeML file."""
    root = ET.parse(path).getroot()  # noqa: S314 - files that the user names
    text, gold = "", []

    def walk(element: ET.Element) -> None:
        nonlocal text
        start = len(text)
        text += element.text or ""
        for child in element:
            walk(child)
            text += child.tail or ""
        if element.tag == "TIMEX3" and len(text) > start:
            gold.append(Expression(start, len(text), element.get("value", "")))

    body = root.find("TEXT")
    if body is not None:
        walk(body)
    created = root.find("DCT/TIMEX3")
    day = (created.get("value", "") if created is not None else "")[:10]
    return Document(text, date.fromisoformat(day) if len(day) == 10 else None, tuple(sorted(gold)))


def read_case(path: Path) -> Document:
    lines = [line[2:] for line in path.read_text("utf-8").splitlines() if line.startswith("> ")]
    return Document("\n".join(lines), date(2014, 7, 16), ())


def ours(document: Document) -> tuple[Expression, ...]:
    at, passages = 0, []
    for line in document.text.splitlines(keepends=True):
        passages.append(Passage("paragraph", Span(at, at + len(line))))
        at += len(line)
    article = Article("a", "a.txt", "text/plain", document.text, tuple(passages), "", document_creation_time=document.dct)
    return tuple(Expression(*t.span, t.value) for t in find_timexes(article, load_temporal("en"), {}))


def theirs(document: Document) -> tuple[Expression, ...]:
    from datetime import datetime
    from datetime import time as clock

    from dateparser.search import search_dates

    base = datetime.combine(document.dct or date(2014, 7, 16), clock())
    found, at = [], 0
    for words, when in search_dates(document.text, languages=["en"], settings={"RELATIVE_BASE": base}) or ():
        at = max(document.text.find(words, at), 0)
        found.append(Expression(at, at + len(words), when.date().isoformat()))
        at += len(words)
    return tuple(found)


def pair(gold: Sequence[Expression], found: Sequence[Expression]) -> list[tuple[Expression, Expression]]:
    """Pair expressions one to one: the same ends first, then from left to right whatever overlaps."""
    pairs: list[tuple[Expression, Expression]] = []
    left, free = list(gold), list(found)
    for fits in (_same_ends, _overlap):
        for one in list(left):
            other = next((f for f in free if fits(one, f)), None)
            if other is not None:
                pairs.append((one, other))
                left.remove(one)
                free.remove(other)
    return pairs


def _same_ends(a: Expression, b: Expression) -> bool:
    return a[:2] == b[:2]


def _overlap(a: Expression, b: Expression) -> bool:
    return a.start < b.end and b.start < a.end


def measure(name: str, find: Callable[[Document], tuple[Expression, ...]], documents: Iterable[Document]) -> str:
    documents = list(documents)
    for document in documents:
        find(document)  # what is loaded and compiled once is not counted
    start = time.process_time()
    found = [find(document) for document in documents]
    spent = time.process_time() - start
    words = sum(len(d.text.split()) for d in documents)
    line = f"{name:18} {1e6 * spent / max(words, 1):8.1f} ms per 1,000 words"
    gold = sum(len(d.gold) for d in documents)
    if gold:
        pairs = [p for d, f in zip(documents, found, strict=True) for p in pair(d.gold, f)]
        total = gold + sum(map(len, found))
        hits = {"strict": sum(_same_ends(*p) for p in pairs), "relaxed": len(pairs), "value": sum(a.value == b.value for a, b in pairs)}
        line += "".join(f"   {key} F1 {200 * count / total:5.1f}" for key, count in hits.items())
    return line


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    documents = [read_timeml(p) for p in sorted(folder.rglob("*.tml"))] if folder else [read_case(p) for p in sorted(CASES.glob("*.md"))]
    print(f"{len(documents)} documents, {sum(len(d.text.split()) for d in documents)} words")  # noqa: T201
    for name, find in (("timeline", ours), ("dateparser.search", theirs)):
        print(measure(name, find, documents))  # noqa: T201


if __name__ == "__main__":
    main()
