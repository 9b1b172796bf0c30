"""Know how explicit dates are found in articles in languages that have no rules of their own.

The pattern is ours, and only the reading of what it found is dateparser's: that library, let loose on prose, sees
dates everywhere. What is relative stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from timeline import edtf
from timeline.model import Article, Timex
from timeline.text import Span

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_LINK = r"(?:\s{1,3}|\s{0,2}[./-]\s{0,2}|\s{1,2}(?:de|del|do|da|of)\s{1,2})"
_EXPLICIT = re.compile(
    r"(?<![\w.,/-])(?:"
    r"(?P<iso>[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?![\w-])"
    r"|(?P<dotted>(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.[12]\d{3})(?![\w.])"
    rf"|(?P<day>0?[1-9]|[12]\d|3[01])(?:er|re|º|ª|\.)?{_LINK}(?P<month>[^\W\d_]{{3,14}})(?:\.?{_LINK}(?P<year>[12]\d{{3}})(?!\w|-\d))?(?!\w)"
    rf"|(?P<month_alone>[^\W\d_]{{3,14}})\.?{_LINK}(?P<its_year>[12]\d{{3}})(?!\w|-\d)"
    r"|(?<=\s)(?P<bare_year>19\d{2}|20\d{2})(?!\w|[.,/%-]\w|\s?[%$€₽])"
    r")"
)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")


def find_foreign_timexes(article: Article) -> Iterator[Timex]:
    """Find the explicit dates of an article, each with the precision it is written in."""
    language = article.language.partition("-")[0].lower()
    for hit in _EXPLICIT.finditer(article.text):
        value, span = _read_hit(hit, language, article.document_creation_time)
        if value:
            yield Timex(span.of(article.text), span, "DATE", value, edtf=edtf.known(value), rule="foreign.explicit")


def _read_hit(hit: re.Match[str], language: str, dct: date | None) -> tuple[str, Span]:
    """Give the date of a hit and the part of it that says so; "" where it is none."""
    whole = Span(*hit.span())
    if hit["iso"]:
        return _sound(hit["iso"]), whole
    if hit["dotted"]:
        day, month, year = hit["dotted"].split(".")
        return _sound(f"{year}-{month:0>2}-{day:0>2}"), whole
    if hit["bare_year"]:
        return hit["bare_year"], whole
    year = hit["year"] or hit["its_year"] or ""
    name = _month_name(hit["month"] or hit["month_alone"], language)
    if not name:  # "depuis 2009": the year may stand
        modern = year[:2] in ("19", "20")
        return (year if modern else ""), Span(*hit.span("year" if hit["year"] else "its_year"))
    written = " ".join(part for part in (hit["day"], name, year) if part)
    return _read(written, language, None if year else dct) if year or dct else "", whole


def _sound(iso: str) -> str:
    return "" if isinstance(edtf.parse(iso), edtf.EdtfFault) else iso


def _month_name(word: str, language: str) -> str:
    """Give the form of a month's name that dateparser knows: the word, or one that differs in its last letter only.

    It knows the nominative and the genitive; "в марте" is neither.
    """
    low = word.lower()
    known = _month_names(language)
    if low in known:
        return low
    return next((name for name in sorted(known) if len(name) > 2 and abs(len(name) - len(low)) < 2 and low[: len(name) - 1] == name[:-1]), "")


@lru_cache(maxsize=16)
def _month_names(language: str) -> frozenset[str]:
    from dateparser.languages.loader import default_loader

    try:
        info: Mapping[str, Any] = default_loader.get_locale(language).info
    except (ValueError, KeyError, ImportError):
        return frozenset()
    return frozenset(name.lower() for month in _MONTHS for name in info.get(month, ()))


@lru_cache(maxsize=4096)
def _read(written: str, language: str, before: date | None) -> str:
    base = datetime.combine(before, time()) if before else None
    found = _parser(language, base).get_date_data(written)
    if found.date_obj is None:
        return ""
    day: date = found.date_obj.date()
    return day.isoformat()[: {"month": 7, "year": 4}.get(found.period, 10)]


@lru_cache(maxsize=16)
def _parser(language: str, base: datetime | None) -> DateDataParser:
    from dateparser.date import DateDataParser

    settings: dict[str, Any] = {"PREFER_DATES_FROM": "past", "DATE_ORDER": "DMY"}
    if base:
        settings["RELATIVE_BASE"] = base
    return DateDataParser(languages=[language], settings=settings)
