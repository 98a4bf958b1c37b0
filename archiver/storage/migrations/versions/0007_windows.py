"""What each feed named at the last look, and where it had moved on so far that articles in between were missed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Two tables; of an older archive's feeds the next look is the first."""
    op.create_table(
        "feed_window",
        sa.Column(
            "address_id", KEY, sa.ForeignKey("address.id", name="fk_feed_window_address_id_address"), nullable=False
        ),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("newest", MOMENT),
        sa.Column("keys", JSON, nullable=False),
        sa.PrimaryKeyConstraint("address_id", name="pk_feed_window"),
    )
    op.create_table(
        "missed_window",
        sa.Column("id", KEY, nullable=False),
        sa.Column(
            "newspaper_id",
            KEY,
            sa.ForeignKey("newspaper.id", name="fk_missed_window_newspaper_id_newspaper"),
            nullable=False,
        ),
        sa.Column(
            "address_id", KEY, sa.ForeignKey("address.id", name="fk_missed_window_address_id_address"), nullable=False
        ),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("noticed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_missed_window"),
    )
    op.create_index("ix_missed_window_newspaper_noticed", "missed_window", ["newspaper_id", "noticed_at"])
