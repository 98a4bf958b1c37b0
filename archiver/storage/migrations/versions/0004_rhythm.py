"""What each source brought, newest first: by that rhythm it is asked again."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An index; the rows are as they were."""
    op.create_index("ix_address_found_on_id_found_at", "address", ["found_on_id", "found_at"])
