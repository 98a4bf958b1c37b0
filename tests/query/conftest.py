from __future__ import annotations

import pytest
from sqlalchemy import Engine

from archiver.storage.database import open_engine
from tests.query.made import Made, sample


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return sample(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def engine(made: Made) -> Engine:
    return open_engine(made.url, read_only=True)
