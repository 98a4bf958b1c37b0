"""Records as lines of a file: JSON Lines as they are, CSV flat and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from archiver.query.codebook import BESIDE, Shape, columns
from archiver.query.records import Record

BOM = "\ufeff"
COLUMNS = tuple(column.name for column in columns(Shape.CSV))

_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")
_SKIPPED = frozenset("'\"")  # quotes before a formula are taken off by some programs


def json_line(record: Record) -> str:
    """A record as one line of JSON, every key in its order.

    >>> json_line({"title": "Cầu mới"})
    '{"title": "Cầu mới"}\\n'
    """
    return json.dumps(record, ensure_ascii=False) + "\n"


def csv_header(columns: Sequence[str] = COLUMNS) -> str:
    """The first line of a CSV file."""
    return _line(list(columns))


def csv_line(
    record: Record,
    *,
    raw: bool = False,
    columns: Sequence[str] = COLUMNS,
    beside: Mapping[str, str] | None = None,
) -> str:
    """A record as one line of CSV: lists joined by "; ", numbers as numbers, text in quotes.

    Args:
        raw: leave text exactly as it is, also where a spreadsheet would run it.
        columns: those that the line has.
        beside: what stands in columns that no record has: of `codebook.BESIDE`, of the file that holds the text.
    """
    return _line(list(flatten(record, raw=raw, columns=columns, beside=beside).values()))


def flatten(
    record: Record,
    *,
    raw: bool = False,
    columns: Sequence[str] = COLUMNS,
    beside: Mapping[str, str] | None = None,
) -> dict[str, str | int | None]:
    """The cells of a CSV line, by column; what is no number is safe to open in a spreadsheet unless `raw`."""
    known: dict[str, Any] = record
    views = known["views"]
    evidence = known["evidence"] or {}
    cells: dict[str, Any] = {
        **known,
        **dict.fromkeys(column.name for column in BESIDE),
        **(beside or {}),
        "roles": [f"{name}: {role}" for name, role in known["roles"].items()],
        "sources": [f"{field}: {rule}" for field, rule in known["sources"].items()],
        "problems": [f"{problem['field']}: {problem['reason']}" for problem in known["problems"]],
        "images": [image["url"] for image in known["images"]],
        "own_fetches_before": views[-1]["own_fetches_before"] if views else None,
        "views": [f"{view['observed_at']}={view['count']}(+{view['own_fetches_before']})" for view in views],
        "revision_count": len(known["revisions"]),
        **{f"evidence_{key}": evidence.get(key) for key in ("warc", "offset", "length", "sha256", "fetched_at")},
    }
    return {name: _cell(cells[name], raw=raw) for name in columns}


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before what might be one, all else unchanged.

    White space, byte order marks and invisible characters before the sign do not hide it, nor do its wide forms.

    Source:
        OWASP on CSV injection; full-width signs are read as signs by spreadsheets in East Asian settings.

    >>> safe("=1+1"), safe(" \\ufeff＝1+1"), safe("Giá tăng 5 %")
    ("'=1+1", "' \\ufeff＝1+1", 'Giá tăng 5 %')
    """
    for letter in text:
        if letter in _TRIGGERS:
            return "'" + text
        if not (letter.isspace() or letter in _SKIPPED or unicodedata.category(letter) in ("Cf", "Cc", "Zs")):
            return text
    return text


def _cell(value: Any, *, raw: bool) -> str | int | None:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, list):
        texts = [str(item) for item in value]
        return "; ".join(texts) if raw else safe("; ".join(map(safe, texts)))
    text = str(value).replace("\0", "")  # no CSV reader takes it; PostgreSQL does not store it either
    return text if raw else safe(text)


def _line(cells: list[str | int | None]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_NONNUMERIC).writerow(cells)
    return out.getvalue()
