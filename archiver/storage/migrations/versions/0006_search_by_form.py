"""The search index of SQLite in two tables, and beside it what is known of runs of articles; filled by `refresh`.

PostgreSQL's is as it was: its two forms are two columns already.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_RUN = 4096  # articles, as storage.search_runs says


def upgrade() -> None:
    """Body first: FTS5 writes the number of a column before every place that is not in the first one."""
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TABLE article_search")
    for form in ("exact", "folded"):
        op.execute(
            f"CREATE VIRTUAL TABLE article_search_{form} USING fts5("
            "body, title, lead, author, content='', tokenize='unicode61 remove_diacritics 0')"
        )
    op.execute(
        "CREATE TABLE article_search_run (run INTEGER PRIMARY KEY, published BLOB NOT NULL, newspaper BLOB NOT NULL, "
        "section BLOB NOT NULL, author_at BLOB NOT NULL, author BLOB NOT NULL)"
    )
    op.execute(
        "CREATE TABLE article_search_word (form TEXT NOT NULL, word TEXT NOT NULL, run INTEGER NOT NULL, "
        "bits BLOB NOT NULL, PRIMARY KEY (form, word, run)) WITHOUT ROWID"
    )
    op.execute("CREATE TABLE article_search_section (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)")
    forget = "DELETE FROM article_search_run WHERE run = {} / " + str(_RUN)  # noqa: S608 - numbers of our own
    for name, when, article in (
        ("article_added", "INSERT ON article", "NEW.id"),
        ("article_removed", "DELETE ON article", "OLD.id"),
        ("article_changed", "UPDATE OF id, newspaper_id, revision_id, published_at ON article", "NEW.id"),
        ("revision_changed", "UPDATE OF article_id, section, title, lead, body_text ON revision", "NEW.article_id"),
        ("byline_added", "INSERT ON byline", "(SELECT article_id FROM revision WHERE id = NEW.revision_id)"),
        ("byline_removed", "DELETE ON byline", "(SELECT article_id FROM revision WHERE id = OLD.revision_id)"),
        ("byline_changed", "UPDATE ON byline", "(SELECT article_id FROM revision WHERE id = NEW.revision_id)"),
    ):
        op.execute(f"CREATE TRIGGER article_search_{name} AFTER {when} BEGIN {forget.format(article)}; END")
    op.execute("DELETE FROM archive_info WHERE key = 'search_forms'")
