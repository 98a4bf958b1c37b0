"""The one writer: a thread that groups the visits waiting for it into one fsync and one commit."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from archiver.storage.archive import Recorder
from archiver.storage.values import Outcome, Visit

LARGEST_GROUP = 64  # visits in one transaction: what waits longer than that shares the next
PATIENCE = 0.1  # seconds that a visit waits for those of other crawls, to share one fsync and one commit
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Visit:
    visit: Visit
    future: Future[Outcome]


@dataclass(frozen=True, slots=True)
class _Call:
    function: Callable[[], Any]
    future: Future[Any]


class Writer:
    """Runs every write of one process in one thread, in the order in which they were asked for.

    A future that is done was durable before it was done. An error of a group comes to every future of it.
    """

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.senders = 0  # crawls under way: each sends one visit and waits; more than these cannot come
        self._waiting: queue.SimpleQueue[_Visit | _Call | None] = queue.SimpleQueue()
        self._guard = threading.Lock()  # nothing may be queued behind the end
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="archive-writer", daemon=True)
        self._thread.start()

    def submit(self, visit: Visit) -> Future[Outcome]:
        """Have a visit recorded, together with others that wait.

        Raises:
            RuntimeError: the writer is closed.
        """
        future: Future[Outcome] = Future()
        self._put(_Visit(visit, future))
        return future

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have any other write done, after those asked for before it.

        Raises:
            RuntimeError: the writer is closed.
        """
        future: Future[T] = Future()
        self._put(_Call(lambda: function(*args, **kwargs), future))
        return future

    def close(self) -> None:
        """Finish what waits, then end the thread. A second time it does nothing."""
        with self._guard:
            if not self._closed:
                self._closed = True
                self._waiting.put(None)
        self._thread.join()

    def _put(self, one: _Visit | _Call) -> None:
        with self._guard:
            if self._closed:
                raise RuntimeError("the writer is closed")
            self._waiting.put(one)

    def _run(self) -> None:
        ended = False
        while not ended:
            group: list[_Visit] = []
            for one in self._gather():
                if isinstance(one, _Visit):
                    group.append(one)
                    continue
                self._record(group)
                group = []
                if one is None:
                    ended = True
                else:
                    self._call(one)
            self._record(group)

    def _gather(self) -> list[_Visit | _Call | None]:
        """What waits; visits alone wait a moment for those that other crawls are about to send."""
        waiting = [self._waiting.get()]
        until = time.monotonic() + PATIENCE
        while len(waiting) < LARGEST_GROUP:
            patient = isinstance(waiting[-1], _Visit) and len(waiting) < self.senders
            try:
                waiting.append(self._waiting.get(timeout=max(0.0, until - time.monotonic()) if patient else 0.0))
            except queue.Empty:
                break
        return waiting

    def _record(self, group: list[_Visit]) -> None:
        started = [one for one in group if one.future.set_running_or_notify_cancel()]
        if not started:
            return
        try:
            outcomes = self.recorder.record([one.visit for one in started])
        except BaseException as problem:  # noqa: BLE001 - handed to everyone who waits; the thread must live
            for one in started:
                one.future.set_exception(problem)
            return
        for one, outcome in zip(started, outcomes, strict=True):
            one.future.set_result(outcome)

    def _call(self, one: _Call) -> None:
        if not one.future.set_running_or_notify_cancel():
            return
        try:
            result = one.function()
        except BaseException as problem:  # noqa: BLE001 - handed to the one who waits; the thread must live
            one.future.set_exception(problem)
        else:
            one.future.set_result(result)
