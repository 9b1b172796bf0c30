"""Know how to word an act in a title: who, did, what, in the present, in at most 14 words, without taking a side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from timeline.extract.clauses import Sentence, VerbGroup
from timeline.extract.participants import Placed
from timeline.extract.state import Lexicon
from timeline.knowledge.triggers import Triggers
from timeline.model import Actor, Timex

MAX_WORDS = 14


def make_title(
    sentence: Sentence,
    group: VerbGroup,
    *,
    subject: str,
    plural: bool,
    end: int,
    timexes: Sequence[Timex],
    lexicon: Lexicon,
) -> str:
    """Word the act of a verb: the subject as given, the verb in the present, and what follows up to token `end`."""
    triggers = lexicon.triggers
    verb = _verb_words(sentence, group, triggers, plural=plural)
    rest = _object_words(sentence, group.verb + 1, before_next_verb(sentence, group.verb + 1, end, triggers), timexes, lexicon)
    room = max(MAX_WORDS // 3, MAX_WORDS - len(subject.split()) - len(verb.split()))
    said = " ".join(part for part in (subject, verb, *_shortened(rest, room, triggers)) if part)
    return _closed(_tidy(said))


def display_name(placed: Placed, actors: Mapping[str, Actor]) -> str:
    """Name a mention as the timeline does: the actor's name, else the words of the text."""
    actor = actors.get(placed.mention.actor)
    if actor is None or (placed.mention.form == "description" and placed.mention.method != "earlier-mention"):
        return placed.mention.text
    return actor.name


def title_subject(who: Sequence[Placed], actors: Mapping[str, Actor]) -> tuple[str, bool]:
    """Give the subject of a title and whether it is plural; long names yield to their shortest form in capitals."""
    names = [display_name(p, actors) for p in who]
    if sum(len(name.split()) for name in names) > MAX_WORDS // 2:
        names = [_initials(p, actors) or name for p, name in zip(who, names, strict=True)]
    if sum(len(name.split()) for name in names) > MAX_WORDS // 2 and len(names) > 1:
        names = [names[0], "others"]
    described = any(p.mention.form == "description" and p.mention.text.endswith("s") for p in who)
    return " and ".join(names), len(names) > 1 or described or any(is_plural(name) for name in names)


def is_plural(words: str) -> bool:
    """Tell whether words end on a plain noun in the plural: "US officials"; a name like "United States" is one."""
    head, *of = words.split(" of ", 1)  # "one of the men" is one, "Releases of files" are several
    last = head.rsplit(" ", 1)[-1]
    return (last.islower() or bool(of and last == head)) and last.endswith("s") and not last.endswith(("ss", "us", "is", "'s"))


def _initials(placed: Placed, actors: Mapping[str, Actor]) -> str:
    actor = actors.get(placed.mention.actor)
    short = [a.text for a in actor.aliases if a.text.isupper() and a.text.isalpha() and not a.needs_context] if actor else []
    return min(short, key=lambda text: (len(text), text), default="")


def _verb_words(sentence: Sentence, group: VerbGroup, triggers: Triggers, *, plural: bool) -> str:
    verb = sentence.tokens[group.verb].lower
    if group.voice == "passive":
        return f"are {verb}" if plural else f"is {verb}"
    if group.aspect >= 0 and verb.endswith("ing"):
        return f"{_present(sentence.tokens[group.aspect].lower, triggers, plural=plural)} {verb}"
    if group.aspect >= 0:
        return f"{_present(sentence.tokens[group.aspect].lower, triggers, plural=plural)} to {verb}"
    return _present(verb, triggers, plural=plural)


def _present(form: str, triggers: Triggers, *, plural: bool) -> str:
    rows = triggers.by_form.get(form)
    return rows[0][2][0 if plural else 1] if rows else form


def _object_words(
    sentence: Sentence,
    start: int,
    end: int,
    timexes: Sequence[Timex],
    lexicon: Lexicon,
) -> list[str]:
    """Give what follows the verb, word by word: without its dates, without loaded adjectives, names as we write them."""
    found: list[str] = []
    loaded = lexicon.triggers.words["loaded"]
    dropped = False
    n = start
    while n < end:
        token = sentence.tokens[n]
        stood_for, after = _stood_for(sentence, n, lexicon.actors) if all(w.lower() == "the" for w in found) else ("", n)
        if stood_for:
            if found and found[-1].lower() == "the":
                found.pop()
            found.append(stood_for)
            n = after
            continue
        timex = next((t for t in timexes if t.type in ("DATE", "TIME") and t.span.start <= token.span.start < t.span.end), None)
        if timex is not None and not _describes(sentence, n, timex, found):
            while found and found[-1].lower() in _BEFORE_DATES:
                found.pop()
            while n < end and sentence.tokens[n].span.start < timex.span.end:
                n += 1
            if n < end and sentence.tokens[n].lower == "'s":
                n += 1
            continue
        if token.lower in loaded and not token.quoted:
            dropped = True
            joined = n + 1 < end and sentence.tokens[n + 1].lower in ("and", ",")
            n += 2 if joined else 1
            continue
        if token.text[0].isalnum() or token.text in _OPENERS or (token.text == '"' and token.quoted):
            if dropped and found and found[-1].lower() in ("a", "an"):
                found[-1] = _article_for(token.text)
            found.append(token.text)
            dropped = False
        elif found:
            found[-1] += token.text
        n += 1
    return _joined_marks(found)


def _stood_for(sentence: Sentence, at: int, actors: Mapping[str, Actor]) -> tuple[str, int]:
    """Name whom a pronoun or an office at a token stands for, and the token after it; "" where the words stay."""
    owner = sentence.owner[at]
    mention = sentence.mentions[owner] if owner >= 0 else None
    if mention is None or mention.actor not in actors or sentence.tokens[at].quoted:
        return "", at
    whole = mention.form == "pronoun" and mention.text.lower() not in sentence.words["possessives"]
    if not whole and not (mention.form == "office" and mention.method == "office-in-term"):
        return "", at
    after = next((n for n in range(at, len(sentence.owner)) if sentence.owner[n] != owner), len(sentence.owner))
    return actors[mention.actor].name, after


_BEFORE_DATES = frozenset({"the", "a", "on", "in", "during", "at", "since", "by", "from", "of", "as", "early", "until", ","})


def _describes(sentence: Sentence, at: int, timex: Timex, before: Sequence[str]) -> bool:
    """Tell whether a date only describes the noun after it: "the 2016 election"."""
    after = next((t for t in sentence.tokens[at:] if t.span.start >= timex.span.end), None)
    opened = bool(before) and before[-1].lower() in sentence.words["determiners"]
    return opened and after is not None and after.text[:1].isalpha() and after.lower not in sentence.words["prepositions"]


_OPENERS = "\u201c(\u00ab[$\u20ac\u00a3"  # and a straight quotation mark that opens


def _joined_marks(words: list[str]) -> list[str]:
    """Join an opening mark to the word after it, and "'s" to the one before."""
    found: list[str] = []
    for word in words:
        if found and (found[-1] in ('"', *_OPENERS) or word[:1] in "'\u2019"):
            found[-1] += word
        else:
            found.append(word)
    return found


def _article_for(word: str) -> str:
    return "an" if word[:1].lower() in "aeio" else "a"


def before_next_verb(sentence: Sentence, start: int, end: int, triggers: Triggers) -> int:
    """Give the token at which a second act begins that shares the subject: "expelled ten, and closed two"."""
    helpers = sentence.words["be"] | sentence.words["have"] | sentence.words["adverbs"]
    for n in range(start, end - 1):
        if sentence.owner[n] < 0 and sentence.tokens[n].lower in ("and", "but", ","):
            verb = next((k for k in range(n + 1, end) if sentence.tokens[k].lower not in helpers), n + 1)
            following = triggers.by_form.get(sentence.tokens[verb].lower, ())
            if any(class_ == "past" for _, class_, _ in following):
                return n
    return end


def _shortened(words: list[str], room: int, triggers: Triggers) -> list[str]:
    """Cut at the start of a phrase so that at most `room` words stay, and do not end on a participle: "nationals accused"."""
    if len(words) <= room:
        return words
    opens = triggers.words["prepositions"] | {"and", "that", "which", "who", "to"}
    cut = room
    for n in range(room, max(2, room // 2), -1):
        if words[n - 2].lower() == "to":
            continue  # "to warn" without what of
        if words[n].lower() in opens or words[n - 1].endswith(","):
            cut = n
            break
    if words[cut].lower() in ("to", "of") and cut > 3 and words[cut - 2].lower() in opens:
        cut -= 2  # "with respect" without to what, "as part" without of what
    if words[cut - 1].lower() in triggers.by_form and cut > 2:
        cut -= 1
    return words[:cut]


def _tidy(text: str) -> str:
    flat = " ".join(text.split()).rstrip(" ,;:.-\u2014")
    while flat.rsplit(" ", 1)[-1].lower() in ("and", "the", "a", "an", "of", "to", "in", "on", "for", "with", "by"):
        flat = flat.rsplit(" ", 1)[0].rstrip(" ,;:.-\u2014")
    return flat[:1].upper() + flat[1:]


def _closed(text: str) -> str:
    """Close a quotation that the cut left open, and drop a bracket that it did."""
    if text.count("(") > text.count(")"):
        text = text[: text.rindex("(")].rstrip()
    if text.count('"') % 2:
        return f"{text} \u2026\""
    if text.count("\u201c") > text.count("\u201d"):
        return f"{text} \u2026\u201d"
    return text
