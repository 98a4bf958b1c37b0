"""The folder of other people's texts that some tests read: named by ARCHIVER_CORPORA, never part of the project."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

VARIABLE = "ARCHIVER_CORPORA"


def corpora(*parts: str) -> Path:
    """The file or folder below the corpora; the test that asks is skipped, with the reason, where it is not there."""
    home = os.environ.get(VARIABLE, "")
    if not home:
        pytest.skip(f"needs other people's texts: set {VARIABLE} to their folder")
    path = Path(home).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{VARIABLE} is set, but {path} is not there")
    return path


def corpus(*parts: str) -> list[dict[str, Any]]:
    """The entries of a JSON corpus; never empty, so that no test passes by reading nothing."""
    entries: list[dict[str, Any]] = json.loads(corpora(*parts).read_text("utf-8"))
    assert entries, f"{parts} holds nothing"
    return entries
