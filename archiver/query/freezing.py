"""Freezing a question's answer, so that the same export comes out later though the archive moved on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from archiver.core.page import READER_VERSION
from archiver.core.record import iso
from archiver.query.filters import Filters
from archiver.query.reading import snapshot
from archiver.query.taken import BATCH, Living, Taken
from archiver.storage.frozen import FrozenSets
from archiver.storage.models import Article, Revision
from archiver.storage.values import Evidence

SAME, EDITED, GONE, BACK, MISSING = "as it was", "edited since", "gone since", "back since", "no longer in the archive"


class Frozen:
    """The articles of a frozen set, exactly as they were."""

    def __init__(self, home: Path, name: str) -> None:
        """Open a set.

        Args:
            home: of the archive.

        Raises:
            UsageError: there is none of that name.
            CorruptionError: it is not what was written.
        """
        self._sets, self._name = FrozenSets(home), name
        self.about: Mapping[str, Any] = self._sets.about(name)

    @property
    def frozen_at(self) -> datetime:
        """When it was frozen."""
        return datetime.fromisoformat(self.about["frozen_at"])

    @property
    def total(self) -> int:
        """How many articles there are."""
        return int(self.about["articles"])

    @property
    def question(self) -> Mapping[str, Any]:
        """What was asked when it was frozen."""
        return dict(self.about["query"])

    @property
    def notes(self) -> Sequence[str]:
        """What the asker should know of the question."""
        return tuple(self.about["notes"])

    @property
    def covers(self) -> Mapping[str, Any]:
        """What the archive held when it was frozen."""
        return dict(self.about["archive_covers"])

    def batches(self, *, captures: bool) -> Iterator[list[Taken]]:
        """The articles, some hundreds at a time.

        Raises:
            CorruptionError: a byte of the set is not what was written; nothing is given then.
        """
        lines = self._sets.articles(self._name)
        while batch := list(islice(lines, BATCH)):
            yield [
                Taken(
                    line["record"],
                    tuple(Evidence(*place) for place in line["captures"]) if captures else (),
                    line.get("beside", {}),  # older sets have none
                )
                for line in batch
            ]


@dataclass(frozen=True, slots=True)
class Since:
    """An article of a frozen set, and what became of it."""

    id: str
    revision: int  # the latest when it was frozen
    now: str  # SAME, EDITED, GONE, BACK or MISSING


def freeze(
    engine: Engine,
    home: Path,
    name: str,
    *,
    text: str = "",
    filters: Filters | None = None,
    now: datetime,
    command: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Mapping[str, Any]:
    """Keep what a question means now: every record with its revisions, and where its captures lie.

    Args:
        home: of the archive; the set becomes files below `frozen/` there.
        name: small letters, digits and hyphens.
        text, filters: as in a search; all that matches is kept.
        progress: told the number of articles kept and of all.

    Returns:
        What the set is: `name`, `articles`, `captures`, `frozen_at`, `query`, ...

    Raises:
        UsageError: the name is none or taken, or a filter makes no sense.
        LockedError: another set is being frozen.
        DiskError: no room; nothing is left behind.
    """
    sets = FrozenSets(home)
    sets.check_new(name)
    about: dict[str, Any] = {"name": name, "articles": 0, "captures": 0, "frozen_at": iso(now)}
    with snapshot(engine) as conn:
        source = Living(conn, text, filters or Filters())

        def lines() -> Iterator[dict[str, Any]]:
            for batch in source.batches(captures=True):
                for one in batch:
                    about["captures"] += len(one.captures)
                    yield {
                        "record": one.record,
                        "captures": [_place(place) for place in one.captures],
                        "beside": dict(one.beside),
                    }
                about["articles"] += len(batch)
                if progress is not None:
                    progress(about["articles"], source.total)

        about |= {
            "query": {**source.question, "command": command},
            "notes": list(source.notes),
            "archive_covers": dict(source.covers),
            "archiver_version": version("archiver"),
            "reader_version": READER_VERSION,
        }
        return sets.write(name, lines(), about)


def since(engine: Engine, home: Path, name: str) -> tuple[Mapping[str, Any], list[Since]]:
    """What a frozen set is, and what became of each of its articles in the archive since.

    Raises:
        UsageError: there is none of that name.
        CorruptionError: it is not what was written.
    """
    frozen = Frozen(home, name)
    found: list[Since] = []
    with snapshot(engine) as conn:
        for batch in frozen.batches(captures=False):
            found += _since(conn, [one.record for one in batch])
    return frozen.about, found


def summed(found: Sequence[Since]) -> str:
    """What became of the articles, in words.

    >>> summed([Since("a/1", 1, SAME), Since("a/2", 1, EDITED), Since("a/3", 2, SAME)])
    '2 as it was, 1 edited since'
    """
    counted = Counter(one.now for one in found)
    return ", ".join(f"{counted[how]:,} {how}" for how in (SAME, EDITED, GONE, BACK, MISSING) if counted[how])


def _since(conn: Connection, records: Sequence[Mapping[str, Any]]) -> Iterator[Since]:
    asked = (
        select(Article.public_id, Article.gone_at, func.max(Revision.number).label("number"))
        .outerjoin(Revision, Revision.article_id == Article.id)
        .where(Article.public_id.in_([record["id"] for record in records]))
        .group_by(Article.public_id, Article.gone_at)
    )
    rows = {row.public_id: row for row in conn.execute(asked)}
    for record in records:
        number = record["revisions"][-1]["number"] if record["revisions"] else 0
        row = rows.get(record["id"])
        if row is None:
            how = MISSING
        elif (row.gone_at is None) != (record["gone_at"] is None):
            how = BACK if row.gone_at is None else GONE
        else:
            how = SAME if (row.number or 0) == number else EDITED
        yield Since(record["id"], number, how)


def _place(place: Evidence) -> list[Any]:
    return [place.warc, place.offset, place.length, place.sha256, place.payload_sha256]
