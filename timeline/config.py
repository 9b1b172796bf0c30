"""Know the settings of a project, from its timeline.toml; refuse to know what anybody does with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast, get_args

from timeline.diagnostics import Diagnostic, Location, suggest
from timeline.disk import read_bytes_guarded

FILE = "timeline.toml"
LIMIT = 64 * 1024  # bytes

Lane = Literal["above", "below", "apart"]
Unreviewed = Literal["show", "hide"]


@dataclass(frozen=True, slots=True)
class Side:
    """A side that actors stand on, and where the picture shows it."""

    id: str
    label: str
    lane: Lane = "apart"
    color: str = "1"  # a name or number of the palette


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project says of itself."""

    root: Path
    title: str = "Timeline"
    description: str = ""  # one sentence
    base_url: str = ""  # where the site is published, with a "/" at its end
    language: str = "en"  # BCP 47
    unreviewed: Unreviewed = "show"  # whether proposals that nobody has reviewed are on the site
    repository: str = ""  # the web address of the source repository, for links to edit a page
    branch: str = "main"
    author: str = ""
    license: str = "CC BY 4.0"
    license_url: str = "https://creativecommons.org/licenses/by/4.0/"
    sides: tuple[Side, ...] = ()
    annotators: tuple[str, ...] = ()  # by entry point, after the built-in one
    cards: bool = False  # whether each event has a picture of its own for shared links


def load_settings(root: Path) -> tuple[Settings, list[Diagnostic]]:
    """Read the settings of the project in `root`; what cannot be understood is reported and has its default."""
    path = root / FILE
    if not path.exists() and not path.is_symlink():
        return Settings(root), []
    raw = read_bytes_guarded(path, LIMIT, FILE)
    if isinstance(raw, Diagnostic):
        return Settings(root), [raw]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        at = Location(FILE, raw.count(b"\n", 0, fault.start) + 1)
        return Settings(root), [Diagnostic("bad-config", f"byte 0x{raw[fault.start]:02x} is not UTF-8", at, help="save the file as UTF-8")]
    return parse_settings(text, root)


def place_of_setting(root: Path, *names: str) -> Location:
    """Give where a setting stands in the project's timeline.toml, for a finding about what it names."""
    raw = read_bytes_guarded(root / FILE, LIMIT, FILE)
    return Location(FILE) if isinstance(raw, Diagnostic) else _Places(raw.decode("utf-8-sig", "replace")).of(names)


def parse_settings(text: str, root: Path) -> tuple[Settings, list[Diagnostic]]:
    """Read settings from the text of a timeline.toml."""
    import tomllib

    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as fault:
        return Settings(root), [_syntax_fault(str(fault), text)]
    except RecursionError:
        return Settings(root), [Diagnostic("bad-config", "values are nested too deeply", Location(FILE))]
    reader = _Reader(_Places(text), [])
    values = {name: value for name, given in table.items() if (value := reader.setting(name, given)) is not None}
    return Settings(root, **cast(dict[str, Any], values)), reader.found


_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


def _syntax_fault(message: str, text: str) -> Diagnostic:
    at = _AT.search(message)
    line, column = (at[1], at[2]) if at and at[1] else (text.rstrip().count("\n") + 1, 1)
    said = _AT.sub("", message)
    help_ = 'write each setting as `name = "value"`'
    return Diagnostic("bad-config", said[:1].lower() + said[1:], Location(FILE, int(line), int(column)), help=help_)


# --- what each setting takes ----------------------------------------------------------------------


class _Wrong(NamedTuple):
    reason: str
    help: str


def _text(value: object) -> str | _Wrong:
    if not isinstance(value, str):
        return _Wrong("is not a text", "put it in double quotes")
    if re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", value):
        return _Wrong("holds characters that cannot be seen", "type the value anew, on one line")
    return value.strip()


def _matching(pattern: str, reason: str, help_: str) -> Callable[[object], str | _Wrong]:
    def read(value: object) -> str | _Wrong:
        text = _text(value)
        return text if isinstance(text, _Wrong) or re.fullmatch(pattern, text) else _Wrong(reason, help_)

    return read


_url = _matching(
    r"|https?://[^\s/?#\"'<>\\]+(?:[/?#][^\s\"'<>\\]*)?", "is not a web address", "write the whole address, beginning with https://"
)


def _base_url(value: object) -> str | _Wrong:
    text = _url(value)
    if isinstance(text, _Wrong) or not text:
        return text
    if "?" in text or "#" in text:
        return _Wrong("has a `?` or a `#`", "give the address of the folder that the site is put into")
    return text.rstrip("/") + "/"


def _repository(value: object) -> str | _Wrong:
    text = _url(value)
    return text if isinstance(text, _Wrong) else text.removesuffix(".git").rstrip("/")


def _one_of(choices: tuple[str, ...]) -> Callable[[object], str | _Wrong]:
    def read(value: object) -> str | _Wrong:
        if value in choices:
            return str(value)
        close = suggest(value, choices) if isinstance(value, str) else ""
        return _Wrong(f"is not one of {', '.join(choices)}", f"did you mean `{close}`?" if close else f"write one of {', '.join(choices)}")

    return read


def _texts(value: object) -> tuple[str, ...] | _Wrong:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return _Wrong("is not a list of texts", 'write it as ["one", "two"]')
    return tuple(value)


def _flag(value: object) -> bool | _Wrong:
    return value if isinstance(value, bool) else _Wrong("is not true or false", "write true or false, without quotes")


def _color(value: object) -> str | _Wrong:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return _matching(r"[a-z0-9-]{1,20}", "is not a color of the palette", "write a number, or a name in small letters")(text)


_SETTINGS: Mapping[str, Callable[[object], object]] = {
    "title": _text,
    "description": _text,
    "base_url": _base_url,
    "language": _matching(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", "is not a language", 'write a code such as "en" or "en-GB"'),
    "unreviewed": _one_of(get_args(Unreviewed)),
    "repository": _repository,
    "branch": _matching(r"(?![-/.])[\w./-]{1,200}", "is not the name of a branch", 'write a name such as "main"'),
    "author": _text,
    "license": _text,
    "license_url": _url,
    "annotators": _texts,
    "cards": _flag,
}
_SIDE: Mapping[str, Callable[[object], object]] = {"label": _text, "lane": _one_of(get_args(Lane)), "color": _color}
_SIDE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class _Reader:
    """Read the tables of the file, gathering what is wrong with them."""

    def __init__(self, places: _Places, found: list[Diagnostic]) -> None:
        self.places, self.found = places, found

    def setting(self, name: str, value: object) -> object:
        if name == "sides":
            return self.sides(value)
        return self.checked(_SETTINGS, (), name, value)

    def sides(self, value: object) -> tuple[Side, ...]:
        if not isinstance(value, dict):
            self.report(("sides",), "`sides` is not a table", "write a heading such as [sides.north] for each side")
            return ()
        return tuple(side for id_, table in value.items() if (side := self.side(id_, table)) is not None)

    def side(self, id_: str, value: object) -> Side | None:
        if not _SIDE_ID.fullmatch(id_) or not isinstance(value, dict):
            self.report(("sides", id_), f"`{id_[:60]}` is not a side", "write a heading such as [sides.north] and under it `label`, `lane` and `color`")
            return None
        given = {name: self.checked(_SIDE, ("sides", id_), name, each) for name, each in value.items()}
        kept = {name: each for name, each in given.items() if each}
        return Side(id_, **{"label": id_, **cast(dict[str, Any], kept)})

    def checked(self, known: Mapping[str, Callable[[object], object]], table: tuple[str, ...], name: str, value: object) -> object:
        if name not in known:
            close = suggest(name, [*known, "sides"] if not table else known)
            self.report((*table, name), f"`{name[:60]}` is not a setting", f"did you mean `{close}`?" if close else "remove it")
            return None
        read = known[name](value)
        if isinstance(read, _Wrong):
            self.report((*table, name), f"`{name}` {read.reason}", read.help)
            return None
        return read

    def report(self, names: tuple[str, ...], message: str, help_: str) -> None:
        self.found.append(Diagnostic("bad-config", message, self.places.of(names), help=help_))


_HEADING = re.compile(r"[ \t]{0,40}\[{1,2}([^\]\n]{1,200})\]")
_KEY = re.compile(r"[ \t]{0,40}([\w\"'][\w.\"' -]{0,200}?)[ \t]{0,40}=")


class _Places:
    """Where the keys of a TOML text stand, as far as a look at its lines can tell; tomllib does not say."""

    def __init__(self, text: str) -> None:
        self._places: dict[tuple[str, ...], Location] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.split("\n"), 1):
            heading = _HEADING.match(line)
            key = _KEY.match(line)
            if heading:
                table = _names(heading[1])
                self._add(table, number, heading)
            elif key:
                self._add((*table, *_names(key[1])), number, key)

    def of(self, names: tuple[str, ...]) -> Location:
        """Give the place of a key, else of the nearest table around it."""
        while names and names not in self._places:
            names = names[:-1]
        return self._places.get(names, Location(FILE))

    def _add(self, names: tuple[str, ...], line: int, at: re.Match[str]) -> None:
        self._places.setdefault(names, Location(FILE, line, at.start(1) + 1, line, at.end(1) + 1))


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
