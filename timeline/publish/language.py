"""Know how the site's own language words its interface, its dates and its numbers; refuse to translate what editors write.

English is the language of the templates and needs nothing. Any other is a message catalogue `<code>.po` beside the
program's own or in the project's `locale/`; the names of months and the order of a date's parts are Unicode's (CLDR).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from timeline import edtf
from timeline.edtf import Edtf

if TYPE_CHECKING:
    from babel import Locale

ENGLISH = "en"
_SHIPPED = Path(__file__).resolve().parents[1] / "locale"


@dataclass(frozen=True, eq=False)
class Language:
    """How a site speaks: `code` is BCP 47, `direction` is "ltr" or "rtl", `digest` tells two states of a catalogue apart."""

    code: str
    direction: str
    translations: NullTranslations
    words: Callable[[Edtf], str]
    number: Callable[[int], str]
    month: Callable[[int], str]  # its short name, for axes; 1 is January
    digest: str = ""

    def text(self, message: str) -> str:
        return self.translations.gettext(message)


def language_of(code: str, project: Path) -> Language:
    """Give the language of a site; one without a catalogue speaks English and keeps its own code and direction."""
    path = catalogue_of(code, project)
    if path is None:
        return _english(code)
    return _load(code, path, blake2b(path.read_bytes(), digest_size=8).hexdigest())


def catalogue_of(code: str, project: Path) -> Path | None:
    """Find the catalogue of a language or of its parent ("pt" for "pt-BR"); the project's own comes first."""
    if not re.fullmatch(r"[A-Za-z0-9]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}", code):
        return None
    parts = code.split("-")
    names = ["-".join(parts[:n]) for n in range(len(parts), 0, -1)]
    found = (folder / f"{name}.po" for name in names for folder in (project / "locale", _SHIPPED))
    return next((path for path in found if path.is_file() and not path.is_symlink()), None)


@lru_cache(maxsize=4)
def _english(code: str) -> Language:
    return Language(code, _direction(code), NullTranslations(), edtf.words, "{:,}".format, edtf.month_abbreviation)


def _direction(code: str) -> str:
    if code.split("-")[0] == ENGLISH:
        return "ltr"
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


@lru_cache(maxsize=4)
def _load(code: str, path: Path, digest: str) -> Language:
    from io import BytesIO

    from babel import Locale
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.numbers import format_decimal

    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem.replace("-", "_"))
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations = GNUTranslations(compiled)
    locale = Locale.parse(path.stem, sep="-")
    short = locale.months["stand-alone"]["abbreviated"]
    dates = _Dates(locale, translations)
    return Language(
        code,
        locale.text_direction,
        translations,
        dates.words,
        lambda number: format_decimal(number, locale=locale),
        lambda month: str(short[month]).rstrip("."),
        digest,
    )


class _Phrase(NamedTuple):
    """What surrounds a date, and what the date is called there."""

    message: str
    inside: bool  # within a phrase: languages with cases need another form of a month or season than for a date alone


# The words that English puts around a date. A catalogue translates each, with its places for the dates.
PHRASES: Mapping[str, _Phrase] = {
    "about": _Phrase("about %(date)s", inside=True),
    "uncertain": _Phrase("%(date)s (uncertain)", inside=False),
    "until": _Phrase("until %(date)s", inside=True),
    "from": _Phrase("from %(date)s", inside=True),
    "from-unknown": _Phrase("from %(date)s, end not known", inside=True),
    "range": _Phrase("%(start)s to %(end)s", inside=False),
    "by": _Phrase("by %(date)s", inside=True),
    "later": _Phrase("%(date)s or later", inside=False),
    "between": _Phrase("between %(start)s and %(end)s", inside=False),
    "or": _Phrase("%(start)s or %(end)s", inside=False),
    "decade": _Phrase("the %(year)ss", inside=False),
}
SEASONS: Mapping[int, _Phrase] = {
    21: _Phrase("spring %(year)s", inside=False),
    22: _Phrase("summer %(year)s", inside=False),
    23: _Phrase("autumn %(year)s", inside=False),
    24: _Phrase("winter %(year)s", inside=False),
}
INSIDE = "within a phrase"  # the context of a season's second form


class _Dates:
    """Words dates as `edtf.words` does, in another language."""

    def __init__(self, locale: Locale, translations: NullTranslations) -> None:
        self._locale = locale
        self._translations = translations
        self._said: dict[str, str] = {}

    def words(self, of: Edtf) -> str:
        if of.text not in self._said:
            self._said[of.text] = self._words(of.text)
        return self._said[of.text]

    def _words(self, text: str) -> str:
        if text.startswith("["):
            return self._set(text[1:-1])
        if "/" in text:
            return self._interval(*text.split("/"))
        return self._date(text)

    def _phrase(self, name: str, **dates: str) -> str:
        phrase = PHRASES[name]
        said = {place: self._date(text, inside=phrase.inside) for place, text in dates.items()}
        return self._translations.gettext(phrase.message) % said

    def _interval(self, start: str, end: str) -> str:
        if start in ("", ".."):
            return self._phrase("until", date=end)
        if end in ("", ".."):
            return self._phrase("from-unknown" if end == "" else "from", date=start)
        return self._phrase("range", start=start, end=end) if start != end else self._date(start)

    def _set(self, inner: str) -> str:
        said = []
        for member in inner.split(","):
            low, dots, high = (part.strip() for part in member.strip().partition(".."))
            if not dots:
                said.append(self._date(low))
            elif low and high:
                said.append(self._phrase("between", start=low, end=high))
            else:
                said.append(self._phrase("by", date=high) if high else self._phrase("later", date=low))
        whole, either = said[0], PHRASES["or"].message
        for each in said[1:]:
            whole = self._translations.gettext(either) % {"start": whole, "end": each}
        return whole

    def _date(self, text: str, *, inside: bool = False) -> str:
        mark = text[-1] if text[-1] in "~?%" else ""
        plain = text.rstrip("~?%")
        if mark:
            about, unsure = mark in "~%", mark in "?%"
            said = self._plain(plain, inside=inside or about)
            for name, wanted in (("about", about), ("uncertain", unsure)):
                if wanted:
                    said = self._translations.gettext(PHRASES[name].message) % {"date": said}
            return said
        return self._plain(plain, inside=inside)

    def _plain(self, text: str, *, inside: bool) -> str:
        from datetime import date

        from babel.dates import format_date, format_skeleton

        day, _, clock = text.partition("T")
        year, *rest = day.split("-")
        translate = self._translations
        if year.endswith("XX"):
            return f"{year[:2]}00\u2013{year[:2]}99"
        if year.endswith("X"):
            decade = PHRASES["decade"].message
            return translate.gettext(decade) % {"year": f"{year[:3]}0"}
        if not rest or rest[0] == "XX":
            return str(int(year))
        if int(rest[0]) in SEASONS:
            message = SEASONS[int(rest[0])].message
            other = translate.pgettext(INSIDE, message) if inside else message
            return (other if other != message else translate.gettext(message)) % {"year": str(int(year))}
        if len(rest) == 1 or rest[1] == "XX":
            first = date(int(year), int(rest[0]), 1)
            alone = str(format_skeleton("yMMMM", first, locale=self._locale))
            return self._bent(alone, first.month) if inside else alone
        said = format_date(date(int(year), int(rest[0]), int(rest[1])), "long", locale=self._locale)
        return f"{said}, {edtf.clock_words(clock)}" if clock else said

    def _bent(self, said: str, month: int) -> str:
        """Put a month into the form that a language with cases uses after a word, which is the form beside a day."""
        names = self._locale.months
        return said.replace(str(names["stand-alone"]["wide"][month]), str(names["format"]["wide"][month]))
