"""Know what each page holds, as records; refuse to know how they are filled and how they are shown.

Words of the interface are the templates': a record holds codes ("agent", "denied") and numbers for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from timeline.model import Stance, Standing
from timeline.publish.index import Index
from timeline.publish.picture import Picture


class Type(NamedTuple):
    """A kind of event, with its mark."""

    label: str
    shape: str
    color: str
    id: str = ""


class Link(NamedTuple):
    """A page of the site, with how often."""

    id: str
    label: str
    size: int = 0


class Row(NamedTuple):
    """An event in a list."""

    id: str
    title: str
    date: str
    datetime: str
    type: Type
    agents: str
    standing: Standing
    unreviewed: bool
    summary: str


class Section(NamedTuple):
    """Events of a list under one heading."""

    id: str
    label: str
    rows: tuple[Row, ...]


class Named(NamedTuple):
    """A participant."""

    id: str  # "" where there is no page
    name: str


class Cited(NamedTuple):
    """A citation, with what its source says of itself where the citation does not."""

    number: int
    title: str
    publisher: str
    author: str
    published: str
    published_at: str  # machine-readable
    url: str
    passage: str  # the address with the passage
    archived: str
    archived_day: str
    stance: Stance
    attribution: str
    quote: str
    checked: bool  # the quoted words are found again in an article at each build
    note: str
    source: str  # the id of the source's page, or ""
    primary: bool = False  # published by who acted


class Related(NamedTuple):
    """An event that this one answers, or that answers it; or a neighbor."""

    id: str
    title: str
    date: str
    days: int | None = None
    told_at: str = ""  # the address of the page that tells of the relation
    told_by: str = ""  # whose page that is


class CiteAs(NamedTuple):
    """An entry's citation in the forms in which it is taken away."""

    text: str
    bibtex: str
    csl: str


class EventPage(NamedTuple):
    """All of an event."""

    id: str
    title: str
    date: str
    datetime: str
    edtf: str
    type: Type
    standing: Standing
    stances: tuple[tuple[Stance, int], ...]  # how many sources take each
    primaries: int  # how many more are of those who acted
    unreviewed: bool
    roles: tuple[tuple[str, tuple[Named, ...]], ...]
    body: str
    summary: str
    citations: tuple[Cited, ...]
    answers: tuple[Related, ...]
    answered: tuple[Related, ...]
    part_of: Related | None
    parts: tuple[Related, ...]
    previous: Related | None
    next: Related | None
    year: str
    year_page: str
    edit: str
    file: str  # in the source repository
    tags: tuple[str, ...]
    cite: CiteAs
    linked: str  # JSON-LD


class Home(NamedTuple):
    """The front page."""

    linked: str  # JSON-LD
    events: int
    unreviewed: int
    actors: int
    sources: int
    first: str
    last: str
    pictures: tuple[Picture, ...]
    legend: tuple[tuple[Type, int], ...]
    colors: Mapping[str, str]
    years: tuple[Link, ...]  # id: the link's target
    sections: tuple[Section, ...]
    latest: tuple[Row, ...]
    split: bool
    search: Index | None  # none where nothing can be searched
    answers: int  # to other events


class SearchPage(NamedTuple):
    """The ways to an event, for who searches."""

    search: Index
    years: tuple[Link, ...]
    types: tuple[tuple[Type, int], ...]
    actors: tuple[Link, ...]  # those with most events
    more_actors: int


class YearPage(NamedTuple):
    """A page of the list: a year's or a month's; or the overview of a year that has several."""

    label: str
    year: str
    size: int
    sections: tuple[Section, ...]
    pages: tuple[Link, ...]  # of a year that has several
    years: tuple[Link, ...]
    previous: Link | None
    next: Link | None


class Office(NamedTuple):
    """An office that an actor held."""

    office: str
    dates: str
    of: Named | None


class ActorPage(NamedTuple):
    """All of an actor."""

    id: str
    name: str
    kind: str
    side: str
    aliases: tuple[str, ...]
    offices: tuple[Office, ...]
    parent: Named | None
    same_as: tuple[str, ...]
    body: str
    size: int
    roles: tuple[tuple[str, tuple[Row, ...]], ...]
    pages: tuple[Link, ...]  # where there are too many events for one
    current: str  # which of them this is
    counterparts: tuple[Link, ...]
    pictures: tuple[Picture, ...]  # of its own events
    color: str  # of its side, or ""


class ActorIndex(NamedTuple):
    """Everybody, from A to Z."""

    letters: tuple[tuple[str, tuple[tuple[Link, str, str], ...]], ...]  # each with kind and side
    size: int


class Statement(NamedTuple):
    """What an event takes from a source."""

    row: Row
    citations: tuple[Cited, ...]


class SourcePage(NamedTuple):
    """All of a source."""

    id: str
    title: str
    publisher: str
    author: str
    published: str
    published_at: str
    url: str
    archived: str
    archived_day: str
    path: str  # of the article's text in the project
    text: str  # its address in the source repository
    sha256: str
    statements: tuple[Statement, ...]
    size: int
    pages: tuple[Link, ...]
    current: str


class SourceIndex(NamedTuple):
    """Every source."""

    rows: tuple[tuple[Link, str, str, str], ...]  # each with publisher, date, machine-readable date
    cited: int  # articles and addresses, with those that have no page
    publishers: tuple[tuple[str, int], ...]  # each with how many events cite it, the most cited first
    others: int  # publishers that are not named


class AboutPage(NamedTuple):
    """What the page about the site needs to know of it."""

    own: str  # what the project says of itself, or ""
    types: tuple[Type, ...]
    unreviewed: int
    dates: tuple[tuple[str, str], ...]  # EDTF, words
