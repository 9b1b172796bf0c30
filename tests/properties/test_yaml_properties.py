"""Whatever is written is read back, and whatever is read raises nothing and keeps its place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.frontmatter import Node, plain, read_yaml, split_front_matter, write_front_matter, write_yaml

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))  # half characters can be in no file
TRICKY = st.text(st.sampled_from(" \t\n\r:#-?,[]{}&*!|>'\"%@`\\~=<.0aé\u0085\u2028\ufeff\x00\x7f\U0001f6a2"), max_size=12)
TEXT = ANY_TEXT | TRICKY
VALUE = st.recursive(TEXT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8)
YAML_LIKE = st.text(st.sampled_from("ab \n:-[]{},\"'#|>&*!?%\t\r\u2028é"), max_size=60)


@given(title=TEXT, items=st.lists(TEXT, max_size=3), exact=TEXT, body=ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_fields_and_body_are_read_as_they_were_written(title: str, items: list[str], exact: str, body: str) -> None:
    fields = {"title": title, "tags": items, "citations": [{"note": title, "quote": {"exact": exact}}], "actors": [{"actor": title}]}
    front = split_front_matter(write_front_matter(fields, body), "x.md")
    assert front.diagnostics == ()
    assert front.node is not None
    assert plain(front.node) == fields
    assert front.body.removesuffix("\n") == body.removesuffix("\n")


@given(st.dictionaries(TEXT, VALUE, max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_value_is_read_as_it_was_written(fields: dict[str, object]) -> None:
    node, found = read_yaml(write_yaml(fields), "x.yaml")
    assert found == []
    assert node is not None
    assert plain(node) == fields


@given(st.text() | YAML_LIKE)
@settings(max_examples=500, deadline=None)
def test_any_text_gives_a_tree_or_findings_within_it(text: str) -> None:
    node, found = read_yaml(text, "x.yaml")
    lines = text.split("\n")
    assert node is not None or found
    for diagnostic in found:
        at = diagnostic.location
        assert 1 <= at.line <= len(lines)
        assert 1 <= at.column <= len(lines[at.line - 1]) + 1


@given(YAML_LIKE)
@settings(max_examples=500, deadline=None)
def test_a_bare_scalar_stands_where_it_says(text: str) -> None:
    node, _ = read_yaml(text, "x.yaml")
    lines = text.removeprefix("\ufeff").split("\n")
    for each in _scalars(node) if node else ():
        at = each.location
        if each.value and each.source == each.value and at.end_line == at.line:
            assert lines[at.line - 1][at.column - 1 : at.end_column - 1] == each.value


@given(st.text())
@settings(deadline=None)
def test_any_text_is_divided_without_loss(text: str) -> None:
    front = split_front_matter(text, "x.md")
    assert front.body in text
    assert front.node is not None or front.diagnostics


def _scalars(node: Node) -> list[Node]:
    if isinstance(node.value, str):
        return [node]
    inner = node.value.values() if isinstance(node.value, dict) else node.value
    return [scalar for each in inner for scalar in _scalars(each)]
