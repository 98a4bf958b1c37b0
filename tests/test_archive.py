"""What a researcher's program may get wrong is told as an error of ours."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from archiver import Archive
from archiver.core.errors import QueryError, UsageError
from archiver.query.filters import Filters
from archiver.storage.database import migrate, open_engine


@pytest.fixture
def archive(tmp_path: Any) -> Archive:
    engine = open_engine(f"sqlite:///{tmp_path / 'archive.db'}")
    migrate(engine)
    return Archive(engine)


@pytest.mark.parametrize(("since", "month"), [(2022, 1), ("2022-03", 3), (date(2022, 3, 29), 3)])
def test_dates_come_as_years_texts_and_days(since: Any, month: int) -> None:
    made = Filters.of(since=since).since
    assert made is not None
    assert (made.year, made.month) == (2022, month)


@pytest.mark.parametrize("since", [0, 22, 2022.5, ["2022"], True])
def test_what_is_no_date_is_told(since: Any) -> None:
    with pytest.raises(UsageError, match="is no date; write 2022"):
        Filters.of(since=since)


def test_a_query_that_is_no_text_is_told(archive: Archive) -> None:
    query: Any = None
    with pytest.raises(QueryError, match="it is no text but NoneType"):
        archive.search(query)


def test_a_closed_archive_is_told(archive: Archive) -> None:
    assert archive.search().total == 0
    archive.close()
    archive.close()
    with pytest.raises(UsageError, match="was closed"):
        archive.search()
