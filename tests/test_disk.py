"""A file is read whole or refused with a reason, and written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from timeline.diagnostics import Diagnostic
from timeline.disk import read_bytes_guarded, write_atomically


def refused(path: Path, limit: int = 100) -> tuple[str, str]:
    found = read_bytes_guarded(path, limit, "seeds/x.txt")
    assert isinstance(found, Diagnostic)
    assert found.location.path == "seeds/x.txt"
    return found.slug, found.message


def test_a_file_up_to_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\x00" * 100)
    assert read_bytes_guarded(tmp_path / "x", 100) == b"\x00" * 100


def test_a_larger_file_is_refused_with_its_size(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x" * 12_345)
    assert refused(tmp_path / "x") == ("file-too-large", "the file has 12,345 bytes; at most 100 are read")


def test_a_link_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("x")
    for n, target in enumerate((tmp_path / "real", tmp_path / "missing", Path("/dev/zero"))):
        (tmp_path / f"link{n}").symlink_to(target)
        assert refused(tmp_path / f"link{n}")[0] == "symlink-refused"


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "pipe", tmp_path / "folder", Path("/dev/null")):
        assert refused(path) == ("unreadable-file", "this is not a regular file")


@pytest.mark.parametrize("name", ["missing", "a" * 300, "nul\0", "no/folder"])
def test_what_cannot_be_opened_is_a_finding(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name)[0] == "unreadable-file"


def test_a_write_replaces_the_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("old")
    write_atomically(tmp_path / "x", b"new\r\n")
    assert (tmp_path / "x").read_bytes() == b"new\r\n"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_written_file_may_be_read_by_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "x", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o644


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_text("old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(tmp_path / "x", b"new")
    assert (tmp_path / "x").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_write_does_not_follow_a_link_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("kept")
    (tmp_path / "x").symlink_to(tmp_path / "elsewhere")
    write_atomically(tmp_path / "x", b"new")
    assert (tmp_path / "elsewhere").read_text() == "kept"
    assert not (tmp_path / "x").is_symlink()
