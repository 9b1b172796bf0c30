"""Know the event types of a project: its own list, or the package's."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from timeline.diagnostics import Diagnostic
from timeline.disk import read_bytes_guarded
from timeline.frontmatter import Fields, read_yaml
from timeline.model import EventType

SHAPES = ("circle", "square", "diamond", "triangle", "triangle-down", "pentagon", "hexagon", "star", "cross", "plus", "bar", "ring")
_LIMIT = 256 * 1024
_ID = re.compile(r"(?!index\Z)[a-z0-9][a-z0-9-]{0,79}")


def load_types(path: Path, root: Path) -> tuple[dict[str, EventType], list[Diagnostic]]:
    """Read `content/types.yaml`; without it, or where it has faults throughout, the package's types hold."""
    found: list[Diagnostic] = []
    types: dict[str, EventType] = {}
    if path.exists():
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        raw = read_bytes_guarded(path, _LIMIT, name)
        if isinstance(raw, Diagnostic):
            found.append(raw)
        else:
            types = _types(raw.decode("utf-8-sig", "replace"), name, found)
    if not types:
        text = (files("timeline") / "data" / "types.yaml").read_text("utf-8")
        types = _types(text, "types.yaml", [])
    return types, found


def _types(text: str, name: str, found: list[Diagnostic]) -> dict[str, EventType]:
    node, faults = read_yaml(text, name)
    found += faults
    if node is None:
        return {}
    types: dict[str, EventType] = {}
    for row in Fields(node, found).mappings("types"):
        id_ = row.text("id", required=True)
        label = row.text("label", default=id_)
        shape = row.choice("shape", SHAPES, default="circle")
        color = row.text("color", default="1")
        row.finish({"id", "label", "shape", "color"})
        if id_ and not _ID.fullmatch(id_):
            found.append(Diagnostic("bad-id", f"`{id_[:80]}` cannot be the id of a type", row.place("id"), help="use a-z, 0-9 and -, at most 80 characters; `index` is taken"))
        elif id_:
            types[id_] = EventType(id_, label, shape, color)
    return types
