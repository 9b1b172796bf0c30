"""Know how a project is shown while somebody works on it: build, watch, serve to this machine only, reload the browser.

The websocket and the browser's side of it are livereload's. What feeds them is watchfiles, because livereload's own
watcher drops a change that comes soon after another; and files are served as they are, because its server puts an
inline script into every page, which the pages' Content-Security-Policy rightly blocks. Pages of a preview ask for
/livereload.js themselves.
"""

from __future__ import annotations

import asyncio
import errno
import mimetypes
import threading
import traceback
import webbrowser
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Protocol, TypeVar

import click
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from watchfiles import Change, DefaultFilter, awatch

from timeline.diagnostics import Diagnostic

if TYPE_CHECKING:
    from socket import socket

T = TypeVar("T")

HOST = "127.0.0.1"
WATCHED = ("content", "seeds", "templates")  # folders
SETTINGS = "timeline.toml"


class Built(Protocol):
    """What a build says of itself, as far as the preview asks."""

    @property
    def written(self) -> int: ...
    @property
    def removed(self) -> int: ...
    @property
    def diagnostics(self) -> Sequence[Diagnostic]: ...


def serve(root: Path, *, port: int, open_browser: bool, out: Path, build: Callable[[], Built]) -> int:
    """Serve the project until somebody presses Ctrl-C; give the exit code."""
    try:
        sockets = bind_sockets(port, HOST)
    except OSError as fault:
        in_use = fault.errno == errno.EADDRINUSE
        reason = "is in use by another program" if in_use else f"cannot be used: {(fault.strerror or '').lower()}"
        click.echo(f"port {port} {reason}; choose another with --port", err=True)
        return 2
    with suppress(KeyboardInterrupt):
        asyncio.run(_Preview(root, out, build).run(sockets, open_browser))
    return 0


class _Preview:
    """A running preview: what was built last, and what is to be shown of it."""

    def __init__(self, root: Path, out: Path, build: Callable[[], Built]) -> None:
        self.root = root
        self.out = out
        self.panel = b""  # faults that no page could be rendered with
        self._build = build
        self._changed = asyncio.Event()

    async def run(self, sockets: list[socket], open_browser: bool) -> None:
        port = sockets[0].getsockname()[1]
        address = f"http://{HOST}:{port}/"
        async with asyncio.TaskGroup() as tasks:
            for watching in (self._watch_root(restart := asyncio.Event()), self._watch_folders(restart)):
                tasks.create_task(watching)
            await asyncio.sleep(0)  # watch before building, so that a change during the first build is not lost
            await self._rebuild()
            HTTPServer(_application(self, port)).add_sockets(sockets)
            click.echo(f"serving   {address} (Ctrl-C to stop)")
            if open_browser:
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
            while True:
                await self._changed.wait()
                self._changed.clear()  # before the build: what changes during it asks for another one
                if await self._rebuild():
                    _Socket.reload_waiters("*")

    async def _rebuild(self) -> bool:
        """Build; tell whether a browser has something new to show."""
        before = self.panel
        changed = False
        try:
            report = await _apart(self._build)
        except Exception as fault:  # a bug of ours must not end somebody's session
            click.echo(traceback.format_exc(), err=True)
            self.panel = _panel([f"the build failed, see the terminal: {type(fault).__name__}: {fault}"])
        else:
            changed = report.written + report.removed > 0
            self.panel = _panel([_told(d) for d in report.diagnostics if d.slug in _FOUND_WHILE_WRITING])
        return changed or self.panel != before

    async def _watch_folders(self, restart: asyncio.Event) -> None:
        def wanted(change: Change, path: str) -> bool:
            return usual(change, path) and not Path(path).name.startswith(".") and not Path(path).is_relative_to(self.out)

        usual = DefaultFilter()
        while True:
            restart.clear()
            folders = [self.root / name for name in WATCHED if (self.root / name).is_dir()]
            if not folders:
                await restart.wait()
                continue
            async for _ in awatch(*folders, watch_filter=wanted, stop_event=restart, step=20, debounce=300):
                self._changed.set()

    async def _watch_root(self, restart: asyncio.Event) -> None:
        """Watch for the settings, which editors replace rather than change, and for watched folders that come or go."""
        ours = {str(self.root.resolve() / name) for name in (*WATCHED, SETTINGS)}
        async for changes in awatch(self.root.resolve(), watch_filter=lambda _, path: path in ours, recursive=False, step=20):
            self._changed.set()
            if any(change != Change.modified and Path(path).name in WATCHED for change, path in changes):
                restart.set()


async def _apart(work: Callable[[], T]) -> T:
    """Run in a thread of its own. Not in the loop's pool: on Ctrl-C that waits until the work is done."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            value = work()
        except BaseException as fault:
            _tell(done.set_exception, fault)
        else:
            _tell(done.set_result, value)

    def _tell(settle: Callable[..., None], value: object) -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(lambda: None if done.done() else settle(value))

    threading.Thread(target=run, daemon=True).start()
    return await done


# --- what is served -------------------------------------------------------------------------------


def _application(preview: _Preview, port: int) -> Application:
    LiveReloadHandler.watcher = SimpleNamespace(filepath="*")  # it only asks for the name of what changed
    LiveReloadHandler.live_css = False
    hosts = frozenset(f"{name}:{port}" for name in (HOST, "localhost"))
    if port == 80:
        hosts |= {HOST, "localhost"}
    return Application(
        [(r"/livereload", _Socket), (r"/livereload\.js", _Script), (r"/(.*)", _Files, {"preview": preview})],
        hosts=hosts,
        log_function=lambda handler: None,
    )


class _Local(RequestHandler):
    """Answer only what was asked of this machine by its own name: a page elsewhere must not read drafts."""

    def prepare(self) -> None:
        hosts: frozenset[str] = self.settings["hosts"]
        origin = self.request.headers.get("Origin", "")
        if self.request.host.lower() not in hosts or (origin and origin.lower().removeprefix("http://") not in hosts):
            self.send_error(403, reason="Forbidden")


class _Socket(_Local, LiveReloadHandler):  # type: ignore[misc]
    """livereload's websocket, which tells the browser to reload."""


class _Script(_Local, LiveReloadJSHandler):  # type: ignore[misc]
    """livereload's script, which listens to it."""


class _Files(_Local):
    """The files of the site, as they are."""

    def initialize(self, preview: _Preview) -> None:
        self._preview = preview

    def get(self, path: str) -> None:
        names = [f"{path}index.html"] if path.endswith("/") or not path else [path, f"{path}/index.html"]
        found = next(((name, raw) for name in names if (raw := self._read(name)) is not None), None)
        if found is None:
            self.set_status(404)
            found = "404.html", self._read("404.html") or _BARE
        name, content = found
        kind = _media_type(name)
        self.set_header("Content-Type", kind)
        self.set_header("Cache-Control", "no-store")
        self.write(_with_panel(content, self._preview.panel) if kind.startswith("text/html") else content)

    head = get

    def _read(self, path: str) -> bytes | None:
        out = self._preview.out.resolve()
        with suppress(OSError, ValueError):  # a folder, a name that no file can have
            file = (out / path).resolve()
            return file.read_bytes() if file.is_relative_to(out) else None
        return None


def _media_type(name: str) -> str:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_text = kind.startswith("text/") or kind.endswith(("+xml", "/xml", "/json", "/javascript"))
    return f"{kind}; charset=utf-8" if is_text else kind


# --- faults that no page could be rendered with ---------------------------------------------------

# A build shows what it found on the pages themselves, but for this, which it finds when it renders and writes them.
_FOUND_WHILE_WRITING = frozenset({"template-error", "cannot-write", "left-behind", "broken-link"})
_BARE = b'<!doctype html><html lang="en"><head><title>Not found</title><script src="/livereload.js" defer></script></head><body></body></html>'


def _told(found: Diagnostic) -> str:
    at = found.location
    return f"{at.path}:{at.line}: {found.severity}: {found.message}" + (f" ({found.help})" if found.help else "")


def _panel(faults: Iterable[str]) -> bytes:
    items = "".join(f"<li>{escape(fault)}</li>" for fault in faults)
    return f'<section class="notices" aria-label="Faults of the last build"><ul>{items}</ul></section>'.encode() if items else b""


def _with_panel(page: bytes, panel: bytes) -> bytes:
    start = page.find(b"<body")
    end = page.find(b">", start) + 1 if start >= 0 else 0
    return page[:end] + panel + page[end:]
