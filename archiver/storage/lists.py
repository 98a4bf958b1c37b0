"""Which addresses are lists: the few among many that lead to others."""

from __future__ import annotations

from sqlalchemy import bindparam

from archiver.storage.database import table
from archiver.storage.values import Purpose

IS_LIST = table("address").c.purpose.in_(  # in the statement itself: their index is no use for values told apart
    bindparam("lists", [Purpose.LISTING.value, Purpose.SITEMAP.value], expanding=True, literal_execute=True)
)
