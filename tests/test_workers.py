"""Work that is shared out comes back whole, in order, and with its exceptions."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from timeline.workers import WORTH_IT, share_out


def squares(items: Sequence[int]) -> list[int]:
    return [n * n for n in items]


@pytest.mark.parametrize("jobs", [1, 2, 3, 7])
@pytest.mark.parametrize("count", [0, 1, 5, WORTH_IT, 1001])
def test_results_come_in_the_order_of_the_items(jobs: int, count: int) -> None:
    assert share_out(squares, range(count), jobs, worth=2) == [n * n for n in range(count)]


def test_several_processes_take_part() -> None:
    assert len(set(share_out(lambda items: [os.getpid() for _ in items], range(300), 3))) == 3
    assert set(share_out(lambda items: [os.getpid() for _ in items], range(WORTH_IT - 1), 3)) == {os.getpid()}


@pytest.mark.parametrize("at", [0, 1])
def test_an_exception_of_any_process_is_raised(at: int) -> None:
    def fail(items: Sequence[int]) -> list[int]:
        if at in items:
            raise ValueError("no")
        return list(items)

    with pytest.raises(ValueError, match="no"):
        share_out(fail, range(300), 2)


def test_a_killed_process_is_told() -> None:
    parent = os.getpid()

    def die(items: Sequence[int]) -> list[int]:
        if os.getpid() != parent:
            os.kill(os.getpid(), 9)
        return list(items)

    with pytest.raises(RuntimeError, match="killed"):
        share_out(die, range(300), 2)


def test_results_larger_than_a_pipe_do_not_block() -> None:
    made = share_out(lambda items: ["x" * 10_000 for _ in items], range(400), 2)
    assert sum(map(len, made)) == 4_000_000


def test_no_process_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    fork = os.fork

    def noted() -> int:
        process = fork()
        started.append(process)
        return process

    monkeypatch.setattr(os, "fork", noted)
    share_out(squares, range(300), 3)
    assert len(started) == 2
    for process in started:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)
