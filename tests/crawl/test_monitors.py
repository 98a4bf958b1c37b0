"""Logs: one JSON object a line, no control characters, no secrets."""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.core.errors import DiskError
from archiver.crawl.monitors import log_to, mask

PAYLOADS = [
    "a\r\nb",
    "\x1b[31mred\x1b[0m",
    "\x00\x07\x7f",
    "\u2028\u2029\x85",
    "GET https://me:hunter2@baomau.example/?token=hunter2&x=1",
    "https://baomau.example/a?api_key=hunter2#z",
    "https://baomau.example/a?PASSWORD=hunter2&Session_Secret=hunter2",
    "postgresql+psycopg://me:hunter2@db/archive",
    '{"level": "forged"}',
    "\u202egnirts",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_one_harmless_line(tmp_path: Path, payload: str) -> None:
    handler = log_to(tmp_path, datetime(2026, 11, 23, tzinfo=UTC))
    try:
        logging.getLogger("archiver.test").warning("the page says %s", payload)
        try:
            raise ValueError(payload)
        except ValueError:
            logging.getLogger("archiver.test").exception("a bug")
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    data = (tmp_path / "crawl-20261123.jsonl").read_bytes()
    lines = [json.loads(line) for line in data.splitlines()]
    assert [line["level"] for line in lines] == ["warning", "error"]
    assert b"hunter2" not in data
    assert not any(byte < 32 and byte != 10 for byte in data)


def test_vietnamese_stays_readable() -> None:
    assert mask("Đắk Nông: https://baomau.example/tin-a1.html?page=2") == (
        "Đắk Nông: https://baomau.example/tin-a1.html?page=2"
    )


def test_a_log_that_cannot_be_written_is_silent(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    (tmp_path / f"crawl-{now:%Y%m%d}.jsonl").symlink_to("/dev/full")
    handler = log_to(tmp_path, now)
    try:
        logging.getLogger("archiver.test").warning("no room")
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    assert capfd.readouterr().err == ""


def test_a_folder_of_logs_that_cannot_be_made_is_a_fault_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "logs").touch()
    with pytest.raises(DiskError, match="for the log"):
        log_to(tmp_path / "logs", datetime(2026, 11, 23, tzinfo=UTC))
