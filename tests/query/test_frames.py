"""A data frame holds what a Parquet export holds, without files."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import polars
import pyarrow.parquet
import pytest
from sqlalchemy import Engine

from archiver import Archive
from archiver.core.errors import ConfigurationError, QueryError
from archiver.query.exports import export
from archiver.query.filters import Filters

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("query", ["", "bao", "khôngđâucó"])
def test_a_frame_is_the_export(engine: Engine, tmp_path: Path, query: str) -> None:
    frame = Archive(engine).frame(query)
    export(engine, tmp_path / "all.parquet", text=query, now=NOW)
    kept = pyarrow.parquet.read_table(tmp_path / "all.parquet")
    assert frame.columns[:3] == ["newspaper", "month", "id"]
    assert len(frame) == kept.num_rows
    if len(frame):
        assert set(frame.columns) == set(kept.column_names)
        rows = {row["id"]: row for row in kept.to_pylist()}
        for row in frame.to_arrow().to_pylist():
            assert row == rows[row["id"]]


def test_a_frame_is_in_order_and_typed(engine: Engine) -> None:
    frame = Archive(engine).frame(filters=Filters.of(newspaper="baomau"))
    assert frame["id"].to_list() == ["baomau/1", "baomau/2", "baomau/3"]
    assert frame["month"].to_list() == ["2022-03", "2022-03", "undated"]
    assert frame.schema["published_at"] == polars.Datetime("us", "Asia/Ho_Chi_Minh")
    assert list(frame.to_pandas()["newspaper"]) == ["baomau"] * 3


def test_what_is_wrong_is_said(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(QueryError):
        Archive(engine).frame('"cà phê')
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(ConfigurationError, match=r"pip install -r requirements-frames\.txt"):
        Archive(engine).frame()
