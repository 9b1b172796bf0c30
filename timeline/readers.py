"""Know how an article in seeds/ becomes an Article: its file, its sidecar, and which of the two speaks for what."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from timeline.dateline import dateline_date
from timeline.decoding import decode_article
from timeline.diagnostics import Diagnostic, Location
from timeline.disk import read_bytes_guarded
from timeline.edtf import Edtf, EdtfFault
from timeline.edtf import parse as parse_edtf
from timeline.frontmatter import Fields, read_yaml, split_front_matter
from timeline.model import Article, DctBasis, Passage
from timeline.passages import markdown_passages, plain_passages

ARTICLE_LIMIT = 2 * 1024 * 1024  # bytes
SIDECAR_LIMIT = 64 * 1024
MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html", ".htm": "text/html"}
SIDECAR = ".yaml"

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # names that Windows keeps for itself
_WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*")


# --- which articles there are ---------------------------------------------------------------------


def list_articles(seeds: Path, root: Path) -> tuple[list[Path], list[Diagnostic]]:
    """Give the articles of a folder, sorted; sidecars, other kinds of files and a README are none."""
    if seeds.is_symlink():
        return [], [_link(seeds, root)]
    if not seeds.is_dir():
        return [], []
    taken: dict[str, Path] = {}
    found: list[Diagnostic] = []
    for path in sorted(seeds.iterdir()):
        if path.name.startswith(".") or path.suffix.lower() not in {*MEDIA_TYPES, SIDECAR} or path.stem.lower() == "readme":
            continue
        if path.is_symlink():
            found.append(_link(path, root))
        elif path.suffix.lower() != SIDECAR:
            fault = _unfit(path, taken, root)
            found += [fault] if fault else []
            taken |= {} if fault else {path.stem.lower(): path}
    return list(taken.values()), found


def _unfit(path: Path, taken: Mapping[str, Path], root: Path) -> Diagnostic | None:
    """Say why a file cannot be an article by its name."""
    at = Location(_name(path, root))
    if not _ID.fullmatch(path.stem) or _RESERVED.fullmatch(path.stem):
        better = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:80] or "article"
        better = f"{better}-article" if _RESERVED.fullmatch(better) else better
        return Diagnostic("bad-id", f"`{path.stem[:80]}` cannot be the id of an article", at, help=f"rename the file to {better}{path.suffix}")
    other = taken.get(path.stem.lower())  # two names that differ in case are one file on some machines
    if other:
        return Diagnostic("duplicate-id", f"there is an article `{other.stem}` already", at, note=f"it is {_name(other, root)}", help="rename one of the two files")
    return None


def article_digest(path: Path) -> str:
    """Hash the bytes of an article and of its sidecar, without reading what they say."""
    return _digest(read_bytes_guarded(path, ARTICLE_LIMIT), _sidecar_bytes(path, ""))


def _digest(raw: bytes | Diagnostic, beside: bytes | Diagnostic | None) -> str:
    hashed = sha256()
    for part in (raw, beside):
        known = part if isinstance(part, bytes) else b"" if part is None else part.slug.encode()
        hashed.update(type(part).__name__.encode() + len(known).to_bytes(8, "big") + known)
    return hashed.hexdigest()


def _sidecar_bytes(path: Path, name: str) -> bytes | Diagnostic | None:
    sidecar = path.with_suffix(SIDECAR)
    return read_bytes_guarded(sidecar, SIDECAR_LIMIT, name) if os.path.lexists(sidecar) else None


def _link(path: Path, root: Path) -> Diagnostic:
    at = Location(_name(path, root))
    return Diagnostic("symlink-refused", "this is a symbolic link", at, help="put a copy of the file in its place")


def _name(path: Path, root: Path) -> str:
    parts, above = path.parts, root.parts
    return "/".join(parts[len(above) :]) if parts[: len(above)] == above else path.name


# --- what one says --------------------------------------------------------------------------------


class _Record(NamedTuple):
    """What a sidecar, a front matter or a page says of an article; "" for what it leaves open."""

    title: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    archived: str = ""
    published: str = ""
    language: str = ""
    via: str = ""
    published_at: Location | None = None

    def over(self, other: _Record) -> _Record:
        """Give this record with its gaps filled from another."""
        if not any(other):
            return self
        return _Record._make(mine or theirs for mine, theirs in zip(self, other, strict=True))


class _Content(NamedTuple):
    """The text of an article and what its own file says of it."""

    text: str
    passages: tuple[Passage, ...]
    record: _Record = _Record()


def read_article(path: Path, root: Path, *, published: date | None = None) -> tuple[Article | None, list[Diagnostic]]:
    """Read an article with its sidecar. `published` overrides what either says of the day of publication."""
    name = _name(path, root)
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    if media_type is None:
        kinds = ", ".join(MEDIA_TYPES)
        return None, [Diagnostic("unreadable-file", f"`{path.suffix}` is not a kind of article", Location(name), help=f"articles are {kinds}")]
    raw = read_bytes_guarded(path, ARTICLE_LIMIT, name)
    if isinstance(raw, Diagnostic):
        return None, [raw]
    text, found = decode_article(raw, name, html=media_type == "text/html")
    content = _READERS[media_type](text, name, found)
    if content is None:
        return None, found
    if not content.passages:
        found.append(Diagnostic("no-text", "no running text was found in the article", Location(name), help="save the text of the article as a .txt file"))
    beside_name = _name(path.with_suffix(SIDECAR), root)
    beside = _sidecar_bytes(path, beside_name)
    sidecar = _sidecar(beside, beside_name, found)
    record, basis = _dated(sidecar, content, media_type, published)
    article = _article(path.stem, name, media_type, content, record, basis, _digest(raw, beside))
    advice = Location(name if media_type == "text/markdown" and beside is None else beside_name)
    return article, [*found, *_gaps(article, record, advice)]


def _read_plain(text: str, name: str, found: list[Diagnostic]) -> _Content:
    return _Content(text, plain_passages(text))


def _read_markdown(text: str, name: str, found: list[Diagnostic]) -> _Content:
    """Read Markdown: the front matter says what a sidecar would, the text is what follows it, as written."""
    record, body = _Record(), text
    if re.match(r"---[ \t]{0,9}\r?\n", text):
        front = split_front_matter(text, name)
        found += front.diagnostics
        body = front.body
        if front.node is not None:
            record = _record(Fields(front.node, found), found)
    passages = markdown_passages(body)
    heading = next((p.span.of(body) for p in passages if p.kind == "heading" and not p.headings), "")
    return _Content(body, passages, record.over(_Record(title=" ".join(heading.split()))))


def _read_html(text: str, name: str, found: list[Diagnostic]) -> _Content | None:
    from timeline.webpage import MAX_TAGS, read_webpage

    page = read_webpage(text)
    if page is None:
        found.append(
            Diagnostic("file-too-large", f"the page has more than {MAX_TAGS:,} tags", Location(name), help="save the text of the article as a .txt file")
        )
        return None
    record = _Record(page.title, page.publisher, page.author, page.url, published=page.published, language=page.language)
    return _Content(page.text, page.passages, record)


_READERS: Mapping[str, Callable[[str, str, list[Diagnostic]], _Content | None]] = {
    "text/plain": _read_plain,
    "text/markdown": _read_markdown,
    "text/html": _read_html,
}


def _sidecar(raw: bytes | Diagnostic | None, name: str, found: list[Diagnostic]) -> _Record:
    if raw is None or isinstance(raw, Diagnostic):
        found += [] if raw is None else [raw]
        return _Record()
    text, faults = decode_article(raw, name)
    node, more = read_yaml(text, name)
    found += [*faults, *more]
    return _record(Fields(node, found), found) if node else _Record()


def _record(fields: Fields, found: list[Diagnostic]) -> _Record:
    """Read what an editor says of an article."""
    published = fields.edtf("published")
    record = _Record(
        title=fields.text("title"),
        publisher=fields.text("publisher"),
        author=fields.text("author"),
        url=_link_field(fields, "url", found),
        archived=_link_field(fields, "archived", found),
        published=published.text if published else "",
        language=fields.text("language"),
        via=fields.text("via"),
        published_at=fields.place("published") if published and _only_day(published) is None else None,  # where it must be told of
    )
    fields.finish()
    return record


def _link_field(fields: Fields, name: str, found: list[Diagnostic]) -> str:
    address = fields.text(name)
    if not address or _WEB_ADDRESS.fullmatch(address):
        return address
    help_ = "write the whole address, beginning with https://"
    found.append(Diagnostic("unsafe-link", f"`{address[:80]}` is not a web address", fields.place(name), help=help_))
    return ""


def _dated(sidecar: _Record, content: _Content, media_type: str, published: date | None) -> tuple[_Record, DctBasis]:
    """Join what is said of an article, and say who gave the day of publication: the first of these who gives any."""
    record = sidecar.over(content.record)
    by_editor = sidecar.published or (content.record.published if media_type == "text/markdown" else "")
    if published:
        return record._replace(published=published.isoformat(), published_at=None), "editor"
    if by_editor:
        return record, "editor"
    if record.published:
        return record, "metadata"
    day = dateline_date(content.text)
    return (record._replace(published=day.isoformat()), "dateline") if day else (record, "")


def _article(
    id_: str, name: str, media_type: str, content: _Content, record: _Record, basis: DctBasis, digest: str
) -> Article:
    day = _day(record.published)
    return Article(
        id=id_,
        path=name,
        media_type=media_type,
        text=content.text,
        passages=content.passages,
        sha256=digest,
        title=record.title,
        byline=record.author,
        publisher=record.publisher,
        url=record.url,
        archived_url=record.archived,
        via=record.via,
        published=record.published,
        document_creation_time=day,
        dct_basis=basis if day else "",
        language=record.language or "en",
    )


def _day(published: str) -> date | None:
    """Give the one day that a date of publication means; none where it is coarser or not sure."""
    read: Edtf | EdtfFault | None = parse_edtf(published) if published else None
    return _only_day(read) if isinstance(read, Edtf) else None


def _only_day(read: Edtf) -> date | None:
    if read.kind != "date" or read.approximate or read.uncertain:
        return None
    return read.earliest if read.earliest == read.latest else None


def _gaps(article: Article, record: _Record, advice: Location) -> list[Diagnostic]:
    """Say what nobody has recorded of an article, and where to write it."""
    found: list[Diagnostic] = []
    if article.document_creation_time is None:
        message = "the article has no date of publication"
        if record.published:
            message = f"the day of publication is not known, only {record.published}"
        help_ = f"add the line `published: YYYY-MM-DD` to {advice.path}"
        found.append(Diagnostic("no-publication-date", message, record.published_at or advice, help=help_))
    if not article.publisher and not article.url:
        help_ = f"add the lines `publisher: ...` and `url: https://...` to {advice.path} if you know them"
        found.append(Diagnostic("no-source-url", "who published the article is not recorded", advice, help=help_))
    return found
