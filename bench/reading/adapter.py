"""Our reader as the sets' `evaluate.py` calls one: `adapter.py:extract`, under the interpreter of the peers."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), *os.environ.get("ARCHIVER_LIBRARIES", "").split(os.pathsep)]

reader = import_module("archiver.core.extract")
page = import_module("archiver.core.page")


def extract(html: str, url: str) -> dict[str, object]:
    """What the general reader says of a page, in the words of `evaluate.py`."""
    got = reader.extract(page.Page(url, html.encode(), "text/html; charset=utf-8"))
    return {
        "title": got.title,
        "authors": list(got.byline.authors) if got.byline else [],
        "published": got.published.moment.isoformat() if got.published else None,
        "body": got.body_text,
    }
