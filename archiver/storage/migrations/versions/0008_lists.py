"""Two indexes: of the lists among the addresses, and of the words of a run of articles, which are written anew with it.

A run that was written down with a moment of publication in the second after its own is forgotten.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

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
