"""What a crawl counts of itself, for the ledger and for whoever watches; and a log that no text can forge."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.logformatter import LogFormatter

from archiver.core.checks import WALL
from archiver.core.errors import DiskError
from archiver.storage.ledger import found_by
from archiver.storage.values import Outcome, Purpose, Visit

_SECRET = re.compile(r"(?i)((?:token|key|password|passwd|pwd|secret|sig|auth)[\w-]*=)[^&\s\"']+")
_USER = re.compile(r"(?<=://)[^/\s@\"']+@")


@dataclass(slots=True)
class Counts:
    """The ledger's figures of one newspaper's crawl, as they grow."""

    requests: int = 0
    failures: int = 0  # exchanges and attempts that gave nothing usable
    discovered: int = 0
    articles_new: int = 0
    articles_read: int = 0
    revisions_new: int = 0
    gone_new: int = 0
    blocked: int = 0
    refused: int = 0
    bytes: int = 0  # on the wire
    fields: dict[str, dict[str, int]] = field(default_factory=dict)  # field -> {"found": n, reason: n}

    def note(self, visit: Visit, outcome: Outcome) -> None:
        """Count one exchange that is durable."""
        self.requests += 1
        self.bytes += len(visit.fetch.wire_body)
        self.discovered += outcome.discovered
        self.gone_new += outcome.gone
        self.refused += visit.refusal
        if is_wall(visit):
            self.blocked += 1
        elif visit.retry_at is not None:
            self.failures += 1
        if visit.purpose is Purpose.ARTICLE and visit.extraction is not None and visit.reason is None:
            self.articles_read += 1
            self.articles_new += outcome.new_article
            self.revisions_new += outcome.new_revision
        if visit.reason is None or visit.purpose is Purpose.VIEWS:
            self._note_fields(visit)

    def _note_fields(self, visit: Visit) -> None:
        for name, said in found_by(visit).items():
            counts = self.fields.setdefault(name, {})
            counts[said] = counts.get(said, 0) + 1

    def as_ledger(self) -> dict[str, Any]:
        """The figures by the names of the ledger's columns."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def is_wall(visit: Visit) -> bool:
    """True where a wall stood before the page: a challenge, or a refusal by status."""
    reason = visit.reason or ""
    return reason == WALL or (visit.retry_at is not None and reason in ("http 401", "http 403", "http 407", "http 451"))


class QuietFormatter(LogFormatter):
    """Scrapy's messages without a line for each page: the ledger and the evidence hold all of it."""

    def scraped(self, item: Any, response: Any, spider: Any) -> Any:
        """Nothing: the item is in the archive."""

    def dropped(self, item: Any, exception: Any, response: Any, spider: Any) -> Any:
        """Nothing: what is no article is no item."""

    def crawled(self, request: Any, response: Any, spider: Any) -> Any:
        """Nothing: each exchange is evidence."""


def mask(text: str) -> str:
    r"""A text that may go to a log: control characters escaped, secrets in addresses hidden.

    >>> mask("GET http://me:pw@baomau.example/?token=abc\nforged")
    'GET http://***@baomau.example/?token=***\\nforged'
    """
    text = _SECRET.sub(r"\1***", _USER.sub("***@", text))
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


class JsonLines(logging.Formatter):
    """One JSON object a line: nothing that a page says can end a line or begin another."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as one line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": mask(record.getMessage()),
        }
        spider = getattr(record, "spider", None)
        if spider is not None:
            line["newspaper"] = str(getattr(spider, "name", spider))
        if record.exc_info:
            line["traceback"] = [mask(part) for part in self.formatException(record.exc_info).splitlines()]
        return json.dumps(line, ensure_ascii=False)


class _QuietFile(logging.FileHandler):
    """A log that says nothing where it cannot be written: the full disk is told once, by the run."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name of the base class
        """Nothing: a traceback for each line of the log would hide the one line that counts."""

    def close(self) -> None:
        """Close it, written or not."""
        with suppress(OSError):
            super().close()


def log_to(folder: Path, now: datetime) -> logging.Handler:
    """Send all logging to a file of today in `folder`, as JSON lines; returns the handler, to be removed at the end.

    Raises:
        DiskError: the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise DiskError(f"{folder} cannot be made for the log: {problem.strerror}") from problem
    handler = _QuietFile(folder / f"crawl-{now:%Y%m%d}.jsonl", encoding="utf-8", delay=True)
    handler.setFormatter(JsonLines())
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(min(root.level or logging.INFO, logging.INFO))
    return handler


@dataclass(frozen=True, slots=True)
class Progress:
    """How one newspaper's crawl stands, for whoever watches."""

    newspaper: str
    counts: Mapping[str, Any]
    ended: str = ""  # the state in which it ended, "" while it runs
    reason: str | None = None
    visit: Visit | None = None  # what was just kept
