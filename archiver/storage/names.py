"""Row numbers of authors, agencies and tags by their names, remembered while a run lasts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from archiver.core.text import fold
from archiver.storage import statements
from archiver.storage.database import table
from archiver.storage.prepared import Prepared

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
        for name in wanted:
            if (kind, name) not in self._ids:
                known = _KNOWN[kind].value(conn, name=name)
                self._ids[kind, name] = _make(conn, kind, name) if known is None else known
        return [self._ids[kind, name] for name in wanted]

    def forget(self) -> None:
        """Forget everything: a transaction was undone, and with it perhaps some rows."""
        self._ids.clear()


_KNOWN = {
    kind: Prepared(select(table(kind).c.id).where(table(kind).c.name == bindparam("name")))
    for kind in ("author", "agency", "tag")
}


def _make(conn: Connection, kind: str, name: str) -> int:
    return statements.put(conn, kind, {"name": name, "folded": fold(name)} if kind == "author" else {"name": name})
