"""YAML as editors write it: every value a string with its place, every fault a finding, and what is written is read back."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from timeline.diagnostics import Diagnostic
from timeline.edtf import known
from timeline.frontmatter import (
    MAX_FAULTS,
    Fields,
    Node,
    hidden_character,
    plain,
    read_yaml,
    split_front_matter,
    write_front_matter,
    write_yaml,
)


def read(text: str) -> Node:
    node, found = read_yaml(text, "x.yaml")
    assert found == []
    assert node is not None
    return node


def inside(node: Node, *way: str | int) -> Node:
    """Follow names and numbers down to a value."""
    for step in way:
        if isinstance(step, str):
            assert isinstance(node.value, dict)
            node = node.value[step]
        else:
            assert isinstance(node.value, tuple)
            node = node.value[step]
    return node


def faults(text: str) -> list[tuple[str, int, int]]:
    return [(d.slug, d.location.line, d.location.column) for d in read_yaml(text, "x.yaml")[1]]


def asked(text: str, ask: Callable[[Fields], object]) -> tuple[object, list[tuple[str, int, int, str]]]:
    """Ask the fields of `text` something; give the answer, and each finding's slug, place and message."""
    found: list[Diagnostic] = []
    answer = ask(Fields(read(text), found))
    return answer, [(d.slug, d.location.line, d.location.column, d.message) for d in found]


# --- scalars and places ---------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["no", "1984", "null", "~", "2025-03-03", "0x10", "12:30", "true", "1e3", "=", "<<"])
def test_every_scalar_is_the_string_that_is_written(word: str) -> None:
    assert plain(read(f"a: {word}")) == {"a": word}


def test_nested_values_are_read() -> None:
    text = "a: {b: [c, 'd e'], f: \"g\"}\nh:\n  - i\n  - j: k\nl: |\n  m\n  n\n"
    assert plain(read(text)) == {"a": {"b": ["c", "d e"], "f": "g"}, "h": ["i", {"j": "k"}], "l": "m\nn\n"}


def test_an_empty_text_has_no_fields() -> None:
    assert plain(read("")) == {}
    assert plain(read("# only a remark\n")) == {}


def test_a_value_and_its_key_have_their_places() -> None:
    text = 'title: "Harbour"\nactors:\n  - {actor: jane-doe, role: agent}\n'
    root = read(text)
    assert inside(root, "actors", 0, "actor").location[1:] == (3, 13, 3, 21)
    assert inside(root, "actors", 0, "actor").key_location[1:] == (3, 6, 3, 11)
    assert inside(root, "actors", 0).location[1:] == (3, 5, 3, 35)
    assert inside(root, "actors").location[1:] == (3, 3, 0, 0)


def test_places_count_characters_and_not_bytes() -> None:
    value = inside(read("\u00e9\U0001f6a2: x"), "\u00e9\U0001f6a2")
    assert value.location[1:] == (1, 5, 1, 6)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_places_are_the_same_whatever_ends_a_line(ending: str) -> None:
    assert faults(ending.join(["a: 1", "b: 2", "a: 3", ""])) == [("duplicate-key", 3, 1)]


def test_a_line_separator_within_a_line_does_not_shift_places() -> None:
    assert faults("a: 'x\u2028y'\nb: 1\nb: 2\n") == [("duplicate-key", 3, 1)]


@pytest.mark.parametrize("date", ["[..2025-03-03]", "[2025-01-20..2025-03-03]", "[2025-03, 2025-05]", "'2025'", "{a: b}", "x y"])
def test_the_source_of_a_value_is_what_is_written(date: str) -> None:
    assert inside(read(f"date: {date}  # said the minister\n"), "date").source == date


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x\n", [("yaml-refused", 1, 4), ("yaml-refused", 2, 4)]),
        ("a: 1\nb: !!int 3\n", [("yaml-refused", 2, 4)]),
        ("a: !!python/object:os.system x\n", [("yaml-refused", 1, 4)]),
        ("a: !x [1]\nb: &y {c: d}\n", [("yaml-refused", 1, 4), ("yaml-refused", 2, 4)]),
        ("a: 1\n---\nb: 2\n", [("yaml-refused", 2, 1)]),
        ("? [a]\n: b\n", [("yaml-refused", 1, 3)]),
        ("*x : b\n", [("yaml-refused", 1, 1)]),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", [("duplicate-key", 4, 3)]),
        ("a: {b: 1, b: 2}\n", [("duplicate-key", 1, 11)]),
        ("a: " + "[" * 11 + "]" * 11, []),
        ("a: " + "[" * 12 + "]" * 12, [("yaml-refused", 1, 15)]),
        ("a: " + "{a: " * 12 + "}" * 12, [("yaml-refused", 1, 48)]),
    ],
)
def test_what_no_file_needs_is_refused_at_its_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert faults(text) == expected


def test_what_is_refused_does_not_hide_the_rest() -> None:
    node, found = read_yaml("a: !!str 1\nb: 2\nb: 3\nc: 4\n", "x.yaml")
    assert node is not None
    assert plain(node) == {"a": "1", "b": "2", "c": "4"}
    assert [d.slug for d in found] == ["yaml-refused", "duplicate-key"]


@pytest.mark.parametrize("unit", ["- !x y\n", "- &x y\n", "a: b\n", "*x : b\n"])
def test_a_thousand_faults_are_cut_short(unit: str) -> None:
    assert len(faults(unit * 1000)) == MAX_FAULTS


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: 1\nb: {c: d\ne: f\n", 2, 4, "the `{` is not closed"),
        ("a: [1, 2\nb: 3\n", 1, 4, "the `[` is not closed"),
        ('a: "b\nc: 1\n', 1, 4, "the quote is not closed"),
        ('a: {b: "c "d" e"}\n', 1, 4, "the `{` is not closed"),
        ("a: one: two\n", 1, 7, "a `:` stands where none can"),
        ("a: 1\nb\nc: 2\n", 2, 1, "this is not a field"),
        ("a: 1\nb 2\n", 2, 1, "this is not a field"),
        ("a: @x\n", 1, 4, "a value cannot begin with this character"),
        ("a: 1\n\tb: 2\n", 2, 1, "a tab stands where only spaces can"),
        ("a: 'x' y\n", 1, 8, "a field was expected here"),
        ('a: "\\q"\n', 1, 5, "the `\\` in double quotes begins no escape that YAML knows"),
        ("- a\nb: c\n", 2, 1, "an item that begins with `- ` was expected here"),
        ("a: [", 1, 5, "a value was expected here"),
        ("a: !b!c d", 1, 4, "a value cannot begin with `!`"),
        ("a: **bold** text", 1, 5, "a value cannot begin with `*` or `&`"),
    ],
)
def test_a_fault_of_syntax_is_told_in_our_words_where_it_begins(text: str, line: int, column: int, message: str) -> None:
    node, found = read_yaml(text, "x.yaml")
    assert node is None
    assert [(d.slug, d.location.line, d.location.column, d.message) for d in found] == [("yaml-syntax", line, column, message)]
    assert found[0].help


@pytest.mark.parametrize(("text", "column"), [("a: b\0c", 5), ("a: \ud800", 4), ("a: \x1b[31m", 4), ("a\ufeff: b", 2), ("\x7f", 1)])
def test_a_character_that_yaml_cannot_hold_is_a_finding(text: str, column: int) -> None:
    assert faults(text) == [("hidden-characters", 1, column)]


@pytest.mark.parametrize(
    "unit", ["[", "{", "- ", "? ", "[{", "a: [", "-\n", "\\x41", "!", "&a ", "%YAML 1.1\n", "#", "|", "'", ": ", "*a ", "a: b\n", "{a: ", "\r", '"']
)
def test_a_hundred_thousand_of_anything_end_in_a_moment(unit: str) -> None:
    start = time.process_time()
    read_yaml(unit * 100_000, "x.yaml")
    assert time.process_time() - start < 3.0


# --- front matter ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["---\na: b\n---\nBody.\n", "\ufeff---\na: b\n---\nBody.\n", "--- \na: b\n---\t\nBody.\n"])
def test_fields_and_body_are_divided(text: str) -> None:
    front = split_front_matter(text, "x.md")
    assert front.node is not None
    assert (plain(front.node), front.body, front.body_line, front.diagnostics) == ({"a": "b"}, "Body.\n", 4, ())


def test_windows_line_ends_stay_in_the_body() -> None:
    front = split_front_matter("---\r\na: b\r\n---\r\nBody.\r\nMore.\r\n", "x.md")
    assert front.node is not None
    assert (plain(front.node), front.body, front.body_line) == ({"a": "b"}, "Body.\r\nMore.\r\n", 4)


@pytest.mark.parametrize("text", ["---\na: b\n---", "---\na: b\n---\n"])
def test_a_file_may_end_with_its_front_matter(text: str) -> None:
    front = split_front_matter(text, "x.md")
    assert (front.body, front.diagnostics) == ("", ())


def test_an_empty_front_matter_has_no_fields() -> None:
    front = split_front_matter("---\n---\nBody.", "x.md")
    assert front.node is not None
    assert (plain(front.node), front.body) == ({}, "Body.")


def test_places_in_the_front_matter_count_from_the_top_of_the_file() -> None:
    front = split_front_matter("---\na: 1\na: 2\n---\n", "x.md")
    assert [(d.slug, d.location.line) for d in front.diagnostics] == [("duplicate-key", 3)]


def test_a_rule_within_a_text_does_not_close_the_front_matter() -> None:
    front = split_front_matter("---\na: |\n  one\n  ---\n  two\n---\nBody.", "x.md")
    assert front.node is not None
    assert plain(front.node) == {"a": "one\n---\ntwo\n"}


@pytest.mark.parametrize(
    ("text", "slug", "help_"),
    [
        ("title: x\n", "front-matter-missing", "put the fields, such as `title: ...`, between two lines of `---` at the top of the file"),
        ("\n---\na: b\n---\n", "front-matter-missing", "remove what stands before the first line of `---`"),
        ("", "front-matter-missing", "put the fields, such as `title: ...`, between two lines of `---` at the top of the file"),
        ("---\na: b\nBody.\n", "front-matter-unclosed", "add a line `---` after the last field"),
        ("---\na: b\n--\nBody.\n", "front-matter-unclosed", "line 3 reads `--`: write `---`"),
    ],
)
def test_a_missing_fence_gets_advice(text: str, slug: str, help_: str) -> None:
    front = split_front_matter(text, "x.md")
    assert front.node is None
    assert [(d.slug, d.help) for d in front.diagnostics] == [(slug, help_)]


# --- fields ---------------------------------------------------------------------------------------


def test_a_missing_field_is_reported_at_the_whole_and_an_empty_one_at_its_name() -> None:
    answer, found = asked("a: 1\nb:\n", lambda f: (f.text("title", required=True), f.text("b", required=True), f.text("c", default="d")))
    assert answer == ("", "", "d")
    assert found == [("missing-field", 1, 1, "`title` is missing"), ("missing-field", 2, 1, "`b` is empty")]


def test_a_choice_that_is_none_gets_a_suggestion() -> None:
    found: list[Diagnostic] = []
    fields = Fields(read("role: agnet"), found)
    assert fields.choice("role", ("agent", "target"), default="target") == "target"
    assert [(d.slug, d.location.column, d.help) for d in found] == [("bad-value", 7, "did you mean `agent`? the values are agent, target")]


@pytest.mark.parametrize("written", ["2025-03-03", '"[..2025-03-03]"', "[..2025-03-03]", "[2025-01-20..2025-03-03]", "2024-03/2025-03", "1984"])
def test_a_date_is_read_with_and_without_quotes(written: str) -> None:
    assert asked(f"date: {written}", lambda f: f.edtf("date")) == (known(written.strip('"')), [])


@pytest.mark.parametrize(
    ("written", "column"),
    [("2025-13", 12), ('"2025-13"', 13), ("2025-02-30", 15), ("2024-03/2025-13", 20), ("[2025-01, 2025-13]", 22), ("soon", 7), ("{a: b}", 7)],
)
def test_a_date_that_is_none_is_reported_at_its_wrong_part(written: str, column: int) -> None:
    answer, found = asked(f"date: {written}", lambda f: f.edtf("date"))
    assert answer is None
    assert [each[:3] for each in found] == [("bad-date", 1, column)]


def test_a_list_of_texts_may_be_one_text() -> None:
    text = "a: [b, c d]\ne: f\ng:\n- h\n"
    assert asked(text, lambda f: (f.texts("a"), f.texts("e"), f.texts("g"), f.texts("i"))) == ((("b", "c d"), ("f",), ("h",), ()), [])


def test_lists_may_mix_texts_and_fields() -> None:
    def ask(fields: Fields) -> list[object]:
        return [item if isinstance(item, str) else item.text("text") for item in fields.items("aliases")]

    assert asked("aliases: [The Port, {text: Port}]", ask) == (["The Port", "Port"], [])


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("a: [b]", lambda f: f.text("a")),
        ("a: {b: c}", lambda f: f.texts("a")),
        ("a: [[b]]", lambda f: f.texts("a")),
        ("a: b", lambda f: f.mappings("a")),
        ("a: [b]", lambda f: f.mappings("a")),
        ("a: [b]", lambda f: f.mapping("a")),
        ("a: maybe", lambda f: f.flag("a")),
        ("a: [[b]]", lambda f: f.items("a")),
        ("a: [b]", lambda f: f.mapping_or_text("a")),
        ("[a]", lambda f: f.text("a")),
        ("a", lambda f: f.text("a")),
    ],
)
def test_a_value_of_another_shape_is_reported_and_not_used(text: str, ask: Callable[[Fields], object]) -> None:
    answer, found = asked(text, ask)
    assert not answer
    assert [each[0] for each in found] == ["bad-value"]


def test_fields_that_nobody_asked_for_are_reported_at_their_name() -> None:
    found: list[Diagnostic] = []
    fields = Fields(read("title: x\ntilte: y\nextra: z\nallowed: 1\n"), found)
    fields.text("title")
    fields.finish({"allowed"})
    assert [(d.slug, d.location.line, d.location.column, d.help) for d in found] == [
        ("unknown-field", 2, 1, "did you mean `title`?"),
        ("unknown-field", 3, 1, "remove it, or put the text into the body"),
    ]


@pytest.mark.parametrize(
    "text", ["a\u202eb", "a\u2066b", "a\u200bb", "a\u2060b", "\u200ca", "a\u200db", "a \u200d\u0628", "a\u00adb", "a\u2028b", "a\U000e0041b"]
)
def test_hidden_characters_are_refused_in_fields_and_pass_in_quotes(text: str) -> None:
    written = write_yaml({"title": text})
    assert asked(written, lambda f: f.text("title", verbatim=True)) == (text, [])
    answer, found = asked(written, lambda f: f.text("title"))
    assert answer == ""
    assert [each[:3] for each in found] == [("hidden-characters", 1, 8)]


@pytest.mark.parametrize("text", ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\U0001f468\u200d\U0001f469", "na\u00efve\ttext", "\u043c\u0438\u0440", "caf\u0065\u0301"])
def test_joiners_pass_where_a_script_needs_them(text: str) -> None:
    assert hidden_character(text) == ""


def test_a_hidden_character_is_named() -> None:
    assert hidden_character("a\u202eb") == "U+202E (right-to-left override)"


# --- writing --------------------------------------------------------------------------------------


def test_an_event_is_written_as_an_editor_would() -> None:
    fields = {
        "title": "Minister closes the harbour",
        "date": "[..2025-03-03]",
        "type": "directive",
        "actors": [{"actor": "jane-doe", "role": "agent"}, {"actor": "port-office", "role": "target"}],
        "citations": [
            {"article": "000_2771b", "quote": {"exact": 'The port "is closed", he said: go', "prefix": "", "suffix": "It"}},
            {"url": "https://example.org/report", "title": "Ships wait", "published": "2025-02-28"},
        ],
        "responds_to": [],
        "tags": ["harbour", "1984"],
    }
    assert write_front_matter(fields, "One sentence.") == """---
title: Minister closes the harbour
date: "[..2025-03-03]"
type: directive
actors:
  - {actor: jane-doe, role: agent}
  - {actor: port-office, role: target}
citations:
  - article: 000_2771b
    quote: {exact: "The port \\"is closed\\", he said: go", prefix: "", suffix: It}
  - url: https://example.org/report
    title: Ships wait
    published: 2025-02-28
responds_to: []
tags: [harbour, "1984"]
---
One sentence.
"""


@pytest.mark.parametrize("text", ["no", "Yes", "null", "~", "1984", "1_000", "0x1f", "1e5", "12:30", "3.5", "", " a", "a ", "- a", "a: b", "a #b", "a:", "[a", "a\nb", "@a", "'a", "..."])
def test_what_another_reader_could_take_for_something_else_is_quoted(text: str) -> None:
    assert write_yaml({"a": text}).startswith('a: "')


@pytest.mark.parametrize("text", ["Was it? Yes, 50% \u2013 it\u2019s so", "2025-03-03", "https://example.org/a?b=c", "U.S. & others (north)", "\u041c\u0438\u0440", "AT&T"])
def test_a_plain_text_is_written_plain(text: str) -> None:
    assert write_yaml({"a": text}) == f"a: {text}\n"


def test_a_long_list_has_a_line_for_each_item() -> None:
    assert write_yaml({"aliases": ["Port Office", "x" * 100]}) == f"aliases:\n  - Port Office\n  - {'x' * 100}\n"


def test_values_other_than_text_are_written_as_text() -> None:
    assert write_yaml({"a": True, "b": 3, "c": [{"d": False}]}) == 'a: "true"\nb: "3"\nc:\n  - {d: "false"}\n'


@pytest.mark.parametrize(
    "line",
    [
        "published: 2025-03-03",
        'title: "Ropes: a review, with #3"',
        "publisher: Department of Ropes, Office of Knots",
        "url: https://example.org/a?b=c&d=%20",
        'via: ""',
        "author: O'Neill (Ruritania)",
        "title: no",
        "title: null",
    ],
)
def test_a_simple_field_is_read_as_any_other(line: str) -> None:
    """A comment makes the whole of YAML look at what a line alone does not need it for."""
    simple, found = read_yaml(f"{line}\nlanguage: en\n", "a.yaml")
    other, more = read_yaml(f"{line}\nlanguage: en\n# a comment\n", "a.yaml")
    assert simple is not None
    assert other is not None
    assert (plain(simple), found) == (plain(other), more)
    assert isinstance(simple.value, dict)
    assert isinstance(other.value, dict)
    places = [[(n.location, n.key_location, n.source) for n in fields.values()] for fields in (simple.value, other.value)]
    assert places[0] == places[1]


@pytest.mark.parametrize("line", ["title: a: b", "title: a #b", "title: [a]", "title: *a", "title: 'a'", 'title: "a\\"b"', "title: - a", 'title: "a" b', "title: |"])
def test_what_yaml_reads_in_its_own_way_is_left_to_it(line: str) -> None:
    simple, found = read_yaml(f"{line}\nlanguage: en\n", "a.yaml")
    other, more = read_yaml(f"{line}\nlanguage: en\n# a comment\n", "a.yaml")
    assert (simple is None) == (other is None)
    assert found == more
    assert simple is None or other is None or plain(simple) == plain(other)
