"""Know the words and rules of time of a language, read from data and ready to match; know no text and no date.

A text is read as a row of words. Each word gets one sign, a character that stands for all the classes it is in,
and a rule is a regular expression over signs: matching a rule is a scan of a short string, and each word of the
text is looked up once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from timeline.knowledge.temporal_patterns import (
    EDGE,
    LOOKS,
    OPERATORS,
    Rule,
    Value,
    elements_of,
    expand,
    read_rule,
    read_value,
)


class Example(NamedTuple):
    """A sentence with the expected expression in brackets, and what it must come to."""

    text: str
    span: tuple[int, int]  # of the expression, in `text` without the brackets
    dct: str
    value: str
    edtf: str


@dataclass(frozen=True, slots=True)
class TemporalRules:
    """The words, shapes and rules of one language."""

    language: str
    words: Mapping[str, Mapping[str, Value]]  # as written, or in lower case where the case is free -> class -> value
    phrases: Mapping[str, Mapping[str, Sequence[tuple[str, ...]]]]  # first word -> second in lower case -> the phrases, longest first
    numerals: frozenset[str]  # words that a number in words can begin with
    token: re.Pattern[str]  # any one word with the white space after it; without groups, which would cost more than all the rest
    shape_start: re.Pattern[str]  # what a shape begins with
    shaped: re.Pattern[str]  # a word in figures; the group that matched is the shape
    shapes: Mapping[str, tuple[str, re.Pattern[str]]]  # group of `shaped` -> class and the pattern with named parts
    known: Mapping[str, tuple[str, Mapping[str, Value]]]  # word or phrase -> its sign and classes
    figures: tuple[tuple[str, int, int], ...]  # class, lowest and highest value of a plain number in it
    signs: Mapping[frozenset[str], str]  # the classes of a word -> its sign
    charsets: Mapping[str, frozenset[str]]  # class -> the signs of all words in it
    rules: tuple[Rule, ...]
    rules_of: Mapping[str, Sequence[int]]  # sign -> which rules have it among those that they cannot do without


@lru_cache(maxsize=4)
def load_temporal(language: str = "en") -> TemporalRules:
    """Read the package's data for a language; a fault in it is a bug, hence an exception."""
    lexicon, grammar = _read(language, "words.yaml"), _read(language, "temporal.yaml")
    figures = tuple((name, int(low), int(high)) for name, (low, high) in lexicon["figures"].items())
    shapes = {f"s{n}": (row["name"], re.compile(row["pattern"])) for n, row in enumerate(lexicon["shapes"])}
    parts = {name: expand(pattern, {}) for name, pattern in grammar["parts"].items()}
    patterns = [elements_of(expand(row["pattern"], parts)) for row in grammar["rules"]]
    words = _words(lexicon["classes"], _literals(patterns, grammar["rules"]))
    shaped = re.compile("|".join(f"(?P<{key}>{_whole(p.pattern)})" for key, (_, p) in shapes.items()))
    start = lexicon["shape_start"]
    bare = "|".join(_whole(p.pattern) for _, p in shapes.values())
    token = re.compile(f"(?:[a-z][a-z]*{_ALONE}|[A-Z](?<!{start})[A-Za-z]+{_ALONE}|(?={start})(?:{bare})|{_WORD})\\s*")
    phrases = _phrases(words, token)
    signs = _signs(words, {name for name, _ in shapes.values()}, figures)
    known = {word: (signs[frozenset(values)], values) for word, values in words.items()}
    charsets = _charsets(signs)
    rules = tuple(read_rule(row, pattern, charsets) for row, pattern in zip(grammar["rules"], patterns, strict=True))
    numerals = frozenset(w for name in _NUMERAL_CLASSES for w in lexicon["classes"][name])
    rules_of: dict[str, list[int]] = defaultdict(list)
    for n, rule in enumerate(rules):
        for sign in rule.needs:
            rules_of[sign].append(n)
    sets = {name: frozenset(members) for name, members in charsets.items()}
    return TemporalRules(language, words, phrases, numerals, token, re.compile(start), shaped, shapes, known, figures, signs, sets, rules, dict(rules_of))


@lru_cache(maxsize=1024)
def compiled(expression: str) -> re.Pattern[str]:
    """Compile a rule's expression when it is first needed: most articles need half of them."""
    return re.compile(expression)


def compile_rules(rules: TemporalRules) -> None:
    """Compile every rule now, where many articles will need all of them."""
    for rule in rules.rules:
        compiled(rule.expression)


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
# Most words of a text are letters with a space or mark after them: they need not be held against every shape.
# `[a-z][a-z]*` fails faster than `[a-z]+` where something else begins.
_ALONE = r"(?![\w'’]|\.\w)"
_WORD = r"[^\W\d_]\.(?:[^\W\d_]\.){1,5}|[oO]['’]clock|['’](?:s|ll|d|re|ve)\b|[^\W\d_][^\W\d_]*(?:['’]t\b)?|\d\d*|[^\w\s]|_"


def _read(language: str, name: str) -> dict[str, Any]:
    text = (files("timeline") / "data" / language / name).read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - the base loader makes strings only
    return data


def _literals(patterns: Iterable[Iterable[str]], rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """List the words that rules name themselves, in their patterns and as neighbors."""
    mentioned = {e for pattern in patterns for e in pattern if e not in OPERATORS}
    mentioned |= {e for row in rows for key in LOOKS for e in row.get(key, "").split() if e != EDGE}
    return sorted(e for e in mentioned if e[0] != "{")


def _words(classes: Mapping[str, Mapping[str, str]], literals: Iterable[str]) -> dict[str, dict[str, Value]]:
    words: dict[str, dict[str, Value]] = {}
    written = {word for members in classes.values() for word in members}
    for name, members in classes.items():
        for word, value in members.items():
            words.setdefault(word, {})[name] = read_value(value)
            # "MAR" and "SAT" in capitals are mostly something else.
            if word[0].isupper() and len(word) > 3 and word.upper() not in written:
                words.setdefault(word.upper(), {})[name] = read_value(value)
    for literal in literals:
        words.setdefault(literal, {})[f"={literal}"] = ""
    return words


def _whole(shape: str) -> str:
    """Give a shape without named parts, as a word of its own; one that looks ahead says itself where it ends."""
    bare = re.sub(r"\(\?P<\w+>", "(?:", shape)
    return rf"(?<!\w)(?:{bare})" + ("" if "(?=" in bare else r"(?!\w)")


def _phrases(words: Mapping[str, object], token: re.Pattern[str]) -> dict[str, dict[str, list[tuple[str, ...]]]]:
    """Index the lexicon's phrases: each the words after the first, and the phrase itself."""
    phrases: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for phrase in words:
        parts = [] if phrase.isalpha() else [word.rstrip() for word in token.findall(phrase)]
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
