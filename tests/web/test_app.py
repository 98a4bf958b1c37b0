"""The application is made of an archive, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver import config
from archiver.core.errors import ConfigurationError
from archiver.web.app import create_app


def test_without_an_archive_there_is_no_application(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no archive at"):
        create_app(config.load({"ARCHIVER_HOME": str(tmp_path)}, tmp_path))
    assert list(tmp_path.iterdir()) == []
