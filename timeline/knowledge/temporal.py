"""Know the words and rules of time of a language, read from data and ready to match; know no text and no date.

A text is read as a row of words. Each word gets one sign, a character that stands for all the classes it is in,
and a rule is a regular expression over signs: matching a rule is a scan of a short string, and each word of the
text is looked up once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import yaml

Value = str | int | float
Inner = Literal["none", "first", "last"]

BREAK = "\n"  # the sign of a place that no expression crosses


class Example(NamedTuple):
    """A sentence with the expected expression in brackets, and what it must come to."""

    text: str
    span: tuple[int, int]  # of the expression, in `text` without the brackets
    dct: str
    value: str
    edtf: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to say a time."""

    name: str
    type: str  # DATE, TIME, DURATION, SET, or NONE for words that only look like a time
    means: str  # the function of `extract.normalize` that reads the slots
    expression: str  # over signs, with a named group for each slot
    slots: Mapping[str, tuple[str, str]]  # group -> slot and the class that fills it
    needs: frozenset[str]  # signs of which every match holds one
    reach: tuple[int, int]  # how many words a match can have before that sign, and from it on
    inner: Inner  # where another expression, `{when}`, stands
    inside: frozenset[str]  # the units that `{when}` may have; empty: any
    constants: Mapping[str, Value]  # slots that the rule itself fills
    choosy: bool  # it asks for certain neighbors
    alone: bool  # it may stand without a rule around it
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemporalRules:
    """The words, shapes and rules of one language."""

    language: str
    words: Mapping[str, Mapping[str, Value]]  # as written, or in lower case where the case is free -> class -> value
    phrases: Mapping[str, Mapping[str, Sequence[tuple[str, ...]]]]  # first word -> second in lower case -> the phrases, longest first
    numerals: frozenset[str]  # words that a number in words can begin with
    token: re.Pattern[str]  # any one word; the group that matched is the shape, no group a word or mark
    shapes: Mapping[str, tuple[str, re.Pattern[str]]]  # group of `token` -> class and the pattern with named parts
    known: Mapping[str, tuple[str, Mapping[str, Value]]]  # word or phrase -> its sign and classes
    figures: tuple[tuple[str, int, int], ...]  # class, lowest and highest value of a plain number in it
    signs: Mapping[frozenset[str], str]  # the classes of a word -> its sign
    charsets: Mapping[str, frozenset[str]]  # class -> the signs of all words in it
    rules: tuple[Rule, ...]
    wanted: frozenset[str]  # every sign that some rule cannot do without


@lru_cache(maxsize=4)
def load_temporal(language: str = "en") -> TemporalRules:
    """Read the package's data for a language; a fault in it is a bug, hence an exception."""
    lexicon, grammar = _read(language, "words.yaml"), _read(language, "temporal.yaml")
    figures = tuple((name, int(low), int(high)) for name, (low, high) in lexicon["figures"].items())
    shapes = {f"s{n}": (row["name"], re.compile(row["pattern"])) for n, row in enumerate(lexicon["shapes"])}
    parts = {name: _expand(pattern, {}) for name, pattern in grammar["parts"].items()}
    patterns = [_elements(_expand(row["pattern"], parts)) for row in grammar["rules"]]
    mentioned = {e for pattern in patterns for e in pattern if e not in _OPERATORS}
    mentioned |= {e for row in grammar["rules"] for key in _LOOKS for e in row.get(key, "").split() if e != _EDGE}
    words = _words(lexicon["classes"], (e for e in mentioned if e[0] != "{"))
    shaped = "|".join(f"(?P<{key}>{_whole(p.pattern)})" for key, (_, p) in shapes.items())
    token = re.compile(f"{_PLAIN_WORD}|(?={lexicon['shape_start']})(?:{shaped})|{_WORD}")
    phrases = _phrases(words, token)
    signs = _signs(words, {name for name, _ in shapes.values()}, figures)
    known = {word: (signs[frozenset(values)], values) for word, values in words.items()}
    charsets = _charsets(signs)
    rules = tuple(_rule(row, pattern, charsets) for row, pattern in zip(grammar["rules"], patterns, strict=True))
    numerals = frozenset(w for name in _NUMERAL_CLASSES for w in lexicon["classes"][name])
    return TemporalRules(language, words, phrases, numerals, token, shapes, known, figures, signs, {name: frozenset(c) for name, c in charsets.items()}, rules, frozenset[str]().union(*(rule.needs for rule in rules)))


@lru_cache(maxsize=1024)
def compiled(expression: str) -> re.Pattern[str]:
    """Compile a rule's expression when it is first needed: most articles need half of them."""
    return re.compile(expression)


def figure_classes(value: int, figures: Iterable[tuple[str, int, int]]) -> frozenset[str]:
    """Give the classes of a plain number."""
    return frozenset({"figure", *(name for name, low, high in figures if low <= value <= high)})


def parse_example(line: str) -> Example:
    """Read "We met [last week]. | 2025-03-03 | 2025-W09 | edtf"; what is left out at the end is empty."""
    text, dct, value, edtf, *_ = [*(part.strip() for part in line.split("|")), "", "", ""]
    start, end = text.index("["), text.index("]") - 1
    return Example(text.replace("[", "").replace("]", ""), (start, end), dct, value, edtf)


# --- words -----------------------------------------------------------------------------------------

_NUMERAL_CLASSES = ("cardinal", "tens", "scale", "one")
# Most words of a text are small letters with a space after them: they need not be held against every shape.
_PLAIN_WORD = r"[a-z]+(?![\w.'’])"
_WORD = r"(?:[^\W\d_]\.){2,6}|[oO]['’]clock|['’](?:s|ll|d|re|ve)\b|[^\W\d_]+(?:['’]t\b)?|\d+|[^\w\s]|_"


def _read(language: str, name: str) -> dict[str, Any]:
    text = (files("timeline") / "data" / language / name).read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - the base loader makes strings only
    return data


def _words(classes: Mapping[str, Mapping[str, str]], literals: Iterable[str]) -> dict[str, dict[str, Value]]:
    words: dict[str, dict[str, Value]] = {}
    written = {word for members in classes.values() for word in members}
    for name, members in classes.items():
        for word, value in members.items():
            words.setdefault(word, {})[name] = _value(value)
            # "MAR" and "SAT" in capitals are mostly something else.
            if word[0].isupper() and len(word) > 3 and word.upper() not in written:
                words.setdefault(word.upper(), {})[name] = _value(value)
    for literal in literals:
        words.setdefault(literal, {})[f"={literal}"] = ""
    return words


def _whole(shape: str) -> str:
    """Give a shape without named parts, as a word of its own; one that looks ahead says itself where it ends."""
    bare = re.sub(r"\(\?P<\w+>", "(?:", shape)
    return rf"(?<!\w)(?:{bare})" + ("" if "(?=" in bare else r"(?!\w)")


def _value(text: str) -> Value:
    if re.fullmatch(r"-?\d{1,12}", text):
        return int(text) if text == "0" or not text.lstrip("-").startswith("0") else text
    return float(text) if re.fullmatch(r"\d\.\d{1,3}", text) else text


def _phrases(words: Mapping[str, object], token: re.Pattern[str]) -> dict[str, dict[str, list[tuple[str, ...]]]]:
    """Index the lexicon's phrases: each the words after the first, and the phrase itself."""
    phrases: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for phrase in words:
        parts = [] if phrase.isalpha() else [m.group() for m in token.finditer(phrase)]
        if len(parts) > 1:
            phrases.setdefault(parts[0], {}).setdefault(parts[1].lower(), []).append((*parts[1:], phrase))
    for following in phrases.values():
        for starting in following.values():
            starting.sort(key=len, reverse=True)
    return phrases


# --- signs -----------------------------------------------------------------------------------------

# Words outside the lexicon are told apart only so far as a rule may wish to look at its neighbors.
UNKNOWN = (frozenset({"name"}), frozenset({"lower"}), frozenset({"lower", "plural"}), frozenset({"lower", "past_form"}), frozenset({"mark"}))
SPELLED = frozenset({"amount", "spelled"})


def _signs(words: Mapping[str, Mapping[str, Value]], shapes: Iterable[str], figures: Sequence[tuple[str, int, int]]) -> dict[frozenset[str], str]:
    edges = {0, *(low for _, low, _ in figures), *(high + 1 for _, _, high in figures)}
    kinds = [*UNKNOWN, SPELLED, *(frozenset(w) for w in words.values()), *(frozenset({s}) for s in shapes)]
    kinds += [figure_classes(edge, figures) for edge in edges]
    return dict(zip(dict.fromkeys(kinds), _sign_characters(), strict=False))


def _sign_characters() -> Iterator[str]:
    """Give characters that mean themselves in a set of a regular expression, those below 256 first: they compile fastest."""
    return (chr(n) for n in range(1, 0xD800) if chr(n) not in "\n[]\\^-&~|")


def _charsets(signs: Mapping[frozenset[str], str]) -> dict[str, str]:
    """Give, for each class, the signs of all words in it."""
    charsets: dict[str, str] = {}
    for kind, sign in signs.items():
        for name in kind:
            charsets[name] = charsets.get(name, "") + sign
    return charsets


# --- patterns --------------------------------------------------------------------------------------

_OPERATORS = frozenset("[]()|")
_EDGE = "<edge>"
_LOOKS = {"after": "(?<={})", "not_after": "(?<!{})", "before": "(?={})", "not_before": "(?!{})"}
_ELEMENT = re.compile(r"\{[^{}]+\}|[][()|]|[^\s\[\](){}|]+")
_PART = re.compile(r"\b[A-Z][A-Z_]+\b")


def _expand(pattern: str, parts: Mapping[str, str]) -> str:
    """Put the named parts, written in capitals, into a pattern."""
    return _PART.sub(lambda m: f"( {parts[m.group()]} )", pattern) if parts else pattern


def _elements(pattern: str) -> list[str]:
    return _ELEMENT.findall(pattern)


def _rule(row: Mapping[str, Any], elements: list[str], charsets: Mapping[str, str]) -> Rule:
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
        *_needs(middle, charsets),
        inner,
        frozenset(row.get("inside", "").split()),
        {name: _value(value) for name, value in row.get("with", {}).items()},
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
        if element in _OPERATORS:
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


def _needs(elements: Iterable[str], charsets: Mapping[str, str]) -> tuple[frozenset[str], tuple[int, int]]:
    """Find the rarest set of signs of which every match holds one, and how far a match can reach around it."""
    sections = _sections(elements, charsets)
    frequent = frozenset("".join(charsets[name] for name in ("frequent", "name", "lower")))
    needed = [(n, s) for n, s in enumerate(sections) if not s.optional]
    place, section = min(needed, key=lambda pair: (not frequent.isdisjoint(pair[1].members), len(pair[1].members)))
    before = sum(s.width for s in sections[:place])
    return frozenset(section.members), (before + section.width - 1, sum(s.width for s in sections[place:]))


class _Section(NamedTuple):
    """An element of a pattern, or a group of them."""

    members: str  # the signs in it
    width: int  # of how many words it is at most
    optional: bool


def _sections(elements: Iterable[str], charsets: Mapping[str, str]) -> list[_Section]:
    sections: list[_Section] = []
    members = ""
    open_groups: list[_Group] = []
    for element in elements:
        if element in ("[", "("):
            open_groups.append(_Group(element))
        elif element == "|":
            open_groups[-1].next_choice()
        elif element in ("]", ")"):
            group = open_groups.pop()
            if open_groups:
                open_groups[-1].width += group.widest
            else:
                sections.append(_Section(members, group.widest, optional=group.bracket == "["))
                members = ""
        else:
            found = _members(element, charsets)[2]
            if open_groups:
                open_groups[-1].width += 1
                if not any(group.bracket == "[" for group in open_groups):
                    members += found
            else:
                sections.append(_Section(found, 1, optional=False))
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
    looks = dict.fromkeys(_LOOKS, "")
    for key in looks.keys() & row.keys():
        members = "".join(BREAK if e == _EDGE else _members(e, charsets)[2] for e in row[key].split())
        looks[key] = _LOOKS[key].format(f"[{members}]")
    return looks["after"] + looks["not_after"], looks["before"] + looks["not_before"]
