"""Every example in the trigger data says what must be found; every one is run."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import pytest

from timeline.diagnostics import Location
from timeline.extract.acts import Act, find_acts, find_named_acts
from timeline.extract.dating import date_of
from timeline.extract.linking import find_mentions
from timeline.extract.participants import objects, subject_words
from timeline.extract.reading import read_sentences
from timeline.extract.state import ArticleState, Lexicon
from timeline.extract.timex import find_timexes
from timeline.knowledge.actors import compile_gazetteer
from timeline.knowledge.temporal import load_temporal
from timeline.knowledge.triggers import Example, Trigger, load_triggers
from timeline.model import Actor, Article, Passage
from timeline.text import Span

TRIGGERS = load_triggers("en")
EXAMPLES = [(t, e) for t in TRIGGERS.all for e in t.examples]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Make an actor of every name that an example says must be found, of a kind that every trigger takes."""
    names = {n for _, e in EXAMPLES for n in (*(e.event or ()), *e.agents) if n and n != "We"}
    plain = {n.removeprefix("The ").removeprefix("the ").removeprefix("A ") for n in names}
    actors = {}
    for name in sorted(plain):
        id_ = name.lower().replace(" ", "-")
        actors[id_] = Actor(id_, "body", "other", name, name, Location(f"{id_}.md"))
    return Lexicon(actors, compile_gazetteer(actors), {}, load_temporal("en"), TRIGGERS)


def acts(example: Example) -> tuple[list[Act], ArticleState]:
    dct = date.fromisoformat(example.dct) if example.dct else date(2026, 1, 15)
    article = Article("x", "x.txt", "text/plain", example.text, (Passage("paragraph", Span(0, len(example.text))),), "0", document_creation_time=dct)
    state = ArticleState(article, lexicon())
    state.timexes = find_timexes(article, state.lexicon.temporal, {})
    state.mentions, _ = find_mentions(article, state.lexicon.gazetteer, state.lexicon.actors)
    assert list(read_sentences(state)) == []
    return [act for s in state.sentences for act in [*find_acts(s, state), *find_named_acts(s, state)] if date_of(act, state)], state


def bare(words: str) -> str:
    return words.casefold().removeprefix("the ").removeprefix("a ")


def named(wanted: str, got: set[str]) -> bool:
    """Tell whether somebody is named so, a number before it aside: "ten diplomats"."""
    return any(g == wanted or g.endswith(f" {wanted}") for g in got)


def roles(act: Act) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"agent": set(), "target": set(), "mentioned": set(), "source": set()}
    role = act.trigger.subject if act.group.voice == "active" else act.trigger.object
    if role in found and not act.trigger.title:
        found[role] |= {bare(p.mention.text) for p in act.who}
        if not act.who and act.group.voice == "active":
            found[role] |= {bare(act.sentence.slice(*subject_words(act.sentence, act.group, act.start)))}
    for placed, given in objects(act.sentence, act.trigger, act.group, act.end):
        found[given].add(bare(placed.mention.text))
    return found


@pytest.mark.parametrize(("trigger", "example"), EXAMPLES, ids=lambda v: v.name if isinstance(v, Trigger) else v.text[:40])
def test_a_trigger_makes_of_its_examples_what_they_say(trigger: Trigger, example: Example) -> None:
    found, _ = acts(example)
    if example.event is None:
        assert [a.trigger.name for a in found] == []
        return
    mine = [a for a in found if a.trigger.name == trigger.name]
    assert mine, f"found only {[a.trigger.name for a in found]}"
    agent, target = example.event
    got = roles(mine[0])
    wanted = {bare(n) for n in (*example.agents, *((agent,) if agent else ()))}
    assert all(named(w, got["agent"]) for w in wanted), got
    assert named(bare(target), got["target"]) if target else not got["target"], got


def test_every_trigger_has_an_example() -> None:
    assert [t.name for t in TRIGGERS.all if not any(e.event for e in t.examples)] == []


def test_names_are_unique() -> None:
    names = [t.name for t in TRIGGERS.all]
    assert len(names) == len(set(names))
