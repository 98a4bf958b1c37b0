"""Views for people who open the database themselves (Datasette, a notebook): one row for what one thinks of as one.

They hold nothing and are made anew when they change, so they are no migration: a migration drops them first, for a
table that a view names cannot be rebuilt under it, and they are made again behind it. docs/data-dictionary.md tells
what they mean.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, inspect, text

from archiver.core.errors import SchemaError

_KEY: Final = "views"  # of archive_info: which views these are
_VIEWS: Final[dict[str, tuple[dict[str, str], str]]] = {  # name -> columns and their SQL; $: a moment; FROM
    "articles": (
        {
            "id": "article.public_id",
            "newspaper": "newspaper.name",
            "newspaper_title": "newspaper.title",
            "province": "newspaper.province",
            "kind": "article.kind",
            "title": "revision.title",
            "lead": "revision.lead",
            "body_text": "revision.body_text",
            "authors": "$AUTHORS",
            "section": "revision.section",
            "published": "$article.published_at",
            "published_precision": "revision.published_precision",
            "view_count": "article.view_count",
            "comment_count": "article.comment_count",
            "revisions": "(SELECT count(*) FROM revision AS one WHERE one.article_id = article.id)",
            "first_seen": "$article.first_seen_at",
            "last_seen": "$article.last_seen_at",
            "gone": "$article.gone_at",
            "gone_reason": "article.gone_reason",
            "url": "article.url",
        },
        (
            "article JOIN newspaper ON newspaper.id = article.newspaper_id "
            "LEFT JOIN revision ON revision.id = article.revision_id"
        ),
    ),
    "versions": (
        {
            "article": "article.public_id",
            "number": "revision.number",
            "seen": "$revision.seen_at",
            "title": "revision.title",
            "lead": "revision.lead",
            "body_text": "revision.body_text",
            "byline_raw": "revision.byline_raw",
            "published_raw": "revision.published_raw",
            "section": "revision.section",
        },
        "revision JOIN article ON article.id = revision.article_id",
    ),
    "view_counts": (
        {
            "article": "article.public_id",
            "observed": "$observation.observed_at",
            "view_count": "observation.view_count",
            "view_count_raw": "observation.view_count_raw",
            "comment_count": "observation.comment_count",
            "own_fetches_before": "observation.own_fetches_before",
        },
        "observation JOIN article ON article.id = observation.article_id",
    ),
    "fetches": (
        {
            "article": "article.public_id",
            "fetched": "$capture.fetched_at",
            "url": "capture.url",
            "status": "capture.status",
            "warc": "capture.warc",
            "offset": 'capture."offset"',
            "length": "capture.length",
            "sha256": "capture.sha256",
        },
        "capture JOIN article ON article.id = capture.article_id",
    ),
    "newspapers": (
        {
            "newspaper": "newspaper.name",
            "title": "newspaper.title",
            "province": "newspaper.province",
            "platform": "newspaper.platform",
            "predecessor": "newspaper.predecessor",
            "successor": "newspaper.successor",
            "articles": "(SELECT count(*) FROM article WHERE article.newspaper_id = newspaper.id)",
            "last_crawl": "$(SELECT max(crawl.started_at) FROM crawl WHERE crawl.newspaper_id = newspaper.id)",
        },
        "newspaper",
    ),
}
COLUMNS: Final = {name: tuple(columns) for name, (columns, _) in _VIEWS.items()}

_DIALECTS: Final = {
    "sqlite": (
        "strftime('%Y-%m-%dT%H:%M:%S', substr({}, 1, 19), '+7 hours') || '+07:00'",  # whole seconds: it rounds
        (
            "(SELECT group_concat(name, '; ') FROM (SELECT author.name AS name FROM byline JOIN author "
            "ON author.id = byline.author_id WHERE byline.revision_id = article.revision_id ORDER BY byline.position))"
        ),
    ),
    "postgresql": (
        "to_char({} AT TIME ZONE 'UTC' + interval '7 hours', 'YYYY-MM-DD\"T\"HH24:MI:SS') || '+07:00'",
        (
            "(SELECT string_agg(author.name, '; ' ORDER BY byline.position) FROM byline JOIN author "
            "ON author.id = byline.author_id WHERE byline.revision_id = article.revision_id)"
        ),
    ),
}


def refresh(conn: Connection) -> bool:
    """Make the views anew if this version's are others than those that are there; True where it did."""
    mine = sha256("\n".join(_statements(conn.dialect.name)).encode()).hexdigest()[:16]
    kept = conn.scalar(text("SELECT value FROM archive_info WHERE key = :key"), {"key": _KEY})
    if kept == mine:
        return False
    make(conn)
    conn.execute(text("DELETE FROM archive_info WHERE key = :key"), {"key": _KEY})
    conn.execute(text("INSERT INTO archive_info (key, value) VALUES (:key, :mine)"), {"key": _KEY, "mine": mine})
    return True


def make(conn: Connection) -> None:
    """Make them, in place of those that may be there."""
    drop(conn)
    for statement in _statements(conn.dialect.name):
        conn.exec_driver_sql(statement)


def drop(conn: Connection) -> None:
    """Take them away: tables are about to change. `refresh` makes them again.

    Raises:
        SchemaError: an operator's own view rests on one of them, or a table has the name of one; nothing was touched.
    """
    taken = sorted(set(inspect(conn).get_table_names()) & set(_VIEWS))
    if taken:
        raise SchemaError(f"the table {taken[0]} has the name of a view of the archive: give it another one, run again")
    if conn.dialect.name == "postgresql":
        refuse_others(conn)  # none may go before them
    for name in _VIEWS:
        conn.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")
    conn.execute(text("DELETE FROM archive_info WHERE key = :key"), {"key": _KEY})


def refuse_others(conn: Connection, tables: Collection[str] = ()) -> None:
    """Return quietly where no view but ours hinders a change of tables and views.

    Args:
        tables: of PostgreSQL's, those that are about to go; a view that rests on them would go with them.

    Raises:
        SchemaError: an operator made some; the message names them and says what to do.
    """
    if conn.dialect.name == "sqlite":  # a table cannot be rebuilt while any view does not know what it reads
        others = {"VIEW": sorted(set(inspect(conn).get_view_names()) - set(_VIEWS))}
    else:
        others = {}
        for name, kind in conn.execute(_RESTING, {"views": list(_VIEWS), "ours": [*_VIEWS, *tables]}):
            others.setdefault("MATERIALIZED VIEW" if kind == "m" else "VIEW", []).append(name)
    away = "; ".join(f"DROP {kind} {', '.join(names)}" for kind, names in others.items() if names)
    if away:
        raise SchemaError(
            "views that are not the archive's own rest on it. Keep their statements, take them away "
            f"({away}), run this again, then make them again; nothing was touched"
        )


_RESTING = text(
    "SELECT DISTINCT own.oid::regclass::text AS name, own.relkind "
    "FROM pg_depend JOIN pg_rewrite ON pg_rewrite.oid = pg_depend.objid "
    "JOIN pg_class own ON own.oid = pg_rewrite.ev_class JOIN pg_class ours ON ours.oid = pg_depend.refobjid "
    "WHERE ours.relname = ANY(:ours) AND ours.relnamespace = current_schema()::regnamespace "
    "AND own.relkind IN ('v', 'm') "
    "AND NOT (own.relname = ANY(:views) AND own.relnamespace = ours.relnamespace) ORDER BY own.relkind, name"
)


def _statements(dialect: str) -> list[str]:
    moment, authors = _DIALECTS[dialect]
    made = []
    for name, (columns, source) in _VIEWS.items():
        said = []
        for column, value in columns.items():
            taken = authors if value == "$AUTHORS" else moment.format(value[1:]) if value.startswith("$") else value
            said.append(f'{taken} AS "{column}"')
        made.append(f"CREATE VIEW {name} AS SELECT {', '.join(said)} FROM {source}")  # noqa: S608 - our own words
    return made
