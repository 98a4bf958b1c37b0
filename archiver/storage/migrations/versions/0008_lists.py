"""Two indexes, of the lists among the addresses and of the words of a run of articles; feeds are told by their address.

A run that was written down with a moment of publication in the second after its own is forgotten. The windows of feeds
stood under rows among the addresses, which an archive that is made anew from its evidence numbers otherwise.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)

_LISTS = sa.text("purpose IN ('listing', 'sitemap')")  # as storage.models says


def upgrade() -> None:
    """Of a hundred thousand addresses some hundreds are lists; words of runs are SQLite's alone."""
    op.create_index(
        "ix_address_lists", "address", ["newspaper_id", "purpose"], sqlite_where=_LISTS, postgresql_where=_LISTS
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE INDEX ix_article_search_word_run ON article_search_word (run)")
        op.execute(
            "DELETE FROM article_search_run WHERE run IN "
            "(SELECT id / 4096 FROM article WHERE substr(published_at, 21, 4) >= '9995')"
        )
    _feed_window()
    _missed_window()


def _feed_window() -> None:
    op.execute(
        "CREATE TABLE feed_window_before AS SELECT address.newspaper_id, address.url_key, seen_at, newest, keys "
        "FROM feed_window JOIN address ON address.id = feed_window.address_id"
    )
    op.drop_table("feed_window")
    op.create_table(
        "feed_window",
        _newspaper("feed_window"),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("newest", MOMENT),
        sa.Column("keys", JSON, nullable=False),
        sa.PrimaryKeyConstraint("newspaper_id", "source_key", name="pk_feed_window"),
    )
    op.execute(
        "INSERT INTO feed_window (newspaper_id, source_key, seen_at, newest, keys) "
        "SELECT newspaper_id, url_key, seen_at, newest, keys FROM feed_window_before"
    )
    op.drop_table("feed_window_before")


def _missed_window() -> None:
    """The rows are numbered anew in their order, so that PostgreSQL's next number is none of theirs."""
    op.execute(
        "CREATE TABLE missed_window_before AS "
        "SELECT missed_window.id, missed_window.newspaper_id, address.url, since, until, noticed_at "
        "FROM missed_window JOIN address ON address.id = missed_window.address_id"
    )
    op.drop_table("missed_window")
    op.create_table(
        "missed_window",
        sa.Column("id", KEY, nullable=False),
        _newspaper("missed_window"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("noticed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_missed_window"),
    )
    op.create_index("ix_missed_window_newspaper_noticed", "missed_window", ["newspaper_id", "noticed_at"])
    op.execute(
        "INSERT INTO missed_window (newspaper_id, source, since, until, noticed_at) "
        "SELECT newspaper_id, url, since, until, noticed_at FROM missed_window_before ORDER BY id"
    )
    op.drop_table("missed_window_before")


def _newspaper(table: str) -> sa.Column[int]:
    reference = sa.ForeignKey("newspaper.id", name=f"fk_{table}_newspaper_id_newspaper")
    return sa.Column("newspaper_id", KEY, reference, nullable=False)
