"""A build that is killed at any moment leaves whole pages, and the next one finishes the work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from support import EVENT

from timeline.project import build

Build = Callable[[Mapping[str, str]], Path]


def site_of(root: Path) -> dict[str, str]:
    site = root / "site"
    return {p.relative_to(site).as_posix(): sha256(p.read_bytes()).hexdigest() for p in sorted(site.rglob("*")) if p.is_file()}


def test_every_page_is_whole_after_a_kill_and_the_next_build_completes_the_site(project_at: Build) -> None:
    events = {f"content/events/2011-05-04-event-{n:03}.md": EVENT.replace("title: Harbour", f"title: {n} Harbour") for n in range(150)}
    root = project_at(events)
    build(root)
    complete = site_of(root)
    torn: list[str] = []
    for wait in (0.35, 0.45, 0.55, 0.65, 0.8, 1.0):
        for path in (root / "site/events").glob("*.html"):
            path.unlink()
        done = subprocess.Popen([sys.executable, "-m", "timeline", "build"], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        os.kill(done.pid, signal.SIGKILL)
        done.wait()
        torn += [p.name for p in (root / "site").rglob("*.html") if not p.read_bytes().rstrip().endswith(b"</html>")]
    assert torn == []
    report = build(root)
    assert [d for d in report.diagnostics if d.severity == "error"] == []
    assert site_of(root) == complete
    assert not list(root.rglob("*.tmp"))
