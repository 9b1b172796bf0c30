"""The command line: what it prints where, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import EVENT

from timeline.cli import main
from timeline.diagnostics import CATALOGUE

Build = Callable[[Mapping[str, str]], Path]
A = "content/events/a.md"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    def call(root: Path, *arguments: str) -> Result:
        monkeypatch.chdir(root)
        return CliRunner().invoke(main, list(arguments), catch_exceptions=False)

    return call


Run = Callable[..., Result]


def test_build_says_what_it_did_and_where_to_open_the_site(project_at: Build, run: Run) -> None:
    result = run(project_at({A: EVENT}), "build")
    assert result.exit_code == 0, result.output
    for words in ("1 read", "1 event ", "written", "findings", "site/index.html"):
        assert words in result.stdout


def test_build_exits_with_one_for_an_error_and_builds_the_rest(project_at: Build, run: Run) -> None:
    root = project_at({A: EVENT, "content/events/b.md": EVENT.replace("coast-guard", "coast-gard")})
    result = run(root, "build")
    assert result.exit_code == 1
    assert "error[unknown-actor]" in result.stderr
    assert (root / "site/events/a.html").exists()


def test_strict_lets_a_warning_fail(project_at: Build, run: Run) -> None:
    root = project_at({A: EVENT.replace("role: agent", "role: mentioned")})
    assert run(root, "check").exit_code == 0
    assert run(root, "check", "--strict").exit_code == 1


def test_check_prints_json_to_standard_output(project_at: Build, run: Run) -> None:
    result = run(project_at({A: EVENT.replace("2011-05-04", "2011-02-30")}), "check", "--format", "json")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert ("bad-date", A, 3, 15) in [(r["slug"], r["path"], r["line"], r["column"]) for r in records]


def test_check_shows_the_line_and_a_help(project_at: Build, run: Run) -> None:
    result = run(project_at({A: EVENT.replace("coast-guard", "coast-gard")}), "check")
    assert "7 |   - {actor: coast-gard, role: target}" in result.stderr
    assert "^^^^^^^^^^" in result.stderr
    assert "help: did you mean `coast-guard`?" in result.stderr


def test_extract_prints_the_contract_and_writes_nothing(project_at: Build, run: Run) -> None:
    root = project_at({})
    result = run(root, "extract", "--json", "seeds/gazette.txt")
    record = json.loads(result.stdout)
    assert set(record) == {"article", "events", "timexes", "mentions", "diagnostics"}
    assert set(record["article"]) == {"id", "path", "title", "publisher", "url", "published", "text"}
    text = record["article"]["text"]
    (event,) = record["events"]
    assert (event["date"], event["type"]) == ("[..2011-05-05]", "directive")
    assert [(p["actor"], p["role"]) for p in event["participants"]] == [("harbour-ministry", "agent"), ("coast-guard", "target")]
    for evidence in event["evidence"]:
        assert text[evidence["start"] : evidence["end"]] == evidence["exact"]
    assert not (root / "content/events").exists()


def test_extract_reads_articles_outside_the_project(project_at: Build, run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("elsewhere")
    (other / "x.txt").write_text("On 4 May 2011 the Harbour Ministry ordered the Coast Guard to leave.", "utf-8")
    result = run(project_at({}), "extract", "--json", str(other / "x.txt"))
    assert json.loads(result.stdout)["events"][0]["date"] == "2011-05-04"


def test_an_article_that_cannot_be_read_exits_with_two(project_at: Build, run: Run) -> None:
    result = run(project_at({}), "extract", "--json", "seeds/nothing.txt")
    assert result.exit_code == 2
    assert "unreadable-file" in result.stderr


def test_review_accepts_and_rejects(project_at: Build, run: Run) -> None:
    root = project_at({})
    assert run(root, "pull").exit_code == 0
    (path,) = (root / "content/events").glob("*.md")
    id_ = path.stem[11:]
    assert id_ in run(root, "review").stdout
    assert run(root, "review", id_, "--accept").exit_code == 0
    assert "status: reviewed" in path.read_text("utf-8")
    assert run(root, "review", id_, "--reject").exit_code == 1  # it is a proposal no longer


def test_a_second_telling_is_proposed_for_merging_and_merged(project_at: Build, run: Run) -> None:
    root = project_at({"content/events/2011-05-04-mine.md": EVENT.replace("article: gazette", "url: https://example.org/a")})
    assert run(root, "pull").exit_code == 0
    (path,) = [p for p in (root / "content/events").glob("*.md") if "mine" not in p.name]
    assert "same_as: mine" in path.read_text("utf-8")
    assert "same-event" in run(root, "check").stderr
    assert run(root, "review", path.stem[11:], "--merge-into", "nothing").exit_code == 1
    assert run(root, "review", path.stem[11:], "--merge-into", "mine").exit_code == 0
    assert "article: gazette" in (root / "content/events/2011-05-04-mine.md").read_text("utf-8")
    assert "0 proposed" in run(root, "pull").stdout


def test_published_is_written_to_the_sidecar(project_at: Build, run: Run) -> None:
    root = project_at({"seeds/new.txt": "Text.", "seeds/new.yaml": "publisher: News\n"})
    assert run(root, "pull", "seeds/new.txt", "--published", "2011-05-06").exit_code == 0
    assert (root / "seeds/new.yaml").read_text("utf-8") == "publisher: News\npublished: 2011-05-06\n"


def test_new_event_makes_a_file_that_check_can_read(project_at: Build, run: Run) -> None:
    root = project_at({})
    result = run(root, "new", "event", "Ministry opens the harbour", "--date", "2011-05-04", "--type", "directive")
    assert result.stdout.strip() == "content/events/2011-05-04-ministry-opens-harbour.md"
    assert run(root, "new", "event", "Ministry opens the harbour", "--date", "2011-05-04").exit_code == 1
    assert run(root, "new", "event", "Else", "--date", "2011-02-30").exit_code == 2


def test_new_actor_makes_a_file_that_loads(project_at: Build, run: Run) -> None:
    root = project_at({A: EVENT.replace("coast-guard", "john-roe")})
    assert run(root, "new", "actor", "John Roe", "--kind", "person", "--side", "us").stdout.strip() == "content/actors/john-roe.md"
    assert run(root, "check").exit_code == 0


def test_init_makes_a_project_that_builds_without_a_finding(tmp_path: Path, run: Run) -> None:
    assert run(tmp_path, "init", "mine").exit_code == 0
    result = run(tmp_path / "mine", "build", "--strict")
    assert result.exit_code == 0, result.output
    assert "1 event proposed" in result.stdout
    assert "0 errors, 0 warnings, 0 notes" in result.stdout
    assert run(tmp_path, "init", "mine").exit_code == 1


def test_export_json_is_the_contract(project_at: Build, run: Run) -> None:
    data = json.loads(run(project_at({A: EVENT}), "export", "json").stdout)
    assert (data["version"], data["title"]) == (1, "Harbour")
    (event,) = data["events"]
    assert {"id", "title", "date", "type", "status", "standing", "actors", "citations", "responds_to", "part_of", "body"} <= set(event)
    assert event["citations"][0]["publisher"] == "Gazette"
    assert run(Path.cwd(), "export", "nonsense").exit_code == 2


@pytest.mark.parametrize("slug", sorted(CATALOGUE))
def test_every_finding_is_explained(slug: str, run: Run, tmp_path: Path) -> None:
    assert CATALOGUE[slug].mend in run(tmp_path, "explain", slug).stdout


def test_an_article_is_explained_expression_by_expression(project_at: Build, run: Run) -> None:
    root = project_at({"seeds/gazette.txt": "On 4 May 2011 the Harbour Ministry ordered the Coast Guard to leave."})
    result = run(root, "explain", "seeds/gazette.txt")
    assert "4 May 2011" in result.stdout and "2011-05-04" in result.stdout and "harbour-ministry" in result.stdout


def test_the_package_runs_as_a_module_from_any_folder_of_the_project(project_at: Build) -> None:
    root = project_at({A: EVENT})
    done = subprocess.run([sys.executable, "-m", "timeline", "check"], cwd=root / "content", capture_output=True, text=True, check=False, env=os.environ)
    assert done.returncode == 0, done.stderr
