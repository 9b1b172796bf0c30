"""Every finding of the catalogue has a project here that raises it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from support import EVENT

from timeline.diagnostics import CATALOGUE
from timeline.project import build

Build = Callable[[Mapping[str, str]], Path]
A = "content/events/a.md"


def event(*changes: tuple[str, str]) -> dict[str, str]:
    text = EVENT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return {A: text}


CASES: Mapping[str, Mapping[str, str]] = {
    "bad-encoding": event(("suspend patrols", "susp\udcffend patrols")),
    "file-too-large": {A: EVENT + "x" * (256 * 1024)},
    "hidden-characters": event(("title: Harbour", "title: Har\u202ebour")),
    "bad-id": {"content/events/Not An Id.md": EVENT},
    "duplicate-id": {"content/events/2011-05-04-a.md": EVENT, "content/events/2011-05-05-a.md": EVENT},
    "front-matter-missing": {A: "No fields here.\n"},
    "front-matter-unclosed": event(("---\nThe ministry", "The ministry")),
    "yaml-syntax": event(("role: agent}", "role: agent")),
    "yaml-refused": event(("date: 2011", "date: &anchor 2011")),
    "duplicate-key": event(("type: directive", "type: directive\ntype: other")),
    "unknown-field": event(("type: directive", "type: directive\nkind: other")),
    "missing-field": event(("type: directive\n", "")),
    "bad-value": event(("role: agent", "role: agnt")),
    "bad-date": event(("2011-05-04", "2011-02-30")),
    "unknown-actor": event(("coast-guard", "coast-gard")),
    "unknown-article": event(("article: gazette", "article: gazete")),
    "unknown-event": event(("type: directive", "type: directive\nresponds_to: [nothing]")),
    "unknown-type": event(("type: directive", "type: directiv")),
    "unneeded-allow": event(("type: directive", "type: directive\nallow: [no-agent]")),
    "broken-link": event(("#cite-1", "#cite-7")),
    "no-agent": event(("role: agent", "role: mentioned")),
    "unfounded-standing": event(("type: directive", "type: directive\nstanding: confirmed")),
    "date-after-source": event(("2011-05-04", "2012-05-04")),
    "quote-not-found": event(("has ordered", "had ordered")),
    "quote-ambiguous": event(("The Harbour Ministry has ordered the Coast Guard to suspend its patrols.", "The")),
    "quote-unchecked": event(("article: gazette", "url: https://example.org/a")),
    "dates-disagree": {**event(("type: directive", "type: directive\nstatus: proposed\nsame_as: b"), ("2011-05-04", "2011-05-03")), "content/events/b.md": EVENT},
    "same-event": {**event(("type: directive", "type: directive\nstatus: proposed\nsame_as: b")), "content/events/b.md": EVENT},
    "raw-html": event(("The ministry ordered", "<div>The ministry</div> ordered")),
    "unsafe-link": event(("#cite-1", "javascript:alert(1)")),
    "body-too-complex": event(("The ministry ordered it", "[" * 501)),
    "no-publication-date": {"seeds/gazette.yaml": "publisher: Gazette\n"},
    "no-source-url": {"seeds/gazette.yaml": "published: 2011-05-05\n"},
    "no-text": {"seeds/empty.txt": "\n"},
    "new-actor": {"seeds/gazette.txt": "On 4 May 2011 the Harbour Ministry sanctioned Peter Miller, a Ruritanian lawyer.\n"},
    "near-spelling": {
        "content/actors/otto-hambrecht.md": "---\nname: Otto Hambrecht\nkind: person\nside: us\n---\n",
        "seeds/gazette.txt": "Otto Hambrecht spoke. Later Hambrect and the Harbour Ministry left.\n",
    },
    "unresolved-date": {"seeds/gazette.yaml": "publisher: Gazette\n", "seeds/gazette.txt": "Last week the Harbour Ministry left.\n"},
    "ambiguous-actor": {
        "content/actors/john-grau.md": "---\nname: John Grau\nkind: person\nside: us\n---\n",
        "seeds/gazette.txt": "Jane Grau and John Grau met. Then Grau ordered the Coast Guard to leave.\n",
    },
    "ambiguous-alias": {"content/actors/other.md": "---\nname: Other\nkind: state\nside: us\naliases: [Ruritania]\n---\n"},
    "bad-config": {"timeline.toml": 'title = "x"\nunreviewed = "maybe"\n'},
    "template-error": {**event(), "templates/event.html": "{{ nothing.at.all }}"},
}


def raised(root: Path) -> set[str]:
    report = build(root)
    for found in report.diagnostics:
        assert found.location.path and found.location.line >= 1 and found.location.column >= 1
        assert found.message == found.message.strip() and not found.message.endswith(".")
    return {d.slug for d in report.diagnostics}


@pytest.mark.parametrize("slug", sorted(CASES))
def test_a_project_with_this_fault_raises_this_finding(project_at: Build, slug: str) -> None:
    assert slug in raised(project_at(CASES[slug]))


def test_a_symbolic_link_is_refused(project_at: Build) -> None:
    root = project_at({A: EVENT})
    (root / "content/events/b.md").symlink_to(root / A)
    assert "symlink-refused" in raised(root)


def test_a_folder_in_the_place_of_a_file_is_unreadable(project_at: Build) -> None:
    root = project_at({})
    (root / A).mkdir(parents=True)
    assert "unreadable-file" in raised(root)


def test_a_page_that_cannot_be_read_is_told(project_at: Build) -> None:
    root = project_at({"content/pages/about.md": "# About\n"})
    (root / "content/pages/more.md").symlink_to(root / "content/pages/about.md")
    assert "symlink-refused" in raised(root)


def test_a_file_in_the_place_of_the_sites_folder_cannot_be_written(project_at: Build) -> None:
    root = project_at({A: EVENT, "site": "a file\n"})
    assert "cannot-write" in raised(root)


def test_a_page_that_somebody_changed_is_left_behind(project_at: Build) -> None:
    root = project_at({A: EVENT})
    build(root)
    page = root / "site/events/a.html"
    page.write_text("mine", "utf-8")
    os.utime(page, (1, 1))
    (root / A).unlink()
    assert "left-behind" in raised(root)


def test_no_finding_is_without_a_case() -> None:
    here = {"symlink-refused", "unreadable-file", "cannot-write", "left-behind"}
    assert CATALOGUE.keys() - CASES.keys() - here == set()
    assert (CASES.keys() | here) - CATALOGUE.keys() == set()
