"""How findings are shown, sorted and counted."""

from __future__ import annotations

import json

from timeline.diagnostics import (
    CATALOGUE,
    Diagnostic,
    Location,
    count_by_severity,
    render_concise,
    render_full,
    render_github,
    render_json,
    sort_diagnostics,
    suggest,
)

UNKNOWN = Diagnostic(
    "unknown-actor",
    "actor `jane-do` has no file in content/actors",
    Location("content/events/x.md", 6, 14, 6, 21),
    help="did you mean `jane-doe`?",
)
LINE = "  - {actor: jane-do, role: agent}"


def test_full_points_at_the_words() -> None:
    assert render_full(UNKNOWN._replace(location=UNKNOWN.location._replace(column=13, end_column=20)), LINE) == (
        "content/events/x.md:6:13: error[unknown-actor]: actor `jane-do` has no file in content/actors\n"
        "6 |   - {actor: jane-do, role: agent}\n"
        "  |             ^^^^^^^\n"
        "  help: did you mean `jane-doe`?"
    )


def test_full_cuts_a_long_line_around_the_place() -> None:
    shown = render_full(Diagnostic("bad-date", "x", Location("a", 1, 500, 1, 510)), "y" * 1000)
    assert max(len(line) for line in shown.split("\n")) < 130
    assert "^" * 10 in shown


def test_concise_is_one_line() -> None:
    assert render_concise(UNKNOWN).count("\n") == 0


def test_json_is_one_flat_object() -> None:
    record = json.loads(render_json(UNKNOWN))
    assert record["slug"] == "unknown-actor"
    assert (record["line"], record["column"], record["end_line"], record["end_column"]) == (6, 14, 6, 21)
    assert set(record) == {"slug", "severity", "message", "note", "help", "path", "line", "column", "end_line", "end_column"}


def test_github_escapes_what_would_end_the_command() -> None:
    shown = render_github(Diagnostic("bad-date", "100%\nx", Location("a,b:c", 1, 1)))
    assert shown == "::error file=a%2Cb%3Ac,line=1,col=1,endLine=1,title=bad-date::100%25%0Ax"


def test_findings_are_sorted_by_place_and_told_once() -> None:
    a, b = Diagnostic("bad-date", "x", Location("a", 2)), Diagnostic("bad-date", "x", Location("a", 1, 5))
    assert sort_diagnostics([a, b, a]) == [b, a]
    assert count_by_severity([a, b]) == {"error": 2, "warning": 0, "note": 0}


def test_a_suggestion_is_made_only_where_one_is_near() -> None:
    assert suggest("jane-do", ["jane-doe", "john-roe"]) == "jane-doe"
    assert suggest("zzz", ["jane-doe"]) == ""


def test_every_slug_says_what_it_means_and_how_to_mend_it() -> None:
    for slug, meaning in CATALOGUE.items():
        assert slug == slug.lower() and " " not in slug
        assert meaning.meaning.endswith(".") and meaning.mend.endswith(".")
