"""T19 for the web: whatever is asked, the answer is one of ours, never a 500, and nothing is written."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from fastapi import FastAPI

from archiver.web.app import create_app
from tests.query import hostile
from tests.query.made import sample
from tests.web.asking import ask_all
from tests.web.conftest import settings

V1 = b"/api/v1/"
ROUTES = ["search"] * 12 + [
    "trends",
    "coverage",
    "attention",
    "typical",
    "edits",
    "export",
    "article",
    "history",
    "cite",
]
ROUTES += ["diff", "evidence", "authors", "newspapers", "codebook", "nothing"]
ASKED = 5000
KNOWN = {200, 400, 404, 422}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archive")


@pytest.fixture(scope="module")
def app(home: Path) -> Iterator[FastAPI]:
    made = sample(home)
    app = create_app(settings(made))
    made.writer.dispose()
    yield app
    app.state.opening.close()


def written(draw: random.Random, text: str) -> bytes:
    """A value as it stands in an address; now and then with a byte that is no UTF-8, or cut."""
    raw = text.encode("utf-8", "surrogatepass")
    if draw.random() < 0.02:
        raw += draw.choice([b"\xff", b"\xc3", b"\xed\xa0\x80", b"\x00", b"\xf4\x90\x80\x80"])
    return quote_from_bytes(raw, safe="").encode() if draw.random() < 0.98 else raw.replace(b"%", b"")


def requests(draw: random.Random) -> Iterator[tuple[bytes, bytes]]:
    for _ in range(ASKED):
        route = draw.choice(ROUTES)
        pairs = [("id" if route in ("article", "history", "cite", "diff", "evidence") else "q", hostile.query(draw))]
        names = [*hostile.OPTIONS, "limit", "cursor", "per", "against", "from", "to", "sha256", "format", "begins", "x"]
        pairs += [(draw.choice(names), draw.choice(hostile.PIECES)) for _ in range(draw.choice((0, 0, 0, 1, 2)))]
        yield V1 + route.encode(), b"&".join(name.encode() + b"=" + written(draw, value) for name, value in pairs)


def test_whatever_is_asked_is_answered_or_refused(app: FastAPI, home: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")  # shown where the test fails
    before = hashlib.sha256((home / "archive.db").read_bytes()).hexdigest()
    asked = list(requests(random.Random(seed)))
    began = time.process_time()
    answers = ask_all(app, asked)
    print(f"{time.process_time() - began:.1f} s")
    statuses = Counter(answer.status for answer in answers)
    assert set(statuses) <= KNOWN, [
        one for one, answer in zip(asked, answers, strict=True) if answer.status not in KNOWN
    ]
    assert statuses[200] > ASKED / 20
    assert statuses[400] > ASKED / 20
    for (path, query), answer in zip(asked, answers, strict=True):
        if answer.status != 200:
            assert set(json.loads(answer.body)) == {"error"}, (path, query)
            assert b"Traceback" not in answer.body
        if b"%00" in query or b"%FF" in query or b"%ED%A0%80" in query:
            assert answer.status == 400, (path, query)
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert hashlib.sha256((home / "archive.db").read_bytes()).hexdigest() == before
    assert not [path.name for path in home.iterdir() if not path.name.startswith("archive.db")]


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static/..%2f..%2fapp.py", "/static/%2e%2e/pages.py",
     "/api/v1/%00", "/api/v1/evidence/..%2f", "/%ff", "//etc/passwd", "/static//etc/passwd", "/api/v1/search/",
     "/docs", "/redoc"],
)  # fmt: skip
def test_no_address_leads_to_a_file(app: FastAPI, path: str) -> None:
    (answer,) = ask_all(app, [(path.encode(), b"")])
    assert answer.status in (307, 400, 404)
    assert b"root:" not in answer.body
    assert b"import" not in answer.body
