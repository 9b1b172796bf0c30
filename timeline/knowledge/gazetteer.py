"""Know every word sequence that can name an actor, as one tree over words; decide nothing about a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from timeline.edtf import Edtf
from timeline.knowledge.tokens import compared, cut
from timeline.model import Actor, Alias, Term

if TYPE_CHECKING:
    from timeline.knowledge.names import NameWords, State


class NameEntry(NamedTuple):
    """A name or alias of an actor."""

    actor: str
    written: tuple[str, ...]
    the: bool  # counts only after "the"
    needs_context: bool
    valid: Edtf | None


class SurnameEntry(NamedTuple):
    """The last name of a person."""

    actor: str
    given: frozenset[str]  # first names that go with it, in every spelling
    alone: bool  # an editor says that it is enough alone
    suffixes: frozenset[str]  # "jr", "iii", where a name has one


class OfficeEntry(NamedTuple):
    """A way to say an office that the actor holds or held."""

    actor: str
    term: Term
    state: str  # the state it serves, or ""
    names_state: bool
    bare: bool


class StateEntry(NamedTuple):
    """An adjective of a state, or the word for its people."""

    state: str
    actor: str  # "" where no file describes the state
    people: bool
    name: bool  # the name itself, of a state that has no file


Entry = NameEntry | SurnameEntry | OfficeEntry | StateEntry


class Node:
    """A place in the tree: what may follow, and what ends here."""

    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[str, Node] = {}
        self.entries: list[Entry] = []


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The names of all actors, ready to be looked up."""

    root: Node
    words: NameWords
    surnames: Mapping[str, tuple[SurnameEntry, ...]]  # by the surname as compared
    alike: Mapping[tuple[str, int], tuple[str, ...]]  # first letter and length -> surnames
    surnames_with: Mapping[str, tuple[str, ...]]  # first name -> the surnames of those who bear it
    state_of: Mapping[str, str]  # actor -> the state it belongs to
    state_actors: Mapping[str, str]  # state -> its actor
    kinds: Mapping[str, str]
    parents: Mapping[str, str]
    dated: Mapping[str, tuple[NameEntry, ...]]  # actor -> aliases that hold for a time
    given: Mapping[str, frozenset[str]]  # person -> first names in every spelling
    title_ends: frozenset[str]  # the last words of all titles and offices

    def longest_first(self, words: Sequence[str], at: int) -> list[tuple[int, list[Entry]]]:
        """List what begins at word `at`: the end of each sequence and what it may mean, the longest first."""
        found: list[tuple[int, list[Entry]]] = []
        node: Node | None = self.root
        n, count = at, len(words)
        while n < count:
            node = node.next.get(words[n]) if node else None
            if node is None:
                break
            n += 1
            if node.entries:
                found.append((n, node.entries))
        found.reverse()
        return found

    def actor_named(self, text: str) -> str:
        """Give the one actor that has `text` as a name or alias enough alone, else ""."""
        words = cut(text).compared
        if words[:1] == ["the"]:
            words = words[1:]
        for end, entries in self.longest_first(words, 0):
            if end == len(words):
                fitting = {e.actor for e in entries if isinstance(e, NameEntry) and not e.needs_context}
                return next(iter(fitting)) if len(fitting) == 1 else ""
        return ""


def compile_gazetteer(actors: Mapping[str, Actor], language: str = "en") -> Gazetteer:
    """Build the tree over all ways to name the actors."""
    from timeline.knowledge.names import load_names  # reads YAML; only a text that is new needs it

    words = load_names(language)
    build = _Builder(actors, words)
    for state in words.states:
        build.add_state(state)
    for actor in actors.values():
        build.add_actor(actor)
    return Gazetteer(
        root=build.root,
        words=words,
        surnames={name: tuple(entries) for name, entries in build.surnames.items()},
        alike=_by_shape(build.surnames),
        surnames_with=_by_given(build),
        state_of=build.state_of,
        state_actors=build.state_actors,
        kinds={a.id: a.kind for a in actors.values()},
        parents={a.id: a.parent for a in actors.values()},
        dated={a.id: dated for a in actors.values() if (dated := _dated(a))},
        given=build.given,
        title_ends=frozenset(build.title_ends),
    )


def _by_shape(surnames: Iterable[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for name in surnames:
        found[name[0], len(name)] = (*found.get((name[0], len(name)), ()), name)
    return found


def _by_given(build: _Builder) -> dict[str, tuple[str, ...]]:
    """Index the surnames by the first names in every spelling that any of their bearers has, under this surname or another."""
    found: dict[str, dict[str, None]] = {}
    for name, entries in build.surnames.items():
        for given in sorted(frozenset[str]().union(*(build.given[e.actor] for e in entries))):
            found.setdefault(given, {})[name] = None
    return {given: tuple(names) for given, names in found.items()}


class _Builder:
    """Add names one by one; kept apart so that the finished gazetteer has no way to change."""

    def __init__(self, actors: Mapping[str, Actor], words: NameWords) -> None:
        self.actors, self.words = actors, words
        self.root = Node()
        self.surnames: dict[str, list[SurnameEntry]] = {}
        self.given: dict[str, frozenset[str]] = {}
        self.title_ends = {title.split(" ")[-1] for title in words["titles"]}
        self.states = {state.name: state for state in words.states}
        self.state_actors = {a.name: a.id for a in actors.values() if a.name in self.states}
        self.state_of = {a.id: _state_name(a, actors, self.states) for a in actors.values()}
        self.prefixes = _prefix_table(words.states)

    def add_state(self, state: State) -> None:
        actor = self.state_actors.get(state.name, "")
        for word in state.adjectives:
            self._put(cut(word).compared, StateEntry(state.name, actor, people=False, name=False))
        for word in state.people:
            self._put(cut(word).compared, StateEntry(state.name, actor, people=True, name=False))
        if not actor:
            self._put(cut(state.name).compared, StateEntry(state.name, "", people=False, name=True))

    def add_actor(self, actor: Actor) -> None:
        restricted = {a.text for a in actor.aliases}
        forms = actor.aliases if actor.name in restricted else (Alias(actor.name), *actor.aliases)
        if actor.kind == "person":
            forms = self._add_person(actor, forms)
        for alias in forms:
            self._add_name(actor.id, alias)
        for term in actor.terms:
            self._add_term(actor, term)

    def _add_person(self, actor: Actor, forms: tuple[Alias, ...]) -> tuple[Alias, ...]:
        """Index a person's names by surname; give back the forms that are no name of given name and surname."""
        named: dict[str, set[str]] = {}
        suffixes: dict[str, set[str]] = {}
        rest: list[Alias] = []
        for alias in forms:
            split = _split_person(alias.text, self.words)
            if split is None:
                rest.append(alias)
                continue
            given, surname, suffix = split
            named.setdefault(surname, set()).update(self.words.same_given.get(given, frozenset()), (given,))
            suffixes.setdefault(surname, set()).update([suffix] if suffix else [])
        alone = {_key(a.text): not a.needs_context for a in rest if _key(a.text) in named}
        for surname, spellings in named.items():
            entry = SurnameEntry(actor.id, frozenset(spellings), alone.get(surname, False), frozenset(suffixes[surname]))
            self.surnames.setdefault(surname, []).append(entry)
            self.given[actor.id] = self.given.get(actor.id, frozenset()) | entry.given
            self._put(surname.split(" "), entry)
        return tuple(a for a in rest if _key(a.text) not in named)

    def _add_name(self, actor: str, alias: Alias) -> None:
        tokens = tuple(cut(alias.text).written)
        the = tokens[:1] != () and tokens[0].lower() == "the" and len(tokens) > 1
        if the:
            tokens = tokens[1:]
        strict = the and (len(tokens) == 1 or tokens[0].islower())
        for variant in _variants(tokens, self.prefixes if actor not in self.state_actors.values() else {}):
            entry = NameEntry(actor, variant, strict, alias.needs_context, alias.valid)
            self._put([compared(t) for t in variant], entry)

    def _add_term(self, actor: Actor, term: Term) -> None:
        from timeline.knowledge.offices import office_forms

        body = self.actors.get(term.of)
        names = (body.name, *(a.text for a in body.aliases)) if body else ()
        state = self.states.get(self.state_of.get(term.of, ""))
        for form in office_forms(term.office, names, state, self.words):
            entry = OfficeEntry(actor.id, term, state.name if state else "", form.state, form.bare)
            tokens = cut(form.text).compared
            self.title_ends.add(tokens[-1])
            self._put(tokens, entry)

    def _put(self, words: Sequence[str], entry: Entry) -> None:
        node = self.root
        for word in words:
            node = node.next.setdefault(word, Node())
        if words and entry not in node.entries:
            node.entries.append(entry)


def _split_person(text: str, words: NameWords) -> tuple[str, str, str] | None:
    """Read "Joseph R. Biden Jr." as given name, surname, suffix; none for what is no such name."""
    parts = text.replace(",", "").split()
    suffix = ""
    if len(parts) > 2 and compared(parts[-1].rstrip(".")) in words["name_suffixes"]:
        suffix = compared(parts.pop().rstrip("."))
    if len(parts) < 2 or len(parts) > 5 or "'s" in text or "\u2019s" in text:
        return None
    if not all(part[0].isupper() and not part.isdigit() for part in parts):
        return None
    given = cut(parts[0]).compared[0]
    return given, _key(parts[-1]), suffix


def _key(text: str) -> str:
    return " ".join(cut(text).compared)


def _variants(tokens: tuple[str, ...], prefixes: Mapping[str, tuple[tuple[tuple[str, ...], ...], ...]]) -> Iterator[tuple[str, ...]]:
    """Give the ways to write a name: the state's adjectives for each other, with and without hyphen, "&" for "and"."""
    if not tokens:
        return
    yield tokens
    for family in prefixes.get(compared(tokens[0]), ()):
        for prefix in family:
            rest = tokens[len(prefix) :]
            if rest and rest[0] != "-" and tuple(map(compared, tokens[: len(prefix)])) == tuple(map(compared, prefix)):
                yield from ((*other, *rest) for other in family)
                break
    if "-" in tokens:
        yield tuple(t for t in tokens if t != "-")
    if "&" in tokens:
        yield tuple("and" if t == "&" else t for t in tokens)
    elif "and" in tokens:
        yield tuple("&" if t == "and" else t for t in tokens)


def _prefix_table(states: Iterable[State]) -> dict[str, tuple[tuple[tuple[str, ...], ...], ...]]:
    """Index the ways to put a state before a noun by their first word; longer ways come first."""
    from timeline.knowledge.offices import state_prefixes

    table: dict[str, tuple[tuple[tuple[str, ...], ...], ...]] = {}
    for state in states:
        family = tuple(sorted((tuple(cut(p).written) for p in state_prefixes(state)), key=lambda p: (-len(p), p)))
        for first in {compared(prefix[0]) for prefix in family}:
            table[first] = (*table.get(first, ()), family)
    return table


def _state_name(actor: Actor, actors: Mapping[str, Actor], states: Mapping[str, State]) -> str:
    """Follow an actor's parents up to a state."""
    seen: set[str] = set()
    while actor.id not in seen:
        if actor.name in states:
            return actor.name
        seen.add(actor.id)
        actor = actors.get(actor.parent, actor)
    return ""


def _dated(actor: Actor) -> tuple[NameEntry, ...]:
    return tuple(
        NameEntry(actor.id, tuple(cut(a.text).written), False, a.needs_context, a.valid)
        for a in actor.aliases
        if a.valid is not None
    )
