"""Know the verbs of a project as functions: open, pull, check, build; print nothing and read no clock."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from timeline import store
from timeline.cache import ParseCache
from timeline.checks import Whole, run_checks
from timeline.config import load_settings, place_of_setting
from timeline.diagnostics import Diagnostic, Location, sort_diagnostics
from timeline.disk import read_bytes_guarded
from timeline.eventfiles import EVENT_LIMIT, slug
from timeline.knowledge.actors import load_actors
from timeline.knowledge.periods import load_periods
from timeline.knowledge.types import load_types
from timeline.model import Actor, Article, Event, EventCandidate, EventType, Period, Timeline
from timeline.readers import article_digest, list_articles, read_article
from timeline.sources import count_cited, gather_sources
from timeline.store import Loaded
from timeline.version import build_id

if TYPE_CHECKING:
    from timeline.extract.annotators import Opened
    from timeline.extract.pipeline import Extraction
    from timeline.extract.state import Lexicon
    from timeline.publish.outputs import Output
    from timeline.publish.write import WriteReport

STATE = ".timeline"
CONTENT = "content"
SEEDS = "seeds"

LIST_LIMIT = 2 * 1024 * 1024  # bytes of a list of periods or types

T = TypeVar("T", Period, EventType)


@dataclass(frozen=True, slots=True)
class PullReport:
    """What a pull did."""

    articles: int = 0  # read
    proposed: tuple[str, ...] = ()  # ids of the new events
    merged: tuple[str, ...] = ()  # ids of events that got further evidence
    known: int = 0  # candidates that have a file, or were rejected
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    pull: PullReport
    events: int
    unreviewed: int
    actors: int
    sources: int
    citations: int
    relations: int
    written: int
    unchanged: int
    removed: int
    out: Path
    diagnostics: tuple[Diagnostic, ...]  # all of them, in order
    seconds: Mapping[str, float] = field(default_factory=dict)


class Project:
    """A folder with a timeline in it, read once."""

    def __init__(self, root: Path, *, content: Path | None = None, jobs: int = 1) -> None:
        self.root = root
        self.content = content or root / CONTENT
        self.jobs = jobs
        self.cache = ParseCache(root / STATE / "parsed.bin", build_id())
        self.settings, found = load_settings(root)
        self.found: list[Diagnostic] = found
        self.unread: set[str] = set()  # ids of articles that could not be read

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        actors, found = load_actors(self.content / "actors", self.root, self.cache)
        self.found += found
        return actors

    @cached_property
    def periods(self) -> Mapping[str, Period]:
        return self._cached("periods.yaml", load_periods)

    @cached_property
    def types(self) -> Mapping[str, EventType]:
        return self._cached("types.yaml", load_types)

    def _cached(self, name: str, load: Callable[[Path, Path], tuple[dict[str, T], list[Diagnostic]]]) -> dict[str, T]:
        """Load a list of the content folder; the same bytes, or the same absence of a file, are read once."""
        path = self.content / name
        raw = read_bytes_guarded(path, LIST_LIMIT, f"{CONTENT}/{name}") if path.exists() else b""
        if isinstance(raw, Diagnostic):
            rows, found = load(path, self.root)  # says for itself what is wrong with the file
        else:
            rows, found = self.cache.parsed("list", name, raw, partial(load, path, self.root))
        self.found += found
        return rows

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The Markdown of content/pages/, by name."""
        folder = self.content / "pages"
        pages: dict[str, str] = {}
        for path in sorted(folder.glob("*.md")) if folder.is_dir() else []:
            raw = read_bytes_guarded(path, EVENT_LIMIT, f"{CONTENT}/pages/{path.name}")
            if isinstance(raw, Diagnostic):
                self.found.append(raw)
            else:
                pages[path.stem] = raw.decode("utf-8-sig", "replace")
        return pages

    @cached_property
    def annotators(self) -> Opened:
        """What the project's settings name beside the program's own rules; opening one imports little."""
        from timeline.extract.annotators import NONE, open_annotators

        if not self.settings.annotators:
            return NONE
        opened = open_annotators(self.settings.annotators, partial(place_of_setting, self.root, "annotators"))
        self.found += opened.diagnostics
        return opened

    @cached_property
    def lexicon(self) -> Lexicon:
        """Everything that extraction looks things up in; loaded only when an article is new."""
        from timeline.extract.state import Lexicon
        from timeline.knowledge.actors import compile_gazetteer
        from timeline.knowledge.temporal import load_temporal
        from timeline.knowledge.triggers import load_triggers

        return Lexicon(
            self.actors,
            compile_gazetteer(self.actors),
            self.periods,
            load_temporal("en"),
            load_triggers("en"),
            self.annotators.annotators,
        )

    @cached_property
    def knowledge_digest(self) -> bytes:
        """A digest of what extraction depends on beside the article."""
        known = repr((build_id(), tuple(self.actors.values()), tuple(self.periods.values()), self.annotators.version))
        return blake2b(known.encode("utf-8", "surrogatepass"), digest_size=16).digest()

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """The articles in seeds/, by id; findings about them are gathered once."""
        found: dict[str, Article] = {}
        paths, listing = list_articles(self.root / SEEDS, self.root)
        self.found += listing
        for path in paths:
            article, diagnostics = self.cache.parsed("article", path.name, article_digest(path).encode(), partial(read_article, path, self.root))
            self.found += diagnostics
            if article is None:
                self.unread.add(path.stem)
            else:
                found[article.id] = article
        return found

    @cached_property
    def loaded(self) -> Loaded:
        return store.load_events(self.root, self.cache, jobs=self.jobs)

    def extract(self, article: Article) -> Extraction:
        """Give everything that extraction finds in an article."""
        from timeline.extract.pipeline import extract

        return extract(article, self.lexicon)

    def remembered_extraction(self, article: Article) -> tuple[tuple[EventCandidate, ...], tuple[Diagnostic, ...]]:
        """Give the candidates and findings of an article; the same article and knowledge are read once."""
        raw = article.sha256.encode() + self.knowledge_digest
        return self.cache.parsed("extraction", article.path, raw, partial(self._extracted, article))

    def _extracted(self, article: Article) -> tuple[tuple[EventCandidate, ...], tuple[Diagnostic, ...]]:
        found = self.extract(article)
        return found.candidates, found.diagnostics


def show_extractions(
    project: Project, files: Sequence[tuple[Path, Path]], *, as_json: bool, published: date | None
) -> list[tuple[str, list[Diagnostic], Path]]:
    """Give for each article what it gives as JSON or as text ("" where it cannot be read), its findings, and the folder they are told from."""
    from timeline.shown import extraction_json, extraction_text

    shown: list[tuple[str, list[Diagnostic], Path]] = []
    for path, base in files:
        article, found = read_article(path, base, published=published)
        if article is None:
            shown.append(("", found, base))
            continue
        extraction = project.extract(article)
        found = [*found, *extraction.diagnostics]
        text = extraction_json(article, extraction, found, project.actors) if as_json else extraction_text(article, extraction)
        shown.append((text, found, base))
    return shown


def pull(project: Project, *, only: Sequence[Path] = (), dry_run: bool = False) -> PullReport:
    """Turn what is new in the articles into proposals; never touch what a person has changed."""
    chosen = {path.stem for path in only}
    articles = [a for a in project.articles.values() if not chosen or a.id in chosen]
    found: list[Diagnostic] = []
    rejected, faults = store.load_rejected(project.root)
    found += faults
    if faults:  # without it, what was rejected would come back
        return PullReport(len(articles), diagnostics=tuple(found))
    proposed: list[str] = []
    merged: list[str] = []
    known = 0
    for article in articles:
        candidates, diagnostics = project.remembered_extraction(article)
        found += diagnostics
        if not candidates:
            continue
        try:
            done = _propose(project, candidates, rejected, dry_run=dry_run)
        except OSError as fault:
            why = (fault.strerror or "unknown reason").lower()
            found.append(Diagnostic("cannot-write", f"a proposal could not be written: {why}", Location(store.EVENTS), help="free some space or correct the permissions, then pull again"))
            break
        proposed += done.proposed
        merged += done.merged
        known += done.known
    return PullReport(len(articles), tuple(proposed), tuple(merged), known, tuple(found))


def _propose(project: Project, candidates: Sequence[EventCandidate], rejected: frozenset[str], *, dry_run: bool) -> PullReport:
    from timeline.extract.matching import match_existing

    proposed: list[str] = []
    merged: list[str] = []
    known = 0
    decided = rejected | _fingerprints_on_disk(project)
    for candidate in sorted(candidates, key=lambda c: bool(c.responds_to)):  # what is answered has a file before its answer
        match = match_existing(candidate, project.loaded.events, project.articles, decided)
        if match.verdict == "known":
            known += 1
            continue
        if dry_run:
            proposed.append(slug(candidate.title, skip=_small_words()))
            continue
        event = next((e for e in project.loaded.events if e.id == match.event), None)
        if event is not None and match.verdict == "retold" and store.add_telling(project.root, event, candidate):
            merged.append(event.id)
            path = project.root / event.location.path
        else:
            taken = {e.id for e in project.loaded.events} | project.loaded.broken
            answered = [e.id for e in project.loaded.events if any(o.fingerprint in candidate.responds_to for o in e.origin)]
            id_, path = store.write_proposal(
                project.root, candidate, taken, skip=_small_words(), same_as=match.event, answered=answered
            )
            proposed.append(id_)
        project.loaded = store.with_file(project.loaded, project.root, path, project.cache)
    return PullReport(0, tuple(proposed), tuple(merged), known)


def _small_words() -> frozenset[str]:
    from timeline.knowledge.triggers import load_triggers

    return load_triggers("en").words["small"]


def _fingerprints_on_disk(project: Project) -> frozenset[str]:
    """Give the fingerprints of every event file, also of those whose files have errors at the moment."""
    found = {origin.fingerprint for event in project.loaded.events for origin in event.origin}
    folder = project.root / store.EVENTS
    for id_ in project.loaded.broken:
        for path in folder.glob(f"*{id_}.md"):
            raw = read_bytes_guarded(path, EVENT_LIMIT, path.name)
            if isinstance(raw, bytes):
                found.update(store.fingerprints_in(raw))
    return frozenset(found)


def check(project: Project, *, extracted: bool = True) -> tuple[list[Diagnostic], frozenset[str]]:
    """Give every finding of the project, in order, and the ids of the events that cannot be published."""
    whole = Whole(
        events=project.loaded.events,
        broken=project.loaded.broken,
        actors=project.actors,
        broken_actors=_broken_actors(project),
        types=project.types,
        articles=project.articles,
        unread_articles=frozenset(project.unread),
        sides=frozenset(side.id for side in project.settings.sides),
    )
    _ = project.periods, project.pages  # their faults belong to the findings
    if project.settings.cards:
        from timeline.publish.cards import missing

        project.found += missing(project.settings, place_of_setting(project.root, "cards"))
    found, unfit = run_checks(whole, [*project.loaded.diagnostics, *project.found])
    if extracted:
        for article in project.articles.values():
            found += project.remembered_extraction(article)[1]
    return sort_diagnostics(found), unfit


def _broken_actors(project: Project) -> frozenset[str]:
    folder = project.content / "actors"
    names = {path.stem for path in folder.glob("*.md")} if folder.is_dir() else set()
    return frozenset(names - project.actors.keys())


def timeline_of(project: Project, unfit: frozenset[str], *, reviewed_only: bool) -> Timeline:
    """Put together what is published: no rejected event, none with errors, unreviewed ones only where they are shown."""
    hide = reviewed_only or project.settings.unreviewed == "hide"
    shown = [e for e in project.loaded.events if e.id not in unfit and e.status != "rejected" and not (hide and e.status == "proposed")]
    ids = {e.id for e in shown}
    events = tuple(_without_dead_relations(e, ids) for e in shown)
    return Timeline(
        events=events,
        actors=project.actors,
        periods=project.periods,
        sources=gather_sources(events, project.articles),
        cited=count_cited(events),
        articles=project.articles,
        types=project.types,
    )


def _without_dead_relations(event: Event, ids: set[str]) -> Event:
    if ids.issuperset(event.responds_to) and (not event.part_of or event.part_of in ids):
        return event
    kept = tuple(id_ for id_ in event.responds_to if id_ in ids)
    return replace(event, responds_to=kept, part_of=event.part_of if event.part_of in ids else "")


def build(
    root: Path,
    *,
    out: Path | None = None,
    pull_first: bool = True,
    reviewed_only: bool = False,
    base_url: str | None = None,
    search: bool = True,
    jobs: int = 1,
    preview: bool = False,
    clock: Callable[[], float] | None = None,
) -> BuildReport:
    """Pull, check and render; everything that is sound is rendered, whatever the rest holds."""
    seconds = _Stopwatch(clock)
    project = Project(root, jobs=jobs)
    if base_url is not None:
        project.settings = replace(project.settings, base_url=base_url.rstrip("/") + "/" if base_url else "")
    seconds.lap("open")
    pulled = pull(project) if pull_first else PullReport()
    seconds.lap("pull")
    found, unfit = check(project, extracted=pull_first)
    seconds.lap("check")
    timeline = timeline_of(project, unfit, reviewed_only=reviewed_only)
    destination = out or root / "site"
    shown = tuple(d for d in found if d.severity != "note") if preview else ()
    written = _write(project, timeline, destination, search=search, preview=preview, notices=shown)
    project.cache.save()
    seconds.lap("write")
    everything = sort_diagnostics([*found, *pulled.diagnostics, *written.diagnostics])
    return BuildReport(
        pull=pulled,
        events=len(timeline.events),
        unreviewed=sum(e.status == "proposed" for e in timeline.events),
        actors=len(timeline.actors),
        sources=timeline.cited,
        citations=sum(len(e.citations) for e in timeline.events),
        relations=sum(len(e.responds_to) + bool(e.part_of) for e in timeline.events),
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        out=destination,
        diagnostics=tuple(everything),
        seconds=seconds.laps,
    )


def last_update(timeline: Timeline) -> date:
    """Give the day that the site calls its last update: the newest of which it tells, or on which a source was published.

    SOURCE_DATE_EPOCH, where set, says it instead. Never the clock: building twice must change nothing.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    published = {citation.published for event in timeline.events for citation in event.citations}
    published |= {source.published for source in timeline.sources.values()}
    days = [day for text in published if (day := _plain_day(text))]
    days += [event.date.latest for event in timeline.events if event.date.latest and event.date.precision == "day"]
    days = days or [event.date.sort_day for event in timeline.events]
    return max(days, default=date(1970, 1, 1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)


def _plain_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class _Stopwatch:
    def __init__(self, clock: Callable[[], float] | None) -> None:
        self._clock = clock
        self._last = clock() if clock else 0.0
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        if self._clock:
            now = self._clock()
            self.laps[name] = now - self._last
            self._last = now


# --- the site -------------------------------------------------------------------------------------


def _write(project: Project, timeline: Timeline, out: Path, *, search: bool, preview: bool, notices: tuple[Diagnostic, ...]) -> WriteReport:
    from timeline.publish.plan import plan_site
    from timeline.publish.write import write_site

    outputs = plan_site(
        timeline,
        project.settings,
        template_folders=_template_folders(project.root),
        updated=last_update(timeline),
        pages=project.pages,
        preview=preview,
        notices=notices,
        search=search,
    )
    outputs += _data_outputs(project, timeline)
    return write_site(
        out,
        outputs,
        state=project.root / STATE,
        jobs=project.jobs,
        protected=(project.root / CONTENT, project.root / SEEDS, project.root / "templates"),
    )


def _template_folders(root: Path) -> tuple[Path, ...]:
    from timeline.publish.render import default_templates

    own = root / "templates"
    packaged = default_templates()
    return (own, packaged) if own.is_dir() and own.resolve() != packaged.resolve() else (packaged,)


def _data_outputs(project: Project, timeline: Timeline) -> list[Output]:
    """Give the feeds and the data files, each made only where an event or a setting has changed."""
    from timeline.publish.exports import FILES, export, parts_of
    from timeline.publish.feeds import newest
    from timeline.publish.language import language_of
    from timeline.publish.outputs import Output, digest
    from timeline.publish.pieces import Pieced

    settings = project.settings
    updated = _midnight(last_update(timeline))

    articles = (a.sha256 for a in timeline.articles.values())
    shared = digest(build_id(), repr(replace(settings, root=Path())), updated.isoformat(), *articles)
    feed = digest(shared, language_of(settings.language, settings.root).digest, *(e.digest for e in newest(timeline)))
    lists = (timeline.actors, timeline.periods, timeline.types)
    shared = digest(shared, *(repr(each) for records in lists for each in records.values()))
    everything = digest(shared, *(e.digest for e in timeline.events))
    parts = parts_of(timeline, settings, updated)
    pieced = {name: Pieced(name, shared, each, len(timeline.events)) for name, each in parts.items()}
    return [
        Output(path, everything if name in pieced else feed, partial(export, name, timeline, settings, updated), pieced.get(name))
        for name, path in FILES.items()
    ]


def exported(project: Project, unfit: frozenset[str], format_: str, *, reviewed_only: bool) -> bytes | None:
    """Give the timeline in a format of `publish.exports`; none for a format that is not there."""
    from timeline.publish.exports import EXPORTS, export

    if format_ not in EXPORTS:
        return None
    timeline = timeline_of(project, unfit, reviewed_only=reviewed_only)
    return export(format_, timeline, project.settings, _midnight(last_update(timeline)))
