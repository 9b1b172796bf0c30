"""The rules over the whole, each with a small project that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from support import EVENT

from timeline.diagnostics import Diagnostic
from timeline.project import Project, check

Build = Callable[[Mapping[str, str]], Path]
A = "content/events/a.md"


def findings(root: Path) -> list[Diagnostic]:
    return check(Project(root), extracted=False)[0]


def slugs(root: Path) -> list[str]:
    return [d.slug for d in findings(root)]


def test_a_sound_project_has_no_finding(project_at: Build) -> None:
    assert slugs(project_at({A: EVENT})) == []


def test_an_unknown_actor_is_placed_and_a_near_one_is_named(project_at: Build) -> None:
    root = project_at({A: EVENT.replace("actor: coast-guard", "actor: coast-gard")})
    (found,) = [d for d in findings(root) if d.slug == "unknown-actor"]
    assert found.location[:5] == (A, 7, 13, 7, 23)
    assert found.help == 'did you mean `coast-guard`? If this is someone new: timeline new actor "Coast Gard"'


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        (("type: directive", "type: directiv"), "unknown-type"),
        (("article: gazette", "article: gazete"), "unknown-article"),
        (("has ordered", "had ordered"), "quote-not-found"),
        (("exact: \"The Harbour Ministry has ordered the Coast Guard to suspend its patrols.\"", "exact: \"The\""), "quote-ambiguous"),
        (("  - article: gazette", "  - url: https://example.org/a"), "quote-unchecked"),
        (("role: agent", "role: mentioned"), "no-agent"),
        (("date: 2011-05-04", "date: 2011-05-06"), "date-after-source"),
        (("type: directive", "type: directive\nresponds_to: [nothing]"), "unknown-event"),
        (("type: directive", "type: directive\npart_of: a"), "unknown-event"),
        (("type: directive", "type: directive\nallow: [no-agent]"), "unneeded-allow"),
        (("type: directive", "type: directive\nold_ids: [a]"), "duplicate-id"),
        (("type: directive", "type: directive\nstatus: proposed\nsame_as: b"), "unknown-event"),
        (("type: directive", "type: directive\nstanding: confirmed"), "unfounded-standing"),
        (("type: directive", "type: directive\nstanding: denied"), "unfounded-standing"),
        (("type: directive", "type: directive\nresponds_to: [{event: nothing, source: https://example.org/a}]"), "unknown-event"),
        (("type: directive", "type: directive\npart_of: {event: b, source: javascript}"), "unsafe-link"),
    ],
)
def test_a_fault_is_named(project_at: Build, change: tuple[str, str], slug: str) -> None:
    assert change[0] in EVENT
    assert slug in slugs(project_at({A: EVENT.replace(*change)}))


def test_a_warning_that_an_event_allows_is_not_told(project_at: Build) -> None:
    changed = EVENT.replace("role: agent", "role: mentioned").replace("type: directive", "type: directive\nallow: [no-agent]")
    assert slugs(project_at({A: changed})) == []


def test_an_error_cannot_be_allowed(project_at: Build) -> None:
    changed = EVENT.replace("has ordered", "had ordered").replace("type: directive", "type: directive\nallow: [quote-not-found]")
    assert {"quote-not-found", "unneeded-allow"} <= set(slugs(project_at({A: changed})))


def test_an_event_whose_quote_does_not_stand_is_not_published(project_at: Build) -> None:
    root = project_at({A: EVENT.replace("has ordered", "had ordered"), "content/events/b.md": EVENT})
    assert check(Project(root), extracted=False)[1] == frozenset({"a"})


def test_a_broken_event_gives_no_second_finding_where_it_is_named(project_at: Build) -> None:
    root = project_at({A: EVENT.replace("2011-05-04", "2011-02-30"), "content/events/b.md": EVENT.replace("type: directive", "type: directive\nresponds_to: [a]")})
    assert slugs(root) == ["bad-date"]


def test_a_winter_is_not_after_a_source_of_its_january(project_at: Build) -> None:
    changed = EVENT.replace("date: 2011-05-04", "date: 2011-24")
    assert slugs(project_at({A: changed})) == []


def test_a_side_that_the_settings_do_not_have_is_reported(project_at: Build) -> None:
    root = project_at({A: EVENT, "timeline.toml": 'title = "x"\n[sides.us]\nlabel = "US"\nlane = "above"\n'})
    assert [(d.slug, d.location.path) for d in findings(root) if d.slug == "bad-value"] == [("bad-value", "content/actors/ruritania.md")]


def test_an_article_without_a_date_says_which_file_to_add_it_to(project_at: Build) -> None:
    root = project_at({"seeds/gazette.yaml": "publisher: Gazette\n"})
    (found,) = [d for d in findings(root) if d.slug == "no-publication-date"]
    assert found.location.path == "seeds/gazette.yaml"
