"""Which newspapers print one text: sketches of all texts, the pairs that are alike, and the first of each cluster."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _article(table: str, column: str = "article_id") -> sa.Column[int]:
    return sa.Column(column, KEY, sa.ForeignKey("article.id", name=f"fk_{table}_{column}_article"), nullable=False)


def upgrade() -> None:
    """Four tables; what an older archive holds is compared by the next run (`storage.reprints.refresh`)."""
    op.create_table(
        "reprint_due",
        _article("reprint_due"),
        sa.PrimaryKeyConstraint("article_id", name="pk_reprint_due"),
    )
    op.create_table(
        "sketch",
        sa.Column("key", KEY, nullable=False),
        _article("sketch"),
        sa.PrimaryKeyConstraint("key", "article_id", name="pk_sketch"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_sketch_article_id", "sketch", ["article_id"])
    op.create_table(
        "likeness",
        _article("likeness"),
        _article("likeness", "other_id"),
        sa.Column("share", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "other_id", name="pk_likeness"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_likeness_other_id", "likeness", ["other_id"])
    op.create_table(
        "reprint",
        _article("reprint"),
        _article("reprint", "first_id"),
        sa.Column("share", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_reprint"),
    )
    op.create_index("ix_reprint_first_id", "reprint", ["first_id"])
