"""Know how a text names a period, and which one it means when the words fit several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from timeline.extract.normalize_meaning import NO_DCT, Asked, Meaning
from timeline.extract.timex_match import Match
from timeline.extract.timex_words import Words, plain_word
from timeline.knowledge.temporal import TemporalRules, load_temporal
from timeline.knowledge.temporal_patterns import Rule
from timeline.model import Period

_NAMED = Rule("period.named", "DATE", "period", "", {}, frozenset(), (0, 0), "none", frozenset(), {}, False, True, (), ())


@dataclass(frozen=True, slots=True)
class _Name:
    """A way to name periods: its words in lower case, after the first, and which periods it fits."""

    words: tuple[str, ...]
    periods: tuple[str, ...]
    temporal: bool  # it names a time by itself: "the Example years", "under President Example"


def find_named(words: Words, rules: TemporalRules, periods: Mapping[str, Period]) -> Iterator[Match]:
    """Find the periods that the text names. A thing's name ("the Example war") is a time only after a word of time."""
    names = _names(_Same(periods), rules.language)
    if not names:
        return
    raw = words.raw
    for at, word in enumerate(raw):
        for name in names.get(word, ()):
            end = at + 1 + len(name.words)
            if tuple(raw[at + 1 : end]) == name.words:
                if "one" not in words.values.get(words.of_raw[at] - 1, {}):  # "a Example presidency" is one that may never be
                    yield _match(words, rules, at, end, name)
                break  # the longest stands first


def _match(words: Words, rules: TemporalRules, at: int, end: int, name: _Name) -> Match:
    first, last = words.of_raw[at], words.of_raw[end - 1] + 1
    if first and words.signs[first - 1] in rules.charsets["=the"]:
        first -= 1
    alone = name.temporal or words.signs[first - 1] in rules.charsets["during"]
    return Match(_NAMED, first, last, {}, periods=name.periods, named_time=alone)


def read_period(asked: Asked) -> Meaning | None:
    """Give the dates of the period that is meant, closed at the creation time if it still ran on then."""
    fitting = [asked.context.periods[p] for p in asked.match.periods]
    chosen = fitting if len(fitting) == 1 else _choose(fitting, _shift(asked), asked.dct)
    if not chosen:
        return Meaning("", reason="none of the periods with this name fits the date of the article" if asked.dct else NO_DCT)
    if len(chosen) > 1:
        return Meaning("", reason="it could be any of " + ", ".join(sorted(p.id for p in chosen)))
    return _meaning(chosen[0], asked.dct)


def _meaning(period: Period, dct: date | None) -> Meaning:
    dates = period.dates
    edtf = dates.text
    if dct and dates.kind == "interval" and dates.earliest and dates.earliest <= dct < (dates.latest or date.max):
        edtf = f"{dates.text.partition('/')[0]}/{dct}"
    value = dates.text.replace("~", "").replace("/..", "/" + dct.isoformat() if dct else "/..")
    return Meaning(value, edtf=edtf, anchor="period", period=period.id, bounds=(dates.earliest, dates.latest))


def _shift(asked: Asked) -> int | None:
    """Find "last", "this" or "next" in a name; none where it holds no such word."""
    for at in range(asked.first, asked.last):
        if "period_shift" in (values := asked.context.words.values.get(at, {})):
            return int(values["period_shift"])
    return None


def _choose(periods: list[Period], shift: int | None, dct: date | None) -> list[Period]:
    """Choose by the creation time: the last one over, the one under way (else the last begun), the next to begin."""
    if dct is None:
        return []
    ended = [p for p in periods if p.dates.latest and p.dates.latest <= dct]
    begun = [p for p in periods if p.dates.earliest and p.dates.earliest <= dct]
    ahead = [p for p in periods if p.dates.earliest and p.dates.earliest > dct]
    if shift is not None and shift < 0:
        return _extreme(ended, lambda p: p.dates.latest or date.min, last=True)
    if shift:
        return _extreme(ahead, lambda p: p.dates.earliest or date.max, last=False)
    running = [p for p in begun if (p.dates.latest or date.max) >= dct]
    if shift == 0:
        return _extreme(running, lambda p: p.dates.earliest or date.min, last=True)
    near = [p for p in ahead if (p.dates.earliest or date.max) - dct <= _SOON]
    return _extreme(running or begun, lambda p: p.dates.earliest or date.min, last=True) or _extreme(
        near, lambda p: p.dates.earliest or date.max, last=False
    )


_SOON = timedelta(days=366)


def _extreme(periods: list[Period], key: Callable[[Period], date], *, last: bool) -> list[Period]:
    """Give the periods with the latest, or the earliest, of a date: one, unless two share it."""
    if not periods:
        return []
    edge = (max if last else min)(key(p) for p in periods)
    return [p for p in periods if key(p) == edge]


# --- the names ---------------------------------------------------------------------------------------


class _Same:
    """The same collection, not an equal one: comparing all periods for each article would cost more than the work."""

    __slots__ = ("periods",)

    def __init__(self, periods: Mapping[str, Period]) -> None:
        self.periods = periods

    def __hash__(self) -> int:
        return id(self.periods)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.periods is other.periods


@lru_cache(maxsize=4)
def _names(known: _Same, language: str) -> Mapping[str, tuple[_Name, ...]]:
    """List the names by their first word, the longest first. "The" may be missing before any of them."""
    rules = load_temporal(language)
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for period in known.periods.values():
        for alias in (*period.aliases, *period.relative_aliases):
            words = tuple(plain_word(m.group()) for m in rules.token.finditer(alias))
            owners[words[1:] if words[:1] == ("the",) else words].add(period.id)
    starting: dict[str, list[_Name]] = defaultdict(list)
    for words, ids in owners.items():
        if words:
            temporal = "time_head" in rules.words.get(words[-1], {}) or "during" in rules.words.get(words[0], {})
            starting[words[0]].append(_Name(words[1:], tuple(sorted(ids)), temporal))
    return {word: tuple(sorted(names, key=lambda n: -len(n.words))) for word, names in starting.items()}
