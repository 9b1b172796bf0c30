"""Know the ways to say an office: "Director of the FBI", "FBI chief"; know nobody who holds one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline.knowledge.names import NameWords, State


class OfficeForm(NamedTuple):
    """One way to say an office."""

    text: str
    state: bool  # it names the state that the office belongs to
    bare: bool  # it names neither state nor body: "the president"


def office_forms(office: str, bodies: Iterable[str], state: State | None, words: NameWords) -> frozenset[OfficeForm]:
    """Give every way to say `office`. `bodies`: the names of the body it belongs to; `state`: the state it serves."""
    base = _without_state(office, state)
    names = tuple(dict.fromkeys(_plain(body) for body in bodies))
    found: set[OfficeForm] = set()
    for way in _ways(base, words):
        if way.lower() in words["bare_offices"]:
            found.add(OfficeForm(way, state=False, bare=True))
        elif " " in way:
            found.add(OfficeForm(way, state=False, bare=False))
        if state is not None:
            found.update(OfficeForm(text, state=True, bare=False) for text in _with_state(way, state))
    found.update(OfficeForm(text, state=False, bare=False) for text in _with_body(base, names, words))
    if office != base:
        found.add(OfficeForm(office, state=True, bare=False))
    return frozenset(found)


def state_prefixes(state: State) -> tuple[str, ...]:
    """Give what can stand before a noun to say that it is the state's."""
    return (state.name, *state.adjectives, f"{state.name}'s")


def _without_state(office: str, state: State | None) -> str:
    if state is None:
        return office
    for prefix in state_prefixes(state):
        if office.startswith(f"{prefix} "):
            return office[len(prefix) + 1 :]
    for suffix in (f" of {state.name}", f" of the {state.name}"):
        if office.endswith(suffix):
            return office[: -len(suffix)]
    return office


def _with_state(office: str, state: State) -> Iterator[str]:
    for prefix in state_prefixes(state):
        yield f"{prefix} {office}"
    yield f"{office} of {state.name}"
    yield f"{office} of the {state.name}"


def _ways(office: str, words: NameWords) -> tuple[str, ...]:
    """Give the office and the other ways to say it that the language's data has."""
    same = [way for line in words.office_words if any(w.lower() == office.lower() for w in line) for way in line]
    return tuple(dict.fromkeys((office, *same))) if " " in office or office.lower() in words["bare_offices"] else (office,)


def _with_body(office: str, bodies: tuple[str, ...], words: NameWords) -> Iterator[str]:
    """Give "FBI Director" and "Director of the Federal Bureau of Investigation" where the office names its body."""
    split = _head_and_body(office, bodies, words)
    if split is None:
        return
    head, body = split
    heads = tuple(dict.fromkeys((head, *(w for line in words.office_words if head in line for w in line))))
    names = bodies if any(body.casefold() == b.casefold() for b in bodies) else (body,)
    for name in names:
        for each in heads:
            yield f"{name} {each}"
            yield f"{each} of {name}"
            yield f"{each} of the {name}"


def _head_and_body(office: str, bodies: tuple[str, ...], words: NameWords) -> tuple[str, str] | None:
    head, of, body = office.partition(" of ")
    if of and head.lower() in words["office_heads"]:
        return head, _plain(body)
    parts = office.split()
    for n in range(1, len(parts)):
        if " ".join(parts[n:]).lower() in words["office_heads"]:
            head, body = " ".join(parts[n:]), " ".join(parts[:n])
            return (head, body) if body.casefold() in {b.casefold() for b in bodies} else None
    return None


def _plain(name: str) -> str:
    return name[4:] if name[:4].lower() == "the " else name
