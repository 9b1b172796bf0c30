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

_NAMED = Rule("period.named", "DATE", "period", "", {}, frozenset(), {}, (0, 0), "none", frozenset(), {}, False, True, (), ())


@dataclass(frozen=True, slots=True)
class _Name:
    """A way to name periods: its words in lower case, after the first, and which periods it fits."""

    words: tuple[str, ...]
    periods: tuple[str, ...]
    temporal: bool  # it names a time by itself: "the Example years", "under President Example"


def find_named(words: Words, rules: TemporalRules, periods: Mapping[str, Period]) -> Iterator[Match]:
    """Find the periods that the text names. A thing's name ("the Example war") is a time only after a word of time."""
    names = _names(_Same(periods), rules.language)
    raw = words.raw
    for at in [n for n, word in enumerate(raw) if word in names]:
        for name in names[raw[at]]:
            end = at + 1 + len(name.words)
            if tuple(raw[at + 1 : end]) == name.words:
                if "one" not in words.values(words.of_raw(at) - 1):  # "a Example presidency" is one that may never be
                    yield _match(words, rules, at, end, name)
                break  # the longest stands first


def _match(words: Words, rules: TemporalRules, at: int, end: int, name: _Name) -> Match:
    first, last = words.of_raw(at), words.of_raw(end - 1) + 1
    if first and words.signs[first - 1] in rules.charsets["=the"]:
        first -= 1
    alone = name.temporal or words.signs[first - 1] in rules.charsets["during"]
    return Match(_NAMED, first, last, {}, periods=name.periods, named_time=alone)


def read_period(asked: Asked) -> Meaning | None:
    """Give the dates of the period that is meant, closed at the creation time if it still ran on then."""
    fitting = [asked.context.periods[p] for p in asked.match.periods]
    chosen = fitting if len(fitting) == 1 else _choose(fitting, _shift(asked), asked.dct, asked.direction())
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
        if "period_shift" in (values := asked.context.words.values(at)):
            return int(values["period_shift"])
    return None


def _choose(periods: list[Period], shift: int | None, dct: date | None, direction: int) -> list[Period]:
    """Choose by the creation time.

    "Last" is the last one over, "next" the first to begin, "this" the one under way. Any other word means the one
    under way too; if there is none, the last that had begun or the next, as the verbs point, else the nearer.
    """
    if dct is None:
        return []
    if shift is not None and shift < 0:
        return _extreme([p for p in periods if _end(p) <= dct], _end, last=True)
    ahead = _extreme([p for p in periods if _start(p) > dct], _start, last=False)
    if shift:
        return ahead
    running = _extreme([p for p in periods if _start(p) <= dct <= _end(p)], _start, last=True)
    if running or shift == 0:
        return running
    begun = _extreme([p for p in periods if _start(p) <= dct], _start, last=True)
    if not ahead or not begun or direction:
        return (ahead if direction > 0 else begun) or begun or [p for p in ahead if _start(p) - dct <= _SOON]
    until = _start(ahead[0]) - dct
    return ahead if until <= _SOON and until < dct - _end(begun[0]) else begun


def _start(period: Period) -> date:
    return period.dates.earliest or date.min


def _end(period: Period) -> date:
    return period.dates.latest or date.max


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
            words = tuple(plain_word(word.rstrip()) for word in rules.token.findall(alias))
            owners[words[1:] if words[:1] == ("the",) else words].add(period.id)
    starting: dict[str, list[_Name]] = defaultdict(list)
    for words, ids in owners.items():
        if words:
            temporal = _opens_a_time(words[0], rules) or any(_heads_a_time(word, rules) for word in words)
            starting[words[0]].append(_Name(words[1:], tuple(sorted(ids)), temporal))
    return {word: tuple(sorted(names, key=lambda n: -len(n.words))) for word, names in starting.items()}


def _opens_a_time(word: str, rules: TemporalRules) -> bool:
    """Tell whether a name that begins so is a time by itself: "under President Example", "as the fleet prepared to sail"."""
    return not {"during", "opening"}.isdisjoint(rules.words.get(word, {}))


def _heads_a_time(word: str, rules: TemporalRules) -> bool:
    """Tell whether a name with this word is a time by itself: "the Example years", "fiscal 2018", "FY18"."""
    shape = rules.shaped.match(word.upper())
    shaped = shape is not None and rules.shapes.get(shape.lastgroup or "", ("",))[0] == "fiscal_year"
    return shaped or not {"time_head", "fiscal"}.isdisjoint(rules.words.get(word, {}))
