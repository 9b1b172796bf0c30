"""Know how a fault in somebody's file is described, named and shown; refuse to know who found it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "note"]


class Location(NamedTuple):
    """A place in a file. Lines and columns count from 1; the end is exclusive in its column."""

    path: str  # relative to the project, with "/" between its parts
    line: int = 1
    column: int = 1
    end_line: int = 0  # 0: the same line
    end_column: int = 0  # 0: one character


class Meaning(NamedTuple):
    """What the catalogue says of a slug."""

    severity: Severity
    meaning: str  # what the finding says, for somebody who meets it first
    mend: str  # what to do about it


class Diagnostic(NamedTuple):
    """One finding. `message` stands on its own; `note` is why or where else; `help` is how to mend it."""

    slug: str
    message: str
    location: Location
    note: str = ""
    help: str = ""

    @property
    def severity(self) -> Severity:
        return CATALOGUE[self.slug].severity


CATALOGUE: Mapping[str, Meaning] = {
    # --- any file -----------------------------------------------------------------------------
    "unreadable-file": Meaning("error", "A file could not be read at all.", "Check its permissions and that it is a regular file."),
    "bad-encoding": Meaning("warning", "Some bytes of the file are not text in the encoding it is in; they are shown as \ufffd.", "Save the file as UTF-8."),
    "file-too-large": Meaning("error", "The file is larger than the program reads: 256 KiB for an event, 2 MiB for an article.", "Split it, or cut what does not belong to it."),
    "symlink-refused": Meaning("error", "A symbolic link lies in content/ or seeds/. Publishing would follow it out of the project.", "Put a copy of the file in its place."),
    "hidden-characters": Meaning("error", "A field holds characters that cannot be seen or that change the order of the text around them.", "Type the value anew; copied text often carries them."),
    "bad-id": Meaning("error", "A file name cannot be an id: ids are made of a-z, 0-9 and -, at most 80 characters.", "Rename the file."),
    "duplicate-id": Meaning("error", "Two files claim the same id.", "Rename one of them."),
    # --- front matter and YAML ----------------------------------------------------------------
    "front-matter-missing": Meaning("error", "The file does not begin with a line `---`.", "Put the fields between two lines of `---` at the top."),
    "front-matter-unclosed": Meaning("error", "The front matter has no closing line `---`.", "Add a line `---` after the last field."),
    "yaml-syntax": Meaning("error", "The YAML cannot be read from here on.", "Look for a missing quote, colon or bracket at or just before the place."),
    "yaml-refused": Meaning("error", "The YAML uses an anchor, an alias, a tag, several documents or more than 12 levels; none is needed here.", "Write the value out in full."),
    "duplicate-key": Meaning("error", "A field is given twice.", "Keep one of the two."),
    "unknown-field": Meaning("warning", "The field is not one that the program knows, so it has no effect.", "Check the spelling, or put the text into the body."),
    "missing-field": Meaning("error", "A field that is needed is not there.", "Add it."),
    "bad-value": Meaning("error", "The value is not one of those the field takes.", "Use one of the values in the help line."),
    "bad-date": Meaning("error", "The date is not one that exists, or not written in EDTF.", "Write 2025-03-03, 2025-03, 2025, an interval 2024-03/2025-03, or a bound [..2025-03-03]."),
    # --- what refers to something else ---------------------------------------------------------
    "unknown-actor": Meaning("error", "An actor is named that has no file in content/actors/.", "Correct the id, or make the actor with `timeline new actor`."),
    "unknown-article": Meaning("error", "A citation names an article that is not in seeds/ and gives no URL.", "Correct the name, or add the article or a url."),
    "unknown-event": Meaning("error", "An event is named that does not exist.", "Correct the id."),
    "unknown-type": Meaning("error", "The type is not one of the project's event types.", "Use one of the types in content/types.yaml."),
    "unneeded-allow": Meaning("warning", "An event allows a finding that it does not have.", "Remove the slug from `allow`."),
    "broken-link": Meaning("error", "A link inside the site leads nowhere.", "Correct its target."),
    # --- events ---------------------------------------------------------------------------------
    "no-agent": Meaning("warning", "The event does not say who acted.", "Give one actor the role `agent`, or allow the finding with `allow: [no-agent]`."),
    "unfounded-standing": Meaning("warning", "The standing says more than any citation does.", "Mark the citation that confirms or denies it, add one, or leave `standing` out: it then follows from the citations."),
    "date-after-source": Meaning("warning", "The event is dated after the last of its sources was published.", "Check the date, or add the source that reports it."),
    "quote-not-found": Meaning("error", "A quoted passage does not stand in the article it is said to come from.", "Copy the words from the article again."),
    "quote-ambiguous": Meaning("warning", "A quoted passage stands in its article more than once.", "Add the words before it as `prefix` or after it as `suffix`."),
    "quote-unchecked": Meaning("note", "A quote cannot be checked, because its source is not in seeds/.", "Add the article to seeds/ if you want the quote verified at each build."),
    "dates-disagree": Meaning("warning", "Two articles seem to tell one event and give different days for it.", "Look at both quotes: merge the two and correct the date, or remove `same_as` if they are two events."),
    "same-event": Meaning("note", "A proposal looks like another telling of an event that a person has edited.", "Merge the two with `timeline review`, or reject the proposal."),
    # --- bodies ---------------------------------------------------------------------------------
    "raw-html": Meaning("warning", "The text holds an HTML element that is not allowed; it was left out.", "Use Markdown instead."),
    "unsafe-link": Meaning("error", "A link uses a scheme other than http, https or mailto, or names a host without one.", "Write the whole address, beginning with https://."),
    "body-too-complex": Meaning("error", "A paragraph of the text is nested or bracketed so deeply that it would stall the build.", "Simplify it."),
    # --- articles -------------------------------------------------------------------------------
    "no-publication-date": Meaning("warning", "The article has no date of publication, so \u201clast week\u201d and its like stay unresolved.", "Add `published: YYYY-MM-DD` to the article's sidecar."),
    "no-source-url": Meaning("note", "Who published the article, or where, is not recorded; the site says so.", "Add `publisher` and `url` to the article's sidecar when you know them."),
    "no-text": Meaning("warning", "No running text was found in the article.", "Save the text of the article as a .txt file."),
    "ambiguous-actor": Meaning("warning", "A name fits two or more actors; none was chosen.", "Say in the event which one is meant, or give the aliases terms or `needs_context`."),
    "new-actor": Meaning("note", "Somebody whom no file knows is named where an event is told.", "Make a file with the command in the help line, if they belong on the timeline; until then no event names them."),
    "near-spelling": Meaning("note", "A name in the article is spelled almost like that of an actor and was linked to it.", "Check that the same person is meant."),
    "unresolved-date": Meaning("note", "An expression of time was found and could not be turned into a date.", "Give the date in the event by hand, if one is known."),
    # --- knowledge, settings, templates ---------------------------------------------------------
    "ambiguous-alias": Meaning("warning", "Two actors share an alias for the same time.", "Restrict it with `valid`, or mark it `needs_context`."),
    "bad-config": Meaning("error", "timeline.toml holds a setting that the program does not understand.", "Correct or remove it."),
    "template-error": Meaning("error", "A page could not be rendered.", "Correct the template at the place given."),
    # --- writing the site -----------------------------------------------------------------------
    "cannot-write": Meaning("error", "A file of the site could not be written; what was there before is still there.", "Free some space, correct the permissions, or choose another folder with --out."),
    "left-behind": Meaning("warning", "A file is no longer part of the site, but somebody has changed it since it was written, so it was left.", "Delete it, or move it out of the site's folder."),
}

_ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "note": 2}


def sort_diagnostics(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Give the findings in the order in which they are shown: path, line, column, slug; each once."""
    return sorted(set(found), key=lambda d: (d.location.path, d.location.line, d.location.column, d.slug, d.message))


def count_by_severity(found: Iterable[Diagnostic]) -> dict[Severity, int]:
    """Count findings; every severity has a key."""
    counts: dict[Severity, int] = dict.fromkeys(_ORDER, 0)
    for diagnostic in found:
        counts[diagnostic.severity] += 1
    return counts


def render_full(found: Diagnostic, source_line: str | None) -> str:
    """Show a finding over several lines, with the line of the file it is about where that is at hand."""
    at = found.location
    lines = [f"{at.path}:{at.line}:{at.column}: {found.severity}[{found.slug}]: {found.message}"]
    if source_line is not None:
        lines += _excerpt(at, source_line)
    lines += [f"  {name}: {text}" for name, text in (("note", found.note), ("help", found.help)) if text]
    return "\n".join(lines)


def render_concise(found: Diagnostic, source_line: str | None = None) -> str:
    """Show a finding on one line."""
    at = found.location
    return f"{at.path}:{at.line}:{at.column}: {found.severity}[{found.slug}]: {found.message}"


def record(found: Diagnostic) -> dict[str, str | int]:
    """Give a finding as one flat record."""
    at = found.location
    return {
        "slug": found.slug,
        "severity": found.severity,
        "message": found.message,
        "note": found.note,
        "help": found.help,
        "path": at.path,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line or at.line,
        "end_column": at.end_column or at.column + 1,
    }


def render_json(found: Diagnostic, source_line: str | None = None) -> str:
    """Give a finding as one flat JSON object on one line."""
    return json.dumps(record(found), ensure_ascii=False)


def render_github(found: Diagnostic, source_line: str | None = None) -> str:
    """Give a finding as an annotation of GitHub Actions (workflow commands, "setting a warning message")."""
    at = found.location
    level = "notice" if found.severity == "note" else found.severity
    place = f"file={_property(at.path)},line={at.line},col={at.column},endLine={at.end_line or at.line}"
    text = "\n".join(part for part in (found.message, found.note, found.help) if part)
    return f"::{level} {place},title={_property(found.slug)}::{_data(text)}"


RENDERERS: Mapping[str, Callable[[Diagnostic, str | None], str]] = {
    "full": render_full,
    "concise": render_concise,
    "json": render_json,
    "github": render_github,
}


def suggest(wrong: str, known: Iterable[str]) -> str:
    """Give the one known word that is spelled most like `wrong`, or the empty string."""
    import difflib  # only when something is wrong

    close = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.7)
    return close[0] if close else ""


_EXCERPT_WIDTH = 110  # a longer line is shown around the place only


def _excerpt(at: Location, source_line: str) -> list[str]:
    line = source_line.rstrip("\r\n").replace("\t", " ")
    start = at.column - 1
    end = at.end_column - 1 if at.end_column and at.end_line in (0, at.line) else start + 1
    first = max(0, start - 40) if len(line) > _EXCERPT_WIDTH else 0
    shown = line[first : first + _EXCERPT_WIDTH]
    width = max(1, min(end, first + len(shown)) - start)
    number = str(at.line)
    margin = " " * len(number)
    return [f"{number} | {shown}", f"{margin} | {' ' * (start - first)}{'^' * width}"]


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
