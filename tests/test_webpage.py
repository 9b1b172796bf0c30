"""A saved page gives its main text and what it says of itself, and never more than it says."""

from __future__ import annotations

import time

import pytest

from timeline.webpage import MAX_TAGS, WebPage, read_webpage

HEAD = """<meta property="og:site_name" content="The Gazette">
<meta property="og:title" content="Harbour closed to foreign ships">
<meta name="author" content="Jane Roe">
<link rel="canonical" href="https://gazette.example.org/2025/harbour">"""
BODY = """<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World news</a></li></ul></nav>
<article><h1>Harbour closed to foreign ships</h1>
<figure><img src="a.jpg" alt="A ship"><figcaption>A ship in the harbour. Photo: Jo Doe</figcaption></figure>
<p>The port minister <b>closed</b> the har\u00adbour on&nbsp;Monday, saying that the <a href="/x">inspection</a> had failed.<br>It stays closed &amp; guarded.</p>
<h2>What it means</h2>
<p>Ships must wait outside, and the pilots have been sent home for the week as of Tuesday morning.</p>
<blockquote><p>We have no other choice than to close it, and we regret that very much indeed.</p></blockquote>
<ul><li>First item of the list is this one</li><li>Second item with <em>markup</em> in it</li></ul>
<table><tr><th>Ship</th><th>Flag</th></tr><tr><td>Aurora</td><td>Dutch</td></tr></table>
<p>The decision was first reported by another newspaper last week, citing two former officials familiar with it.</p>
</article><footer>Copyright 2024 The Gazette. All rights reserved.</footer>"""


def page(head: str = HEAD, body: str = BODY, language: str = "en-GB") -> WebPage:
    read = read_webpage(f'<!doctype html><html lang="{language}"><head>{head}</head><body>{body}</body></html>')
    assert read is not None
    return read


def published(head: str, body: str = BODY) -> str:
    return page(head, body).published


def linked(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


def test_the_main_text_is_told_by_its_marks() -> None:
    read = page()
    assert [(p.kind, p.span.of(read.text)) for p in read.passages] == [
        ("heading", "Harbour closed to foreign ships"),
        ("paragraph", "The port minister closed the harbour on Monday, saying that the inspection had failed. It stays closed & guarded."),
        ("heading", "What it means"),
        ("paragraph", "Ships must wait outside, and the pilots have been sent home for the week as of Tuesday morning."),
        ("quotation", "We have no other choice than to close it, and we regret that very much indeed."),
        ("list-item", "First item of the list is this one"),
        ("list-item", "Second item with markup in it"),
        ("cell", "Ship"),
        ("cell", "Flag"),
        ("cell", "Aurora"),
        ("cell", "Dutch"),
        ("paragraph", "The decision was first reported by another newspaper last week, citing two former officials familiar with it."),
    ]
    assert read.passages[-1].headings == ("Harbour closed to foreign ships", "What it means")


def test_menus_captions_and_footers_are_left_out() -> None:
    text = page().text
    assert "World news" not in text
    assert "Photo" not in text
    assert "Copyright" not in text


def test_passages_stand_an_empty_line_apart() -> None:
    read = page()
    assert read.text == "\n\n".join(p.span.of(read.text) for p in read.passages)


def test_the_page_says_what_it_is() -> None:
    read = page()
    assert (read.title, read.author, read.publisher) == ("Harbour closed to foreign ships", "Jane Roe", "The Gazette")
    assert (read.url, read.language) == ("https://gazette.example.org/2025/harbour", "en-GB")


def test_what_a_page_does_not_say_stays_empty() -> None:
    read = page(head="", language="")
    assert (read.author, read.publisher, read.url, read.published, read.language) == ("", "", "", "", "")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2025-03-03T23:30:00-05:00">', "2025-03-03"),
        ('<meta name="DC.date.issued" content="2025-03-03">', "2025-03-03"),
        ('<meta itemprop="datePublished" content="2025-03-03T10:00">', "2025-03-03"),
        ('<meta name="citation_publication_date" content="2025/03/03">', "2025-03-03"),
        ('<meta name="pubdate" content="20250303">', "2025-03-03"),
        ('<meta name="date" content="March 3, 2025">', "2025-03-03"),
        ('<meta name="date" content="Mon, 03 Mar 2025 10:00:00 GMT">', "2025-03-03"),
        ('<meta name="date" content="2025-03">', "2025-03"),
        ('<meta name="date" content="2025">', "2025"),
        ('<meta name="date" content="03/04/2025">', ""),
        ('<meta name="date" content="2025-02-30">', ""),
        ('<meta property="article:modified_time" content="2025-03-09">', ""),
        (linked('{"@type": "NewsArticle", "datePublished": "2025-03-03T10:00:00Z"}'), "2025-03-03"),
        (linked('{"@graph": [{"@type": "WebSite"}, {"@type": ["Report"], "datePublished": "2025-03"}]}'), "2025-03"),
        (linked('{"@type": "WebPage", "datePublished": "2020-01-02", "mainEntity": {"@type": "Article", "datePublished": "2025-03-03"}}'), "2025-03-03"),
        (linked('{"@type": "Article", "comment": [{"@type": "Posting", "datePublished": "2025-03-09"}]}'), ""),
        (linked('{"@type": "Article", "datePublished": {"x": 1}}'), ""),
        (linked('{"@type": "Article", "datePublished": "2025-03-03", broken'), ""),
        (linked('"2025-03-03"'), ""),
        (linked("[" * 5000), ""),
    ],
)
def test_the_day_of_publication_is_as_fine_as_the_page_says(head: str, expected: str) -> None:
    assert published(head) == expected


def test_linked_data_goes_before_the_head() -> None:
    head = '<meta name="date" content="2025-03-09">' + linked('{"@type": "Article", "datePublished": "2025-03-03"}')
    assert published(head) == "2025-03-03"


def test_a_marked_time_is_the_day_of_publication() -> None:
    assert published("", '<time itemprop="datePublished" datetime="2025-03-03T09:00">Monday</time>' + BODY) == "2025-03-03"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ('<span class="entry-date">March 3, 2025</span>', "2025-03-03"),
        ('<p id="pubdate">Posted on 3 March 2025, 10:00</p>', "2025-03-03"),
        ('<time datetime="2025-03-03T10:00:00Z">Monday</time>', "2025-03-03"),
        ("<time>3 March 2025</time>", "2025-03-03"),
        ('<span class="date">Last updated: March 9, 2025</span>', ""),
        ('<span class="date-modified">March 9, 2025</span>', ""),
        ('<span class="update">March 9, 2025</span>', ""),
        ('<span class="date">03/04/2025</span>', ""),
        ('<span class="date">3 March 2025 to 9 March 2025</span>', ""),
    ],
)
def test_a_day_that_is_shown_as_that_of_publication_is_read(shown: str, expected: str) -> None:
    assert published("", shown + BODY) == expected


def test_days_of_other_articles_on_the_page_do_not_count() -> None:
    others = '<ul><li><time datetime="2024-01-01">A year ago</time></li><li><span class="date">5 May 2024</span></li></ul>'
    own = BODY.replace("<h2>", '<span class="date">March 3, 2025</span><h2>')
    assert published("", others + own) == "2025-03-03"
    assert published("", others + BODY) == ""


def test_an_address_may_hold_the_day() -> None:
    assert published('<link rel="canonical" href="https://gazette.example.org/2025/03/03/harbour">') == "2025-03-03"


def test_a_date_in_the_text_is_not_the_day_of_publication() -> None:
    assert published("", BODY.replace("on&nbsp;Monday", "on 5 May 2019")) == ""


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/x"])
def test_an_address_that_is_none_is_not_taken(address: str) -> None:
    assert page(f'<link rel="canonical" href="{address}">').url == ""


def test_a_part_of_a_page_is_read() -> None:
    read = read_webpage("<p>The minister closed the harbour on Monday, after the talks.</p><p>Then it rained for a whole day.</p>")
    assert read is not None
    assert read.text == "The minister closed the harbour on Monday, after the talks.\n\nThen it rained for a whole day."


def test_entities_are_not_expanded_without_end() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><html><body><p>Harbour &b;.</p></body></html>'
    read = read_webpage(bomb)
    assert read is not None
    assert len(read.text) < 200


@pytest.mark.parametrize("html", ["", "<", "<!--", "<html>", "\ufffd", "<p>", "<html lang=en></html>", "</", "<html><body><script>x</script>"])
def test_a_page_without_text_has_no_passages(html: str) -> None:
    read = read_webpage(html)
    assert read is not None
    assert len(read.text) <= 1


def test_a_page_of_endless_tags_is_refused() -> None:
    assert read_webpage("<a>" * (MAX_TAGS + 1)) is None


@pytest.mark.parametrize("unit", ["<div>", "<p>", "<b>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<a href=x>", "&amp;", "<!--", "<br>", "x<p>"])
def test_many_tags_end_in_bearable_time(unit: str) -> None:
    start = time.process_time()
    read_webpage("<html><body>" + unit * 15_000)
    assert time.process_time() - start < 5.0
