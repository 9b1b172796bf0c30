"""Know how rules find their expressions in a row of words, alone and inside one another; know no date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from timeline.extract.timex_words import Words
from timeline.knowledge.temporal import TemporalRules, compiled
from timeline.knowledge.temporal_patterns import Rule, Value
from timeline.text import Span


class Match(NamedTuple):
    """The words from `first` up to `last`, as one rule reads them."""

    rule: Rule
    first: int
    last: int
    slots: Mapping[str, Value]
    inner: Match | None = None  # the expression that stands in it as {when}
    periods: tuple[str, ...] = ()  # ids of the periods that are named
    named_time: bool = True  # of a named period: the words around or in it make it a time

    @property
    def alone(self) -> bool:
        """Tell whether it may stand without another expression around it."""
        return self.rule.alone and self.named_time

    def span(self, words: Words) -> Span:
        return words.span(self.first, self.last)

    @property
    def unit(self) -> str:
        """Give the unit of the calendar that it will come to, as far as its form tells; "" for none."""
        slots = self.slots
        match self.rule.means:
            case "calendar" | "bare_part" | "within" | "that_part":
                return _calendar_unit(slots)
            case "shifted" | "definite" | "same_unit" | "following":
                return str(slots.get("unit", ""))
            case "distance":
                return str(slots.get("unit", ""))
            case "part_of":
                return str(slots["part"])
            case "position" | "about" | "edge_units":
                return self.inner.unit if self.inner else ""
            case means:
                return _UNIT_OF.get(means, "")


_UNIT_OF: Mapping[str, str] = {
    "figures": "D", "day_of_month": "D", "shifted_weekday": "D", "weekday_of_week": "D", "deictic": "D", "holiday": "D",
    "nth_weekday": "D", "day_range": "D", "week_of": "W", "before_last": "W", "decade": "DE", "century": "CE", "clock": "T", "daypart": "T", "period": "P",
}  # fmt: skip


def find_matches(words: Words, rules: TemporalRules, named: Iterable[Match]) -> list[Match]:
    """Find every match of every rule; those of `named` take part as if rules had found them."""
    signs, rules_of = words.signs, rules.rules_of
    places: dict[str, list[int]] = defaultdict(list)
    for place, sign in enumerate(signs):
        if sign in rules_of:
            places[sign].append(place)
    needed: dict[int, list[int]] = defaultdict(list)
    for sign, where in places.items():
        for n in rules_of[sign]:
            before, after = rules.rules[n].beside[sign]
            fitting = where if before is None else [place for place in where if signs[place - 1] in before]
            fitting = fitting if after is None else [place for place in fitting if signs[place + 1] in after]
            if fitting:
                needed[n] += fitting
    outer: list[tuple[Rule, list[re.Match[str]]]] = []
    found = [*named]
    for n in sorted(needed):
        rule = rules.rules[n]
        hits = _hits(rule, signs, needed[n])
        if not hits:
            continue
        if rule.inner == "none":
            found += [Match(rule, m.start(), m.end(), read_slots(rule, m.groupdict(), m.start, words)) for m in hits]
        else:
            outer.append((rule, hits))
    # Twice: "the end of the first quarter of 2009" holds two expressions, one in the other.
    new = found
    for _ in range(2):
        new = list(_around(words, outer, new)) if new else []
        found = found + new
    return found


def _hits(rule: Rule, signs: str, needed: list[int]) -> list[re.Match[str]]:
    """Match a rule around the places of the signs that it cannot do without, as far as it can reach."""
    needed.sort()
    behind, ahead = rule.reach
    find = compiled(rule.expression).finditer
    found: list[re.Match[str]] = []
    start, stop = max(0, needed[0] - behind), needed[0] + ahead + 1
    for place in needed[1:]:
        if place - behind > stop:
            found += find(signs, start, stop)
            start = place - behind
        stop = place + ahead + 1
    found += find(signs, start, stop)
    return found


def read_slots(rule: Rule, groups: Mapping[str, object], place: Callable[[str], int], words: Words) -> dict[str, Value]:
    """Look up what the words of a rule's slots stand for."""
    slots = dict(rule.constants)
    for group, (slot, name) in rule.slots.items():
        if groups[group] is not None:
            at = place(group)
            slots[slot] = words.read[at].values.get(name, "")
            if at in words.parts:
                slots.update(words.parts[at])
    return slots


def _around(words: Words, outer: Iterable[tuple[Rule, list[re.Match[str]]]], inner: Iterable[Match]) -> Iterator[Match]:
    """Put expressions into the rules that take one at their beginning or end."""
    edge: Mapping[str, dict[int, list[Match]]] = {"first": defaultdict(list), "last": defaultdict(list)}
    for match in inner:
        if match.unit:
            edge["last"][match.first].append(match)
            edge["first"][match.last].append(match)
    for rule, hits in outer:
        for m in hits:
            for match in edge[rule.inner].get(m.end() if rule.inner == "last" else m.start(), ()):
                if not rule.inside or match.unit in rule.inside:
                    slots = read_slots(rule, m.groupdict(), m.start, words)
                    yield Match(rule, min(m.start(), match.first), max(m.end(), match.last), slots, match)


def _calendar_unit(slots: Mapping[str, Value]) -> str:
    for names, unit in _FINEST:
        if not names.isdisjoint(slots):
            return unit
    return ""


_FINEST = (
    ({"day", "weekday"}, "D"), ({"month"}, "M"), ({"season"}, "SE"), ({"quarter"}, "Q"), ({"half"}, "HY"), ({"part"}, "Q"), ({"year"}, "Y"),
)  # fmt: skip


def settle(matches: Iterable[Match], words: Words) -> list[Match]:
    """Choose among overlapping matches by the policy that the rule file states."""
    order = sorted(matches, key=lambda m: _rank(m, words))
    taken = bytearray(len(words.signs))
    chosen = []
    for match in order:
        if not any(taken[match.first : match.last]):
            taken[match.first : match.last] = b"\1" * (match.last - match.first)
            chosen.append(match)
    return sorted((m for m in chosen if m.rule.type != "NONE"), key=lambda m: m.first)


def _rank(match: Match, words: Words) -> tuple[int, bool, bool, bool, str, int]:
    span, rule = match.span(words), match.rule
    return (span.start - span.end, rule.type != "NONE", match.inner is not None, not rule.choosy, rule.name, match.first)
