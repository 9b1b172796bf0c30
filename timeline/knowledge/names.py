"""Know the words of a language that surround names: titles, adjectives of states, group nouns; know nobody's name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from timeline.knowledge.tokens import cut


@dataclass(frozen=True, slots=True)
class State:
    """How a language speaks of a state."""

    name: str
    adjectives: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words of names.yaml, which says what each list is for."""

    lists: Mapping[str, frozenset[str]]  # list -> its words, in lower case
    states: tuple[State, ...]
    office_words: tuple[tuple[str, ...], ...]  # ways to say one office
    descriptions: Mapping[str, str]  # noun -> kind of the actor it refers to
    pronouns: Mapping[str, str]  # pronoun -> he or she
    referring: frozenset[str]  # every word that refers to somebody named before
    given_names: Mapping[str, str]  # given name -> he, she or both
    same_given: Mapping[str, frozenset[str]]  # given name -> its other spellings and itself

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.lists[name]


@lru_cache(maxsize=4)
def load_names(language: str = "en") -> NameWords:
    """Read the package's words of a language; a fault in them is a bug, hence an exception."""
    text = (files("timeline") / "data" / language / "names.yaml").read_text("utf-8")
    data = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - knows no types but text: "no" stays a word
    lists = {name: frozenset(w.lower() for w in words) for name, words in data.items() if _is_flat(words)}
    lists["no_names"] = lists["function_words"] | lists["capitalized"]  # in capitals, too, they begin no name
    lists["body_links"] = lists["name_links"] - lists["particles"]  # they link the words of a body's name, and of no person's
    lists["titles"] = frozenset(" ".join(cut(title).compared) for title in lists["titles"])
    he, she = lists["he_names"], lists["she_names"]
    descriptions = {noun: kind for kind, nouns in data["descriptions"].items() for noun in nouns}
    pronouns = {word: who for who, words in data["pronouns"].items() for word in words}
    return NameWords(
        lists=lists,
        states=tuple(State(name, tuple(s["adjectives"]), tuple(s["people"])) for name, s in data["states"].items()),
        office_words=tuple(tuple(words) for words in data["office_words"]),
        descriptions=descriptions,
        pronouns=pronouns,
        referring=frozenset(descriptions) | frozenset(pronouns) | lists["speaker_words"] | lists["house_words"],
        given_names={n: "both" if n in he and n in she else "he" if n in he else "she" for n in he | she},
        same_given=_same_given(data["given_name_sets"]),
    )


def _is_flat(words: object) -> bool:
    return isinstance(words, list) and all(isinstance(word, str) for word in words)


def _same_given(sets: list[list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for names in sets:
        lower = frozenset(name.lower() for name in names)
        for name in lower:
            found[name] = found.get(name, frozenset()) | lower
    return found
