"""Compare a folder that a test has made with one that is kept, as trees; --update-golden accepts what was made."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def compare_trees(made: Path, gold: Path, *, update: bool) -> None:
    """Fail with the differences, and keep what was made beside the gold under `<name>.actual`."""
    if update:
        shutil.rmtree(gold, ignore_errors=True)
        shutil.copytree(made, gold)
        return
    got, kept = files(made), files(gold) if gold.is_dir() else {}
    if got == kept:
        return
    actual = gold.with_name(gold.name + ".actual")
    shutil.rmtree(actual, ignore_errors=True)
    shutil.copytree(made, actual)
    said = [f"only made: {n}" for n in sorted(got.keys() - kept.keys())] + [f"only kept: {n}" for n in sorted(kept.keys() - got.keys())]
    for name in sorted(n for n in got.keys() & kept.keys() if got[n] != kept[n]):
        old, new = (side[name].decode("utf-8", "replace").splitlines() for side in (kept, got))
        said += [name, *list(difflib.unified_diff(old, new, "kept", "made", lineterm="", n=1))[:20]]
    raise AssertionError("\n".join([*said, f"what was made is in {actual.name}/; to accept it: pytest --update-golden"]))
