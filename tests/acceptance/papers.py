"""Newspapers on loopback for the long tests, and the real command line that crawls them."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from archiver.config import Config, load
from tests.crawl.fakesite import FakeSite, html, listing, rss, spider_file

ROOT = Path(__file__).parents[2]
PAGE = 25  # articles on one page of a section
NEWEST = 30  # articles in the feed
SECTIONS = ("thoi-su", "kinh-te")
AUTHORS = ("Nguyễn An", "Trần Bình", "Lê Cường", "Phạm Dung", "Y Điểu Niê", "K'Brét")
PLACES = ("suối Đá", "thôn Hạ", "đèo Gió", "chợ huyện", "bản Mây", "buôn Krông", "xã Đắk Nia", "bến Sông Cầu")
WORKS = ("thông xe", "khởi công", "được sửa xong", "gặp lũ", "đón khách", "có điện", "mở lại", "được mùa")


def article(number: int, *, edition: int = 0) -> bytes:
    """The page of an article; a later edition has another text and more views, and one in seven another author."""
    place, work = PLACES[number % 8], WORKS[number // 8 % 8]
    title = f"Cầu số {number} ở {place} {work}"
    author = AUTHORS[(number + (edition if number % 7 == 0 else 0)) % 6]
    text = "".join(
        f"<p>Ngày thứ {day} ở {place}, đoàn thợ số {number} kể rằng cây cầu {work} sau {number % 9 + day} tháng chờ. "
        f"Bà con {PLACES[(number + day) % 8]} mang cà phê và hồ tiêu ra bán cho người qua đường mỗi phiên.</p>"
        for day in range(1, 4 + number % 5)
    )
    told = f"<p>Bản in lần {edition + 1}: số liệu đã được xem lại.</p>" if edition else ""
    return (
        f"<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div class=date>{number % 27 + 1:02}/03/2022 {number % 24:02}:{number % 60:02}</div>"
        f"<div class=views>{100 + number + 50 * edition} lượt xem</div><div class=by>{author}</div>"
        f"<div class=content>{text}{told}</div></body></html>"
    ).encode()


def path_of(number: int) -> str:
    """Where an article stands."""
    return f"/tin/cau-a{number}.html"


class Paper:
    """A newspaper: the older half of its articles in the sitemap, the newer on section pages, the newest in a feed."""

    def __init__(self, name: str, site: FakeSite, articles: int) -> None:
        self.name = name
        self.site = site
        self.articles = articles
        numbers = range(1, articles + 1)
        site.routes.update({path_of(n): html(article(n)) for n in numbers})
        half = articles // 2
        locations = "".join(f"<url><loc>{site.base}{path_of(n)}</loc></url>" for n in numbers[:half])
        site.routes["/robots.txt"] = html(b"User-agent: *\nDisallow: /quan-tri/\nSitemap: /map.xml")
        site.routes["/map.xml"] = html(f"<urlset>{locations}</urlset>".encode())
        site.routes["/rss"] = rss(*(site.base + path_of(n) for n in numbers[-NEWEST:]))
        site.routes["/"] = html(listing(*(path_of(n) for n in numbers[-10:]), title="Trang nhất"))
        for at, section in enumerate(SECTIONS):
            self._section(f"/{section}/", [n for n in reversed(numbers[half:]) if n % len(SECTIONS) == at])

    def _section(self, path: str, numbers: list[int]) -> None:
        pages = [numbers[start : start + PAGE] for start in range(0, len(numbers), PAGE)]
        for at, page in enumerate(pages, 1):
            more = [f"{path}?page={at + 1}"] if at < len(pages) else []
            here = path if at == 1 else f"{path}?page={at}"
            self.site.routes[here] = html(listing(*(path_of(n) for n in page), *more))

    def define(self, folder: Path) -> None:
        """Write its spider file."""
        base = self.site.base
        sections = [f"{base}/{section}/" for section in SECTIONS]
        spider_file(self.site, folder, self.name, feeds=[f"{base}/rss"], sections=sections)

    def asked(self, since: int = 0) -> Counter[str]:
        """How often each article was asked for, from the `since`-th request on."""
        return Counter(one.path for one in self.site.asked[since:] if one.path.startswith("/tin/"))


@contextmanager
def newspapers(folder: Path, names: tuple[str, ...], articles: int) -> Iterator[list[Paper]]:
    """Newspapers that are open and defined in a folder of spider files."""
    with ExitStack() as stack:
        papers = [Paper(name, stack.enter_context(FakeSite()), articles) for name in names]
        for paper in papers:
            paper.define(folder)
        yield papers


def environment(tmp_path: Path, **said: str) -> dict[str, str]:
    """The variables of a shell in which the archiver crawls these newspapers as fast as it can."""
    ours = {"HOME": str(tmp_path / "archive"), "SPIDERS": str(tmp_path / "papers"), "DELAY": "0", **said}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ARCHIVER_")}
    return {**clean, **{f"ARCHIVER_{name}": value for name, value in ours.items()}}


def configured(environ: Mapping[str, str]) -> Config:
    """The configuration that such a shell means."""
    return load(environ)


def start(environ: Mapping[str, str], *arguments: str, into: Path | None = None) -> subprocess.Popen[bytes]:
    """Start `python -m archiver`; what it says is added to a file."""
    command = [sys.executable, "-m", "archiver", *arguments]
    with (into or Path(os.devnull)).open("ab") as said:
        return subprocess.Popen(command, env=environ, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=said, stderr=said)


def run(environ: Mapping[str, str], *arguments: str) -> str:
    """Run `python -m archiver` to its end, which must be a good one; what it said."""
    command = [sys.executable, "-m", "archiver", *arguments]
    done = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def read(home: Path, query: str, *values: Any) -> list[Any]:
    """Rows of the archive's database, by a connection that is closed again; [] while there is no such table."""
    try:
        database = sqlite3.connect(f"file:{home / 'archive.db'}?mode=ro", uri=True, timeout=30)
    except sqlite3.OperationalError:
        return []
    try:
        return database.execute(query, values).fetchall()
    except sqlite3.OperationalError as problem:
        if "no such table" in str(problem) or "unable to open" in str(problem):
            return []
        raise
    finally:
        database.close()


def _quick(environ: dict[str, str], arguments: tuple[str, ...]) -> None:
    from archiver.cli import main

    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["archiver", *arguments]
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(null, number)
    main.run()


_server = multiprocessing.get_context("forkserver")
_server.set_forkserver_preload(["__main__", "archiver.crawl.run", "archiver.cli.crawl", "tests.acceptance.papers"])


def in_fork(work: Callable[..., None], *arguments: Any) -> int:
    """Run a function in a process forked where everything is loaded; its exit status, negative for a signal."""
    process: ForkServerProcess = _server.Process(target=work, args=arguments)
    process.start()
    process.join()
    code = process.exitcode
    assert code is not None
    process.close()
    return code


def quick(environ: Mapping[str, str], *arguments: str) -> int:
    """`python -m archiver` without the second that it takes to load; its exit status, negative for a signal."""
    return in_fork(_quick, dict(environ), arguments)
