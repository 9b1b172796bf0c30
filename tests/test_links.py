"""Every link, anchor and asset inside the site resolves, or is reported where it stands."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from timeline.diagnostics import Diagnostic
from timeline.publish.links import check_folder, css_links, page_links


def site(root: Path, files: dict[str, str]) -> Path:
    out = root / "site"
    for name, text in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return out


def found(root: Path, **files: str) -> list[Diagnostic]:
    return check_folder(site(root, {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}))


def messages(root: Path, **files: str) -> list[str]:
    return [d.message for d in found(root, **files)]


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "links"),
    [
        (b'<a href="a.html">', ("a.html",)),
        (b"<a class='x' href='a.html'>", ("a.html",)),
        (b'<a\n  href="a.html"\n>', ("a.html",)),
        (b'<a title="x > y" href="a.html">', ("a.html",)),
        (b'<link rel="stylesheet" href="site.css"><img src="i.png" alt="">', ("site.css", "i.png")),
        (b'<a href="a.html?x=1&amp;y=2#z">', ("a.html?x=1&y=2#z",)),
        (b'<a href="a.html"><a href="a.html">', ("a.html",)),
        (b'<meta http-equiv="refresh" content="0; url=../events/a.html">', ("../events/a.html",)),
        (b'<svg><a href="events/a.html"><use href="#mark"/></a></svg>', ("events/a.html", "#mark")),
        (b'<a href="https://example.org/"><a href="mailto:a@b"><img src="data:,"><a href="//host/">', ()),
        (b'<p>write href="a.html" in a tag</p>', ()),
        (b'<p data-href="a.html">', ()),
        ('<a href="caf\u00e9.html">'.encode(), ("caf\u00e9.html",)),
        (b'<a href="\xff.html">', ("\ufffd.html",)),
    ],
)
def test_links_are_found_in_tags_only(html: bytes, links: tuple[str, ...]) -> None:
    assert page_links(html)[0] == links


def test_ids_are_found() -> None:
    assert page_links(b"<h2 id=\"one\" class='x'><p data-id=\"no\"><g id='two'>")[1] == ("one", "two")


def test_a_style_sheet_names_its_files() -> None:
    css = b"@font-face { src: url(serif.woff2) } a { background: url( 'i.svg' ), url(\"data:,x\"), url(https://x.example/y) }"
    assert css_links(css) == ("serif.woff2", "i.svg")


@pytest.mark.parametrize("unit", [b"<", b"<a ", b'<a "', b"<a '\"", b'<a href="', b'"', b'<a x="y" ', b"<a x='<b y=\"", b"=\"refresh\" content=\"0; url="])
def test_reading_takes_linear_time(unit: bytes) -> None:
    def seconds(times: int) -> float:
        begun = time.process_time()
        page_links(unit * times)
        return time.process_time() - begun

    assert seconds(100_000) < 4


# --- resolving ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "href",
    ["b.html", "./b.html", "../events/b.html", "b.html#x", "b.html?v=1#x", "b.html#:~:text=words", "b.html#x:~:text=words",
     "%62.html", "#y", "#", "", "#top", "../index.html", "b.html#caf%C3%A9", "/livereload.js", "../feeds/atom.xml#any"],
)  # fmt: skip
def test_what_is_there_resolves(tmp_path: Path, href: str) -> None:
    page = f'<p id="y"><a href="{href}">'
    other = '<p id="x"><p id="caf\u00e9">'
    assert messages(tmp_path, events__a_html=page, events__b_html=other, index_html="", feeds__atom_xml="") == []


@pytest.mark.parametrize(
    ("href", "message"),
    [
        ("c.html", "the site has no file `events/c.html`"),
        ("b.html#z", "`events/b.html` has no anchor `#z`"),
        ("#z", "`events/a.html` has no anchor `#z`"),
        ("../../index.html", "the site has no file `../index.html`"),
        ("/index.html", "the site has no file `/index.html`"),
        ("../", "the site has no file `/`"),
        ("../events/", "the site has no file `events/`"),
        ("..%2fc.html", "the site has no file `c.html`"),
    ],
)
def test_what_is_not_there_is_reported(tmp_path: Path, href: str, message: str) -> None:
    page = f'<p id="y"><a href="{href}">'
    assert messages(tmp_path, events__a_html=page, events__b_html="", index_html="") == [message]


def test_a_finding_says_where_the_link_stands_and_what_may_be_meant(tmp_path: Path) -> None:
    (one,) = found(tmp_path, index_html='<html>\n<p><a href="harbor.html">x</a>', harbour_html="")
    assert one.slug == "broken-link"
    assert one.location == ("site/index.html", 2, 13, 2, 24)
    assert (one.note, one.help) == ("the link is `harbor.html`", "did you mean `harbour.html`?")


def test_one_broken_link_on_many_pages_is_one_finding(tmp_path: Path) -> None:
    pages = {f"events/{n}.html": '<a href="../gone.html"><a href="#gone">' for n in range(30)}
    findings = check_folder(site(tmp_path, pages))
    assert [d.note for d in findings] == [
        "the link is `#gone`, which stands in 29 more",
        "the link is `../gone.html`, which stands in 29 more",
    ]


def test_a_style_sheet_that_names_a_missing_file_is_reported(tmp_path: Path) -> None:
    assert messages(tmp_path, assets__site_css="a { background: url(i.svg) }") == ["the site has no file `assets/i.svg`"]
