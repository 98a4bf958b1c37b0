"""The search index tells title, lead, body and authors apart; it is filled anew by `search_index.refresh`."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """SQLite's index gets a column for each part in each form; in PostgreSQL's the parts are weights, no columns."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE article_search")
        op.execute(
            "CREATE VIRTUAL TABLE article_search USING fts5("
            "title, lead, body, author, title_folded, lead_folded, body_folded, author_folded, "
            "content='', tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        op.execute("DELETE FROM article_search")
    op.execute("DELETE FROM archive_info WHERE key = 'search_forms'")
