"""What a run holds counts, not what it once needed."""

import resource
from pathlib import Path

import pytest
from scrapy.utils.test import get_crawler

from archiver.crawl import memory
from archiver.crawl.memory import PresentMemory, resident

MIB = 2**20


def test_a_moments_need_is_forgotten() -> None:
    before = resident()
    if before is None:
        pytest.skip("the system does not tell what a process holds")
    page = bytearray(b"x" * (200 * MIB))
    held = resident()
    del page
    after = resident()
    assert held is not None
    assert after is not None
    assert held - before > 150 * MIB
    assert after - before < 50 * MIB
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - after > 100 * MIB  # what Scrapy looks at
    extension = PresentMemory(get_crawler(settings_dict={"MEMUSAGE_LIMIT_MB": 512}))
    assert extension.get_virtual_size() < after + 50 * MIB


def test_where_the_system_does_not_tell_the_peak_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "STATM", tmp_path / "statm")
    assert resident() is None
    extension = PresentMemory(get_crawler(settings_dict={"MEMUSAGE_LIMIT_MB": 512}))
    assert extension.get_virtual_size() > MIB


def test_what_is_free_is_given_back_before_a_run_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    held = iter([50 * MIB, 600 * MIB, 100 * MIB])
    given: list[None] = []
    monkeypatch.setattr(memory, "resident", lambda: next(held))
    monkeypatch.setattr(memory, "give_back", lambda: given.append(None))
    extension = PresentMemory(get_crawler(settings_dict={"MEMUSAGE_LIMIT_MB": 512}))
    assert extension.get_virtual_size() == 100 * MIB
    assert given == [None]


def test_giving_back_harms_nothing() -> None:
    memory.give_back()
    assert resident() is None or resident()


def test_what_the_process_held_before_ends_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "resident", lambda: 700 * MIB)
    extension = PresentMemory(get_crawler(settings_dict={"MEMUSAGE_LIMIT_MB": 512}))
    assert extension.get_virtual_size() < extension.limit == 1212 * MIB
