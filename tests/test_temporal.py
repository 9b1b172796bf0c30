"""The rules and words of time: what is loaded, and every example in the data."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import timeline
from timeline.extract.timex import find_timexes
from timeline.knowledge.temporal import compiled, load_temporal, parse_example
from timeline.knowledge.temporal_patterns import Rule
from timeline.model import Article, Passage, Timex
from timeline.text import Span

RULES = load_temporal("en")
EXAMPLES = [(rule, line) for rule in RULES.rules for line in rule.examples]
COUNTER_EXAMPLES = [(rule, text) for rule in RULES.rules for text in rule.counter_examples]


def read(text: str, dct: str) -> tuple[Timex, ...]:
    when = date.fromisoformat(dct) if dct else None
    article = Article("a", "a.txt", "text/plain", text, (Passage("paragraph", Span(0, len(text))),), "", document_creation_time=when)
    return find_timexes(article, RULES, {})


@pytest.mark.parametrize(("rule", "line"), EXAMPLES, ids=lambda x: x.name if isinstance(x, Rule) else "")
def test_example_in_the_data_comes_to_its_value(rule: Rule, line: str) -> None:
    example = parse_example(line)
    found = read(example.text, example.dct)
    if rule.type == "NONE":
        assert not [t for t in found if t.span.overlaps(Span(*example.span))]
        return
    here = [t for t in found if t.span == example.span]
    assert here, [t.text for t in found]
    assert here[0].value == example.value
    assert not example.edtf or str(here[0].edtf) == example.edtf
    assert here[0].rule == rule.name or not rule.alone


@pytest.mark.parametrize(("rule", "text"), COUNTER_EXAMPLES, ids=lambda x: x.name if isinstance(x, Rule) else "")
def test_counter_example_in_the_data_is_not_read_by_its_rule(rule: Rule, text: str) -> None:
    assert [t.text for t in read(text, "2010-01-01") if t.rule == rule.name] == []


def test_every_rule_has_an_example() -> None:
    assert [rule.name for rule in RULES.rules if not rule.examples] == []


def test_names_of_rules_are_unique() -> None:
    names = [rule.name for rule in RULES.rules]
    assert sorted(set(names)) == sorted(names)


def test_every_expression_compiles_and_repeats_nothing_without_bound() -> None:
    for rule in RULES.rules:
        assert compiled(rule.expression).groups == len(rule.slots)
        assert not re.search(r"[*+]", re.sub(r"\[[^\]]*\]", "", rule.expression))


def test_rules_reach_no_further_than_they_say() -> None:
    longest = {rule.name: sum(rule.reach) for rule in RULES.rules}
    assert max(longest.values()) < 40
    assert min(longest.values()) >= 1


def test_shapes_repeat_nothing_without_bound() -> None:
    for name, pattern in RULES.shapes.values():
        assert not re.search(r"(?<!\\)[*+]", re.sub(r"\[[^\]]*\]", "", pattern.pattern)), name


def test_a_word_with_a_capital_is_not_met_without_it() -> None:
    assert "month" in RULES.words["May"]
    assert "month" not in RULES.words["may"]


def test_an_example_line_may_leave_out_what_comes_last() -> None:
    assert parse_example("We met [today].") == ("We met today.", (7, 12), "", "", "")
    assert parse_example("[Now]. | 2020-01-01 | X") == ("Now.", (0, 3), "2020-01-01", "X", "")


def test_every_class_of_words_is_used() -> None:
    """A class that no rule and no module names has outlived its rule."""
    package = Path(timeline.__file__).parent
    text = (package / "data" / "en" / "temporal.yaml").read_text("utf-8")
    named = set(re.findall(r"\{(?:\w+=)?(\w+)\}", text))
    modules = [*(package / "extract").glob("*.py"), *(package / "knowledge").glob("temporal*.py")]
    code = "".join(path.read_text("utf-8") for path in modules)
    classes = {name for kinds in RULES.signs for name in kinds if not name.startswith("=")}
    assert sorted(name for name in classes - named if f'"{name}"' not in code) == []
