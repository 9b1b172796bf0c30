"""Know the records that pass between the floors; do no input, no output and no deciding.

Collections are tuples, and the empty tuple or string says "none". Spans count code points of `Article.text`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import ClassVar, Literal

from timeline.diagnostics import Location
from timeline.edtf import Edtf
from timeline.text import QuoteSelector, Span

PassageKind = Literal["heading", "paragraph", "list-item", "quotation", "caption", "cell"]
DctBasis = Literal["", "metadata", "dateline", "editor"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor = Literal["none", "dct", "previous", "period"]
MentionForm = Literal["name", "office", "acronym", "pronoun", "metonym", "description"]
LinkMethod = Literal["alias", "office-in-term", "earlier-mention", "near-spelling", "none"]
Role = Literal["agent", "target", "source", "mentioned"]
Status = Literal["proposed", "reviewed", "rejected"]
Standing = Literal["reported", "confirmed", "disputed", "denied"]
Stance = Literal["reports", "confirms", "denies"]
Band = Literal["", "shade", "strip"]
CitationKind = Literal["report", "primary"]

NOWHERE = Location("")


class Record:
    """What the records have in common: a fast way through pickle, which the cache goes for every file at every build.

    The one that dataclasses bring asks for the list of fields at each object, and takes five times as long.
    """

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        of = type(self)
        values = _VALUES.get(of) or _VALUES.setdefault(of, attrgetter(*of.__match_args__))
        return of, values(self)

    __match_args__: ClassVar[tuple[str, ...]]  # the names of the fields, in order; dataclasses fill it


_VALUES: dict[type, Callable[[object], tuple[object, ...]]] = {}


@dataclass(frozen=True, slots=True)
class Passage(Record):
    """A block of an article's text."""

    kind: PassageKind
    span: Span
    headings: tuple[str, ...] = ()  # the headings it stands under, outermost first


@dataclass(frozen=True, slots=True)
class Article(Record):
    """A source text as read, with what is known of where it comes from."""

    id: str  # the file's stem
    path: str  # relative to the project
    media_type: str  # text/plain, text/markdown, text/html
    text: str  # for a .txt file exactly the decoded file
    passages: tuple[Passage, ...]  # in order, not overlapping; everything that is prose
    sha256: str  # of the raw bytes of the article and of its sidecar
    title: str = ""
    byline: str = ""
    publisher: str = ""
    url: str = ""
    archived_url: str = ""
    via: str = ""  # how the text reached the editor
    published: str = ""  # EDTF, as much as is known
    document_creation_time: date | None = None  # the day of that, where it is a day
    dct_basis: DctBasis = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Timex(Record):
    """A temporal expression, after TIMEX3."""

    text: str
    span: Span
    type: TimexType
    value: str  # TIMEX3 value; "" while unresolved
    mod: str = ""  # TIMEX3 mod: START, MID, END, APPROX, BEFORE, AFTER, ...
    edtf: Edtf | None = None  # the calendar time that is meant, where there is one
    anchor: Anchor = "none"  # what the value was computed from
    rule: str = ""
    reason: str = ""  # why there is no value
    period: str = ""  # the id of the named period it names, if it does


@dataclass(frozen=True, slots=True)
class Alias(Record):
    """A surface form of an actor's name."""

    text: str
    valid: Edtf | None = None  # when the form means this actor; none: always
    needs_context: bool = False  # a metonym, a bare surname or a common word: never enough alone


@dataclass(frozen=True, slots=True)
class Term(Record):
    """A spell in an office."""

    office: str
    start: Edtf | None = None
    end: Edtf | None = None  # none: not known to have ended
    of: str = ""  # the id of the actor whose office it is


@dataclass(frozen=True, slots=True)
class Actor(Record):
    """A person or a body that acts, is acted on, or tells of it."""

    id: str
    kind: str  # person, agency, military-unit, company, group, state, body, outlet
    side: str  # one of the sides of the settings
    name: str
    sort_name: str
    location: Location
    aliases: tuple[Alias, ...] = ()
    terms: tuple[Term, ...] = ()
    same_as: tuple[str, ...] = ()  # the same entity elsewhere, as URLs
    parent: str = ""  # the id of the actor it is part of
    body: str = ""  # Markdown


@dataclass(frozen=True, slots=True)
class Period(Record):
    """A named stretch of time."""

    id: str
    name: str
    kind: str  # administration, campaign, election, war, session, ...
    dates: Edtf
    location: Location
    aliases: tuple[str, ...] = ()  # name this period outright
    relative_aliases: tuple[str, ...] = ()  # fit several periods; the date of the text decides
    side: str = ""
    note: str = ""  # where a bound is a convention or in dispute
    band: Band = ""  # how it stands behind the pictures
    page: bool = True  # whether it has a page of its own, where it has events


@dataclass(frozen=True, slots=True)
class EventType(Record):
    """A kind of event, as the readers see it."""

    id: str
    label: str
    shape: str  # circle, square, diamond, triangle, ...
    color: str  # a palette name


@dataclass(frozen=True, slots=True)
class Mention(Record):
    """A place of a text that names somebody, and the decision who is meant."""

    text: str
    span: Span
    form: MentionForm
    candidates: tuple[str, ...] = ()  # actor ids that fit
    actor: str = ""  # the one that was chosen, or "" with `candidates` saying why not
    method: LinkMethod = "none"
    kind: str = ""  # what somebody without a file seems to be: person, body; "": nothing is known


@dataclass(frozen=True, slots=True)
class Participant(Record):
    """Somebody's part in an event."""

    actor: str  # an actor's id; "" in a candidate whose mention has no actor
    role: Role
    name: str = ""  # the words of the text, where there is no actor


@dataclass(frozen=True, slots=True)
class EventCandidate(Record):
    """An event as the program proposes it."""

    article: str
    title: str
    date: Edtf
    type: str
    participants: tuple[Participant, ...]
    evidence: tuple[Span, ...]  # the first is the one to quote
    quotes: tuple[QuoteSelector, ...]  # one for each of `evidence`
    attribution: str  # "The New York Times, citing current and two former officials"
    standing: Standing
    stance: Stance
    fingerprint: str
    rules: tuple[str, ...]  # what found it
    body: str = ""
    responds_to: tuple[str, ...] = ()  # fingerprints of candidates of the same article
    denied: tuple[int, ...] = ()  # which of `quotes` deny it


@dataclass(frozen=True, slots=True)
class Citation(Record):
    """Where an event is told, and in which words."""

    article: str = ""  # an article's id, or "" for a source that is not in seeds/
    url: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""  # EDTF
    archived: str = ""
    quote: QuoteSelector | None = None
    kind: CitationKind = "report"  # primary: published by who acted, such as the order itself
    stance: Stance = "reports"
    attribution: str = ""
    note: str = ""
    location: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Origin(Record):
    """What the program wrote and from what, so that it can tell its own words from a person's."""

    article: str
    fingerprint: str
    rules: tuple[str, ...] = ()
    written: str = ""


@dataclass(frozen=True, slots=True)
class Event(Record):
    """An event as a file tells it, well formed and not yet checked against the rest."""

    id: str
    title: str
    date: Edtf
    type: str
    participants: tuple[Participant, ...]
    citations: tuple[Citation, ...]
    location: Location
    status: Status = "reviewed"
    standing: Standing = "reported"
    body: str = ""  # Markdown, as written
    body_line: int = 1  # the line of the file at which the body begins
    responds_to: tuple[str, ...] = ()
    part_of: str = ""
    relation_sources: tuple[tuple[str, str], ...] = ()  # the id of a related event, and the URL of the page that says so
    old_ids: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    same_as: str = ""  # a proposal that tells again the event with this id
    origin: tuple[Origin, ...] = ()
    places: Mapping[str, Location] = field(default_factory=dict)  # "date", "actors[0].actor" -> where it stands
    digest: str = ""  # of the file's bytes

    @property
    def agents(self) -> tuple[str, ...]:
        return tuple(p.actor for p in self.participants if p.role == "agent")


@dataclass(frozen=True, slots=True)
class Source(Record):
    """One source of the timeline: an article in seeds/, or a URL that events cite."""

    id: str
    title: str
    publisher: str
    author: str
    url: str
    archived_url: str
    published: str  # EDTF, or ""
    article: str = ""  # the id of the article, where its text is at hand
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Timeline(Record):
    """Everything that is published, checked and in order."""

    events: tuple[Event, ...]  # in the order in which they are told
    actors: Mapping[str, Actor]
    periods: Mapping[str, Period]
    sources: Mapping[str, Source]
    articles: Mapping[str, Article]
    types: Mapping[str, EventType]
    cited: int = 0  # how many different articles and addresses the events cite; few of them have a page
