"""What a feed named and missed stands under its address, no longer under its row among the addresses.

An archive that is made anew from its evidence numbers those rows otherwise.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    columns = {one["name"] for one in sa.inspect(op.get_bind()).get_columns("feed_window")}
    if "address_id" in columns:  # for a day, step 0007 made the tables as they are now
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
