"""The first schema: all tables, and the search index of either engine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
APPLICATION_ID = 0x41524356

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
sa.Table(
    "archive_info",
    METADATA,
    sa.Column("key", sa.Text(), primary_key=True),
    sa.Column("value", sa.Text(), nullable=False),
)
sa.Table(
    "newspaper",
    METADATA,
    sa.Column("id", KEY, primary_key=True),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("title", sa.Text(), nullable=False),
    sa.Column("province", sa.Text(), nullable=False),
    sa.Column("domains", JSON, nullable=False),
    sa.Column("platform", sa.Text()),
    sa.Column("predecessor", sa.Text()),
    sa.Column("successor", sa.Text()),
    sa.Column("valid_from", sa.Date()),
    sa.Column("valid_to", sa.Date()),
    sa.UniqueConstraint("name"),
)
sa.Table(
    "host",
    METADATA,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("not_before", MOMENT),
    sa.Column("crawl_delay", sa.Double()),
    sa.Column("robots_fetched_at", MOMENT),
    sa.Column("robots_status", KEY),
    sa.Column("last_request_at", MOMENT),
)
sa.Table(
    "address",
    METADATA,
    sa.Column("id", KEY, primary_key=True),
    sa.Column("newspaper_id", KEY, sa.ForeignKey("newspaper.id"), nullable=False),
    sa.Column("url", sa.Text(), nullable=False),
    sa.Column("url_key", sa.Text(), nullable=False),
    sa.Column("purpose", sa.Text(), nullable=False),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("priority", KEY, nullable=False),
    sa.Column("attempts", KEY, nullable=False),
    sa.Column("fetches", KEY, nullable=False),
    sa.Column("due_at", MOMENT),
    sa.Column("lease_owner", sa.Text()),
    sa.Column("lease_until", MOMENT),
    sa.Column("before_lease", sa.Text()),
    sa.Column("found_by", sa.Text(), nullable=False),
    sa.Column("found_on_id", KEY, sa.ForeignKey("address.id")),
    sa.Column("found_at", MOMENT, nullable=False),
    sa.Column("modified_hint", MOMENT),
    sa.Column("etag", sa.Text()),
    sa.Column("last_modified", sa.Text()),
    sa.Column("last_fetched_at", MOMENT),
    sa.Column("reason", sa.Text()),
    sa.Column("article_id", KEY, sa.ForeignKey("article.id")),
    sa.Column("redirects_to_id", KEY, sa.ForeignKey("address.id")),
    sa.UniqueConstraint("newspaper_id", "url_key"),
    sa.Index("ix_address_article_id", "article_id"),
    sa.Index("ix_address_due", "newspaper_id", "state", "due_at"),
    sa.Index("ix_address_next", "newspaper_id", "priority", "due_at", "id"),
    sa.Index("ix_address_redirects_to_id", "redirects_to_id"),
)
sa.Table(
    "crawl",
    METADATA,
    sa.Column("id", KEY, primary_key=True),
    sa.Column("newspaper_id", KEY, sa.ForeignKey("newspaper.id"), nullable=False),
    sa.Column("run", sa.Text(), nullable=False),
    sa.Column("command", sa.Text(), nullable=False),
    sa.Column("started_at", MOMENT, nullable=False),
    sa.Column("ended_at", MOMENT),
    sa.Column("state", sa.Text(), nullable=False),
    sa.Column("reason", sa.Text()),
    sa.Column("requests", KEY, nullable=False),
    sa.Column("failures", KEY, nullable=False),
    sa.Column("discovered", KEY, nullable=False),
    sa.Column("articles_new", KEY, nullable=False),
    sa.Column("articles_read", KEY, nullable=False),
    sa.Column("revisions_new", KEY, nullable=False),
    sa.Column("gone_new", KEY, nullable=False),
    sa.Column("blocked", KEY, nullable=False),
    sa.Column("refused", KEY, nullable=False),
    sa.Column("bytes", KEY, nullable=False),
    sa.Column("fields", JSON, nullable=False),
    sa.Index("ix_crawl_newspaper_started", "newspaper_id", "started_at"),
)
sa.Table(
    "capture",
    METADATA,
    sa.Column("id", KEY, primary_key=True),
    sa.Column("newspaper_id", KEY, sa.ForeignKey("newspaper.id"), nullable=False),
    sa.Column("address_id", KEY, sa.ForeignKey("address.id")),
    sa.Column("crawl_id", KEY, sa.ForeignKey("crawl.id")),
    sa.Column("article_id", KEY, sa.ForeignKey("article.id")),
    sa.Column("revision_id", KEY, sa.ForeignKey("revision.id", use_alter=True)),
    sa.Column("url", sa.Text(), nullable=False),
    sa.Column("purpose", sa.Text(), nullable=False),
    sa.Column("kind", sa.Text()),
    sa.Column("fetched_at", MOMENT, nullable=False),
    sa.Column("status", KEY, nullable=False),
    sa.Column("content_type", sa.Text(), nullable=False),
    sa.Column("location", sa.Text()),
    sa.Column("tls_verified", sa.Boolean()),
    sa.Column("truncated", sa.Boolean(), nullable=False),
    sa.Column("warc", sa.Text(), nullable=False),
    sa.Column("offset", KEY, nullable=False),
    sa.Column("length", KEY, nullable=False),
    sa.Column("sha256", sa.Text(), nullable=False),
    sa.Column("payload_sha256", sa.Text(), nullable=False),
    sa.Column("facts_sha256", sa.Text()),
    sa.UniqueConstraint("warc", "offset"),
    sa.Index("ix_capture_address_id", "address_id"),
    sa.Index("ix_capture_article_fetched", "article_id", "fetched_at"),
)
sa.Table(
    "article",
    METADATA,
    sa.Column("id", KEY, primary_key=True),
    sa.Column("public_id", sa.Text(), nullable=False),
    sa.Column("newspaper_id", KEY, sa.ForeignKey("newspaper.id"), nullable=False),
    sa.Column("article_key", sa.Text()),
    sa.Column("url", sa.Text(), nullable=False),
    sa.Column("canonical_url", sa.Text(), nullable=False),
    sa.Column("kind", sa.Text(), nullable=False),
    sa.Column("first_seen_at", MOMENT, nullable=False),
    sa.Column("last_seen_at", MOMENT, nullable=False),
    sa.Column("gone_at", MOMENT),
    sa.Column("gone_reason", sa.Text()),
    sa.Column("revision_id", KEY, sa.ForeignKey("revision.id", use_alter=True)),
    sa.Column("published_at", MOMENT),
    sa.Column("view_count", KEY),
    sa.Column("comment_count", KEY),
    sa.UniqueConstraint("public_id"),
    sa.Index("ix_article_newspaper_id", "newspaper_id"),
    sa.Index("ix_article_newspaper_key", "newspaper_id", "article_key"),
    sa.Index("ix_article_published", "published_at", "id"),
)
sa.Table(
    "alias",
    METADATA,
    sa.Column("id", KEY, primary_key=True),
    sa.Column("newspaper_id", KEY, sa.ForeignKey("newspaper.id"), nullable=False),
    sa.Column("article_id", KEY, sa.ForeignKey("article.id"), nullable=False),
    sa.Column("url", sa.Text(), nullable=False),
    sa.Column("url_key", sa.Text(), nullable=False),
    sa.Column("article_key", sa.Text()),
    sa.Column("how", sa.Text(), nullable=False),
    sa.Column("since", MOMENT, nullable=False),
    sa.UniqueConstraint("newspaper_id", "url_key"),
    sa.Index("ix_alias_article_id", "article_id"),
    sa.Index("ix_alias_article_key", "newspaper_id", "article_key"),
)
sa.Table(
    "revision",
    METADATA,
    sa.Column("id", KEY, primary_key=True),
    sa.Column("article_id", KEY, sa.ForeignKey("article.id"), nullable=False),
    sa.Column("number", KEY, nullable=False),
    sa.Column("capture_id", KEY, sa.ForeignKey("capture.id"), nullable=False),
    sa.Column("seen_at", MOMENT, nullable=False),
    sa.Column("facts_sha256", sa.Text(), nullable=False),
    sa.Column("title", sa.Text(), nullable=False),
    sa.Column("lead", sa.Text()),
    sa.Column("body_text", sa.Text(), nullable=False),
    sa.Column("blocks", JSON, nullable=False),
    sa.Column("byline_raw", sa.Text()),
    sa.Column("published_at", MOMENT),
    sa.Column("published_precision", sa.Text()),
    sa.Column("published_raw", sa.Text()),
    sa.Column("updated_at", MOMENT),
    sa.Column("updated_raw", sa.Text()),
    sa.Column("section", sa.Text()),
    sa.Column("language", sa.Text()),
    sa.Column("layout", sa.Text()),
    sa.Column("reader", sa.Text(), nullable=False),
    sa.Column("sources", JSON, nullable=False),
    sa.UniqueConstraint("article_id", "facts_sha256"),
    sa.UniqueConstraint("article_id", "number"),
    sa.Index("ix_revision_section", "section"),
)
sa.Table(
    "author",
    METADATA,
    sa.Column("id", KEY, primary_key=True),
    sa.Column("name", sa.Text(), nullable=False),
    sa.Column("folded", sa.Text(), nullable=False),
    sa.UniqueConstraint("name"),
    sa.Index("ix_author_folded", "folded"),
)
sa.Table(
    "byline",
    METADATA,
    sa.Column("revision_id", KEY, sa.ForeignKey("revision.id"), primary_key=True),
    sa.Column("position", KEY, primary_key=True),
    sa.Column("author_id", KEY, sa.ForeignKey("author.id"), nullable=False),
    sa.Column("role", sa.Text()),
    sa.Index("ix_byline_author_id", "author_id"),
)
sa.Table(
    "agency",
    METADATA,
    sa.Column("id", KEY, primary_key=True),
    sa.Column("name", sa.Text(), nullable=False),
    sa.UniqueConstraint("name"),
)
sa.Table(
    "credit",
    METADATA,
    sa.Column("revision_id", KEY, sa.ForeignKey("revision.id"), primary_key=True),
    sa.Column("position", KEY, primary_key=True),
    sa.Column("agency_id", KEY, sa.ForeignKey("agency.id"), nullable=False),
    sa.Index("ix_credit_agency_id", "agency_id"),
)
sa.Table(
    "tag",
    METADATA,
    sa.Column("id", KEY, primary_key=True),
    sa.Column("name", sa.Text(), nullable=False),
    sa.UniqueConstraint("name"),
)
sa.Table(
    "revision_tag",
    METADATA,
    sa.Column("revision_id", KEY, sa.ForeignKey("revision.id"), primary_key=True),
    sa.Column("position", KEY, primary_key=True),
    sa.Column("tag_id", KEY, sa.ForeignKey("tag.id"), nullable=False),
    sa.Index("ix_revision_tag_tag_id", "tag_id"),
)
sa.Table(
    "image",
    METADATA,
    sa.Column("revision_id", KEY, sa.ForeignKey("revision.id"), primary_key=True),
    sa.Column("position", KEY, primary_key=True),
    sa.Column("url", sa.Text(), nullable=False),
    sa.Column("caption", sa.Text()),
)
sa.Table(
    "observation",
    METADATA,
    sa.Column("capture_id", KEY, sa.ForeignKey("capture.id"), primary_key=True),
    sa.Column("article_id", KEY, sa.ForeignKey("article.id"), nullable=False),
    sa.Column("observed_at", MOMENT, nullable=False),
    sa.Column("view_count", KEY),
    sa.Column("view_count_exact", sa.Boolean()),
    sa.Column("view_count_raw", sa.Text()),
    sa.Column("comment_count", KEY),
    sa.Column("own_fetches_before", KEY, nullable=False),
    sa.Index("ix_observation_article_observed", "article_id", "observed_at"),
)
sa.Table(
    "problem",
    METADATA,
    sa.Column("capture_id", KEY, sa.ForeignKey("capture.id"), primary_key=True),
    sa.Column("field", sa.Text(), primary_key=True),
    sa.Column("reason", sa.Text(), primary_key=True),
)


def upgrade() -> None:
    """Make every table; the search index keeps two forms of each text, as storage.search_index says."""
    bind = op.get_bind()
    METADATA.create_all(bind, checkfirst=False)
    if bind.dialect.name == "sqlite":
        op.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        op.execute(
            "CREATE VIRTUAL TABLE article_search USING fts5("
            "exact, folded, content='', tokenize='unicode61 remove_diacritics 0')"
        )
    else:
        op.execute(
            "CREATE TABLE article_search (article_id bigint PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE, "
            "exact tsvector NOT NULL, folded tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX ix_article_search_exact ON article_search USING gin (exact)")
        op.execute("CREATE INDEX ix_article_search_folded ON article_search USING gin (folded)")
