"""The sample archive on each engine, and a client of its application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archiver import config
from archiver.web.app import create_app
from tests.query import conftest
from tests.query.made import Made

empty, made, engine = conftest.empty, conftest.made, conftest.engine


def settings(made: Made, **more: str) -> config.Config:
    """The configuration of a sample archive; any number of requests, unless said otherwise."""
    said = {"HOME": str(made.home), "DATABASE_URL": made.url, "RATE": "0", **more}
    return config.load({f"ARCHIVER_{key}": value for key, value in said.items()}, made.home)


@pytest.fixture(scope="module")
def client(made: Made) -> Iterator[TestClient]:
    """Asks the application of the sample archive; an error within it fails the test."""
    with TestClient(create_app(settings(made))) as asking:
        yield asking
