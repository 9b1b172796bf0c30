"""Know how to share a list of work out over processes; refuse to know what the work is."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")

WORTH_IT = 200  # items; below that a second process costs more than it saves


def share_out(work: Callable[[Sequence[A]], list[B]], items: Sequence[A], jobs: int, *, worth: int = WORTH_IT) -> list[B]:
    """Give what `work` gives for `items`, in order, computed in up to `jobs` forked processes.

    From `worth` items on; `work` may be any function, results go through pickle.

    Only on Linux: forking is unsafe on macOS and absent on Windows, and starting anew costs more than it saves.
    """
    if jobs < 2 or len(items) < worth or sys.platform != "linux":
        return work(items)
    from multiprocessing import get_context  # 15 ms, only when used

    size = -(-len(items) // (jobs * 4))
    chunks = [items[n : n + size] for n in range(0, len(items), size)]
    # Ctrl-C reaches every process of a terminal: only the parent may answer it, or the pool waits for a dead worker.
    global _work
    _work = work  # inherited by the processes, so that it need not be one that pickle can name
    with get_context("fork").Pool(jobs, signal.signal, (signal.SIGINT, signal.SIG_IGN)) as pool:
        return [each for chunk in pool.map(_run, chunks, chunksize=1) for each in chunk]


_work: Callable[[Sequence[Any]], list[Any]] = list


def _run(items: Sequence[Any]) -> list[Any]:
    return _work(items)
