"""Know the words of a language that surround names: titles, adjectives of states, group nouns; know nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from timeline.knowledge.tokens import cut


@dataclass(frozen=True, slots=True)
class State:
    """How a language speaks of a state."""

    name: str
    adjectives: tuple[str, ...]
    people: tuple[str, ...]


class NameWords(dict[str, frozenset[str]]):
    """The words of names.yaml, which says what each list is for: list -> its words, in lower case.

    A dictionary itself, since linking asks for these lists more often than for anything else.
    """

    __slots__ = ("descriptions", "given_names", "office_words", "pronouns", "referring", "same_given", "states")

    def __init__(self, lists: Mapping[str, frozenset[str]], data: Mapping[str, Any]) -> None:
        super().__init__(lists)
        he, she = lists["he_names"], lists["she_names"]
        self.states = tuple(State(name, tuple(s["adjectives"]), tuple(s["people"])) for name, s in data["states"].items())
        self.office_words: tuple[tuple[str, ...], ...] = tuple(tuple(words) for words in data["office_words"])  # ways to say one office
        # noun -> kind of the actor it refers to
        self.descriptions: Mapping[str, str] = {noun: kind for kind, nouns in data["descriptions"].items() for noun in nouns}
        self.pronouns: Mapping[str, str] = {word: who for who, words in data["pronouns"].items() for word in words}  # -> he or she
        # every word that refers to somebody named before
        self.referring = frozenset(self.descriptions) | frozenset(self.pronouns) | lists["speaker_words"] | lists["house_words"]
        self.given_names: Mapping[str, str] = {n: "both" if n in he and n in she else "he" if n in he else "she" for n in he | she}
        self.same_given = _same_given(data["given_name_sets"])  # given name -> its other spellings and itself


@lru_cache(maxsize=4)
def load_names(language: str = "en") -> NameWords:
    """Read the package's words of a language; a fault in them is a bug, hence an exception."""
    text = (files("timeline") / "data" / language / "names.yaml").read_text("utf-8")
    data = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - knows no types but text: "no" stays a word
    lists = {name: frozenset(w.lower() for w in words) for name, words in data.items() if _is_flat(words)}
    lists["no_names"] = lists["function_words"] | lists["capitalized"]  # in capitals, too, they begin no name
    lists["body_links"] = lists["name_links"] - lists["particles"]  # they link the words of a body's name, and of no person's
    lists["titles"] = frozenset(" ".join(cut(title).compared) for title in lists["titles"])
    return NameWords(lists, data)


def _is_flat(words: object) -> bool:
    return isinstance(words, list) and all(isinstance(word, str) for word in words)


def _same_given(sets: list[list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for names in sets:
        lower = frozenset(name.lower() for name in names)
        for name in lower:
            found[name] = found.get(name, frozenset()) | lower
    return found
