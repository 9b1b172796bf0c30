"""Templates and Markdown: what comes out is safe, bounded and tells of its faults."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.publish import render
from timeline.publish.language import language_of
from timeline.publish.render import (
    TemplateFault,
    Templates,
    default_templates,
    plain_text,
    render_markdown,
    show_hidden,
)


def templates_of(folder: Path, files: dict[str, str]) -> Templates:
    for name, text in files.items():
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Templates((folder / "templates", default_templates()), folder, language_of("en", folder))


# --- templates -----------------------------------------------------------------------------------


def test_a_projects_own_template_comes_before_the_programs(tmp_path: Path) -> None:
    templates = templates_of(tmp_path, {"404.html": "Own {{ word }}"})
    assert templates.render("404.html", "a page", {"word": "<b>"}) == "Own &lt;b&gt;"


def test_an_undefined_name_is_reported_with_its_line_and_the_page(tmp_path: Path) -> None:
    templates = templates_of(tmp_path, {"event.html": "one\ntwo {{ nothing.at_all }}\n"})
    with pytest.raises(TemplateFault) as raised:
        templates.render("event.html", "event harbour-closed", {})
    found = raised.value.diagnostic
    assert (found.slug, found.location.path, found.location.line) == ("template-error", "templates/event.html", 2)
    assert "event harbour-closed" in found.message
    assert "nothing" in found.message


def test_a_syntax_error_is_reported_where_it_stands_in_an_included_template(tmp_path: Path) -> None:
    templates = templates_of(tmp_path, {"page.html": "{% include 'part.html' %}", "part.html": "\n\n{% if %}"})
    with pytest.raises(TemplateFault) as raised:
        templates.render("page.html", "page x", {})
    assert raised.value.diagnostic.location[:2] == ("templates/part.html", 3)


def test_a_template_that_is_not_there_is_reported(tmp_path: Path) -> None:
    templates = templates_of(tmp_path, {"page.html": "{% include 'gone.html' %}"})
    with pytest.raises(TemplateFault) as raised:
        templates.render("page.html", "page x", {})
    assert "gone.html" in raised.value.diagnostic.message


def test_a_failure_of_what_a_template_calls_is_reported_as_the_templates(tmp_path: Path) -> None:
    templates = templates_of(tmp_path, {"page.html": "\n{{ 1 // number }}"})
    with pytest.raises(TemplateFault) as raised:
        templates.render("page.html", "page x", {"number": 0})
    assert raised.value.diagnostic.location[:2] == ("templates/page.html", 2)


def test_the_digest_changes_with_any_template(tmp_path: Path) -> None:
    before = templates_of(tmp_path, {"page.html": "one"}).digest
    assert templates_of(tmp_path, {"page.html": "one"}).digest == before
    assert templates_of(tmp_path, {"page.html": "two"}).digest != before


def test_template_syntax_in_content_is_shown_as_it_is(tmp_path: Path) -> None:
    templates = templates_of(tmp_path, {"page.html": "{{ title }} {{ body }}"})
    shown = templates.render("page.html", "page x", {"title": "{{ 7 * 7 }}", "body": render_markdown("{% raw %} {{ 7 * 7 }}")})
    assert "49" not in shown
    assert "{{ 7 * 7 }}" in shown


# --- hidden characters ---------------------------------------------------------------------------


def test_characters_that_cannot_be_seen_are_shown_by_their_code() -> None:
    assert show_hidden("abc \u202edef\u200b") == (
        'abc <span class="hidden-character">[U+202E]</span>def<span class="hidden-character">[U+200B]</span>'
    )


def test_a_quotation_is_escaped() -> None:
    assert show_hidden('<b> & "so"') == '&lt;b&gt; &amp; "so"'


# --- Markdown ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("One [citation](#cite-1) here.", '<p>One <a href="#cite-1">citation</a> here.</p>'),
        ("A *light* and a **strong** word.", "<p>A <em>light</em> and a <strong>strong</strong> word.</p>"),
        ("See [the other](other-event.html).", '<p>See <a href="other-event.html">the other</a>.</p>'),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("# Top\n\nText\n\n#### Deep", "<h2>Top</h2>\n<p>Text</p>\n<h3>Deep</h3>"),
    ],
)
def test_markdown_is_rendered(written: str, shown: str) -> None:
    assert render_markdown(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](java&#x09;script:alert(1))",
        "[x](data:text/html,hello)",
        "[x](//example.org/)",
        '<a href="//example.org/">x</a>',
        '<p onclick="alert(1)">x</p>',
        "<img src=x onerror=alert(1)>",
        '<span style="position:fixed">x</span>',
        "<iframe src=https://example.org></iframe>",
        "![x](https://example.org/x.png)",
        "<form action=x><input></form>",
    ],
)
def test_nothing_harmful_passes(written: str) -> None:
    shown = str(render_markdown(written)).lower()
    assert not re.search(r"<(script|img|iframe|form|input|span|style)|on\w+=|javascript:|data:|href=\"//", shown)


def test_a_mail_address_and_a_web_address_pass() -> None:
    shown = render_markdown("[a](mailto:desk@example.org) [b](https://example.org/?a=1&b=2)")
    assert 'href="mailto:desk@example.org"' in shown
    assert 'href="https://example.org/?a=1&amp;b=2"' in shown


MARKS = (*"*_`[]()#-+><&.,:'\"$%/!\\~|=\t", "**", "1.", "x.", "\u2019", "\u201c", "\u2014", "\u202e")
WORDS = ("word", "Word", "2016", "e", " ", " ", "  ", "\n", "\n\n", "http://example.org")
WHOLE = ("[words](#cite-1)", "[so](https://example.org/a-b)", "*light*", "**strong**")
PIECES = st.sampled_from([*MARKS, *WORDS, *WHOLE])


@given(st.lists(PIECES, max_size=24).map("".join))
def test_the_short_way_gives_what_markdown_gives(text: str) -> None:
    plain = render._render_plain(text)
    if plain is not None:
        assert plain == render._render_any(text)


@given(st.lists(st.sampled_from(["word", "two words", "of 2016,", "(so)", "\u201cquoted\u201d", "*light*", "[a b](#cite-2)", "**strong**"]), min_size=1))
def test_ordinary_sentences_go_the_short_way(words: list[str]) -> None:
    text = "It " + " ".join(words) + "."
    assert render._render_plain(text) == render._render_any(text)


@pytest.mark.parametrize("mark", ["[", "]", "*", "_", "`", "<", ">", "#", "&", "!", "|", "~", "[](", "![", "<a ", "<!--", "> ", "# a\n", "```\n", "[a][b] ", "\\"])
def test_a_run_of_marks_is_rendered_in_good_time(mark: str) -> None:
    start = time.process_time()
    render_markdown(mark * (64 * 1024 // len(mark)))
    assert time.process_time() - start < 5


def test_a_block_with_too_many_brackets_is_shown_as_written() -> None:
    shown = render_markdown("Before.\n\n" + "[" * 501)
    assert "[" * 501 in shown


def test_plain_text_is_cut_at_a_word_and_has_no_tags() -> None:
    markup = render_markdown("The *harbour* was closed & [reopened](#cite-1) on Monday.\n\nMore.")
    assert plain_text(markup, 200) == "The harbour was closed & reopened on Monday."
    assert plain_text(markup, 24) == "The harbour was closed\u2026"
