"""What is remembered between builds, and what a prepared file cannot do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from timeline.cache import ParseCache
from timeline.edtf import known


def test_the_same_bytes_are_parsed_once(tmp_path: Path) -> None:
    calls: list[bytes] = []

    def use(version: str, raw: bytes) -> str:
        cache = ParseCache(tmp_path / "c", version)

        def parse() -> str:
            calls.append(raw)
            return raw.decode()

        value = cache.parsed("kind", "a", raw, parse)
        cache.save()
        return value

    assert [use("1", b"x"), use("1", b"x"), use("1", b"y"), use("2", b"y")] == ["x", "x", "y", "y"]
    assert calls == [b"x", b"y", b"y"]


def test_many_files_are_parsed_together_and_come_back_in_order(tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def parse(files: Sequence[tuple[str, bytes]]) -> list[bytes]:
        asked.append([path for path, _ in files])
        return [raw for _, raw in files]

    cache = ParseCache(tmp_path / "c", "1")
    assert cache.parsed_many("k", [("a", b"1"), ("b", b"2")], parse) == [b"1", b"2"]
    cache.save()
    again = ParseCache(tmp_path / "c", "1")
    assert again.parsed_many("k", [("b", b"2"), ("c", b"3"), ("a", b"9")], parse) == [b"2", b"3", b"9"]
    assert asked == [["a", "b"], ["c", "a"]]


def test_our_own_records_come_back_equal(tmp_path: Path) -> None:
    cache = ParseCache(tmp_path / "c", "1")
    cache.parsed("k", "a", b"", lambda: (known("2025-03"), date(2025, 3, 3)))
    cache.save()
    assert ParseCache(tmp_path / "c", "1").parsed("k", "a", b"", lambda: None) == (known("2025-03"), date(2025, 3, 3))


def test_what_is_no_longer_used_is_forgotten(tmp_path: Path) -> None:
    first = ParseCache(tmp_path / "c", "1")
    for name in "ab":
        first.parsed("k", name, b"", lambda: 1)
    first.save()
    second = ParseCache(tmp_path / "c", "1")
    second.parsed("k", "a", b"", lambda: 2)
    second.save()
    assert ParseCache(tmp_path / "c", "1").parsed("k", "b", b"", lambda: 3) == 3


def test_a_damaged_cache_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(b"\x80\x05garbage")
    assert ParseCache(tmp_path / "c", "1").parsed("k", "a", b"", lambda: 1) == 1
