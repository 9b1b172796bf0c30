"""Know the named periods of a project, as its editors list them; refuse to know how a text names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, cast

from timeline.diagnostics import Diagnostic
from timeline.disk import read_bytes_guarded
from timeline.edtf import Edtf
from timeline.frontmatter import Fields, read_yaml
from timeline.model import Band, Period

_LIMIT = 256 * 1024
_ID = re.compile(r"[a-z0-9-]{1,80}")


class _Kind(NamedTuple):
    """What all periods of a kind are called, with places for what differs, and how the site shows them."""

    aliases: tuple[str, ...] = ()
    relative_aliases: tuple[str, ...] = ()
    band: Band = ""
    page: bool = True


def load_periods(path: Path, root: Path) -> tuple[dict[str, Period], list[Diagnostic]]:
    """Read `content/periods.yaml`, in the order of the file; a missing file gives no periods."""
    if not path.exists():
        return {}, []
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    raw = read_bytes_guarded(path, _LIMIT, name)
    if isinstance(raw, Diagnostic):
        return {}, [raw]
    node, found = read_yaml(raw.decode("utf-8-sig", "replace"), name)
    if node is None:
        return {}, found
    whole = Fields(node, found)
    kinds = _kinds(whole.mapping("kinds"))
    periods = _unique((_period(row, kinds) for row in whole.mappings("periods")), found)
    whole.finish()
    return periods, found


def _kinds(fields: Fields | None) -> Mapping[str, _Kind]:
    kinds: dict[str, _Kind] = {}
    for name in fields.names() if fields else ():
        row = fields.mapping(name) if fields else None
        if row:
            band = cast(Band, row.choice("band", ("shade", "strip"), default=""))
            page = row.choice("page", ("true", "false"), default="true") == "true"
            kinds[name] = _Kind(row.texts("aliases"), row.texts("relative_aliases"), band, page)
            row.finish()
    return kinds


def _period(row: Fields, kinds: Mapping[str, _Kind]) -> tuple[Period, Fields] | None:
    """Read one period; none without the fields that it needs, which are then reported."""
    id_, kind = row.text("id", required=True), row.text("kind", default="period")
    name, dates = row.text("name", default=id_), row.edtf("dates", required=True)
    shared, own = kinds.get(kind, _Kind()), row.text("of")
    aliases, relative = row.texts("aliases"), row.texts("relative_aliases")
    side, note = row.text("side"), row.text("note")
    row.finish()
    if not id_ or dates is None:
        return None
    filled = _fill(shared.aliases, own, dates)
    relative = (*_fill(shared.relative_aliases, own, dates), *relative)
    period = Period(id_, name, kind, dates, row.place("id"), (*filled, *aliases), relative, side, note, shared.band, shared.page)
    return period, row


def _fill(patterns: Iterable[str], own: str, dates: Edtf) -> tuple[str, ...]:
    """Put a period's own name and years into what its kind is called; what it does not have leaves a name out."""
    years = re.findall(r"\d{4}", dates.text)
    places = {"of": own, "from": years[0] if years else "", "year": years[-1] if years else "", "yy": years[-1][2:] if years else ""}
    filled = (re.sub(r"\{(\w+)\}", lambda m: places.get(m[1]) or "\0", pattern) for pattern in patterns)
    return tuple(alias for alias in filled if "\0" not in alias)


def _unique(rows: Iterable[tuple[Period, Fields] | None], found: list[Diagnostic]) -> dict[str, Period]:
    periods: dict[str, Period] = {}
    for period, row in (pair for pair in rows if pair):
        if not _ID.fullmatch(period.id):
            found.append(Diagnostic("bad-id", f"`{period.id[:80]}` cannot be an id", row.place("id"), help="use a-z, 0-9 and -, at most 80 characters"))
        elif period.id in periods:
            note = f"the first is on line {periods[period.id].location.line}"
            found.append(Diagnostic("duplicate-id", f"two periods have the id `{period.id}`", row.place("id"), note=note, help="rename one of them"))
        else:
            periods[period.id] = period
    return periods
