"""Know every page of the site, where it goes and what it depends on; say nothing on any of them.

A page's key is made of what it shows, never of its rendered bytes, so that a build after an edit renders only the
pages that the edit reaches. Views are built when a page is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from timeline import edtf
from timeline.config import Settings
from timeline.diagnostics import Diagnostic
from timeline.model import Event, Timeline
from timeline.publish.cards import Cards
from timeline.publish.further import Shown, counted, further_pages
from timeline.publish.index import Index, index_of, index_outputs
from timeline.publish.language import language_of
from timeline.publish.outputs import Output, digest
from timeline.publish.render import Templates, render_markdown
from timeline.publish.whole import Chunk, Whole
from timeline.version import build_id

if TYPE_CHECKING:
    from markupsafe import Markup

STYLE = "assets/site.css"
ICON = "assets/favicon.svg"
COPY = "assets/copy.js"  # of the pages that have something to copy
CARD = "assets/card.png"  # goes with a shared link where there is no other
SCRIPTS = ("assets/timeline.js", "assets/picture.js")  # of filters, and of the picture, which leans on the first
ABOUT = "about"
_RESERVED = frozenset({"index", "404", "search", "responses"})
_PAGE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


class Notice(NamedTuple):
    """A fault of the last build, as the preview shows it."""

    place: str
    severity: str
    message: str
    help: str


class Site(NamedTuple):
    """What every page knows of the site."""

    title: str
    description: str
    language: str
    direction: str  # ltr, rtl
    base_url: str
    style: str
    icon: str
    copy: str
    card: str
    search: bool
    periods: bool  # whether any has a page
    responses: bool
    updated: str
    updated_at: str
    license: str
    license_url: str
    author: str
    repository: str
    preview: bool
    notices: tuple[Notice, ...]
    pages: tuple[tuple[str, str], ...]  # of the project's own: name, title


class PageFrame(NamedTuple):
    """What surrounds every page of one part of the site, rendered once."""

    meta: Markup
    top: Markup
    bottom: Markup


class Head(NamedTuple):
    """What a page says of itself, beside what it shows."""

    path: str
    title: str
    description: str
    part: str  # the part of the site it belongs to
    root: str  # from the page to the site's root
    card: str = ""  # its own picture for shared links, where it has one
    card_alt: str = ""


def plan_site(
    timeline: Timeline,
    settings: Settings,
    *,
    template_folders: tuple[Path, ...],
    updated: date,
    pages: Mapping[str, str] | None = None,
    preview: bool = False,
    notices: tuple[Diagnostic, ...] = (),
    search: bool = True,
) -> list[Output]:
    """Give every page and asset of the site; `pages` are the project's own, as Markdown by name."""
    own = {name: text for name, text in (pages or {}).items() if _PAGE_NAME.fullmatch(name) and name not in _RESERVED}
    templates = Templates(template_folders, settings.root, language_of(settings.language, settings.root))
    return _Plan(timeline, settings, templates, updated, own, preview, notices, search and bool(timeline.events)).outputs()


class _Plan:
    def __init__(
        self,
        timeline: Timeline,
        settings: Settings,
        templates: Templates,
        updated: date,
        own: Mapping[str, str],
        preview: bool,
        notices: tuple[Diagnostic, ...],
        search: bool,
    ) -> None:
        self.timeline = timeline
        self.templates = templates
        self.own = {name: _titled(name, text) for name, text in sorted(own.items())}
        self.whole = Whole(timeline, settings, updated)
        style, icon, copy, card = (templates.files.get(name, b"") for name in (STYLE, ICON, COPY, CARD))
        self.assets = {_stamped(STYLE, style): style, _stamped(ICON, icon): icon, _stamped(COPY, copy): copy}
        self.cards = Cards(self.whole, templates)
        if not self.cards.site:
            self.assets[_stamped(CARD, card)] = card
        scripts = {path: templates.files.get(path, b"") for path in SCRIPTS}
        self.scripts = tuple(_stamped(path, raw) for path, raw in scripts.items())
        if search:
            self.assets.update(zip(self.scripts, scripts.values(), strict=True))
        self.site = Site(
            title=settings.title,
            description=settings.description,
            language=settings.language,
            direction=self.whole.language.direction,
            base_url=settings.base_url,
            style=_stamped(STYLE, style),
            icon=_stamped(ICON, icon),
            copy=_stamped(COPY, copy),
            card=self.cards.site or _stamped(CARD, card),
            search=search,
            periods=bool(self.whole.by_period),
            responses=bool(self.whole.answers),
            updated=self.whole.language.words(edtf.day(updated)),
            updated_at=updated.isoformat(),
            license=settings.license,
            license_url=settings.license_url,
            author=settings.author,
            repository=settings.repository,
            preview=preview,
            notices=tuple(Notice(f"{d.location.path}:{d.location.line}", d.severity, d.message, d.help) for d in notices),
            pages=tuple((name, title) for name, (title, _) in self.own.items() if name != ABOUT),
        )
        self._frames: dict[tuple[str, str], PageFrame] = {}
        self.common = digest(
            build_id(), templates.digest, repr(self.site), repr(replace(settings, root=Path())),
            repr(list(timeline.types.values())), str(self.whole.split), self.whole.language.digest,
        )  # fmt: skip

    def outputs(self) -> list[Output]:
        planned = [*self._event_pages(), *self._lists(), *self._actor_pages(), *self._source_pages(), *self._further(), *self._search(), *self._fixed_pages()]
        planned += [Output(path, digest(path), partial(bytes, raw)) for path, raw in self.assets.items()]
        planned += self.cards.outputs()
        return planned

    def _page(self, key: str, template: str, about: str, head: Head, view: Callable[[], object]) -> Output:
        return Output(head.path, _key((self.common, key)), partial(self._render, template, about, head, view))

    def _render(self, template: str, about: str, head: Head, view: Callable[[], object]) -> bytes:
        frame = self._frame(head.root, head.part)
        values = {"site": self.site, "head": head, "root": head.root, "frame": frame, "page": view()}
        return self.templates.render(template, about, values).encode("utf-8", "replace")

    def _view(self, name: str, *of: object) -> Callable[[], object]:
        """Give what builds the view of a page; the views are loaded only where a page is rendered."""

        def build() -> object:
            from timeline.publish import views

            return getattr(views, name)(self.whole, *of)

        return build

    def _frame(self, root: str, part: str) -> PageFrame:
        if (root, part) not in self._frames:
            values = {"site": self.site, "root": root, "part": part}
            pieces = (self.templates.render(f"partials/{name}.html", "the frame of all pages", values) for name in PageFrame._fields)
            self._frames[root, part] = PageFrame(*pieces)
        return self._frames[root, part]

    # --- events ------------------------------------------------------------------------------------

    def _event_pages(self) -> Iterable[Output]:
        events = self.timeline.events
        shown = _Shown(self.whole)
        for n, event in enumerate(events):
            key = self._event_key(shown, n, event)
            yield Output(f"events/{event.id}.html", key, partial(self._render_event, n))
        taken = {event.id for event in events}
        for event in events:
            for old in event.old_ids:
                if old not in taken:
                    taken.add(old)
                    yield self._redirect(old, event)

    def _event_key(self, shown: _Shown, n: int, event: Event) -> str:
        whole, labels = self.whole, self.whole.labels
        parts = [self.common, event.digest, labels[n - 1] if n else "", labels[n + 1] if n + 1 < len(labels) else ""]
        shown.add_to(parts, event)
        if event.responds_to or event.part_of:
            parts += [labels[whole.place[id_]] for id_ in (*event.responds_to, event.part_of) if id_ in whole.place]
        for name, others in (("answered", whole.answers.get(event.id)), ("parts", whole.parts.get(event.id))):
            if others:
                parts += [name, *(labels[m] for m in others)]
                parts += [whole.events[m].digest for m in others if whole.events[m].relation_sources]
        return _key(parts)

    def _render_event(self, n: int) -> bytes:
        event = self.timeline.events[n]
        from timeline.publish.views import event_page

        view = event_page(self.whole, n)
        card = self.cards.of(event)
        shown = f"{event.title} ({view.date})" if card else ""
        head = Head(f"events/{event.id}.html", event.title, view.summary or event.title, "events", "../", card, shown)
        return self._render("event.html", f"event {event.id}", head, lambda: view)

    def _redirect(self, old: str, event: Event) -> Output:
        head = Head(f"events/{event.id}.html", event.title, "", "", "../")
        page = self._page(event.id + event.title, "redirect.html", f"the old address {old}", head, lambda: None)
        return Output(f"events/{old}.html", page.key, page.render)

    # --- lists -------------------------------------------------------------------------------------

    def _lists(self) -> Iterable[Output]:
        whole, site = self.whole, self.site
        head = Head("index.html", site.title, site.description, "home", "")
        yield self._page(digest(self._everything, repr(self._index)), "home.html", "the front page", head, self._view("home", self._index))
        if not whole.split:
            return
        years = _key(f"{year} {len(numbers)}" for year, numbers in whole.years.items())
        for n, chunk in enumerate(whole.chunks):
            beside = [c.key for c in (whole.chunks[max(n - 1, 0)], whole.chunks[min(n + 1, len(whole.chunks) - 1)])]
            key = _key((years, *beside, chunk.key, *self._faces(chunk.events)))
            yield self._year(chunk.key, chunk.label, key, self._view("chunk_page", chunk))
        for year in whole.years.keys() - {chunk.year for chunk in whole.chunks if chunk.key == str(chunk.year)}:
            key = _key((years, *(f"{c.key} {len(c.events)}" for c in whole.chunks if c.year == year)))
            yield self._year(str(year), str(year), key, self._view("year_page", year))

    def _year(self, name: str, label: str, key: str, view: Callable[[], object]) -> Output:
        head = Head(f"years/{name}.html", label, "", "events", "../")
        return self._page(key, "year.html", f"the list of {label}", head, view)

    def _digests(self, numbers: Iterable[int]) -> list[str]:
        return [self.timeline.events[n].digest for n in numbers]

    def _faces(self, numbers: Iterable[int]) -> list[str]:
        return [self.whole.faces[n] for n in numbers]

    @cached_property
    def _everything(self) -> str:
        return _key(
            (
                self._actor_names,
                *(event.digest for event in self.whole.events),
                *(repr(period) for period in self.timeline.periods.values()),
                *(f"{id_} {source.digest}" for id_, source in self.timeline.sources.items()),
            )
        )

    # --- search ------------------------------------------------------------------------------------

    @cached_property
    def _index(self) -> Index | None:
        return index_of(self.whole, self.scripts) if self.site.search else None

    def _search(self) -> Iterable[Output]:
        if self._index is None:
            return
        head = Head("search.html", self.whole.language.text("Search"), "", "search", "")
        yield self._page(digest(self._everything, repr(self._index)), "search.html", "the page for searching", head, self._view("search_page", self._index))
        yield from index_outputs(self.whole, self._index)

    @cached_property
    def _actor_names(self) -> str:
        return _key(f"{a.id}\0{a.name}\0{a.sort_name}\0{a.side}\0{a.kind}" for a in self.timeline.actors.values())

    # --- actors and sources --------------------------------------------------------------------------

    def _actor_pages(self) -> Iterable[Output]:
        whole = self.whole
        names = self._actor_names
        head = Head("actors/index.html", self.whole.language.text("Actors"), "", "actors", "../")
        index = _key((names, *(f"{id_} {len(numbers)}" for id_, numbers in sorted(whole.by_actor.items()))))
        yield self._page(index, "actors.html", "the list of actors", head, self._view("actor_index"))
        shown = Shown(whole)
        for id_, numbers in whole.by_actor.items():
            actor = self.timeline.actors[id_]
            linked = (f"{other} {other in whole.by_actor}" for other in (actor.parent, *(term.of for term in actor.terms)))
            key = _key((names, repr(actor), *linked, *shown(numbers)))
            head = Head(f"actors/{id_}.html", actor.name, "", "actors", "../")
            yield self._page(key, "actor.html", f"actor {id_}", head, self._view("actor_page", id_))
            for chunk, counts in counted(whole.actor_chunks(id_)):
                more = (names, repr(actor), counts, *self._faces(chunk.events))
                yield self._chunk(f"actors/{id_}", actor.name, chunk, "actors", "actor.html", more, self._view("actor_page", id_, chunk))

    def _source_pages(self) -> Iterable[Output]:
        whole = self.whole
        sources = self.timeline.sources
        head = Head("sources/index.html", self.whole.language.text("Sources"), "", "sources", "../")
        counts = (f"{id_} {source.digest} {len({n for n, _ in whole.by_source.get(id_, ())})}" for id_, source in sources.items())
        key = _key((*counts, str(self.timeline.cited), repr(whole.publishers)))
        yield self._page(key, "sources.html", "the list of sources", head, self._view("source_index"))
        for id_, source in sources.items():
            numbers = dict.fromkeys(n for n, _ in whole.by_source.get(id_, ()))
            key = _key((self._names_in(numbers), repr(source), *self._digests(numbers)))
            head = Head(f"sources/{id_}.html", source.title or id_, "", "sources", "../")
            yield self._page(key, "source.html", f"source {id_}", head, self._view("source_page", id_))
            for chunk in whole.source_chunks(id_):
                yield self._chunk(f"sources/{id_}", source.title or id_, chunk, "sources", "source.html", (key,), self._view("source_page", id_, chunk))

    def _further(self) -> Iterable[Output]:
        for page in further_pages(self.whole):
            head = Head(page.path, page.title, "", page.part, "../" * page.path.count("/"))
            yield self._page(_key(page.key), page.template, page.path, head, page.view)

    def _names_in(self, numbers: Iterable[int]) -> str:
        actors = self.timeline.actors
        return _key(actors[id_].name for n in numbers for id_ in self.timeline.events[n].agents if id_ in actors)

    def _chunk(
        self, folder: str, title: str, chunk: Chunk, part: str, template: str, more: tuple[str, ...], view: Callable[[], object]
    ) -> Output:
        head = Head(f"{folder}/{chunk.key}.html", f"{title}, {chunk.label}", "", part, "../../")
        key = _key((*more, chunk.key))
        return self._page(key, template, f"{folder} in {chunk.label}", head, view)

    # --- pages that are always there -------------------------------------------------------------------

    def _fixed_pages(self) -> Iterable[Output]:
        for name, (title, text) in self.own.items():
            if name != ABOUT:
                head = Head(f"{name}.html", title, "", name, "")
                yield self._page(digest(title, text), "page.html", f"page {name}", head, partial(render_markdown, text))
        # A project's own words come first; how to read the pages is the same for all and follows them.
        title, text = self.own.get(ABOUT, (self.whole.language.text("About this timeline"), ""))
        head = Head("about.html", title, "", "about", "")
        unreviewed = str(sum(e.status == "proposed" for e in self.timeline.events))
        yield self._page(digest(title, text, unreviewed), "about.html", "the page about the site", head, self._view("about_page", text))
        # Served at any depth, so its links begin at the root of the host; the host itself may be another one, in a preview.
        root = "/" if self.site.preview else urlsplit(self.site.base_url).path
        lost = Head("404.html", self.whole.language.text("Page not found"), "", "", root)
        yield self._page("", "404.html", "the page for wrong addresses", lost, lambda: None)


class _Shown:
    """What an event's page shows of actors and sources, as parts of its key."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self._actors = {id_: f"{id_}\0{a.name}\0{a.kind}\0{a.same_as}" for id_, a in whole.timeline.actors.items()}
        self._sources = {id_: f"{id_}\0{source.digest}" for id_, source in whole.timeline.sources.items()}
        self._addresses = any(not source.article for source in whole.timeline.sources.values())

    def add_to(self, parts: list[str], event: Event) -> None:
        actors, sources = self._actors, self._sources
        for participant in event.participants:
            parts.append(actors.get(participant.actor, ""))
        for number, citation in enumerate(event.citations):
            id_ = citation.article or (self._whole.source_of(event, number) if self._addresses else "")
            parts.append(sources.get(id_, ""))


def _key(parts: Iterable[str]) -> str:
    """Give a key for many parts at the cost of one; no field of a file holds the character between them."""
    return digest("\x01".join(parts))


def _titled(name: str, text: str) -> tuple[str, str]:
    """Take a page's title from its first heading, else from its name."""
    first, _, rest = text.lstrip().partition("\n")
    if first.startswith("# "):
        return first[2:].strip(), rest
    return name.replace("-", " ").capitalize(), text


def _stamped(path: str, raw: bytes) -> str:
    """Put a digest of the content into the name, so that no cache serves an old one."""
    stem, _, suffix = path.rpartition(".")
    return f"{stem}.{blake2b(raw, digest_size=5).hexdigest()}.{suffix}"
