"""The walks of a backfill: one row a list whose past is walked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """A table more; an older archive has walked nothing yet."""
    op.create_table(
        "walk",
        sa.Column("id", KEY, nullable=False),
        sa.Column(
            "newspaper_id", KEY, sa.ForeignKey("newspaper.id", name="fk_walk_newspaper_id_newspaper"), nullable=False
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("since", MOMENT),
        sa.Column("next_url", sa.Text()),
        sa.Column("next_key", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("pages", KEY, nullable=False),
        sa.Column("discovered", KEY, nullable=False),
        sa.Column("stale", KEY, nullable=False),
        sa.Column("shown", JSON, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_walk"),
        sa.UniqueConstraint("newspaper_id", "source_key", name="uq_walk_newspaper_id_source_key"),
    )
    op.create_index("ix_walk_newspaper_id_next_key", "walk", ["newspaper_id", "next_key"])
