"""Know which links, anchors and assets a site's files name and whether each resolves; refuse to follow any out of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from timeline.diagnostics import Diagnostic, Location, suggest

Rows = dict[str, str]  # the path of a file -> its anchors and targets, as `row` writes them


class Broken(NamedTuple):
    """A link that leads nowhere, once, however many pages have it: a fault in a template is on all of them."""

    page: str  # the path of the first file it stands in
    target: str  # where it leads: `path` or `path#anchor`, from the top of the site
    more: int = 0  # other files with the same link


# Only what a generated page holds: quoted attributes. Every repeat is bounded or possessive, so a page of nothing
# but quotes and brackets takes no longer than another of its length.
_TAG = re.compile(
    rb"""<[a-zA-Z][^<>"']{0,999}+(?:"[^"]{0,9999}+"[^<>"']{0,999}+|'[^']{0,9999}+'[^<>"']{0,999}+){1,99}+>"""
)
_ATTRIBUTE = re.compile(r"""\s(href|src|id)=(?:"([^"]*)"|'([^']*)')""")
_REFRESH = re.compile(r"""\scontent=["']\d{1,9};\s{0,9}url=([^"']*)""", re.IGNORECASE)
_CSS_URL = re.compile(r"""url\(\s{0,9}["']?([^"'()\s]{1,2000})""")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,40}:|//")  # a scheme, or a host without one
_BREAKS = str.maketrans("", "", "\t\n\r\x1f")  # what browsers drop from an address, and what separates ours


def page_links(html: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the links of a page that stay on the site, and its ids; each once, in order."""
    links: dict[str, None] = {}
    ids: dict[str, None] = {}
    tags = b"".join(_TAG.findall(html)).decode("utf-8", "replace")
    for name, double, single in _ATTRIBUTE.findall(tags):
        (ids if name == "id" else links)[double or single] = None
    if '="refresh"' in tags:
        links.update(dict.fromkeys(_REFRESH.findall(tags)))
    return _internal(links), tuple(map(_clean, ids))


def css_links(css: bytes) -> tuple[str, ...]:
    """Give the files of the site that a style sheet loads."""
    return _internal(dict.fromkeys(_CSS_URL.findall(css.decode("utf-8", "replace"))))


def _internal(links: Iterable[str]) -> tuple[str, ...]:
    return tuple(_clean(link) for link in links if not _ELSEWHERE.match(link))


def _clean(value: str) -> str:
    if "&" not in value and value.isprintable():
        return value
    return unescape(value).translate(_BREAKS).strip()


def row(path: str, content: bytes) -> str:
    """Give what `check` needs to know of a file of the site, its anchors and where its links lead; "" for nothing."""
    if path.endswith(".html"):
        links, ids = page_links(content)
        if path == ANYWHERE:
            links = tuple(link for link in links if not link.startswith("/"))
    elif path.endswith(".css"):
        links, ids = css_links(content), ()
    else:
        return ""
    folder = path.rpartition("/")[0]
    within = {f"#{id_}" for id_ in ids}  # most links of a page lead to itself, and are settled here
    targets = {_whole(path, target) for link in links if (target := _target(folder, link)) not in within}
    return f"{_JOIN.join(ids)}\t{_JOIN.join(sorted(targets - {''}))}"


ANYWHERE = "404.html"  # served at any depth: its links begin at the root of the host, and where that is, is not known here
_JOIN = "\x1f"
SERVED = frozenset({"/livereload.js"})  # the preview's server has it; it is no file


def _whole(page: str, target: str) -> str:
    return page + target if target.startswith("#") else target


@lru_cache(maxsize=65536)
def _target(folder: str, link: str) -> str:
    """Give where a link from a folder leads: `path`, `path#anchor`, `#anchor`, or "" for what every page has.

    What leaves the site keeps its ".." or "/", so that it is no file of the site.
    """
    address, _, fragment = link.partition("#")
    address = address.partition("?")[0]
    fragment = _decoded(fragment.partition(":~:")[0])
    anchor = f"#{fragment}" if fragment not in ("", "top") else ""
    if address in SERVED:
        return ""
    return _joined(folder, _decoded(address)) + anchor if address else anchor


def _decoded(part: str) -> str:
    return unquote(part).translate(_BREAKS) if "%" in part else part


def _joined(folder: str, address: str) -> str:
    if address.startswith("/"):
        return address
    parts = folder.split("/") if folder else []
    for part in address.split("/"):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts) + ("/" if address.endswith(("/", "/.", "/..")) or address in (".", "..") else "")


def check(
    rows: Mapping[str, str], pages: Iterable[str], *, paths: Collection[str], exists: Callable[[str], bool]
) -> list[Broken]:
    """Find the links of these pages that lead nowhere. `paths` are all files of the site; `exists` asks for others."""
    chosen = [(page, rows[page].partition("\t")[2].split(_JOIN)) for page in pages if page in rows]
    targets: set[str] = set().union(*(found for _, found in chosen)) - {""}
    dead = {t for t in targets - set(paths) if not _resolves(t, rows, paths, exists)}
    if not dead:
        return []
    pages_of: dict[str, list[tuple[str, str]]] = {}
    for page, found in chosen:
        for target in dead.intersection(found):
            own = target.startswith(f"{page}#")
            pages_of.setdefault(target[len(page) :] if own else target, []).append((page, target))
    return sorted(Broken(*min(found), len(found) - 1) for found in pages_of.values())


def recheck(
    before: Mapping[str, str],
    made: Mapping[str, str],
    gone: Collection[str],
    *,
    was_whole: bool,
    paths: Collection[str],
    exists: Callable[[str], bool],
) -> tuple[Rows, list[Broken]]:
    """Check a site in which some files were made and some are gone, and give its rows as they are now.

    The pages that did not change are looked at only if the site had a broken link before, or if something that they
    may link to has vanished: a file, or an anchor of one.
    """
    after = {path: rest for path, rest in before.items() if path not in gone}
    after |= made
    after = {path: rest for path, rest in after.items() if rest}
    vanished = bool(gone) or any(anchors(before[path]) - anchors(made[path]) for path in made if path in before)
    pages = made if was_whole and not vanished else after
    return after, check(after, pages, paths=paths, exists=exists)


def _resolves(target: str, rows: Mapping[str, str], paths: Collection[str], exists: Callable[[str], bool]) -> bool:
    path, _, anchor = target.partition("#")
    if path not in paths:
        return not path.startswith(("/", "..")) and not path.endswith("/") and exists(path)
    if not anchor or path not in rows or not path.endswith(".html"):
        return True
    return anchor in rows[path].partition("\t")[0].split(_JOIN)


def anchors(row_: str) -> frozenset[str]:
    """Give the anchors that a row tells of."""
    return frozenset(row_.partition("\t")[0].split(_JOIN))


_MANY = 20  # broken links; beyond, a guess for each would take seconds and help nobody


def report(broken: Sequence[Broken], out: Path, name: str, rows: Mapping[str, str], paths: Collection[str]) -> list[Diagnostic]:
    """Say of each broken link where it stands; `name` is what to call `out`."""
    return [_finding(each, out, name, rows, paths, guess=len(broken) <= _MANY) for each in broken]


def _finding(
    broken: Broken, out: Path, name: str, rows: Mapping[str, str], paths: Collection[str], *, guess: bool
) -> Diagnostic:
    href, line, column = _place(out / broken.page, broken)
    path, _, anchor = broken.target.partition("#")
    known: Collection[str]
    if path in paths:
        message, wrong, known = f"`{path}` has no anchor `#{anchor}`", anchor, anchors(rows.get(path, ""))
    else:
        folder = path.rpartition("/")[0]
        message, wrong, known = f"the site has no file `{path}`", path, {p for p in paths if p.rpartition("/")[0] == folder}
    near = suggest(wrong, sorted(known)) if guess else ""
    more = f", which stands in {broken.more} more" if broken.more else ""
    at = Location(f"{name}/{broken.page}", line, column, line, column + len(href))
    return Diagnostic("broken-link", message, at, f"the link is `{href}`{more}", f"did you mean `{near}`?" if near else "")


def _place(page: Path, broken: Broken) -> tuple[str, int, int]:
    """Find a broken link in its page again: how it is written, its line and its column."""
    content = page.read_bytes() if page.is_file() else b""
    folder = broken.page.rpartition("/")[0]
    links = css_links(content) if broken.page.endswith(".css") else page_links(content)[0]
    href = next((link for link in links if _whole(broken.page, _target(folder, link)) == broken.target), broken.target)
    text = content.decode("utf-8", "replace")
    before = text[: max(text.find(href), 0)]
    return href, before.count("\n") + 1, len(before) - before.rfind("\n")


def rows_of(lines: Iterable[str]) -> Rows:
    """Read the lines of `lines_of`."""
    return {path: rest for path, tab, rest in (line.partition("\t") for line in lines) if tab}


def lines_of(rows: Mapping[str, str]) -> list[str]:
    return [f"{path}\t{rest}" for path, rest in rows.items()]


def check_folder(out: Path) -> list[Diagnostic]:
    """Check every page of a site as it lies on the disk."""
    paths = {path.relative_to(out).as_posix(): path for path in sorted(out.rglob("*")) if path.is_file()}
    rows = dict(_rows_of(paths))
    return report(check(rows, rows, paths=paths, exists=lambda path: False), out, out.name, rows, paths)


def _rows_of(paths: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    for path, file in paths.items():
        if path.endswith((".html", ".css")):
            yield path, row(path, file.read_bytes())
