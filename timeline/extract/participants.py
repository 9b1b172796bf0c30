"""Know who does what to whom around a verb: subject, object, and those behind a preposition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from timeline.extract.clauses import Sentence, VerbGroup
from timeline.knowledge.triggers import Trigger
from timeline.model import Actor, Mention, Participant, Role
from timeline.text import Span

_REACH = 4  # words that may stand between a verb or preposition and the name it governs


class Placed(NamedTuple):
    """A mention, where it stands, and the word that governs it."""

    mention: Mention
    start: int  # token
    end: int
    governor: str  # the preposition before it, or ""


def placed_mentions(sentence: Sentence, start: int, end: int) -> list[Placed]:
    """List the mentions between two tokens, in order, that stand outside quotations."""
    found: list[Placed] = []
    n = start
    while n < end:
        owner = sentence.owner[n]
        if owner < 0:
            n += 1
            continue
        stop = n
        while stop < len(sentence.owner) and sentence.owner[stop] == owner:
            stop += 1
        if not sentence.tokens[n].quoted and not _is_half_a_word(sentence, sentence.mentions[owner]):
            found.append(Placed(sentence.mentions[owner], n, stop, _governor(sentence, n)))
        n = stop
    return found


def subjects(sentence: Sentence, group: VerbGroup, start: int) -> list[Placed]:
    """Give who stands before a verb as its subject: the nearest name that hangs on no preposition, and those joined to it.

    `start` is where the clause begins. After "which" or "who" it is the name just before that word.
    """
    said = sentence.reading_of(group.verb)
    if said is not None and said.expletive:
        return []
    found = _named_between(sentence, start, group.start)
    if not found and group.start - start <= 1 and not placed_mentions(sentence, start, group.start):
        found = _antecedent(sentence, start)
    return _agreed(sentence, found, said.subject) if said is not None and said.subject.end else found


def _agreed(sentence: Sentence, found: list[Placed], told: Span) -> list[Placed]:
    """Weigh the names that stand where a subject does against the phrase that an annotator has marked.

    They stay where they meet; the phrase wins where it ends before them, since a parser sees across what stands between.
    """
    if any(told.overlaps(p.mention.span) for p in found):
        return found
    start, end = sentence.tokens_in(told)
    if start == end or (found and end > found[0].start):
        return found
    return _named_between(sentence, start, end) or found


def _named_between(sentence: Sentence, start: int, end: int) -> list[Placed]:
    """Give the names that a noun phrase between two tokens is about, the last of several phrases."""
    before = placed_mentions(sentence, start, end)
    heads = [p for p in before if not p.governor]
    if heads and heads[-1].mention.form == "description" and not heads[-1].mention.actor and before[-1] != heads[-1] and _is_body_of_members(sentence, before[-1]):
        return [before[-1]]  # "two experts from the bureau", who are nobody by themselves
    if heads and heads[-1].end < end and _only_describes(sentence, heads[-1]):
        return []  # "a Russian lawyer met": not Russia
    if not heads:
        return [before[-1]] if before and _is_body_of_members(sentence, before[-1]) else []
    found = [heads[-1]]
    for earlier in reversed(heads[:-1]):
        between = [t.lower for t in sentence.tokens[earlier.end : found[0].start]]
        if not all(w in ("and", ",", "or") or w in sentence.words["determiners"] for w in between):
            break
        if "and" in between or len(found) > 1:
            found.insert(0, earlier)
        elif "," in between:
            return [earlier]  # an apposition: "Senator Grau, the envoy, said"
        else:
            break
    return found


def subject_words(sentence: Sentence, group: VerbGroup, start: int) -> tuple[int, int]:
    """Give the tokens of a subject that no mention covers: plain words before the verb, or before what stands between."""
    at = group.start
    if at == start and start and sentence.tokens[start - 1].lower in ("who", "which", "that"):
        at, start = start - 1, 0
    elif at > start and sentence.tokens[at - 1].lower == ",":
        start, at = main_piece(sentence, _behind_and(sentence, start), at - 1)
    first, last = _plain_words(sentence, start, at)
    said = sentence.reading_of(group.verb)
    told = sentence.tokens_in(said.subject) if first >= last and said is not None else (first, last)
    return told if told[1] - told[0] <= _LONGEST_SUBJECT else (first, last)


def main_piece(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Give the first piece between commas that is no adverbial: "In May, [the account of the envoy], a lawyer, was"."""
    words = sentence.words
    first = start
    while first < end:
        stop = next((n for n in range(first, end) if sentence.tokens[n].lower == "," and not sentence.tokens[n].dated), end)
        opener = sentence.tokens[first]
        if not (opener.dated or opener.lower in words["prepositions"] or opener.lower in words["openers"] or opener.lower.endswith("ly")):
            return first, stop
        first = stop + 1
    return start, end


def _behind_and(sentence: Sentence, start: int) -> int:
    """Go back to the start of the sentence where only "and" opened the clause: an apposition may hold it."""
    return 0 if start and sentence.tokens[start - 1].lower == "and" else start


_LONGEST_SUBJECT = 6  # words


def _plain_words(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    words = sentence.words
    first = last = end
    while last > start and sentence.tokens[last - 1].lower.endswith("ly"):
        last -= 1
    while first > start and end - first < _LONGEST_SUBJECT:
        word = sentence.tokens[first - 1].lower
        if word == "," or not (word[:1].isalnum() or word in ("'s", "$")) or (word in words["boundaries"] and word != "and"):
            break
        first -= 1
    for n in range(end - 1, first, -1):
        if sentence.tokens[n].lower in words["determiners"] and sentence.tokens[n - 1].lower not in words["prepositions"]:
            return n, last
    while first < end and sentence.tokens[first].lower in words["prepositions"]:
        first += 1
    return first, max(first, last)


def objects(sentence: Sentence, trigger: Trigger, group: VerbGroup, end: int) -> Iterator[tuple[Placed, Role]]:
    """Give who stands after a verb, each with the role that its place gives it."""
    after = placed_mentions(sentence, group.verb + 1, end)
    if trigger.subclause_agent:
        told = _before_needed(sentence, trigger, group, after, end)
        yield from ((placed, _role(trigger.subclause_agent) if placed == told else "mentioned") for placed in after)
        return
    direct: int | None = None
    for n, placed in enumerate(after):
        if n + 1 < len(after) and _introduces(sentence, placed, after[n + 1]):
            after[n + 1] = after[n + 1]._replace(start=placed.start, governor=placed.governor)
            yield placed, "mentioned"
            continue
        role = _role_after(sentence, trigger, group, placed, direct)
        if role != "mentioned":
            direct = placed.end
        yield placed, role


def _before_needed(sentence: Sentence, trigger: Trigger, group: VerbGroup, after: list[Placed], end: int) -> Placed | None:
    """Give who stands right before the words that a trigger needs: "told them the hackers had compromised"."""
    if trigger.needs is None or not after:
        return None
    start = sentence.tokens[group.verb + 1].span.start
    found = trigger.needs.search(sentence.text, start, sentence.tokens[end - 1].span.end)
    at = found.start() if found else sentence.span.end
    before = [p for p in after if p.mention.span.start < at and not p.governor]
    return before[-1] if before else None


def _role_after(sentence: Sentence, trigger: Trigger, group: VerbGroup, placed: Placed, direct: int | None) -> Role:
    if placed.governor == "by" and group.voice == "passive":
        return _role(trigger.subject)
    if not trigger.owned and sentence.tokens[placed.end : placed.end + 1] and sentence.tokens[placed.end].lower in ("'s", "'"):
        return "mentioned"  # "charged the gang's leader": not the gang
    opener = placed.governor or _opener(sentence, placed)
    if opener in trigger.after:
        return _role(trigger.after[opener])
    joined = direct is not None and _only_joins(sentence, direct, placed.start)
    if group.voice == "passive":
        return "mentioned"
    if trigger.needs is not None:
        return _role("target") if joined else "mentioned"
    if joined:
        return _role(trigger.object)
    if direct is None and not placed.governor and _adjacent(sentence, group.verb + 1, placed.start):
        return _role(trigger.object)
    if direct is None and placed.governor in ("by", "of") and placed.start - group.verb <= 2 * _REACH:
        return _role(trigger.object)  # "dismantle efforts by the bureau": what is theirs is acted on
    return "mentioned"


def _opener(sentence: Sentence, placed: Placed) -> str:
    """Give the word right before a name and its determiners: "an indictment charging the envoy"."""
    n = placed.start - 1
    while n > 0 and sentence.tokens[n].lower in sentence.words["determiners"]:
        n -= 1
    return sentence.tokens[n].lower if n >= 0 else ""


def participants_of(found: list[tuple[Mention, Role]], actors: Mapping[str, Actor]) -> tuple[Participant, ...]:
    """Fold mentions of the same actor: the strongest role stays. Who is only mentioned must be known."""
    rows: dict[str, Participant] = {}
    for mention, role in found:
        if role == "mentioned" and not mention.actor:
            continue  # nobody that a page could be made for
        key = mention.actor or mention.text.casefold()
        name = actors[mention.actor].name if mention.actor in actors else mention.text
        if key not in rows or _STRENGTH.index(role) < _STRENGTH.index(rows[key].role):
            rows[key] = Participant(mention.actor, role, name)
    return tuple(sorted(rows.values(), key=lambda p: _STRENGTH.index(p.role)))


_STRENGTH: tuple[Role, ...] = ("agent", "target", "source", "mentioned")


def _role(name: str) -> Role:
    return next((r for r in _STRENGTH if r == name), "mentioned")


def _governor(sentence: Sentence, at: int) -> str:
    """Give the preposition that a name hangs on, looking back over the words of its phrase."""
    words = sentence.words
    determined = False
    for n in range(at - 1, max(-1, at - 2 - _REACH), -1):
        token = sentence.tokens[n]
        if sentence.owner[n] >= 0:
            return ""
        if token.lower in words["prepositions"]:
            return token.lower
        if token.lower in ("and", "or") and n > 0 and sentence.owner[n - 1] >= 0:
            return _governor(sentence, _start_of(sentence, n - 1))  # "by Putin and Biden"
        if determined or token.lower in words["boundaries"] or token.lower in words["be"] or token.lower in words["have"]:
            return ""  # an article opens a phrase: what stands before it is another's
        if token.lower in words["determiners"]:
            determined = True
        elif not (token.text.islower() or token.text.isdigit()):
            return ""
    return ""


def _only_describes(sentence: Sentence, placed: Placed) -> bool:
    """Tell whether a plain noun follows a name, so that the name only says whose or what kind: "the Pentagon order"."""
    if placed.end >= len(sentence.tokens) or sentence.owner[placed.end] >= 0 or sentence.tokens[placed.end].dated:
        return False
    token, words = sentence.tokens[placed.end], sentence.words
    grammar = words["grammar"]
    if token.lower in words["members"] and placed.mention.form in ("name", "acronym"):
        return False  # "GRU officers": the body acts through them
    plain = token.text.isalpha() and token.text.islower() and not token.lower.endswith(("ly", "ed", "ing"))
    return plain and token.lower not in grammar and placed.mention.form in ("description", "metonym", "name", "acronym")


def _is_body_of_members(sentence: Sentence, placed: Placed) -> bool:
    """Tell whether a name stands for those before it: "officers of the bureau"."""
    if placed.governor not in ("of", "from", "in", "at", "within", "with"):
        return False
    tokens, words = sentence.tokens, sentence.words
    n = placed.start - 1
    while n > 0 and (tokens[n].lower in words["determiners"] or tokens[n].text.isdigit()):
        n -= 1
    return tokens[n].lower == placed.governor and n > 0 and tokens[n - 1].lower in words["members"]


def owners(sentence: Sentence, start: int, end: int) -> list[Placed]:
    """Give whose the subject between two tokens is: "the account of Jane Grau", "Jane Grau's account"."""
    if end > start and sentence.tokens[end - 1].lower == ",":
        start, end = main_piece(sentence, _behind_and(sentence, start), end - 1)
    named = placed_mentions(sentence, start, end)
    return [p for p in named if p.governor in ("of", "belonging") or (p.end < end and sentence.tokens[p.end].lower == "'s")][:1]


def _introduces(sentence: Sentence, placed: Placed, following: Placed) -> bool:
    """Tell whether a name only says whose or what the next one is: "Harbour Watch founder Jane Grau"."""
    between = sentence.tokens[placed.end : following.start]
    if not between:  # "founder" is read as a part of the name
        return following.mention.form == "name" and following.mention.text[:1].islower()
    plain = len(between) <= 2 and all(t.text.isalpha() and t.text.islower() for t in between)
    return plain and following.mention.form == "name" and _only_describes(sentence, placed)


def _is_half_a_word(sentence: Sentence, mention: Mention) -> bool:
    """Tell whether a name only begins a compound: "Russia-based"."""
    return sentence.text[mention.span.end : mention.span.end + 1] == "-"


def _start_of(sentence: Sentence, at: int) -> int:
    owner = sentence.owner[at]
    while at > 0 and sentence.owner[at - 1] == owner:
        at -= 1
    return at


def _adjacent(sentence: Sentence, start: int, end: int) -> bool:
    between = [t.lower for t in sentence.tokens[start:end]]
    return len(between) <= _REACH and not any(w in sentence.words["prepositions"] or w in (",", ";", '"', "\u201c") for w in between)


def _only_joins(sentence: Sentence, start: int, end: int) -> bool:
    between = [t.lower for t in sentence.tokens[start:end]]
    if "as" in between and "well" not in between:
        return False  # "dismissed him as the bureau's director"
    return bool(between) and all(w in (",", "and", "or", "as", "well") or w in sentence.words["determiners"] for w in between)


def _antecedent(sentence: Sentence, start: int) -> list[Placed]:
    """Give the name just before "which" or "who", where the clause begins with that word."""
    if start == 0 or sentence.tokens[start - 1].lower not in ("which", "who", "that", "whose"):
        return []
    before = placed_mentions(sentence, max(0, start - 14), start - 1)
    for placed in before:  # "the bureau, one of the agencies that was": the bureau
        following = [t.lower for t in sentence.tokens[placed.end : placed.end + 3]]
        if following == [",", "one", "of"]:
            return [placed]
    near = [p for p in before if start - 1 - p.end <= 1 + _REACH]
    return near[-1:]
