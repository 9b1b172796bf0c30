"""What a body may not hold, and where it is reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.bodies import is_safe_url, lint_body


def found(body: str, citations: int = 1) -> list[tuple[str, int, int]]:
    return [(d.slug, d.location.line, d.location.column) for d in lint_body(body, "e.md", 10, citations=citations)]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#115;cript:x", "java\tscript:x", "\u200bjavascript:x", "data:text/html,x", "//evil.example/x", "vbscript:x", "\\\\evil", "file:///etc/passwd"],
)
def test_a_link_that_could_run_or_hide_its_host_is_unsafe(url: str) -> None:
    assert not is_safe_url(url)


@pytest.mark.parametrize("url", ["https://example.org/a:b", "http://example.org", "mailto:a@example.org", "#cite-1", "other-event.html", "../actors/a.html"])
def test_ordinary_links_are_safe(url: str) -> None:
    assert is_safe_url(url)


def test_an_unsafe_link_is_found_at_its_place() -> None:
    assert found("Fine.\n\nSee [this](javascript:x) now.") == [("unsafe-link", 12, 12)]


def test_reference_links_and_autolinks_are_looked_at_too() -> None:
    assert found("[a]: javascript:x") == [("unsafe-link", 10, 6)]
    assert ("unsafe-link", 10, 2) in found("<javascript:x>")


def test_raw_html_is_reported_and_harmless_tags_are_not() -> None:
    assert found("<script>x</script>") == [("raw-html", 10, 1), ("raw-html", 10, 10)]
    assert found("H<sub>2</sub>O and <https://example.org>") == []
    assert found('<img src=x onerror="y">') == [("raw-html", 10, 1)]
    assert found("<!-- hidden -->") == [("raw-html", 10, 1)]


def test_code_is_not_html() -> None:
    assert found("`<script>` and\n\n```\n<b onclick=x>\n```\n") == []


def test_a_citation_that_is_not_there_is_a_broken_link() -> None:
    assert found("[one](#cite-1) [two](#cite-2)") == [("broken-link", 10, 22)]


def test_a_wall_of_brackets_is_reported_once() -> None:
    assert found("[" * 501) == [("body-too-complex", 10, 1)]
    assert found("\n".join(["[" * 300] * 5)) == [("body-too-complex", 11, 1)]
    assert found(">" * 60 + " x") == [("body-too-complex", 10, 1)]


@given(st.text(max_size=300))
def test_any_text_is_linted_without_a_fault_of_ours(body: str) -> None:
    assert isinstance(lint_body(body, "e.md", 1, citations=0), tuple)
