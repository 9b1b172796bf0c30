"""Know the files of actors: read them and say what is wrong in them; know nothing of the texts that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from timeline.cache import ParseCache
from timeline.diagnostics import Diagnostic, Location, suggest
from timeline.disk import read_bytes_guarded
from timeline.frontmatter import Fields, split_front_matter
from timeline.knowledge.gazetteer import Gazetteer as Gazetteer
from timeline.knowledge.gazetteer import compile_gazetteer as compile_gazetteer
from timeline.model import Actor, Alias, Term

ACTOR_LIMIT = 64 * 1024  # bytes
ID_LENGTH = 80
KINDS = ("person", "agency", "military-unit", "company", "group", "state", "body", "outlet")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|[IV]+")
_NO_ACTOR = Actor("", "", "", "", "", Location(""))


def load_actors(folder: Path, root: Path, cache: ParseCache | None = None) -> tuple[dict[str, Actor], list[Diagnostic]]:
    """Read every actor file of `folder`, by id. A file with errors gives its findings and no actor."""
    found: list[Diagnostic] = []
    actors: dict[str, Actor] = {}
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else []:
        name = _relative(path, root)
        raw = read_bytes_guarded(path, ACTOR_LIMIT, name)
        if isinstance(raw, Diagnostic):
            found.append(raw)
            continue
        actor, diagnostics = _parsed(name, raw, cache)
        found += diagnostics
        if not actor.id:
            continue
        twin = actors.get(actor.id)
        if twin is not None:
            found.append(Diagnostic("duplicate-id", f"`{actor.id}` is also the id of {twin.location.path}", actor.location))
            continue
        actors[actor.id] = actor
    found += _check_references(actors)
    found += _check_aliases(actors)
    return actors, found


def parse_actor(path: str, raw: bytes) -> tuple[Actor, tuple[Diagnostic, ...]]:
    """Read one actor file; an actor without id says that the file has errors. `path` is relative to the project."""
    found: list[Diagnostic] = []
    text = raw.decode("utf-8-sig", "replace")
    if "\ufffd" in text:
        found.append(Diagnostic("bad-encoding", "some bytes are not UTF-8", Location(path), help="save the file as UTF-8"))
    id_ = path.rsplit("/", 1)[-1].removesuffix(".md")
    if not _ID.fullmatch(id_) or len(id_) > ID_LENGTH:
        found.append(Diagnostic("bad-id", f"`{id_[:100]}` cannot be the id of an actor", Location(path), help="rename the file; use a-z, 0-9 and -"))
    front = split_front_matter(text, path)
    found += front.diagnostics
    if front.node is None:
        return _NO_ACTOR, tuple(found)
    actor = _actor(id_, path, Fields(front.node, found), front.body)
    broken = any(d.severity == "error" for d in found)
    return (_NO_ACTOR if broken else actor), tuple(found)


def sort_name(name: str, kind: str) -> str:
    """Give the name under which it is sorted: "Hegseth, Pete"; of other kinds the name without "The"."""
    if kind != "person":
        return name[4:] if name.startswith("The ") else name
    parts = name.split()
    suffix = f" {parts.pop()}" if len(parts) > 2 and _SUFFIX.fullmatch(parts[-1]) else ""
    return f"{parts[-1]}, {' '.join(parts[:-1])}{suffix}" if len(parts) > 1 else name


def _parsed(name: str, raw: bytes, cache: ParseCache | None) -> tuple[Actor, tuple[Diagnostic, ...]]:
    if cache is None:
        return parse_actor(name, raw)
    return cache.parsed("actor", name, raw, lambda: parse_actor(name, raw))


def _actor(id_: str, path: str, fields: Fields, body: str) -> Actor:
    name = fields.text("name", required=True)
    kind = fields.choice("kind", KINDS, default="")
    if not fields.has("kind"):
        fields.text("kind", required=True)
    actor = Actor(
        id=id_,
        kind=kind,
        side=fields.text("side", required=True),
        name=name,
        sort_name=fields.text("sort_name") or sort_name(name, kind),
        location=fields.place("name") if fields.has("name") else Location(path),
        aliases=tuple(alias for item in fields.items("aliases") if (alias := _alias(item)).text),
        terms=tuple(_term(item) for item in fields.mappings("terms")),
        same_as=fields.texts("same_as"),
        parent=fields.text("parent"),
        body=body.strip(),
    )
    fields.finish()
    return actor


def _alias(item: Fields | str) -> Alias:
    if isinstance(item, str):
        return Alias(item)
    alias = Alias(item.text("text", required=True), item.edtf("valid"), item.flag("needs_context"))
    item.finish()
    return alias


def _term(item: Fields) -> Term:
    term = Term(item.text("office", required=True), item.edtf("start"), item.edtf("end"), item.text("of"))
    item.finish()
    return term


def _check_references(actors: Mapping[str, Actor]) -> Iterator[Diagnostic]:
    for actor in actors.values():
        for id_, field in ((actor.parent, "parent"), *((term.of, "of") for term in actor.terms)):
            if id_ and id_ not in actors:
                near = suggest(id_, actors)
                help_ = f"did you mean `{near}`?" if near else "make a file for it, or leave the field out"
                yield Diagnostic("unknown-actor", f"`{field}` names `{id_}`, which has no file in content/actors", actor.location, help=help_)


def _check_aliases(actors: Mapping[str, Actor]) -> Iterator[Diagnostic]:
    """Find names that two actors share for the same time and that are said to be enough alone."""
    owners: dict[str, list[tuple[Actor, Alias]]] = {}
    for actor in actors.values():
        for alias in (Alias(actor.name), *actor.aliases):
            if alias.needs_context or (alias.text == actor.name and _restricts_name(actor)):
                continue
            twins = owners.setdefault(" ".join(alias.text.split()), [])
            for other, theirs in twins:
                if other.id != actor.id and _same_time(alias, theirs):
                    yield Diagnostic(
                        "ambiguous-alias",
                        f"`{alias.text}` also names `{other.id}`",
                        actor.location,
                        note=f"the other file is {other.location.path}",
                        help="restrict one of the two with `valid`, or mark it `needs_context: true`",
                    )
            twins.append((actor, alias))


def _restricts_name(actor: Actor) -> bool:
    return any(alias.text == actor.name and alias.needs_context for alias in actor.aliases)


def _same_time(one: Alias, other: Alias) -> bool:
    return one.valid is None or other.valid is None or one.valid.overlaps(other.valid)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else f"content/actors/{path.name}"
