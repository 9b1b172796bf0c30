"""Know which names of the gazetteer stand in a passage and who is meant by each; know nothing of pronouns or strangers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from timeline.extract.linking_groups import find_groups, is_adjective, is_agent_place, opener_start, read_state
from timeline.extract.linking_offices import read_office, title_before
from timeline.extract.linking_people import link_surname, read_person
from timeline.extract.linking_words import Draft, Reading, Stretch
from timeline.knowledge.gazetteer import Entry, NameEntry, OfficeEntry, StateEntry, SurnameEntry
from timeline.model import MentionForm

_ACRONYM_AT_MOST = 8  # letters


class Hit(NamedTuple):
    """Words of a passage that stand in the gazetteer."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    def surnames(self) -> list[SurnameEntry]:
        return [e for e in self.entries if isinstance(e, SurnameEntry)]

    def names(self) -> list[NameEntry]:
        return [e for e in self.entries if isinstance(e, NameEntry)]

    def offices(self) -> list[OfficeEntry]:
        return [e for e in self.entries if isinstance(e, OfficeEntry)]

    def states(self) -> list[StateEntry]:
        return [e for e in self.entries if isinstance(e, StateEntry)]


def find_hits(reading: Reading, stretch: Stretch) -> list[Hit]:
    """List what the gazetteer knows of a stretch: from left to right, the longest first, without overlaps."""
    return _hits_within(reading, stretch, 0, len(stretch.words.compared))


def _hits_within(reading: Reading, stretch: Stretch, start: int, stop: int, *, offices: bool = True) -> list[Hit]:
    gazetteer, words = reading.gazetteer, stretch.words.compared
    firsts = gazetteer.root.next
    found: list[Hit] = []
    for n in [n for n, word in enumerate(words[start:stop], start) if word in firsts]:
        if n < start:
            continue
        for end, entries in gazetteer.longest_first(words, n):
            fitting = tuple(e for e in entries if _is_written_so(stretch, n, end, e))
            if fitting and end <= stop and (offices or not isinstance(fitting[0], OfficeEntry)):
                found.append(Hit(n, end, fitting))
                start = end
                break
    return found


def survey(reading: Reading, stretch: Stretch, hits: Iterable[Hit]) -> None:
    """Note who is named in a stretch beyond doubt, so that shorter names elsewhere can lean on it."""
    for hit in hits:
        surnames = hit.surnames()
        person = read_person(reading, stretch, hit.start, hit.end, surnames) if surnames else None
        if person is not None and person.full:
            surname = " ".join(stretch.words.compared[hit.start : hit.end])
            if person.actor:
                reading.people.setdefault(surname, set()).add(person.actor)
                reading.named.add(person.actor)
            elif not person.candidates:
                reading.strangers.setdefault(surname, stretch.words.starts[person.start])
            continue
        alone = {e.actor for e in surnames if e.alone} if person is not None else set()
        if person is not None and alone:
            surname = " ".join(stretch.words.compared[hit.start : hit.end])
            known = reading.people if _is_titled(reading, stretch, person) else reading.surnames
            known.setdefault(surname, set()).update(alone)
        plain = {e.actor for e in hit.names() if not e.needs_context and e.valid is None}
        if len(plain) == 1:
            reading.named |= plain
        reading.named.update(e.actor for e in hit.states() if e.actor)


def _is_titled(reading: Reading, stretch: Stretch, person: Draft) -> bool:
    """Tell whether a title says who the bearer of a surname is: "President X", not "Mrs. X"."""
    title = title_before(reading, stretch, person.start)[1]
    return bool(title) and title not in reading.gazetteer.words["courtesies"]


def link_names(reading: Reading, stretch: Stretch, hits: Sequence[Hit]) -> None:
    """Decide who is meant by each hit of a stretch, and add the drafts to it."""
    offices: list[Hit] = []
    for hit in hits:
        if hit.surnames():
            person = _link_person(reading, stretch, hit)
            if person is not None:
                _put_person(reading, stretch, person)
                continue
        if hit.states() and (is_adjective(reading, stretch, hit.start, hit.end) or not hit.names()):
            stretch.add(read_state(reading, stretch, hit.start, hit.end, hit.states()[0]))
        elif hit.names():
            stretch.add(_link_name(reading, stretch, hit))
        elif hit.offices():
            offices.append(hit)
    for hit in offices:  # only now, since an office may belong to a name on either side of it
        _link_office(reading, stretch, hit)
    for group in find_groups(reading, stretch):
        stretch.add(group)
    _join(reading, stretch)


def _put_person(reading: Reading, stretch: Stretch, person: Draft) -> None:
    """Add a person with the titles in front of the name, which are no mentions of their own."""
    person.start = title_before(reading, stretch, person.start)[0]
    covered = stretch.draft_at(person.start)
    if covered is not None and covered.actor and covered.actor == person.actor:
        person.start = covered.start
    stretch.put(person)


def _link_office(reading: Reading, stretch: Stretch, hit: Hit) -> None:
    """Link an office, or where it means nobody in particular the body that it names: "the former head of the FBI"."""
    if not stretch.is_free(hit.start, hit.end):
        return
    office = read_office(reading, stretch, hit.start, hit.end, hit.offices())
    if office is not None:
        stretch.add(office)
        reading.named.update([office.actor] if office.actor else [])
        return
    for body in _hits_within(reading, stretch, hit.start, hit.end, offices=False):
        if body.names():
            stretch.add(_link_name(reading, stretch, body))


def _join(reading: Reading, stretch: Stretch) -> None:
    """Make one mention of two side by side: "Kremlin spokesman Dmitry Peskov", "U.S. Treasury Department"."""
    gazetteer = reading.gazetteer
    for draft in stretch.drafts():
        last = stretch.draft_ending(draft.start)
        if last is None or not last.actor or not draft.actor:
            continue
        same = last.actor == draft.actor and draft.full
        owner = gazetteer.state_actors.get(gazetteer.state_of.get(draft.actor, ""))
        own = last.actor == owner != draft.actor and draft.form in ("name", "acronym")
        if same or (own and gazetteer.kinds.get(draft.actor) != "person"):
            draft.start = last.start
            stretch.put(draft)


def _link_person(reading: Reading, stretch: Stretch, hit: Hit) -> Draft | None:
    surnames = hit.surnames()
    person = read_person(reading, stretch, hit.start, hit.end, surnames)
    if person is None or person.full:
        return person
    title = title_before(reading, stretch, person.start)[1]
    if hit.names() and not title:
        return _shared_with_body(reading, stretch, hit)
    return link_surname(reading, stretch, person, surnames, title)


def _shared_with_body(reading: Reading, stretch: Stretch, hit: Hit) -> Draft | None:
    """Link a surname that is also the name of something else: to neither where the text names both."""
    surname = " ".join(stretch.words.compared[hit.start : hit.end])
    people = reading.people.get(surname, set())
    if not people:
        return None
    others = {e.actor for e in hit.names()}
    return Draft(hit.start, hit.end, "name", candidates=tuple(sorted(people | others)))


def _link_name(reading: Reading, stretch: Stretch, hit: Hit) -> Draft | None:
    """Link an alias: at the time of the text, and with the support it needs."""
    fitting = [e for e in hit.names() if _holds(reading, e)]
    sure = {e.actor for e in fitting if not e.needs_context}
    if sure:
        return _chosen(reading, stretch, hit, sure)
    places = {e.actor for e in fitting if _is_place(reading, e)}
    if places and is_agent_place(reading, stretch, hit.start, hit.end):
        return Draft(hit.start, hit.end, "metonym", next(iter(places)), method="alias") if len(places) == 1 else None
    supported = {e.actor for e in fitting if e.actor not in places and (e.actor in reading.named or e.valid is not None)}
    return _chosen(reading, stretch, hit, supported) if supported else None


def _chosen(reading: Reading, stretch: Stretch, hit: Hit, actors: set[str]) -> Draft:
    if len(actors) > 1 and len(actors & reading.named) == 1:
        actors = actors & reading.named
    form = _form(reading, stretch, hit, actors)
    if stretch.words.compared[hit.end - 1] in reading.gazetteer.words["source_nouns"]:
        hit = hit._replace(start=opener_start(reading, stretch, hit.start))
    if len(actors) == 1:
        return Draft(hit.start, hit.end, form, next(iter(actors)), method="alias")
    return Draft(hit.start, hit.end, form, candidates=tuple(sorted(actors)))


def _form(reading: Reading, stretch: Stretch, hit: Hit, actors: set[str]) -> MentionForm:
    written = stretch.words.written[hit.start : hit.end]
    if reading.gazetteer.kinds.get(next(iter(actors))) == "state":
        return "description" if stretch.after(hit.end) == "-" else "name"
    if written[0].islower() or written[-1].lower() in reading.gazetteer.words["source_nouns"]:
        return "description"
    if len(written) == 1 and 1 < len(written[0]) <= _ACRONYM_AT_MOST and written[0].isupper():
        return "acronym"
    return "name"


def _holds(reading: Reading, entry: NameEntry) -> bool:
    """Tell whether an alias means its actor at the time of the text."""
    if entry.valid is None:
        return True
    return reading.day is not None and entry.valid.contains(reading.day)


def _is_place(reading: Reading, entry: NameEntry) -> bool:
    """Tell whether an alias is a place that stands for a state."""
    kinds = reading.gazetteer.kinds
    own = reading.gazetteer.state_of.get(entry.actor, "")
    return kinds.get(entry.actor) == "state" and " ".join(entry.written) != own


def _is_written_so(stretch: Stretch, start: int, end: int, entry: Entry) -> bool:
    """Tell whether the words are written as the entry asks, in capitals or not."""
    written = stretch.words.written[start:end]
    if isinstance(entry, OfficeEntry):
        return True
    if not isinstance(entry, NameEntry):
        return written[0][0].isupper()
    if entry.the and stretch.before(start) != "the":
        return False
    return _same_case(written, entry.written)


def _same_case(written: Sequence[str], known: Sequence[str]) -> bool:
    """Tell whether two spellings that differ only in case may be the same name: "Wikileaks", "HEGSETH", not "us"."""
    if list(written) == list(known) or [w.replace(".", "") for w in written] == [k.replace(".", "") for k in known]:
        return True
    letters = sum(len(w) for w in written)
    if all(w.isupper() or not w.isalpha() for w in written):
        return letters >= 4
    if len(known) == 1:
        if known[0].islower():
            return written[0].lower() == known[0]
        return letters >= 5 and written[0][0].isupper() and not known[0].isupper()
    if known[0].islower():
        return [w.lower() for w in written] == list(known)
    return letters >= 8 and written[0][0].isupper()
