"""Know the command line: arguments, exit codes, progress, printing; decide nothing else."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.diagnostics import CATALOGUE, RENDERERS, Diagnostic, count_by_severity, sort_diagnostics, suggest
from timeline.version import __version__

if TYPE_CHECKING:
    from timeline.project import BuildReport

FORMATS = click.Choice(list(RENDERERS))
JOBS = click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Processes to work with; the machine's processors by default.")
STRICT = click.option("--strict", is_flag=True, help="Let warnings fail, too.")


class DateArgument(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day written YYYY-MM-DD", param, ctx)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="timeline")
def main() -> None:
    """Timelines in which every statement stands on a quoted source."""
    gc.set_threshold(100_000, 50, 50)  # a build makes many records and no rings; looking for rings took a tenth of it


@main.command()
@click.option("--no-pull", is_flag=True, help="Do not read seeds/ for new events.")
@click.option("--reviewed-only", is_flag=True, help="Leave out events that nobody has reviewed.")
@click.option("--base-url", help="The address the site will have, for feeds and canonical links.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where to write the site (site/ by default).")
@click.option("--no-search", is_flag=True, help="Leave out the search, its index and the filters.")
@click.option("--profile", is_flag=True, help="Print where the time went.")
@JOBS
@STRICT
def build(
    no_pull: bool, reviewed_only: bool, base_url: str | None, out: Path | None, no_search: bool, profile: bool, jobs: int | None, strict: bool
) -> None:
    """Pull what is new in seeds/, check everything, render the site."""
    from timeline.project import build as run

    report = run(
        _root(),
        out=out.absolute() if out else None,
        pull_first=not no_pull,
        reviewed_only=reviewed_only,
        base_url=base_url,
        search=not no_search,
        jobs=jobs or os.cpu_count() or 1,
        clock=time.perf_counter,
    )
    _print_findings([d for d in report.diagnostics if d.severity != "note"], "full")
    _print_report(report)
    if profile:
        for name, seconds in report.seconds.items():
            click.echo(f"  {name:8} {seconds * 1000:8.1f} ms")
    sys.exit(_exit_code(report.diagnostics, strict))


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Say what would be proposed, write nothing.")
@click.option("--published", type=DateArgument(), help="The day one article was published; it is written to its sidecar.")
@STRICT
def pull(paths: tuple[Path, ...], dry_run: bool, published: date | None, strict: bool) -> None:
    """Turn articles in seeds/ into proposals in content/events/."""
    from timeline.project import Project
    from timeline.project import pull as run
    from timeline.starting import write_published

    root = _root()
    if published is not None:
        if len(paths) != 1:
            raise click.UsageError("--published goes with exactly one article")
        if not dry_run:
            write_published(paths[0], published)
    project = Project(root)
    report = run(project, only=paths, dry_run=dry_run)
    if not dry_run:
        project.cache.save()
    found = sort_diagnostics([*project.found, *report.diagnostics])
    _print_findings(found, "full")
    word = "would be proposed" if dry_run else "proposed"
    click.echo(f"{report.articles} {_plural(report.articles, 'article')} read, {len(report.proposed)} {word}, {len(report.merged)} merged, {report.known} known already")
    for id_ in report.proposed:
        click.echo(f"  {id_}")
    sys.exit(_exit_code(found, strict))


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, one an article.")
@click.option("--content", type=click.Path(path_type=Path, file_okay=False), help="Where actors and periods are (content/ by default).")
@click.option("--published", type=DateArgument(), help="The day of publication, for one article.")
@JOBS
def extract(paths: tuple[Path, ...], as_json: bool, content: Path | None, published: date | None, jobs: int | None) -> None:
    """Show what would be pulled from articles, and write nothing."""
    from timeline.knowledge.temporal import compile_rules
    from timeline.project import Project, show_extractions
    from timeline.workers import share_out

    project = Project(_root(), content=content.absolute() if content else None)
    compile_rules(project.lexicon.temporal)  # before the work is shared out, so that each process has them
    files = [(path.absolute(), _base_of(path, project.root)) for path in paths]
    show = partial(show_extractions, project, as_json=as_json, published=published)
    failed = False
    # The first article loads the knowledge of names and rules, which forked processes then share.
    results = [*show(files[:1]), *share_out(show, files[1:], jobs or os.cpu_count() or 1, worth=FEW_ARTICLES)]
    for shown, found, base in results:
        failed = failed or not shown
        if shown:
            click.echo(shown)
        if not (shown and as_json):
            _print_findings(found, "concise" if shown else "full", base=base)
    sys.exit(2 if failed else 0)


FEW_ARTICLES = 8  # are read faster by one process than by several


@main.command()
@click.option("--format", "format_", type=FORMATS, default="full", help="How findings are printed.")
@STRICT
def check(format_: str, strict: bool) -> None:
    """Print every finding in the project."""
    from timeline.project import Project
    from timeline.project import check as run

    project = Project(_root())
    found, _ = run(project)
    project.cache.save()
    _print_findings(found, format_, stdout=format_ in ("json", "github"))
    if format_ == "full":
        click.echo(_counted(found), err=True)
    sys.exit(_exit_code(found, strict))


@main.command()
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--accept", is_flag=True, help="Mark the proposal as reviewed.")
@click.option("--reject", is_flag=True, help="Remove the proposal; it does not come back.")
@click.option("--merge-into", "target", metavar="ID", help="Add the proposal's citations to another event, and remove it.")
@click.option("--why", default="", help="Why it is rejected.")
def review(id_: str | None, accept: bool, reject: bool, target: str | None, why: str) -> None:
    """Walk through the proposals, or decide on the one named. Not in a terminal, it lists them."""
    from timeline import store
    from timeline.project import Project

    root = _root()
    if id_ is None and sys.stdin.isatty():
        from timeline.walk import walk

        walk(root, today=_today(), edit=lambda path: click.edit(filename=str(path)))
        return
    project = Project(root)
    proposals = {e.id: e for e in project.loaded.events if e.status == "proposed"}
    if id_ is None:
        for event in proposals.values():
            click.echo(f"{event.date.text:28} {event.id}\n{'':28} {event.title}")
        click.echo(f"{len(proposals)} {_plural(len(proposals), 'proposal')}; timeline review ID --accept, --reject or --merge-into ID")
        return
    if accept + reject + (target is not None) != 1:
        raise click.UsageError("say one of --accept, --reject and --merge-into")
    chosen = proposals.get(id_)
    if chosen is None:
        near = suggest(id_, proposals)
        raise click.ClickException(f"there is no proposal `{id_}`" + (f"; did you mean `{near}`?" if near else ""))
    if accept:
        store.set_status(root, chosen, "reviewed")
        click.echo(f"reviewed: {chosen.location.path}")
        return
    if target is not None:
        into = next((e for e in project.loaded.events if e.id == target and e.id != chosen.id), None)
        if into is None:
            near = suggest(target, (e.id for e in project.loaded.events))
            raise click.ClickException(f"there is no event `{target}` to merge into" + (f"; did you mean `{near}`?" if near else ""))
        why_not = store.merge_into(root, into, chosen)
        if why_not:
            raise click.ClickException(why_not)
        click.echo(f"merged into {into.location.path}")
        return
    faults = store.reject(root, chosen, when=_today(), why=why)
    _print_findings(faults, "full")
    if not faults:
        click.echo(f"rejected: {chosen.id}; it is kept in {store.REJECTED}")
    sys.exit(_exit_code(faults, strict=False))


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="The port to listen on.")
@click.option("--open", "open_", is_flag=True, help="Open the site in a browser.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where to build (.timeline/preview by default).")
def serve(port: int, open_: bool, out: Path | None) -> None:
    """Build, watch, and reload the browser at every change."""
    from timeline import preview
    from timeline.project import STATE
    from timeline.project import build as run

    root = _root()
    destination = out.absolute() if out else root / STATE / "preview"

    def rebuild() -> BuildReport:
        report = run(root, out=destination, jobs=1, preview=True)  # in a thread: no forking there
        _print_findings([d for d in report.diagnostics if d.severity != "note"], "full")
        _print_report(report)
        return report

    sys.exit(preview.serve(root, port=port, open_browser=open_, out=destination, build=rebuild))


@main.command()
@click.argument("format_", metavar="FORMAT")
@click.option("--reviewed-only", is_flag=True, help="Leave out events that nobody has reviewed.")
def export(format_: str, reviewed_only: bool) -> None:
    """Print the timeline in another format: json, csv, ics, bibtex, csl-json, timelinejs, atom or json-feed."""
    from timeline.project import Project, exported
    from timeline.project import check as run

    project = Project(_root())
    found, unfit = run(project, extracted=False)
    text = exported(project, unfit, format_, reviewed_only=reviewed_only)
    if text is None:
        from timeline.publish.exports import EXPORTS

        raise click.UsageError(f"`{format_}` is not a format; there are {', '.join(EXPORTS)}")
    sys.stdout.buffer.write(text)
    errors = [d for d in found if d.severity == "error"]
    _print_findings(errors, "full")
    sys.exit(_exit_code(errors, strict=False))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a new timeline on another subject in FOLDER."""
    from timeline.starting import new_project

    made = new_project(folder)
    if isinstance(made, str):
        raise click.ClickException(made)
    for path in made:
        click.echo(path.as_posix())
    click.echo(f"now: cd {folder.as_posix()} && timeline build")


@main.group()
def new() -> None:
    """Make a correct file to start from."""


@new.command("actor")
@click.argument("name")
@click.option("--kind", default="person", help="person, agency, company, group, state, body, outlet, military-unit.")
@click.option("--side", help="One of the sides in timeline.toml.")
def new_actor(name: str, kind: str, side: str | None) -> None:
    """Make content/actors/<id>.md for NAME."""
    from timeline.project import Project
    from timeline.starting import new_actor as make

    project = Project(_root())
    sides = [s.id for s in project.settings.sides]
    if side is not None and sides and side not in sides:
        raise click.UsageError(f"`{side}` is not a side; there are {', '.join(sides)}")
    _made(make(project, name, kind=kind, side=side or (sides[-1] if sides else "other")))


@new.command("event")
@click.argument("title")
@click.option("--date", "when", required=True, help="When it happened: EDTF (2025-03-03, 2025-03, [..2025-03-03]) or words (last Friday).")
@click.option("--type", "type_", default="other", help="One of the event types.")
def new_event(title: str, when: str, type_: str) -> None:
    """Make content/events/<day>-<id>.md for TITLE."""
    from timeline.edtf import EdtfFault, parse
    from timeline.project import Project
    from timeline.starting import new_event as make

    date_ = parse(when)
    if isinstance(date_, EdtfFault):
        raise click.UsageError(f"{date_.reason}; {date_.help}")
    project = Project(_root())
    if type_ not in project.types:
        raise click.UsageError(f"`{type_}` is not an event type; there are {', '.join(project.types)}")
    _made(make(project, title, date_, type_))
    if date_.text != when.strip():
        click.echo(f"date: {date_.text}", err=True)


@main.command()
@click.argument("what")
def explain(what: str) -> None:
    """Say what a finding means, or why an article gave what it gave."""
    if what in CATALOGUE:
        meaning = CATALOGUE[what]
        click.echo(f"{what} ({meaning.severity})\n\n  {meaning.meaning}\n  {meaning.mend}")
        return
    path = Path(what)
    if not path.exists():
        near = suggest(what, CATALOGUE)
        raise click.ClickException(f"`{what}` is neither a finding nor a file" + (f"; did you mean `{near}`?" if near else ""))
    from timeline.project import Project
    from timeline.readers import read_article
    from timeline.shown import explanation_text

    base = _base_of(path, _root())
    article, found = read_article(path.absolute(), base)
    if article is not None:
        click.echo(explanation_text(article, Project(_root()).extract(article)))
    _print_findings(found, "full", base=base)
    sys.exit(0 if article is not None else 2)


# --- helpers of the doors --------------------------------------------------------------------------


def _root() -> Path:
    """Give the project's folder: the current one, or the nearest above it that has a timeline.toml."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "timeline.toml").is_file()), here)


def _base_of(path: Path, root: Path) -> Path:
    """Give the folder that an article's path is told from: the project where it lies inside, else its own."""
    absolute = path.absolute()
    return root if absolute.is_relative_to(root) else absolute.parent


def _today() -> date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return date.fromtimestamp(int(epoch) if epoch.isdigit() else time.time())  # noqa: DTZ012 - the editor's own day


def _made(path: Path | str) -> None:
    if isinstance(path, str):
        raise click.ClickException(path)
    click.echo(path.relative_to(_root()).as_posix())


def _print_findings(found: Iterable[Diagnostic], format_: str, *, stdout: bool = False, base: Path | None = None) -> None:
    render = RENDERERS[format_]
    folder = base or _root()
    lines: dict[str, Sequence[str]] = {}
    for each in found:
        click.echo(render(each, _source_line(each, folder, lines) if format_ == "full" else None), err=not stdout)


def _source_line(found: Diagnostic, folder: Path, lines: dict[str, Sequence[str]]) -> str | None:
    at = found.location
    if at.path not in lines:
        try:
            lines[at.path] = (folder / at.path).read_text("utf-8", errors="replace").split("\n")
        except OSError:
            lines[at.path] = ()
    return lines[at.path][at.line - 1] if 0 < at.line <= len(lines[at.path]) else None


def _exit_code(found: Iterable[Diagnostic], strict: bool) -> int:
    counts = count_by_severity(found)
    return 1 if counts["error"] or (strict and counts["warning"]) else 0


def _counted(found: Sequence[Diagnostic]) -> str:
    counts = count_by_severity(found)
    return ", ".join(f"{n} {_plural(n, severity)}" for severity, n in counts.items())


def _plural(n: int, word: str) -> str:
    return word if n == 1 else f"{word}s"


def _print_report(report: BuildReport) -> None:
    pulled = report.pull
    say = click.echo
    say(f"articles   {pulled.articles} read, {len(pulled.proposed)} {_plural(len(pulled.proposed), 'event')} proposed, {len(pulled.merged)} merged, {pulled.known} known already")
    for id_ in pulled.proposed:
        say(f"           + {id_}")
    say(f"timeline   {report.events} {_plural(report.events, 'event')} ({report.unreviewed} unreviewed), {report.citations} citations, {report.relations} relations, {report.actors} actors, {report.sources} sources")
    say(f"pages      {report.written} written, {report.unchanged} unchanged, {report.removed} removed")
    say(f"findings   {_counted(report.diagnostics)} (timeline check shows all)")
    index = report.out / "index.html"
    say(f"open       {_shown_path(index)}")


def _shown_path(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


