"""A real Chromium, a server on loopback, and the demonstration's archive behind it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
import uvicorn

pytest.importorskip("playwright", reason="needs playwright: pip install -r requirements-dev.txt")

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

from archiver.config import Config
from archiver.demo import spider
from archiver.demo.content import evening
from archiver.demo.home import DemoHome
from archiver.demo.server import Server
from archiver.demo.story import CRAWL, DAYS
from archiver.web.app import create_app

PROGRAM = "ARCHIVER_TEST_CHROMIUM"
LOOKS: dict[str, tuple[int, int, Literal["light", "dark"]]] = {  # name -> width, height, colours
    "desktop light": (1280, 900, "light"),
    "desktop dark": (1280, 900, "dark"),
    "phone light": (360, 740, "light"),
    "phone dark": (360, 740, "dark"),
}


def chromium() -> str:
    """The program; where nobody named one, that of the system."""
    named = os.environ.get(PROGRAM)
    if named:
        assert Path(named).is_file(), f"{PROGRAM} names {named}, which is not there"
        return named
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip(f"needs Chromium: apt-get install chromium, or {PROGRAM}=/path/to/it")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Open for one file only: while it is, Playwright's event loop runs in the thread of the tests."""
    program = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, as a package ships it."""
    found = importlib.util.find_spec("axe_playwright_python")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / "axe.min.js").read_text("utf-8")


@contextmanager
def served(config: Config) -> Iterator[str]:
    """The address under which an archive is served."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(config), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        for _ in range(1200):
            if server.started:
                break
            time.sleep(0.05)
        assert server.started
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """The archive of the demonstration, crawled on its three days; its address."""
    with DemoHome(tmp_path_factory.mktemp("demo") / "archive") as home, Server() as paper:
        spider.write(home.newspapers, paper.base)
        for day in DAYS:
            paper.day = day
            home.command((*CRAWL, "--revisit") if day else CRAWL, evening(day))
        (home.path / "searches.toml").write_text('"Cà phê" = "/search?q=c%C3%A0+ph%C3%AA"\n', "utf-8")
        config = home.configuration
        with served(Config(home=config.home, database_url=config.database_url, rate=0)) as base:
            yield base


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Opens pages in contexts of their own; fails where one asked another host, said an error or opened a dialog."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def refused(shown: Dialog) -> None:
        wrong.append(f"dialog: {shown.message}")
        shown.dismiss()

    def open_page(address: str, look: str = "desktop light", *, script: bool = True) -> Page:
        width, height, colours = LOOKS[look]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=colours,
            java_script_enabled=script,
            locale="en-GB",
        )
        contexts.append(context)
        page = context.new_page()
        own = address.split("/")[2]
        page.on("request", lambda sent: wrong.append(sent.url) if sent.url.split("/")[2] != own else None)
        page.on("dialog", refused)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
