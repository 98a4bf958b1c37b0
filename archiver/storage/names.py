"""Row numbers of authors, agencies and tags by their names, remembered while a run lasts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection, select

from archiver.core.text import fold
from archiver.storage import statements
from archiver.storage.database import table

LONGEST = 200  # letters of a name; what is longer is no name, and no index takes it
_HALF = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text as both engines take it: NUL and halves of surrogate pairs become U+FFFD.

    >>> storable("a\\x00b")
    'a\ufffdb'
    """
    return text if text.isascii() and "\x00" not in text else _HALF.sub("\ufffd", text)


class Names:
    """Finds or makes the row of each name. Names that differ in anything are two rows: kept as printed."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], int] = {}

    def ids(self, conn: Connection, kind: str, names: Sequence[str]) -> list[int]:
        """The row numbers of `names`, in their order, without repetition.

        Args:
            kind: the table: "author", "agency" or "tag".
        """
        wanted = list(dict.fromkeys(name[:LONGEST] for name in map(storable, names) if name.strip()))
        missing = [name for name in wanted if (kind, name) not in self._ids]
        if missing:
            rows = table(kind)
            for row in conn.execute(select(rows.c.id, rows.c.name).where(rows.c.name.in_(missing))):
                self._ids[kind, row.name] = row.id
            for name in missing:
                if (kind, name) not in self._ids:
                    values = {"name": name, "folded": fold(name)} if kind == "author" else {"name": name}
                    self._ids[kind, name] = statements.put(conn, kind, values)
        return [self._ids[kind, name] for name in wanted]

    def forget(self) -> None:
        """Forget everything: a transaction was undone, and with it perhaps some rows."""
        self._ids.clear()
