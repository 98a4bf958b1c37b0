"""`archiver read FILE`."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from archiver.cli.exits import Exit, exit_of
from archiver.cli.reading import register
from archiver.core.errors import UnknownNewspaper, UsageError
from archiver.core.record import RECORD_KEYS

PAGES = Path(__file__).parents[1] / "pages"
OLD = PAGES / "baodaknong" / "2019-to-cong-nghe-so" / "page.html"
OLD_URL = "https://baodaknong.org.vn/xa-hoi/tuy-duc-ra-mat-12-to-cong-nghe-so-cong-dong-91874.html"
NEW = PAGES / "baolaocai" / "epi-ruong-bac-thang" / "page.html"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ARCHIVER_SPIDERS", raising=False)
    app = typer.Typer()
    register(app)
    app.callback()(lambda: None)
    return app


def run(app: typer.Typer, *arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["read", *map(str, arguments)], input=stdin)


def test_the_record_for_programs(app: typer.Typer, tmp_path: Path) -> None:
    got = run(app, OLD, "--url", OLD_URL, "--newspaper", "baodaknong", "--json")
    assert got.exit_code == 0, got.exception
    record = json.loads(got.stdout)
    assert list(record) == list(RECORD_KEYS)
    assert record["id"] == "baodaknong/91874"
    assert record["newspaper"] == "baodaknong"
    assert record["province"] == "Đắk Nông"
    assert record["published_at"] == "2022-03-24T16:27:00+07:00"
    assert record["authors"] == ["Lê Thị Hà"]
    assert record["view_count"] == 1284
    assert list(tmp_path.iterdir()) == [], "read stores nothing"


def test_the_owner_of_the_address_reads_it(app: typer.Typer) -> None:
    named = run(app, OLD, "--url", OLD_URL, "--newspaper", "baodaknong", "--json")
    assert run(app, OLD, "--url", OLD_URL, "--json").stdout == named.stdout


def test_the_pages_own_address_is_used_where_none_is_given(app: typer.Typer) -> None:
    record = json.loads(run(app, NEW, "--json").stdout)
    assert record["id"] == "baolaocai/412308"
    assert record["url"] == record["canonical_url"] == "https://baolaocai.vn/mua-nuoc-do-o-lung-cang-post412308.html"


def test_a_page_that_names_no_address(app: typer.Typer, tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(NEW.read_text("utf-8").replace('rel="canonical"', 'rel="nothing"').replace("og:url", "og:no"))
    record = json.loads(run(app, saved, "--json").stdout)
    assert record["id"] is record["url"] is record["canonical_url"] is None
    assert record["title"] == "Mùa nước đổ ở Lùng Cáng"
    assert json.loads(run(app, saved, "--newspaper", "baolaocai", "--json").stdout)["newspaper"] == "baolaocai"


def test_a_page_of_nobody_is_read_by_the_general_reader(app: typer.Typer) -> None:
    got = run(app, OLD, "--url", "https://unknown.example/a.html", "--json")
    record = json.loads(got.stdout)
    assert record["newspaper"] is None
    assert record["id"] is None
    assert record["title"] == "Tuy Đức ra mắt 12 tổ công nghệ số cộng đồng"


def test_for_people(app: typer.Typer) -> None:
    got = run(app, OLD, "--url", OLD_URL)
    assert got.exit_code == 0
    assert "read by    layout 2019" in got.stdout
    assert "title      Tuy Đức ra mắt 12 tổ công nghệ số cộng đồng" in got.stdout
    assert "(to the minute), printed 'Cập nhật ngày: 24/03/2022 | 16:27 GMT+7'" in got.stdout
    assert "views      1284" in got.stdout


def test_why_the_page_was_read_so(app: typer.Typer) -> None:
    got = run(app, NEW, "--url", "https://unknown.example/a.html", "--explain")
    assert got.exit_code == 0, got.exception
    _, _, reasons = got.stdout.partition("\n\n")
    assert "title\n  * general h1  'Mùa nước đổ ở Lùng Cáng'  (printed, score" in reasons
    assert "    meta author  'Báo Lào Cai điện tử'  (names no person, or the site itself)" in reasons
    assert "published_at\n  * general div named date  '19/05/2026 08:20'  (printed, to the minute" in reasons


def test_why_for_programs(app: typer.Typer) -> None:
    plain = json.loads(run(app, OLD, "--url", OLD_URL, "--json").stdout)
    record = json.loads(run(app, OLD, "--url", OLD_URL, "--explain", "--json").stdout)
    candidates = record.pop("candidates")
    assert record == plain, "asking why changes nothing"
    taken = {one["field"]: one["source"] for one in candidates if one["taken"]}
    assert taken["published_at"].startswith("layout:2019")
    assert {"title", "body_text", "authors", "view_count"} <= set(taken)


def test_compressed_and_from_standard_input(app: typer.Typer, tmp_path: Path) -> None:
    plain = run(app, OLD, "--url", OLD_URL, "--json").stdout
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(OLD.read_bytes()))
    assert run(app, packed, "--url", OLD_URL, "--json").stdout == plain
    assert run(app, "-", "--url", OLD_URL, "--json", stdin=OLD.read_bytes()).stdout == plain


def bad_input(folder: Path) -> dict[str, list[str]]:
    (folder / "empty.html").write_bytes(b" \n")
    (folder / "cut.html.gz").write_bytes(gzip.compress(OLD.read_bytes())[:500])
    (folder / "broken.html.gz").write_bytes(b"\x1f\x8bnonsense")
    (folder / "photo.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (folder / "many.warc.gz").write_bytes(gzip.compress(b"WARC/1.1\r\nWARC-Type: response\r\n\r\n" + OLD.read_bytes()))
    return {
        "warc": ["many.warc.gz"],
        "missing": ["missing.html"],
        "folder": [str(folder)],
        "empty": ["empty.html"],
        "cut": ["cut.html.gz"],
        "broken": ["broken.html.gz"],
        "photo": ["photo.html"],
        "address": [str(OLD), "--url", "baodaknong"],
        "scheme": [str(OLD), "--url", "file:///etc/passwd"],
        "moment": [str(OLD), "--fetched-at", "yesterday"],
    }


CLEAR = {
    "warc": "many.warc.gz is a WARC file of many exchanges: `archiver import many.warc.gz` takes it",
    "missing": "missing.html cannot be read: No such file or directory",
    "folder": "is a folder; give one saved page",
    "empty": "empty.html is empty",
    "cut": "cut.html.gz cannot be read: Compressed file ended",
    "broken": "broken.html.gz cannot be read: ",
    "photo": "photo.html is no page of text",
    "address": "--url 'baodaknong' is no http address",
    "scheme": "--url 'file:///etc/passwd' is no http address",
    "moment": "--fetched-at 'yesterday' is no moment",
}


@pytest.mark.parametrize("what", CLEAR)
def test_bad_input_is_one_clear_line(app: typer.Typer, tmp_path: Path, what: str) -> None:
    got = run(app, *bad_input(tmp_path)[what])
    assert isinstance(got.exception, UsageError), got.exception
    assert CLEAR[what] in str(got.exception)
    assert "\n" not in str(got.exception)
    assert exit_of(got.exception) is Exit.USAGE
    assert got.stdout == ""


def test_an_unknown_newspaper(app: typer.Typer) -> None:
    got = run(app, OLD, "--newspaper", "baodaknog")
    assert isinstance(got.exception, UnknownNewspaper)


def test_help_shows_an_example(app: typer.Typer) -> None:
    assert "archiver read page.html" in run(app, "--help").stdout
