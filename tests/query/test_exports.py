from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from archiver.core.errors import DiskError, UnknownNewspaper, UsageError
from archiver.core.record import RECORD_KEYS
from archiver.query import codebook, publishing, taken
from archiver.query.exports import export
from archiver.query.filters import Filters
from archiver.query.reading import snapshot
from archiver.query.records import records
from archiver.query.tables import COLUMNS, flatten, safe
from archiver.storage.database import open_engine
from tests.query.made import Made

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
FORMULAS = [
    sign + rest
    for sign in ("=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", "\ufeff=", " =", "\u00a0+", "\u200b@", "'=")
    for rest in ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.example")', "")
]


def test_every_key_of_the_record_has_a_meaning() -> None:
    assert tuple(column.name for column in codebook.KEYS) == RECORD_KEYS
    assert all(column.meaning and column.kind for column in codebook.columns(codebook.Shape.CSV))
    assert len(set(COLUMNS)) == len(COLUMNS)


def test_json_lines_are_the_records(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "all.jsonl"
    done = export(engine, file, now=NOW)
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    with snapshot(engine) as conn:
        assert lines == records(conn, [1, 2, 3, 5, 4])  # by newspaper, then by publication, without a date last
    assert [list(line) for line in lines] == [list(RECORD_KEYS)] * 5
    assert done.rows == 5
    assert done.statement == "5 of 5 matching articles"
    assert lines[0]["published_at"] == "2022-03-29T09:04:00+07:00"


def test_csv_has_types_lists_and_marks(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "coffee.csv"
    export(engine, file, text="cà phê", now=NOW)
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b",3971," in raw
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["title"] for row in rows] == ["Cà phê mất mùa"]
    assert rows[0]["authors"] == "Trần Bình; Lê Chi"
    assert rows[0]["roles"] == "Trần Bình: photo"
    assert rows[0]["tags"] == "cà phê; giá cả"
    assert rows[0]["revision_count"] == "2"
    assert rows[0]["own_fetches_before"] == "1"
    assert rows[0]["views"] == "2022-03-31T10:04:00+07:00=3961(+0); 2022-04-01T10:04:00+07:00=3971(+1)"
    assert rows[0]["gone_at"] == ""
    assert tuple(rows[0]) == COLUMNS


def test_the_files_beside_it_say_what_it_is(engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "thu.csv"
    done = export(
        engine,
        file,
        text="bao",
        filters=Filters.of(newspaper="baothu", since="2022"),
        now=NOW,
        command="archiver export",
    )
    about = json.loads((tmp_path / "thu.csv.about.json").read_text("utf-8"))
    assert about["sha256"] == done.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert about["bytes"] == file.stat().st_size
    assert about["rows"] == about["rows_matching"] == 1
    assert about["statement"] == "1 of 1 matching articles"
    assert about["query"]["in_words"] == (
        "articles that hold “bao” with any marks; in the newspaper baothu, published from 2022-01-01 00:00 +07:00"
    )
    assert about["made_at"] == "2026-11-23T08:00:00+07:00"
    assert about["archive_covers"]["articles"] == 5
    assert about["archive_covers"]["asked"]["newspapers"] == ["baothu"]
    assert about["archive_covers"]["asked"]["since"] == "2022-01-01"
    assert about["archive_covers"]["gone"] == 1
    assert about["notes"] == ["Articles whose publication date could not be read are left out."]
    assert about["columns"] == list(COLUMNS)
    words = tmp_path / "thu.csv.codebook.md"
    assert about["files"] == [
        {"name": "thu.csv", "bytes": about["bytes"], "sha256": done.sha256},
        {
            "name": words.name,
            "bytes": words.stat().st_size,
            "sha256": hashlib.sha256(words.read_bytes()).hexdigest(),
        },
    ]
    said = words.read_text("utf-8")
    assert all(f"| `{name}` |" in said for name in COLUMNS)
    assert "OUR OWN FETCHES" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["thu.csv", "thu.csv.about.json", "thu.csv.codebook.md"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_begins_with_a_formula(formula: str) -> None:
    cell = safe(formula)
    assert cell == "'" + formula
    row = flatten(record(title=formula, authors=["Nguyễn An", formula], tags=[formula]))
    assert row["title"] == "'" + formula
    assert row["authors"] == f"Nguyễn An; '{formula}"
    assert flatten(record(title=formula), raw=True)["title"] == formula


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from("=+-@＝＋－＠\t\r\n \ufeff\u200b\u00a0'\"aĐ1"), max_size=6))
def test_safe_text_is_the_text_with_at_most_an_apostrophe(text: str) -> None:
    cell = safe(text)
    assert cell in (text, "'" + text)
    assert cell.lstrip(' \ufeff\u200b\u00a0\t\r\n"')[:1] not in tuple("=+-@＝＋－＠")


def test_raw_gives_back_every_byte(tmp_path: Path) -> None:
    made = Made(tmp_path / "archive")
    made.paper("baomau", "Báo Mẫu", "Mẫu")
    for number, formula in enumerate(FORMULAS):
        made.article("baomau", f"{number:03}", title=formula, body=f'{formula}\n"quoted", Đắk\r\n')
    engine = open_engine(made.url, read_only=True)
    export(engine, tmp_path / "raw.csv", raw=True, now=NOW)
    export(engine, tmp_path / "safe.csv", now=NOW)
    with (tmp_path / "raw.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["title"] for row in rows] == FORMULAS
    assert [row["body_text"] for row in rows] == [f'{formula}\n"quoted", Đắk\r\n' for formula in FORMULAS]
    with (tmp_path / "safe.csv").open(encoding="utf-8-sig", newline="") as lines:
        cells = [cell for row in csv.reader(lines) for cell in row]
    assert len(cells) == (len(FORMULAS) + 1) * len(COLUMNS)
    assert not [
        cell for cell in cells if cell.lstrip(" \ufeff\u200b\u00a0")[:1] in tuple("=+-@＝＋－＠\t\r") and cell.strip()
    ]


def test_long_exports_go_in_batches_and_tell_how_far_they_are(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taken, "BATCH", 2)
    told: list[tuple[int, int]] = []
    export(engine, tmp_path / "a.jsonl", now=NOW, progress=lambda done, of: told.append((done, of)))
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert len((tmp_path / "a.jsonl").read_text("utf-8").splitlines()) == 5


def test_an_export_is_whole_or_not_at_all(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.csv"
    export(engine, file, text="bão", now=NOW)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DiskError, match=r"no room for .*a\.csv"):
        export(engine, file, now=NOW)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_nothing_matches_is_an_export_of_nothing(engine: Engine, tmp_path: Path) -> None:
    done = export(engine, tmp_path / "none.jsonl", text="voi", now=NOW)
    assert done.statement == "0 of 0 matching articles"
    assert (tmp_path / "none.jsonl").read_bytes() == b""


def test_what_cannot_be_written_is_said(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"ends in one of \.csv, \.jsonl"):
        export(engine, tmp_path / "a.xlsx", now=NOW)
    with pytest.raises(UsageError, match="is no folder"):
        export(engine, tmp_path / "no" / "a.csv", now=NOW)
    with pytest.raises(UnknownNewspaper):
        export(engine, tmp_path / "a.csv", filters=Filters.of(newspaper="x"), now=NOW)
    assert not list(tmp_path.iterdir())
    shutil.rmtree(tmp_path)


def record(**known: object) -> dict[str, object]:
    empty: dict[str, object] = dict.fromkeys(RECORD_KEYS)
    lists: dict[str, object] = {
        key: [] for key in ("aliases", "authors", "agencies", "tags", "images", "views", "revisions", "problems")
    }
    return {**empty, **lists, "roles": {}, "sources": {}, **known}


def test_a_name_that_is_too_long_is_a_disk_error(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(DiskError, match="too long"):
        export(engine, tmp_path / f"{'a' * 250}.csv", now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_two_processes_that_export_to_one_name_write_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = publishing.part_of(tmp_path / "a.csv")
    monkeypatch.setattr("os.getpid", lambda: 1)
    assert publishing.part_of(tmp_path / "a.csv") != mine


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "corpus"])
def test_an_export_that_is_stopped_leaves_nothing(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(taken, "BATCH", 2)

    def stop(done: int, of: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(engine, tmp_path / f"a.{kind}", now=NOW, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_every_format_holds_the_same_articles_and_texts(tmp_path: Path) -> None:
    made = Made(tmp_path / "archive")
    made.paper("baomau", "Báo Mẫu", "Mẫu")
    for number, formula in enumerate(FORMULAS):
        made.article(
            "baomau", f"{number:03}", title=f"{formula} Đắk Nông", body="Hoà bình, đường sá.", published_at=None
        )
    engine = open_engine(made.url, read_only=True)
    for kind in ("csv", "jsonl", "parquet", "corpus"):
        assert export(engine, tmp_path / f"all.{kind}", raw=True, now=NOW).rows == len(FORMULAS)
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    wanted = [(line["id"], line["title"], line["body_text"]) for line in lines]
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as rows:
        assert [(row["id"], row["title"], row["body_text"]) for row in csv.DictReader(rows)] == wanted
    columns = ("id", "title", "body_text")
    table = pyarrow.parquet.read_table(tmp_path / "all.parquet", columns=list(columns)).to_pylist()
    assert [tuple(row[name] for name in columns) for row in table] == wanted
    with (tmp_path / "all.corpus" / "metadata.csv").open(encoding="utf-8", newline="") as rows:
        assert [(row["id"], row["title"]) for row in csv.DictReader(rows)] == [one[:2] for one in wanted]
    assert all(unicodedata.is_normalized("NFC", text) for one in wanted for text in one[2:])
    engine.dispose()
    made.writer.dispose()
