"""The one writer: groups what waits, hands errors to whoever waits, finishes before it ends."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any, cast

import pytest
from sqlalchemy import func, select

from archiver.core.errors import DiskError
from archiver.storage import writer as writing
from archiver.storage.archive import Recorder
from archiver.storage.database import table
from archiver.storage.values import Outcome, Visit
from archiver.storage.writer import LARGEST_GROUP, Writer
from tests.storage.conftest import Archive
from tests.storage.making import url_of, visit


class Slow:
    """Stands for a recorder whose disk waits until it is told to go on."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.go = threading.Event()
        self.broken = False

    def record(self, visits: Sequence[Visit]) -> list[Outcome]:
        self.go.wait(60)
        if self.broken:
            raise DiskError("no room")
        self.groups.append([one.fetch.url for one in visits])
        return [cast("Outcome", one.fetch.url) for one in visits]

    def note(self, what: str) -> str:
        self.groups.append([what])
        return what


def test_what_waits_shares_one_commit_and_order_is_kept() -> None:
    slow = Slow()
    writer = Writer(cast("Recorder", slow))
    first = writer.submit(visit(url_of(0)))
    later: list[Any] = [writer.submit(visit(url_of(n))) for n in range(1, 6)]
    later.append(writer.call(slow.note, "between"))
    later.append(writer.submit(visit(url_of(6))))
    assert not first.done()
    slow.go.set()
    writer.close()
    assert [one.result(0) for one in (first, *later)] == [*map(url_of, range(6)), "between", url_of(6)]
    assert [url for group in slow.groups for url in group] == [*map(url_of, range(6)), "between", url_of(6)]
    assert len(slow.groups) <= 4


def test_a_group_is_never_larger_than_its_limit() -> None:
    slow = Slow()
    writer = Writer(cast("Recorder", slow))
    futures = [writer.submit(visit(url_of(n))) for n in range(3 * LARGEST_GROUP)]
    slow.go.set()
    writer.close()
    assert all(future.done() for future in futures)
    assert max(map(len, slow.groups)) <= LARGEST_GROUP


def test_an_error_comes_to_everyone_who_waits_and_the_writer_lives() -> None:
    slow = Slow()
    slow.broken = True
    slow.go.set()
    writer = Writer(cast("Recorder", slow))
    futures: list[Any] = [writer.submit(visit(url_of(n))) for n in range(3)]
    for future in futures:
        with pytest.raises(DiskError):
            future.result(60)
    slow.broken = False
    assert cast("Any", writer.submit(visit(url_of(9))).result(60)) == url_of(9)
    with pytest.raises(ZeroDivisionError):
        writer.call(lambda: 1 // 0).result(60)
    writer.close()


def test_a_closed_writer_takes_nothing_and_closes_twice() -> None:
    writer = Writer(cast("Recorder", Slow()))
    writer.close()
    writer.close()
    with pytest.raises(RuntimeError, match="closed"):
        writer.submit(visit(url_of(1)))


def test_many_threads_and_one_archive(archive: Archive) -> None:
    writer = Writer(archive.recorder)
    futures: list[Any] = []
    guard = threading.Lock()

    def send(start: int) -> None:
        for number in range(start, start + 20):
            future = writer.submit(visit(url_of(number), {"views": number}, crawl_id=archive.crawl_id))
            with guard:
                futures.append(future)

    threads = [threading.Thread(target=send, args=(start,)) for start in (100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()
    assert len({future.result(0).article_id for future in futures}) == 60
    with archive.engine.begin() as conn:
        assert conn.execute(select(func.count()).select_from(table("article"))).scalar_one() == 60


def test_a_visit_waits_for_those_of_other_crawls_and_no_longer_than_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = writing.PATIENCE
    monkeypatch.setattr(writing, "PATIENCE", 120.0)  # whoever waits for it fails, on the busiest machine nobody else
    slow = Slow()
    slow.go.set()
    writer = Writer(cast("Recorder", slow))
    writer.senders = 3
    together = [writer.submit(visit(url_of(n))) for n in range(2)]
    together.append(writer.submit(visit(url_of(2))))
    assert [one.result(60) for one in together]
    monkeypatch.setattr(writing, "PATIENCE", moment)
    alone = writer.submit(visit(url_of(3)))
    assert alone.result(60)  # two crawls send nothing now: it does not wait for them for ever
    writer.close()
    assert slow.groups == [[url_of(0), url_of(1), url_of(2)], [url_of(3)]]


def test_whoever_calls_keeps_no_visit_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "PATIENCE", 120.0)
    slow = Slow()
    slow.go.set()
    writer = Writer(cast("Recorder", slow))
    writer.senders = 9
    writer.submit(visit(url_of(0)))
    writer.call(slow.note, "now").result(60)
    assert slow.groups == [[url_of(0)], ["now"]]
    writer.close()
