"""The preview serves what was built, to this machine only, and tells the browser of every change."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

# A build that puts each note of content/ on a page. It is slow on demand, fails on demand, and counts.
SERVER = """
import sys, time
from pathlib import Path
from types import SimpleNamespace
from timeline.diagnostics import Diagnostic, Location
from timeline.preview import serve

root, port = Path(sys.argv[1]), int(sys.argv[2])
out = root / ".timeline" / "preview"

def build():
    with (root / "builds").open("a") as builds:
        builds.write("build\\n")
    note = (root / "content" / "note.md").read_text()
    time.sleep(0.5 * note.count("slow"))
    if "bug" in note:
        raise RuntimeError("a < b")
    if "fault" in note:
        fault = Diagnostic("template-error", "`tite` is undefined", Location("templates/event.html", 7))
        return SimpleNamespace(written=0, removed=0, diagnostics=[fault])
    out.mkdir(parents=True, exist_ok=True)
    page = f"<!doctype html><html><head><title>t</title></head><body><p>{note}</p></body></html>"
    written = 0 if (out / "index.html").exists() and (out / "index.html").read_text() == page else 1
    (out / "index.html").write_text(page)
    (out / "404.html").write_text("<body>no such page</body>")
    (out / "site.css").write_text("p { color: red }")
    return SimpleNamespace(written=written, removed=0, diagnostics=[])

sys.exit(serve(root, port=port, open_browser=False, out=out, build=build))
"""


class Running:
    """A preview in a process of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.note = root / "content" / "note.md"
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(root), "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("serving"), self.process.communicate()
        self.port = int(line.split("127.0.0.1:")[1].split("/")[0])

    def get(self, path: str, **headers: str) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        return response, response.read().decode()

    def builds(self) -> int:
        return len((self.root / "builds").read_text().splitlines())

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(10)


def started(root: Path) -> Iterator[Running]:
    (root / "content").mkdir()
    (root / "content" / "note.md").write_text("first")
    running = Running(root)
    yield running
    if running.process.poll() is None:
        running.process.kill()
    running.process.communicate()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    yield from started(tmp_path)


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A preview that no test changes anything of."""
    yield from started(tmp_path_factory.mktemp("still"))


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end, "it did not come to hold within ten seconds"
        time.sleep(0.01)


def test_the_built_pages_are_served_as_they_are(still: Running) -> None:
    for path in ("/", "/index.html", "/index.html?x=1"):
        response, page = still.get(path)
        assert response.status == 200
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert page == "<!doctype html><html><head><title>t</title></head><body><p>first</p></body></html>"
    assert still.get("/site.css")[0].headers["Content-Type"] == "text/css; charset=utf-8"


def test_a_page_that_is_not_there_gets_the_404_page(still: Running) -> None:
    for path in ("/nothing.html", "/events/", "/%00", "/" + "x" * 5000):
        response, page = still.get(path)
        assert (response.status, page) == (404, "<body>no such page</body>")


@pytest.mark.parametrize("path", ["/../../content/note.md", "/..%2f..%2fcontent/note.md", "/%2e%2e/%2e%2e/content/note.md", "//etc/passwd"])
def test_nothing_outside_the_site_is_served(still: Running, path: str) -> None:
    assert still.get(path)[0].status == 404


def test_a_link_out_of_the_site_is_not_followed(running: Running) -> None:
    (running.root / ".timeline" / "preview" / "leak.html").symlink_to(running.note)
    assert running.get("/leak.html")[0].status == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:{port}"])
def test_another_name_for_this_machine_is_refused(still: Running, host: str) -> None:
    assert still.get("/", Host=host.format(port=still.port))[0].status == 403


def test_localhost_is_a_name_of_this_machine(still: Running) -> None:
    assert still.get("/", Host=f"localhost:{still.port}")[0].status == 200


@pytest.mark.parametrize("path", ["/", "/livereload.js"])
def test_a_page_from_elsewhere_is_refused(still: Running, path: str) -> None:
    assert still.get(path, Origin="https://evil.example")[0].status == 403
    assert still.get(path, Origin="null")[0].status == 403
    assert still.get(path, Origin=f"http://127.0.0.1:{still.port}")[0].status == 200


def test_only_this_machine_can_connect(still: Running) -> None:
    listening = Path("/proc/net/tcp").read_text() if sys.platform == "linux" else ""
    places = [line.split()[1] for line in listening.splitlines()[1:] if line.split()[1].endswith(f":{still.port:04X}")]
    assert set(places) <= {f"0100007F:{still.port:04X}"}
    assert still.get("/")[0].status == 200


async def connect(running: Running, origin: str | None = None) -> WebSocketClientConnection:
    url = f"ws://127.0.0.1:{running.port}/livereload"
    browser = await websocket_connect(HTTPRequest(url, headers={"Origin": origin or f"http://127.0.0.1:{running.port}"}))
    await browser.write_message(json.dumps({"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}))
    assert json.loads(str(await browser.read_message()))["command"] == "hello"
    await browser.write_message(json.dumps({"command": "info", "url": "/"}))
    await asyncio.sleep(0.1)
    return browser


async def message(browser: WebSocketClientConnection) -> str:
    return str(json.loads(str(await asyncio.wait_for(browser.read_message(), 10)))["command"])


def test_livereload_gives_its_script(still: Running) -> None:
    response, script = still.get("/livereload.js")
    assert response.headers["Content-Type"].startswith("application/javascript")
    assert "official-7" in script


def test_a_saved_file_is_built_and_reloads_the_browser(running: Running) -> None:
    async def edit() -> None:
        browser = await connect(running)
        for text in ("second", "third", "fourth"):
            running.note.write_text(text)
            assert await message(browser) == "reload"
            assert f"<p>{text}</p>" in running.get("/")[1]
        browser.close()

    asyncio.run(edit())


def test_a_socket_from_elsewhere_is_refused(still: Running) -> None:
    with pytest.raises(Exception, match="403"):
        asyncio.run(connect(still, "https://evil.example"))


def test_a_change_during_a_build_is_built_once_more(running: Running) -> None:
    running.note.write_text("slow")
    until(lambda: running.builds() == 2)
    for n in range(5):  # while that build runs
        running.note.write_text(f"late {n}")
        time.sleep(0.05)
    until(lambda: "<p>late 4</p>" in running.get("/")[1])
    time.sleep(0.5)
    assert running.builds() <= 4


def test_a_file_replaced_by_another_is_seen(running: Running) -> None:
    beside = running.root / "content" / ".note.tmp"
    beside.write_text("replaced")
    beside.replace(running.note)
    until(lambda: "<p>replaced</p>" in running.get("/")[1])


def test_settings_and_new_folders_are_watched(running: Running) -> None:
    (running.root / "timeline.toml").write_text("title = 'x'\n")
    until(lambda: running.builds() >= 2)
    (running.root / "templates").mkdir()
    until(lambda: running.builds() >= 3)
    time.sleep(0.3)
    before = running.builds()
    (running.root / "templates" / "event.html").write_text("x")
    until(lambda: running.builds() > before)


def test_nothing_is_built_for_what_is_not_watched(running: Running) -> None:
    (running.root / ".timeline" / "preview" / "index.html").touch()
    (running.root / "README.md").write_text("x")
    (running.root / "content" / ".note.md.swp").write_text("x")
    (running.root / "content" / "note.md~").write_text("x")
    time.sleep(0.6)
    assert running.builds() == 1


def test_a_fault_in_a_template_is_shown_until_it_is_mended(running: Running) -> None:
    async def edit() -> None:
        browser = await connect(running)
        running.note.write_text("fault")
        assert await message(browser) == "reload"
        page = running.get("/")[1]
        assert "<body><section" in page
        assert "templates/event.html:7: error: `tite` is undefined" in page
        assert "templates/event.html:7" in running.get("/nothing")[1]
        running.note.write_text("mended")
        assert await message(browser) == "reload"
        assert "template" not in running.get("/")[1]
        browser.close()

    asyncio.run(edit())


def test_a_bug_in_the_build_ends_nothing(running: Running) -> None:
    running.note.write_text("bug")
    until(lambda: "RuntimeError: a &lt; b" in running.get("/")[1])
    running.note.write_text("mended")
    until(lambda: "<p>mended</p>" in running.get("/")[1])


def test_ctrl_c_ends_it_cleanly(running: Running) -> None:
    assert running.stop() == 0
    assert running.process.stderr is not None
    assert running.process.stderr.read() == ""


def test_ctrl_c_does_not_wait_for_a_build(running: Running) -> None:
    running.note.write_text("slow " * 10)
    until(lambda: running.builds() == 2)
    begun = time.monotonic()
    assert running.stop() == 0
    assert time.monotonic() - begun < 2.5  # the build would take five seconds


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run([sys.executable, "-c", SERVER, str(tmp_path), port], capture_output=True, text=True, timeout=20)
    assert done.returncode == 2
    assert done.stderr == f"port {port} is in use by another program; choose another with --port\n"
    assert not os.path.exists(tmp_path / "builds")  # noqa: PTH110
