"""Know what an annotator says of a text, and how annotators are found by name; refuse to know what any of them does.

An annotator adds to what the program's own rules found: names that they did not see, and who stands before a verb. It
never takes back: who spoke of a place first is heard. A package offers one under the entry point `timeline.annotators`,
and a project hears it only where its timeline.toml names it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple

from timeline.diagnostics import Diagnostic, Location, suggest
from timeline.model import Mention
from timeline.text import Span

GROUP = "timeline.annotators"


class VerbReading(NamedTuple):
    """What is said of a verb; the empty span: nothing is known of its subject."""

    subject: Span
    negated: bool = False
    expletive: bool = False  # "there were", "it was said that": nobody is its subject


class Annotation(NamedTuple):
    """What an annotator found in a text. Offsets count code points."""

    mentions: tuple[Mention, ...]  # whom no file knows: without an actor, `kind` says what they seem to be
    verbs: Mapping[int, VerbReading]  # by the offset at which the verb begins


Annotator = Callable[[str], Annotation]


class Opened(NamedTuple):
    """The annotators that a project names, as far as they could be opened."""

    annotators: tuple[Annotator, ...]
    version: str  # changes when their answers may
    diagnostics: tuple[Diagnostic, ...]


NONE = Opened((), "", ())


def open_annotators(names: Sequence[str], place: Callable[[], Location]) -> Opened:
    """Open the annotators with these names; what is not installed is a finding at `place`."""
    if not names:
        return NONE
    offered = {point.name: point for point in entry_points(group=GROUP)}
    opened: list[Annotator] = []
    versions: list[str] = []
    found: list[Diagnostic] = []
    for name in names:
        if name not in offered:
            near = suggest(name, offered)
            help_ = f"did you mean `{near}`?" if near else f"install a package that offers it; there {_listed(sorted(offered))}"
            found.append(Diagnostic("bad-config", f"there is no annotator `{name[:60]}`", place(), help=help_))
            continue
        try:
            annotator = offered[name].load()
        except ImportError as fault:
            found.append(Diagnostic("bad-config", f"the annotator `{name}` cannot be used: {fault}", place(), help="install what it needs, or remove its name"))
            continue
        opened.append(annotator)
        versions.append(_version(offered[name], annotator))
    return Opened(tuple(opened), " ".join(versions), tuple(found))


def _listed(names: Sequence[str]) -> str:
    return f"is {' and '.join(f'`{n}`' for n in names)} here" if names else "is none here"


def _version(point: EntryPoint, annotator: Annotator) -> str:
    """Name an annotator and its release; one that leans on others may give a `version` that names theirs."""
    release = f"{point.dist.name} {point.dist.version}" if point.dist else ""
    return f"{point.value} {release} {getattr(annotator, 'version', '')}"


def annotate(text: str, mentions: Iterable[Mention], annotators: Iterable[Annotator]) -> Annotation:
    """Add to the mentions found so far what the annotators say; where two speak of one place, the first is heard."""
    names = list(mentions)
    verbs: dict[int, VerbReading] = {}
    for annotator in annotators:
        said = annotator(text)
        names = _joined(names, (m for m in said.mentions if 0 <= m.span.start < m.span.end <= len(text)))
        for offset, reading in said.verbs.items():
            verbs.setdefault(offset, reading)
    return Annotation(tuple(names), verbs)


def _joined(first: Sequence[Mention], further: Iterable[Mention]) -> list[Mention]:
    """Join two lists in the order of the text, without what overlaps an earlier one."""
    taken = sorted(first, key=lambda m: m.span)
    for mention in sorted(further, key=lambda m: (m.span.start, -m.span.end)):
        at = bisect_left(taken, mention.span, key=lambda m: m.span)
        before, after = taken[at - 1 : at] if at else [], taken[at : at + 1]
        if not any(m.span.overlaps(mention.span) for m in (*before, *after)):
            taken.insert(at, mention)
    return taken
