"""Parquet in folders that readers take for columns; each public reader that is installed reads the same rows."""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.dataset
import pyarrow.parquet
import pytest
from sqlalchemy import Engine

from archiver.core.errors import ConfigurationError, UsageError
from archiver.query import parquet
from archiver.query.codebook import Shape, columns
from archiver.query.exports import export
from archiver.query.filters import Filters

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def read(folder: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(folder).to_pylist()
    return sorted(rows, key=lambda row: row["id"])


def test_one_file_for_each_newspaper_and_month(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "all.parquet"
    done = export(engine, folder, now=NOW)
    assert done.statement == "5 of 5 matching articles"
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.parquet")) == [
        "newspaper=baomau/month=2022-03/part-0.parquet",
        "newspaper=baomau/month=undated/part-0.parquet",
        "newspaper=baothu/month=2021-02/part-0.parquet",
        "newspaper=baothu/month=2022-05/part-0.parquet",
    ]
    rows = read(folder)
    assert [(row["id"], row["newspaper"], row["month"]) for row in rows] == [
        ("baomau/1", "baomau", "2022-03"),
        ("baomau/2", "baomau", "2022-03"),
        ("baomau/3", "baomau", "undated"),
        ("baothu/7", "baothu", "2022-05"),
        ("baothu/8", "baothu", "2021-02"),
    ]


def test_rows_hold_what_records_hold_with_types(engine: Engine, tmp_path: Path) -> None:
    export(engine, tmp_path / "all.parquet", now=NOW)
    export(engine, tmp_path / "all.jsonl", now=NOW)
    records = {r["id"]: r for r in map(json.loads, (tmp_path / "all.jsonl").read_text("utf-8").splitlines())}
    rows = read(tmp_path / "all.parquet")
    assert len(rows) == len(records)
    for row in rows:
        record = records[row["id"]]
        for key in set(row) & set(record):
            assert plain(row[key], like=record[key]) == record[key], key
    coffee = rows[1]
    assert coffee["published_at"] == datetime(2022, 3, 31, 2, 4, tzinfo=UTC)
    assert coffee["published_day"] == date(2022, 3, 31)
    assert coffee["view_count"] == 3971
    assert coffee["own_fetches_before"] == 1
    assert coffee["revision_count"] == 2
    assert coffee["views"][0]["observed_at"].utcoffset().total_seconds() == 7 * 3600
    assert rows[2]["published_at"] is None


def plain(value: Any, *, like: Any) -> Any:
    """A value of a row as its record writes it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list) and isinstance(like, dict):
        return dict(tuple(pair.values()) for pair in value)
    if isinstance(value, list):
        return [plain(one, like=None) for one in value]
    if isinstance(value, dict):
        return {key: plain(one, like=None) for key, one in value.items()}
    return value


def test_every_column_is_described(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "all.parquet"
    export(engine, folder, now=NOW)
    assert [column.name for column in columns(Shape.PARQUET)] == pyarrow.dataset.dataset(
        folder, partitioning="hive"
    ).schema.names
    said = (tmp_path / "all.parquet.codebook.md").read_text("utf-8")
    assert "up to 1 views" in said
    about = json.loads((tmp_path / "all.parquet.about.json").read_text("utf-8"))
    assert about["views"]["own_fetches_before_the_latest_counts"] == 1
    assert about["rows"] == 5
    for one in about["files"]:
        assert hashlib.sha256((tmp_path / one["name"]).read_bytes()).hexdigest() == one["sha256"]
    assert len(about["files"]) == 5
    lines = "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in sorted(folder.rglob("*.parquet"))
    )
    assert about["sha256"] == hashlib.sha256(lines.encode()).hexdigest()


def test_many_rows_of_one_month_go_in_groups(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 1)
    folder = tmp_path / "all.parquet"
    export(engine, folder, filters=Filters.of(since="2022-03", until="2022-03"), now=NOW)
    file = pyarrow.parquet.ParquetFile(folder / "newspaper=baomau" / "month=2022-03" / "part-0.parquet")
    with file:
        assert (file.metadata.num_rows, file.metadata.num_row_groups) == (2, 2)


def test_an_export_of_nothing_has_its_columns(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "none.parquet"
    assert export(engine, folder, text="voi", now=NOW).statement == "0 of 0 matching articles"
    table = pyarrow.parquet.read_table(folder)
    assert (table.num_rows, "body_text" in table.column_names) == (0, True)


def test_an_older_export_is_replaced_and_nothing_else(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "all.parquet"
    export(engine, folder, now=NOW)
    export(engine, folder, filters=Filters.of(newspaper="baothu"), now=NOW)
    assert [path.name for path in folder.iterdir()] == ["newspaper=baothu"]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "all.parquet",
        "all.parquet.about.json",
        "all.parquet.codebook.md",
    ]
    mine = tmp_path / "mine.parquet"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="no export made it"):
        export(engine, mine, now=NOW)
    assert (mine / "thesis.txt").read_text() == "years of work"


def test_without_its_library_it_says_what_to_install(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigurationError, match=r"pip install -r requirements-parquet\.txt"):
        export(engine, tmp_path / "all.parquet", now=NOW)
    assert list(tmp_path.iterdir()) == []
