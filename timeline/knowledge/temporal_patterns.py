"""Know how a rule of time is written, and what regular expression over signs it is; know no word of any language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from timeline.knowledge.temporal_order import order_of

Value = str | int | float
Inner = Literal["none", "first", "last"]

BREAK = "\n"  # the sign of a place that no expression crosses


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say a time."""

    name: str
    type: str  # DATE, TIME, DURATION, SET, or NONE for words that only look like a time
    means: str  # the function of `extract.normalize` that reads the slots
    expression: str  # over signs, with a named group for each slot
    slots: Mapping[str, tuple[str, str]]  # group -> slot and the class that fills it
    needs: frozenset[str]  # signs of which every match holds one
    beside: Mapping[str, tuple[frozenset[str] | None, frozenset[str] | None]]  # such a sign -> what can stand before it, after it; none: anything
    reach: tuple[int, int]  # how many words a match can have before that sign, and from it on
    inner: Inner  # where another expression, `{when}`, stands
    inside: frozenset[str]  # the units that `{when}` may have; empty: any
    constants: Mapping[str, Value]  # slots that the rule itself fills
    choosy: bool  # it asks for certain neighbors
    alone: bool  # it may stand without a rule around it
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


def read_value(text: str) -> Value:
    if re.fullmatch(r"-?\d{1,12}", text):
        return int(text) if text == "0" or not text.lstrip("-").startswith("0") else text
    return float(text) if re.fullmatch(r"\d\.\d{1,3}", text) else text


OPERATORS = frozenset("[]()|")
EDGE = "<edge>"
LOOKS = {"after": "(?<={})", "not_after": "(?<!{})", "before": "(?={})", "not_before": "(?!{})"}
_ELEMENT = re.compile(r"\{[^{}]+\}|[][()|]|[^\s\[\](){}|]+")
_PART = re.compile(r"\b[A-Z][A-Z_]+\b")


def expand(pattern: str, parts: Mapping[str, str]) -> str:
    """Put the named parts, written in capitals, into a pattern."""
    return _PART.sub(lambda m: f"( {parts[m.group()]} )", pattern) if parts else pattern


def elements_of(pattern: str) -> list[str]:
    return _ELEMENT.findall(pattern)


def read_rule(row: Mapping[str, Any], elements: list[str], charsets: Mapping[str, str]) -> Rule:
    inner: Inner = "first" if elements[0] == "{when}" else "last" if elements[-1] == "{when}" else "none"
    middle = elements[1:] if inner == "first" else elements[:-1] if inner == "last" else elements
    body, slots = _expression(middle, charsets)
    before, after = _context(row, charsets)
    return Rule(
        row["name"],
        row["type"],
        row.get("means", ""),
        f"{before}{body}{after}",
        slots,
        *_needs(middle, charsets, row),
        inner,
        frozenset(row.get("inside", "").split()),
        {name: read_value(value) for name, value in row.get("with", {}).items()},
        "after" in row or "before" in row,
        row.get("alone") != "no",
        tuple(row.get("yes", ())),
        tuple(row.get("no", ())),
    )


_AS_REGEX = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|"}


def _expression(elements: Iterable[str], charsets: Mapping[str, str]) -> tuple[str, dict[str, tuple[str, str]]]:
    """Turn a pattern into a regular expression over signs, and say what its groups are."""
    written: list[str] = []
    slots: dict[str, tuple[str, str]] = {}
    for element in elements:
        if element in OPERATORS:
            written.append(_AS_REGEX[element])
            continue
        slot, name, members = _members(element, charsets)
        if slot:
            group = f"g{len(slots)}"
            slots[group] = (slot, name)
            written.append(f"(?P<{group}>[{members}])")
        else:
            written.append(f"[{members}]")
    return "".join(written), slots


def _needs(
    elements: Sequence[str], charsets: Mapping[str, str], row: Mapping[str, Any]
) -> tuple[frozenset[str], dict[str, tuple[frozenset[str] | None, frozenset[str] | None]], tuple[int, int]]:
    """Find the rarest set of signs of which every match holds one, what can stand beside these, and how far a match can reach."""
    sections = _sections(elements, charsets)
    frequent = frozenset("".join(charsets[name] for name in ("frequent", "name", "lower")))
    needed = [(n, s) for n, s in enumerate(sections) if not s.optional]
    place, section = min(needed, key=lambda pair: (not frequent.isdisjoint(pair[1].members), len(pair[1].members)))
    before = sum(s.width for s in sections[:place])
    beside = _beside(elements, section.places, charsets, row)
    return frozenset(section.members), beside, (before + section.width - 1, sum(s.width for s in sections[place:]))


def _beside(
    elements: Sequence[str], places: Iterable[int], charsets: Mapping[str, str], row: Mapping[str, Any]
) -> dict[str, tuple[frozenset[str] | None, frozenset[str] | None]]:
    """Say for the signs of some elements which signs can stand before them and after them, as the pattern and its looks have it."""
    order = order_of(elements)
    looks = {key: _look(row[key], charsets) if key in row else None for key in ("after", "before")}
    found: dict[str, tuple[frozenset[str] | None, frozenset[str] | None]] = {}
    for place in places:
        members = {n: _members(elements[n], charsets)[2] for n in (place, *order.before[place], *order.after[place])}
        before = _joined([members[n] for n in order.before[place]], looks["after"] if place in order.first else "")
        after = _joined([members[n] for n in order.after[place]], looks["before"] if place in order.last else "")
        for sign in members[place]:
            known = found.get(sign, (frozenset[str](), frozenset[str]()))
            found[sign] = (_either(known[0], before), _either(known[1], after))
    return found


def _joined(members: Iterable[str], beyond: str | None) -> frozenset[str] | None:
    return None if beyond is None else frozenset("".join((*members, beyond)))


def _either(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or other is None else one | other


class _Section(NamedTuple):
    """An element of a pattern, or a group of them."""

    members: str  # the signs in it
    places: tuple[int, ...]  # the elements that these are of
    width: int  # of how many words it is at most
    optional: bool


def _sections(elements: Iterable[str], charsets: Mapping[str, str]) -> list[_Section]:
    sections: list[_Section] = []
    members = ""
    places: list[int] = []
    open_groups: list[_Group] = []
    for n, element in enumerate(elements):
        if element in ("[", "("):
            open_groups.append(_Group(element))
        elif element == "|":
            open_groups[-1].next_choice()
        elif element in ("]", ")"):
            group = open_groups.pop()
            if open_groups:
                open_groups[-1].width += group.widest
            else:
                sections.append(_Section(members, tuple(places), group.widest, optional=group.bracket == "["))
                members, places = "", []
        else:
            found = _members(element, charsets)[2]
            if open_groups:
                open_groups[-1].width += 1
                if not any(group.bracket == "[" for group in open_groups):
                    members += found
                    places.append(n)
            else:
                sections.append(_Section(found, (n,), 1, optional=False))
    return sections


class _Group:
    """A group of a pattern while it is being read."""

    __slots__ = ("bracket", "longest", "width")

    def __init__(self, bracket: str) -> None:
        self.bracket = bracket
        self.longest = 0  # of the choices so far
        self.width = 0  # of the present one

    def next_choice(self) -> None:
        self.longest, self.width = self.widest, 0

    @property
    def widest(self) -> int:
        return max(self.longest, self.width)


def _members(element: str, charsets: Mapping[str, str]) -> tuple[str, str, str]:
    """Read `word`, `{class}` or `{slot=class}` as the slot's name, the class and the signs in it."""
    if element[0] != "{":
        return "", "", charsets[f"={element}"]
    slot, _, name = element[1:-1].rpartition("=")
    return slot or name, name, charsets[name]


def _context(row: Mapping[str, Any], charsets: Mapping[str, str]) -> tuple[str, str]:
    """Turn what must and must not stand next to an expression into looks behind and ahead."""
    looks = dict.fromkeys(LOOKS, "")
    for key in looks.keys() & row.keys():
        looks[key] = LOOKS[key].format(f"[{_look(row[key], charsets)}]")
    return looks["after"] + looks["not_after"], looks["before"] + looks["not_before"]


def _look(said: str, charsets: Mapping[str, str]) -> str:
    """Give the signs of the words and classes that a rule wants, or does not want, beside its expression."""
    return "".join(BREAK if e == EDGE else _members(e, charsets)[2] for e in said.split())
