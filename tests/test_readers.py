"""An article is its text, unchanged, and what is known of where it comes from; what is not known is said."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timeline.diagnostics import Diagnostic
from timeline.model import Article
from timeline.readers import ARTICLE_LIMIT, article_digest, list_articles, read_article

TEXT = "The minister closed the harbour on Monday, saying that the inspection had failed and that no ship may enter before the pilots are back.\n"
PAGE = f"""<!doctype html><html lang="fr"><head><title>Port</title><meta property="og:site_name" content="La Gazette">
<meta property="article:published_time" content="2025-03-02T10:00:00Z"></head><body><article><p>{TEXT}</p><p>Nobody knows for how long; {TEXT}</p></article></body></html>"""


class Seeds:
    """A project with articles in it."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / "seeds"
        self.folder.mkdir()

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name: str, *, published: date | None = None) -> tuple[Article, list[Diagnostic]]:
        article, found = read_article(self.folder / name, self.root, published=published)
        assert article is not None, found
        return article, found

    def refuse(self, name: str) -> list[Diagnostic]:
        article, found = read_article(self.folder / name, self.root)
        assert article is None
        return found

    def listed(self) -> tuple[list[str], list[str]]:
        paths, found = list_articles(self.folder, self.root)
        return [path.name for path in paths], [d.slug for d in found]


@pytest.fixture
def seeds(tmp_path: Path) -> Seeds:
    return Seeds(tmp_path)


def slugs(found: list[Diagnostic]) -> list[str]:
    return [d.slug for d in found]


# --- text -----------------------------------------------------------------------------------------


def test_plain_text_is_the_file_unchanged(seeds: Seeds) -> None:
    raw = "First line.\r\nSecond\tline. \u00e9\u0301\r\n\r\n"
    seeds.put("harbour_1.txt", raw)
    article, _ = seeds.read("harbour_1.txt")
    assert article.text == raw
    assert (article.id, article.path, article.media_type) == ("harbour_1", "seeds/harbour_1.txt", "text/plain")
    assert [p.span.of(raw) for p in article.passages] == ["First line.", "Second\tline. \u00e9\u0301"]


def test_the_text_of_markdown_is_what_follows_its_front_matter(seeds: Seeds) -> None:
    seeds.put("a.md", f"---\ntitle: Harbour closed\npublished: 2025-03-03\nurl: https://example.org/a\n---\n\n# Port\n\n{TEXT}")
    article, found = seeds.read("a.md")
    assert found == []
    assert article.text == f"\n# Port\n\n{TEXT}"
    assert (article.title, article.document_creation_time, article.dct_basis) == ("Harbour closed", date(2025, 3, 3), "editor")
    assert [p.kind for p in article.passages] == ["heading", "paragraph"]


def test_markdown_without_a_title_has_its_first_heading(seeds: Seeds) -> None:
    seeds.put("a.md", f"# Harbour closed\n\n{TEXT}\n# Later\n")
    assert seeds.read("a.md")[0].title == "Harbour closed"


def test_a_fault_in_front_matter_has_its_place_and_the_text_is_read(seeds: Seeds) -> None:
    seeds.put("a.md", f"---\ntitle: x\ntilte: y\npublished: 2025-13\n---\n{TEXT}")
    article, found = seeds.read("a.md")
    assert article.text == TEXT
    assert [(d.slug, d.location.path, d.location.line) for d in found[:2]] == [
        ("bad-date", "seeds/a.md", 4),
        ("unknown-field", "seeds/a.md", 3),
    ]


def test_a_page_gives_its_text_and_what_it_says_of_itself(seeds: Seeds) -> None:
    seeds.put("a.html", PAGE)
    article, found = seeds.read("a.html")
    assert found == []
    assert (article.title, article.publisher, article.language) == ("Port", "La Gazette", "fr")
    assert (article.document_creation_time, article.dct_basis) == (date(2025, 3, 2), "metadata")
    assert article.text == f"{TEXT.strip()}\n\nNobody knows for how long; {TEXT.strip()}"


def test_an_article_without_text_is_reported(seeds: Seeds) -> None:
    for name, content in (("a.txt", " \n"), ("b.html", "<html><body></body></html>"), ("c.md", "---\npublished: 2025-03-03\n---\n")):
        seeds.put(name, content)
        assert "no-text" in slugs(seeds.read(name)[1])


# --- what is known of it --------------------------------------------------------------------------


def test_the_sidecar_says_where_a_text_comes_from(seeds: Seeds) -> None:
    seeds.put("a.txt", TEXT)
    seeds.put(
        "a.yaml",
        """title: Harbour closed
publisher: The Gazette
author: Jane Roe
url: https://gazette.example.org/harbour
archived: https://archive.example.org/1
published: 2025-03-03
language: en-GB
via: sent in by a reader
""",
    )
    article, found = seeds.read("a.txt")
    assert found == []
    assert (article.title, article.publisher, article.byline, article.via) == ("Harbour closed", "The Gazette", "Jane Roe", "sent in by a reader")
    assert (article.url, article.archived_url) == ("https://gazette.example.org/harbour", "https://archive.example.org/1")
    assert (article.published, article.document_creation_time, article.dct_basis) == ("2025-03-03", date(2025, 3, 3), "editor")
    assert article.language == "en-GB"


@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_the_sidecar_wins_over_the_file_and_leaves_it_the_rest(seeds: Seeds, name: str) -> None:
    seeds.put("a.html", PAGE)
    seeds.put("a.md", f"---\ntitle: Port\npublisher: La Gazette\npublished: 2025-03-02\n---\n{TEXT}")
    seeds.put("a.yaml", "publisher: The Gazette\npublished: 2025-03-01\n")
    article, _ = seeds.read(name)
    assert (article.title, article.publisher) == ("Port", "The Gazette")
    assert (article.document_creation_time, article.dct_basis) == (date(2025, 3, 1), "editor")


def test_a_day_that_is_given_wins_over_everything(seeds: Seeds) -> None:
    seeds.put("a.txt", "MOSCOW, March 1, 2025 - " + TEXT)
    seeds.put("a.yaml", "published: 2025-03-02\npublisher: x\n")
    article, found = seeds.read("a.txt", published=date(2025, 3, 3))
    assert (article.document_creation_time, article.dct_basis, found) == (date(2025, 3, 3), "editor", [])


def test_a_dateline_counts_where_nothing_else_is_said(seeds: Seeds) -> None:
    seeds.put("a.txt", "MOSCOW, March 1, 2025 - " + TEXT)
    article, found = seeds.read("a.txt")
    assert (article.published, article.document_creation_time, article.dct_basis) == ("2025-03-01", date(2025, 3, 1), "dateline")
    assert slugs(found) == ["no-source-url"]


@pytest.mark.parametrize("published", ["2025-03", "2025", "2025-03-03~", "2025-03-03?", '"[..2025-03-03]"', "2025-03-01/2025-03-03"])
def test_a_date_that_is_no_single_day_gives_no_creation_time(seeds: Seeds, published: str) -> None:
    seeds.put("a.txt", "MOSCOW, March 1, 2025 - " + TEXT)
    seeds.put("a.yaml", f"publisher: x\npublished: {published}\n")
    article, found = seeds.read("a.txt")
    said = published.strip('"')
    assert (article.published, article.document_creation_time, article.dct_basis) == (said, None, "")
    assert [(d.slug, d.message, d.location.line) for d in found] == [
        ("no-publication-date", f"the day of publication is not known, only {said}", 2)
    ]


def test_what_is_not_recorded_is_reported_with_the_line_to_add(seeds: Seeds) -> None:
    seeds.put("a.txt", TEXT)
    article, found = seeds.read("a.txt")
    assert (article.title, article.publisher, article.document_creation_time) == ("", "", None)
    assert [(d.slug, d.location.path) for d in found] == [("no-publication-date", "seeds/a.yaml"), ("no-source-url", "seeds/a.yaml")]
    assert found[0].help == "add the line `published: YYYY-MM-DD` to seeds/a.yaml"


def test_of_markdown_the_front_matter_is_the_place_to_add_it(seeds: Seeds) -> None:
    seeds.put("a.md", TEXT)
    assert {d.location.path for d in seeds.read("a.md")[1]} == {"seeds/a.md"}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//example.org", "example.org/x", "data:text/html,x", "https://"])
@pytest.mark.parametrize("field", ["url", "archived"])
def test_an_address_that_is_none_is_refused(seeds: Seeds, field: str, address: str) -> None:
    seeds.put("a.txt", TEXT)
    seeds.put("a.yaml", f"publisher: x\npublished: 2025-03-03\n{field}: {address}\n")
    article, found = seeds.read("a.txt")
    assert (article.url, article.archived_url) == ("", "")
    assert [(d.slug, d.location.path, d.location.line) for d in found] == [("unsafe-link", "seeds/a.yaml", 3)]


def test_every_fault_of_a_sidecar_is_reported_and_the_article_is_read(seeds: Seeds) -> None:
    seeds.put("a.txt", TEXT)
    seeds.put("a.yaml", "titel: x\npublished: soon\npublisher: !!str y\nauthor: 'a\u202eb'\n")
    article, found = seeds.read("a.txt")
    assert article.text == TEXT
    assert slugs(found) == ["yaml-refused", "bad-date", "hidden-characters", "unknown-field", "no-publication-date"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[" * 60_000, b"- a", b"just text", b"a: {b", b""])
def test_a_sidecar_that_is_none_does_not_hide_the_article(seeds: Seeds, content: bytes) -> None:
    seeds.put("a.txt", TEXT)
    seeds.put("a.yaml", content)
    article, found = seeds.read("a.txt")
    assert article.text == TEXT
    assert {d.location.path for d in found} == {"seeds/a.yaml"}


# --- files ----------------------------------------------------------------------------------------


def test_articles_are_listed_in_order_without_what_is_none(seeds: Seeds) -> None:
    for name in ("b.txt", "a.html", "c.md", "d.HTM", "a.yaml", "x.pdf", ".hidden.txt", "README.md", "notes"):
        seeds.put(name, TEXT)
    assert seeds.listed() == (["a.html", "b.txt", "c.md", "d.HTM"], [])


def test_a_missing_folder_has_no_articles(tmp_path: Path) -> None:
    assert list_articles(tmp_path / "seeds", tmp_path) == ([], [])


@pytest.mark.parametrize("twin", ["a.md", "A.txt"])
def test_two_articles_may_not_have_one_id(seeds: Seeds, twin: str) -> None:
    seeds.put("a.txt", TEXT)
    seeds.put(twin, TEXT)
    names, found = seeds.listed()
    assert (len(names), found) == (1, ["duplicate-id"])


@pytest.mark.parametrize("name", ["Harbour closed.txt", "\u043f\u043e\u0440\u0442.txt", "-a.txt", "con.txt", "a" * 121 + ".txt", "a&b.html"])
def test_a_name_that_cannot_be_an_id_is_refused_with_a_better_one(seeds: Seeds, name: str) -> None:
    seeds.put(name, TEXT)
    paths, found = list_articles(seeds.folder, seeds.root)
    assert (paths, slugs(found)) == ([], ["bad-id"])
    better = found[0].help.removeprefix("rename the file to ")
    (seeds.folder / name).rename(seeds.folder / better)
    assert seeds.listed() == ([better], [])


def test_links_are_refused(seeds: Seeds) -> None:
    outside = seeds.root / "outside.txt"
    outside.write_text(TEXT)
    (seeds.folder / "a.txt").symlink_to(outside)
    (seeds.folder / "b.yaml").symlink_to(outside)
    seeds.put("b.txt", TEXT)
    assert seeds.listed() == (["b.txt"], ["symlink-refused", "symlink-refused"])
    assert slugs(seeds.refuse("a.txt")) == ["symlink-refused"]
    assert slugs(seeds.read("b.txt")[1])[0] == "symlink-refused"


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "seeds").symlink_to(tmp_path / "elsewhere")
    paths, found = list_articles(tmp_path / "seeds", tmp_path)
    assert (paths, slugs(found)) == ([], ["symlink-refused"])


def test_what_is_no_file_is_listed_and_refused_when_read(seeds: Seeds) -> None:
    os.mkfifo(seeds.folder / "pipe.txt")
    (seeds.folder / "folder.txt").mkdir()
    assert seeds.listed() == (["folder.txt", "pipe.txt"], [])
    assert [slugs(seeds.refuse(name)) for name in ("pipe.txt", "folder.txt")] == [["unreadable-file"], ["unreadable-file"]]


def test_a_file_of_another_kind_is_refused(seeds: Seeds) -> None:
    seeds.put("a.pdf", TEXT)
    (found,) = seeds.refuse("a.pdf")
    assert (found.slug, found.help) == ("unreadable-file", "articles are .txt, .md, .html, .htm")


def test_a_file_that_is_too_large_is_refused(seeds: Seeds) -> None:
    seeds.put("a.txt", b"x" * (ARTICLE_LIMIT + 1))
    assert slugs(seeds.refuse("a.txt")) == ["file-too-large"]


def test_a_page_with_endless_tags_is_refused(seeds: Seeds) -> None:
    seeds.put("a.html", "<a>" * 60_000)
    assert slugs(seeds.refuse("a.html")) == ["file-too-large"]


def test_an_article_outside_the_project_goes_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    article, _ = read_article(tmp_path / "a.txt", tmp_path / "project")
    assert article is not None
    assert article.path == "a.txt"


# --- digest ---------------------------------------------------------------------------------------


def change(name: str, content: str) -> Callable[[Seeds], object]:
    return lambda seeds: seeds.put(name, content)


def test_the_digest_is_that_of_the_article(seeds: Seeds) -> None:
    path = seeds.put("a.txt", TEXT)
    seeds.put("a.yaml", "published: 2025-03-03\n")
    assert article_digest(path) == seeds.read("a.txt")[0].sha256


@pytest.mark.parametrize(
    "touch",
    [
        change("a.txt", TEXT + " "),
        change("a.yaml", "published: 2025-03-04\n"),
        lambda seeds: (seeds.folder / "a.yaml").unlink(),
        lambda seeds: (seeds.folder / "a.txt").unlink(),
    ],
)
def test_any_change_of_article_or_sidecar_changes_the_digest(seeds: Seeds, touch: Callable[[Seeds], object]) -> None:
    path = seeds.put("a.txt", TEXT)
    seeds.put("a.yaml", "published: 2025-03-03\n")
    before = article_digest(path)
    touch(seeds)
    assert article_digest(path) != before


def test_the_digest_tells_article_and_sidecar_apart(seeds: Seeds) -> None:
    digests = set()
    for text, sidecar in (("ab", "c"), ("a", "bc"), ("abc", "")):
        seeds.put("a.yaml", sidecar)
        digests.add(article_digest(seeds.put("a.txt", text)))
    (seeds.folder / "a.yaml").unlink()
    digests.add(article_digest(seeds.folder / "a.txt"))
    assert len(digests) == 4


# --- anything -------------------------------------------------------------------------------------


@given(raw=st.binary(max_size=400) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")), kind=st.sampled_from(["txt", "md", "html"]))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_give_an_article_whose_passages_are_slices(tmp_path: Path, raw: bytes, kind: str) -> None:
    (tmp_path / f"a.{kind}").write_bytes(raw)
    article, _ = read_article(tmp_path / f"a.{kind}", tmp_path)
    assert article is not None
    article.text.encode()
    assert all(0 <= p.span.start < p.span.end <= len(article.text) for p in article.passages)
