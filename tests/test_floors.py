"""Imports go downward, from floor to floor and on a floor from later to earlier, and never in a ring."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "timeline"

# The floors, and on each the modules in the order in which they may lean on one another. A name stands for the
# module or for everything in the package of that name.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("version", "diagnostics", "edtf", "text", "model", "order"),
    ("disk", "cache", "workers", "yamltree", "yamlwriting", "fields", "frontmatter", "bodies", "config", "knowledge", "decoding", "passages", "dateline", "webpage", "readers", "sources", "typed", "eventfiles", "store"),
    ("extract", "checks", "publish"),
    ("shown", "project", "starting"),
    ("preview", "walk", "cli", "__main__"),
)
APART = ("extract", "checks", "publish")  # may never import one another
PLACE = {name: (floor, n) for floor, names in enumerate(FLOORS) for n, name in enumerate(names)}


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts)] = path
    return found


def imports(path: Path) -> set[str]:
    """Give the modules of the package that a module imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "timeline":
            base = node.module.removeprefix("timeline").lstrip(".")
            found |= {base} if base else {alias.name for alias in node.names}
            found |= {f"{base}.{a.name}" for a in node.names if f"{base}.{a.name}" in modules()}
        if isinstance(node, ast.Import):
            found |= {a.name.removeprefix("timeline.") for a in node.names if a.name.startswith("timeline.")}
    return found


def room(module: str) -> str:
    return module.split(".")[0]


def test_every_module_has_its_floor() -> None:
    rooms = {room(m) for m in modules()} - {"__init__"}
    assert rooms <= PLACE.keys(), f"say in FLOORS where {rooms - PLACE.keys()} belongs"
    assert PLACE.keys() <= rooms, f"{PLACE.keys() - rooms} is in FLOORS and not in the package"


def test_imports_go_downward() -> None:
    upward = []
    for module, path in modules().items():
        for target in imports(path):
            if module == "__init__" or room(module) == room(target):
                continue
            if PLACE[room(target)] >= PLACE[room(module)]:
                upward.append(f"{module} imports {target}")
            if room(module) in APART and room(target) in APART:
                upward.append(f"{module} imports {target}, which stands apart")
    assert upward == []


def test_no_module_leans_on_itself_through_others() -> None:
    graph = {m: {t for t in imports(p) if t in modules()} for m, p in modules().items()}
    rings = []
    for start in graph:
        seen: set[str] = set()
        ahead = list(graph[start])
        while ahead:
            at = ahead.pop()
            if at == start:
                rings.append(start)
                break
            if at not in seen:
                seen.add(at)
                ahead += graph[at]
    assert rings == []


def test_package_files_are_empty() -> None:
    assert [str(p) for p in PACKAGE.rglob("__init__.py") if p.read_text("utf-8").strip()] == []


CLOCK = {"cli", "preview"}


def test_only_the_doors_print_or_read_the_clock() -> None:
    faults = []
    for module, path in modules().items():
        if module in CLOCK:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called in {"print", "time.time", "time.perf_counter", "date.today", "datetime.now", "datetime.utcnow", "datetime.today"}:
                    faults.append(f"{module} calls {called}")
    assert faults == []
