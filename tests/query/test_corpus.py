"""The corpus: a text for each article, a table of all, and no name that a site could choose."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from archiver.query.corpus import COLUMNS, file_of
from archiver.query.exports import export

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_each_article_is_a_text_and_a_line(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "all.corpus"
    done = export(engine, folder, now=NOW)
    assert done.rows == 5
    with (folder / "metadata.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert tuple(rows[0]) == COLUMNS
    assert [row["file"] for row in rows] == [
        "texts/baomau/2022-03/1.txt",
        "texts/baomau/2022-03/2.txt",
        "texts/baomau/undated/3.txt",
        "texts/baothu/2021-02/8.txt",
        "texts/baothu/2022-05/7.txt",
    ]
    assert (folder / rows[1]["file"]).read_text("utf-8") == (
        "Cà phê mất mùa\n\nSáng nay, cầu mới thông xe.\n\nGiá cà phê ở Dak Nong giảm.\n\nNông dân vui.\n"
    )
    for row in rows:
        assert hashlib.sha256((folder / row["file"]).read_bytes()).hexdigest() == row["sha256"]
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 6
    about = json.loads((tmp_path / "all.corpus.about.json").read_text("utf-8"))
    assert about["files"][0]["name"] == "all.corpus/metadata.csv"
    assert about["sha256"] == hashlib.sha256((folder / "metadata.csv").read_bytes()).hexdigest()
    assert about["columns"] == list(COLUMNS)


@pytest.mark.parametrize("key", ["../../etc/passwd", "CON", "nul", "a" * 300, "", ".", "đường", "A1", "a\0b", "x.txt "])
def test_hostile_keys_stay_in_their_folder(key: str) -> None:
    name = file_of({"id": f"baomau/{key}", "newspaper": "baomau", "published_at": None})
    folder, _, file = name.rpartition("/")
    assert folder == "texts/baomau/undated"
    assert file == file.lower().strip()
    assert len(file) < 100
    assert not set(file) - set("abcdefghijklmnopqrstuvwxyz0123456789_.-")
    assert file.partition(".")[0] not in ("con", "nul", "")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=8), min_size=2, max_size=2, unique=True))
def test_two_keys_are_two_files(keys: list[str]) -> None:
    names = {file_of({"id": f"baomau/{key}", "newspaper": "baomau", "published_at": None}).lower() for key in keys}
    assert len(names) == 2
