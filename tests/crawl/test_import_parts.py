"""A paged article that others saved is one article, in whatever order its parts stand in the file."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from archiver.config import Config
from archiver.crawl.imports import Imported, import_paths
from archiver.crawl.registry import load
from archiver.crawl.reread import rebuild
from archiver.storage.lock import RunLock
from tests.crawl.saved import Foreign, a_config, address, page

PARTS = 3


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return a_config(tmp_path)


def rows(config: Config, query: str) -> list[tuple[Any, ...]]:
    engine = create_engine(config.database_url)
    with engine.connect() as conn:
        got = [tuple(row) for row in conn.execute(text(query))]
    engine.dispose()
    return got


def part(number: int) -> tuple[str, bytes]:
    main = address(5)
    head = f'<link rel=canonical href="{main}">'
    if number < PARTS:
        head += f'<link rel=next href="{main}?page={number + 1}">'
    return main + (f"?page={number}" if number > 1 else ""), page(5, head=head, extra=f"Phần số {number}.")


def bring(config: Config, path: Path, *numbers: int) -> Imported:
    foreign = Foreign()
    for second, number in enumerate(numbers):
        url, body = part(number)
        foreign.response(url, body, f"2019-03-29T03:00:{second:02}Z")
    return import_paths(config, [foreign.save(path)], load(config), newspaper="baomau")


BODIES = "SELECT number, body_text FROM revision ORDER BY id"
LINKED = 'SELECT purpose, article_id, revision_id FROM capture ORDER BY warc, "offset"'


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 1, 3)])
def test_the_parts_are_one_article_in_any_order(tmp_path: Path, config: Config, order: tuple[int, ...]) -> None:
    done = bring(config, tmp_path / "a.warc.gz", *order)
    assert (done.stored, done.articles, dict(done.skipped)) == (3, 1, {})
    ((number, body),) = rows(config, BODIES)
    assert number == 1
    assert [f"Phần số {n}." in body for n in (1, 2, 3)] == [True] * 3
    assert sorted(rows(config, LINKED)) == [("article", 1, 1), ("part", 1, 1), ("part", 1, 1)]
    assert rows(config, "SELECT reason FROM problem WHERE reason = 'part_missing'") == []
    again = bring(config, tmp_path / "a.warc.gz", *order)
    assert (again.stored, again.known) == (0, 3)
    before = (rows(config, BODIES), rows(config, LINKED))
    with RunLock(config):
        rebuild(config, load(config))
    assert (rows(config, BODIES), rows(config, LINKED)) == before


def test_a_first_part_alone_says_that_it_is_not_whole(tmp_path: Path, config: Config) -> None:
    done = bring(config, tmp_path / "a.warc.gz", 1)
    assert done.articles == 1
    assert rows(config, "SELECT field, reason FROM problem WHERE reason = 'part_missing'") == [
        ("body_text", "part_missing")
    ]


def test_a_further_part_alone_is_no_article(tmp_path: Path, config: Config) -> None:
    done = bring(config, tmp_path / "a.warc.gz", 2)
    assert (done.stored, done.articles, dict(done.skipped)) == (0, 0, {"no article: part": 1})
