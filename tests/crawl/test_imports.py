"""What others saved comes in with its own time, once, and read by the newspaper that owns it."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from archiver.config import Config
from archiver.core.errors import LockedError, UnknownNewspaper, UsageError
from archiver.crawl.imports import Imported, import_paths
from archiver.crawl.registry import load
from archiver.crawl.reread import rebuild
from archiver.storage.evidence import captures
from archiver.storage.lock import RunLock
from archiver.storage.verify import EngineRows, verify
from tests.crawl.saved import Foreign, a_config, address, chunked, gzipped, page, wacz

SINGLE_FILE = """<!--
 Page saved with SingleFile
 url: {}
 saved date: Fri Mar 29 2019 10:00:00 GMT+0700 (Giờ Đông Dương)
-->"""
BEFORE = datetime(2019, 3, 29, 3, tzinfo=UTC)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return a_config(tmp_path)


def bring(config: Config, *paths: Path, **options: Any) -> Imported:
    return import_paths(config, paths, load(config), **options)


def rows(config: Config, query: str) -> list[tuple[Any, ...]]:
    engine = create_engine(config.database_url)
    with engine.connect() as conn:
        got = [tuple(row) for row in conn.execute(text(query))]
    engine.dispose()
    return got


def in_order(config: Config) -> None:
    """Nothing is damaged, and every capture has its row."""
    engine = create_engine(config.database_url)
    assert list(verify(config.warc, EngineRows(engine))) == []
    engine.dispose()


@pytest.mark.parametrize("packed", [True, False])
def test_a_foreign_warc(tmp_path: Path, config: Config, packed: bool) -> None:
    foreign = Foreign(packed=packed)
    foreign.info()
    html = (("Content-Type", "text/html; charset=utf-8"),)
    foreign.response(address(1), page(1), request=True, WARC_IP_Address="203.0.113.9")
    foreign.response(address(2), chunked(page(2)), headers=(*html, ("Transfer-Encoding", "chunked")))
    foreign.response(address(3), gzipped(page(3)), headers=(*html, ("Content-Encoding", "gzip")))
    both = (*html, ("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"))
    foreign.response(address(4), chunked(gzipped(page(4))), headers=both)
    foreign.resource(address(5), page(5), "2019-03-30T03:00:00Z")
    foreign.response(address(6), page(6), status="404 Not Found")
    foreign.response(address(7), b"\x89PNG", headers=(("Content-Type", "image/png"),))
    foreign.response("https://baomau.example/", page(8))
    foreign.response("https://elsewhere.example/cau-moi-a9.html", page(9))
    foreign.response(address(10), b"", kind="revisit")
    foreign.response(address(11), b"")
    done = bring(config, foreign.save(tmp_path / ("other.warc.gz" if packed else "other.warc")))
    assert (done.files, done.seen, done.stored, done.articles, done.known) == (1, 11, 5, 5, 0)
    assert done.skipped == {
        "status 404": 1,
        "not a page": 1,
        "not an article's address": 1,
        "of no known newspaper": 1,
        "revisit": 1,
        "no article: empty": 1,
    }
    kept = {one.fetch.url: one for one in captures(config.warc)}
    for number in range(1, 6):
        fetch = kept[address(number)].fetch
        assert fetch.body == page(number)
        assert fetch.fetched_at == (BEFORE if number < 5 else BEFORE.replace(day=30))
        assert kept[address(number)].context["found_by"] == "import"
    assert kept[address(1)].fetch.ip == "203.0.113.9"
    assert kept[address(1)].fetch.request_headers == (
        ("Host", "baomau.example"),
        ("User-Agent", "other/1.0"),
        ("Cookie", "[redacted]"),
    )
    assert kept[address(2)].fetch.request_headers == ()
    assert kept[address(3)].fetch.wire_body == gzipped(page(3))
    assert kept[address(5)].fetch.http_version == ""
    assert rows(config, "SELECT count(*), count(crawl_id) FROM capture") == [(5, 0)]
    got = rows(config, "SELECT title FROM revision r JOIN article a ON a.revision_id = r.id ORDER BY public_id")
    assert got == [(f"Cầu mới thông xe số {number}",) for number in range(1, 6)]
    in_order(config)


def test_one_gzip_member_around_the_whole_file(tmp_path: Path, config: Config) -> None:
    foreign = Foreign(packed=False)
    foreign.info()
    foreign.response(address(1), page(1))
    foreign.response(address(2), page(2))
    path = tmp_path / "other.warc.gz"
    path.write_bytes(gzipped(foreign.data()))
    assert bring(config, path).stored == 2


def test_twice_is_as_once(tmp_path: Path, config: Config) -> None:
    foreign = Foreign()
    foreign.response(address(1), page(1))
    foreign.response(address(1), page(1), "2019-04-01T00:00:00Z")  # the same bytes at another time: another capture
    foreign.response(address(1), page(1), "2019-04-01T00:00:00Z")
    path = foreign.save(tmp_path / "other.warc.gz")
    first = bring(config, path)
    assert (first.stored, first.known) == (2, 1)
    before = sorted(config.warc.iterdir()), rows(config, "SELECT * FROM capture")
    second = bring(config, path)
    assert (second.stored, second.known, second.articles) == (0, 3, 0)
    assert (sorted(config.warc.iterdir()), rows(config, "SELECT * FROM capture")) == before


def test_our_own_evidence_can_be_imported_elsewhere(tmp_path: Path, config: Config) -> None:
    foreign = Foreign()
    foreign.response(
        address(1), gzipped(page(1)), headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    )
    bring(config, foreign.save(tmp_path / "other.warc.gz"))
    other = tmp_path / "other"
    other.mkdir()
    there = a_config(other)
    assert bring(there, config.warc).stored == 1
    (mine,), (theirs,) = captures(config.warc), captures(there.warc)
    assert (theirs.fetch.wire_body, theirs.fetch.fetched_at) == (mine.fetch.wire_body, mine.fetch.fetched_at)
    assert theirs.fetch.headers == (*mine.fetch.headers, ("Content-Length", str(len(mine.fetch.wire_body))))


def test_times_in_any_order_give_the_same_history(tmp_path: Path, config: Config) -> None:
    foreign = Foreign()
    for at, views, extra in (
        ("2019-06-01T00:00:00Z", 300, "Đã sửa."),
        ("2019-03-29T03:00:00Z", 100, ""),
        ("2019-04-01T00:00:00Z", 200, ""),
    ):
        foreign.response(address(1), page(1, views=views, extra=extra), at)
    done = bring(config, foreign.save(tmp_path / "other.warc.gz"))
    assert (done.stored, done.articles) == (3, 1)
    assert rows(config, "SELECT view_count, first_seen_at, last_seen_at FROM article") == [
        (300, "2019-03-29 03:00:00.000000", "2019-06-01 00:00:00.000000")
    ]
    series = rows(config, "SELECT view_count, own_fetches_before FROM observation ORDER BY observed_at")
    assert series == [(100, 0), (200, 0), (300, 0)]
    (shown,) = rows(config, "SELECT body_text FROM revision r JOIN article a ON a.revision_id = r.id")
    assert "Đã sửa." in shown[0]
    seen = rows(config, "SELECT seen_at FROM revision ORDER BY seen_at")
    assert seen == [("2019-03-29 03:00:00.000000",), ("2019-06-01 00:00:00.000000",)]


def test_what_holds_nothing_for_us_begins_no_archive(tmp_path: Path, config: Config) -> None:
    foreign = Foreign()
    foreign.response("https://elsewhere.example/cau-moi-a1.html", page(1))
    foreign.response(address(1), page(1), status="404 Not Found")
    done = bring(config, foreign.save(tmp_path / "other.warc.gz"))
    assert (done.stored, done.files, done.seen) == (0, 1, 2)
    assert done.skipped["of no known newspaper"] == 1
    assert not config.home.exists()
    foreign.response(address(1), page(1))
    assert bring(config, foreign.save(tmp_path / "other.warc.gz")).stored == 1
    assert config.home.exists()


def test_an_imported_archive_is_rebuilt_from_its_evidence(tmp_path: Path, config: Config) -> None:
    foreign = Foreign()
    foreign.response(address(1), page(1, views=5), "2019-06-01T00:00:00Z")
    foreign.response(address(1), page(1, views=3))
    foreign.resource(address(2), page(2), "2019-03-30T03:00:00Z")
    saved = tmp_path / "saved.html"
    saved.write_bytes(page(3, head=f'<link rel=canonical href="{address(3)}">', date="2 giờ trước"))
    bring(config, foreign.save(tmp_path / "other.warc.gz"), saved)
    queries = (
        "SELECT * FROM capture ORDER BY id",
        "SELECT * FROM article ORDER BY id",
        "SELECT * FROM revision ORDER BY id",
        "SELECT * FROM observation ORDER BY capture_id",
        "SELECT * FROM problem ORDER BY capture_id, field",
        "SELECT url, state, found_by, due_at FROM address ORDER BY id",
    )
    before = [rows(config, query) for query in queries]
    assert len(before[0]) == 4
    assert config.sqlite_path is not None
    config.sqlite_path.unlink()
    with RunLock(config):
        rebuild(config, load(config))
    assert [rows(config, query) for query in queries] == before


def test_a_wacz_package(tmp_path: Path, config: Config) -> None:
    foreign = Foreign()
    foreign.info()
    foreign.response(address(1), page(1))
    plain = Foreign(packed=False)
    plain.response(address(2), page(2))
    path = wacz(tmp_path / "a.wacz", foreign.data(), **{"archive/more.warc": plain.data(), "pages/pages.jsonl": b"{}"})
    done = bring(config, path)
    assert (done.files, done.stored, done.refused) == (1, 2, [])


@pytest.mark.parametrize(
    ("head", "url", "moment"),
    [
        (f'<link rel="canonical" href="{address(1)}">', address(1), None),
        (f'<meta property="og:url" content="{address(1)}">', address(1), None),
        (f"<!-- saved from url=(0043){address(1)} -->", address(1), None),
        (
            f"<!-- saved from url=(0099)https://web.archive.example/web/20190329030000/{address(1)} -->",
            address(1),
            "2019-03-29 03:00:00.000000",
        ),
        (
            SINGLE_FILE.format(address(1)),
            address(1),
            "2019-03-29 03:00:00.000000",
        ),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_saved_page_tells_its_address_and_perhaps_its_time(
    tmp_path: Path, config: Config, head: str, url: str, moment: str | None, packed: bool
) -> None:
    body = page(1, head=head, date="2 giờ trước")
    path = tmp_path / ("saved.html.gz" if packed else "saved.html")
    path.write_bytes(gzipped(body) if packed else body)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    assert bring(config, path).stored == 1
    (kept,) = captures(config.warc)
    assert (kept.fetch.url, kept.fetch.body, kept.fetch.http_version) == (url, body, "")
    assert kept.fetch.time_known == (moment is not None)
    assert rows(config, "SELECT fetched_at, url FROM capture") == [(moment or "2020-09-13 12:26:40.000000", url)]
    published = rows(config, "SELECT published_at FROM revision")
    assert published == [("2019-03-29 01:00:00.000000" if moment else None,)]  # relative to a guess is no moment
    assert rows(config, "SELECT view_count FROM observation") == ([(100,)] if moment else [])
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert bring(config, path).known == 1


def test_an_address_given_by_hand(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "saved.html"
    path.write_bytes(page(1))
    assert bring(config, path).skipped == {"no address: give it with --url": 1}
    assert bring(config, path, url=address(1)).stored == 1
    with pytest.raises(UsageError, match="no http address"):
        bring(config, path, url="ftp://baomau.example/a1.html")
    with pytest.raises(UsageError, match="one saved page; there are 2"):
        bring(config, path, path, url=address(1))


def test_one_newspaper_alone(tmp_path: Path, config: Config) -> None:
    foreign = Foreign()
    foreign.response("https://baomau.example/xa-hoi/cau-moi", page(1))  # not the form of its articles
    foreign.response("https://baolamdong.vn/lang-hoa-359750.html", page(2))
    path = foreign.save(tmp_path / "other.warc.gz")
    done = bring(config, path, newspaper="baomau")
    assert (done.stored, done.skipped) == (1, {"of another newspaper": 1})
    with pytest.raises(UnknownNewspaper):
        bring(config, path, newspaper="nobody")


def test_a_folder_is_read_in_the_order_of_names_and_links_are_not_followed(tmp_path: Path, config: Config) -> None:
    folder = tmp_path / "folder" / "inner"
    folder.mkdir(parents=True)
    for number in (1, 2):
        (folder / f"{number}.html").write_bytes(page(number, head=f'<link rel=canonical href="{address(number)}">'))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.html").write_bytes(page(3, head=f'<link rel=canonical href="{address(3)}">'))
    (folder / "link.html").symlink_to(outside / "secret.html")
    (tmp_path / "folder" / "link").symlink_to(outside)
    (folder / "notes.txt").write_text("not a page")
    done = bring(config, tmp_path / "folder")
    assert (done.files, done.stored) == (2, 2)
    assert [one.fetch.url for one in captures(config.warc)] == [address(1), address(2)]


def test_what_is_not_there(tmp_path: Path, config: Config) -> None:
    with pytest.raises(UsageError, match=r"there is no .*nothing\.warc"):
        bring(config, tmp_path / "nothing.warc")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="nothing to import"):
        bring(config, tmp_path / "empty")
    assert not config.home.exists()


def test_a_torn_file_gives_what_stands_before_the_tear(tmp_path: Path, config: Config) -> None:
    foreign = Foreign()
    for number in range(5):
        foreign.response(address(number), page(number))
    path = tmp_path / "torn.warc.gz"
    path.write_bytes(foreign.data()[:-300])
    other = Foreign()
    other.response(address(7), page(7))
    done = bring(config, path, other.save(tmp_path / "whole.warc.gz"))
    assert len(done.refused) == 1
    assert "torn.warc.gz" in done.refused[0]
    assert (done.files, done.stored) == (1, 5)


def test_a_record_shorter_than_it_says_is_not_taken(tmp_path: Path, config: Config) -> None:
    foreign = Foreign(packed=False)
    foreign.response(address(1), page(1))
    path = tmp_path / "torn.warc"
    path.write_bytes(foreign.data()[:-200])
    assert bring(config, path).skipped == {"record cut": 1}


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"\x00\x01\x02" * 50, b"\x1f\x8b\x08garbage", b"PK\x03\x04garbage", b"WARC/1.0"]
)
def test_a_file_that_is_none_of_these_stops_nothing(tmp_path: Path, config: Config, data: bytes) -> None:
    odd = tmp_path / "odd.html"
    odd.write_bytes(data)
    good = tmp_path / "saved.html"
    good.write_bytes(page(1, head=f'<link rel=canonical href="{address(1)}">'))
    done = bring(config, odd, good)
    assert done.stored == 1
    assert len(done.refused) + sum(done.skipped.values()) <= 1


def test_another_run_holds_the_lock(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "saved.html"
    path.write_bytes(page(1))
    holder = (
        "import sys, time; from archiver.config import load; from archiver.storage.lock import RunLock\n"
        f"with RunLock(load({{'ARCHIVER_HOME': {str(config.home)!r}}})): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", holder], stdin=-1, stdout=-1) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        with pytest.raises(LockedError):
            bring(config, path)
        child.communicate()


def test_a_killed_import_goes_on_where_it_was(tmp_path: Path, config: Config) -> None:
    foreign = Foreign()
    for number in range(80):
        foreign.response(address(number), page(number))
    path = foreign.save(tmp_path / "other.warc.gz")
    code = (
        "import sys; from pathlib import Path; from archiver.storage import faults\n"
        "from tests.crawl.saved import a_config; from archiver.crawl.imports import import_paths\n"
        "from archiver.crawl.registry import load; from dataclasses import replace\n"
        "config = replace(a_config(Path(sys.argv[1])), fault='after_insert:2')\n"
        "import_paths(config, [Path(sys.argv[2])], load(config))"
    )
    run = [sys.executable, "-c", code, str(tmp_path), str(path)]
    assert subprocess.run(run, cwd=Path(__file__).parents[2]).returncode == -9
    done = bring(config, path)
    assert (done.known, done.stored) == (64, 16)
    assert rows(config, "SELECT count(*) FROM article") == [(80,)]
    in_order(config)
