"""Know which sources a timeline has: its articles, and the web addresses that several events cite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import blake2b

from timeline.model import Article, Citation, Event, Source


def source_id(citation: Citation) -> str:
    """Give the id of what is cited: the article's, else one made of the address; "" where there is neither."""
    return citation.article or (url_id(citation.url) if citation.url else "")


def count_cited(events: Iterable[Event]) -> int:
    """Count the different articles and addresses that events cite."""
    citations = (citation for event in events for citation in event.citations)
    return len({citation.article or _same_page(citation.url) for citation in citations})


def gather_sources(events: Iterable[Event], articles: Mapping[str, Article]) -> dict[str, Source]:
    """Give every source that has a page, by id, in the order of ids."""
    sources = {id_: _of_article(article) for id_, article in articles.items()}
    cited: dict[str, list[tuple[str, Citation]]] = {}  # by page: the citations, each with its event
    shared: set[str] = set()  # pages that a second event cites
    for event in events:
        for citation in event.citations:
            if citation.url and not citation.article:
                key = _same_page(citation.url)
                tellings = cited.setdefault(key, [])
                if tellings and tellings[-1][0] != event.id:
                    shared.add(key)
                tellings.append((event.id, citation))
    for key in shared:
        citations = [citation for _, citation in cited[key]]
        id_ = url_id(citations[0].url)
        if id_ not in sources:
            sources[id_] = _of_citations(id_, citations)
    return dict(sorted(sources.items()))


@lru_cache(maxsize=65536)
def url_id(url: str) -> str:
    """Make an id of an address: its host, readable, and a short hash of the whole."""
    page = _same_page(url)
    host = _readable(page.split("/", 1)[0][:200])
    hashed = blake2b(page.encode("utf-8", "replace"), digest_size=5).hexdigest()
    return f"{host}-{hashed}" if host else hashed


@lru_cache(maxsize=4096)  # few hosts have most of the pages
def _readable(host: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", host).strip("-")[:40].strip("-")


@lru_cache(maxsize=65536)
def _same_page(url: str) -> str:
    """Give what makes an address the same page: no scheme, no `www.`, no usual port, no fragment, no closing slash.

    Plain cuts and not `urllib.parse`: every citation of every event passes here at each build.
    """
    scheme, mark, rest = url.strip().partition("#")[0].partition("://")
    host, slash, path = (rest if mark else scheme).partition("/")
    host = host.lower().removeprefix("www.").removesuffix(":443").removesuffix(":80")
    return host + (slash + path).rstrip("/")


def _of_article(article: Article) -> Source:
    return Source(
        id=article.id,
        title=article.title,
        publisher=article.publisher,
        author=article.byline,
        url=article.url,
        archived_url=article.archived_url,
        published=article.published,
        article=article.id,
        digest=article.sha256,
    )


def _of_citations(id_: str, citations: list[Citation]) -> Source:
    """Join what the citations of one address say: the fullest first, and of equals the first in the alphabet."""
    ranked = list({_told(citation) for citation in citations})
    if len(ranked) > 1:
        ranked.sort(key=lambda told: (told.count(""), told))
    best = ranked[0]
    if "" in best:
        best = tuple(next(filter(None, values), "") for values in zip(*ranked, strict=True))
    hashed = blake2b("\x1f".join(best).encode("utf-8", "replace"), digest_size=16)
    title, publisher, author, published, archived, url = best
    return Source(id_, title, publisher, author, url, archived, published, digest=hashed.hexdigest())


def _told(citation: Citation) -> tuple[str, ...]:
    return citation.title, citation.publisher, citation.author, citation.published, citation.archived, citation.url
