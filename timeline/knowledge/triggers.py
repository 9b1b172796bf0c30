"""Know the words that say an act was done: load the trigger rules of a language and index them by verb form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

FormClass = Literal["base", "s", "past", "participle", "ing"]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and what a trigger must make of it."""

    text: str
    event: tuple[str, str] | None  # the agent's and the target's words, "" for nobody; None: no event
    agents: tuple[str, ...] = ()  # where there are several
    dct: str = ""  # the document creation time, where it matters


@dataclass(frozen=True, slots=True, eq=False)
class Trigger:
    """One kind of act and the words that say it; the data file explains each field."""

    name: str
    type: str
    verbs: tuple[tuple[str, ...], ...]
    heads: frozenset[str]
    needs: re.Pattern[str] | None
    nouns: frozenset[str]
    subject: str
    object: str
    after: Mapping[str, str]
    lone: bool
    owned: bool
    needs_dated: bool
    needs_person_or_body: str
    needs_subject_kind: frozenset[str]
    needs_subject: frozenset[str]
    needs_name: str
    needs_opening: re.Pattern[str] | None
    needs_next: frozenset[str]
    needs_other_party: bool
    not_followed_by: frozenset[str]
    subclause_agent: str
    title: str
    examples: tuple[Example, ...]

    @property
    def strictness(self) -> tuple[int, str]:
        """Order triggers that fit one verb: the more a rule asks for, the more it means."""
        asked = [self.needs, self.needs_subject, self.needs_next, self.needs_opening, self.needs_person_or_body]
        return (-sum(bool(a) for a in asked), self.name)


@dataclass(frozen=True, slots=True)
class Triggers:
    """The trigger rules of a language, by what a reader meets in a text."""

    all: tuple[Trigger, ...]
    by_form: Mapping[str, tuple[tuple[Trigger, FormClass, tuple[str, ...]], ...]]  # word -> rules, its class, all forms
    by_head: Mapping[str, tuple[Trigger, ...]]  # noun that is an act by itself -> rules
    by_noun: Mapping[str, tuple[Trigger, ...]]  # noun that refers back to an act -> rules
    words: Mapping[str, frozenset[str]]
    signs: frozenset[str]  # the first letters and figures of every word above: where none stands, no rule is met


@lru_cache(maxsize=4)
def load_triggers(language: str = "en") -> Triggers:
    """Read and index the package's trigger rules; a fault in them is a bug, hence an exception."""
    text = (files("timeline") / "data" / language / "triggers.yaml").read_text("utf-8")
    # The base loader makes nothing but strings, so that "on" and "no" stay words.
    data = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - safe, and on our own file
    triggers = tuple(_trigger(row) for row in data["triggers"])
    by_form: dict[str, list[tuple[Trigger, FormClass, tuple[str, ...]]]] = {}
    by_head: dict[str, list[Trigger]] = {}
    by_noun: dict[str, list[Trigger]] = {}
    for trigger in sorted(triggers, key=lambda t: t.strictness):
        for forms in trigger.verbs:
            for form, classes in _classes(forms).items():
                by_form.setdefault(form, []).extend((trigger, c, forms) for c in classes)
        for head in trigger.heads:
            by_head.setdefault(head, []).append(trigger)
        for noun in trigger.nouns:
            by_noun.setdefault(noun, []).append(trigger)
    return Triggers(
        triggers,
        {form: tuple(rows) for form, rows in by_form.items()},
        {head: tuple(rows) for head, rows in by_head.items()},
        {noun: tuple(rows) for noun, rows in by_noun.items()},
        _with_joined({name: frozenset(words) for name, words in data["words"].items()}),
        frozenset(run[0] for word in (*by_form, *by_head, *by_noun) if (run := re.search(r"\w+", word))),
    )


# Lists that are asked for together, often: name -> its parts.
_JOINED = {
    "finite": ("have", "be", "modals"),
    "helpers": ("have", "be", "do", "modals", "negations", "nonfinite"),
    "grammar": ("prepositions", "boundaries", "adverbs", "have", "be", "do", "modals", "determiners", "negations", "report_verbs", "aspect"),
}


def _with_joined(words: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return words | {name: frozenset[str]().union(*(words[part] for part in parts)) for name, parts in _JOINED.items()}


def _classes(forms: tuple[str, ...]) -> dict[str, tuple[FormClass, ...]]:
    base, third, past, participle, ing = forms
    found: dict[str, list[FormClass]] = {}
    pairs: tuple[tuple[str, FormClass], ...] = (
        (base, "base"),
        (third, "s"),
        (past, "past"),
        (participle, "participle"),
        (ing, "ing"),
    )
    for form, class_ in pairs:
        found.setdefault(form, []).append(class_)
    return {form: tuple(classes) for form, classes in found.items()}


def _forms(text: str) -> tuple[str, ...]:
    forms = tuple(text.split())
    return forms if len(forms) == 5 else (*forms[:3], forms[2], forms[3])


def _phrases(words: list[str] | None) -> re.Pattern[str] | None:
    if not words:
        return None
    longest_first = sorted(words, key=lambda w: (-len(w), w))
    return re.compile(r"\b(?:" + "|".join(re.escape(w) for w in longest_first) + r")\b", re.IGNORECASE)


def _trigger(row: dict[str, Any]) -> Trigger:
    return Trigger(
        name=row["name"],
        type=row["type"],
        verbs=tuple(_forms(v) for v in row.get("verbs", [])),
        heads=frozenset(row.get("heads", [])),
        needs=_phrases(row.get("needs")),
        nouns=frozenset(row.get("nouns", [])),
        subject=row.get("subject", "agent"),
        object=row.get("object", "target"),
        after=row.get("after", {}),
        lone=row.get("lone") == "true",
        owned=row.get("owned") == "true",
        needs_dated=row.get("needs_dated") == "true",
        needs_person_or_body=row.get("needs_person_or_body", ""),
        needs_subject_kind=frozenset(row.get("needs_subject_kind", [])),
        needs_subject=frozenset(row.get("needs_subject", [])),
        needs_name=row.get("needs_name", ""),
        needs_opening=_phrases(row.get("needs_opening")),
        needs_next=frozenset(row.get("needs_next", [])),
        needs_other_party=row.get("needs_other_party") == "true",
        not_followed_by=frozenset(row.get("not_followed_by", [])),
        subclause_agent=row.get("subclause_agent", ""),
        title=row.get("title", ""),
        examples=tuple(_example(e) for e in row.get("examples", [])),
    )


def _example(row: dict[str, Any]) -> Example:
    event = row["event"]
    pair = None if event == "none" else (event[0], event[1])
    return Example(row["text"], pair, tuple(row.get("agents", [])), row.get("dct", ""))
