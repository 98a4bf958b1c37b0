"""A frozen set gives the same bytes though the archive moved on, was rebuilt, or lost its database."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from archiver.config import Config
from archiver.core.errors import CorruptionError, DiskError, LockedError, UsageError
from archiver.crawl.imports import import_paths
from archiver.crawl.registry import load
from archiver.crawl.reread import rebuild
from archiver.query.exports import export, export_frozen
from archiver.query.filters import Filters
from archiver.query.freezing import freeze, since, summed
from archiver.storage.database import open_engine
from archiver.storage.frozen import FrozenSets
from tests.crawl.saved import Foreign, a_config, address, page
from tests.query.made import Made, sample

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=400)
FORMATS = ("csv", "jsonl", "parquet", "corpus")


@pytest.fixture
def living(tmp_path: Path) -> Iterator[tuple[Made, Engine]]:
    made = sample(tmp_path / "archive")
    engine = open_engine(made.url, read_only=True)
    yield made, engine
    engine.dispose()
    made.writer.dispose()


def move_on(made: Made) -> None:
    """An edit, a disappearance, a new article, a new count."""
    with made.writer.begin() as conn:
        copied = "SELECT article_id, number + 1, capture_id, seen_at, 'x', 'Tiêu đề mới', body_text, blocks, reader, "
        columns = "article_id, number, capture_id, seen_at, facts_sha256, title, body_text, blocks, reader, sources"
        conn.execute(
            text(f"INSERT INTO revision ({columns}) {copied} sources FROM revision WHERE article_id = 1 AND number = 1")
        )
        conn.execute(text("UPDATE article SET gone_at = last_seen_at, gone_reason = '404' WHERE id = 2"))
        conn.execute(text("UPDATE article SET revision_id = (SELECT max(id) FROM revision) WHERE id = 1"))
        conn.execute(text("UPDATE observation SET view_count = 999999"))
    made.article("baomau", "900", title="Bài mới", body="Giá cà phê.")


def test_the_same_bytes_come_out_later(living: tuple[Made, Engine], tmp_path: Path) -> None:
    made, engine = living
    about = freeze(engine, made.home, "all-of-it", now=NOW, command="archiver freeze all-of-it")
    assert (about["articles"], about["captures"]) == (5, 6)
    first = {kind: export(engine, tmp_path / f"first.{kind}", now=NOW).sha256 for kind in FORMATS[:2]}
    then = {kind: export_frozen(made.home, "all-of-it", tmp_path / f"then.{kind}", now=NOW).sha256 for kind in FORMATS}
    move_on(made)
    later = {kind: export_frozen(made.home, "all-of-it", tmp_path / f"later.{kind}", now=LATER) for kind in FORMATS}
    assert {kind: done.sha256 for kind, done in later.items()} | first == first | then
    assert {kind: then[kind] for kind in first} == first
    assert export(engine, tmp_path / "now.jsonl", now=LATER).sha256 != first["jsonl"]
    assert later["csv"].statement == "5 of 5 matching articles"
    said = json.loads((tmp_path / "later.csv.about.json").read_text("utf-8"))
    assert said["frozen"]["name"] == "all-of-it"
    assert said["frozen"]["frozen_at"] == "2026-11-23T08:00:00+07:00"
    assert said["made_at"].startswith("2027-12-28")
    assert said["archive_covers"]["articles"] == 5


def test_only_what_was_asked_is_kept(living: tuple[Made, Engine], tmp_path: Path) -> None:
    made, engine = living
    freeze(engine, made.home, "coffee", text="cà phê", filters=Filters.of(newspaper="baomau"), now=NOW)
    export_frozen(made.home, "coffee", tmp_path / "a.jsonl", now=LATER)
    (line,) = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["id"] == "baomau/2"
    about = FrozenSets(made.home).about("coffee")
    assert about["query"]["text"] == "cà phê"
    assert about["query"]["filters"]["newspaper"] == ["baomau"]


def test_what_became_of_the_articles_is_told(living: tuple[Made, Engine]) -> None:
    made, engine = living
    freeze(engine, made.home, "all", now=NOW)
    assert summed(since(engine, made.home, "all")[1]) == "5 as it was"
    move_on(made)
    about, found = since(engine, made.home, "all")
    assert about["articles"] == 5
    assert [(one.id, one.revision, one.now) for one in found] == [
        ("baomau/1", 1, "edited since"),
        ("baomau/2", 2, "gone since"),
        ("baomau/3", 1, "as it was"),
        ("baothu/8", 1, "as it was"),
        ("baothu/7", 1, "as it was"),
    ]
    with made.writer.begin() as conn:
        conn.execute(text("UPDATE article SET public_id = 'baothu/~1' WHERE public_id = 'baothu/8'"))
        conn.execute(text("UPDATE article SET gone_at = NULL"))
    assert summed(since(engine, made.home, "all")[1]) == "3 as it was, 1 edited since, 1 no longer in the archive"


def test_a_set_is_never_replaced_and_its_name_is_a_name(living: tuple[Made, Engine]) -> None:
    made, engine = living
    freeze(engine, made.home, "a", now=NOW)
    with pytest.raises(UsageError, match="stays as it is"):
        freeze(engine, made.home, "a", text="bão", now=LATER)
    for name in ("", "../a", "A", "a/b", "a" * 65, "-a", "đ", "a.json"):
        with pytest.raises(UsageError, match="no name of a frozen set"):
            freeze(engine, made.home, name, now=NOW)
    assert FrozenSets(made.home).names() == ["a"]
    with pytest.raises(UsageError, match="there is a"):
        export_frozen(made.home, "b", made.home / "b.csv", now=NOW)


def test_damage_is_told_before_anything_is_written(living: tuple[Made, Engine], tmp_path: Path) -> None:
    made, engine = living
    freeze(engine, made.home, "a", now=NOW)
    path = made.home / "frozen" / "a.jsonl.gz"
    whole = path.read_bytes()
    for broken in (whole[:-9], whole[:40] + b"x" + whole[41:], b""):
        path.write_bytes(broken)
        with pytest.raises(CorruptionError, match="not the bytes that were frozen"):
            export_frozen(made.home, "a", tmp_path / "a.jsonl", now=NOW)
    path.unlink()
    with pytest.raises(CorruptionError, match="holds a frozen set"):
        export_frozen(made.home, "a", tmp_path / "a.jsonl", now=NOW)
    path.with_name("a.json").write_text("{}")
    with pytest.raises(CorruptionError, match="not what was written"):
        export_frozen(made.home, "a", tmp_path / "a.jsonl", now=NOW)
    assert not list(tmp_path.glob("a.jsonl*"))


def test_a_freeze_that_fails_leaves_nothing(living: tuple[Made, Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    made, engine = living

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(DiskError, match="make room"):
            freeze(engine, made.home, "a", now=NOW)
    assert list((made.home / "frozen").iterdir()) == []
    (made.home / "frozen" / "a.jsonl.gz.part").write_bytes(b"of a freeze that was killed")
    (made.home / "frozen" / "a.jsonl.gz").write_bytes(b"of one that was killed a moment later")
    assert freeze(engine, made.home, "a", now=NOW)["articles"] == 5
    assert sorted(path.name for path in (made.home / "frozen").iterdir()) == ["a.json", "a.jsonl.gz"]


def test_two_at_once_do_not_mix(living: tuple[Made, Engine]) -> None:
    made, engine = living
    (made.home / "frozen").mkdir()
    other = os.open(made.home / "frozen", os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    with pytest.raises(LockedError, match="another set"):
        freeze(engine, made.home, "a", now=NOW)
    os.close(other)


def test_a_rebuilt_archive_still_has_its_sets(tmp_path: Path) -> None:
    config = a_config(tmp_path)
    bring(config, tmp_path / "1.warc.gz", ((1, "2019-03-29", 10), (2, "2019-03-30", 20)))
    engine = open_engine(config.database_url, read_only=True)
    freeze(engine, config.home, "bridges", now=NOW)
    engine.dispose()
    kinds = ("jsonl", "warc.gz", "wacz")

    def sums(name: str) -> list[str]:
        return [
            export_frozen(config.home, "bridges", tmp_path / f"{name}.{kind}", now=LATER, evidence=config.warc).sha256
            for kind in kinds
        ]

    before = sums("before")
    bring(config, tmp_path / "2.warc.gz", ((1, "2019-06-01", 900), (3, "2019-06-02", 1)))
    rebuild(replace(config), load(config))
    assert sums("after") == before


def bring(config: Config, file: Path, captures: tuple[tuple[int, str, int], ...]) -> None:
    foreign = Foreign(packed=True)
    for number, day, views in captures:
        foreign.response(address(number), page(number, views=views), f"{day}T03:00:00Z")
    assert import_paths(config, [foreign.save(file)], load(config)).stored == len(captures)
