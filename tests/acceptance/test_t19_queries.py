"""T19 for Python and the command line: 5,000 queries of signs and hostile pieces; nothing but an answer or an error of
the one who asks, nothing written, 99 of 100 in well under a second."""

from __future__ import annotations

import hashlib
import random
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from archiver import Archive
from archiver.core.errors import UsageError
from tests.query import hostile
from tests.query.made import sample

pytestmark = pytest.mark.acceptance


def test_five_thousand_queries_are_answered_or_refused(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # shown where the test fails
    draw = random.Random(seed)
    sample(tmp_path).writer.dispose()
    database = tmp_path / "archive.db"
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    took: list[float] = []
    answered = 0
    with Archive.open(tmp_path) as archive:
        for _ in range(5000):
            query = hostile.query(draw)
            options: dict[str, Any] = {}
            if draw.random() < 0.3:
                options[draw.choice(hostile.OPTIONS)] = draw.choice(hostile.PIECES)
            began = time.perf_counter()
            with suppress(UsageError):
                archive.search(query, facets=draw.random() < 0.1, **options)
                answered += 1
            took.append(time.perf_counter() - began)
    assert answered > 500
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
    assert sorted(took)[int(0.99 * len(took))] < 1.2
