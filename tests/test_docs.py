"""The documents say what the program does: every command, every finding, every dependency."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from timeline.cli import main
from timeline.diagnostics import CATALOGUE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_has_the_two_commands_each_on_one_line() -> None:
    lines = README.splitlines()
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/timeline build" in lines
    assert "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest" in lines


def test_every_command_is_in_the_readme() -> None:
    assert isinstance(main, click.Group)
    assert [name for name in main.commands if not re.search(rf"timeline {name}\b", README)] == []


def test_every_dependency_has_its_line() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = [re.split(r"[<>=~\[]", d)[0] for d in project["dependencies"]]
    documented = (ROOT / "docs/dependencies.md").read_text("utf-8")
    assert [n for n in names if f"| {n} |" not in documented] == []
    pinned = (ROOT / "constraints.txt").read_text("utf-8").lower().replace("_", "-")
    assert [n for n in names if f"\n{n}==" not in pinned] == []


def findings_page() -> str:
    rows = [f"| `{slug}` | {m.severity} | {m.meaning} | {m.mend} |" for slug, m in sorted(CATALOGUE.items())]
    head = ["# Findings", "", "What `timeline check` can say, made from the catalogue in `timeline/diagnostics.py`. An event may allow a warning or a note", "that is right for it: `allow: [slug]`.", ""]
    return "\n".join([*head, "| Finding | Severity | Means | How to mend it |", "|---|---|---|---|", *rows, ""])


def test_the_page_of_findings_is_that_of_the_catalogue(update_golden: bool) -> None:
    page = ROOT / "docs/findings.md"
    if update_golden:
        page.write_text(findings_page(), "utf-8")
    assert page.read_text("utf-8") == findings_page(), "to write it anew: pytest --update-golden tests/test_docs.py"


@pytest.mark.parametrize("path", ["README.md", "CONTRIBUTING.md", *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").glob("*.md"))])
def test_links_between_documents_resolve(path: str) -> None:
    text = (ROOT / path).read_text("utf-8")
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL))]
    dead = [t for t in targets if t and not t.startswith(("http://", "https://", "mailto:")) and not (ROOT / path).parent.joinpath(t).exists()]
    assert dead == []
