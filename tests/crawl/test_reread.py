"""A rebuilt archive is the archive, row by row; what a killed run left is adopted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, text

from archiver.cli.exits import Exit, exit_of
from archiver.config import Config
from archiver.core.errors import ConfigurationError, DefinitionError, SchemaError
from archiver.crawl import reread
from archiver.crawl.registry import Registry
from archiver.storage.database import check_schema, open_engine, table
from archiver.storage.replacement import BESIDE
from archiver.storage.search_index import matching_ids
from archiver.storage.values import CrawlState, Found, Leased, Purpose, Visit
from tests.crawl import recording
from tests.crawl.recording import NOW, REGISTRY, SITE, answer, dump, html, visit
from tests.storage.conftest import config as engines

config = engines  # the same archive on both engines
FORGOTTEN = ("address", "host", "archive_info")  # leases, failures without an answer, politeness: not in the evidence


def story(config: Config) -> None:
    """A crawl of twelve articles, then days with edits, counts, a move, a disappearance, an import, a failure."""
    recorder = recording.open_archive(config)
    paper_id = recorder.register(recording.BaoMau.definition())
    crawl_id = recorder.open_crawl(paper_id, "first", "crawl baomau")

    def ask(number: int, days: float, **more: Any) -> None:
        url = f"{SITE}/cau-a{number}.html"
        recorder.add(paper_id, [Found(url, Purpose.ARTICLE, "feed")], NOW)
        leased = recorder.within(_leased, paper_id, url)
        recorder.record([visit(leased, crawl_id, NOW + timedelta(days=days), **more)])

    for number in range(1, 13):
        ask(number, 0, body=html(number))
    recorder.close_crawl(crawl_id, CrawlState.FINISHED, None, {"requests": 99})
    crawl_id = recorder.open_crawl(paper_id, "second", "crawl baomau")
    for number in (1, 2, 3):
        ask(number, 1, body=html(number, edition=number, views=200))
    ask(1, 2, body=html(1, views=300))
    ask(4, 2, status=404)
    ask(4, 2.1, status=404)
    ask(5, 2, status=301, Location=f"{SITE}/cau-a500.html")
    ask(500, 2.2, body=html(5).replace("a5.html", "a500.html"))
    ask(6, 2, status=503)
    ask(7, 2, status=304)
    recorder.close_crawl(crawl_id, CrawlState.FAILED, "host")
    fetch = answer(f"{SITE}/cau-a8.html", NOW - timedelta(days=400), html(8, edition=8, views=3))
    recorder.record([_imported(fetch)])
    recorder.open_crawl(paper_id, "third", "crawl baomau")  # and killed
    recorder._evidence.abandon()
    recorder._engine.dispose()


def _leased(conn: Any, paper_id: int, url: str) -> Leased:
    from archiver.storage import frontier

    found = frontier.leased_at(conn, paper_id, url)
    assert found is not None
    return found


def _imported(fetch: Any) -> Visit:
    from dataclasses import replace

    from archiver.crawl.visits import read_visit

    return replace(read_visit(recording.BaoMau.definition(), Purpose.ARTICLE, fetch), found_by="import")


@pytest.fixture
def archive(config: Config) -> Config:
    story(config)
    recording.close_archive(recording.open_archive(config))
    return config


def test_a_rebuilt_archive_is_the_archive_row_by_row(archive: Config) -> None:
    before = dump(archive, without=FORGOTTEN)
    assert [len(before[name]) for name in ("article", "revision", "observation", "crawl")] == [12, 16, 18, 3]
    assert [row[9] is None for row in before["article"]].count(False) == 1  # gone_at
    path = archive.sqlite_path
    if path is not None:
        path.unlink()
    seen: list[int] = []
    made = reread.rebuild(archive, REGISTRY, seen.append)
    assert dump(archive, without=FORGOTTEN) == before
    assert made.captures == len(before["capture"]) == seen[-1]
    assert made.rows["article"] == 12
    assert made.damaged == ()
    engine = open_engine(archive.database_url, read_only=True)
    check_schema(engine)
    with engine.begin() as conn:
        assert len(matching_ids(conn, "cây cầu")) == 12
    engine.dispose()


def test_the_frontier_comes_back_as_far_as_evidence_knows_it(archive: Config) -> None:
    columns = [column.name for column in table("address").columns]

    def known() -> dict[str, tuple[Any, ...]]:
        rows = [dict(zip(columns, row, strict=True)) for row in dump(archive)["address"]]
        return {row["url_key"]: (row["state"], row["reason"], row["due_at"], row["article_id"]) for row in rows}

    before = known()
    reread.rebuild(archive, REGISTRY)
    after = known()
    assert after.keys() == before.keys()
    assert {key: value[::3] for key, value in after.items()} == {key: value[::3] for key, value in before.items()}


def test_an_operators_own_view_is_named_before_it_would_go_with_the_old_tables(archive: Config) -> None:
    if archive.sqlite_path is not None:
        pytest.skip("SQLite's old file is kept, with all that is in it")
    engine = open_engine(archive.database_url)
    with engine.begin() as conn:
        conn.execute(text("CREATE VIEW mine AS SELECT id FROM article"))
    before = dump(archive)
    seen: list[int] = []
    with pytest.raises(SchemaError, match=r"DROP VIEW mine.*nothing was touched"):
        reread.rebuild(archive, REGISTRY, seen.append)
    assert (dump(archive), seen) == (before, [])
    assert BESIDE not in inspect(engine).get_schema_names()

    def meanwhile(_: int) -> None:
        with engine.begin() as conn:
            conn.execute(text("CREATE OR REPLACE VIEW mine AS SELECT id FROM article"))

    with engine.begin() as conn:
        conn.execute(text("DROP VIEW mine"))
    with pytest.raises(SchemaError, match="DROP VIEW mine"):
        reread.rebuild(archive, REGISTRY, meanwhile)
    assert dump(archive) == before
    assert BESIDE not in inspect(engine).get_schema_names()
    with engine.begin() as conn:
        assert len(conn.execute(text("SELECT id FROM mine")).all()) == 12
        conn.execute(text("DROP VIEW mine"))
    engine.dispose()
    assert reread.rebuild(archive, REGISTRY).rows["article"] == 12


def test_a_run_goes_on_after_a_rebuild(archive: Config) -> None:
    reread.rebuild(archive, REGISTRY)
    recording.run(archive, 14)
    rows = dump(archive)
    assert len(rows["article"]) == 14
    assert len({row[0] for row in rows["crawl"]}) == 4


def test_rebuilt_twice_is_rebuilt_once(archive: Config) -> None:
    reread.rebuild(archive, REGISTRY)
    before = dump(archive, without=("archive_info",))
    made = reread.rebuild(archive, REGISTRY)
    assert dump(archive, without=("archive_info",)) == before
    if archive.sqlite_path is not None:
        assert Path(made.kept).exists()


def test_an_interrupted_crawl_is_closed_by_the_next_start(archive: Config) -> None:
    states = [(row[5], row[6], row[7]) for row in dump(archive)["crawl"]]
    assert states[2][1:] == ("interrupted", "cut off: killed, or without power or room on the disk")
    assert [state[1] for state in states[:2]] == ["finished", "failed"]


@pytest.fixture
def lite(tmp_path: Path) -> Config:
    return recording.at_home(tmp_path / "home")


def test_without_its_definition_nothing_is_changed(lite: Config) -> None:
    recording.run(lite, 3)
    before = dump(lite)
    with pytest.raises(DefinitionError, match="put its file back") as told:
        reread.rebuild(lite, Registry({}))
    assert exit_of(told.value) is Exit.CONFIGURATION
    assert dump(lite) == before
    assert not list(lite.home.glob("*.rebuild*"))


def test_without_evidence_there_is_nothing_to_rebuild_from(lite: Config) -> None:
    with pytest.raises(ConfigurationError, match="no evidence"):
        reread.rebuild(lite, REGISTRY)


def test_a_damaged_database_is_rebuilt_and_kept(lite: Config) -> None:
    recording.run(lite, 5)
    before = dump(lite, without=FORGOTTEN)
    path = lite.home / "archive.db"
    path.write_bytes(b"\x00" * 5000)
    made = reread.rebuild(lite, REGISTRY)
    assert dump(lite, without=FORGOTTEN) == before
    assert Path(made.kept).read_bytes() == b"\x00" * 5000


def test_damaged_evidence_is_told_and_the_rest_rebuilt(lite: Config) -> None:
    recording.run(lite, 6)
    (file,) = lite.warc.glob("*.warc.gz")
    raw = bytearray(file.read_bytes())
    row = dict(zip([c.name for c in recording.CAPTURE.columns], dump(lite)["capture"][2], strict=True))
    raw[row["offset"] + 200 : row["offset"] + 220] = b"\x00" * 20
    file.write_bytes(raw)
    made = reread.rebuild(lite, REGISTRY)
    assert len(made.damaged) == 1
    assert made.rows["article"] == 5


def test_captures_of_a_paper_that_is_gone_are_left_and_told(lite: Config, caplog: pytest.LogCaptureFixture) -> None:
    assert recording.in_child(lambda: recording.run(lite, 5, "after_fsync:2")) < 0
    recording.close_archive(recording.open_archive(lite, Registry({})))
    assert "captures of baomau have no rows" in caplog.text
    assert len(dump(lite)["capture"]) == 2
    assert reread.rebuild(lite, REGISTRY).rows["capture"] == 4
