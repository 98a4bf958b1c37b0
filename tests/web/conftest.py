"""The sample archive on each engine, and a client of its application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from archiver import config
from archiver.crawl.imports import import_paths
from archiver.crawl.registry import load
from archiver.web.app import create_app
from archiver.web.opening import Opening
from tests.crawl.saved import Foreign, a_config, address, page
from tests.query import conftest
from tests.query.made import Made

empty, made, engine, clock = conftest.empty, conftest.made, conftest.engine, conftest.clock


def settings(made: Made, **more: str) -> config.Config:
    """The configuration of a sample archive; any number of requests, unless said otherwise."""
    said = {"HOME": str(made.home), "DATABASE_URL": made.url, "RATE": "0", **more}
    return config.load({f"ARCHIVER_{key}": value for key, value in said.items()}, made.home)


def imported(folder: Path) -> config.Config:
    """An archive with its evidence: an article that was fetched twice, and another one."""
    foreign = Foreign(packed=True)
    foreign.info()
    html = (("Content-Type", "text/html; charset=utf-8"),)
    for number, at, views in ((1, "2019-03-29", 10), (2, "2019-03-30", 20), (1, "2019-04-02", 35)):
        foreign.response(address(number), page(number, views=views), f"{at}T03:00:00Z", headers=html, request=True)
    made = replace(a_config(folder), rate=0)
    assert import_paths(made, [foreign.save(folder / "others.warc.gz")], load(made)).articles == 2
    return made


def opening_of(client: TestClient) -> Opening:
    """The archive that the application asks."""
    assert isinstance(client.app, FastAPI)
    found = client.app.state.opening
    assert isinstance(found, Opening)
    return found


@pytest.fixture(scope="module")
def client(made: Made) -> Iterator[TestClient]:
    """Asks the application of the sample archive; an error within it fails the test."""
    with TestClient(create_app(settings(made))) as asking:
        yield asking
