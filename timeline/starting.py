"""Know what correct files to start from look like: a whole project, an actor, an event, the date in a sidecar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from timeline import store
from timeline.disk import write_atomically
from timeline.edtf import Edtf
from timeline.eventfiles import slug
from timeline.frontmatter import write_front_matter
from timeline.knowledge.triggers import load_triggers
from timeline.project import Project


def write_published(article: Path, published: date) -> None:
    """Write a day of publication into an article's sidecar, keeping every other line of it."""
    sidecar = article.absolute().with_suffix(".yaml")
    text = sidecar.read_text("utf-8") if sidecar.exists() else ""
    kept = [line for line in text.splitlines() if not line.startswith("published:")]
    write_atomically(sidecar, "\n".join([*kept, f"published: {published.isoformat()}", ""]).encode())


def new_actor(project: Project, name: str, *, kind: str, side: str) -> Path | str:
    """Make an actor's file; give its path, or why there is none."""
    id_ = slug(name.removeprefix("The ").removeprefix("the "))
    path = project.content / "actors" / f"{id_}.md"
    if path.exists():
        return f"content/actors/{id_}.md exists already"
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = {"name": name, "kind": kind, "side": side, "aliases": []}
    write_atomically(path, write_front_matter(fields, "").encode())
    return path


def new_event(project: Project, title: str, when: Edtf, type_: str) -> Path | str:
    """Make an event's file with every field that it needs; give its path, or why there is none."""
    id_ = slug(title, skip=load_triggers("en").words["small"])
    if id_ in project.loaded.broken or any(e.id == id_ for e in project.loaded.events):
        return f"there is an event `{id_}` already"
    path = project.root / store.EVENTS / f"{when.sort_day.isoformat()}-{id_}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = {
        "title": title,
        "date": when.text,
        "type": type_,
        "status": "reviewed",
        "actors": [{"actor": "who-acted", "role": "agent"}],
        "citations": [{"url": "https://", "title": "", "publisher": "", "published": "", "quote": {"exact": ""}}],
    }
    write_atomically(path, write_front_matter(fields, "Who did what, when, according to whom ([citation 1](#cite-1)).\n").encode())
    return path


_SETTINGS = """\
title = "A timeline"
description = "What this timeline is about, in one sentence."
# base_url = "https://example.org/timeline/"   # where it will be published; feeds and canonical links need it
# repository = "https://example.org/git/timeline"   # readers get a link to each event's file

[sides.one]
label = "One side"
lane = "above"

[sides.other]
label = "The other side"
lane = "below"
"""

_ARTICLE = "The Example Agency suspended the work of its northern office on Monday, the agency said.\n"

_FILES = {
    "timeline.toml": _SETTINGS,
    ".gitignore": ".timeline/\n.venv/\n",
    "site/.gitignore": "*\n!.gitignore\n",
    "content/actors/example-agency.md": "---\nname: Example Agency\nkind: agency\nside: one\naliases: []\n---\nReplace this actor by your own.\n",
    "seeds/example.txt": _ARTICLE,
    "seeds/example.yaml": "title: An example to replace\npublisher: Example News\nurl: https://example.org/article\npublished: 2026-01-06\n",
}


def new_project(folder: Path) -> list[Path] | str:
    """Make a project with one actor and one article in a folder that is empty or not there; give its files, or why not."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return f"{folder} is not an empty folder"
    made = []
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode())
        made.append(path)
    return made
